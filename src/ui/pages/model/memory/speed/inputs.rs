//! What a speed is worked out from.

use yew::prelude::*;

use super::super::header::fact_list;
use super::numbers::decimal;
use super::question::{Answer, Question};
use crate::domain::machine::hardware::Hardware;
use crate::domain::speed::DeviceSpeed;
use crate::ui::figures;
use crate::ui::messages::t;

/// Folded away at first: every input, and what was assumed.
pub fn inputs(question: &Question, answer: &Answer, hardware: &Hardware) -> Html {
    let text = t::speed();
    let mut facts: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, words: String| facts.push((name.to_owned(), words));
    let placement = question.placement.as_ref().ok();
    let (device, host_share) = placement.map_or((None, 0.0), |placement| {
        let first = placement.parts.first().map(|part| part.device);
        (Some(first.unwrap_or(placement.host)), placement.host_share())
    });
    let is_on_gpu = placement.is_some_and(|placement| !placement.parts.is_empty());
    if let Some(device) = device {
        if is_on_gpu {
            let name = hardware
                .devices
                .iter()
                .find(|group| group.count > 0 && !group.name.is_empty())
                .map_or(hardware.facts.chip.as_str(), |group| group.name.as_str());
            if !name.is_empty() {
                add(text.input_device, name.to_owned());
            }
        }
        add(text.input_class, (text.class)(device.class).to_owned());
        add(text.input_bandwidth, bandwidth(device));
        if is_on_gpu {
            let compute = device.shader_gflops.map_or_else(
                || text.unknown.to_owned(),
                |gflops| (text.compute)(&decimal(f64::from(gflops) / 1e3, 1)),
            );
            add(text.input_compute, compute);
        }
    }
    if let Some(placement) = placement.filter(|placement| placement.is_partial()) {
        add(
            text.input_host_share,
            (text.percent)((host_share * 100.0).round() as u64),
        );
        add(text.input_host_bandwidth, bandwidth(placement.host));
    }
    let model = question.facts;
    if let Some(time) = answer.estimate.decode_time {
        add(text.input_read, figures::size(time.read_bytes as u64));
    }
    add(text.input_active, figures::parameters(model.active()));
    if let Some(layers) = model.layers {
        add(text.input_layers, figures::integer(layers));
    }
    if let Some(bytes) = answer.cache_bytes {
        add(text.input_cache, figures::size(bytes));
    }
    let assumptions = answer.estimate.assumptions;
    let assumed: Vec<&str> = [
        (assumptions.layers, text.assumed_layers),
        (assumptions.context_bytes, text.assumed_context),
        (assumptions.embeddings, text.assumed_embeddings),
        (assumptions.host_bandwidth, text.assumed_host),
    ]
    .into_iter()
    .filter(|(is_assumed, _)| *is_assumed)
    .map(|(_, words)| words)
    .collect();
    html! {
        <details class="speed__inputs">
            <summary>{ text.inputs }</summary>
            <div class="stack speed__inputs-body">
                { fact_list(&facts) }
                <p class="small muted slot">
                    if !assumed.is_empty() {
                        { text.assumed }{ " " }{ assumed.join("; ") }{ "." }
                    }
                </p>
            </div>
        </details>
    }
}

fn bandwidth(device: DeviceSpeed) -> String {
    let text = t::speed();
    device.bandwidth_mb_s.map_or_else(
        || text.unknown.to_owned(),
        |mb| (text.bandwidth)(&decimal(f64::from(mb) / 1e3, 0)),
    )
}
