//! Saying to assistive technology what has changed on the page.

use yew::prelude::*;

use crate::web::document;

/// Says a sentence politely whenever it changes; an empty one is not said.
#[hook]
pub fn use_announcement(sentence: String) {
    use_effect_with(sentence, |sentence| {
        if !sentence.is_empty() {
            document::announce(sentence);
        }
    });
}

/// Says an error at once whenever it changes; an empty one clears the last.
#[hook]
pub fn use_alert(sentence: String) {
    use_effect_with(sentence, |sentence| document::alert(sentence));
}
