//! The facts of a model, each with how it is known where that matters.

use yew::prelude::*;

use crate::domain::app::route::Page;
use crate::domain::model::{Gated, Model, ParameterSource};
use crate::ui::features::term::Term;
use crate::ui::figures;
use crate::ui::hooks::use_route::Navigation;
use crate::ui::messages::{GlossaryEntry, t};

/// The facts of a model.
pub fn model_facts(model: &Model, navigation: &Navigation) -> Html {
    let text = t::model();
    let glossary = t::glossary();
    let parameters = model.parameters.map(|parameters| {
        html! {
            <>
                <span title={figures::integer(parameters.count)}>{ figures::parameters(parameters.count) }</span>
                <span class="muted small">{ ", " }{ parameter_source(parameters.source) }</span>
            </>
        }
    });
    let access = match model.gated {
        Gated::No => text.access_open,
        Gated::Automatic => text.access_gated,
        Gated::Manual => text.access_manual,
    };
    let plain = |value: Option<String>| value.map(|value| html! { <bdi>{ value }</bdi> });
    let facts = [
        fact(
            "parameters",
            text.parameters,
            Some(glossary.parameters),
            parameters,
        ),
        fact(
            "context",
            text.context,
            Some(glossary.context_length),
            plain(
                model
                    .context_length
                    .map(|tokens| (text.tokens)(&figures::integer(tokens))),
            ),
        ),
        fact(
            "architecture",
            text.architecture,
            None,
            plain(model.architecture.clone()),
        ),
        fact("licence", text.licence, None, plain(model.license.clone())),
        fact("task", text.task, None, plain(model.task.clone())),
        fact("library", text.library, None, plain(model.library.clone())),
        fact("base", text.base_model, None, base_models(model, navigation)),
        fact(
            "access",
            text.access,
            Some(glossary.gated),
            plain(Some(access.to_owned())),
        ),
        fact(
            "downloads",
            text.downloads,
            None,
            plain(model.downloads.map(figures::integer)),
        ),
        fact(
            "likes",
            text.likes,
            None,
            plain(model.likes.map(figures::integer)),
        ),
        fact(
            "updated",
            text.updated,
            None,
            plain(model.last_modified.map(figures::date)),
        ),
        fact(
            "created",
            text.created,
            None,
            plain(model.created.map(figures::date)),
        ),
    ];
    html! {
        <section class="section" aria-labelledby="facts-title">
            <h2 id="facts-title">{ text.facts }</h2>
            <dl class="fact-list">{ for facts }</dl>
        </section>
    }
}

fn fact(id: &'static str, name: &'static str, entry: Option<GlossaryEntry>, value: Option<Html>) -> Html {
    html! {
        <div key={id} data-fact={id}>
            <dt>
                if let Some(entry) = entry {
                    <Term id={format!("fact-{id}")} {entry} word={name} />
                } else {
                    { name }
                }
            </dt>
            <dd>{ value.unwrap_or_else(|| html! { <span class="muted">{ t::model().not_stated }</span> }) }</dd>
        </div>
    }
}

fn base_models(model: &Model, navigation: &Navigation) -> Option<Html> {
    (!model.base_models.is_empty()).then(|| {
        html! {
            <ul role="list">
                { for model.base_models.iter().map(|base| html! {
                    <li key={base.id.as_str()}>
                        <a href={navigation.href(Page::Model { id: base.id.clone(), variant: None, run: String::new() })}>{ base.id.as_str() }</a>
                    </li>
                }) }
            </ul>
        }
    })
}

/// How a number of parameters is known.
pub fn parameter_source(source: ParameterSource) -> &'static str {
    match source {
        ParameterSource::GgufHeader => t::model().parameters_gguf,
        ParameterSource::SafetensorsHeader => t::model().parameters_safetensors,
        ParameterSource::UnpackedSafetensors => t::model().parameters_unpacked,
        ParameterSource::Catalog => t::model().parameters_catalog,
        ParameterSource::RepositoryName => t::model().parameters_name,
    }
}
