//! The first things that a header says: what it is, how large, and whether the file is all there.

use yew::prelude::*;

use super::read_header::{HeaderSource, KnownHeader};
use crate::domain::files::config::FloatType;
use crate::domain::files::description::{ConfigDescription, GgufDescription, NamedFile, WeightFacts};
use crate::domain::files::gguf::{ByteOrder, Header};
use crate::ui::components::notice::Notice;
use crate::ui::figures;
use crate::ui::messages::t;

/// A fact: its name and its words.
pub type NamedFact = (String, String);

/// The facts about a GGUF model.
pub fn gguf_facts(known: &KnownHeader, read: &GgufDescription) -> Vec<NamedFact> {
    let text = t::header();
    let header = read.header();
    let number = figures::integer;
    let architecture = header.metadata.architecture().unwrap_or(text.not_stated);
    let tensors = header.tensors_of_all_shards().unwrap_or(header.declared_tensors);
    let mut facts = vec![
        (text.file, read.file.name.clone()),
        (
            text.format,
            (text.gguf_format)(header.version, header.byte_order == ByteOrder::Big),
        ),
        (text.architecture, architecture.to_owned()),
        (text.keys, number(header.declared_keys)),
        (text.tensors, number(tensors)),
        (
            text.header_bytes,
            match header.data_start {
                Some(bytes) => figures::size(bytes),
                None => (text.header_bytes_unread)(&figures::size(known.cost.n_read)),
            },
        ),
    ];
    if read.is_whole {
        facts.push((text.parameters, figures::parameters(read.tensors().elements())));
    }
    if read.n_files > 1 {
        facts.push((
            text.shards_word,
            (text.shards)(read.shards.len().saturating_add(1), read.n_files),
        ));
    }
    if let Some(bytes) = read.file.bytes {
        facts.push((text.size, size_words(bytes, header)));
    }
    named(facts)
}

fn size_words(bytes: u64, header: &Header) -> String {
    let text = t::header();
    let size = figures::size(bytes);
    match header.least_file_bytes() {
        None => (text.size_not_checked)(&size),
        Some(needed) if bytes < needed => (text.size_short)(&size, &figures::size(needed)),
        Some(needed) => match bytes.saturating_sub(needed) {
            excess if excess <= header.alignment() => (text.size_as_implied)(&size),
            excess => (text.size_beyond)(&size, &figures::size(excess)),
        },
    }
}

/// The facts about a model with a configuration.
pub fn config_facts(known: &KnownHeader, read: &ConfigDescription) -> Vec<NamedFact> {
    let text = t::header();
    let mut facts = Vec::new();
    if let (Some((repository, path)), Some(config)) = (&read.config_file, &read.config) {
        let is_own_file = matches!(known.source, HeaderSource::Own(_));
        facts.push((
            text.config,
            match repository {
                Some(base) => (text.config_of_base)(path, base.as_str()),
                None if is_own_file => (text.config_chosen)(path),
                None => (*path).to_owned(),
            },
        ));
        let geometry = &config.geometry;
        let or_unstated = |n: u64| match n {
            0 => text.not_stated.to_owned(),
            n => figures::integer(n),
        };
        facts.push((text.architecture, geometry.architecture.clone()));
        facts.push((text.layers, figures::integer(geometry.layers.len() as u64)));
        facts.push((text.vocabulary, or_unstated(geometry.vocabulary)));
        facts.push((text.context, or_unstated(geometry.context_length.unwrap_or(0))));
        if let Some(float) = config.float {
            facts.push((text.float, float_name(float).to_owned()));
        }
        if let Some(scheme) = &config.quantization {
            facts.push((text.quantized, scheme.method.clone()));
        }
    }
    match &read.weights {
        WeightFacts::Headers(sums) => {
            let n_bytes = |sum: u64, part: u64| sum.saturating_add(part);
            let header_bytes = sums.files.iter().map(|(_, bytes, _)| *bytes).fold(0, n_bytes);
            facts.push((text.format, text.safetensors_format.to_owned()));
            facts.push((text.tensors, figures::integer(sums.totals.n_tensors)));
            facts.push((text.header_bytes, figures::size(header_bytes)));
        }
        WeightFacts::Index(index) => {
            facts.push((text.tensors, figures::integer(index.n_weights)));
            facts.push((text.shards_word, figures::integer(index.shards.len() as u64)));
        }
        WeightFacts::HubSummary(elements) => {
            facts.extend(elements.iter().map(|(dtype, n_elements)| {
                let words = (text.elements)(&figures::parameters(*n_elements));
                (dtype.as_str(), words)
            }));
        }
        WeightFacts::SizesOnly(_) | WeightFacts::NotRead => {}
    }
    named(facts)
}

const fn float_name(float: FloatType) -> &'static str {
    match float {
        FloatType::Bf16 => "BF16",
        FloatType::F16 => "FP16",
        FloatType::F32 => "FP32",
    }
}

fn named(facts: Vec<(&str, String)>) -> Vec<NamedFact> {
    let owned = |(name, words): (&str, String)| (name.to_owned(), words);
    facts.into_iter().map(owned).collect()
}

/// Draws facts.
pub fn fact_list(facts: &[NamedFact]) -> Html {
    html! {
        <dl class="fact-list">
            { for facts.iter().map(|(name, words)| html! {
                <div key={name.clone()} data-fact={name.clone()}>
                    <dt>{ name }</dt>
                    <dd><bdi>{ words }</bdi></dd>
                </div>
            }) }
        </dl>
    }
}

/// What is wrong with the files as such: cut off, missing, garbled behind the geometry.
pub fn file_notices(read: &GgufDescription) -> Html {
    let text = t::header();
    let cut_off = |(file, header): (&NamedFile, &Header)| {
        let (size, needed) = (file.bytes?, header.least_file_bytes()?);
        (size < needed).then(|| {
            let body = (text.cut_off_body)(&file.name, &figures::size(needed), &figures::size(size));
            Notice::warning(body.into()).title(text.cut_off).html()
        })
    };
    let missing: Vec<String> = read
        .joined
        .iter()
        .flat_map(|joined| &joined.missing)
        .take(20)
        .map(|number| number.saturating_add(1).to_string())
        .collect();
    html! {
        <div class="stack slot">
            { for read.files().filter_map(cut_off).take(3) }
            { for (!missing.is_empty()).then(|| {
                let body = (text.shards_missing_body)(&missing.join(", "));
                Notice::warning(body.into()).title(text.shards_missing).html()
            }) }
            { for read.fault.iter().map(|fault| {
                let (title, advice) = (t::header_failures().gguf)(fault);
                Notice::warning(format!("{title} {advice}").into()).title(text.fault).html()
            }) }
        </div>
    }
}

/// What is known of the weights where no header says it.
pub fn weights_note(weights: &WeightFacts) -> String {
    let text = t::header();
    match weights {
        WeightFacts::Headers(_) | WeightFacts::Index(_) => String::new(),
        WeightFacts::HubSummary(_) => text.weights_from_hub_body.to_owned(),
        WeightFacts::SizesOnly(why) => (text.sizes_only)(*why),
        WeightFacts::NotRead => text.weights_not_read.to_owned(),
    }
}

/// One line about what was read.
pub fn summary(known: &KnownHeader) -> String {
    let text = t::header();
    let what = match (known.description.gguf(), known.description.config()) {
        (Some(read), _) => {
            let header = read.header();
            let architecture = header.metadata.architecture().unwrap_or(text.not_stated);
            (text.gguf_summary)(
                header.version,
                architecture,
                &figures::integer(header.declared_keys),
            )
        }
        (None, Some(read)) => {
            let model_type = read.config.as_ref().map_or("", |config| &config.model_type);
            let weights = match &read.weights {
                WeightFacts::Headers(sums) => (text.weights_from_headers)(sums.files.len()),
                WeightFacts::Index(_) => text.weights_from_index.to_owned(),
                WeightFacts::HubSummary(_) => text.weights_from_hub.to_owned(),
                WeightFacts::SizesOnly(_) | WeightFacts::NotRead => text.weights_from_sizes.to_owned(),
            };
            (text.config_summary)(model_type, &weights)
        }
        (None, None) => String::new(),
    };
    let cost = match known.source {
        HeaderSource::Own(_) => (text.summary_own)(
            &figures::size(known.cost.n_read),
            &figures::integer(known.cost.ms),
        ),
        HeaderSource::Hub => (text.summary_cost)(
            known.cost.n_requests,
            &figures::size(known.cost.n_downloaded),
            &figures::integer(known.cost.ms),
        ),
    };
    format!("{what} · {cost}")
}
