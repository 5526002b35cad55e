//! The two steps of a first visit: which machine, and what runs on it. A card above the results; it hides nothing.

use yew::prelude::*;

use crate::domain::route::{Page, Route};
use crate::domain::search::SearchQuery;
use crate::ui::components::notice::Notice;
use crate::ui::hooks::use_machine::MachineSource;
use crate::ui::hooks::use_route::{Entry, go_to};
use crate::ui::messages::t;
use crate::web::{first_visit, focus};

/// Id of the element that holds the page: what had the focus goes with the first step.
const PAGE_ID: &str = "page";

/// How far a first visit is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum FirstVisit {
    /// Which machine?
    Machine,
    /// What runs on it.
    Models,
    /// It is over.
    Over,
}

/// Follows a first visit. It goes on when the dialog that describes the machine closes with one, and ends as soon as
/// there is a machine from anywhere else.
#[hook]
pub fn use_first_visit(source: MachineSource, is_describing: bool) -> UseStateHandle<FirstVisit> {
    let step = use_state_eq(|| {
        if first_visit::is_over() {
            FirstVisit::Over
        } else {
            FirstVisit::Machine
        }
    });
    let was_describing = use_mut_ref(|| false);
    let set = step.clone();
    let is_settled = source == MachineSource::Profile;
    use_effect_with(
        (is_settled, is_describing),
        move |&(is_settled, is_describing)| {
            let was_describing = was_describing.replace(is_describing);
            if *set != FirstVisit::Machine || !is_settled || is_describing {
                return;
            }
            first_visit::end();
            if was_describing {
                set.set(FirstVisit::Models);
                focus::focus_by_id(PAGE_ID);
                let query = SearchQuery {
                    runs_only: true,
                    ..SearchQuery::default()
                };
                go_to(&Route::from(Page::Explore(query)), Entry::Push);
            } else {
                set.set(FirstVisit::Over);
            }
        },
    );
    step
}

/// The card of a step. `describe` opens the dialog, beginning with the search or not; `counts` says how many models run.
pub fn first_visit_card(
    step: FirstVisit,
    describe: &Callback<bool>,
    end: &Callback<()>,
    counts: &str,
) -> Html {
    let text = &t().hardware;
    let (title, body, end_label) = match step {
        FirstVisit::Machine => (text.first_title, text.first_body, text.first_skip),
        FirstVisit::Models => (text.first_models, counts, text.first_done),
        FirstVisit::Over => return Html::default(),
    };
    let button = |label: &'static str, onclick: Callback<MouseEvent>| {
        html! { <button type="button" class="button" {onclick}>{ label }</button> }
    };
    let way = |label, begins_with_search| {
        let describe = describe.clone();
        button(label, Callback::from(move |_| describe.emit(begins_with_search)))
    };
    let end = end.reform(|_: MouseEvent| first_visit::end());
    Notice::new(Html::from(body))
        .title(title)
        .region(title)
        .actions(html! {
            <>
                if step == FirstVisit::Machine {
                    { way(text.first_detect, false) }
                    { way(text.first_choose, true) }
                }
                { button(end_label, end) }
            </>
        })
        .html()
}
