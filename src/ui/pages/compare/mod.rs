//! Several machines side by side: what each has, what runs on it, and a link that carries them.

mod add_machine;
mod cards;
mod chosen;
mod list;
mod model;
pub mod opened;
mod qr_picture;
mod sharing;
mod subject;
mod verdicts;

use std::rc::Rc;

use yew::prelude::*;

use self::add_machine::AddMachine;
use self::cards::{cards, is_kept, new_profile, report};
use self::chosen::{Chosen, Origin, UseChosenHandle, column, use_chosen};
use self::list::ComparedList;
use self::model::ComparedModel;
use self::sharing::Sharing;
use self::subject::SubjectFields;
use crate::domain::app::route::{Comparison, Page, Subject};
use crate::domain::app::share::{SHARED_MACHINES_MAX, SharedHardware};
use crate::domain::hub::search::SearchQuery;
use crate::domain::machine::profiles::ProfileAction;
use crate::ui::components::notice::Notice;
use crate::ui::context::PageContext;
use crate::ui::hooks::use_machine::UseMachineHandle;
use crate::ui::hooks::use_route::{Entry, Navigation};
use crate::ui::messages::t;
use crate::ui::same::Same;

/// The comparison.
#[component]
pub fn Compare(page: &PageContext) -> Html {
    let text = t::compare();
    let navigation = use_context::<Navigation>().unwrap_or_default();
    // When the reader goes on, the address changes before this part is taken away: until then it stays as it was.
    let last = use_mut_ref(Comparison::default);
    if let Page::Compare(comparison) = &page.route.page {
        *last.borrow_mut() = comparison.clone();
    }
    let comparison = last.borrow().clone();
    let linked = use_memo(comparison.machines.clone(), Clone::clone);
    let for_adding = use_memo(comparison.machines.clone(), |machines| {
        Same::new(machines.clone())
    });
    let chosen = use_chosen(&linked, &page.machine);
    let assessing = page.assessing.clone();
    let subject = match &comparison.subject {
        Subject::Unsaid => opened::recall()
            .model
            .map_or_else(|| Subject::Search(SearchQuery::default()), Subject::Model),
        said => said.clone(),
    };
    let is_model_wanted = use_state_eq(|| false);
    {
        let is_model_wanted = is_model_wanted.setter();
        use_effect_with(subject.clone(), move |_| is_model_wanted.set(false));
    }
    let go = {
        let (navigation, machines) = (navigation.clone(), comparison.machines.clone());
        Callback::from(move |subject: Subject| {
            let machines = machines.clone();
            navigation.go(Page::Compare(Comparison { machines, subject }), Entry::Push);
        })
    };
    let is_model = *is_model_wanted || matches!(subject, Subject::Model(_));
    let on_kind = {
        let (go, is_model_wanted) = (go.clone(), is_model_wanted.setter());
        Callback::from(move |is_model: bool| {
            let remembered = opened::recall();
            match (is_model, remembered.model) {
                (true, Some(id)) => go.emit(Subject::Model(id)),
                (true, None) => is_model_wanted.set(true),
                (false, _) => {
                    is_model_wanted.set(false);
                    go.emit(Subject::Search(remembered.query));
                }
            }
        })
    };
    let client = page.settings.client.clone();
    let machine = page.machine.clone();
    let results = match &subject {
        _ if *is_model_wanted => html! {
            <div class="stack" key="none">
                <p class="muted">{ text.model_missing }</p>
                { cards(&chosen, &machine, None) }
            </div>
        },
        Subject::Model(id) => html! {
            <ComparedModel key="model" id={id.clone()} chosen={chosen.clone()} {machine} {assessing} {client} />
        },
        Subject::Search(query) => html! {
            <ComparedList
                key="list"
                query={query.clone()}
                chosen={chosen.clone()}
                {machine}
                {assessing}
                {client}
                on_query={go.reform(Subject::Search)}
            />
        },
        Subject::Unsaid => html! { <div key="none"></div> },
    };
    html! {
        <div class="stack compare">
            <p class="muted">{ text.intro }</p>
            <div class="stack slot">{ link_notice(&linked, &page.machine, &comparison.subject, &navigation) }</div>
            <SubjectFields subject={subject.clone()} {is_model} {on_kind} on_subject={go} />
            <AddMachine
                chosen={chosen.clone()}
                linked={(*for_adding).clone()}
                machine={page.machine.clone()}
            />
            <p class="small slot" aria-live="polite">{ hint(&chosen) }</p>
            <div class="stack">{ results }</div>
            <Sharing columns={chosen.columns.clone()} {subject} />
        </div>
    }
}

/// What to do next where few machines stand there.
fn hint(chosen: &UseChosenHandle) -> &'static str {
    let text = t::compare();
    match chosen.columns.as_slice() {
        [] => text.none,
        [only] if only.origin == Origin::Example => text.example_note,
        [_] => text.one,
        _ => "",
    }
}

/// What the link brought along, and the ways to keep or to leave it.
fn link_notice(
    linked: &Rc<Vec<SharedHardware>>,
    machine: &UseMachineHandle,
    subject: &Subject,
    navigation: &Navigation,
) -> Html {
    let text = t::compare();
    if linked.is_empty() {
        return Html::default();
    }
    let unkept: Vec<_> = (0..linked.len().min(SHARED_MACHINES_MAX))
        .filter_map(|index| column(&Chosen::Linked(index), linked, machine))
        .filter(|column| !is_kept(column, machine))
        .collect();
    let can_save = !unkept.is_empty();
    let save = {
        let change = machine.change.clone();
        Callback::from(move |_: MouseEvent| {
            let new: Vec<_> = unkept.iter().map(new_profile).collect();
            let n_profiles = new.len();
            report(change.emit(ProfileAction::Import(new)), n_profiles);
        })
    };
    let leave = {
        let (navigation, subject) = (navigation.clone(), subject.clone());
        Callback::from(move |_: MouseEvent| {
            let comparison = Comparison {
                machines: Vec::new(),
                subject: subject.clone(),
            };
            navigation.go(Page::Compare(comparison), Entry::Replace);
        })
    };
    Notice::new(text.link_body.into())
        .title((text.link_title)(linked.len()))
        .actions(html! {
            <>
                <button type="button" class="button" disabled={!can_save} onclick={save}>
                    { if can_save { text.link_save_all } else { text.saved } }
                </button>
                <button type="button" class="button" onclick={leave}>{ text.link_leave }</button>
            </>
        })
        .html()
}
