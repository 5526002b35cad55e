//! Pasted text.

use std::rc::Rc;

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::evidence::Evidence;
use super::{Found, WayProps};
use crate::domain::machine::draft::Draft;
use crate::domain::machine::pasted;
use crate::ui::components::copy_button::CopyButton;
use crate::ui::components::notice::Notice;
use crate::ui::messages::t;
use crate::web::document;

/// Commands whose output says what counts, for each system.
const WINDOWS: &str = "Get-CimInstance Win32_VideoController | Format-List Name,AdapterRAM; Get-CimInstance Win32_PhysicalMemory | Format-List Capacity,Speed,DeviceLocator; nvidia-smi";
const LINUX: &str = "lspci | grep -Ei 'vga|3d|display'; free -h; nvidia-smi";
const MAC: &str = "system_profiler SPHardwareDataType SPDisplaysDataType";

/// One character more than is read, so that a longer text is cut and said to be.
const MAX_LENGTH: &str = "262145";
const _: () = assert!(pasted::READ_BYTES_MAX == 262_144);

/// Pasted text.
#[component]
pub fn Paste(props: &WayProps) -> Html {
    let text = t::machine();
    let field = use_node_ref();
    let problem = use_state_eq(|| None::<&'static str>);
    let onclick = {
        let (field, problem, devices, on_found) = (
            field.clone(),
            problem.setter(),
            props.devices.clone(),
            props.on_found.clone(),
        );
        Callback::from(move |_: MouseEvent| {
            // The text stays in the field alone: it may be large.
            let typed = field
                .cast::<HtmlTextAreaElement>()
                .map(|field| field.value())
                .unwrap_or_default();
            match pasted::read(&typed, &devices) {
                Ok(understood) => {
                    problem.set(None);
                    let draft = Draft::from_pasted(&understood, &devices);
                    on_found.emit(Found::new(draft, Evidence::Pasted(Rc::new(understood))));
                }
                Err(error) => {
                    let sentence = (t::machine().paste_failed)(error);
                    document::announce(sentence);
                    problem.set(Some(sentence));
                }
            }
        })
    };
    let commands = [
        (text.command_windows, WINDOWS),
        (text.command_linux, LINUX),
        (text.command_mac, MAC),
    ];
    html! {
        <div class="stack">
            <p>{ text.paste_intro }</p>
            <div class="field">
                <label class="field__label" for="my-paste">{ text.paste_label }</label>
                <textarea
                    ref={field}
                    id="my-paste"
                    class="my-paste"
                    rows="7"
                    maxlength={MAX_LENGTH}
                    wrap="off"
                    spellcheck="false"
                    autocomplete="off"
                    autocapitalize="none"
                 />
            </div>
            <div class="slot">
                if let Some(sentence) = *problem {
                    { Notice::warning(sentence.into()).html() }
                }
            </div>
            <div class="cluster">
                <button type="button" class="button button--primary" {onclick}>{ text.understand }</button>
            </div>
            <details>
                <summary>{ text.paste_commands }</summary>
                <dl class="my-commands small">
                    { for commands.into_iter().map(|(system, command)| html! {
                        <div key={system}>
                            <dt class="muted">{ system }</dt>
                            <dd>
                                <code class="formula">{ command }</code>
                                <CopyButton class="button--quiet" label={text.copy} text={Callback::from(move |()| command.to_owned())} />
                            </dd>
                        </div>
                    }) }
                </dl>
            </details>
        </div>
    }
}
