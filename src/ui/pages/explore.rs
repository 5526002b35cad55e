//! The explore page: a question, a search field, and judged models.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::app::route::{Comparison, Page, Subject};
use crate::domain::app::search_state::SearchState;
use crate::domain::hub::search::{SearchQuery, Sort};
use crate::domain::model::Model;
use crate::domain::text::order;
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::components::lazy::Lazy;
use crate::ui::components::select_field::{ChoiceGroup, SelectField};
use crate::ui::context::PageContext;
use crate::ui::features::filters::{cleared, n_active};
use crate::ui::features::hardware::first_visit_card;
use crate::ui::features::results::{
    RESULTS_ID, announcement, counts, list, more, nothing, progress_words, runs, source_notice,
};
use crate::ui::features::search_box::SearchBox;
use crate::ui::figures;
use crate::ui::hooks::use_announcement::{use_alert, use_announcement};
use crate::ui::hooks::use_assessed_rows::{AssessedModel, use_assessed_rows};
use crate::ui::hooks::use_hub_search::UseHubSearchHandle;
use crate::ui::hooks::use_machine::{MachineSource, UseMachineHandle};
use crate::ui::hooks::use_route::{Entry, Navigation};
use crate::ui::messages::t;
use crate::ui::pages::later::{FILTERS, SHARPEN};
use crate::ui::pages::search_filters::SearchFiltersProps;
use crate::web::{data_saver, focus, scroll};

/// Properties of [`Explore`].
#[derive(Properties, PartialEq)]
pub struct ExploreProps {
    /// The search in the address.
    pub query: SearchQuery,
    /// The search's state, kept while other pages are shown.
    pub search: UseHubSearchHandle,
    /// The machine in effect.
    pub machine: UseMachineHandle,
    /// What every page knows.
    pub page: PageContext,
    /// Shows the hardware panel, where it is a drawer.
    pub on_machine: Callback<()>,
    /// Whether the first visit is over.
    pub is_first_visit_over: UseStateHandle<bool>,
    /// Opens the dialog that describes the machine, beginning with the search or not.
    pub on_describe: Callback<bool>,
}

/// The explore page.
#[component]
pub fn Explore(props: &ExploreProps) -> Html {
    let navigation = use_context::<Navigation>().unwrap_or_default();
    let are_filters_open = use_state_eq(|| n_active(&props.query) > 0);
    let state = &props.search.state;
    let models: Vec<Rc<Model>> = state
        .listing
        .as_ref()
        .map(|listing| listing.models.clone())
        .unwrap_or_default();
    let judged = use_assessed_rows(models, props.machine.hardware.clone(), &props.page.assessing);
    let go = {
        let navigation = navigation.clone();
        Callback::from(move |(query, entry): (SearchQuery, Entry)| navigation.go(Page::Explore(query), entry))
    };
    let on_search = {
        let (query, go) = (props.query.clone(), go.clone());
        Callback::from(move |(text, is_enter): (String, bool)| {
            if text == query.text {
                return;
            }
            // One entry in the history for a search, not one for each pause in typing.
            let entry = if is_enter || query.text.is_empty() {
                Entry::Push
            } else {
                Entry::Replace
            };
            go.emit((
                SearchQuery {
                    text,
                    ..query.clone()
                },
                entry,
            ));
        })
    };
    let change = go.reform(|query: SearchQuery| (query, Entry::Push));
    let n_run = judged.iter().filter(|(_, assessment)| runs(assessment)).count();
    let least_speed = props
        .query
        .least_speed
        .map_or(0, |speed| u32::from(speed) * 1_000);
    let mut shown: Vec<&AssessedModel> = judged
        .iter()
        .filter(|(_, assessment)| !props.query.runs_only || runs(assessment))
        .filter(|(_, assessment)| least_speed == 0 || assessment.listed_speed() >= least_speed)
        .collect();
    if props.query.sort == Sort::Fastest {
        order::sort_by(&mut shown, |(_, a), (_, b)| {
            b.listed_speed().cmp(&a.listed_speed())
        });
    }
    let is_loading = state.is_searching();
    let counts = counts(state, &props.query, judged.len(), n_run);
    use_announcement(announcement(state, &props.query, &counts, judged.len()));
    use_arrival(state);
    use_alert(
        state
            .failure
            .as_ref()
            .or(state.failure_of_more.as_ref())
            .map(|failure| (t::errors().hub)(&failure.error).0)
            .unwrap_or_default(),
    );
    let source = state.listing.as_ref().map(|listing| listing.source.key());
    let title = if props.query.is_unfiltered() {
        t::explore().popular
    } else {
        t::explore().results
    };
    let memory = props.machine.hardware.available_memory();
    html! {
        <div class="stack explore">
            <div class="explore__head">
                <h1 tabindex="-1">{ t::explore().question }</h1>
                <button type="button" class="button explore__machine" onclick={props.on_machine.reform(|_: MouseEvent| ())}>
                    { icon(Glyph::Chip) }
                    { (t::explore().machine)(&props.machine.name, &figures::size(memory.available)) }
                </button>
                <span class="cluster">
                    <a href={navigation.href(Page::HowItWorks)}>{ t::app().how_it_works }</a>
                    <a href={navigation.href(Page::Compare(Comparison { machines: Vec::new(), subject: Subject::Search(props.query.clone()) }))}>
                        { t::app().compare_link }
                    </a>
                </span>
            </div>
            { controls(props, &on_search, &change, &are_filters_open) }
            if *are_filters_open {
                <div id="filters">
                    <Lazy<SearchFiltersProps>
                        load={FILTERS}
                        with={SearchFiltersProps { query: props.query.clone(), on_change: change.clone() }}
                    />
                </div>
            }
            <div class="slot">{ first_visit_of(props, &counts) }</div>
            <section
                class={classes!("stack", "results-frame", is_loading.then_some("results--loading"))}
                aria-busy={is_loading.to_string()}
                data-source={source}
                aria-label={title}
            >
                <div class="results__bar">
                    <span>
                        <strong>{ title }</strong>{ " " }
                        <span class="muted">{ progress_words(state, &counts) }</span>
                    </span>
                    { runs_only(props, &change) }
                </div>
                { source_notice(&props.search) }
                { list(&shown, memory, is_loading && state.listing.is_none(), &navigation) }
                { nothing(&props.search, &props.query, judged.len(), shown.len(), &change) }
                { more(&props.search, &props.query) }
            </section>
            if state.listing.is_some() && !data_saver::is_on() {
                <Lazy<PageContext> load={SHARPEN} with={props.page.clone()} is_quiet={true} />
            }
        </div>
    }
}

/// The card of a first visit: the first step while there is no machine but the example, then the second.
fn first_visit_of(props: &ExploreProps, counts: &str) -> Html {
    let counts = match props.machine.source {
        MachineSource::Example => None,
        MachineSource::Profile if props.query.runs_only => Some(counts),
        _ => return Html::default(),
    };
    let is_over = props.is_first_visit_over.clone();
    if *is_over {
        return Html::default();
    }
    let end = Callback::from(move |()| is_over.set(true));
    first_visit_card(counts, &props.on_describe, &end)
}

/// What the arrival of an answer does besides showing it: a search that is gone back to scrolls to where it was, a new
/// one to its top; and when the last rows have come, the focus goes to the list and not to nowhere.
#[hook]
fn use_arrival(state: &SearchState) {
    let listing = state.listing.as_deref();
    let query = listing.map(|listing| listing.query.clone());
    let is_first = use_mut_ref(|| true);
    use_effect_with(query, move |query| {
        if query.is_some() && !is_first.replace(false) {
            scroll::restore();
        }
    });
    let had_more = use_mut_ref(|| false);
    let has_more = listing.is_some_and(|listing| listing.next.is_some());
    use_effect_with(
        (has_more, listing.map(|listing| listing.models.len())),
        move |(has_more, _)| {
            if had_more.replace(*has_more) && !*has_more && focus::is_lost() {
                focus::focus_quietly(RESULTS_ID);
            }
        },
    );
}

fn controls(
    props: &ExploreProps,
    on_search: &Callback<(String, bool)>,
    change: &Callback<SearchQuery>,
    are_filters_open: &UseStateHandle<bool>,
) -> Html {
    let text = t::explore();
    let sorts = Sort::ALL.map(|sort| {
        let name = match sort {
            Sort::Trending => text.sort_trending,
            Sort::Downloads => text.sort_downloads,
            Sort::Likes => text.sort_likes,
            Sort::Newest => text.sort_newest,
            Sort::Updated => text.sort_updated,
            Sort::Fastest => text.sort_fastest,
        };
        (AttrValue::Static(sort.key()), AttrValue::Static(name))
    });
    let on_sort = {
        let (query, change) = (props.query.clone(), change.clone());
        Callback::from(move |key: AttrValue| {
            if let Some(sort) = Sort::from_key(&key) {
                change.emit(SearchQuery {
                    sort,
                    ..query.clone()
                });
            }
        })
    };
    let toggle = {
        let are_filters_open = are_filters_open.clone();
        Callback::from(move |_: MouseEvent| are_filters_open.set(!*are_filters_open))
    };
    let n_active = n_active(&props.query);
    let label = if n_active > 0 {
        (text.filters_active)(n_active)
    } else {
        text.filters.to_owned()
    };
    let clear = {
        let (query, change) = (props.query.clone(), change.clone());
        Callback::from(move |_: MouseEvent| change.emit(cleared(&query)))
    };
    html! {
        <div class="stack" role="search">
            <div class="search">
                <SearchBox text={props.query.text.clone()} on_search={on_search.clone()} />
                <div class="search__sort">
                    <SelectField
                        id="sort"
                        label={text.sort}
                        show_label={false}
                        value={props.query.sort.key()}
                        groups={ChoiceGroup::plain(sorts)}
                        on_change={on_sort}
                    />
                </div>
                <div class="cluster">
                    <button
                        type="button"
                        class="button"
                        aria-expanded={are_filters_open.to_string()}
                        aria-controls="filters"
                        onclick={toggle}
                    >
                        { icon(Glyph::Sliders) }
                        { label }
                    </button>
                    if n_active > 0 {
                        <button type="button" class="button button--quiet" onclick={clear}>{ text.clear_filters }</button>
                    }
                </div>
            </div>
        </div>
    }
}

fn runs_only(props: &ExploreProps, change: &Callback<SearchQuery>) -> Html {
    let (query, change) = (props.query.clone(), change.clone());
    let onchange = Callback::from(move |_: Event| {
        change.emit(SearchQuery {
            runs_only: !query.runs_only,
            ..query.clone()
        });
    });
    html! {
        <label class="check">
            <input type="checkbox" checked={props.query.runs_only} {onchange} />
            { t::explore().runs_only }
        </label>
    }
}
