//! Back online: what the network could not give is asked for again.

use yew::prelude::*;

use crate::web::online;

/// Calls `retry` when the browser says that it is online again, if `waits` (something failed). `question` is what was
/// asked and how many times: another question waits for itself.
#[hook]
pub fn use_retry_when_online<Q: PartialEq + 'static>(waits: bool, question: Q, retry: &Callback<()>) {
    let retry = retry.clone();
    use_effect_with((waits, question), move |(waits, _)| {
        let watch = waits.then(|| {
            online::watch(move |is_online| {
                if is_online {
                    retry.emit(());
                }
            })
        });
        move || drop(watch)
    });
}
