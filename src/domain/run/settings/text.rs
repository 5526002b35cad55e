//! The settings as a text for the address: parts with `~` between them, in a fixed order, the defaults left out.
//!
//! `vllm~c32768~kq8_0~vq8_0~np4~fa0~b1024~ub256~ngl20~mm`. The words never change once released.

use super::{BATCH_MAX, CONTEXT_MAX, LAYERS_MAX, RunPlacement, RunSettings, SEQUENCES_MAX};
use crate::domain::estimate::CacheType;
use crate::domain::run::command::Runner;
use crate::domain::text::quote::quote;

/// Most parts that are read; there are ten kinds, and an address has 200 bytes for all of them.
pub const PARTS_MAX: usize = 32;
/// Longest quotation of a part, in characters.
const QUOTE_LENGTH_MAX: usize = 24;

/// A part of the text that was wrong and left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusedPart {
    /// No setting has this word, or the number behind it is none or out of range; quoted and bounded.
    NotUnderstood(String),
    /// There are more than [`PARTS_MAX`]; the rest was not read.
    TooMany,
}

/// Every runner with its word.
const RUNNERS: [(Runner, &str); 13] = [
    (Runner::LlamaCpp, "llamacpp"),
    (Runner::Ollama, "ollama"),
    (Runner::LmStudio, "lmstudio"),
    (Runner::Jan, "jan"),
    (Runner::LlamaCppPython, "llamacpppython"),
    (Runner::NodeLlamaCpp, "nodellamacpp"),
    (Runner::LocalAi, "localai"),
    (Runner::DockerModelRunner, "docker"),
    (Runner::MlxLm, "mlxlm"),
    (Runner::Vllm, "vllm"),
    (Runner::Sglang, "sglang"),
    (Runner::Tgi, "tgi"),
    (Runner::Transformers, "transformers"),
];

impl RunSettings {
    /// The word of a runner in addresses.
    pub fn runner_key(runner: Runner) -> &'static str {
        let found = RUNNERS.iter().find(|(known, _)| *known == runner);
        found.map_or("", |(_, key)| key)
    }

    /// The runner of a word.
    pub fn runner_from_key(key: &str) -> Option<Runner> {
        let found = RUNNERS.iter().find(|(_, known)| *known == key);
        found.map(|(runner, _)| *runner)
    }

    /// The canonical text; empty for the defaults.
    pub fn text(&self) -> String {
        let plain = Self::default();
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.runner.map(|runner| Self::runner_key(runner).to_owned()));
        parts.extend(self.context.map(|context| format!("c{context}")));
        if self.key_type != plain.key_type {
            parts.push(format!("k{}", self.key_type.name()));
        }
        if self.value_type != plain.value_type {
            parts.push(format!("v{}", self.value_type.name()));
        }
        for (name, value, default) in [
            ("np", self.sequences, plain.sequences),
            (
                "fa",
                u32::from(self.flash_attention),
                u32::from(plain.flash_attention),
            ),
            ("b", self.batch, plain.batch),
            ("ub", self.micro_batch, plain.micro_batch),
        ] {
            if value != default {
                parts.push(format!("{name}{value}"));
            }
        }
        match self.placement {
            RunPlacement::Automatic => {}
            RunPlacement::DevicesOnly => parts.push("gpu".to_owned()),
            RunPlacement::Layers(count) => parts.push(format!("ngl{count}")),
            RunPlacement::HostExperts(count) => parts.push(format!("moe{count}")),
            RunPlacement::AllHostExperts => parts.push("moe".to_owned()),
            RunPlacement::SystemOnly => parts.push("cpu".to_owned()),
        }
        if self.projector {
            parts.push("mm".to_owned());
        }
        parts.join("~")
    }

    /// Reads a text, and says what in it was wrong and left out. Of doubled parts the last counts.
    pub fn parse(text: &str) -> (Self, Vec<RefusedPart>) {
        let mut settings = Self::default();
        let mut refused = Vec::new();
        let mut parts = text.split('~').filter(|part| !part.is_empty());
        for part in parts.by_ref().take(PARTS_MAX) {
            match settings.with_part(part) {
                Some(changed) => settings = changed,
                None => refused.push(RefusedPart::NotUnderstood(quote(part, QUOTE_LENGTH_MAX))),
            }
        }
        if parts.next().is_some() {
            refused.push(RefusedPart::TooMany);
        }
        (settings, refused)
    }

    fn with_part(self, part: &str) -> Option<Self> {
        if let Some(runner) = Self::runner_from_key(part) {
            return Some(Self {
                runner: Some(runner),
                ..self
            });
        }
        let placed = |placement| Some(Self { placement, ..self });
        match part {
            "gpu" => return placed(RunPlacement::DevicesOnly),
            "moe" => return placed(RunPlacement::AllHostExperts),
            "cpu" => return placed(RunPlacement::SystemOnly),
            "mm" => {
                return Some(Self {
                    projector: true,
                    ..self
                });
            }
            _ => {}
        }
        if let Some(key_type) = part.strip_prefix('k').and_then(CacheType::from_name) {
            return Some(Self { key_type, ..self });
        }
        if let Some(value_type) = part.strip_prefix('v').and_then(CacheType::from_name) {
            return Some(Self { value_type, ..self });
        }
        let digits = part.find(|character: char| character.is_ascii_digit())?;
        let (name, number) = part.split_at_checked(digits)?;
        if !number.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number: u64 = number.parse().ok()?;
        let within = |least: u32, most: u32| {
            let number = u32::try_from(number).ok()?;
            (least..=most).contains(&number).then_some(number)
        };
        Some(match name {
            "c" => Self {
                context: Some(number)
                    .filter(|number| (1..=CONTEXT_MAX).contains(number))?
                    .into(),
                ..self
            },
            "np" => Self {
                sequences: within(1, SEQUENCES_MAX)?,
                ..self
            },
            "fa" => Self {
                flash_attention: within(0, 1)? == 1,
                ..self
            },
            "b" => Self {
                batch: within(1, BATCH_MAX)?,
                ..self
            },
            "ub" => Self {
                micro_batch: within(1, BATCH_MAX)?,
                ..self
            },
            "ngl" => return placed(RunPlacement::Layers(within(0, LAYERS_MAX)?)),
            "moe" => return placed(RunPlacement::HostExperts(within(0, LAYERS_MAX)?)),
            _ => return None,
        })
    }
}
