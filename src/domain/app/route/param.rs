//! The parameters of an address.

use crate::domain::app::share::ShareError;
use crate::domain::text::percent::{decode_component, encode_component};
use crate::domain::text::quote::quote;

/// Longest quotation of a wrong value, in characters.
const QUOTE_LENGTH_MAX: usize = 40;

/// A parameter that this program knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Param {
    /// The search text.
    Text,
    /// Only this format.
    Format,
    /// Only this task.
    Task,
    /// Only this author.
    Author,
    /// Only this licence.
    License,
    /// Only this range of parameter counts, in billions.
    Parameters,
    /// Only quantized variants of this model.
    QuantizedFrom,
    /// Only what runs on the reader's hardware.
    RunsOnly,
    /// Only what writes at least this many tokens a second on the reader's hardware.
    LeastSpeed,
    /// The order.
    Sort,
    /// The chosen variant of a model.
    Variant,
    /// How the model is run.
    Run,
    /// The shared hardware.
    Hardware,
    /// The model that machines are compared by.
    Model,
    /// Whether machines are compared by a list of models.
    List,
    /// The machines to compare.
    Machines,
}

impl Param {
    /// The word in the address. Never changes once released.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Text => "q",
            Self::Format => "format",
            Self::Task => "task",
            Self::Author => "author",
            Self::License => "license",
            Self::Parameters => "params",
            Self::QuantizedFrom => "base",
            Self::RunsOnly => "runs",
            Self::LeastSpeed => "speed",
            Self::Sort => "sort",
            Self::Variant => "v",
            Self::Run => "run",
            Self::Hardware => "hw",
            Self::Model => "model",
            Self::List => "list",
            Self::Machines => "machines",
        }
    }
}

/// Something in an address that was wrong and left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusedParam {
    /// The address is longer than [`FRAGMENT_LENGTH_MAX`](super::FRAGMENT_LENGTH_MAX); nothing of it was read.
    AddressTooLong {
        /// Bytes of the fragment.
        n_bytes: usize,
    },
    /// A parameter's value is wrong.
    BadValue {
        /// The parameter.
        param: Param,
        /// Its value, bounded.
        value: String,
    },
    /// One of the machines to compare cannot be read; the others stay.
    BadMachine {
        /// Which one, counted from 1.
        position: usize,
        /// What is wrong with it.
        error: ShareError,
    },
    /// More machines to compare than [`SHARED_MACHINES_MAX`](crate::domain::app::share::SHARED_MACHINES_MAX).
    TooManyMachines,
}

/// The parameters of one address, while they are read.
pub(super) struct Params<'a> {
    query: &'a str,
    pub(super) refused: Vec<RefusedParam>,
}

impl<'a> Params<'a> {
    pub(super) const fn split(query: &'a str) -> Self {
        Self {
            query,
            refused: Vec::new(),
        }
    }

    /// The raw value of a parameter; an empty one counts as not given. Each call walks the query once, and there are as
    /// many calls as known parameters.
    pub(super) fn take(&self, param: Param) -> Option<&'a str> {
        self.query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(key, _)| *key == param.key())
            .map(|(_, value)| value)
            .filter(|value| !value.is_empty())
    }

    /// The value of a parameter as `read` understands it. What cannot be read is noted as refused.
    pub(super) fn read<T>(&mut self, param: Param, read: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        let raw = self.take(param)?;
        let decoded = read_value(raw);
        let value = decoded.as_deref().and_then(read);
        if value.is_none() {
            self.refused.push(RefusedParam::BadValue {
                param,
                value: quote(decoded.as_deref().unwrap_or(raw), QUOTE_LENGTH_MAX),
            });
        }
        value
    }
}

/// Percent-encodes a value, but leaves `:` and `/` readable, which a fragment may hold (RFC 3986, section 3.5), and
/// writes a space as `+`.
pub(super) fn write_value(value: &str) -> String {
    encode_component(value)
        .replace("%3A", ":")
        .replace("%2F", "/")
        .replace("%20", "+")
}

/// Reads what [`write_value`] wrote: percent-encoding, and `+` as a space.
pub(super) fn read_value(raw: &str) -> Option<String> {
    decode_component(&raw.replace('+', " "))
}
