//! The settings that a log states, beside those of the page.

use super::PageRun;
use crate::domain::estimate::{
    CacheType, DEVICES_MAX, DeviceMemory, GpuLayers, HostExperts, LlamaCppSettings, Memories, SEQUENCES_MAX,
    Wish,
};
use crate::domain::machine::devices::Backend;
use crate::domain::report::log::{Buffer, EngineReport, Place, WindowCache};

/// Longest context that is believed, in tokens: more than any model was trained for.
const CONTEXT_MAX: u64 = 1 << 30;
/// Largest batch that is believed, in tokens.
const BATCH_MAX: u64 = 1 << 20;

/// A setting that the log states, where the page is set to something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Tokens of the context.
    Context {
        /// In the log.
        log: u64,
        /// On the page.
        page: u64,
    },
    /// Sequences at once.
    Sequences {
        /// In the log.
        log: u64,
        /// On the page.
        page: u64,
    },
    /// Tokens computed at once.
    MicroBatch {
        /// In the log.
        log: u64,
        /// On the page.
        page: u64,
    },
    /// Type of the cached keys.
    KeyType {
        /// In the log.
        log: CacheType,
        /// On the page.
        page: CacheType,
    },
    /// Type of the cached values.
    ValueType {
        /// In the log.
        log: CacheType,
        /// On the page.
        page: CacheType,
    },
    /// Layers on devices, the output counted as one.
    GpuLayers {
        /// In the log.
        log: u64,
        /// On the page.
        page: u64,
    },
}

/// The settings to compare with.
pub(in crate::domain::report) struct Stated {
    pub settings: LlamaCppSettings,
    pub wish: Wish,
    gpu_layers: Option<u64>,
}

impl Stated {
    /// Those of the log, and those of the page where the log states none.
    pub fn of(log: &EngineReport, page: &PageRun<'_>) -> Self {
        let mut settings = page.settings;
        let number = |figure: &Option<crate::domain::report::log::Figure<u64>>, max: u64| {
            let value = figure.as_ref().map(|figure| figure.value);
            value.filter(|value| (1..=max).contains(value))
        };
        if let Some(context) = number(&log.context, CONTEXT_MAX) {
            settings.context = context;
        }
        if let Some(sequences) = number(&log.sequences, SEQUENCES_MAX) {
            settings.sequences = sequences;
            // Servers share one cache among their slots, unless they say otherwise.
            settings.unified = sequences > 1;
        }
        if let Some(unified) = &log.unified {
            settings.unified = unified.value;
        }
        if let Some(window_cache) = &log.window_cache {
            settings.full_window_cache = window_cache.value == WindowCache::Full;
        }
        if let Some(is_on) = &log.flash_attention {
            settings.flash_attention = is_on.value;
        }
        if let Some(batch) = number(&log.batch, BATCH_MAX) {
            settings.batch = batch;
        }
        if let Some(micro_batch) = number(&log.micro_batch, BATCH_MAX) {
            settings.micro_batch = micro_batch;
        }
        if let Some(types) = &log.cache_types {
            let named = |name: &str| CacheType::from_name(&name.to_ascii_lowercase());
            settings.key_type = named(&types.value.k).unwrap_or(settings.key_type);
            settings.value_type = named(&types.value.v).unwrap_or(settings.value_type);
            // The run was not refused, so it had what quantized values need.
            settings.flash_attention |= settings.value_type.is_quantized();
        }
        let gpu_layers = log.gpu_layers.as_ref().map(|layers| layers.value.on_gpu);
        let wish = gpu_layers.map_or(page.wish, |count| Wish {
            layers: GpuLayers::Count(count),
            host_experts: match page.wish.host_experts {
                HostExperts::AsFit => HostExperts::First(0),
                stated => stated,
            },
        });
        Self {
            settings,
            wish,
            gpu_layers,
        }
    }

    /// The memories that the run had: as many devices as the log names.
    pub fn memories(&self, log: &EngineReport, machine: &Memories) -> Memories {
        let mut memories = machine.clone();
        let is_on_device = |place: Place, name: &str| place == Place::Device && !name.is_empty();
        let buffers = log.buffers.iter();
        let buffers: Vec<&str> = buffers
            .filter(|buffer| is_on_device(buffer.place, &buffer.name))
            .map(|buffer| buffer.name.as_str())
            .collect();
        let rows = log.devices.iter();
        let rows: Vec<&str> = rows
            .filter(|row| is_on_device(row.place, &row.name))
            .map(|row| row.name.as_str())
            .collect();
        let mut names: Vec<&str> = Vec::new();
        // The table names the devices of the buffers once more.
        for name in if buffers.is_empty() { rows } else { buffers } {
            if !names.contains(&name) && names.len() < DEVICES_MAX {
                names.push(name);
            }
        }
        if log.buffers.iter().any(Buffer::is_share) {
            // One name stands for all cards.
            if let (Some(n), Some(last)) = (log.n_shares, memories.devices.last().copied()) {
                let n = usize::try_from(n).unwrap_or(DEVICES_MAX).min(DEVICES_MAX);
                memories.devices.resize(n, last);
            }
            return memories;
        }
        let says_where = !log.buffers.is_empty() || !log.devices.is_empty();
        if says_where || self.gpu_layers == Some(0) {
            let last = memories.devices.last().copied();
            let last = last.unwrap_or(DeviceMemory {
                free: machine.system,
                backend: Backend::default(),
            });
            memories.devices.resize(names.len(), last);
            memories.is_unified &= names.len() == 1;
        }
        memories
    }

    /// What differs from the page.
    pub fn conditions(&self, page: &PageRun<'_>, page_layers: Option<u64>) -> Vec<Condition> {
        let (ours, theirs) = (&page.settings, &self.settings);
        let pair = |log: u64, page: u64| (log != page).then_some((log, page));
        let context = pair(theirs.context, ours.context).map(|(log, page)| Condition::Context { log, page });
        let sequences =
            pair(theirs.sequences, ours.sequences).map(|(log, page)| Condition::Sequences { log, page });
        let micro_batch =
            pair(theirs.micro_batch, ours.micro_batch).map(|(log, page)| Condition::MicroBatch { log, page });
        let keys = (theirs.key_type != ours.key_type).then_some(Condition::KeyType {
            log: theirs.key_type,
            page: ours.key_type,
        });
        let values = (theirs.value_type != ours.value_type).then_some(Condition::ValueType {
            log: theirs.value_type,
            page: ours.value_type,
        });
        let layers = self.gpu_layers.zip(page_layers);
        let layers = layers
            .and_then(|(log, page)| pair(log, page))
            .map(|(log, page)| Condition::GpuLayers { log, page });
        let all = [context, sequences, micro_batch, keys, values, layers];
        all.into_iter().flatten().collect()
    }
}
