//! What the machine's software loads: formats and quantizations.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::domain::format::Format;
use crate::domain::hardware::Hardware;
use crate::domain::quantization::QuantizationFamily;
use crate::ui::messages::t;

/// Properties of [`SupportFields`].
#[derive(Properties, PartialEq)]
pub struct SupportFieldsProps {
    /// The machine in effect.
    pub hardware: Rc<Hardware>,
    /// Called with the changed machine.
    pub on_change: Callback<Hardware>,
}

/// Supported formats and quantizations as check boxes.
#[component]
pub fn SupportFields(props: &SupportFieldsProps) -> Html {
    let hardware = &props.hardware;
    let formats = Format::ALL.map(|format| {
        check_box(
            props,
            format.name(),
            hardware.formats.contains(&format),
            move |hardware, is_on| {
                if is_on {
                    hardware.formats.insert(format);
                } else {
                    hardware.formats.remove(&format);
                }
            },
        )
    });
    let quantizations = QuantizationFamily::ALL.map(|family| {
        check_box(
            props,
            family.name(),
            hardware.quantizations.contains(&family),
            move |hardware, is_on| {
                if is_on {
                    hardware.quantizations.insert(family);
                } else {
                    hardware.quantizations.remove(&family);
                }
            },
        )
    });
    html! {
        <>
            { group(t().hardware.formats, hardware.formats.len(), formats.into()) }
            { group(t().hardware.quantizations, hardware.quantizations.len(), quantizations.into()) }
        </>
    }
}

fn group(name: &'static str, n_on: usize, boxes: Vec<Html>) -> Html {
    let n_all = boxes.len();
    html! {
        <fieldset class="panel__group" aria-label={name}>
            <details open=true>
                <summary>
                    { name }{ " " }
                    <span class="muted small">{ (t().hardware.n_of)(n_on, n_all) }</span>
                </summary>
                <div class="panel__checks">{ for boxes }</div>
            </details>
        </fieldset>
    }
}

fn check_box(
    props: &SupportFieldsProps,
    name: &'static str,
    checked: bool,
    change: impl Fn(&mut Hardware, bool) + 'static,
) -> Html {
    let (hardware, on_change) = (props.hardware.clone(), props.on_change.clone());
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        {
            let mut changed = (*hardware).clone();
            change(&mut changed, input.checked());
            on_change.emit(changed);
        }
    });
    html! {
        <label class="check" key={name}>
            <input type="checkbox" {checked} {onchange} />
            { name }
        </label>
    }
}
