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
/// Age after which an answer no longer counts as live, in milliseconds.
const AGE_MS_MAX: u64 = 5 * 60 * 1_000;

struct Remembered {
    url: String,
    at_ms: u64,
    answer: Rc<AnswerText>,
}

thread_local! {
    /// Oldest first. All of them were given to the same reader: a token that comes or goes empties it.
    static ANSWERS: RefCell<VecDeque<Remembered>> = const { RefCell::new(VecDeque::new()) };
}

/// The answer to the same request, if it is fresh.
pub(super) fn recall(url: &str) -> Option<Rc<AnswerText>> {
    ANSWERS.with_borrow(|answers| {
        let found = answers.iter().find(|remembered| remembered.url == url)?;
        // After the device's clock was set back, nothing is known of the age.
        let age_ms = clock::now_ms().checked_sub(found.at_ms)?;
        (age_ms <= AGE_MS_MAX).then(|| Rc::clone(&found.answer))
    })
}

/// Remembers an answer in place of an older one to the same request.
pub(super) fn remember(url: &str, answer: &Rc<AnswerText>) {
    if answer.body.len() > BODY_BYTES_MAX {
        return;
    }
    ANSWERS.with_borrow_mut(|answers| {
        answers.retain(|remembered| remembered.url != url);
        if answers.len() >= ANSWERS_MAX {
            answers.pop_front();
        }
        answers.push_back(Remembered {
            url: url.to_owned(),
            at_ms: clock::now_ms(),
            answer: Rc::clone(answer),
        });
    });
}

/// Forgets everything, so that the next request of each kind goes out.
pub(super) fn forget_all() {
    ANSWERS.with_borrow_mut(VecDeque::clear);
}
