//! One model on every machine.

use std::rc::Rc;

use yew::prelude::*;

use super::cards::{Judged, cards};
use super::chosen::{Column, UseChosenHandle};
use super::opened;
use super::verdicts::{summary, variants_table};
use crate::domain::app::model_state::{KnownModel, ModelSource};
use crate::domain::app::route::Page;
use crate::domain::assess::ModelAssessment;
use crate::domain::hub::model_page_url;
use crate::domain::model::Model;
use crate::domain::model::RepoId;
use crate::ui::components::notice::Notice;
use crate::ui::features::failure_notice::FailureNotice;
use crate::ui::figures;
use crate::ui::hooks::use_announcement::{use_alert, use_announcement};
use crate::ui::hooks::use_assessing::Assessing;
use crate::ui::hooks::use_machine::UseMachineHandle;
use crate::ui::hooks::use_model::use_model;
use crate::ui::hooks::use_route::Navigation;
use crate::ui::messages::t;
use crate::web::hub_client::HubClient;

/// Properties of [`ComparedModel`].
#[derive(Properties, PartialEq)]
pub struct ComparedModelProps {
    /// The repository.
    pub id: RepoId,
    /// The machines.
    pub chosen: UseChosenHandle,
    /// The reader's profiles.
    pub machine: UseMachineHandle,
    /// By what models are judged.
    pub assessing: Assessing,
    /// Where and as whom the Hub is asked.
    pub client: HubClient,
}

/// One model on every machine.
#[component]
pub fn ComparedModel(props: &ComparedModelProps) -> Html {
    let navigation = use_context::<Navigation>().unwrap_or_default();
    let model = use_model(props.id.clone(), None, props.client.clone());
    let columns = &props.chosen.columns;
    use_effect_with(props.id.clone(), opened::note_model);
    let assessments = use_memo(
        (model.known.clone(), columns.clone(), props.assessing.clone()),
        |(known, columns, assessing)| -> Option<Vec<Rc<ModelAssessment>>> {
            let known = known.as_ref()?;
            let on = |column: &Column| Rc::new(assessing.assess(&known.model, &column.hardware, ""));
            Some(columns.iter().map(on).collect())
        },
    );
    let judged: Judged<'_> = match (&model.known, &*assessments) {
        (Some(known), Some(assessments)) => Some((&known.model as &Model, assessments.as_slice())),
        _ => None,
    };
    let sentence = judged
        .filter(|(_, assessments)| !assessments.is_empty())
        .map_or_else(String::new, |(_, assessments)| summary(columns, assessments));
    use_announcement(sentence.clone());
    use_alert(
        model
            .failure
            .as_ref()
            .map(|failure| (t::errors().hub)(&failure.error).0)
            .unwrap_or_default(),
    );
    let id = model
        .known
        .as_ref()
        .map_or_else(|| props.id.clone(), |known| known.model.id.clone());
    let page = Page::Model {
        id: id.clone(),
        variant: None,
        run: String::new(),
    };
    html! {
        <div class="stack" aria-busy={model.is_loading.to_string()} data-compared="model">
            <div class="compare__bar">
                <h2 class="break"><a href={navigation.href(page)}>{ id.as_str() }</a></h2>
                <span class="muted">{ if model.is_loading { t::model().loading.to_owned() } else { sentence } }</span>
            </div>
            <div class="stack slot">
                if let Some(failure) = &model.failure {
                    <FailureNotice
                        error={failure.error.clone()}
                        n_failures={failure.in_a_row}
                        on_retry={model.retry.clone()}
                        actions={html! {
                            <a class="button" href={model_page_url(props.client.origin, &id)} target="_blank" rel="noopener noreferrer">
                                { t::errors().on_the_hub }
                            </a>
                        }}
                    />
                }
                { for model.known.as_ref().and_then(stand_in) }
            </div>
            { cards(&props.chosen, &props.machine, judged) }
            { if columns.is_empty() { Html::default() } else { variants_table(columns, judged) } }
        </div>
    }
}

/// Where the facts are not the Hub's of now: what they are.
fn stand_in(known: &KnownModel) -> Option<Html> {
    let (title, body) = match &known.source {
        ModelSource::Kept { age_minutes } => (
            (t::model().kept)(&figures::ago(*age_minutes)),
            t::model().kept_body.to_owned(),
        ),
        ModelSource::Catalog { generated } => (
            t::model().from_catalog.to_owned(),
            (t::model().from_catalog_body)(&figures::date(*generated)),
        ),
        ModelSource::Row | ModelSource::Live => return None,
    };
    Some(Notice::new(body.into()).title(title).html())
}
