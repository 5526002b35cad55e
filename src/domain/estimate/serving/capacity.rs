//! Whether it fits, and how far it goes.

use super::amount::{Amount, Part, PartKind, per_mille};
use super::unified::working_set;
use super::{CONTEXT_MAX, DeviceMemory, Engine, REQUESTS_MAX, ServingInput};
use super::{cache, weights, working_memory};

/// The sum for one device and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServingEstimate {
    /// The parts: weights, caches and states, then the rest.
    pub parts: Vec<Part>,
    /// What the engine may take of a device.
    pub budget: Amount,
    /// What the budget leaves for caches and states.
    pub room: Amount,
    /// What caches and states of the requests need, with what comes and goes with them.
    pub need: Amount,
    /// Whether it fits.
    pub verdict: ServingVerdict,
    /// Longest context of each of the requests, in tokens, up to what the model was trained for.
    pub context: Reach,
    /// Requests of the context at once.
    pub requests: Reach,
    /// Whether the devices can share the heads out evenly, as vLLM, SGLang and TGI demand.
    pub heads_divide: bool,
}

/// Whether the requests fit, with bytes of one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServingVerdict {
    /// Over the whole range: even the least room holds the most need.
    Fits {
        /// What then remains at least.
        spare: u64,
    },
    /// Probably, but not over the whole range.
    Tight {
        /// What probably remains.
        spare: u64,
        /// What is missing at worst.
        missing_at_worst: u64,
    },
    /// Probably not.
    DoesNotFit {
        /// What is probably missing.
        missing: u64,
    },
}

/// How far something goes: for certain, probably and at best. 0 means not at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// Over the whole range.
    pub certain: u64,
    /// With the likely amounts.
    pub likely: u64,
    /// With the most room and the least need.
    pub at_best: u64,
}

pub(super) fn estimate(input: &ServingInput<'_>) -> ServingEstimate {
    let input = &ServingInput {
        context: input.context.clamp(1, CONTEXT_MAX),
        requests: input.requests.clamp(1, REQUESTS_MAX),
        ..*input
    };
    // The weights are the same for every context and number of requests.
    let weights = weights::part(input);
    let sum = Sum::of(input, weights);
    let trained = input.config.geometry.context_length.unwrap_or(CONTEXT_MAX);
    let longest = trained.clamp(1, CONTEXT_MAX);
    ServingEstimate {
        verdict: sum.verdict(),
        context: reach(longest, &|context| {
            Sum::of(&ServingInput { context, ..*input }, weights)
        }),
        requests: reach(REQUESTS_MAX, &|requests| {
            Sum::of(&ServingInput { requests, ..*input }, weights)
        }),
        heads_divide: heads_divide(input),
        parts: sum.parts,
        budget: sum.budget,
        room: sum.room,
        need: sum.need,
    }
}

/// Parts, room and need for one question.
struct Sum {
    parts: Vec<Part>,
    budget: Amount,
    room: Amount,
    need: Amount,
    /// What the parts other than caches lack of room, probably and at worst.
    lacks: Amount,
}

impl Sum {
    fn of(input: &ServingInput<'_>, weights: Part) -> Self {
        let kv_cache = cache::kv_cache(input);
        let growth = working_memory::cache_growth(input, kv_cache.bytes);
        let graphs = working_memory::cuda_graphs(input);
        let fixed = [
            weights,
            working_memory::activations(input),
            working_memory::runtime(input),
        ];
        let (budget, device) = budget(input);
        // Graphs are recorded in what the engine's share leaves free, and SGLang does everything but weights and caches
        // there. What does not find room is taken from the share.
        let mut outside = graphs.map_or(Amount::default(), |part| part.bytes);
        let mut rest = Amount::default();
        for part in &fixed {
            if input.engine.works_outside_its_share() && part.kind != PartKind::Weights {
                outside = outside.plus(part.bytes);
            } else {
                rest = rest.plus(part.bytes);
            }
        }
        let free = device.minus(budget).likely;
        let rest = rest.plus(Amount::range(
            outside.low.saturating_sub(free),
            outside.likely.saturating_sub(free),
            outside.high.saturating_sub(free),
        ));
        let caches = [Some(kv_cache), cache::recurrent_state(input), growth];
        let mut need = Amount::default();
        for part in caches.iter().flatten() {
            need = need.plus(part.bytes);
        }
        let [weights, activations, runtime] = fixed;
        let mut parts = vec![weights];
        parts.extend(caches.into_iter().flatten());
        parts.push(activations);
        parts.extend(graphs);
        parts.push(runtime);
        Self {
            parts,
            budget,
            room: budget.minus(rest),
            lacks: Amount {
                low: rest.low.saturating_sub(budget.high),
                likely: rest.likely.saturating_sub(budget.likely),
                high: rest.high.saturating_sub(budget.low),
            },
            need,
        }
    }

    fn fits_for_certain(&self) -> bool {
        self.lacks.high == 0 && self.need.high <= self.room.low
    }

    fn fits_likely(&self) -> bool {
        self.lacks.likely == 0 && self.need.likely <= self.room.likely
    }

    fn fits_at_best(&self) -> bool {
        self.lacks.low == 0 && self.need.low <= self.room.high
    }

    fn verdict(&self) -> ServingVerdict {
        let missing = |lacks: u64, need: u64, room: u64| lacks.saturating_add(need.saturating_sub(room));
        if self.fits_for_certain() {
            ServingVerdict::Fits {
                spare: self.room.low.saturating_sub(self.need.high),
            }
        } else if self.fits_likely() {
            ServingVerdict::Tight {
                spare: self.room.likely.saturating_sub(self.need.likely),
                missing_at_worst: missing(self.lacks.high, self.need.high, self.room.low),
            }
        } else {
            ServingVerdict::DoesNotFit {
                missing: missing(self.lacks.likely, self.need.likely, self.room.likely).max(1),
            }
        }
    }
}

/// What the engine may take of a device, and the device.
fn budget(input: &ServingInput<'_>) -> (Amount, Amount) {
    match input.memory {
        DeviceMemory::Devices { bytes, .. } => {
            let share = input
                .share_per_mille
                .unwrap_or_else(|| input.engine.default_share_per_mille(bytes, input.devices()));
            let share = u64::from(share.min(1000));
            (Amount::exact(per_mille(bytes, share)), Amount::exact(bytes))
        }
        DeviceMemory::Unified { bytes } => (working_set(bytes), Amount::exact(bytes)),
    }
}

/// The largest number up to `most` that fits, in each of the three senses: more never needs less.
fn reach(most: u64, sum: &dyn Fn(u64) -> Sum) -> Reach {
    Reach {
        certain: largest(most, &|number| sum(number).fits_for_certain()),
        likely: largest(most, &|number| sum(number).fits_likely()),
        at_best: largest(most, &|number| sum(number).fits_at_best()),
    }
}

fn largest(most: u64, fits: &dyn Fn(u64) -> bool) -> u64 {
    let (mut good, mut bad) = (0, most.saturating_add(1));
    while bad.saturating_sub(good) > 1 {
        let middle = good.midpoint(bad);
        if fits(middle) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    good
}

fn heads_divide(input: &ServingInput<'_>) -> bool {
    let devices = input.devices();
    let shares_heads = matches!(input.engine, Engine::Vllm | Engine::Sglang | Engine::Tgi);
    let mut layers = input.config.geometry.layers.iter();
    !shares_heads
        || layers.all(|layer| {
            layer
                .attention
                .is_none_or(|attention| attention.query_heads.checked_rem(devices) == Some(0))
        })
}
