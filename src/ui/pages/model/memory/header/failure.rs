//! A header that cannot be had: why, and the way on. What the page says without it stays.

use yew::prelude::*;

use super::use_model_header::{Activity, UseModelHeader};
use crate::domain::app::header_failure::HeaderFailure;
use crate::domain::hub::HubError;
use crate::ui::components::notice::Notice;
use crate::ui::features::failure_notice::FailureNotice;
use crate::ui::figures;
use crate::ui::messages::t;

/// The sentence for what went wrong, and the way on. `is_own` says that it is about the reader's own files.
pub fn failure_sentence(failure: &HeaderFailure, is_own: bool) -> (String, String) {
    let text = t::header_failures();
    let fixed = |(title, advice): (&str, &str)| (title.to_owned(), advice.to_owned());
    match failure {
        HeaderFailure::Hub(error) => (text.hub)(error),
        HeaderFailure::Unreadable => fixed(text.unreadable),
        HeaderFailure::Gguf(error) => (text.gguf)(error),
        HeaderFailure::Safetensors(error) => (text.safetensors)(error),
        HeaderFailure::Config(error) => (text.config)(error),
        HeaderFailure::Shards(error) => (text.shards)(error),
        HeaderFailure::Costly { .. } => fixed(text.costly),
        HeaderFailure::NoConfig if is_own => fixed(text.no_config_chosen),
        HeaderFailure::NoConfig => fixed(text.no_config),
        HeaderFailure::MixedFiles => fixed(text.mixed_files),
    }
}

/// The notice about what went wrong; an empty place where nothing did.
pub fn failure_notice(header: &UseModelHeader, is_own: bool) -> Html {
    html! {
        <div class="slot">
            { match &header.activity {
                Activity::Failed { failure, n_failures, .. } => notice(header, failure, *n_failures, is_own),
                Activity::Idle | Activity::Reading { .. } => html! { <span hidden={true}></span> },
            } }
        </div>
    }
}

fn notice(header: &UseModelHeader, failure: &HeaderFailure, n_failures: u32, is_own: bool) -> Html {
    if let HeaderFailure::Hub(error) = failure
        && matches!(error, HubError::RateLimited { .. })
    {
        // It counts down and asks again by itself.
        return html! { <FailureNotice error={error.clone()} {n_failures} on_retry={header.retry.clone()} /> };
    }
    let (title, advice) = failure_sentence(failure, is_own);
    let advice = if is_own || header.known.is_some() {
        advice
    } else {
        format!("{advice} {}", t::header_failures().standard_stays)
    };
    let onclick = |callback: &Callback<()>| callback.reform(|_: MouseEvent| ());
    let action = match failure {
        HeaderFailure::Costly { bytes } => html! {
            <button type="button" class="button" onclick={onclick(&header.read_whole)}>
                { (t::header().read_costly)(&figures::size(*bytes)) }
            </button>
        },
        failure if failure.may_help_to_retry() => html! {
            <button type="button" class="button" onclick={onclick(&header.retry)}>{ t::header().read_again }</button>
        },
        _ => Html::default(),
    };
    Notice::warning(advice.into()).title(title).actions(action).html()
}
