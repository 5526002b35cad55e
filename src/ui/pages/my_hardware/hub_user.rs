//! The hardware that a user of the Hub made public.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::evidence::Evidence;
use super::{Found, WayProps};
use crate::domain::hub::{HubError, UserHardware, UserName};
use crate::domain::machine::draft::SharedItem;
use crate::domain::machine::draft::{Draft, profile_name};
use crate::ui::components::notice::Notice;
use crate::ui::messages::t;
use crate::web::abort::AbortHandle;
use crate::web::document;
use crate::web::hub_client::HubClient;

/// Longest name that can be typed: the address of a profile fits as well.
const TYPED_MAX: &str = "140";

/// Properties of [`HubUser`].
#[derive(Properties, PartialEq)]
pub struct HubUserProps {
    /// The catalog and what to do with a machine.
    pub way: WayProps,
    /// Who asks the Hub.
    pub client: HubClient,
}

#[derive(Clone, PartialEq)]
enum Lookup {
    NotYet,
    Asking,
    Problem(String),
    Items {
        name: String,
        items: Rc<Vec<SharedItem>>,
        chosen: Vec<bool>,
    },
}

/// The hardware that a user of the Hub made public.
#[component]
pub fn HubUser(props: &HubUserProps) -> Html {
    let text = t::machine();
    let field = use_node_ref();
    let lookup = use_state_eq(|| Lookup::NotYet);
    let abort = use_mut_ref(|| Rc::new(AbortHandle::new()));
    {
        let abort = abort.clone();
        use_effect_with((), move |()| move || abort.borrow().abort());
    }
    let onsubmit = {
        let (field, lookup, client) = (field.clone(), lookup.setter(), props.client.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = field
                .cast::<HtmlInputElement>()
                .map(|field| field.value())
                .unwrap_or_default();
            let name = match UserName::parse(&typed) {
                Ok(name) => name,
                Err(error) => {
                    return tell(&lookup, (t::machine().hub_name_problem)(error).to_owned());
                }
            };
            // An earlier question is given up.
            let handle = Rc::new(AbortHandle::new());
            abort.replace(handle.clone()).abort();
            lookup.set(Lookup::Asking);
            let (lookup, client) = (lookup.clone(), client.clone());
            spawn_local(async move {
                match client.user_hardware(&name, &handle).await {
                    Ok(UserHardware::Items(items)) => {
                        // The main one, or everything where none is called so.
                        let has_primary = items.iter().any(|item| item.is_primary);
                        let chosen = items.iter().map(|item| item.is_primary || !has_primary).collect();
                        let name = name.as_str().to_owned();
                        document::announce(&(t::machine().hub_items)(&name));
                        lookup.set(Lookup::Items {
                            name,
                            items: Rc::new(items),
                            chosen,
                        });
                    }
                    other => {
                        if let Some(sentence) = failure_sentence(&name, other.as_ref()) {
                            tell(&lookup, sentence);
                        }
                    }
                }
            });
        })
    };
    let is_asking = *lookup == Lookup::Asking;
    html! {
        <div class="stack">
            <p>{ text.hub_intro }</p>
            <form class="my-hub" {onsubmit}>
                <div class="field">
                    <label class="field__label" for="my-hub-user">{ text.hub_user }</label>
                    <input
                        ref={field}
                        id="my-hub-user"
                        type="text"
                        maxlength={TYPED_MAX}
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                    />
                </div>
                <button type="submit" class="button button--primary" aria-disabled={is_asking.then_some("true")}>
                    { if is_asking { text.hub_asking } else { text.hub_ask } }
                </button>
            </form>
            <div class="stack slot">
                { match &*lookup {
                    Lookup::Problem(sentence) => Notice::warning(sentence.clone().into()).html(),
                    Lookup::Items { name, items, chosen } => choice(props, &lookup, name, items, chosen),
                    Lookup::NotYet | Lookup::Asking => html! { <span hidden={true}></span> },
                } }
            </div>
        </div>
    }
}

fn tell(lookup: &UseStateSetter<Lookup>, sentence: String) {
    document::announce(&sentence);
    lookup.set(Lookup::Problem(sentence));
}

/// What to say; nothing where the reader asked something else meanwhile.
fn failure_sentence(name: &UserName, answer: Result<&UserHardware, &HubError>) -> Option<String> {
    let text = t::machine();
    let name = name.as_str();
    Some(match answer {
        Ok(UserHardware::Private) => (text.hub_private)(name),
        Ok(UserHardware::Empty | UserHardware::Items(_)) => (text.hub_empty)(name),
        Err(HubError::Aborted) => return None,
        Err(HubError::NotFound | HubError::NotFoundOrPrivate) => (text.hub_no_user)(name),
        Err(error) => {
            let (title, advice) = (t::errors().hub)(error);
            format!("{title} {advice}")
        }
    })
}

fn choice(
    props: &HubUserProps,
    lookup: &UseStateHandle<Lookup>,
    name: &str,
    items: &Rc<Vec<SharedItem>>,
    chosen: &[bool],
) -> Html {
    let text = t::machine();
    let toggle = |place: usize| {
        let lookup = lookup.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            else {
                return;
            };
            let mut changed = (*lookup).clone();
            if let Lookup::Items { chosen, .. } = &mut changed
                && let Some(is_chosen) = chosen.get_mut(place)
            {
                *is_chosen = input.checked();
                lookup.set(changed);
            }
        })
    };
    let go_on = {
        let (items, chosen) = (items.clone(), chosen.to_vec());
        let (devices, on_found) = (props.way.devices.clone(), props.way.on_found.clone());
        Callback::from(move |_: MouseEvent| {
            let wanted: Vec<&SharedItem> = items
                .iter()
                .zip(&chosen)
                .filter_map(|(item, is_chosen)| is_chosen.then_some(item))
                .collect();
            if wanted.is_empty() {
                document::alert(t::machine().hub_none_chosen);
            } else {
                on_found.emit(Found::new(Draft::from_hub(&wanted, &devices), Evidence::None));
            }
        })
    };
    html! {
        <fieldset class="my-items">
            <legend>{ (text.hub_items)(name) }</legend>
            { for items.iter().zip(chosen).enumerate().map(|(place, (item, is_chosen))| {
                let memory = item.memory.map(|memory| memory.to_string());
                html! {
                    <label class="check" key={place}>
                        <input type="checkbox" checked={*is_chosen} onchange={toggle(place)} />
                        { (text.hub_item)(&profile_name(&item.maker), &profile_name(&item.model), item.count, memory.as_deref()) }
                    </label>
                }
            }) }
            <div class="cluster">
                <button type="button" class="button button--primary" onclick={go_on}>{ text.continue_ }</button>
            </div>
        </fieldset>
    }
}
