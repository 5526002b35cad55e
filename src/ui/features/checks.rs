//! The three checks with their reasons.

use yew::prelude::*;

use super::grade_badge::outcome_glyph;
use super::term::Term;
use crate::domain::assess::{
    FormatCheck, MemoryCheck, NothingToAssess, Outcome, Placement, QuantizationCheck, Verdict,
};
use crate::domain::precision::quantization::Quantization;
use crate::ui::components::icon::icon;
use crate::ui::figures;
use crate::ui::messages::t;

/// The three checks of a verdict, each with its outcome and its reason.
pub fn checks(verdict: &Verdict, quantization: Option<&Quantization>) -> Html {
    let label = quantization.map_or("", |quantization| quantization.label.as_str());
    let items = [
        (
            "format",
            t::verdict().format_check,
            verdict.format.outcome(),
            format_reason(verdict.format),
        ),
        (
            "quantization",
            t::verdict().quantization_check,
            verdict.quantization.outcome(),
            quantization_reason(verdict.quantization, label),
        ),
        (
            "memory",
            t::verdict().memory_check,
            verdict.memory.outcome(),
            memory_reason(verdict.memory),
        ),
    ];
    html! {
        <ul class="checks" role="list" aria-label={t::verdict().checks}>
            { for items.into_iter().map(|(key, name, outcome, reason)| html! {
                <li class="checks__item" {key} data-check={key} data-outcome={outcome_key(outcome)}>
                    { icon(outcome_glyph(outcome)) }
                    <span>
                        <strong>{ name }{ " " }{ outcome_word(outcome) }{ ". " }</strong>
                        { reason }
                        if key == "memory" && verdict.memory.placement() == Some(Placement::GpuAndSystem) {
                            { " " }<Term id="offload" entry={t::glossary().offload} />
                        }
                    </span>
                </li>
            }) }
        </ul>
    }
}

/// Why a repository has no variant to assess.
pub fn nothing_to_assess(reason: NothingToAssess) -> &'static str {
    match reason {
        NothingToAssess::FilesNotListed => t::verdict().files_not_listed,
        NothingToAssess::OldGgml => t::verdict().old_ggml,
        NothingToAssess::OnlyAdapters => t::verdict().only_adapters,
        NothingToAssess::NoWeights => t::verdict().no_weights,
    }
}

/// What a placement means for the reader.
pub fn placement_sentence(placement: Placement) -> &'static str {
    match placement {
        Placement::Gpu => t::verdict().place_gpu,
        Placement::Unified => t::verdict().place_unified,
        Placement::UnifiedBeyondGpuShare => t::verdict().place_unified_beyond,
        Placement::GpuAndSystem => t::verdict().place_gpu_and_system,
        Placement::System => t::verdict().place_system,
    }
}

const fn outcome_key(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => "pass",
        Outcome::Fail => "fail",
        Outcome::Unknown => "unknown",
    }
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pass => t::verdict().pass,
        Outcome::Fail => t::verdict().fail,
        Outcome::Unknown => t::verdict().cannot_say,
    }
}

fn format_reason(check: FormatCheck) -> String {
    match check {
        FormatCheck::Supported(format) => (t::verdict().format_supported)(format.name()),
        FormatCheck::NotSupported(format) => (t::verdict().format_not_supported)(format.name()),
        FormatCheck::Incomplete { found, expected } => (t::verdict().format_incomplete)(found, expected),
    }
}

fn quantization_reason(check: QuantizationCheck, label: &str) -> String {
    match check {
        QuantizationCheck::Supported(family) => (t::verdict().quantization_supported)(label, family.name()),
        QuantizationCheck::NotSupported(family) => {
            (t::verdict().quantization_not_supported)(label, family.name())
        }
        QuantizationCheck::AssumedFp32 => t::verdict().quantization_assumed.to_owned(),
        QuantizationCheck::NotStated => t::verdict().quantization_not_stated.to_owned(),
    }
}

fn memory_reason(check: MemoryCheck) -> String {
    match check {
        MemoryCheck::Fits {
            required,
            available,
            placement,
        } => {
            let sum = (t::verdict().memory_fits)(&figures::size(required), &figures::size(available));
            format!("{sum} {}", placement_sentence(placement))
        }
        MemoryCheck::TooLarge {
            required,
            available,
            missing,
        } => (t::verdict().memory_too_large)(
            &figures::size(required),
            &figures::size(available),
            &figures::size(missing),
        ),
        MemoryCheck::NoDevice { engine, .. } => (t::verdict().no_device)(engine.name()),
        MemoryCheck::NotLanguage => t::verdict().memory_not_language.to_owned(),
        MemoryCheck::SizeUnknown => t::verdict().memory_size_unknown.to_owned(),
    }
}
