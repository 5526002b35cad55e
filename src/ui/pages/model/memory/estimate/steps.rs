//! The detailed sum step by step, with this model's numbers and where each came from.

use yew::prelude::*;

use crate::domain::architecture::{Attention, CacheOwner, Fact, Geometry, Origin, Quantity, Span};
use crate::domain::estimate::kv_cache::KvCache;
use crate::domain::estimate::subject::GgufSubject;
use crate::domain::estimate::{CacheType, LlamaCppSettings, Placed, WeightBasis};
use crate::ui::figures;
use crate::ui::messages::t;

struct Step {
    key: &'static str,
    title: &'static str,
    bytes: u64,
    formulas: Vec<String>,
    origins: Vec<Quantity>,
}

/// The steps, the numbers they stand on, and what was assumed.
pub fn steps(subject: &GgufSubject, settings: &LlamaCppSettings, placed: &Placed) -> Html {
    let text = t::memory();
    let geometry = &subject.geometry;
    html! {
        <details class="memory-steps">
            <summary><h3>{ text.steps_title }</h3></summary>
            <div class="stack">
                <p>{ text.steps_intro }</p>
                <dl class="steps">
                    { for all_steps(subject, settings, placed).into_iter().map(|step| html! {
                        <div class="steps__item" key={step.key} data-step={format!("detailed-{}", step.key)} data-value={step.bytes.to_string()}>
                            <dt>{ step.title }</dt>
                            <dd class="steps__value">{ figures::size(step.bytes) }</dd>
                            { for step.formulas.into_iter().map(|formula| html! { <dd class="steps__formula" key={formula.clone()}>{ formula }</dd> }) }
                            <dd class="steps__formula">{ origins(geometry, &step.origins) }</dd>
                        </div>
                    }) }
                </dl>
                { numbers(geometry) }
                { doubts(subject) }
            </div>
        </details>
    }
}

fn all_steps(subject: &GgufSubject, settings: &LlamaCppSettings, placed: &Placed) -> Vec<Step> {
    let text = t::memory();
    let geometry = &subject.geometry;
    let lengths = &placed.detailed.lengths;
    let cache = KvCache::of(geometry, settings, lengths);
    let sum = placed.detailed.sum();
    let number = figures::integer;
    let mut steps = vec![Step {
        key: "weights",
        title: text.part_weights,
        bytes: sum.weights,
        formulas: vec![(text.weights_basis)(subject.weights.basis).to_owned()],
        origins: Vec::new(),
    }];
    let mut cached = |key, title, bytes, is_full: bool, cells: u64, note: Option<String>| {
        if bytes > 0 {
            let mut formulas = cache_formulas(geometry, settings, is_full, cells, lengths.streams);
            formulas.extend(note);
            steps.push(Step {
                key,
                title,
                bytes,
                formulas,
                origins: vec![
                    Quantity::Layers,
                    Quantity::KeyValueHeads,
                    Quantity::KeyWidth,
                    Quantity::ValueWidth,
                    Quantity::LatentRank,
                ],
            });
        }
    };
    cached("kv-full", text.kv_full, cache.full, true, cache.full_cells, None);
    let window = geometry
        .fact(Quantity::WindowLength)
        .map_or(0, |fact| fact.largest);
    let note = (text.window_note)(
        &number(window),
        &number(lengths.micro_batch),
        &number(cache.window_cells),
    );
    cached(
        "kv-window",
        text.kv_window,
        cache.window,
        false,
        cache.window_cells,
        Some(note),
    );
    let shared = geometry.layers.iter().filter_map(|layer| layer.attention);
    let n_shared = shared
        .filter(|attention| attention.cache == CacheOwner::EarlierLayer)
        .count();
    if n_shared > 0 {
        steps.push(Step {
            key: "kv-shared",
            title: text.kv_shared,
            bytes: 0,
            formulas: vec![(text.kv_shared_formula)(&number(n_shared as u64))],
            origins: vec![Quantity::SharedCacheLayers],
        });
    }
    if sum.recurrent > 0 {
        let recurrent = geometry.layers.iter().filter_map(|layer| layer.recurrent);
        let (n_layers, numbers) = recurrent.fold((0_u64, 0_u64), |(n, most), recurrent| {
            (n + 1, most.max(recurrent.numbers()))
        });
        steps.push(Step {
            key: "state",
            title: text.part_state,
            bytes: sum.recurrent,
            formulas: vec![(text.state_formula)(
                &number(n_layers),
                &number(numbers),
                &number(lengths.sequences),
            )],
            origins: vec![Quantity::RecurrentLayers, Quantity::RecurrentState],
        });
    }
    steps.push(Step {
        key: "compute",
        title: text.part_compute,
        bytes: sum.compute.saturating_add(sum.output),
        formulas: vec![(text.compute_formula)(
            &number(lengths.tokens),
            &number(lengths.output_rows),
            &number(geometry.vocabulary),
        )],
        origins: vec![
            Quantity::EmbeddingLength,
            Quantity::FeedForwardLength,
            Quantity::Vocabulary,
        ],
    });
    let loads = || placed.devices.iter().chain([&placed.host]);
    let projector = loads().fold(0, |sum: u64, load| sum.saturating_add(load.projector));
    if projector > 0 {
        steps.push(Step {
            key: "projector",
            title: text.part_projector,
            bytes: projector,
            formulas: vec![text.projector_formula.to_owned()],
            origins: Vec::new(),
        });
    }
    let devices = placed.devices.iter().filter(|load| load.overhead > 0).count();
    steps.push(Step {
        key: "overhead",
        title: text.part_overhead,
        bytes: loads().fold(0, |sum: u64, load| sum.saturating_add(load.overhead)),
        formulas: vec![(text.overhead_formula)(devices)],
        origins: Vec::new(),
    });
    steps.push(Step {
        key: "total",
        title: text.needed,
        bytes: placed.needed(),
        formulas: vec![text.total_formula.to_owned()],
        origins: Vec::new(),
    });
    steps
}

/// A line for each kind of layer: layers × heads × width × bytes × tokens.
fn cache_formulas(
    geometry: &Geometry,
    settings: &LlamaCppSettings,
    is_full: bool,
    cells: u64,
    streams: u64,
) -> Vec<String> {
    let text = t::memory();
    let number = figures::integer;
    let mut kinds: Vec<(Attention, u64)> = Vec::new();
    let attentions = geometry.layers.iter().filter_map(|layer| layer.attention);
    for attention in attentions.filter(|attention| attention.cache == CacheOwner::Own) {
        if (attention.span == Span::Full) != is_full {
            continue;
        }
        let is_alike = |other: &Attention| {
            other.cached_keys() == attention.cached_keys()
                && other.cached_values() == attention.cached_values()
                && other.kv_heads == attention.kv_heads
        };
        match kinds.iter_mut().find(|(other, _)| is_alike(other)) {
            Some((_, count)) => *count += 1,
            None => kinds.push((attention, 1)),
        }
    }
    let tokens = match streams {
        1 => (text.tokens)(&number(cells)),
        n => format!("{} × {}", number(n), (text.tokens)(&number(cells))),
    };
    let formula = |(attention, count): (Attention, u64)| match attention.latent {
        Some(latent) => (text.latent_formula)(
            &number(count),
            &number(latent.rank),
            &number(latent.rope_width),
            &per_number(settings.key_type),
            &tokens,
        ),
        None => (text.kv_formula)(
            &number(count),
            &number(attention.kv_heads),
            (&number(attention.key_width), &per_number(settings.key_type)),
            (&number(attention.value_width), &per_number(settings.value_type)),
            &tokens,
        ),
    };
    kinds.into_iter().take(8).map(formula).collect()
}

/// Bytes of one number: `2 bytes (f16)`, `34/32 bytes (q8_0)`.
fn per_number(cache_type: CacheType) -> String {
    let (block, bytes) = cache_type.block();
    let each = if block == 1 {
        bytes.to_string()
    } else {
        format!("{bytes}/{block}")
    };
    (t::memory().bytes_of_type)(&each, cache_type.name())
}

fn origins(geometry: &Geometry, quantities: &[Quantity]) -> Html {
    let text = t::memory();
    let known = quantities.iter().filter_map(|quantity| geometry.fact(*quantity));
    let keys: Vec<Html> = known
        .map(|fact| html! { <span key={fact.quantity as usize} class="memory-origin" title={(text.quantity)(fact.quantity)}>{ origin(&fact.origin) }</span> })
        .collect();
    html! { <>{ for keys }</> }
}

fn origin(origin: &Origin) -> Html {
    match origin {
        Origin::Key(name) | Origin::Tensor(name) => html! { <code><bdi>{ name }</bdi></code> },
        other => html! { { (t::memory().origin)(other) } },
    }
}

/// A number, or the two ends where the layers differ; flags in words.
fn value(fact: &Fact) -> String {
    let text = t::memory();
    let number = figures::integer;
    match fact.quantity {
        Quantity::LayerKinds => "–".to_owned(),
        Quantity::TiedEmbeddings | Quantity::GatedFeedForward | Quantity::Encoder => match fact.largest {
            0 => text.no.to_owned(),
            _ => text.yes.to_owned(),
        },
        _ if fact.smallest == fact.largest => number(fact.largest),
        _ => format!("{} – {}", number(fact.smallest), number(fact.largest)),
    }
}

/// Every number of the geometry with its origin.
fn numbers(geometry: &Geometry) -> Html {
    let text = t::memory();
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={text.numbers}>
            <table class="memory-table memory-numbers">
                <caption>{ text.numbers }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ text.number_name }</th>
                        <th scope="col" class="number">{ text.number_value }</th>
                        <th scope="col">{ text.number_origin }</th>
                    </tr>
                </thead>
                <tbody>
                    { for geometry.facts.iter().map(|fact| html! {
                        <tr key={fact.quantity as usize}>
                            <th scope="row">{ (text.quantity)(fact.quantity) }</th>
                            <td class="number">
                                { value(fact) }
                            </td>
                            <td>{ origin(&fact.origin) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// What was assumed and what is missing.
pub fn doubts(subject: &GgufSubject) -> Html {
    let text = t::memory();
    let geometry = &subject.geometry;
    let assumed = geometry
        .facts
        .iter()
        .filter(|fact| fact.origin == Origin::Assumed);
    let assumed: Vec<&str> = assumed.map(|fact| (text.quantity)(fact.quantity)).collect();
    let missing: Vec<&str> = geometry
        .missing
        .iter()
        .map(|quantity| (text.quantity)(*quantity))
        .collect();
    html! {
        <ul class="memory-doubts">
            if subject.weights.basis != WeightBasis::Tensors {
                <li key="basis">{ text.doubt_sizes }</li>
            }
            if !assumed.is_empty() {
                <li key="assumed">{ (text.doubt_assumed)(&assumed.join(", ")) }</li>
            }
            if !missing.is_empty() {
                <li key="missing">{ (text.doubt_missing)(&missing.join(", ")) }</li>
            }
            <li key="overhead">{ text.doubt_overhead }</li>
        </ul>
    }
}
