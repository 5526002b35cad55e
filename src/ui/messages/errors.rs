//! One sentence for each failure, and a way on.

use super::Text;
use crate::domain::hub::HubError;

texts! {
    /// What went wrong with the Hub, and what to do.
    ErrorTexts, ENGLISH {
        hub: fn(&HubError) -> (String, String) = hub_error,
        rate_countdown: fn(u32) -> String = |seconds| match seconds {
            1 => "Trying again in 1 second.".to_owned(),
            n => format!("Trying again in {n} seconds."),
        },
        on_the_hub: Text = "Open it on the Hub",
    }
}

/// What happened, and what to do next.
fn hub_error(error: &HubError) -> (String, String) {
    let (title, advice) = match error {
        HubError::Offline => (
            "You are offline.",
            "The search resumes by itself when the network is back.",
        ),
        HubError::Unreachable => (
            "The Hub cannot be reached.",
            "A blocker, a firewall or the network stands between this page and the Hub. Where the Hub is blocked, a mirror can be chosen in the settings.",
        ),
        HubError::TimedOut => (
            "The Hub did not answer in time.",
            "It may be busy, or your line slow.",
        ),
        HubError::CutOff => (
            "The Hub's answer broke off in the middle.",
            "The connection was lost on the way.",
        ),
        HubError::NotJson => (
            "The answer did not come from the Hub.",
            "Hotel and company networks often ask you to sign in first: open any other site to see their sign-in page.",
        ),
        HubError::BadRequest { message, .. } => {
            let advice = message.as_ref().map_or_else(
                || "It did not say why. Clear the filters and try again.".to_owned(),
                |message| format!("It said: “{message}”"),
            );
            return ("The Hub did not accept this search.".to_owned(), advice);
        }
        HubError::TokenRejected => (
            "The Hub rejected the access token.",
            "It may be mistyped, expired or revoked. Forget it in the settings, or enter another.",
        ),
        HubError::NotFoundOrPrivate => (
            "The Hub shows no such model.",
            "It does not exist, or it is private: the Hub does not say which. If it is yours, add an access token in the settings.",
        ),
        HubError::NotFound => (
            "The Hub knows no such model.",
            "Check the spelling, or search for it.",
        ),
        HubError::Gated => (
            "This model is gated.",
            "Its authors ask you to agree to their terms on the Hub first; then add an access token in the settings.",
        ),
        HubError::Forbidden => (
            "The access token may not see this.",
            "It lacks a permission. A read token of an account with access is enough.",
        ),
        HubError::Disabled => (
            "The Hub has disabled this model.",
            "Its files are not available right now.",
        ),
        HubError::RateLimited { .. } => (
            "The Hub asks for a pause: too many requests.",
            "Everybody behind the same network address shares one limit. An access token gives you your own.",
        ),
        HubError::Server { status } => {
            return (
                format!("The Hub has a problem (error {status})."),
                "This usually passes within minutes.".to_owned(),
            );
        }
        HubError::UnexpectedStatus { status } => {
            return (
                format!("The Hub gave an unexpected answer (status {status})."),
                "Try again, or open the Hub itself.".to_owned(),
            );
        }
        HubError::Malformed => (
            "The Hub's answer could not be read.",
            "Either the Hub has changed, or something on the way altered the answer.",
        ),
        HubError::TooLarge => ("The Hub's answer is too large.", "It was not read to the end."),
        HubError::NotPartial => (
            "The server sends this file only as a whole.",
            "Its later parts cannot be read from here without downloading all of it.",
        ),
        HubError::OtherPart => (
            "Another part of the file came than was asked for.",
            "A proxy or a cache on the way altered the answer. Try again later, or from another network.",
        ),
        HubError::Aborted => ("The request was cancelled.", "A newer one has taken its place."),
    };
    (title.to_owned(), advice.to_owned())
}
