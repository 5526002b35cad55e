//! What went wrong with the Hub: its own sentence, and a way on.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::domain::hub::HubError;
use crate::ui::components::notice::Notice;
use crate::ui::messages::t;

/// The first pause after "too many requests" where the Hub does not say how long. Its windows last five minutes, but
/// usually only part of one is left; each further refusal doubles the pause.
const RATE_PAUSE_S: u32 = 60;
/// The Hub's window: no longer pause is ever needed.
const RATE_PAUSE_MAX_S: u32 = 300;

/// Properties of [`FailureNotice`].
#[derive(Properties, PartialEq)]
pub struct FailureNoticeProps {
    /// What went wrong.
    pub error: HubError,
    /// How many times in a row it has gone wrong, from 1.
    #[prop_or(1)]
    pub n_failures: u32,
    /// Asks again.
    pub on_retry: Callback<()>,
    /// Further ways on.
    #[prop_or_default]
    pub actions: Html,
}

/// What went wrong with the Hub. After "too many requests" it counts down and asks again by itself.
#[component]
pub fn FailureNotice(props: &FailureNoticeProps) -> Html {
    let pause = match props.error {
        HubError::RateLimited { retry_after_s } => Some(retry_after_s.map_or_else(
            || {
                RATE_PAUSE_S
                    .saturating_mul(1 << props.n_failures.saturating_sub(1).min(3))
                    .min(RATE_PAUSE_MAX_S)
            },
            |seconds| u32::from(seconds).clamp(1, RATE_PAUSE_MAX_S),
        )),
        _ => None,
    };
    let left = use_state_eq(|| pause);
    {
        let (left, on_retry) = (left.setter(), props.on_retry.clone());
        use_effect_with((pause, props.n_failures), move |(pause, _)| {
            left.set(*pause);
            let mut seconds = pause.unwrap_or_default();
            let countdown = (seconds > 0).then(|| {
                Interval::new(1_000, move || {
                    if seconds > 0 {
                        seconds -= 1;
                        left.set(Some(seconds));
                        if seconds == 0 {
                            on_retry.emit(());
                        }
                    }
                })
            });
            move || drop(countdown)
        });
    }
    let (title, advice) = (t::errors().hub)(&props.error);
    let countdown = left
        .filter(|seconds| *seconds > 0)
        .map(|seconds| (t::errors().rate_countdown)(seconds));
    let onclick = props.on_retry.reform(|_: MouseEvent| ());
    let body = html! {
        <>
            { advice }
            <span>{ countdown.map_or_else(String::new, |sentence| format!(" {sentence}")) }</span>
        </>
    };
    Notice::warning(body)
        .title(title)
        .actions(html! {
            <>
                <button type="button" class="button" {onclick}>{ t::app().try_again }</button>
                { props.actions.clone() }
            </>
        })
        .html()
}
