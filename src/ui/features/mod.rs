//! Parts of pages that know what they are about: verdicts, hardware, searches.

pub mod checks;
pub mod estimate_steps;
pub mod failure_notice;
pub mod filters;
pub mod grade_badge;
pub mod hardware;
pub mod memory_bar;
pub mod result_row;
pub mod results;
pub mod search_box;
pub mod standard_rule;
pub mod term;
pub mod top_notices;
