//! Need and speed of a variant by the best estimate that an insight allows.

use super::assessment::{Machine, Method, VariantSize};
use super::checks::MemoryCheck;
use super::insight::Insight;
use super::likeness::Likeness;
use super::need::{Doubt, Need};
use super::rules::Rules;
use super::served::Served;
use super::speed::SpeedBasis;
use crate::domain::architecture::Geometry;
use crate::domain::estimate::subject::projector_of;
use crate::domain::estimate::{ComputeBuffers, Run, serving};
use crate::domain::machine::hardware::Hardware;
use crate::domain::model::Model;
use crate::domain::model::variant::Variant;
use crate::domain::precision::format::Format;
use crate::domain::run::command::Runner;
use crate::domain::run::settings::{Estimator, RunSettings, estimator, serving_memory};
use crate::domain::speed::{
    Engine, MachineSpeed, ModelFacts, Placement as SpeedPlacement, WeightCoding, active_from_name,
    place as place_fastest,
};

/// Need, speed and program of a variant, by which estimate.
pub(super) struct Estimated {
    /// By which estimate.
    pub method: Method,
    /// The program.
    pub runner: Option<Runner>,
    /// What it needs, or how the memory check ends without a sum.
    pub need: Result<Need, MemoryCheck>,
    /// What its speed follows from, where it fits.
    pub basis: Option<SpeedBasis>,
}

/// Whether a model writes text, a token after the other.
pub(super) fn writes_text(model: &Model, insight: Option<&Insight>) -> bool {
    const READING_TASKS: [&str; 7] = [
        "feature-extraction",
        "fill-mask",
        "sentence-similarity",
        "text-classification",
        "text-ranking",
        "token-classification",
        "zero-shot-classification",
    ];
    let reads_only = model
        .task
        .as_deref()
        .is_some_and(|task| READING_TASKS.contains(&task));
    !reads_only && insight.is_none_or(|insight| !insight.geometry().is_encoder)
}

/// Need and speed by the best estimate that the insight allows; `None` for formats that no program here loads.
pub(super) fn estimate(
    model: &Model,
    variant: &Variant,
    insight: &Insight,
    size: VariantSize,
    machine: &Machine<'_>,
    rules: &Rules,
) -> Option<Estimated> {
    let doubt = Doubt::of(insight, matches!(size, VariantSize::Exact(_)));
    let method = match insight {
        Insight::Like(..) => Method::Quick,
        Insight::Gguf(_) | Insight::Config(_) => Method::Detailed,
    };
    if variant.format == Format::Gguf {
        let runner = rules.run.runner_for(Format::Gguf);
        let (need, basis) = estimate_gguf(model, variant, insight, size.bytes(), doubt, machine, rules)?;
        return Some(Estimated {
            method,
            runner,
            need: Ok(need),
            basis,
        });
    }
    let runner = runner_on(variant.format, machine.hardware, &rules.run)?;
    let Estimator::Serving(engine) = estimator(runner, variant.format) else {
        return None;
    };
    let config = insight.config();
    let weights = insight.stored_weights(&variant.key, size.bytes());
    let run = rules.run;
    let context = run.context_for(config.geometry.context_length);
    let (need, basis) = match Served::of(runner, engine, &config, weights, run, machine.hardware) {
        Ok(served) => {
            let need = Need::of_served(&served, doubt, context);
            let facts = facts_of(model, variant, insight, size.bytes());
            let kernels = kernels_of(engine);
            let basis = facts.and_then(|model| {
                Some(SpeedBasis {
                    placement: served_placement(&model, &need, kernels, &machine.speed)?,
                    model,
                    kernels,
                })
            });
            (Ok(need), basis)
        }
        Err(_) => {
            let required = size.bytes();
            (
                Err(MemoryCheck::NoDevice {
                    engine: runner,
                    required,
                }),
                None,
            )
        }
    };
    Some(Estimated {
        method,
        runner: Some(runner),
        need,
        basis,
    })
}

/// The program for a format on a machine: the chosen one, else the most used one that has memory to compute in there.
pub fn runner_on(format: Format, hardware: &Hardware, run: &RunSettings) -> Option<Runner> {
    let runners = Runner::for_format(format);
    let chosen = run.runner.filter(|runner| runners.contains(runner));
    let has_memory = |runner: &&Runner| match estimator(**runner, format) {
        Estimator::LlamaCpp => true,
        Estimator::Serving(engine) => serving_memory(engine, hardware).is_some(),
    };
    chosen
        .or_else(|| runners.iter().find(has_memory).copied())
        .or_else(|| runners.first().copied())
}

fn estimate_gguf(
    model: &Model,
    variant: &Variant,
    insight: &Insight,
    bytes: u64,
    doubt: Doubt,
    machine: &Machine<'_>,
    rules: &Rules,
) -> Option<(Need, Option<SpeedBasis>)> {
    let (geometry, buffers): (&Geometry, &dyn ComputeBuffers) = match insight {
        Insight::Like(known, _) => (&known.geometry, &known.buffers),
        Insight::Gguf(read) => (&read.geometry, &*read.buffers),
        // A configuration calls its architecture otherwise than llama.cpp does.
        Insight::Config(_) => return None,
    };
    let first = variant.files.first().map(|file| file.path.as_str());
    let weights = insight.gguf_weights(first, bytes);
    let trained = geometry.context_length;
    let settings = rules.run.llama_cpp(trained);
    let run = Run {
        geometry,
        weights: &weights,
        settings,
        wish: rules.run.wish(),
        projector: projector_of(model)
            .filter(|_| rules.run.projector)
            .map(|(projector, ..)| projector),
        buffers,
    };
    let context = rules.run.context_for(trained);
    let (need, placed) = Need::of_llama_cpp(&run, bytes, &machine.memories, doubt, context)?;
    let facts = facts_of(model, variant, insight, weights.loaded());
    let basis = facts
        .filter(|_| need.placement.is_some())
        .map(|facts| SpeedBasis {
            model: facts.with_cache(settings.key_type, settings.value_type),
            placement: SpeedPlacement::of_placed(&placed, weights.input, &machine.speed),
            kernels: match rules.run.runner {
                Some(Runner::Ollama) => Engine::Ollama,
                _ => Engine::LlamaCpp,
            },
        });
    Some((need, basis))
}

/// What decides the speed of a variant whose weights take so many bytes.
fn facts_of(model: &Model, variant: &Variant, insight: &Insight, bytes: u64) -> Option<ModelFacts> {
    let label = variant
        .quantization
        .as_ref()
        .map_or("", |quantization| &quantization.label);
    let coding = WeightCoding::of_label(label);
    let counted = model.parameters.map(|known| known.count);
    Some(match insight {
        Insight::Like(known, Likeness::SameModel) => ModelFacts::from_geometry(
            &known.geometry,
            counted.unwrap_or(known.parameters),
            bytes,
            coding,
        ),
        Insight::Like(known, _) => {
            let of_known = ModelFacts::from_geometry(&known.geometry, known.parameters, bytes, coding);
            let scaled = of_known.scaled_to(counted?);
            // What the name says of the active parameters counts more than a relative's share.
            let named = active_from_name(model.id.name());
            ModelFacts {
                active_parameters: named
                    .filter(|named| *named < scaled.parameters)
                    .or(scaled.active_parameters),
                ..scaled
            }
        }
        Insight::Gguf(read) => {
            ModelFacts::from_geometry(&read.geometry, read.parameters.or(counted)?, bytes, coding)
        }
        Insight::Config(read) => ModelFacts::from_geometry(&read.config.geometry, counted?, bytes, coding),
    })
}

/// The programs whose speed is known that stand for an engine.
const fn kernels_of(engine: serving::Engine) -> Engine {
    match engine {
        serving::Engine::Mlx => Engine::Mlx,
        _ => Engine::Vllm,
    }
}

/// Where a model lies for the sake of its speed with an engine that serves Safetensors: what it needs besides its weights
/// lies beside them on each device. `None` where it does not fit.
fn served_placement(
    facts: &ModelFacts,
    need: &Need,
    kernels: Engine,
    machine: &MachineSpeed,
) -> Option<SpeedPlacement> {
    need.placement?;
    let devices = u64::try_from(need.places.len()).unwrap_or(1).max(1);
    let beside = need.likely.saturating_sub(facts.file_bytes) / devices;
    place_fastest(facts, beside, machine, kernels, need.context).ok()
}
