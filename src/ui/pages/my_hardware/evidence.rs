//! What a draft was made from: the browser's words, or the lines of a pasted text.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::machine::pasted::{Fact, Understood};
use crate::domain::text::decimal::write_thousandths;
use crate::ui::messages::t;
use crate::web::adapter::AdapterWords;

/// Lines that are shown; a text that says the same a hundred times is not more convincing.
const READINGS_SHOWN: usize = 40;
/// Where browsers stop counting, in thousandths of a GB: at 8 GB, newer ones at 32.
const DEVICE_MEMORY_CAPS: [u32; 2] = [8_000, 32_000];

/// What a draft was made from.
#[derive(Clone, PartialEq)]
pub enum Evidence {
    /// The reader's own choice.
    None,
    /// The browser's words.
    Browser(Rc<AdapterWords>),
    /// A pasted text.
    Pasted(Rc<Understood>),
}

impl Evidence {
    /// Shows it; nothing where there is none.
    pub fn html(&self) -> Html {
        let shown = match self {
            Self::None => return Html::default(),
            Self::Browser(words) => words_read(words),
            Self::Pasted(understood) => lines_read(understood),
        };
        html! {
            <details class="my-evidence" open={matches!(self, Self::Pasted(_))}>
                <summary>{ t::machine().read }</summary>
                { shown }
            </details>
        }
    }
}

/// The browser's words as a list.
pub fn words_read(words: &AdapterWords) -> Html {
    let text = t::machine();
    let webgpu: Vec<&str> = [&words.gpu_vendor, &words.gpu_architecture, &words.gpu_description]
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    let memory = words.device_memory_thousandths.map(|thousandths| {
        let gb = write_thousandths(thousandths);
        if DEVICE_MEMORY_CAPS.contains(&thousandths) {
            (text.device_memory_capped)(&gb)
        } else {
            (text.device_memory)(&gb)
        }
    });
    let rows = [
        (text.read_renderer, words.renderer.clone()),
        (text.read_webgpu, webgpu.join(" ")),
        (text.read_memory, memory.unwrap_or_default()),
        (
            text.read_cores,
            words
                .logical_cores
                .map(|cores| cores.to_string())
                .unwrap_or_default(),
        ),
    ];
    html! {
        <dl class="my-read small">
            { for rows.into_iter().map(|(what, said)| html! {
                <div key={what}>
                    <dt class="muted">{ what }</dt>
                    if said.is_empty() {
                        <dd class="muted">{ text.nothing_read }</dd>
                    } else {
                        <dd class="break"><code>{ said }</code></dd>
                    }
                </div>
            }) }
        </dl>
    }
}

fn lines_read(understood: &Understood) -> Html {
    let text = t::machine();
    let name = |device: usize| {
        understood
            .devices
            .get(device)
            .map_or("", |device| device.name.as_str())
    };
    let fact = |fact: Fact| match fact {
        Fact::Device { device } => (text.fact_device)(name(device)),
        Fact::DeviceMemory { device, memory } => (text.fact_memory)(name(device), &memory.to_string()),
        Fact::GpuCores { device, cores } => (text.fact_cores)(name(device), cores),
        Fact::SystemMemory(size) => (text.fact_system)(&size.to_string()),
        Fact::Generation(generation) => (text.fact_generation)(generation.name()),
        Fact::Speed(speed) => (text.fact_speed)(speed),
    };
    let n_more = understood.readings.len().saturating_sub(READINGS_SHOWN);
    html! {
        <>
            <ol class="my-lines small" role="list">
                { for understood.readings.iter().take(READINGS_SHOWN).enumerate().map(|(place, reading)| html! {
                    <li key={place}>
                        <span class="muted">{ (text.line)(reading.line) }</span>
                        <code class="break">{ &reading.words }</code>
                        <span>{ "→ " }{ fact(reading.fact) }</span>
                    </li>
                }) }
            </ol>
            if n_more > 0 {
                <p class="small muted">{ (text.readings_more)(n_more) }</p>
            }
        </>
    }
}
