//! The verdict's word with its icon and colour: never colour alone.

use yew::prelude::*;

use crate::domain::assess::verdict::{Compatibility, Outcome, Placement};
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::messages::t;

/// The verdict as a small badge; the text begins with its word.
pub fn verdict_badge(compatibility: Compatibility, placement: Option<Placement>) -> Html {
    let glyph = match compatibility {
        Compatibility::Compatible => Glyph::Pass,
        Compatibility::NotCompatible => Glyph::Fail,
        Compatibility::Unknown => Glyph::Question,
    };
    let placement = placement.filter(|_| compatibility == Compatibility::Compatible);
    html! {
        <span class="verdict" data-verdict={key(compatibility)}>
            { icon(glyph) }
            <span>
                { word(compatibility) }
                <span class="verdict__placement">
                    { placement.map_or_else(String::new, |placement| format!(" · {}", placement_word(placement))) }
                </span>
            </span>
        </span>
    }
}

/// The word of a verdict.
pub fn word(compatibility: Compatibility) -> &'static str {
    match compatibility {
        Compatibility::Compatible => t::verdict().compatible,
        Compatibility::NotCompatible => t::verdict().not_compatible,
        Compatibility::Unknown => t::verdict().unknown,
    }
}

/// The value of `data-verdict`. Part of the page's interface: never changes.
const fn key(compatibility: Compatibility) -> &'static str {
    match compatibility {
        Compatibility::Compatible => "compatible",
        Compatibility::NotCompatible => "not-compatible",
        Compatibility::Unknown => "unknown",
    }
}

/// Where the weights go, in short.
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
