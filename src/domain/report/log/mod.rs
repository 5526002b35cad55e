//! What an engine reported when it really ran: the figures in a pasted log, each with the line that it was read from.
//!
//! [`read`] takes any text: output of llama.cpp, llama-bench, Ollama, LM Studio, vLLM, SGLang or mlx-lm, with whatever
//! a terminal, a service manager or a forum put around it (colours, timestamps, names of containers, `>`), and other text
//! between. Whatever is not recognized is passed over. The logs are folded into the last run (`run`): a log often holds
//! several loads, and only the last one is what runs. Each engine has a file of its own for its sentences.
//!
//! A paste is hostile input: its length is bounded, one pass reads it, numbers beyond any machine are refused and
//! counted, and texts that are passed on are cut.

mod answers;
mod bench_documents;
mod companions;
mod context;
mod failure;
mod figure;
mod koboldcpp;
mod line;
mod llama_cpp;
mod lm_studio;
mod memory;
mod mlx;
mod number;
mod ollama;
mod report;
mod request;
mod run;
mod sglang;
mod tables;
mod torch;
mod vllm;

pub use failure::{Failure, FailureKind, Stage};
pub use figure::{Amount, Figure, Source, Speed};
pub use memory::{Basis, Buffer, DeviceMemory, FoundDevice, Part, Place, Plan};
pub use report::{
    BenchRow, BenchTest, CacheTypes, Companion, Engine, EngineReport, Layers, Outcome, Role, WindowCache,
};

use line::Line;
use run::Reader;

/// Longest text that is read, in bytes. A server's log of a day is a few hundred KB; of a longer paste the end is read,
/// where the last run stands.
pub const TEXT_LENGTH_MAX: usize = 4 << 20;

/// What a paste says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EngineLog {
    /// The last run in it.
    pub report: EngineReport,
    /// How many runs (loads of a model) it holds.
    pub n_runs: u32,
    /// Lines whose number exceeds every machine and was not taken.
    pub n_implausible: u32,
    /// Bytes at the beginning that were not read, because the text is longer than [`TEXT_LENGTH_MAX`].
    pub n_bytes_skipped: usize,
    /// Lines that hold a figure with a unit, or tell of an error, and were not understood.
    pub n_unread: u32,
    /// The first of them.
    pub unread: Vec<Source>,
}

/// Why a paste says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineLogError {
    /// Nothing was pasted.
    Empty,
    /// No line holds a figure that this page knows how to read.
    NothingRecognized {
        /// Lines that were read.
        n_lines: u32,
        /// Bytes at the beginning that were not read.
        n_bytes_skipped: usize,
    },
}

/// Reads a pasted log.
///
/// # Errors
/// See [`EngineLogError`].
pub fn read(text: &str) -> Result<EngineLog, EngineLogError> {
    if text.trim().is_empty() {
        return Err(EngineLogError::Empty);
    }
    let (skipped, rest) = split_off_beginning(text);
    let mut number = line::count_lines(skipped);
    let first_number = number;
    let mut reader = Reader::default();
    let mut before = None;
    for raw in rest.lines() {
        number = number.saturating_add(1);
        // Progress bars write over their line.
        for piece in raw.split('\r') {
            before = read_or_join(&mut reader, before.take(), Line::new(number, piece));
        }
    }
    if let Some(line) = before {
        pass_over(&mut reader, &line);
    }
    let n_bytes_skipped = skipped.len();
    reader
        .finish(n_bytes_skipped)
        .ok_or(EngineLogError::NothingRecognized {
            n_lines: number.saturating_sub(first_number),
            n_bytes_skipped,
        })
}

/// Splits a text that is too long before the first whole line of its end.
fn split_off_beginning(text: &str) -> (&str, &str) {
    let Some(excess) = text
        .len()
        .checked_sub(TEXT_LENGTH_MAX)
        .filter(|excess| *excess > 0)
    else {
        return ("", text);
    };
    // Whatever the bytes around are, a line feed is a character of its own.
    let line_feed = text.bytes().skip(excess).position(|byte| byte == b'\n');
    let start = line_feed.map(|offset| excess.saturating_add(offset).saturating_add(1));
    start
        .and_then(|start| text.split_at_checked(start))
        .unwrap_or((text, ""))
}

/// Reads a line, and where that says nothing, the line before and this one as one: terminals and forums wrap long lines.
/// Gives back a line that the next one may complete.
fn read_or_join<'t>(reader: &mut Reader, before: Option<Line<'t>>, line: Line<'t>) -> Option<Line<'t>> {
    if read_line(reader, &line) {
        if let Some(before) = before {
            pass_over(reader, &before);
        }
        return None;
    }
    if let Some(before) = before {
        let is_likely = before.says_something() || line.says_something();
        let is_short = before.table_text().is_some() && line.table_text().is_some();
        if is_likely && is_short && read_line(reader, &before.joined(&line)) {
            return None;
        }
        pass_over(reader, &before);
    }
    Some(line)
}

fn pass_over(reader: &mut Reader, line: &Line<'_>) {
    if line.says_something() {
        reader.leave_unread(line);
    }
}

/// Offers a line to every engine; whether one knows it. The first that knows it takes it.
fn read_line(reader: &mut Reader, line: &Line<'_>) -> bool {
    ollama::read(reader, line)
        || llama_cpp::read(reader, line)
        || tables::read(reader, line)
        || bench_documents::read(reader, line)
        || koboldcpp::read(reader, line)
        || vllm::read(reader, line)
        || sglang::read(reader, line)
        || torch::read(reader, line)
        || mlx::read(reader, line)
        || lm_studio::read(reader, line)
        || answers::read(reader, line)
}
