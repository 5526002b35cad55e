//! Why a pasted run failed, and what would have run.

use yew::prelude::*;

use crate::domain::estimate::{ChangeKind, Fit};
use crate::domain::report::diagnosis::Diagnosis;
use crate::domain::report::log::{Amount, Failure};
use crate::ui::components::notice::Notice;
use crate::ui::figures;
use crate::ui::messages::t;

fn size(amount: Amount) -> String {
    figures::size(amount.bytes)
}

/// The failure in the log's own amounts.
pub fn failure_notice(failure: &Failure) -> Html {
    let text = t::speed();
    let mut sentences = vec![(text.failure_kind)(&failure.kind)];
    sentences.extend(failure.stage.map(|stage| (text.failure_stage)(stage).to_owned()));
    sentences.extend(
        failure
            .asked
            .map(|asked| (text.failure_asked)(&size(asked), failure.device.as_deref())),
    );
    sentences.extend(failure.free.map(|free| (text.failure_free)(&size(free))));
    sentences.extend(
        failure
            .asked_tokens
            .map(|tokens| (text.failure_tokens)(&figures::integer(tokens))),
    );
    let sources = failure.sources.iter().map(|source| {
        html! {
            <span class="check-us__source muted" key={source.line}>
                { (text.log_line)(source.line) }{ " " }<code><bdi>{ &source.text }</bdi></code>
            </span>
        }
    });
    html! {
        <div class="stack" data-part="failure">
            { Notice::warning(sentences.join(" ").into()).title(text.failure_title).html() }
            <p class="check-us__sources">{ for sources }</p>
        </div>
    }
}

/// What we would have said, and what would have run.
pub fn diagnosis(found: &Diagnosis) -> Html {
    let text = t::speed();
    let estimate = found.estimate.map(|estimate| {
        let (needed, free) = (figures::size(estimate.needed), figures::size(estimate.free));
        (text.diagnosis_estimate)(estimate.fit == Fit::DoesNotFit, estimate.place, &needed, &free)
    });
    let context = found
        .fitting_context
        .map(|tokens| (text.diagnosis_context)(&figures::integer(tokens)));
    let changes: Vec<String> = context
        .into_iter()
        .chain(found.changes.iter().map(|change| change_text(change.kind)))
        .collect();
    html! {
        <div class="stack" data-part="diagnosis">
            <p class="slot">
                if let Some(estimate) = estimate {
                    { estimate }
                }
            </p>
            <div class="slot">
                if !changes.is_empty() {
                    <p><strong>{ text.diagnosis_changes }</strong></p>
                    <ul>{ for changes.iter().map(|change| html! { <li key={change.clone()}>{ change }</li> }) }</ul>
                }
            </div>
        </div>
    }
}

fn change_text(kind: ChangeKind) -> String {
    let number = match kind {
        ChangeKind::Context(number)
        | ChangeKind::Sequences(number)
        | ChangeKind::HostExperts(number)
        | ChangeKind::GpuLayers(number) => figures::integer(number),
        ChangeKind::CacheType(_) | ChangeKind::Variant(_) => String::new(),
    };
    (t::memory().change)(kind, &number)
}
