//! The region "File metadata": one line, and everything that was read once it is opened.

use yew::prelude::*;

use super::copies::{config_text, gguf_json, gguf_text};
use super::facts::{NamedFact, config_facts, fact_list, file_notices, gguf_facts, summary, weights_note};
use super::failure::{failure_notice, failure_sentence};
use super::keys::Keys;
use super::own_file::own_file_button;
use super::read_header::{HeaderSource, KnownHeader};
use super::tensors::{TensorList, dtypes, gguf_types};
use super::use_model_header::{Activity, UseModelHeader};
use crate::domain::files::description::{ConfigDescription, GgufDescription, WeightFacts};
use crate::ui::components::copy_button::CopyButton;
use crate::ui::components::notice::Notice;
use crate::ui::figures;
use crate::ui::messages::t;
use crate::ui::same::Same;
use crate::web::document;

/// Properties of [`WhatTheFileSays`].
#[derive(Properties, PartialEq)]
pub struct WhatTheFileSaysProps {
    /// The header and what is going on with it.
    pub header: UseModelHeader,
}

/// Everything that was read of the file, folded into one line at first.
#[component]
pub fn WhatTheFileSays(props: &WhatTheFileSaysProps) -> Html {
    let header = &props.header;
    let is_open = use_state_eq(|| false);
    let onclick = {
        let is_open = is_open.clone();
        Callback::from(move |event: MouseEvent| {
            // The attribute is set by what is drawn, not by the browser, so that nothing is drawn before it is wanted.
            event.prevent_default();
            is_open.set(!*is_open);
        })
    };
    let known = header.known.as_ref();
    let is_own = matches!(header.source, HeaderSource::Own(_));
    let failure = match &header.activity {
        Activity::Failed { failure, .. } => failure_sentence(failure, is_own).0,
        Activity::Idle | Activity::Reading { .. } => String::new(),
    };
    use_effect_with(failure, |sentence| {
        if !sentence.is_empty() {
            // After what the page itself says: the verdict is the news, and it holds.
            document::announce_also(sentence);
        }
    });
    let cost = known.map(|known| known.cost);
    html! {
        <section
            class="section file-says"
            aria-labelledby="file-says-title"
            aria-busy={matches!(header.activity, Activity::Reading { .. }).to_string()}
            data-state={state_word(header)}
            data-requests={cost.map(|cost| cost.n_requests.to_string())}
            data-downloaded={cost.map(|cost| cost.n_downloaded.to_string())}
        >
            <details open={*is_open && known.is_some()}>
                <summary {onclick}>
                    <h2 id="file-says-title">{ t::header().title }</h2>
                    <span class="muted small file-says__line">{ line(header) }</span>
                </summary>
                <div class="stack file-says__body">
                    { match known {
                        Some(known) if *is_open => body(known, header),
                        _ => html! { <div></div> },
                    } }
                </div>
            </details>
            { match known.and_then(|known| known.description.gguf()) {
                Some(read) => file_notices(read),
                None => html! { <div class="slot"></div> },
            } }
            { failure_notice(header, is_own) }
            { own_file_button(header.open_own.clone()) }
        </section>
    }
}

fn state_word(header: &UseModelHeader) -> &'static str {
    match (&header.activity, &header.known) {
        (Activity::Reading { .. }, _) => "reading",
        (Activity::Failed { .. }, _) => "failed",
        (Activity::Idle, Some(_)) => "done",
        (Activity::Idle, None) => "none",
    }
}

fn line(header: &UseModelHeader) -> String {
    match (&header.activity, &header.known) {
        (Activity::Reading { n_bytes: 0, .. }, _) => t::header().reading_begins.to_owned(),
        (Activity::Reading { n_bytes, .. }, _) => (t::header().reading)(&figures::size(*n_bytes)),
        (_, Some(known)) => summary(known),
        (Activity::Failed { .. }, None) => t::header().not_read.to_owned(),
        (Activity::Idle, None) => t::header().nothing_to_read.to_owned(),
    }
}

fn body(known: &Same<KnownHeader>, header: &UseModelHeader) -> Html {
    match (known.description.gguf(), known.description.config()) {
        (Some(read), _) => gguf_body(known, read, header),
        (None, Some(read)) => config_body(known, read),
        (None, None) => html! { <div></div> },
    }
}

fn gguf_body(known: &Same<KnownHeader>, read: &GgufDescription, header: &UseModelHeader) -> Html {
    let (of_text, of_json) = (known.clone(), known.clone());
    let text = Callback::from(move |()| of_text.description.gguf().map(gguf_text).unwrap_or_default());
    let json = Callback::from(move |()| of_json.description.gguf().map(gguf_json).unwrap_or_default());
    // Another file is another list: what was typed to find something in the old one is forgotten.
    let of_file = read.file.name.clone();
    html! {
        <div class="stack">
            { fact_list(&gguf_facts(known, read)) }
            <div class="cluster no-print">
                <CopyButton label={t::header().copy_text} {text} />
                <CopyButton label={t::header().copy_json} text={json} />
            </div>
            <h3>{ t::header().metadata }</h3>
            <Keys key={format!("keys {of_file}")} known={known.clone()} />
            <h3>{ t::header().tensor_types }</h3>
            <div class="slot">
                if read.is_whole {
                    { gguf_types(read) }
                } else {
                    { offer_whole(read, header) }
                }
            </div>
            <div class="slot">
                if read.is_whole {
                    <TensorList key={format!("tensors {of_file}")} known={known.clone()} />
                }
            </div>
        </div>
    }
}

/// The tensors were not read, why not, and what reading them would cost.
fn offer_whole(read: &GgufDescription, header: &UseModelHeader) -> Html {
    let text = t::header();
    let source = read.header();
    let count = source.tensors_of_all_shards().unwrap_or(source.declared_tensors);
    let why = if read.n_files > 1 {
        text.unread_in_shards
    } else {
        text.unread_behind_vocabulary
    };
    let onclick = header.read_whole.reform(|_: MouseEvent| ());
    html! {
        <div class="stack file-says__part">
            <p>{ (text.table_unread)(&figures::integer(count), why) }</p>
            <div>
                <button
                    type="button"
                    class="button"
                    disabled={matches!(header.activity, Activity::Reading { .. })}
                    {onclick}
                >
                    { (text.read_whole)(&figures::size(read.bytes_to_whole())) }
                </button>
            </div>
        </div>
    }
}

fn config_body(known: &Same<KnownHeader>, read: &ConfigDescription) -> Html {
    let facts = config_facts(known, read);
    let text = {
        let (known, facts) = (known.clone(), facts.clone());
        Callback::from(move |()| {
            known
                .description
                .config()
                .map_or_else(String::new, |read| config_text(&facts, read))
        })
    };
    let sums = match &read.weights {
        WeightFacts::Headers(sums) => Some(sums),
        _ => None,
    };
    html! {
        <div class="stack">
            <div class="slot">
                { for known.config_failure.iter().map(|failure| {
                    let is_own = matches!(known.source, HeaderSource::Own(_));
                    let (title, advice) = failure_sentence(failure, is_own);
                    Notice::warning(advice.into()).title(title).html()
                }) }
            </div>
            { fact_list(&facts) }
            <p class="muted slot">{ weights_note(&read.weights) }</p>
            <div class="cluster no-print"><CopyButton label={t::header().copy_text} {text} /></div>
            <div class="stack slot">
                { for sums.iter().map(|sums| html! {
                    <>
                        <h3>{ t::header().tensor_types }</h3>
                        { dtypes(&sums.totals.dtypes) }
                    </>
                }) }
            </div>
            <div class="stack slot">
                { for sums.iter().filter(|sums| !sums.metadata.is_empty()).map(|sums| html! {
                    <>
                        <h3>{ t::header().own_metadata }</h3>
                        { fact_list(&notes(&sums.metadata)) }
                    </>
                }) }
            </div>
        </div>
    }
}

fn notes(metadata: &[(String, String)]) -> Vec<NamedFact> {
    metadata.to_vec()
}
