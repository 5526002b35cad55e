//! The two steps of a first visit: which machine, and what runs on it. A card above the results; it hides nothing.

use yew::prelude::*;

use crate::domain::app::route::{Page, Route};
use crate::domain::hub::search::SearchQuery;
use crate::ui::components::notice::Notice;
use crate::ui::hooks::use_machine::MachineSource;
use crate::ui::hooks::use_route::{Entry, go_to};
use crate::ui::messages::t;
use crate::web::{first_visit, focus};

/// Id of the element that holds the page: what had the focus goes with the first step.
const PAGE_ID: &str = "page";

/// Follows a first visit, and says whether it is over. It goes on to its second step when the dialog that describes the
/// machine closes with one, and ends as soon as there is a machine from anywhere else.
#[hook]
pub fn use_first_visit(source: MachineSource, is_describing: bool) -> UseStateHandle<bool> {
    let is_over = use_state_eq(first_visit::is_over);
    let was_describing = use_mut_ref(|| false);
    let set = is_over.clone();
    let has_machine = source == MachineSource::Profile;
    use_effect_with(
        (has_machine, is_describing),
        move |&(has_machine, is_describing)| {
            let was_describing = was_describing.replace(is_describing);
            if *set || !has_machine || is_describing {
                return;
            }
            first_visit::end();
            if was_describing {
                focus::focus_by_id(PAGE_ID);
                let query = SearchQuery {
                    runs_only: true,
                    ..SearchQuery::default()
                };
                go_to(&Route::from(Page::Explore(query)), Entry::Push);
            } else {
                set.set(true);
            }
        },
    );
    is_over
}

/// The card of the first step, or of the second one with what `counts` says about the models that run. `describe` opens
/// the dialog, beginning with the search or not.
pub fn first_visit_card(counts: Option<&str>, describe: &Callback<bool>, end: &Callback<()>) -> Html {
    let text = t::hardware();
    let (title, body, end_label) = match counts {
        None => (text.first_title, text.first_body, text.first_skip),
        Some(counts) => (text.first_models, counts, t::app().dismiss),
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
                if counts.is_none() {
                    { way(text.first_detect, false) }
                    { way(text.first_choose, true) }
                }
                { button(end_label, end) }
            </>
        })
        .html()
}
