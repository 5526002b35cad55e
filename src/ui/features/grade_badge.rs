//! The grade's word with its icon and colour, and the verdict behind it: never colour alone.

use yew::prelude::*;

use crate::domain::assess::{
    Assessment, Compatibility, FormatCheck, Grade, MemoryCheck, Method, ModelAssessment, Outcome, Placement,
    QuantizationCheck,
};
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::figures;
use crate::ui::messages::t;

/// The grade of a variant as a small badge; the text begins with its word.
pub fn grade_badge(assessment: &Assessment) -> Html {
    badge(
        assessment.verdict.compatibility(),
        assessment.grade,
        Some(assessment.method),
        detail(assessment),
    )
}

/// The grade of a repository: that of the variant that is shown for it.
pub fn repository_badge(assessment: &ModelAssessment) -> Html {
    let shown = assessment.shown();
    badge(
        assessment.overall,
        assessment.grade(),
        shown.map(|shown| shown.method),
        shown.and_then(detail),
    )
}

/// The memory check of the Standard rule alone: of an invented model neither format nor quantization is known.
pub fn memory_badge(placement: Option<Placement>) -> Html {
    let (verdict, grade) = match placement {
        Some(_) => (Compatibility::Compatible, Grade::Good),
        None => (Compatibility::NotCompatible, Grade::TooLarge),
    };
    let detail = placement.map(|placement| placement_word(placement).to_owned());
    badge(verdict, grade, Some(Method::Standard), detail)
}

fn badge(verdict: Compatibility, grade: Grade, method: Option<Method>, detail: Option<String>) -> Html {
    html! {
        <span
            class="grade"
            data-verdict={verdict_key(verdict)}
            data-grade={grade.key()}
            data-estimate={method.map(Method::key)}
        >
            { icon(grade_glyph(grade)) }
            <span>
                { grade_word(grade) }
                <span class="grade__detail">
                    { detail.map_or_else(String::new, |detail| format!(" · {detail}")) }
                </span>
            </span>
        </span>
    }
}

/// What stands behind the word: where it lies, or what is in the way.
fn detail(assessment: &Assessment) -> Option<String> {
    let verdict = &assessment.verdict;
    let text = t::verdict();
    match (verdict.format, verdict.quantization, verdict.memory) {
        (FormatCheck::NotSupported(format), ..) => Some((text.no_format)(format.name())),
        (_, QuantizationCheck::NotSupported(family), _) => Some((text.no_format)(family.name())),
        (FormatCheck::Incomplete { .. }, ..) => Some(text.files_missing.to_owned()),
        (.., MemoryCheck::TooLarge { missing, .. }) => Some((text.missing)(&figures::size(missing))),
        (.., MemoryCheck::NoDevice { engine, .. }) => Some((text.no_device_short)(engine.name())),
        _ => assessment
            .placement()
            .filter(|_| assessment.is_compatible())
            .map(|placement| placement_word(placement).to_owned()),
    }
}

/// The word of a grade.
pub fn grade_word(grade: Grade) -> &'static str {
    match grade {
        Grade::Great => t::verdict().great,
        Grade::Good => t::verdict().good,
        Grade::Slow => t::verdict().slow,
        Grade::Tight => t::verdict().tight,
        Grade::TooLarge => t::verdict().too_large,
        Grade::Unknown => t::verdict().unknown,
    }
}

/// What a grade means for this variant, in a sentence.
pub fn grade_sentence(assessment: &Assessment) -> String {
    let text = t::verdict();
    let is_measured = assessment.speed.is_some();
    let sentence = match (assessment.grade, assessment.verdict.memory) {
        (Grade::Great, _) if is_measured => text.great_sentence,
        (Grade::Good, _) if is_measured => text.good_sentence,
        (Grade::Slow, _) if is_measured => text.slow_sentence,
        (Grade::Great, _) => text.reads_sentence,
        (Grade::Good, _) if assessment.placement().is_some_and(Placement::is_wholly_on_gpu) => {
            text.good_unmeasured
        }
        (Grade::Good, _) => text.reads_sentence,
        (Grade::Slow, _) => text.slow_unmeasured,
        (Grade::Tight, _) => text.tight_sentence,
        (_, MemoryCheck::TooLarge { missing, .. }) => {
            return (text.too_large_sentence)(&figures::size(missing));
        }
        (_, MemoryCheck::NoDevice { engine, .. }) => return (text.no_device)(engine.name()),
        (Grade::TooLarge | Grade::Unknown, _) => "",
    };
    sentence.to_owned()
}

const fn grade_glyph(grade: Grade) -> Glyph {
    match grade {
        Grade::Great => Glyph::Star,
        Grade::Good => Glyph::Pass,
        Grade::Slow => Glyph::Clock,
        Grade::Tight => Glyph::Tight,
        Grade::TooLarge => Glyph::Fail,
        Grade::Unknown => Glyph::Question,
    }
}

/// The word of a verdict.
pub fn verdict_word(compatibility: Compatibility) -> &'static str {
    match compatibility {
        Compatibility::Compatible => t::verdict().compatible,
        Compatibility::NotCompatible => t::verdict().not_compatible,
        Compatibility::Unknown => t::verdict().unknown,
    }
}

/// The value of `data-verdict`. Part of the page's interface: never changes.
const fn verdict_key(compatibility: Compatibility) -> &'static str {
    match compatibility {
        Compatibility::Compatible => "compatible",
        Compatibility::NotCompatible => "not-compatible",
        Compatibility::Unknown => "unknown",
    }
}

/// Where a model lies, in short.
pub fn placement_word(placement: Placement) -> &'static str {
    match placement {
        Placement::Gpu => t::verdict().on_gpu,
        Placement::Unified => t::verdict().on_unified,
        Placement::UnifiedBeyondGpuShare => t::verdict().on_unified_beyond,
        Placement::GpuAndSystem => t::verdict().on_gpu_and_system,
        Placement::System => t::verdict().on_system,
    }
}

/// The icon of a single check.
pub const fn outcome_glyph(outcome: Outcome) -> Glyph {
    match outcome {
        Outcome::Pass => Glyph::Pass,
        Outcome::Fail => Glyph::Fail,
        Outcome::Unknown => Glyph::Question,
    }
}
