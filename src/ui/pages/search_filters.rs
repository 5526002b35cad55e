//! The filters of a search. Each change is a new address.

use yew::prelude::*;

use crate::domain::hub::search::{ParameterRange, SearchQuery};
use crate::domain::model::RepoId;
use crate::domain::precision::format::Format;
use crate::domain::text::decimal::{read_thousandths, write_thousandths};
use crate::ui::components::number_field::NumberField;
use crate::ui::components::select_field::{ChoiceGroup, SelectField};
use crate::ui::components::text_field::TextField;
use crate::ui::messages::t;

/// Tasks of language models, most asked for first, then a few others so that a reader sees what they are.
const TASKS: [&str; 18] = [
    "text-generation",
    "image-text-to-text",
    "any-to-any",
    "feature-extraction",
    "sentence-similarity",
    "text-ranking",
    "fill-mask",
    "text-classification",
    "token-classification",
    "question-answering",
    "summarization",
    "translation",
    "audio-text-to-text",
    "video-text-to-text",
    "automatic-speech-recognition",
    "text-to-speech",
    "text-to-image",
    "text-to-video",
];

/// Licences that the Hub's models use most.
const LICENCES: [&str; 14] = [
    "apache-2.0",
    "mit",
    "llama3",
    "llama3.1",
    "llama3.2",
    "llama3.3",
    "llama4",
    "gemma",
    "cc-by-4.0",
    "cc-by-nc-4.0",
    "cc-by-nc-sa-4.0",
    "openrail",
    "bsd-3-clause",
    "other",
];

/// Properties of [`search_filters`].
#[derive(Properties, Clone, PartialEq)]
pub struct SearchFiltersProps {
    /// The search.
    pub query: SearchQuery,
    /// Called with the changed one.
    pub on_change: Callback<SearchQuery>,
}

/// The filters of a search.
pub fn search_filters(props: &SearchFiltersProps) -> Html {
    let SearchFiltersProps { query, on_change } = props;
    let select = |id: &'static str,
                  label: &'static str,
                  value: Option<&str>,
                  choices: Vec<(AttrValue, AttrValue)>,
                  change: fn(&mut SearchQuery, Option<String>)| {
        let mut choices = choices;
        let value = AttrValue::from(value.unwrap_or_default().to_owned());
        choices.insert(0, (AttrValue::default(), AttrValue::Static(t::explore().any)));
        if choices.iter().all(|(known, _)| *known != value) {
            // A value from a link that the list does not have is still the one in effect.
            choices.push((value.clone(), value.clone()));
        }
        let (query, on_change) = (query.clone(), on_change.clone());
        let on_change = Callback::from(move |chosen: AttrValue| {
            let mut query = query.clone();
            change(&mut query, (!chosen.is_empty()).then(|| chosen.to_string()));
            on_change.emit(query);
        });
        html! { <SelectField {id} {label} {value} groups={ChoiceGroup::plain(choices)} {on_change} /> }
    };
    let formats =
        Format::ALL.map(|format| (AttrValue::Static(format.key()), AttrValue::Static(format.name())));
    let words = |words: &[&'static str]| {
        words
            .iter()
            .map(|word| (AttrValue::Static(word), AttrValue::Static(word)))
            .collect()
    };
    let commit = |change: fn(&mut SearchQuery, &str) -> Result<(), &'static str>| {
        let (query, on_change) = (query.clone(), on_change.clone());
        Callback::from(move |text: String| {
            let mut query = query.clone();
            match change(&mut query, &text) {
                Ok(()) => {
                    on_change.emit(query);
                    None
                }
                Err(problem) => Some(AttrValue::Static(problem)),
            }
        })
    };
    let base = query
        .quantized_from
        .as_ref()
        .map(RepoId::to_string)
        .unwrap_or_default();
    html! {
        <div class="filters">
            { select("filter-format", t::explore().format, query.format.map(Format::key), formats.to_vec(), |query, key| {
                query.format = key.as_deref().and_then(Format::from_key);
            }) }
            { select("filter-task", t::explore().task, query.task.as_deref(), words(&TASKS), |query, task| query.task = task) }
            { select("filter-licence", t::explore().licence, query.license.as_deref(), words(&LICENCES), |query, licence| {
                query.license = licence;
            }) }
            <NumberField
                id="filter-params-from"
                label={t::explore().params_from}
                value={billions(query.parameters.min_millions)}
                step="any"
                lazily={true}
                on_text={commit(|query, text| set_range(query, text, |range, end| range.min_millions = end))}
            />
            <NumberField
                id="filter-params-to"
                label={t::explore().params_to}
                value={billions(query.parameters.max_millions)}
                step="any"
                lazily={true}
                on_text={commit(|query, text| set_range(query, text, |range, end| range.max_millions = end))}
            />
            <NumberField
                id="filter-speed"
                label={t::explore().least_speed}
                value={query.least_speed.map_or_else(AttrValue::default, |speed| AttrValue::from(speed.to_string()))}
                step="1"
                lazily={true}
                on_text={commit(|query, text| {
                    query.least_speed = match text.trim() {
                        "" => None,
                        number => Some(
                            number
                                .parse()
                                .ok()
                                .filter(|speed| (1..10_000).contains(speed))
                                .ok_or(t::explore().least_speed_problem)?,
                        ),
                    };
                    Ok(())
                })}
            />
            <TextField
                id="filter-author"
                label={t::explore().author}
                placeholder={t::explore().author_hint}
                value={query.author.clone().unwrap_or_default()}
                on_commit={commit(|query, text| {
                    query.author = one_name(text, t::explore().author_problem)?;
                    Ok(())
                })}
            />
            <div class="filters__wide">
                <TextField
                    id="filter-base"
                    label={t::explore().base}
                    placeholder={t::explore().base_hint}
                    value={base}
                    on_commit={commit(|query, text| {
                        query.quantized_from = match text {
                            "" => None,
                            id => Some(id.parse::<RepoId>().map_err(|_| t::explore().base_problem)?),
                        };
                        Ok(())
                    })}
                />
            </div>
        </div>
    }
}

fn one_name(text: &str, problem: &'static str) -> Result<Option<String>, &'static str> {
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<RepoId>() {
        Ok(id) if id.owner().is_none() => Ok(Some(id.to_string())),
        _ => Err(problem),
    }
}

fn set_range(
    query: &mut SearchQuery,
    text: &str,
    set: fn(&mut ParameterRange, Option<u32>),
) -> Result<(), &'static str> {
    let end = match text.trim() {
        "" => None,
        number => Some(read_thousandths(number).map_err(|_| t::explore().params_problem)?),
    };
    let mut range = query.parameters;
    set(&mut range, end);
    if let (Some(min), Some(max)) = (range.min_millions, range.max_millions)
        && min > max
    {
        return Err(t::explore().params_order_problem);
    }
    query.parameters = range;
    Ok(())
}

fn billions(millions: Option<u32>) -> AttrValue {
    // A million is a thousandth of a billion.
    millions.map_or_else(AttrValue::default, |millions| {
        AttrValue::from(write_thousandths(millions))
    })
}
