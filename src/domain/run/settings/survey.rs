//! Questions about many contexts at once: the stops of a slider, and whether a variant fits at each.

use crate::domain::estimate::{Fit, GpuLayers, HostExperts, Memories, Run, Wish};

/// Contexts that people choose, in tokens.
const STOPS: [u64; 12] = [
    2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072, 262_144, 524_288, 1_048_576, 2_097_152, 4_194_304,
];

/// The usual contexts up to what a model was trained for, which is the last one.
pub fn context_stops(trained: u64) -> Vec<u64> {
    let below = STOPS.into_iter().filter(|stop| *stop < trained);
    below.chain([trained]).collect()
}

/// How a run fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CellFit {
    /// Not at all.
    No,
    /// With a part in system memory, slower.
    WithSystemMemory,
    /// Wholly where it is fastest, with less than the engine's own margin left.
    Tight,
    /// Wholly where it is fastest.
    Fits,
}

/// The run with all of it on the devices; the same run where there are none.
pub fn wholly_on_devices<'a>(run: &Run<'a>, memories: &Memories) -> Run<'a> {
    if memories.devices.is_empty() {
        return *run;
    }
    Run {
        wish: Wish {
            layers: GpuLayers::Count(u64::MAX),
            host_experts: HostExperts::First(0),
        },
        ..*run
    }
}

/// How a run fits. A refused one does not.
pub fn cell_fit(run: &Run<'_>, memories: &Memories) -> CellFit {
    let may_be_whole = matches!(run.wish.layers, GpuLayers::AsFit | GpuLayers::Count(u64::MAX))
        && matches!(run.wish.host_experts, HostExperts::AsFit | HostExperts::First(0));
    let whole = match may_be_whole {
        true => wholly_on_devices(run, memories),
        false => *run,
    };
    match whole.place(memories).map(|placed| placed.fit) {
        Ok(Fit::Fits | Fit::Tight) if !may_be_whole => return CellFit::WithSystemMemory,
        Ok(Fit::Fits) => return CellFit::Fits,
        Ok(Fit::Tight) => return CellFit::Tight,
        Ok(Fit::DoesNotFit) if !memories.devices.is_empty() => {}
        _ => return CellFit::No,
    }
    match run.place(memories).map(|placed| placed.fit) {
        Ok(Fit::Fits | Fit::Tight) => CellFit::WithSystemMemory,
        _ => CellFit::No,
    }
}
