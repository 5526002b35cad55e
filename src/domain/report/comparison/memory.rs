//! Memory: each figure of a log beside its estimate.

use super::{Agreement, Reason};
use crate::domain::architecture::{Geometry, Origin, Quantity};
use crate::domain::estimate::{Placed, WeightBasis, Weights};
use crate::domain::report::log::{Amount, Basis, EngineReport, Part, Place, Source};

/// Most lines of a log that a figure is shown with.
const SOURCES_MAX: usize = 4;
/// How far compute buffers differ between the engine's versions and backends, in percent; the same as in the estimate.
const COMPUTE_PERCENT: u64 = 2;
/// How far the weights can be off where only the size of the files is known, in percent; the same as in the estimate.
const FILE_SIZE_PERCENT: u64 = 2;
/// How far everything can be off that rests on an unknown architecture or unknown types, in percent.
const UNKNOWN_PERCENT: u64 = 25;
/// How far sums of a whole run can be off, in percent: what a process keeps beside the model differs.
const TOTAL_PERCENT: u64 = 5;

/// What a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemoryFigure {
    /// One purpose in one place.
    Part(Place, Part),
    /// Cache, states and output in one place, as llama.cpp's table adds them up.
    Context(Place),
    /// All buffers in one place.
    Place(Place),
    /// The whole KV cache, where the log does not say where it lies.
    WholeCache,
    /// The engine's own sum of everything.
    Total,
}

/// A figure of the log beside its estimate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoryLine {
    /// What it is.
    pub figure: MemoryFigure,
    /// The estimate in bytes, if there is one.
    pub estimate: Option<u64>,
    /// The figure.
    pub reported: Amount,
    /// Where it was read: at most a few lines.
    pub sources: Vec<Source>,
    /// How far they agree.
    pub agreement: Agreement,
    /// Why they may not.
    pub reasons: Vec<Reason>,
}

/// How far each part of an estimate can be off, in percent.
#[derive(Clone, Copy)]
pub(super) struct Reach {
    weights: u64,
    context: u64,
    compute: u64,
}

impl Reach {
    pub fn of(geometry: &Geometry, weights: &Weights) -> Self {
        let kinds = geometry.fact(Quantity::LayerKinds);
        let is_known = kinds.is_none_or(|fact| fact.origin != Origin::Assumed);
        let (context, compute) = if is_known {
            (0, COMPUTE_PERCENT)
        } else {
            (UNKNOWN_PERCENT, UNKNOWN_PERCENT)
        };
        Self {
            weights: match weights.basis {
                WeightBasis::Tensors => 0,
                WeightBasis::TensorsWithUnknownTypes => UNKNOWN_PERCENT,
                WeightBasis::FileSize => FILE_SIZE_PERCENT,
            },
            context,
            compute,
        }
    }

    const fn percent(self, figure: MemoryFigure) -> u64 {
        match figure {
            MemoryFigure::Part(_, Part::Weights) => self.weights,
            MemoryFigure::Part(_, Part::Compute) => self.compute,
            MemoryFigure::Part(..) | MemoryFigure::Context(_) | MemoryFigure::WholeCache => self.context,
            MemoryFigure::Place(_) | MemoryFigure::Total => TOTAL_PERCENT,
        }
    }
}

const PARTS: [Part; 8] = [
    Part::Weights,
    Part::KvCache,
    Part::RecurrentState,
    Part::Compute,
    Part::Output,
    Part::Projector,
    Part::Graphs,
    Part::Runtime,
];

/// Every figure of the log about memory, device first.
pub(super) fn lines(
    log: &EngineReport,
    placed: Option<(&Placed, Reach)>,
    is_other_model: bool,
) -> Vec<MemoryLine> {
    let mut lines = Vec::new();
    let mut add = |figure: MemoryFigure, reported: Amount, sources: Vec<Source>| {
        let estimate = placed.and_then(|(placed, reach)| Some((estimate_of(log, placed, figure)?, reach)));
        let agreement = match estimate {
            None => Agreement::NotEstimated,
            Some((bytes, _)) if reported.allows(bytes) => Agreement::Exact,
            Some((bytes, reach)) => {
                let room = bytes / 100 * reach.percent(figure);
                if reported.bytes.abs_diff(bytes) <= room.saturating_add(reported.rounding) {
                    Agreement::WithinRange
                } else {
                    Agreement::Outside
                }
            }
        };
        let reasons = match agreement {
            Agreement::Outside => reasons(log, figure, is_other_model),
            _ => Vec::new(),
        };
        lines.push(MemoryLine {
            figure,
            estimate: estimate.map(|(bytes, _)| bytes),
            reported,
            sources,
            agreement,
            reasons,
        });
    };
    for place in [Place::Device, Place::Host] {
        let mut n_parts = 0;
        for part in PARTS {
            if let Some(amount) = log.sum(place, part) {
                n_parts += 1;
                add(MemoryFigure::Part(place, part), amount, sources(log, place, part));
            }
        }
        let rows = || log.devices.iter().filter(|row| row.place == place);
        if log.buffers.is_empty()
            && let Some(context) = rows().map(|row| row.context).reduce(Amount::plus)
        {
            n_parts += 1;
            let sources = rows().take(SOURCES_MAX).map(|row| row.source.clone()).collect();
            add(MemoryFigure::Context(place), context, sources);
        }
        if let Some(sum) = log.sum_of_place(place).filter(|_| n_parts > 1) {
            add(MemoryFigure::Place(place), sum, Vec::new());
        }
    }
    if let Some(cache) = &log.unplaced_cache {
        add(MemoryFigure::WholeCache, cache.value, vec![cache.source.clone()]);
    }
    if let Some(total) = &log.total {
        add(MemoryFigure::Total, total.value, vec![total.source.clone()]);
    }
    lines
}

fn sources(log: &EngineReport, place: Place, part: Part) -> Vec<Source> {
    let buffers = log
        .buffers
        .iter()
        .filter(|buffer| buffer.place == place && buffer.part == part);
    let found: Vec<Source> = buffers
        .take(SOURCES_MAX)
        .map(|buffer| buffer.size.source.clone())
        .collect();
    if !found.is_empty() {
        return found;
    }
    let rows = log.devices.iter().filter(|row| row.place == place);
    rows.take(SOURCES_MAX).map(|row| row.source.clone()).collect()
}

/// The estimate of a figure; of a place only what the log has there too, so that like is compared with like.
fn estimate_of(log: &EngineReport, placed: &Placed, figure: MemoryFigure) -> Option<u64> {
    let of_place = |place: Place, bytes: &dyn Fn(&crate::domain::estimate::Parts) -> u64| match place {
        Place::Host => bytes(&placed.host.parts),
        Place::Device => placed
            .devices
            .iter()
            .fold(0_u64, |sum, load| sum.saturating_add(bytes(&load.parts))),
    };
    Some(match figure {
        MemoryFigure::Part(place, part) => match part {
            Part::Weights => of_place(place, &|parts| parts.weights),
            Part::KvCache => of_place(place, &|parts| parts.kv_full.saturating_add(parts.kv_window)),
            Part::RecurrentState => of_place(place, &|parts| parts.recurrent),
            Part::Compute => of_place(place, &|parts| parts.compute),
            Part::Output => of_place(place, &|parts| parts.output),
            Part::Projector | Part::Graphs | Part::Runtime => return None,
        },
        MemoryFigure::Context(place) => {
            of_place(place, &|parts| parts.context().saturating_add(parts.output))
        }
        MemoryFigure::Place(place) if log.buffers.is_empty() => of_place(place, &|parts| parts.total()),
        MemoryFigure::Place(place) => {
            let stated = PARTS.into_iter().filter(|part| log.sum(place, *part).is_some());
            stated
                .map(|part| estimate_of(log, placed, MemoryFigure::Part(place, part)))
                .try_fold(0_u64, |sum, bytes| Some(sum.saturating_add(bytes?)))?
        }
        MemoryFigure::WholeCache => {
            let cache = |place| of_place(place, &|parts| parts.kv_full.saturating_add(parts.kv_window));
            cache(Place::Device).saturating_add(cache(Place::Host))
        }
        MemoryFigure::Total => placed.needed(),
    })
}

fn reasons(log: &EngineReport, figure: MemoryFigure, is_other_model: bool) -> Vec<Reason> {
    if is_other_model {
        return vec![Reason::OtherModel];
    }
    let of_figure = |place: Place, part: Part| match figure {
        MemoryFigure::Part(p, of) => p == place && of == part,
        MemoryFigure::Context(p) => p == place && part == Part::KvCache,
        MemoryFigure::Place(p) => p == place,
        MemoryFigure::WholeCache => part == Part::KvCache,
        MemoryFigure::Total => true,
    };
    let is_plan = log.buffers.is_empty() && log.devices.iter().any(|row| row.basis == Basis::Expected);
    let has = |wanted: &dyn Fn(&crate::domain::report::log::Buffer) -> bool| {
        let buffers = log.buffers.iter();
        buffers
            .filter(|buffer| of_figure(buffer.place, buffer.part))
            .any(wanted)
    };
    let is_context = !matches!(
        figure,
        MemoryFigure::Part(
            _,
            Part::Weights | Part::Output | Part::Projector | Part::Graphs | Part::Runtime
        )
    );
    let is_cache = is_context && !matches!(figure, MemoryFigure::Part(_, Part::Compute));
    let candidates = [
        (
            is_plan || has(&|buffer| buffer.basis == Basis::Expected),
            Reason::OnlyExpected,
        ),
        (has(&|buffer| buffer.name.contains("Mapped")), Reason::MappedFile),
        (is_context && log.context.is_none(), Reason::ContextNotStated),
        (is_cache && log.cache_types.is_none(), Reason::CacheTypesNotStated),
        (log.gpu_layers.is_none(), Reason::LayersNotStated),
    ];
    let mut found: Vec<Reason> = candidates
        .into_iter()
        .filter(|(applies, _)| *applies)
        .map(|(_, reason)| reason)
        .collect();
    if found.is_empty() {
        found.push(Reason::OtherBuild);
    }
    found
}
