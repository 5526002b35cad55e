//! A search in an address.

use super::param::{Param, Params, write_value};
use crate::domain::hub::search::{ParameterRange, SEARCH_TEXT_MAX, SearchQuery, Sort};
use crate::domain::precision::format::Format;
use crate::domain::text::decimal::{read_thousandths, write_thousandths};

/// Longest task, author or licence, in characters: the Hub's limit for a name.
const WORD_LENGTH_MAX: usize = 96;

pub(super) fn read(params: &mut Params<'_>) -> SearchQuery {
    SearchQuery {
        text: params.read(Param::Text, read_text).unwrap_or_default(),
        format: params.read(Param::Format, Format::from_key),
        task: params.read(Param::Task, read_word),
        author: params.read(Param::Author, read_word),
        license: params.read(Param::License, read_word),
        parameters: params.read(Param::Parameters, read_range).unwrap_or_default(),
        quantized_from: params.read(Param::QuantizedFrom, |id| id.parse().ok()),
        runs_only: params.read(Param::RunsOnly, read_switch).unwrap_or_default(),
        least_speed: params.read(Param::LeastSpeed, read_speed),
        sort: params.read(Param::Sort, Sort::from_key).unwrap_or_default(),
    }
}

/// The parameters that differ from the default, each with its written value.
pub(super) fn write(query: &SearchQuery) -> Vec<(Param, String)> {
    let word = |param: Param, word: &Option<String>| {
        let word = word.as_deref().filter(|word| is_word(word))?;
        Some((param, write_value(word)))
    };
    // Cut as the search field cuts it; what is behind 200 characters finds nothing.
    let text: String = query.text.trim().chars().take(SEARCH_TEXT_MAX).collect();
    let text = read_text(&text).filter(|text| !text.is_empty());
    [
        text.map(|text| (Param::Text, write_value(&text))),
        query
            .format
            .map(|format| (Param::Format, format.key().to_owned())),
        word(Param::Task, &query.task),
        word(Param::Author, &query.author),
        word(Param::License, &query.license),
        write_range(query.parameters).map(|range| (Param::Parameters, range)),
        query
            .quantized_from
            .as_ref()
            .map(|id| (Param::QuantizedFrom, write_value(id.as_str()))),
        query.runs_only.then(|| (Param::RunsOnly, "1".to_owned())),
        query
            .least_speed
            .map(|speed| (Param::LeastSpeed, speed.to_string())),
        (query.sort != Sort::default()).then(|| (Param::Sort, query.sort.key().to_owned())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn read_text(text: &str) -> Option<String> {
    let text = text.trim();
    let is_allowed = text.chars().nth(SEARCH_TEXT_MAX).is_none() && !text.contains(char::is_control);
    is_allowed.then(|| text.to_owned())
}

/// Tasks, authors and licences are words of the Hub: ASCII letters, digits, `-`, `_` and `.`.
fn is_word(word: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    !word.is_empty() && word.len() <= WORD_LENGTH_MAX && word.bytes().all(is_allowed)
}

fn read_word(word: &str) -> Option<String> {
    is_word(word).then(|| word.to_owned())
}

/// 1 to 9999 tokens a second, written plainly.
fn read_speed(text: &str) -> Option<u16> {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    text.parse().ok().filter(|speed| is_plain && *speed < 10_000)
}

fn read_switch(value: &str) -> Option<bool> {
    match value {
        "1" => Some(true),
        "0" => Some(false),
        _ => None,
    }
}

/// `7-70`, `-8`, `70-`, `0.5-3`: billions of parameters, at least one end given.
fn read_range(text: &str) -> Option<ParameterRange> {
    let (min, max) = text.split_once('-')?;
    let end = |text: &str| {
        if text.is_empty() {
            Some(None)
        } else {
            read_thousandths(text).ok().map(Some)
        }
    };
    let (min_millions, max_millions) = (end(min)?, end(max)?);
    let is_reversed = matches!((min_millions, max_millions), (Some(min), Some(max)) if min > max);
    let is_empty = min_millions.is_none() && max_millions.is_none();
    (!is_reversed && !is_empty).then_some(ParameterRange {
        min_millions,
        max_millions,
    })
}

fn write_range(range: ParameterRange) -> Option<String> {
    if range == ParameterRange::default() {
        return None;
    }
    let end = |millions: Option<u32>| millions.map(write_thousandths).unwrap_or_default();
    Some(format!("{}-{}", end(range.min_millions), end(range.max_millions)))
}
