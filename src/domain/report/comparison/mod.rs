//! What an engine reported beside what this page estimates, figure by figure.
//!
//! A log comes from a run with settings of its own. What it states of them (`conditions`) replaces what the page is set
//! to, so that like is compared with like; what it states of its model (`signs`) tells whether it is the same at all.
//! Then `memory` and `speed` hold each figure to its estimate and say how far they agree, and why they may not.

mod conditions;
mod memory;
mod signs;
mod speed;

pub use conditions::Condition;
pub(super) use conditions::Stated;
pub use memory::{MemoryFigure, MemoryLine};
pub use signs::Mismatch;
pub use speed::{SHORT_RUN, SpeedFigure, SpeedLine};

use crate::domain::architecture::Geometry;
use crate::domain::estimate::{LlamaCppSettings, Memories, Planner, Refusal, Run, Weights, Wish};
use crate::domain::machine::hardware::Calibration;
use crate::domain::machine::hardware::Hardware;
use crate::domain::report::log::EngineReport;
use crate::domain::speed::CalibrationError;
use crate::domain::speed::{Engine, ModelFacts, Placement};

/// The model on the page.
#[derive(Clone, Copy, Debug)]
pub struct CheckedModel<'a> {
    /// What it is, as far as memory is concerned; `None` where its header is not known or llama.cpp does not load it.
    pub memory: Option<(&'a Geometry, &'a Weights)>,
    /// The label of its quantization; empty where it is not known.
    pub label: &'a str,
    /// What it is, as far as speed is concerned, with a cache of the default type.
    pub facts: ModelFacts,
}

/// How the page has it run.
#[derive(Clone, Copy, Debug)]
pub struct PageRun<'a> {
    /// The program.
    pub engine: Engine,
    /// The settings of llama.cpp.
    pub settings: LlamaCppSettings,
    /// What is to lie on the devices.
    pub wish: Wish,
    /// Where the weights lie, as far as speed is concerned; `None` where they do not fit.
    pub placement: Option<&'a Placement>,
}

/// How far a figure and its estimate agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// As exactly as the log prints it.
    Exact,
    /// The range of the estimate contains it.
    WithinRange,
    /// It does not.
    Outside,
    /// There is no estimate of it.
    NotEstimated,
}

/// Why a figure may lie outside the range of its estimate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The log is of another model, or of another variant of it.
    OtherModel,
    /// The log does not state the context.
    ContextNotStated,
    /// The log does not state the types of the cache.
    CacheTypesNotStated,
    /// The log does not state how many layers lie on the GPU.
    LayersNotStated,
    /// Another build or backend of the engine makes other buffers.
    OtherBuild,
    /// The engine maps the file, and counts stretches of it that it does not need there.
    MappedFile,
    /// The engine printed what it expected, not what it took.
    OnlyExpected,
    /// It was measured over few tokens.
    ShortRun,
    /// Model and context are shared between GPU and system memory, where small things decide.
    SharedPlacement,
    /// The machine is another one than the profile says, or something holds it back.
    OtherMachine,
}

/// A log held to the estimates.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Settings that were taken from the log, because the page is set to something else.
    pub conditions: Vec<Condition>,
    /// Signs that the log is of another model.
    pub mismatches: Vec<Mismatch>,
    /// Whether the log says anything about its model, so that a mismatch would show.
    pub names_its_model: bool,
    /// Memory, by place and purpose.
    pub memory: Vec<MemoryLine>,
    /// Speeds and times.
    pub speed: Vec<SpeedLine>,
    /// What the speeds would make of the profile.
    pub calibration: Result<Calibration, NoCalibration>,
}

/// Why a log cannot correct a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCalibration {
    /// It is of another model.
    OtherModel,
    /// Nothing in it was measured over enough tokens, or nothing of that is estimated; or it is too far away.
    Run(CalibrationError),
}

/// Compares a log with the estimates for a model on a machine. The profile's correction counts in the estimates that are
/// compared, and not in the correction that comes out.
///
/// # Errors
/// Why the engine would refuse the settings of the log.
pub fn check(
    log: &EngineReport,
    model: &CheckedModel<'_>,
    page: &PageRun<'_>,
    hardware: &Hardware,
) -> Result<Comparison, Refusal> {
    let stated = Stated::of(log, page);
    let mismatches = signs::mismatches(log, model);
    let memories = Memories::of(hardware);
    // Where each card's share is printed and the log does not count the cards, they are those of the machine.
    let n_shares = log.n_shares.or(Some(memories.devices.len() as u64));
    let log = &EngineReport {
        n_shares,
        ..log.clone()
    };
    let placed = match model.memory {
        Some((geometry, weights)) => {
            let run = |settings, wish| Run {
                geometry,
                weights,
                settings,
                wish,
                projector: None,
                buffers: &Planner,
            };
            let here = run(page.settings, page.wish).place(&memories).ok();
            let there = run(stated.settings, stated.wish).place(&stated.memories(log, &memories))?;
            Some((here.map(|placed| placed.gpu_layers), there))
        }
        None => None,
    };
    let page_layers = placed.as_ref().and_then(|(layers, _)| *layers);
    let placed = placed.map(|(_, placed)| placed);
    let memory = match (model.memory, &placed) {
        (Some((geometry, weights)), Some(placed)) => {
            let reach = memory::Reach::of(geometry, weights);
            memory::lines(log, Some((placed, reach)), !mismatches.is_empty())
        }
        _ => memory::lines(log, None, !mismatches.is_empty()),
    };
    let measured = speed::Measured {
        log,
        model,
        page,
        placed: placed.as_ref(),
        settings: &stated.settings,
        hardware,
    };
    let (speed, run) = measured.lines(!mismatches.is_empty());
    let calibration = if mismatches.is_empty() {
        run.map_err(NoCalibration::Run)
    } else {
        Err(NoCalibration::OtherModel)
    };
    Ok(Comparison {
        conditions: stated.conditions(page, page_layers),
        names_its_model: signs::names_its_model(log),
        mismatches,
        memory,
        speed,
        calibration,
    })
}
