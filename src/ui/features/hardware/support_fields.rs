//! What the machine's software loads: formats and quantizations.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::domain::machine::hardware::Hardware;
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::QuantizationFamily;
use crate::ui::messages::t;

/// Supported formats and quantizations as check boxes; `on_change` is called with the changed machine.
/// To be read only if `disabled`.
pub fn support_fields(hardware: &Rc<Hardware>, on_change: &Callback<Hardware>, disabled: bool) -> Html {
    let check_box = |name, checked, change| check_box(hardware, on_change, name, checked, change);
    let formats = Format::ALL.map(|format| {
        check_box(
            format.name(),
            hardware.formats.contains(&format),
            Change::Format(format),
        )
    });
    let quantizations = QuantizationFamily::ALL.map(|family| {
        check_box(
            family.name(),
            hardware.quantizations.contains(&family),
            Change::Family(family),
        )
    });
    html! {
        <>
            { group(t::hardware().formats, hardware.formats.len(), formats.into(), disabled) }
            { group(t::hardware().quantizations, hardware.quantizations.len(), quantizations.into(), disabled) }
        </>
    }
}

fn group(name: &'static str, n_on: usize, boxes: Vec<Html>, disabled: bool) -> Html {
    let n_all = boxes.len();
    html! {
        <fieldset class="panel__group" aria-label={name} {disabled}>
            <details open=true>
                <summary>
                    { name }{ " " }
                    <span class="muted small">{ (t::hardware().n_of)(n_on, n_all) }</span>
                </summary>
                <div class="panel__checks">{ for boxes }</div>
            </details>
        </fieldset>
    }
}

/// What a check box stands for.
#[derive(Clone, Copy)]
enum Change {
    Format(Format),
    Family(QuantizationFamily),
}

impl Change {
    fn apply(self, hardware: &mut Hardware, is_on: bool) {
        match (self, is_on) {
            (Self::Format(format), true) => hardware.formats.insert(format),
            (Self::Format(format), false) => hardware.formats.remove(&format),
            (Self::Family(family), true) => hardware.quantizations.insert(family),
            (Self::Family(family), false) => hardware.quantizations.remove(&family),
        };
    }
}

fn check_box(
    hardware: &Rc<Hardware>,
    on_change: &Callback<Hardware>,
    name: &'static str,
    checked: bool,
    change: Change,
) -> Html {
    let (hardware, on_change) = (hardware.clone(), on_change.clone());
    let onchange = Callback::from(move |event: Event| {
        if let Some(input) = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
        {
            let mut changed = (*hardware).clone();
            change.apply(&mut changed, input.checked());
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
