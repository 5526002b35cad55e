//! The text of a field while it is typed: it is never changed under the typing hand, and wrong text stays with its
//! message.

use wasm_bindgen::JsCast;
use web_sys::{EventTarget, HtmlInputElement};
use yew::prelude::*;

use crate::web::focus;

/// The text of a field and what is wrong with it.
#[derive(Clone, PartialEq)]
pub struct UseFieldTextHandle {
    /// For the field's element.
    pub input: NodeRef,
    /// What stands in the field.
    pub text: AttrValue,
    /// What is wrong with it.
    pub problem: Option<AttrValue>,
    set_text: UseStateSetter<AttrValue>,
    set_problem: UseStateSetter<Option<AttrValue>>,
}

impl UseFieldTextHandle {
    /// Takes over what was typed, and gives it back.
    pub fn take(&self, target: Option<EventTarget>) -> Option<String> {
        let typed = target?.dyn_into::<HtmlInputElement>().ok()?.value();
        self.set_text.set(AttrValue::from(typed.clone()));
        Some(typed)
    }

    /// Shows what is wrong, or that nothing is.
    pub fn report(&self, problem: Option<AttrValue>) {
        self.set_problem.set(problem);
    }

    /// Shows the value in effect, unless what stands there is wrong: then it stays with its message.
    pub fn settle(&self, value: &AttrValue) {
        if self.problem.is_none() {
            self.set_text.set(value.clone());
        }
    }
}

/// The text of a field whose value in effect is `value`. A new value from outside (a preset, another tab) replaces the
/// text, and so does any change of `reset`, but not while the field has the focus.
#[hook]
pub fn use_field_text(value: AttrValue, reset: AttrValue) -> UseFieldTextHandle {
    let input = use_node_ref();
    let text = use_state(|| value.clone());
    let problem = use_state(|| None::<AttrValue>);
    {
        let (text, problem, input) = (text.setter(), problem.setter(), input.clone());
        use_effect_with((value, reset), move |(value, _)| {
            if !focus::is_focused(&input.cast()) {
                text.set(value.clone());
                problem.set(None);
            }
        });
    }
    UseFieldTextHandle {
        input,
        text: (*text).clone(),
        problem: (*problem).clone(),
        set_text: text.setter(),
        set_problem: problem.setter(),
    }
}
