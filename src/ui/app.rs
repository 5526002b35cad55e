//! The app: state that outlives pages, the frame around them, and which page the address shows.

use yew::prelude::*;

use crate::domain::app::route::Page;
use crate::domain::hub::search::SearchQuery;
use crate::ui::components::dialog::Dialog;
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::components::lazy::{Lazy, Load};
use crate::ui::context::PageContext;
use crate::ui::features::hardware::{hardware_panel, use_first_visit};
use crate::ui::features::memory_bar;
use crate::ui::features::search_box::SEARCH_FIELD_ID;
use crate::ui::features::top_notices::top_notices;
use crate::ui::hooks::use_assessing::use_assessing;
use crate::ui::hooks::use_hub_search::use_hub_search;
use crate::ui::hooks::use_machine::use_machine;
use crate::ui::hooks::use_route::{Navigation, use_route, use_shared_hardware};
use crate::ui::hooks::use_service_worker::use_service_worker;
use crate::ui::hooks::use_settings::{UseSettingsHandle, use_settings};
use crate::ui::messages::t;
use crate::ui::pages::explore::Explore;
use crate::ui::pages::later::{COMPARE, HOW_EXACT, HOW_IT_WORKS, MODEL, MY_HARDWARE, SETTINGS};
use crate::ui::pages::my_hardware::MyHardwareProps;
use crate::ui::pages::not_found::not_found;
use crate::web::{document, focus, keyboard, scroll};

/// Id of the element that holds the page; the skip link and navigation lead here.
const PAGE_ID: &str = "page";

/// Id of the button that opens the hardware drawer.
const DRAWER_BUTTON_ID: &str = "open-hardware";

/// The whole app.
#[component]
pub fn App() -> Html {
    let route = use_route().route;
    let settings = use_settings();
    let shared = use_shared_hardware(&route);
    let machine = use_machine(shared.clone());
    let query = match &route.page {
        Page::Explore(query) => Some(query.clone()),
        _ => None,
    };
    let search = use_hub_search(query, settings.client.clone());
    let worker = use_service_worker(search.state.listing.is_some());
    let is_panel_open = use_state_eq(|| false);
    let are_settings_open = use_state_eq(|| false);
    let is_describing = use_state_eq(|| false);
    let begins_with_search = use_state_eq(|| false);
    let is_first_visit_over = use_first_visit(machine.source, *is_describing);
    let describe = {
        let (is_describing, set) = (is_describing.setter(), begins_with_search.setter());
        Callback::from(move |begins_with_search: bool| {
            set.set(begins_with_search);
            is_describing.set(true);
        })
    };
    let on_described = {
        let is_describing = is_describing.setter();
        Callback::from(move |()| is_describing.set(false))
    };
    let navigation = Navigation { shared };
    use_page_change(&route.page);
    use_search_key();
    let set_panel = |open: bool| {
        let is_panel_open = is_panel_open.setter();
        Callback::from(move |()| is_panel_open.set(open))
    };
    let set_settings = |open: bool| {
        let are_settings_open = are_settings_open.setter();
        Callback::from(move |()| are_settings_open.set(open))
    };
    {
        // Whoever goes elsewhere, or back, is done with the drawer.
        let is_panel_open = is_panel_open.setter();
        use_effect_with(route.page.clone(), move |_| is_panel_open.set(false));
    }
    let was_open = use_mut_ref(|| false);
    use_effect_with(*is_panel_open, move |is_open| {
        // The drawer takes the focus, and gives it back to what opened it.
        if *is_open {
            focus::focus_by_id("hardware");
        } else if *was_open.borrow() {
            focus::focus_by_id(DRAWER_BUTTON_ID);
        }
        *was_open.borrow_mut() = *is_open;
    });
    let assessing = use_assessing(&settings.settings);
    let context = PageContext {
        route: route.clone(),
        settings: settings.clone(),
        machine: machine.clone(),
        assessing: assessing.clone(),
        listing: search.state.listing.clone(),
    };
    let page = match &route.page {
        Page::Explore(query) => html! {
            <Explore query={query.clone()} search={search.clone()} machine={machine.clone()} page={context.clone()} on_machine={set_panel(true)} is_first_visit_over={is_first_visit_over.clone()} on_describe={describe.clone()} />
        },
        Page::Model { .. } => html! { <Lazy<PageContext> key="model" load={MODEL} with={context.clone()} /> },
        Page::HowItWorks => titled(t::app().how_it_works, HOW_IT_WORKS, &context),
        Page::Compare(_) => titled(t::app().compare, COMPARE, &context),
        Page::HowExact => titled(t::app().how_exact, HOW_EXACT, &context),
        Page::NotFound { path } => not_found(path, &navigation),
    };
    html! {
        <ContextProvider<Navigation> context={navigation.clone()}>
            <div class="app">
                { memory_bar::hatch() }
                { header(&route.page, &navigation, *is_panel_open, &set_panel(true), &set_settings(true)) }
                <div class="frame">
                    { hardware_panel(&machine, *is_panel_open, &set_panel(false), &describe) }
                    if *is_panel_open {
                        <div class="scrim" onclick={set_panel(false).reform(|_: MouseEvent| ())}></div>
                    }
                    <main id={PAGE_ID} class="frame__page stack" tabindex="-1" inert={*is_panel_open}>
                        { top_notices(&route, &machine, settings.trouble.as_ref(), &worker) }
                        { page }
                    </main>
                </div>
                <footer class="footer">
                    { t::app().footer }{ " " }
                    <a href={navigation.href(Page::HowExact)}>{ t::app().how_exact }</a>
                </footer>
                <Dialog id="describe" title={t::hardware().describe_title} open={*is_describing} on_close={on_described.clone()}>
                    <Lazy<MyHardwareProps>
                        load={MY_HARDWARE}
                        with={MyHardwareProps { page: context, begins_with_search: *begins_with_search, on_close: on_described }}
                    />
                </Dialog>
                <Dialog id="settings" title={t::app().settings} open={*are_settings_open} on_close={set_settings(false)}>
                    <Lazy<UseSettingsHandle> load={SETTINGS} with={settings.clone()} />
                </Dialog>
            </div>
        </ContextProvider<Navigation>>
    }
}

/// A page that is loaded when it is first opened, below its title.
fn titled(title: &'static str, load: Load<PageContext>, context: &PageContext) -> Html {
    html! {
        <article class="stack" key={title}>
            <h1 tabindex="-1">{ title }</h1>
            <Lazy<PageContext> {load} with={context.clone()} />
        </article>
    }
}

fn header(
    page: &Page,
    navigation: &Navigation,
    is_panel_open: bool,
    open_panel: &Callback<()>,
    open_settings: &Callback<()>,
) -> Html {
    let current = |is_current: bool| is_current.then_some("page");
    let skip = Callback::from(|event: MouseEvent| {
        // A plain fragment link would be another address here.
        event.prevent_default();
        focus::focus_by_id(PAGE_ID);
    });
    let home = navigation.href(Page::Explore(SearchQuery::default()));
    html! {
        <header class="header">
            <a class="skip button" href={home.clone()} onclick={skip}>{ t::app().skip }</a>
            <a class="header__home" href={home.clone()} aria-label={t::app().name}>
                { mark() }
                <span class="header__wordmark">{ t::app().name }</span>
            </a>
            <nav class="header__nav" aria-label={t::app().navigation}>
                <a class="header__explore" href={home} aria-current={current(matches!(page, Page::Explore(_)))}>
                    { t::app().explore }
                </a>
                <a
                    href={navigation.href(Page::HowItWorks)}
                    aria-current={current(*page == Page::HowItWorks)}
                >
                    { t::app().how_it_works_short }
                </a>
                <button
                    type="button"
                    id={DRAWER_BUTTON_ID}
                    class="button header__drawer"
                    aria-controls="hardware"
                    aria-expanded={is_panel_open.to_string()}
                    onclick={open_panel.reform(|_: MouseEvent| ())}
                >
                    { icon(Glyph::Chip) }
                    { t::hardware().title }
                </button>
                <button
                    type="button"
                    class="button button--icon"
                    aria-label={t::app().settings}
                    onclick={open_settings.reform(|_: MouseEvent| ())}
                >
                    { icon(Glyph::Settings) }
                </button>
            </nav>
        </header>
    }
}

/// The mark: a lens that looks at the memory bar.
fn mark() -> Html {
    html! {
        <svg class="header__mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
            <circle cx="14" cy="14" r="11" fill="none" stroke="var(--ll-color-accent)" stroke-width="3" />
            <line x1="22.5" y1="22.5" x2="29" y2="29" stroke="var(--ll-color-accent)" stroke-width="3.5" stroke-linecap="round" />
            <rect x="7" y="11" width="14" height="6" rx="2" fill="var(--ll-color-bar-gpu)" />
            <rect x="7" y="11" width="9" height="6" rx="2" fill="var(--ll-color-bar-need)" />
        </svg>
    }
}

/// What navigation does besides showing another page: the title, the focus on its heading, the scroll position.
#[hook]
fn use_page_change(page: &Page) {
    let title = match page {
        Page::Explore(query) if query.text.is_empty() => t::app().title.to_owned(),
        Page::Explore(query) => (t::app().titled)(&query.text),
        Page::Model { id, .. } => (t::app().titled)(id.as_str()),
        Page::HowItWorks => (t::app().titled)(t::app().how_it_works),
        Page::Compare(_) => (t::app().titled)(t::app().compare),
        Page::HowExact => (t::app().titled)(t::app().how_exact),
        Page::NotFound { .. } => (t::app().titled)(t::app().not_found),
    };
    use_effect_with(title, |title| document::set_title(title));
    use_effect_with((), |()| {
        let watch = scroll::watch();
        move || drop(watch)
    });
    // Another search or another variant is the same page: the focus stays where it is.
    let identity = match page {
        Page::Explore(_) => String::new(),
        Page::Model { id, .. } => id.to_string(),
        Page::HowItWorks => " how".to_owned(),
        Page::Compare(_) => " compare".to_owned(),
        Page::HowExact => " exact".to_owned(),
        Page::NotFound { .. } => " not-found".to_owned(),
    };
    let is_first = use_mut_ref(|| true);
    use_effect_with(identity, move |_| {
        if !is_first.replace(false) {
            focus::focus_heading(PAGE_ID);
            scroll::restore();
        }
    });
}

/// `/` goes to the search field from anywhere but a field.
#[hook]
fn use_search_key() {
    use_effect_with((), |()| {
        let listener = keyboard::on_plain_key("/", || focus::focus_by_id(SEARCH_FIELD_ID));
        move || drop(listener)
    });
}
