//! The two steps of a first visit: which machine, and what runs on it. A card above the results; it hides nothing.

use yew::prelude::*;

use crate::domain::route::{Page, Route};
use crate::domain::search::SearchQuery;
use crate::ui::components::notice::Notice;
use crate::ui::hooks::use_machine::MachineSource;
use crate::ui::hooks::use_route::{Entry, go_to};
use crate::ui::messages::t;
use crate::web::{first_visit, focus};

/// Id of the card, which takes the focus when it goes on to the second step.
const CARD_ID: &str = "first-visit";

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
    use_effect_with((source, is_describing), move |(source, is_describing)| {
        let was_describing = was_describing.replace(*is_describing);
        if *set != FirstVisit::Machine || *source != MachineSource::Profile || *is_describing {
            return;
        }
        first_visit::end();
        if was_describing {
            set.set(FirstVisit::Models);
            let query = SearchQuery {
                runs_only: true,
                ..SearchQuery::default()
            };
            go_to(&Route::from(Page::Explore(query)), Entry::Push);
        } else {
            set.set(FirstVisit::Over);
        }
    });
    use_effect_with(*step, |step| {
        if *step == FirstVisit::Models {
            focus::focus_by_id(CARD_ID);
        }
    });
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
    let ways = [
        ("button button--primary", text.first_detect, false),
        ("button", text.first_choose, true),
    ];
    let (title, body, ways, end_label) = match step {
        FirstVisit::Machine => (text.first_title, text.first_body, &ways[..], text.first_skip),
        FirstVisit::Models => (text.first_models, counts, &[][..], text.first_done),
        FirstVisit::Over => return Html::default(),
    };
    let end = end.reform(|_: MouseEvent| first_visit::end());
    html! {
        <div id={CARD_ID} tabindex="-1">
            { Notice::new(html! { <>{ body.to_owned() }</> })
                .title(title)
                .region(title)
                .actions(html! {
                    <>
                        { for ways.iter().map(|&(class, label, begins_with_search)| {
                            let onclick = describe.reform(move |_: MouseEvent| begins_with_search);
                            html! { <button key={label} type="button" {class} {onclick}>{ label }</button> }
                        }) }
                        <button type="button" class="button" onclick={end}>{ end_label }</button>
                    </>
                })
                .html() }
        </div>
    }
}
