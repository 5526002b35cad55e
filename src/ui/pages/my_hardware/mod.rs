//! Saying what the machine is, in four ways that all end in one view to confirm.

mod confirm;
mod detect;
mod device_fields;
mod editing;
mod evidence;
mod hub_user;
mod kept_back;
mod paste;
mod question;
mod search;
mod system_fields;

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::confirm::{Confirm, HEADING_ID};
use self::detect::Detect;
use self::editing::Editing;
use self::evidence::Evidence;
use self::hub_user::HubUser;
use self::paste::Paste;
use self::search::Search;
use crate::domain::machine::devices::Devices;
use crate::domain::machine::draft::{Draft, Origin};
use crate::domain::text::memory_size::MemorySize;
use crate::ui::components::notice::Notice;
use crate::ui::context::PageContext;
use crate::ui::messages::t;
use crate::web::devices::{self, NoDevices};
use crate::web::focus;

/// A machine that one of the ways found.
#[derive(Clone, PartialEq)]
pub struct Found {
    /// The draft.
    pub draft: Draft,
    /// What it was made from.
    pub evidence: Evidence,
    /// System memory that was chosen along with the device.
    pub system_memory: Option<MemorySize>,
}

impl Found {
    fn new(draft: Draft, evidence: Evidence) -> Self {
        Self {
            draft,
            evidence,
            system_memory: None,
        }
    }
}

/// Properties of every way.
#[derive(Properties, Clone, PartialEq)]
pub struct WayProps {
    /// The catalog of devices.
    pub devices: Rc<Devices>,
    /// Takes the machine that was found.
    pub on_found: Callback<Found>,
    /// Goes to the search with some words.
    pub on_search: Callback<String>,
}

/// A way to say what the machine is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Detect,
    Search,
    Paste,
    Hub,
}

impl Way {
    const ALL: [Self; 4] = [Self::Detect, Self::Search, Self::Paste, Self::Hub];

    fn name(self) -> &'static str {
        let text = t::machine();
        match self {
            Self::Detect => text.detect,
            Self::Search => text.search,
            Self::Paste => text.paste,
            Self::Hub => text.hub,
        }
    }
}

/// What is in sight.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Ways,
    Confirm,
    /// The search, for one more device.
    Adding,
}

/// Properties of [`MyHardware`].
#[derive(Properties, Clone, PartialEq)]
pub struct MyHardwareProps {
    /// The settings and the machine in effect.
    pub page: PageContext,
    /// Whether it begins with the search, and not with the detection.
    pub begins_with_search: bool,
    /// Called when the machine is confirmed or given up.
    pub on_close: Callback<()>,
}

/// Saying what the machine is.
#[component]
pub fn MyHardware(props: &MyHardwareProps) -> Html {
    let loaded = use_state(|| None::<Result<Rc<Devices>, NoDevices>>);
    let attempt = use_state_eq(|| 0_u32);
    {
        let loaded = loaded.setter();
        use_effect_with(*attempt, move |_| {
            spawn_local(async move { loaded.set(Some(devices::load().await)) });
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
        <div class="my">
            { match &*loaded {
                None => html! { <p class="muted small">{ t::machine().loading_devices }</p> },
                Some(Err(NoDevices)) => Notice::warning(t::machine().no_devices.into())
                    .actions(html! {
                        <button type="button" class="button" onclick={retry}>{ t::app().try_again }</button>
                    })
                    .html(),
                Some(Ok(devices)) => html! { <Description how={props.clone()} devices={devices.clone()} /> },
            } }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct DescriptionProps {
    how: MyHardwareProps,
    devices: Rc<Devices>,
}

/// The ways and the view to confirm. All of them stay in place, so that going back finds them as they were.
#[component]
fn Description(props: &DescriptionProps) -> Html {
    let text = t::machine();
    let way = use_state_eq(|| {
        if props.how.begins_with_search {
            Way::Search
        } else {
            Way::Detect
        }
    });
    let view = use_state_eq(|| View::Ways);
    let draft = use_state_eq(|| Rc::new(Draft::default()));
    let evidence = use_state_eq(|| Evidence::None);
    let n_drafts = use_state_eq(|| 0_u32);
    let words = use_state_eq(|| AttrValue::Static(""));
    let on_found = {
        let (draft, evidence, view, n_drafts) =
            (draft.clone(), evidence.setter(), view.clone(), n_drafts.clone());
        let devices = props.devices.clone();
        Callback::from(move |found: Found| {
            let mut next = found.draft;
            if *view == View::Adding {
                let added = std::mem::replace(&mut next, (*draft).as_ref().clone());
                for device in added.devices {
                    next.add(Some(device));
                }
            } else {
                evidence.set(found.evidence);
                n_drafts.set(n_drafts.wrapping_add(1));
            }
            if let Some(size) = found.system_memory.filter(|_| next.system_memory.value.is_zero()) {
                next.set_system_memory(size, Origin::Reader, &devices);
            }
            draft.set(Rc::new(next));
            view.set(View::Confirm);
        })
    };
    {
        let is_first = use_mut_ref(|| true);
        use_effect_with(*view, move |view| {
            if is_first.replace(false) {
                return;
            }
            match view {
                View::Confirm => focus::focus_by_id(HEADING_ID),
                View::Adding => focus::focus_by_id("my-search"),
                View::Ways => focus::focus_by_id("my-ways"),
            };
        });
    }
    let go = |to: View| {
        let view = view.setter();
        Callback::from(move |()| view.set(to))
    };
    let on_search = {
        let (way, words) = (way.setter(), words.setter());
        Callback::from(move |typed: String| {
            words.set(AttrValue::from(typed));
            way.set(Way::Search);
            focus::focus_by_id("my-ways");
        })
    };
    let on_words = {
        let words = words.setter();
        Callback::from(move |typed: String| words.set(AttrValue::from(typed)))
    };
    let close = props.how.on_close.clone();
    let set = {
        let draft = draft.setter();
        Callback::from(move |changed: Draft| draft.set(Rc::new(changed)))
    };
    let shared = WayProps {
        devices: props.devices.clone(),
        on_found,
        on_search,
    };
    let editing = Editing {
        draft: (*draft).clone(),
        devices: props.devices.clone(),
        set,
        reset: AttrValue::from(n_drafts.to_string()),
    };
    let is_adding = *view == View::Adding;
    let shows = |wanted: Way| match *view {
        View::Ways => *way == wanted,
        View::Adding => wanted == Way::Search,
        View::Confirm => false,
    };
    html! {
        <div>
            <div class="stack" hidden={*view == View::Confirm}>
                <div id="my-ways" tabindex="-1" class="my-ways" role="group" aria-label={text.ways} hidden={is_adding}>
                    { for Way::ALL.into_iter().map(|choice| {
                        let way = way.clone();
                        let onclick = {
                            let way = way.setter();
                            Callback::from(move |_: MouseEvent| way.set(choice))
                        };
                        html! {
                            <button type="button" class="my-way" key={choice.name()} aria-pressed={(*way == choice).to_string()} {onclick}>
                                { choice.name() }
                            </button>
                        }
                    }) }
                </div>
                <div class="my-adding" hidden={!is_adding}>
                    <h3>{ text.adding }</h3>
                    <button type="button" class="button" onclick={go(View::Confirm).reform(|_: MouseEvent| ())}>
                        { text.back_to_machine }
                    </button>
                </div>
                <div hidden={!shows(Way::Detect)}><Detect ..shared.clone() /></div>
                <div hidden={!shows(Way::Search)}>
                    <Search way={shared.clone()} words={(*words).clone()} {on_words} {is_adding} />
                </div>
                <div hidden={!shows(Way::Paste)}><Paste ..shared.clone() /></div>
                <div hidden={!shows(Way::Hub)}>
                    <HubUser way={shared.clone()} client={props.how.page.settings.client.clone()} />
                </div>
            </div>
            <div hidden={*view != View::Confirm}>
                if *view == View::Confirm {
                    <Confirm
                        page={props.how.page.clone()}
                        {editing}
                        evidence={(*evidence).clone()}
                        on_add={go(View::Adding)}
                        on_cancel={go(View::Ways)}
                        on_taken={close}
                    />
                }
            </div>
        </div>
    }
}
