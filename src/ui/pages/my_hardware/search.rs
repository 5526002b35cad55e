//! The catalog of all devices: typed words, groups, the sizes as buttons.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::evidence::Evidence;
use super::{Found, WayProps};
use crate::domain::machine::devices::{Device, groups};
use crate::domain::machine::draft::{DescribedDevice, Draft, Origin};
use crate::domain::machine::recognition::Choice;
use crate::domain::text::decimal::write_thousandths;
use crate::domain::text::memory_size::MemorySize;
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::messages::t;

/// Devices that are shown at once.
const SHOWN_MAX: usize = 60;

/// Properties of [`Search`].
#[derive(Properties, PartialEq)]
pub struct SearchProps {
    /// The catalog and what to do with a device.
    pub way: WayProps,
    /// The words that are searched.
    pub words: AttrValue,
    /// Takes other words.
    pub on_words: Callback<String>,
    /// Whether a device is added to a machine that is described already.
    pub is_adding: bool,
}

/// The catalog of all devices.
#[component]
pub fn Search(props: &SearchProps) -> Html {
    let text = t::machine();
    let devices = &props.way.devices;
    let found = use_memo((devices.clone(), props.words.clone()), |(devices, words)| {
        let found = devices.search(words);
        let n_found = found.len();
        let shown: Vec<Device> = found
            .into_iter()
            .filter(|device| !words.trim().is_empty() || device.is_common)
            .take(SHOWN_MAX)
            .cloned()
            .collect();
        (n_found, shown)
    });
    let oninput = {
        let on_words = props.on_words.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            {
                on_words.emit(input.value());
            }
        })
    };
    let start = |make: fn() -> Draft| {
        let on_found = props.way.on_found.clone();
        Callback::from(move |_: MouseEvent| on_found.emit(Found::new(make(), Evidence::None)))
    };
    let (n_found, shown) = &*found;
    let status = if props.words.trim().is_empty() {
        text.search_common.to_owned()
    } else {
        (text.search_found)(shown.len(), *n_found)
    };
    html! {
        <div class="stack">
            <div class="field">
                <label class="field__label" for="my-search">{ text.search_label }</label>
                <input
                    id="my-search"
                    type="search"
                    placeholder={text.search_hint}
                    value={props.words.clone()}
                    autocomplete="off"
                    spellcheck="false"
                    {oninput}
                />
            </div>
            <div class="my-search__bar">
                <span class="small muted" role="status">{ status }</span>
                <span class="cluster">
                    if !props.is_adding {
                        <button type="button" class="button button--quiet" onclick={start(without_gpu)}>{ text.no_gpu }</button>
                    }
                    <button type="button" class="button button--quiet" onclick={start(custom)}>{ text.custom }</button>
                </span>
            </div>
            <div class="my-found">
                { for groups(shown.iter()).into_iter().enumerate().map(|(place, group)| {
                    let title = [
                        Some(group.vendor.name()),
                        Some((text.kind)(group.kind)),
                        group.generation,
                    ];
                    let title: Vec<&str> = title.into_iter().flatten().collect();
                    html! {
                        <section key={format!("{place} {}", title.join(" "))}>
                            <h3 class="my-found__group">{ title.join(" · ") }</h3>
                            <ul role="list">
                                { for group.devices.into_iter().map(|device| row(device, &props.way.on_found)) }
                            </ul>
                        </section>
                    }
                }) }
            </div>
        </div>
    }
}

fn without_gpu() -> Draft {
    Draft::default()
}

fn custom() -> Draft {
    let mut draft = Draft::default();
    let name = t::machine().custom_name;
    draft.add(Some(DescribedDevice::custom(name, false, Origin::Reader)));
    draft
}

fn row(device: &Device, on_found: &Callback<Found>) -> Html {
    let text = t::machine();
    let choose = |memory: Option<MemorySize>| {
        let (on_found, device) = (on_found.clone(), device.clone());
        Callback::from(move |_: MouseEvent| {
            let choice = Choice {
                device: &device,
                memory,
            };
            let draft = Draft::with_device(&[choice], Origin::Reader);
            let found = Found {
                // Of a chip that shares it, the size is that of the machine.
                system_memory: memory.filter(|_| device.is_unified),
                ..Found::new(draft, Evidence::None)
            };
            on_found.emit(found);
        })
    };
    let figures = [
        device
            .bandwidth_mb_s
            .map(|value| (text.bandwidth_of)(&write_thousandths(value))),
        device
            .fp16_gflops
            .map(|value| (text.tflops)(&write_thousandths(value), "FP16"))
            .or_else(|| {
                device
                    .fp32_gflops
                    .map(|value| (text.tflops)(&write_thousandths(value), "FP32"))
            }),
        device.year.map(|year| year.to_string()),
    ];
    let figures: Vec<String> = figures.into_iter().flatten().collect();
    html! {
        <li key={device.id.clone()} class="my-found__row">
            <div class="my-found__name">
                <span>{ &device.name }</span>
                <span class="small muted">
                    { figures.join(" · ") }
                    if device.is_doubtful {
                        <span class="my-fact__origin--doubtful">{ " " }{ icon(Glyph::Warning) }{ " " }{ text.uncertain }</span>
                    }
                </span>
            </div>
            <div class="cluster my-found__sizes">
                if device.memory.is_empty() {
                    <button type="button" class="button" aria-label={format!("{} {}", text.choose, device.name)} onclick={choose(None)}>
                        { text.choose }
                    </button>
                }
                { for device.memory.iter().map(|size| html! {
                    <button
                        key={size.thousandths()}
                        type="button"
                        class="button"
                        aria-label={(text.choose_size)(&device.name, &size.to_string())}
                        onclick={choose(Some(*size))}
                    >
                        { (text.size)(&size.to_string()) }
                    </button>
                }) }
            </div>
        </li>
    }
}
