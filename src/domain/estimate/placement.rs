//! Placement: which layers go to which device, what stays in system memory, and whether it fits.

use super::buffers::ComputeBuffers;
use super::detailed::{Detailed, Parts, Prepared};
use super::graph::{Home, Homes};
use super::memories::{ENGINE_MARGIN, Memories, PROCESS_BYTES};
use super::projector::Projector;
use super::settings::{LlamaCppSettings, Refusal};
use super::weights::Weights;
use crate::domain::architecture::Geometry;

/// A model to be run in a certain way.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// What the model is.
    pub geometry: &'a Geometry,
    /// Its weights.
    pub weights: &'a Weights,
    /// How the engine is run.
    pub settings: LlamaCppSettings,
    /// What the reader wants on the devices.
    pub wish: Wish,
    /// Its vision projector, if it is loaded too. It lies on the first device, or on the host without one.
    pub projector: Option<Projector>,
    /// Where the sizes of its compute buffers come from.
    pub buffers: &'a dyn ComputeBuffers,
}

/// What goes to the devices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wish {
    /// How many layers.
    pub layers: GpuLayers,
    /// Which experts stay on the host.
    pub host_experts: HostExperts,
}

/// How many layers go to the devices (`-ngl`); the output counts as one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GpuLayers {
    /// As many as fit.
    #[default]
    AsFit,
    /// This many.
    Count(u64),
}

/// Which layers' experts stay on the host (`--cpu-moe`, `--n-cpu-moe`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HostExperts {
    /// As few as make the rest fit, if all layers then fit; else none.
    #[default]
    AsFit,
    /// Those of this many layers from the first.
    First(u64),
    /// All.
    All,
}

/// Whether something fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It does not.
    DoesNotFit,
    /// It does, with less than [`ENGINE_MARGIN`] left on a device: the engine would not choose it by itself.
    Tight,
    /// It does.
    Fits,
}

/// What lies in one memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Load {
    /// The parts of the model.
    pub parts: Parts,
    /// The vision projector.
    pub projector: u64,
    /// What the runtime or the process takes for itself.
    pub overhead: u64,
    /// What a program may use.
    pub capacity: u64,
}

impl Load {
    /// Bytes needed.
    pub const fn needed(&self) -> u64 {
        self.parts
            .total()
            .saturating_add(self.projector)
            .saturating_add(self.overhead)
    }

    /// Bytes left over; 0 if it does not fit.
    pub const fn left(&self) -> u64 {
        self.capacity.saturating_sub(self.needed())
    }
}

/// A run on a machine: what lies where, and whether it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Each device, in order.
    pub devices: Vec<Load>,
    /// System memory.
    pub host: Load,
    /// Layers on devices, the output counted as one (`-ngl`).
    pub gpu_layers: u64,
    /// Layers of the file and the output: what [`Placed::gpu_layers`] is at most.
    pub all_layers: u64,
    /// Layers from the first whose experts stay on the host (`--n-cpu-moe`).
    pub host_experts: u64,
    /// How many layers each device holds, the output counted as one, where the engine has to be told (`-ts`).
    pub split: Vec<u32>,
    /// Whether it fits.
    pub fit: Fit,
    /// The sum behind it.
    pub detailed: Detailed,
}

impl Placed {
    /// Bytes needed in all memories together.
    pub fn needed(&self) -> u64 {
        let devices = self.devices.iter();
        devices.fold(self.host.needed(), |sum, load| sum.saturating_add(load.needed()))
    }

    /// Whether everything that a device can hold lies on one.
    pub const fn is_wholly_on_devices(&self) -> bool {
        self.gpu_layers == self.all_layers && self.host_experts == 0
    }
}

impl Run<'_> {
    /// Layers of the file, and the output.
    pub fn all_layers(&self) -> u64 {
        (self.geometry.layers.len() as u64)
            .saturating_add(self.geometry.draft_blocks)
            .saturating_add(1)
    }

    fn has_experts(&self) -> bool {
        self.geometry.layers.iter().any(|layer| layer.experts.is_some())
    }

    /// Where the run lies on a machine.
    ///
    /// # Errors
    /// Why the engine would refuse the settings.
    pub fn place(&self, memories: &Memories) -> Result<Placed, Refusal> {
        let prepared = Prepared::of(self.geometry, &self.settings, self.buffers)?;
        Ok(self.place_prepared(&prepared, memories))
    }

    fn place_prepared(&self, prepared: &Prepared<'_>, memories: &Memories) -> Placed {
        let all = self.all_layers();
        let layers = self.geometry.layers.len() as u64;
        if memories.devices.is_empty() {
            return self.place_at(prepared, memories, 0, 0);
        }
        let stated_experts = match self.wish.host_experts {
            HostExperts::AsFit => None,
            HostExperts::First(count) => Some(count.min(layers)),
            HostExperts::All => Some(layers),
        };
        if let GpuLayers::Count(count) = self.wish.layers {
            let count = count.min(all);
            return match stated_experts {
                Some(experts) => self.place_at(prepared, memories, count, experts),
                None => self.fewest_host_experts(prepared, memories, count),
            };
        }
        let whole = match stated_experts {
            Some(experts) => self.place_at(prepared, memories, all, experts),
            None => self.fewest_host_experts(prepared, memories, all),
        };
        if whole.fit != Fit::DoesNotFit {
            return whole;
        }
        self.most_layers(prepared, memories, stated_experts.unwrap_or(0))
    }

    /// The placement with the fewest experts on the host with which so many layers fit; with none there if no number
    /// helps.
    fn fewest_host_experts(&self, prepared: &Prepared<'_>, memories: &Memories, count: u64) -> Placed {
        let none = self.place_at(prepared, memories, count, 0);
        if none.fit != Fit::DoesNotFit || !self.has_experts() {
            return none;
        }
        let layers = self.geometry.layers.len() as u64;
        let all = self.place_at(prepared, memories, count, layers);
        if all.fit == Fit::DoesNotFit {
            return none;
        }
        let (mut too_few, mut best) = (0, all);
        while best.host_experts > too_few + 1 {
            let middle = too_few + (best.host_experts - too_few) / 2;
            let placed = self.place_at(prepared, memories, count, middle);
            // The engine keeps its margin while it fills a device.
            if placed.fit == Fit::Fits || placed.fit == best.fit {
                best = placed;
            } else {
                too_few = middle;
            }
        }
        best
    }

    /// The placement with the most layers on the devices with which the engine's margin stays free; none there if no
    /// number does.
    fn most_layers(&self, prepared: &Prepared<'_>, memories: &Memories, experts: u64) -> Placed {
        let mut best = self.place_at(prepared, memories, 0, experts);
        let mut too_many = self.all_layers();
        while too_many > best.gpu_layers + 1 {
            let middle = best.gpu_layers + (too_many - best.gpu_layers) / 2;
            let placed = self.place_at(prepared, memories, middle, experts);
            let devices_fit = placed
                .devices
                .iter()
                .all(|load| load.needed().saturating_add(ENGINE_MARGIN) <= load.capacity);
            if devices_fit {
                best = placed;
            } else {
                too_many = middle;
            }
        }
        best
    }

    /// The placement with exactly so many layers on the devices.
    fn place_at(&self, prepared: &Prepared<'_>, memories: &Memories, count: u64, experts: u64) -> Placed {
        let homes = self.homes(memories, count, experts);
        let split = Self::split(&homes, experts);
        let detailed = prepared.at(self.weights, homes);
        let projector = self.projector.map_or(0, |projector| projector.total());
        let on_device = count > 0 && !memories.devices.is_empty();
        let devices: Vec<Load> = memories
            .devices
            .iter()
            .zip(&detailed.devices)
            .enumerate()
            .map(|(index, (memory, parts))| Load {
                parts: *parts,
                projector: if index == 0 && on_device { projector } else { 0 },
                overhead: if on_device { memory.overhead() } else { 0 },
                capacity: memory.free,
            })
            .collect();
        let mut host = Load {
            parts: detailed.host,
            projector: if on_device { 0 } else { projector },
            overhead: PROCESS_BYTES,
            capacity: memories.system,
        };
        if memories.is_unified {
            // One memory: what the device takes is taken from the system, and the table of words that is the output
            // too lies there once, since both are the same pages of the file.
            let taken = devices
                .iter()
                .fold(0, |sum: u64, load| sum.saturating_add(load.needed()));
            let twice = if on_device { self.weights.tied_output } else { 0 };
            host.capacity = host.capacity.saturating_sub(taken).saturating_add(twice);
        }
        let fit = fit(&devices, &host);
        Placed {
            gpu_layers: count,
            all_layers: self.all_layers(),
            host_experts: experts,
            split,
            fit,
            devices,
            host,
            detailed,
        }
    }

    /// Contiguous runs of layers, the output last: in proportion to what is free on each device, as the engine shares them
    /// out by itself. Where the experts of the first layers stay on the host these layers are light, and shares of equal
    /// layers would leave the first devices idle: then the layers are shared out by their bytes.
    fn homes(&self, memories: &Memories, count: u64, experts: u64) -> Homes {
        let layers = self.geometry.layers.len() as u64;
        let all = self.all_layers();
        let count = if memories.devices.is_empty() {
            0
        } else {
            count.min(all)
        };
        let first = all.saturating_sub(count);
        let bytes_of = |layer: u64| -> u64 {
            if experts == 0 {
                return 1;
            }
            if layer.saturating_add(1) == all {
                return self.weights.output.saturating_add(self.weights.tied_output);
            }
            let layer_weights = usize::try_from(layer)
                .ok()
                .and_then(|layer| self.weights.layers.get(layer));
            layer_weights.map_or(0, |weights| match layer < experts {
                true => weights.rest,
                false => weights.total(),
            })
        };
        let on_devices: u128 = (first..all).map(|layer| u128::from(bytes_of(layer))).sum();
        let shares: Vec<u128> = memories
            .devices
            .iter()
            .map(|device| u128::from(device.free.saturating_sub(device.overhead()).max(1)))
            .collect();
        let total: u128 = shares.iter().sum();
        let device_of = |before: u128| {
            let mut reached = 0_u128;
            let device = shares.iter().position(|share| {
                reached = reached.saturating_add(*share);
                reached.saturating_mul(on_devices.max(1)) > before.saturating_mul(total)
            });
            let last = shares.len().saturating_sub(1);
            Home::Device(device.unwrap_or(last).min(usize::from(u8::MAX)) as u8)
        };
        let mut before = 0_u128;
        let mut homes: Vec<Home> = (0..all)
            .map(|layer| {
                if layer < first {
                    return Home::Host;
                }
                let bytes = u128::from(bytes_of(layer));
                // A layer belongs where its middle falls; of equal ones the engine asks for the beginning.
                let middle = if experts == 0 { 0 } else { bytes / 2 };
                let home = device_of(before.saturating_add(middle));
                before = before.saturating_add(bytes);
                home
            })
            .collect();
        let output = homes.pop().unwrap_or(Home::Host);
        homes.truncate(self.geometry.layers.len());
        Homes {
            layers: homes,
            output,
            experts_on_host: (0..layers).map(|layer| layer < experts).collect(),
            devices: memories.devices.len().min(usize::from(u8::MAX)) as u8,
        }
    }

    /// How many layers each device holds, the output counted as one, where that is not what the engine does by itself
    /// (`-ts`); else nothing.
    fn split(homes: &Homes, experts: u64) -> Vec<u32> {
        if experts == 0 || homes.devices < 2 {
            return Vec::new();
        }
        let count = |device: u8| {
            let home = Home::Device(device);
            let layers = homes.layers.iter().filter(|layer| **layer == home).count();
            u32::try_from(layers)
                .unwrap_or(u32::MAX)
                .saturating_add(u32::from(homes.output == home))
        };
        (0..homes.devices).map(count).collect()
    }
}

fn fit(devices: &[Load], host: &Load) -> Fit {
    if host.needed() > host.capacity {
        return Fit::DoesNotFit;
    }
    let of_device = |load: &Load| match load.capacity.checked_sub(load.needed()) {
        None => Fit::DoesNotFit,
        Some(left) if left < ENGINE_MARGIN => Fit::Tight,
        Some(_) => Fit::Fits,
    };
    let used = devices.iter().filter(|load| load.needed() > 0);
    used.map(of_device).min().unwrap_or(Fit::Fits)
}
