//! The one question that is open, with its answers as buttons.

use yew::prelude::*;

use super::editing::Editing;
use crate::domain::machine::draft::{Origin, Question};
use crate::ui::messages::t;

/// Id of the open question, which takes the focus when the one before it is answered.
pub const QUESTION_ID: &str = "my-question";

/// The open question; nothing where all is answered.
pub fn question(editing: &Editing) -> Html {
    let text = t::machine();
    let draft = &editing.draft;
    let Some(question) = draft.question() else {
        return Html::default();
    };
    let (words, answers): (String, Vec<Html>) = match question {
        Question::Which {
            device,
            candidates,
            is_size_alone,
        } => {
            let name = draft
                .devices
                .get(device)
                .map_or("", |device| device.name.value.as_str());
            let words = if is_size_alone {
                (text.which_size)(name)
            } else {
                text.which_version.to_owned()
            };
            let answers = candidates.iter().enumerate().map(|(place, candidate)| {
                let label = match candidate.memory {
                    Some(memory) if is_size_alone => (text.size)(&memory.to_string()),
                    // Many names end with their size.
                    Some(memory) if !candidate.name.ends_with("GB") => {
                        (text.named_size)(&candidate.name, &memory.to_string())
                    }
                    _ => candidate.name.clone(),
                };
                let onclick = editing.click(move |draft, devices| draft.decide(device, place, devices));
                answer(label, onclick)
            });
            (words, answers.collect())
        }
        Question::DeviceMemory { device, sizes } => {
            let name = draft
                .devices
                .get(device)
                .map_or("", |device| device.name.value.as_str());
            let answers = sizes.into_iter().map(|size| {
                let onclick = editing.click(move |draft, _| draft.set_device_memory(device, size));
                answer((text.size)(&size.to_string()), onclick)
            });
            ((text.which_size)(name), answers.collect())
        }
        Question::SystemMemory { sizes, is_one_memory } => {
            let words = match draft.chip().filter(|_| is_one_memory) {
                Some(chip) => (text.ask_one_memory)(&chip.name.value),
                None => text.ask_system.to_owned(),
            };
            let mut answers: Vec<Html> = sizes
                .into_iter()
                .map(|size| {
                    let onclick = editing.click(move |draft, devices| {
                        draft.set_system_memory(size, Origin::Reader, devices);
                    });
                    answer((text.size)(&size.to_string()), onclick)
                })
                .collect();
            let not_sure = editing.click(|draft, devices| draft.assume_system_memory(devices));
            answers.push(html! {
                <button key="not-sure" type="button" class="button button--quiet" onclick={not_sure}>{ text.not_sure }</button>
            });
            (words, answers)
        }
    };
    html! {
        <fieldset id={QUESTION_ID} class="my-question" tabindex="-1">
            <legend>{ words }</legend>
            <div class="cluster">{ for answers }</div>
        </fieldset>
    }
}

fn answer(label: String, onclick: Callback<MouseEvent>) -> Html {
    html! { <button key={label.clone()} type="button" class="button" {onclick}>{ label }</button> }
}
