//! A list of models on every machine.

use std::rc::Rc;

use yew::prelude::*;

use super::cards::cards;
use super::chosen::{Column, UseChosenHandle};
use super::opened;
use super::verdicts::{head, machines, why};
use crate::domain::app::route::Page;
use crate::domain::assess::{Assessment, Compatibility, ModelAssessment};
use crate::domain::hub::search::SearchQuery;
use crate::domain::model::Model;
use crate::ui::components::select_field::{ChoiceGroup, SelectField};
use crate::ui::features::grade_badge::repository_badge;
use crate::ui::features::results::{more, nothing, progress_words, source_notice};
use crate::ui::figures;
use crate::ui::hooks::use_announcement::{use_alert, use_announcement};
use crate::ui::hooks::use_assessing::Assessing;
use crate::ui::hooks::use_hub_search::use_hub_search;
use crate::ui::hooks::use_machine::UseMachineHandle;
use crate::ui::hooks::use_route::Navigation;
use crate::ui::messages::t;
use crate::web::hub_client::HubClient;

/// Properties of [`ComparedList`].
#[derive(Properties, PartialEq)]
pub struct ComparedListProps {
    /// The search.
    pub query: SearchQuery,
    /// The machines.
    pub chosen: UseChosenHandle,
    /// The reader's profiles.
    pub machine: UseMachineHandle,
    /// By what models are judged.
    pub assessing: Assessing,
    /// Where and as whom the Hub is asked.
    pub client: HubClient,
    /// Compares by another search.
    pub on_query: Callback<SearchQuery>,
}

/// Which rows are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Show {
    All,
    Everywhere,
    Different,
    Nowhere,
    Only(usize),
}

impl Show {
    fn key(self) -> AttrValue {
        match self {
            Self::All => AttrValue::Static("all"),
            Self::Everywhere => AttrValue::Static("everywhere"),
            Self::Different => AttrValue::Static("different"),
            Self::Nowhere => AttrValue::Static("nowhere"),
            Self::Only(index) => AttrValue::from(index.to_string()),
        }
    }

    fn from_key(key: &str) -> Self {
        match key {
            "everywhere" => Self::Everywhere,
            "different" => Self::Different,
            "nowhere" => Self::Nowhere,
            other => other.parse().map_or(Self::All, Self::Only),
        }
    }

    fn accepts(self, assessments: &[Rc<ModelAssessment>]) -> bool {
        let runs = |assessment: &Rc<ModelAssessment>| assessment.overall == Compatibility::Compatible;
        let n_run = assessments.iter().filter(|assessment| runs(assessment)).count();
        match self {
            Self::All => true,
            Self::Everywhere => n_run == assessments.len(),
            Self::Different => n_run > 0 && n_run < assessments.len(),
            Self::Nowhere => n_run == 0,
            Self::Only(index) => n_run == 1 && assessments.get(index).is_some_and(runs),
        }
    }
}

type Row = (Rc<Model>, Vec<Rc<ModelAssessment>>);

/// A list of models on every machine.
#[component]
pub fn ComparedList(props: &ComparedListProps) -> Html {
    let text = t::compare();
    let navigation = use_context::<Navigation>().unwrap_or_default();
    let search = use_hub_search(Some(props.query.clone()), props.client.clone());
    let show = use_state_eq(|| Show::All);
    let columns = &props.chosen.columns;
    use_effect_with(props.query.clone(), opened::note_query);
    let models: Vec<Rc<Model>> = search
        .state
        .listing
        .as_ref()
        .map(|listing| listing.models.clone())
        .unwrap_or_default();
    let rows = use_memo(
        (models, columns.clone(), props.assessing.clone()),
        |(models, columns, assessing)| {
            let judged = |model: &Rc<Model>| -> Row {
                let on = |column: &Column| Rc::new(assessing.assess(model, &column.hardware, ""));
                (model.clone(), columns.iter().map(on).collect())
            };
            models.iter().map(judged).collect::<Vec<Row>>()
        },
    );
    let shown: Vec<&Row> = rows
        .iter()
        .filter(|(_, assessments)| show.accepts(assessments))
        .collect();
    let counts = if rows.is_empty() {
        String::new()
    } else {
        (text.n_shown)(shown.len(), rows.len())
    };
    use_announcement(counts.clone());
    use_alert(
        search
            .state
            .failure
            .as_ref()
            .or(search.state.failure_of_more.as_ref())
            .map(|failure| (t::errors().hub)(&failure.error).0)
            .unwrap_or_default(),
    );
    let is_loading = search.state.is_searching();
    let title = if props.query.is_unfiltered() {
        text.list_popular.to_owned()
    } else if props.query.text.is_empty() {
        text.list_filtered.to_owned()
    } else {
        (text.list_results)(&props.query.text)
    };
    html! {
        <div class="stack">
            { cards(&props.chosen, &props.machine, None) }
            <section class="section" aria-labelledby="compare-list" aria-busy={is_loading.to_string()} data-compared="list">
                <div class="compare__bar">
                    <h2 id="compare-list" class="break">{ title }</h2>
                    <span class="muted small">{ progress_words(&search.state, &counts) }</span>
                    { show_field(&show, columns) }
                </div>
                { source_notice(&search) }
                if !columns.is_empty() && !shown.is_empty() {
                    { table(&shown, columns, &navigation) }
                }
                if shown.is_empty() && !rows.is_empty() {
                    <p class="muted">{ text.nothing_shown }</p>
                }
                { nothing(&search, &props.query, rows.len(), rows.len(), &props.on_query) }
                <div class="no-print">{ more(&search, &props.query) }</div>
            </section>
        </div>
    }
}

fn show_field(show: &UseStateHandle<Show>, columns: &[Column]) -> Html {
    let text = t::compare();
    let named = |show: Show, label: String| (show.key(), AttrValue::from(label));
    let mut choices = vec![named(Show::All, text.show_all.to_owned())];
    if columns.len() > 1 {
        choices.push(named(Show::Everywhere, text.show_everywhere.to_owned()));
        choices.push(named(Show::Different, text.show_different.to_owned()));
        for (index, column) in columns.iter().enumerate() {
            choices.push(named(Show::Only(index), (text.show_only)(&column.name)));
        }
    } else {
        choices.push(named(Show::Everywhere, text.subject_runs.to_owned()));
    }
    choices.push(named(Show::Nowhere, text.show_nowhere.to_owned()));
    let on_change = {
        let show = show.setter();
        Callback::from(move |key: AttrValue| show.set(Show::from_key(&key)))
    };
    html! {
        <div class="compare__show no-print">
            <SelectField
                id="compare-show"
                label={text.show}
                show_label={false}
                value={show.key()}
                groups={ChoiceGroup::plain(choices)}
                {on_change}
            />
        </div>
    }
}

fn table(shown: &[&Row], columns: &[Column], navigation: &Navigation) -> Html {
    let text = t::compare();
    let href = |model: &Model| {
        navigation.href(Page::Model {
            id: model.id.clone(),
            variant: None,
            run: String::new(),
        })
    };
    html! {
        <div class="table-scroll compare__scroll" role="region" aria-label={text.list_region} tabindex="0">
            <table class="compare__table" role="table" style={machines(columns)}>
                { head(text.column_model, columns) }
                <tbody role="rowgroup">
                    { for shown.iter().map(|(model, assessments)| html! {
                        <tr role="row" key={model.id.as_str()} data-model={model.id.as_str().to_owned()}>
                            <th scope="row" role="rowheader">
                                <a class="break" href={href(model)}>{ model.id.as_str() }</a>
                                <span class="small muted">
                                    { model.parameters.map_or_else(String::new, figures::parameters_phrase) }
                                </span>
                            </th>
                            { for assessments.iter().map(|assessment| cell(model, assessment)) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// The word, and below it what it rests on: the recommended variant and its memory, or the reason against it.
fn cell(model: &Model, assessment: &ModelAssessment) -> Html {
    let index = assessment.shown_index().unwrap_or(0);
    let judged = assessment.shown();
    let label = model
        .contents
        .variants
        .get(index)
        .and_then(|variant| variant.quantization.as_ref())
        .map(|quantization| quantization.label.clone());
    let need = judged.and_then(Assessment::required).map(figures::size);
    let against = judged.and_then(|judged| why(&judged.verdict));
    let words: Vec<String> = match assessment.overall {
        Compatibility::Compatible => label.into_iter().chain(need).collect(),
        _ => label.into_iter().chain(against).collect(),
    };
    html! {
        <td role="cell">
            { repository_badge(assessment) }
            <span class="small muted compare__why">{ words.join(" · ") }</span>
        </td>
    }
}
