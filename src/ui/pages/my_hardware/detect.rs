//! Detection: what the browser says, on a click.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::evidence::{Evidence, words_read};
use super::{Found, WayProps};
use crate::domain::machine::draft::{DescribedDevice, Draft, Origin, Recognised};
use crate::ui::components::notice::Notice;
use crate::ui::messages::t;
use crate::web::adapter::{self, AdapterWords};
use crate::web::document;

#[derive(Clone, PartialEq)]
enum Detection {
    NotYet,
    Asking,
    /// What was read, where it is no machine.
    Hidden(Rc<AdapterWords>, Recognised),
    /// It became a draft.
    Found,
}

/// Detection.
#[component]
pub fn Detect(props: &WayProps) -> Html {
    let text = t::machine();
    let detection = use_state_eq(|| Detection::NotYet);
    let onclick = {
        let (detection, devices, on_found) =
            (detection.setter(), props.devices.clone(), props.on_found.clone());
        Callback::from(move |_: MouseEvent| {
            detection.set(Detection::Asking);
            let (detection, devices, on_found) = (detection.clone(), devices.clone(), on_found.clone());
            spawn_local(async move {
                let mut words = adapter::read_webgl();
                let first = Draft::from_browser(&words.strings(), &devices);
                // Where a program draws, WebGPU has nothing to add.
                if !matches!(first, Recognised::Unreal(_)) {
                    words = adapter::add_webgpu(words).await;
                }
                let words = Rc::new(words);
                match Draft::from_browser(&words.strings(), &devices) {
                    Recognised::Draft(draft) => {
                        detection.set(Detection::Found);
                        on_found.emit(Found::new(draft, Evidence::Browser(words)));
                    }
                    hidden => {
                        document::announce(&sentence(&hidden));
                        detection.set(Detection::Hidden(words, hidden));
                    }
                }
            });
        })
    };
    let is_asking = *detection == Detection::Asking;
    let label = match &*detection {
        Detection::NotYet => text.detect_now,
        Detection::Asking => text.detecting,
        Detection::Hidden(..) | Detection::Found => text.detect_again,
    };
    html! {
        <div class="stack">
            <div>
                <p>{ text.detect_intro }</p>
                <ul class="my-list">
                    { for text.detect_reads.iter().map(|what| html! { <li key={*what}>{ *what }</li> }) }
                </ul>
                <p class="muted">{ text.detect_private }</p>
            </div>
            <div class="cluster">
                <button type="button" class="button button--primary" aria-disabled={is_asking.then_some("true")} {onclick}>
                    { label }
                </button>
            </div>
            <div class="stack slot">
                if let Detection::Hidden(words, recognised) = &*detection {
                    { hidden(props, words, recognised) }
                }
            </div>
            <p class="small muted">{ text.hybrid }</p>
        </div>
    }
}

fn hidden(props: &WayProps, words: &Rc<AdapterWords>, recognised: &Recognised) -> Html {
    let text = t::machine();
    let search_words = match recognised {
        Recognised::Family(words) | Recognised::Unlisted(words) => words.clone(),
        Recognised::VendorOnly(Some(vendor)) => vendor.name().to_owned(),
        _ => String::new(),
    };
    let search = {
        let on_search = props.on_search.clone();
        Callback::from(move |_: MouseEvent| on_search.emit(search_words.clone()))
    };
    let describe = {
        let (on_found, recognised, words) = (props.on_found.clone(), recognised.clone(), words.clone());
        Callback::from(move |_: MouseEvent| {
            if let Recognised::Unlisted(name) = &recognised {
                let mut draft = Draft::default();
                draft.add(Some(DescribedDevice::custom(name, false, Origin::Browser)));
                on_found.emit(Found::new(draft, Evidence::Browser(words.clone())));
            }
        })
    };
    let is_unlisted = matches!(recognised, Recognised::Unlisted(_));
    html! {
        <>
            { Notice::new(sentence(recognised).into())
                .actions(html! {
                    <>
                        <button type="button" class="button" onclick={search}>{ text.search_instead }</button>
                        if is_unlisted {
                            <button type="button" class="button" onclick={describe}>{ text.describe_named }</button>
                        }
                    </>
                })
                .html() }
            <div>
                <h3>{ text.read }</h3>
                { words_read(words) }
            </div>
        </>
    }
}

fn sentence(recognised: &Recognised) -> String {
    let text = t::machine();
    match recognised {
        Recognised::Unreal(unreal) => (text.unreal)(*unreal).to_owned(),
        Recognised::Family(words) => (text.family)(words),
        Recognised::Unlisted(name) => (text.unlisted)(name),
        Recognised::VendorOnly(vendor) => (text.vendor_only)(*vendor),
        Recognised::Draft(_) => String::new(),
    }
}
