//! The model page: identity, verdict, variants, the sum, facts and files.

mod file_list;
mod memory;
pub mod model_facts;
mod variants_table;

use std::rc::Rc;

use yew::prelude::*;

use self::file_list::FileList;
use self::memory::memory;
use self::model_facts::model_facts;
use self::variants_table::VariantsTable;
use crate::domain::app::model_state::{KnownModel, ModelSource};
use crate::domain::app::route::{Comparison, Page, Subject};
use crate::domain::assess::verdict::{Compatibility, Judgement, ModelJudgement, NothingToJudge, VariantSize};
use crate::domain::hub::model_page_url;
use crate::domain::hub::search::SearchQuery;
use crate::domain::model::ModelKind;
use crate::domain::model::RepoId;
use crate::domain::model::variant::Variant;
use crate::ui::components::copy_button::CopyButton;
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::components::notice::Notice;
use crate::ui::context::PageContext;
use crate::ui::features::checks::{checks, nothing_to_judge};
use crate::ui::features::estimate_steps::estimate_steps;
use crate::ui::features::failure_notice::FailureNotice;
use crate::ui::features::memory_bar::large_memory_bar;
use crate::ui::features::term::Term;
use crate::ui::features::verdict_badge::{verdict_badge, word};
use crate::ui::figures;
use crate::ui::hooks::use_announcement::{use_alert, use_announcement};
use crate::ui::hooks::use_model::use_model;
use crate::ui::hooks::use_route::{Entry, Navigation};
use crate::ui::messages::t;
use crate::ui::pages::compare::opened;
use crate::web::{focus, location, print};

/// The element that holds the page.
const PAGE_ID: &str = "page";

/// The page for the model in the address; nothing for any other page.
pub fn model_page(page: &PageContext) -> Html {
    match &page.route.page {
        Page::Model { id, variant, run } => html! {
            <ModelPage
                key={id.to_string()}
                id={id.clone()}
                variant={variant.clone().map(AttrValue::from)}
                run={AttrValue::from(run.clone())}
                page={page.clone()}
            />
        },
        _ => html! { <div></div> },
    }
}

/// Properties of [`ModelPage`].
#[derive(Properties, PartialEq)]
pub struct ModelPageProps {
    /// The repository.
    pub id: RepoId,
    /// Key of the variant in the address.
    pub variant: Option<AttrValue>,
    /// How it is run, as the address says; empty for the defaults.
    pub run: AttrValue,
    /// The settings and the machine in effect.
    pub page: PageContext,
}

/// The model page.
#[component]
pub fn ModelPage(props: &ModelPageProps) -> Html {
    let navigation = use_context::<Navigation>().unwrap_or_default();
    let client = &props.page.settings.client;
    let judging = props.page.judging.clone();
    // What the list knew of it stands here until the Hub's document is there.
    let row = use_memo((props.id.clone(), props.page.listing.clone()), |(id, listing)| {
        let listing = listing.as_ref()?;
        listing.models.iter().find(|model| model.id == *id).cloned()
    });
    let model = use_model(props.id.clone(), (*row).clone(), client.clone());
    use_effect_with((), |()| focus::follow_to_heading(PAGE_ID));
    use_effect_with(props.id.clone(), opened::note_model);
    let judgement = use_memo(
        (
            model.known.clone(),
            props.page.machine.hardware.clone(),
            judging.clone(),
            props.run.clone(),
        ),
        |(known, hardware, judging, run)| {
            known
                .as_ref()
                .map(|known| Rc::new(judging.judge(&known.model, hardware, run)))
        },
    );
    let before = use_memo(
        (row, props.page.machine.hardware.clone(), judging),
        |(row, hardware, judging)| {
            let row = (**row).as_ref()?;
            Some(judging.judge(row, hardware, "").overall)
        },
    );
    let is_exact = model
        .known
        .as_ref()
        .is_some_and(|known| known.source != ModelSource::Row);
    let announcement = (*judgement)
        .as_ref()
        .filter(|_| is_exact)
        .map(|judgement| format!("{}: {}", props.id, word(judgement.overall)))
        .unwrap_or_default();
    use_announcement(announcement);
    use_alert(
        model
            .failure
            .as_ref()
            .map(|failure| (t::errors().hub)(&failure.error).0)
            .unwrap_or_default(),
    );
    let id = model
        .known
        .as_ref()
        .map_or_else(|| props.id.clone(), |known| known.model.id.clone());
    let source = model.known.as_ref().map(|known| match known.source {
        ModelSource::Row => "row",
        ModelSource::Live => "live",
        ModelSource::Kept { .. } => "kept",
        ModelSource::Catalog { .. } => "catalog",
    });
    html! {
        <article class="stack model" aria-busy={model.is_loading.to_string()} data-source={source}>
            { head(&id, props, &navigation) }
            { model.known.as_ref().map_or_else(|| html! { <div class="slot"></div> }, source_notices) }
            if let Some(failure) = &model.failure {
                <FailureNotice
                    error={failure.error.clone()}
                    n_failures={failure.in_a_row}
                    on_retry={model.retry.clone()}
                    actions={html! {
                        <a class="button" href={model_page_url(props.page.settings.client.origin, &id)} target="_blank" rel="noopener noreferrer">
                            { t::errors().on_the_hub }
                        </a>
                    }}
                />
            }
            <p class="muted small slot" aria-live="polite">{ if model.is_loading { t::model().loading } else { "" } }</p>
            { match (&model.known, &*judgement) {
                (Some(known), Some(judgement)) => body(known, judgement, *before, props, &navigation),
                _ => html! { <div></div> },
            } }
        </article>
    }
}

fn head(id: &RepoId, props: &ModelPageProps, navigation: &Navigation) -> Html {
    let page = Page::Model {
        id: id.clone(),
        variant: props.variant.as_ref().map(AttrValue::to_string),
        run: props.run.to_string(),
    };
    let link = {
        let href = navigation.href(page);
        Callback::from(move |()| location::absolute(href.strip_prefix('#').unwrap_or(&href)))
    };
    let onprint = Callback::from(|_: MouseEvent| {
        print::print();
    });
    html! {
        <div class="model__head">
            <h1 tabindex="-1">{ id.as_str() }</h1>
            <div class="cluster no-print">
                <a
                    class="button"
                    href={model_page_url(props.page.settings.client.origin, id)}
                    target="_blank"
                    rel="noopener noreferrer"
                >
                    { icon(Glyph::External) }
                    { t::model().on_the_hub }
                </a>
                <CopyButton label={t::model().copy_link} text={link} />
                <button type="button" class="button" onclick={onprint}>{ t::model().print }</button>
            </div>
        </div>
    }
}

/// What the reader should know about where the facts come from.
fn source_notices(known: &KnownModel) -> Html {
    let age = match &known.source {
        ModelSource::Kept { age_minutes } => Some((
            (t::model().kept)(&figures::ago(*age_minutes)),
            t::model().kept_body.to_owned(),
        )),
        ModelSource::Catalog { generated } => Some((
            t::model().from_catalog.to_owned(),
            (t::model().from_catalog_body)(&figures::date(*generated)),
        )),
        ModelSource::Row | ModelSource::Live => None,
    };
    html! {
        <div class="stack slot">
            { for age.into_iter().map(|(title, body)| Notice::new(body.into()).title(title).html()) }
            { for known.renamed_from.iter().map(|old| {
                Notice::new((t::model().renamed)(old.as_str()).into()).html()
            }) }
        </div>
    }
}

fn body(
    known: &KnownModel,
    judgement: &Rc<ModelJudgement>,
    before: Option<Compatibility>,
    props: &ModelPageProps,
    navigation: &Navigation,
) -> Html {
    let model = &known.model;
    let chosen = judgement.chosen(&model.contents.variants, props.variant.as_deref());
    let shown = chosen.and_then(|index| {
        Some((
            model.contents.variants.get(index)?,
            judgement.variants.get(index)?,
        ))
    });
    let on_choose = {
        let (navigation, model, run) = (navigation.clone(), model.clone(), props.run.to_string());
        Callback::from(move |index: usize| {
            if let Some(variant) = model.contents.variants.get(index) {
                let page = Page::Model {
                    id: model.id.clone(),
                    variant: Some(variant.key.clone()),
                    run: run.clone(),
                };
                navigation.go(page, Entry::Replace);
            }
        })
    };
    html! {
        <div class="stack">
            { changed_verdict(known, judgement, before) }
            { match shown {
                Some((variant, judged)) => verdict_section(variant, judged, props),
                None => no_verdict(judgement),
            } }
            if let Some(chosen) = chosen.filter(|_| model.kind != ModelKind::NotLanguage && known.source != ModelSource::Row) {
                { memory(model, chosen, &props.run, &props.page) }
            }
            if !model.contents.variants.is_empty() {
                <section class="section" aria-labelledby="variants-title">
                    <h2 id="variants-title"><Term id="variant" entry={t::glossary().variant} word={t::model().variants} />{ " " }<span class="muted small">{ t::model().variants_hint }</span></h2>
                    <VariantsTable model={model.clone()} judgement={judgement.clone()} {chosen} {on_choose} />
                </section>
            }
            if let Some((variant, judged)) = shown {
                { sum_section(variant, judged, props) }
            }
            { model_facts(model, navigation) }
            <FileList model={model.clone()} origin={props.page.settings.client.origin} />
            <p>
                <a href={navigation.href(Page::HowItWorks)}>{ t::app().how_it_works }</a>
                { " · " }
                <a href={navigation.href(Page::Explore(SearchQuery { quantized_from: Some(model.id.clone()), ..SearchQuery::default() }))}>
                    { t::model().quantized_variants }
                </a>
                { " · " }
                <a href={navigation.href(Page::Compare(Comparison { machines: Vec::new(), subject: Subject::Model(model.id.clone()) }))}>
                    { t::app().compare_link }
                </a>
            </p>
        </div>
    }
}

/// A variant as people call it: `Q4_K_M (GGUF)`.
fn variant_name(variant: &Variant) -> String {
    let label = variant
        .quantization
        .as_ref()
        .map_or(t::model().not_stated_quantization, |quantization| {
            &quantization.label
        });
    format!("{label} ({})", variant.format.name())
}

/// The list's verdict was an estimate: if the real files say something else, that is said, not hidden.
fn changed_verdict(known: &KnownModel, judgement: &ModelJudgement, before: Option<Compatibility>) -> Html {
    let before = before
        .filter(|_| known.source != ModelSource::Row)
        .filter(|before| *before != judgement.overall);
    html! {
        <div class="slot">
            if let Some(before) = before {
                { Notice::new((t::model().changed_body)(word(before), word(judgement.overall)).into())
                    .title(t::model().changed)
                    .html() }
            }
        </div>
    }
}

fn no_verdict(judgement: &ModelJudgement) -> Html {
    html! {
        <section class="section" aria-labelledby="verdict-title">
            <h2 id="verdict-title">{ t::model().no_rule }</h2>
            { verdict_badge(judgement.overall, None) }
            <p>
                { judgement.nothing_to_judge.map_or("", nothing_to_judge) }
                if judgement.nothing_to_judge == Some(NothingToJudge::OnlyAdapters) {
                    { " " }<Term id="adapter" entry={t::glossary().adapter} />
                }
            </p>
        </section>
    }
}

fn verdict_section(variant: &Variant, judged: &Judgement, props: &ModelPageProps) -> Html {
    let memory = props.page.machine.hardware.available_memory();
    let required = judged.required();
    html! {
        <section class="section" aria-labelledby="verdict-title">
            <h2 id="verdict-title">{ (t::model().verdict_for)(&variant_name(variant), &props.page.machine.name) }</h2>
            { verdict_badge(judged.verdict.compatibility(), judged.verdict.memory.placement()) }
            { large_memory_bar(memory, required) }
            <p>
                if let Some(required) = required {
                    <strong data-quantity="required-memory" data-bytes={required.to_string()}>{ figures::gb(required) }</strong>
                    { " " }{ t::verdict().legend_need }{ " " }{ t::explore().of }{ " " }
                }
                <strong data-quantity="available-memory" data-bytes={memory.available.to_string()}>
                    { figures::gb(memory.available) }
                </strong>
                { " " }{ t::model().available_word }
            </p>
            if let Some(need) = judged.detailed {
                <p class="small">{ (t::model().by_detailed)(&figures::integer(u64::from(need.context))) }</p>
            }
            { checks(&judged.verdict, variant.quantization.as_ref()) }
            { larger_than_rule(variant, judged) }
        </section>
    }
}

/// Where the variant's files are larger than the rule's sum, the page says so beside the verdict.
fn larger_than_rule(variant: &Variant, judged: &Judgement) -> Html {
    let excess = judged.size_above_model_memory().is_some() && judged.detailed.is_none();
    html! {
        <div class="slot">
            if let (true, Some(size), Some(estimate)) = (excess, judged.size, judged.estimate) {
                { Notice::warning(
                    (t::model().larger_than_rule_body)(
                        &match size {
                            VariantSize::Exact(bytes) => figures::gb(bytes),
                            VariantSize::Estimated(bytes) => format!("≈ {}", figures::gb(bytes)),
                        },
                        &figures::gb(estimate.model_memory),
                        &variant_name(variant),
                        (t::model().class)(estimate.precision),
                    )
                    .into(),
                )
                .title(t::model().larger_than_rule)
                .html() }
            }
        </div>
    }
}

fn sum_section(variant: &Variant, judged: &Judgement, props: &ModelPageProps) -> Html {
    html! {
        <section class="section" aria-label={t::model().how}>
            <h2>{ t::model().how }</h2>
            if let Some(estimate) = judged.estimate {
                <p>{ (t::model().how_intro)(&variant_name(variant)) }</p>
                { estimate_steps("sum", &estimate, &props.page.machine.hardware) }
                <p class="muted">
                    { t::model().rule_of_thumb }{ " " }<Term id="kv-cache" entry={t::glossary().kv_cache} />
                </p>
            } else {
                <p>{ t::model().estimate_missing }</p>
            }
        </section>
    }
}
