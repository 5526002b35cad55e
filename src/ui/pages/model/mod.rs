//! The model page: identity, verdict, variants, the sum, facts and files.

mod file_list;
mod memory;
pub mod model_facts;
mod variants_table;

use std::rc::Rc;

use yew::prelude::*;

use self::file_list::FileList;
pub use self::memory::Sharpen;
use self::memory::memory;
use self::model_facts::model_facts;
use self::variants_table::VariantsTable;
use crate::domain::app::model_state::{KnownModel, ModelSource};
use crate::domain::app::route::{Comparison, Page, Subject};
use crate::domain::assess::{Assessment, Method, ModelAssessment, NothingToAssess};
use crate::domain::hub::model_page_url;
use crate::domain::hub::search::SearchQuery;
use crate::domain::model::ModelKind;
use crate::domain::model::RepoId;
use crate::domain::model::variant::Variant;
use crate::ui::components::copy_button::CopyButton;
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::components::notice::Notice;
use crate::ui::context::PageContext;
use crate::ui::features::checks::{checks, nothing_to_assess};
use crate::ui::features::estimate_steps::estimate_steps;
use crate::ui::features::failure_notice::FailureNotice;
use crate::ui::features::grade_badge::{grade_badge, grade_sentence, repository_badge, verdict_word};
use crate::ui::features::memory_bar::{BarNeed, large_memory_bar};
use crate::ui::features::result_row::writing_speed;
use crate::ui::features::term::Term;
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
    let assessing = props.page.assessing.clone();
    // What the list knew of it stands here until the Hub's document is there.
    let row = use_memo((props.id.clone(), props.page.listing.clone()), |(id, listing)| {
        let listing = listing.as_ref()?;
        listing.models.iter().find(|model| model.id == *id).cloned()
    });
    let model = use_model(props.id.clone(), (*row).clone(), client.clone());
    use_effect_with((), |()| focus::follow_to_heading(PAGE_ID));
    use_effect_with(props.id.clone(), opened::note_model);
    let assessment = use_memo(
        (
            model.known.clone(),
            props.page.machine.hardware.clone(),
            assessing.clone(),
            props.run.clone(),
        ),
        |(known, hardware, assessing, run)| {
            known
                .as_ref()
                .map(|known| Rc::new(assessing.assess(&known.model, hardware, run)))
        },
    );
    let is_exact = model
        .known
        .as_ref()
        .is_some_and(|known| known.source != ModelSource::Row);
    let announcement = (*assessment)
        .as_ref()
        .filter(|_| is_exact)
        .map(|assessment| format!("{}: {}", props.id, verdict_word(assessment.overall)))
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
            { match (&model.known, &*assessment) {
                (Some(known), Some(assessment)) => body(known, assessment, props, &navigation),
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
    assessment: &Rc<ModelAssessment>,
    props: &ModelPageProps,
    navigation: &Navigation,
) -> Html {
    let model = &known.model;
    let chosen = assessment.chosen(&model.contents.variants, props.variant.as_deref());
    let shown = chosen.and_then(|index| {
        Some((
            model.contents.variants.get(index)?,
            assessment.variants.get(index)?,
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
            { match shown {
                Some((variant, judged)) => verdict_section(variant, judged, props),
                None => no_verdict(assessment),
            } }
            if let Some(chosen) = chosen.filter(|_| model.kind != ModelKind::NotLanguage && known.source != ModelSource::Row) {
                { memory(model, chosen, assessment, &props.run, &props.page) }
            }
            if !model.contents.variants.is_empty() {
                <section class="section" aria-labelledby="variants-title">
                    <h2 id="variants-title"><Term id="variant" entry={t::glossary().variant} word={t::model().variants} />{ " " }<span class="muted small">{ t::model().variants_hint }</span></h2>
                    <VariantsTable model={model.clone()} assessment={assessment.clone()} {chosen} {on_choose} />
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

fn no_verdict(assessment: &ModelAssessment) -> Html {
    html! {
        <section class="section" aria-labelledby="verdict-title">
            <h2 id="verdict-title">{ t::model().no_rule }</h2>
            { repository_badge(assessment) }
            <p>
                { assessment.nothing.map_or("", nothing_to_assess) }
                if assessment.nothing == Some(NothingToAssess::OnlyAdapters) {
                    { " " }<Term id="adapter" entry={t::glossary().adapter} />
                }
            </p>
        </section>
    }
}

fn verdict_section(variant: &Variant, judged: &Assessment, props: &ModelPageProps) -> Html {
    let memory = props.page.machine.hardware.available_memory();
    let required = judged.required();
    let available = judged
        .need
        .as_ref()
        .map_or(memory.available, |need| need.available);
    html! {
        <section class="section" aria-labelledby="verdict-title">
            <h2 id="verdict-title">{ (t::model().verdict_for)(&variant_name(variant), &props.page.machine.name) }</h2>
            { grade_badge(judged) }
            <p>{ grade_sentence(judged) }</p>
            { large_memory_bar(memory, BarNeed::of(judged)) }
            <p>
                if let Some(required) = required {
                    <strong data-quantity="required-memory" data-bytes={required.to_string()}>{ figures::size(required) }</strong>
                    { " " }{ t::verdict().legend_need }{ " " }{ t::explore().of }{ " " }
                    if available != memory.available {
                        { (t::model().reachable)(&figures::size(available)) }{ " · " }
                    }
                }
                <strong data-quantity="available-memory" data-bytes={memory.available.to_string()}>
                    { figures::size(memory.available) }
                </strong>
                { " " }{ t::model().available_word }
                if let Some(speed) = judged.speed {
                    { " · " }{ writing_speed(speed) }
                }
            </p>
            <p class="small muted">{ how_known(judged) }</p>
            { checks(&judged.verdict, variant.quantization.as_ref()) }
            { standard_differs(judged, props) }
        </section>
    }
}

/// By which estimate, and how it is run.
fn how_known(judged: &Assessment) -> String {
    let text = t::model();
    let method = match judged.method {
        Method::Detailed => text.method_detailed,
        Method::Quick => text.method_quick,
        Method::Standard => text.method_standard,
    };
    let run = judged
        .runner
        .zip(judged.need.as_ref())
        .filter(|(_, need)| need.context > 0)
        .map(|(runner, need)| (text.run_as)(runner.name(), &figures::integer(need.context)));
    format!("{method} {}", run.unwrap_or_default())
}

/// Where the Standard rule would decide otherwise, the page says so and why.
fn standard_differs(judged: &Assessment, props: &ModelPageProps) -> Html {
    let text = t::model();
    let differs = judged.standard_differs(&props.page.machine.hardware) == Some(true);
    html! {
        <div class="slot">
            if differs {
                { Notice::new(if judged.placement().is_some() {
                    text.standard_does_not_fit.into()
                } else {
                    text.standard_fits.into()
                })
                .title(text.standard_differs)
                .html() }
            }
        </div>
    }
}

fn sum_section(variant: &Variant, judged: &Assessment, props: &ModelPageProps) -> Html {
    html! {
        <section class="section" aria-label={t::model().how}>
            <h2>{ t::model().how }</h2>
            if let Some(estimate) = judged.standard {
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
