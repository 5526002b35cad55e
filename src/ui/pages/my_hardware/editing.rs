//! The draft under the reader's hands.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::machine::devices::Devices;
use crate::domain::machine::draft::{Draft, Fact, Origin};
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::messages::t;

/// A draft and the way to change it.
#[derive(Clone, PartialEq)]
pub struct Editing {
    /// The draft.
    pub draft: Rc<Draft>,
    /// The catalog.
    pub devices: Rc<Devices>,
    /// Replaces the draft.
    pub set: Callback<Draft>,
    /// Changes with each new draft: the fields show it whatever stood in them.
    pub reset: AttrValue,
}

impl Editing {
    /// Changes the draft.
    pub fn change(&self, change: impl FnOnce(&mut Draft, &Devices)) {
        let mut draft = (*self.draft).clone();
        change(&mut draft, &self.devices);
        self.set.emit(draft);
    }

    /// A button's callback.
    pub fn click(&self, change: impl Fn(&mut Draft, &Devices) + 'static) -> Callback<MouseEvent> {
        let editing = self.clone();
        Callback::from(move |_: MouseEvent| editing.change(&change))
    }

    /// A field's callback: uses the text, or says what is wrong and changes nothing.
    pub fn field(
        &self,
        apply: impl Fn(&mut Draft, &Devices, &str) -> Result<(), AttrValue> + 'static,
    ) -> Callback<String, Option<AttrValue>> {
        let editing = self.clone();
        Callback::from(move |text: String| {
            let mut draft = (*editing.draft).clone();
            match apply(&mut draft, &editing.devices, &text) {
                Ok(()) => {
                    editing.set.emit(draft);
                    None
                }
                Err(problem) => Some(problem),
            }
        })
    }
}

/// A field with the word for where its fact came from.
pub fn fact<T>(fact: &Fact<T>, field: Html) -> Html {
    html! { <div class="my-fact">{ field }{ origin_word(fact) }</div> }
}

/// Where a fact came from; marked where it should be checked.
pub fn origin_word<T>(fact: &Fact<T>) -> Html {
    let text = t::machine();
    let is_doubtful = fact.is_doubtful || fact.origin == Origin::Typical;
    let words = if fact.is_doubtful {
        format!("{}, {}", (text.origin)(fact.origin), text.doubtful)
    } else {
        (text.origin)(fact.origin).to_owned()
    };
    html! {
        <span class={classes!("my-fact__origin", is_doubtful.then_some("my-fact__origin--doubtful"))}>
            if is_doubtful {
                { icon(Glyph::Warning) }
            }
            { words }
        </span>
    }
}
