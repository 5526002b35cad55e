//! The place of a part of the second module: loads it, and says how that goes.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use super::notice::Notice;
use crate::ui::messages::t;
use crate::web::workbench::{self, NotLoaded, WorkbenchPart};

/// Properties of [`Workbench`].
#[derive(Properties, PartialEq)]
pub struct WorkbenchProps {
    /// What to show.
    pub part: WorkbenchPart,
}

/// A part of the second module. It reads what it needs from the address and the storage.
#[component]
pub fn Workbench(props: &WorkbenchProps) -> Html {
    let place = use_node_ref();
    let loaded = use_state_eq(|| None::<Result<(), NotLoaded>>);
    let attempt = use_state_eq(|| 0_u32);
    {
        let (place, loaded) = (place.clone(), loaded.setter());
        use_effect_with((props.part, *attempt), move |(part, _)| {
            let part = *part;
            let element = place.cast::<Element>();
            let is_wanted = Rc::new(Cell::new(true));
            spawn_local({
                let (element, is_wanted) = (element.clone(), is_wanted.clone());
                async move {
                    let outcome = workbench::load().await;
                    // The reader may have gone on meanwhile.
                    if !is_wanted.get() {
                        return;
                    }
                    if let (Some(element), Ok(())) = (&element, outcome) {
                        workbench::mount(part, element);
                    }
                    loaded.set(Some(outcome));
                }
            });
            move || {
                is_wanted.set(false);
                if let Some(element) = element {
                    workbench::unmount(&element);
                }
            }
        });
    }
    let retry = {
        let (attempt, loaded) = (attempt.clone(), loaded.setter());
        Callback::from(move |_: MouseEvent| {
            loaded.set(None);
            attempt.set(attempt.wrapping_add(1));
        })
    };
    html! {
        <div class="stack">
            <div class="slot">
                { match *loaded {
                    None => html! { <p class="muted small">{ t().app.workbench_loading }</p> },
                    Some(Ok(())) => html! { <span hidden={true}></span> },
                    Some(Err(NotLoaded)) => Notice::warning(t().app.workbench_failed.into())
                        .actions(html! {
                            <button type="button" class="button" onclick={retry}>{ t().app.try_again }</button>
                        })
                        .html(),
                } }
            </div>
            <div ref={place}></div>
        </div>
    }
}
