//! The answer for a model on a machine.
//!
//! In reading order: [`Rules`]: what the reader decides; [`Insight`]: what is known of the inside of a model; [`Need`]:
//! the memory that a run needs, place by place; [`Assessment`]: need, speed, checks, verdict and grade of one variant;
//! [`ModelAssessment`]: all variants of a repository and the best of them. Lists, pages, comparisons and commands print
//! these values; nothing computes beside them.

mod assessment;
mod best;
mod checks;
mod estimated;
mod grade;
mod insight;
mod likeness;
mod need;
mod placement;
mod repository;
mod rules;
mod served;
mod speed;

pub use assessment::{Assessment, Method, VariantSize, assess_variant};
pub use best::BestReason;
pub use checks::{Compatibility, FormatCheck, MemoryCheck, Outcome, QuantizationCheck, Verdict};
pub use estimated::runner_on;
pub use grade::{Grade, GradeLimits};
pub use insight::{ConfigInsight, GgufInsight, Insight};
pub use likeness::{KnownModel, Likeness};
pub use need::{Doubt, Need, PlaceKind, PlaceNeed};
pub use placement::{Placement, place};
pub use repository::{ModelAssessment, NothingToAssess, assess_model};
pub use rules::{EstimateMethod, Rules};
pub use served::Served;
pub use speed::{SPEED_CONTEXT, SpeedBasis, WritingSpeed};
