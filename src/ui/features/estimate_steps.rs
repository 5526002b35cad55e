//! The Standard estimate, step by step, with the numbers of one variant and one machine.

use yew::prelude::*;

use crate::domain::estimate::{ParameterBasis, StandardEstimate};
use crate::domain::machine::hardware::Hardware;
use crate::ui::features::term::Term;
use crate::ui::figures;
use crate::ui::messages::{GlossaryEntry, t};
use crate::ui::pages::model::model_facts::parameter_source;

/// Every step of the sum. `data-step` and `data-value` hold its name and its exact value; `id` tells this copy of the sum
/// from another one on the same page.
pub fn estimate_steps(id: &'static str, estimate: &StandardEstimate, hardware: &Hardware) -> Html {
    let memory = hardware.available_memory();
    let text = t::model();
    let bytes = figures::bytes_per_param(estimate.precision);
    let class = if estimate.precision_is_assumed {
        text.class_assumed
    } else {
        (text.class)(estimate.precision)
    };
    let params_formula = match estimate.basis {
        ParameterBasis::Given(given) => parameter_source(given.source).to_owned(),
        ParameterBasis::FromSize { size_bytes } => {
            (text.params_from_size)(&figures::integer(size_bytes), bytes)
        }
    };
    let params = figures::integer(estimate.num_params);
    let glossary = t::glossary();
    let step =
        |name, title, entry, value, shown, formula| step(id, name, title, entry, value, shown, formula);
    html! {
        <>
            <dl class="steps">
                { step("bytes-per-param", text.step_bytes_per_param, Some(glossary.quantization), bytes.to_owned(), bytes.to_owned(), class.to_owned()) }
                { step("num-params", text.step_num_params, Some(glossary.parameters), estimate.num_params.to_string(), params.clone(), params_formula) }
                { step(
                    "model-memory",
                    text.step_model_memory, None,
                    estimate.model_memory.to_string(),
                    figures::size(estimate.model_memory),
                    (text.model_memory_formula)(&params, bytes),
                ) }
                { step(
                    "required-memory",
                    text.step_required, Some(glossary.activation),
                    estimate.required.to_string(),
                    figures::size(estimate.required),
                    (text.required_formula)(
                        &figures::size(estimate.model_memory),
                        &figures::factor(estimate.activation_percent),
                    ),
                ) }
                { step(
                    "total-gpu-memory",
                    text.step_total_gpu, Some(glossary.gpu_memory),
                    memory.total_gpu.to_string(),
                    figures::size(memory.total_gpu),
                    total_gpu_formula(hardware),
                ) }
                { step(
                    "available-system-memory",
                    text.step_available_system, Some(glossary.reserve),
                    memory.available_system.to_string(),
                    figures::size(memory.available_system),
                    (text.available_system_formula)(
                        &figures::size(memory.system),
                        &figures::size(memory.reserved_system),
                        hardware.system_reserve_percent,
                    ),
                ) }
                { step(
                    "available-memory",
                    text.step_available, None,
                    memory.available.to_string(),
                    figures::size(memory.available),
                    (text.available_formula)(&figures::size(memory.total_gpu), &figures::size(memory.available_system)),
                ) }
            </dl>
            <p><strong>{ conclusion(estimate.required, memory.available) }</strong></p>
        </>
    }
}

fn conclusion(required: u64, available: u64) -> String {
    let (required_gb, available_gb) = (figures::size(required), figures::size(available));
    if required <= available {
        (t::model().conclusion_fits)(&required_gb, &available_gb)
    } else {
        (t::model().conclusion_too_large)(&required_gb, &available_gb)
    }
}

fn total_gpu_formula(hardware: &Hardware) -> String {
    let groups: Vec<String> = hardware
        .devices
        .iter()
        .filter(|group| group.count > 0 && !group.memory.is_zero())
        .map(|group| format!("{} × {}", figures::size(group.memory.bytes()), group.count))
        .collect();
    if !groups.is_empty() {
        (t::model().total_gpu_formula)(&groups.join(" + "))
    } else if hardware.unified.is_some() {
        t::model().total_gpu_unified.to_owned()
    } else {
        t::model().total_gpu_none.to_owned()
    }
}

fn step(
    id: &'static str,
    name: &'static str,
    title: &'static str,
    entry: Option<GlossaryEntry>,
    value: String,
    shown: String,
    formula: String,
) -> Html {
    html! {
        <div class="steps__item" key={name} data-step={name} data-value={value}>
            <dt>
                if let Some(entry) = entry {
                    <Term id={format!("{id}-{name}")} {entry} word={title} />
                } else {
                    { title }
                }
            </dt>
            <dd class="steps__value">{ shown }</dd>
            <dd class="steps__formula">{ formula }</dd>
        </div>
    }
}
