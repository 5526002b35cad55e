//! The explore page: a question, a search field, and judged models.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::hardware::AvailableMemory;
use crate::domain::hub::HubError;
use crate::domain::model::Model;
use crate::domain::route::Page;
use crate::domain::search::{SearchQuery, Sort};
use crate::domain::verdict::{Compatibility, ModelJudgement, judge_model};
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::components::notice::Notice;
use crate::ui::components::select_field::{ChoiceGroup, SelectField};
use crate::ui::features::failure_notice::FailureNotice;
use crate::ui::features::filters::{cleared, filters, n_active};
use crate::ui::features::result_row::ResultRow;
use crate::ui::features::search_box::SearchBox;
use crate::ui::figures;
use crate::ui::hooks::use_announcement::{use_alert, use_announcement};
use crate::ui::hooks::use_hub_search::{ListingSource, SearchActivity, UseHubSearchHandle};
use crate::ui::hooks::use_machine::UseMachineHandle;
use crate::ui::hooks::use_route::{Entry, Navigation};
use crate::ui::messages::t;
use crate::ui::same::Same;

/// Rows of the first loading picture.
const SKELETON_ROWS: usize = 8;

/// Properties of [`Explore`].
#[derive(Properties, PartialEq)]
pub struct ExploreProps {
    /// The search in the address.
    pub query: SearchQuery,
    /// The search's state, kept while other pages are shown.
    pub search: UseHubSearchHandle,
    /// The machine in effect.
    pub machine: UseMachineHandle,
    /// The rule's multiplier in percent.
    pub activation_percent: u16,
    /// Shows the hardware panel, where it is a drawer.
    pub on_machine: Callback<()>,
}

/// The explore page.
#[component]
pub fn Explore(props: &ExploreProps) -> Html {
    let navigation = use_context::<Navigation>().unwrap_or_default();
    let are_filters_open = use_state_eq(|| n_active(&props.query) > 0);
    let state = &props.search.state;
    let models: Vec<Same<Model>> = state
        .listing
        .as_ref()
        .map(|listing| listing.models.clone())
        .unwrap_or_default();
    let judged = use_memo(
        (models, props.machine.hardware.clone(), props.activation_percent),
        |(models, hardware, activation_percent)| {
            models
                .iter()
                .map(|model| {
                    (
                        model.clone(),
                        Rc::new(judge_model(model, hardware, *activation_percent)),
                    )
                })
                .collect::<Vec<_>>()
        },
    );
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
    let n_run = judged.iter().filter(|(_, judgement)| runs(judgement)).count();
    let shown: Vec<&(Same<Model>, Rc<ModelJudgement>)> = judged
        .iter()
        .filter(|(_, judgement)| !props.query.runs_only || runs(judgement))
        .collect();
    let is_loading = matches!(state.activity, SearchActivity::Searching { .. });
    let is_first = state.listing.is_none();
    let counts = if is_loading || is_first {
        String::new()
    } else {
        counts(props, judged.len(), n_run)
    };
    use_announcement(counts.clone());
    use_alert(
        state
            .failure
            .as_ref()
            .or(state.failure_of_more.as_ref())
            .map(|(error, _)| (t().errors.hub)(error).0)
            .unwrap_or_default(),
    );
    let source = state.listing.as_ref().map(|listing| match listing.source {
        ListingSource::Live => "live",
        ListingSource::Kept { .. } => "kept",
        ListingSource::Catalog { .. } => "catalog",
    });
    let title = if props.query.is_unfiltered() {
        t().explore.popular
    } else {
        t().explore.results
    };
    let memory = props.machine.hardware.available_memory();
    html! {
        <div class="stack explore">
            <div class="explore__head">
                <h1 tabindex="-1">{ t().explore.question }</h1>
                <button type="button" class="button explore__machine" onclick={props.on_machine.reform(|_: MouseEvent| ())}>
                    { icon(Glyph::Chip) }
                    { (t().explore.machine)(&props.machine.name, &figures::gb(memory.available)) }
                </button>
                <a href={navigation.href(Page::HowItWorks)}>{ t().app.how_it_works }</a>
            </div>
            { controls(props, &on_search, &change, &are_filters_open) }
            if *are_filters_open {
                { filters(&props.query, &change) }
            }
            <section
                class={classes!("stack", "results-frame", is_loading.then_some("results--loading"))}
                aria-busy={is_loading.to_string()}
                data-source={source}
                aria-label={title}
            >
                <div class="results__bar">
                    <span>
                        <strong>{ title }</strong>{ " " }
                        <span class="muted">{ progress_words(state.activity, &counts) }</span>
                    </span>
                    { runs_only(props, &change) }
                </div>
                { source_notice(props) }
                { list(&shown, memory, is_first && is_loading, &navigation) }
                { nothing(props, judged.len(), shown.len(), is_loading, &change) }
                { more(props) }
            </section>
        </div>
    }
}

fn runs(judgement: &ModelJudgement) -> bool {
    judgement.overall == Compatibility::Compatible
}

fn controls(
    props: &ExploreProps,
    on_search: &Callback<(String, bool)>,
    change: &Callback<SearchQuery>,
    are_filters_open: &UseStateHandle<bool>,
) -> Html {
    let text = &t().explore;
    let sorts = Sort::ALL.map(|sort| {
        let name = match sort {
            Sort::Trending => text.sort_trending,
            Sort::Downloads => text.sort_downloads,
            Sort::Likes => text.sort_likes,
            Sort::Newest => text.sort_newest,
            Sort::Updated => text.sort_updated,
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
            { t().explore.runs_only }
        </label>
    }
}

fn counts(props: &ExploreProps, n_found: usize, n_run: usize) -> String {
    let is_catalog = matches!(
        props.search.state.listing.as_ref().map(|listing| &listing.source),
        Some(ListingSource::Catalog { .. })
    );
    let found = if is_catalog {
        (t().explore.catalog_count)(n_found)
    } else {
        (t().explore.found)(n_found)
    };
    if n_found == 0 {
        return String::new();
    }
    format!("{found}, {}", (t().explore.run_here)(n_run))
}

fn progress_words(activity: SearchActivity, counts: &str) -> String {
    match activity {
        SearchActivity::Searching { is_slow: false } => t().explore.searching.to_owned(),
        SearchActivity::Searching { is_slow: true } => t().explore.slow.to_owned(),
        SearchActivity::Settled | SearchActivity::LoadingMore => counts.to_owned(),
    }
}

/// What went wrong, what stands in for the Hub, and the ways on.
fn source_notice(props: &ExploreProps) -> Html {
    let state = &props.search.state;
    let source = state.listing.as_ref().map(|listing| &listing.source);
    let n_malformed = state.listing.as_ref().map_or(0, |listing| listing.n_malformed);
    // "Too many requests" counts down, whatever stands in; other failures are told by the notice of what stands in.
    let told_apart = state.failure.as_ref().filter(|(error, _)| {
        matches!(error, HubError::RateLimited { .. }) || matches!(source, None | Some(ListingSource::Live))
    });
    let (what, advice) = match &state.failure {
        Some((error, _)) if told_apart.is_none() => (t().errors.hub)(error),
        _ => Default::default(),
    };
    let retry = props.search.retry.reform(|_: MouseEvent| ());
    let action = html! {
        <button type="button" class="button" onclick={retry}>{ t().explore.try_live }</button>
    };
    let stand_in = match source {
        None | Some(ListingSource::Live) => None,
        Some(ListingSource::Kept { age_minutes }) => Some(
            Notice::new(format!("{what} {advice} {}", t().explore.kept_body).into()).title((t()
                .explore
                .kept)(
                &figures::ago(*age_minutes),
            )),
        ),
        Some(ListingSource::Catalog { generated }) => {
            let body = (t().explore.catalog_body)(&what, &figures::date(*generated));
            Some(Notice::new(format!("{body} {advice}").into()).title(t().explore.catalog))
        }
    };
    html! {
        <div class="stack slot">
            if let Some((error, n_failures)) = told_apart {
                <FailureNotice error={error.clone()} n_failures={*n_failures} on_retry={props.search.retry.clone()} />
            }
            if let Some(notice) = stand_in {
                { notice.actions(action).html() }
            }
            if n_malformed > 0 {
                <span class="small muted">{ (t().explore.malformed)(n_malformed) }</span>
            }
        </div>
    }
}

fn list(
    shown: &[&(Same<Model>, Rc<ModelJudgement>)],
    memory: AvailableMemory,
    is_first: bool,
    navigation: &Navigation,
) -> Html {
    if is_first {
        return html! {
            <div class="results" aria-hidden="true">
                { for (0..SKELETON_ROWS).map(|row| html! { <div key={row} class="skeleton"></div> }) }
            </div>
        };
    }
    html! {
        <ul
            class={classes!("results", shown.is_empty().then_some("results--empty"))}
            role="list"
            aria-label={t().explore.results}
            id="results"
            tabindex="-1"
        >
            { for shown.iter().map(|(model, judgement)| html! {
                <ResultRow
                    key={model.id.as_str()}
                    model={model.clone()}
                    judgement={judgement.clone()}
                    {memory}
                    href={navigation.href(Page::Model { id: model.id.clone(), variant: None })}
                />
            }) }
        </ul>
    }
}

fn nothing(
    props: &ExploreProps,
    n_judged: usize,
    n_shown: usize,
    is_loading: bool,
    change: &Callback<SearchQuery>,
) -> Html {
    let Some(listing) = props
        .search
        .state
        .listing
        .as_ref()
        .filter(|_| n_shown == 0 && !is_loading)
    else {
        return html! { <div class="slot"></div> };
    };
    let has_filters = n_active(&props.query) > 0;
    let (title, hint) = match (&listing.source, n_judged) {
        (ListingSource::Catalog { .. }, 0) => (t().explore.catalog_nothing, t().explore.nothing_hint),
        (_, 0) if has_filters => (t().explore.nothing, t().explore.nothing_hint_filters),
        (_, 0) => (t().explore.nothing, t().explore.nothing_hint),
        _ => (t().explore.nothing_runs, t().explore.nothing_runs_hint),
    };
    let clear = {
        let (query, change) = (props.query.clone(), change.clone());
        Callback::from(move |_: MouseEvent| change.emit(cleared(&query)))
    };
    html! {
        <div>
            { Notice::new(hint.into())
                .title(title)
                .actions(html! {
                    if has_filters {
                        <button type="button" class="button" onclick={clear}>{ t().explore.clear_filters }</button>
                    }
                })
                .html() }
        </div>
    }
}

fn more(props: &ExploreProps) -> Html {
    let state = &props.search.state;
    let has_more = state
        .listing
        .as_ref()
        .is_some_and(|listing| listing.next.is_some());
    let is_live = matches!(
        state.listing.as_ref().map(|listing| &listing.source),
        Some(ListingSource::Live)
    );
    let has_rows = state
        .listing
        .as_ref()
        .is_some_and(|listing| !listing.models.is_empty());
    let is_loading_more = state.activity == SearchActivity::LoadingMore;
    let onclick = props.search.load_more.reform(|_: MouseEvent| ());
    html! {
        <div class="more">
            if let Some((error, n_failures)) = &state.failure_of_more {
                <FailureNotice error={error.clone()} n_failures={*n_failures} on_retry={props.search.load_more.clone()} />
            }
            if has_more {
                <button type="button" class="button" {onclick} aria-disabled={is_loading_more.to_string()}>
                    { if is_loading_more { t().explore.loading_more } else { t().explore.load_more } }
                </button>
            } else if is_live && has_rows {
                <span class="small muted">{ t().explore.all_loaded }</span>
            }
        </div>
    }
}
