//! The last answers, in memory for minutes, so that going back does not ask again.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use super::clock;
use super::kept::AnswerText;

/// Answers remembered: enough for the way back through one search, little enough to keep a phone's memory free.
const ANSWERS_MAX: usize = 20;
/// Answers with more bytes are asked for again: 20 of this size are the most that is ever held.
const BODY_BYTES_MAX: usize = 2_000_000;
/// Age after which an answer no longer counts as live.
const AGE_MS_MAX: u64 = 5 * 60 * 1_000;

struct Recent {
    url: String,
    /// An answer got with a token is only for who still holds it.
    token: Option<Rc<str>>,
    at_ms: u64,
    answer: Rc<AnswerText>,
}

thread_local! {
    static RECENT: RefCell<VecDeque<Recent>> = const { RefCell::new(VecDeque::new()) };
}

/// The answer to the same request with the same token, if it is fresh.
pub(super) fn recall(url: &str, token: Option<&Rc<str>>) -> Option<Rc<AnswerText>> {
    let now_ms = clock::now_ms();
    RECENT.with_borrow(|all| {
        let found = all
            .iter()
            .find(|recent| recent.url == url && recent.token.as_ref() == token)?;
        // `checked_sub`: after the device's clock was set back, nothing is known of the age.
        let age_ms = now_ms.checked_sub(found.at_ms)?;
        (age_ms <= AGE_MS_MAX).then(|| found.answer.clone())
    })
}

/// Remembers an answer in place of an older one to the same request.
pub(super) fn remember(url: String, token: Option<Rc<str>>, answer: Rc<AnswerText>) {
    if answer.body.len() > BODY_BYTES_MAX {
        return;
    }
    let at_ms = clock::now_ms();
    RECENT.with_borrow_mut(|all| {
        all.retain(|recent| recent.url != url || recent.token != token);
        all.truncate(ANSWERS_MAX - 1);
        all.push_front(Recent {
            url,
            token,
            at_ms,
            answer,
        });
    });
}

/// Forgets everything, so that the next request of each kind goes out.
pub(super) fn forget_all() {
    RECENT.with_borrow_mut(VecDeque::clear);
}
