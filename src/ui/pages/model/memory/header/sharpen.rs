//! Rows of a list that sharpen by themselves: those on the screen learn what their files say.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::bounded_reading::Reading;
use super::config_reading::{config_of, file_of};
use super::gguf_reading::read_first;
use super::read_header::ReadCost;
use super::use_model_header::has_header;
use crate::domain::app::header_failure::HeaderFailure;
use crate::domain::app::search_state::{Listing, ListingSource};
use crate::domain::app::sharpening::Sharpening;
use crate::domain::assess::{Insight, assess_model};
use crate::domain::files::description::{ConfigDescription, Description, WeightFacts};
use crate::domain::hub::HubError;
use crate::domain::model::variant::Variant;
use crate::domain::model::{Gated, Model, RepoId};
use crate::domain::precision::format::Format;
use crate::ui::context::PageContext;
use crate::ui::features::results::RESULTS_ID;
use crate::web::abort::AbortHandle;
use crate::web::{data_saver, in_view, online};

/// How long a row stays on the screen before anything is asked for it: rows that are scrolled past cost nothing.
const REST_MS: u32 = 350;
/// Bytes that are read for a row at most.
const ROW_BYTES: u32 = 16 * 1024;
/// Bytes of the file that a row names: the geometry takes one or two KB. What is left pays for the lengths of others.
const HEADER_BYTES: u32 = ROW_BYTES - 64;
/// Most variants whose length is asked for.
const PROBES_MAX: usize = 6;

/// What the rows on the screen are learning.
#[derive(Default)]
struct Work {
    rows: BTreeMap<RepoId, Rc<Model>>,
    sharpening: Sharpening,
    running: BTreeMap<RepoId, Rc<AbortHandle>>,
    rest: Option<Timeout>,
    page: Option<PageContext>,
}

thread_local! {
    /// The Hub asked for fewer requests: lists ask for nothing more during this visit.
    static IS_REFUSED: Cell<bool> = const { Cell::new(false) };
}

/// Properties of [`Sharpen`].
#[derive(Properties, PartialEq)]
pub struct SharpenProps {
    /// The list, and by what its models are assessed.
    pub page: PageContext,
}

/// Lets the rows of the list on the screen learn what their files say. Draws nothing.
#[component]
pub fn Sharpen(props: &SharpenProps) -> Html {
    let work = use_mut_ref(Work::default);
    let listing = props.page.listing.clone();
    work.borrow_mut().page = Some(props.page.clone());
    {
        let work = Rc::clone(&work);
        let ids = listing.as_ref().map(|listing| ids_of(listing));
        use_effect_with(ids, move |_| {
            let watch = listing
                .filter(|listing| is_worth_reading(listing))
                .and_then(|listing| {
                    {
                        let mut work = work.borrow_mut();
                        let rows = listing.models.iter();
                        work.rows = rows.map(|model| (model.id.clone(), Rc::clone(model))).collect();
                        work.sharpening.show(ids_of(&listing));
                    }
                    let work = Rc::clone(&work);
                    in_view::watch_children(RESULTS_ID, "data-model", move |id, is_in_view| {
                        if let Ok(id) = id.parse() {
                            note(&work, id, is_in_view);
                        }
                    })
                });
            move || drop(watch)
        });
    }
    use_effect_with((), move |()| move || work.take().stop());
    Html::default()
}

fn ids_of(listing: &Listing) -> Vec<RepoId> {
    listing.models.iter().map(|model| model.id.clone()).collect()
}

/// Rows of the Hub alone have files that can be read, and nothing is read where data shall be spared.
fn is_worth_reading(listing: &Listing) -> bool {
    listing.source == ListingSource::Live && online::is_online() && !data_saver::is_on()
}

impl Work {
    fn stop(self) {
        for abort in self.running.values() {
            abort.abort();
        }
    }
}

/// A row came onto the screen, or left it.
fn note(work: &Rc<RefCell<Work>>, id: RepoId, is_in_view: bool) {
    let mut borrowed = work.borrow_mut();
    if is_in_view {
        borrowed.sharpening.enter(id);
    } else {
        borrowed.sharpening.leave(&id);
        if let Some(abort) = borrowed.running.remove(&id) {
            abort.abort();
        }
    }
    let rested = Rc::clone(work);
    borrowed.rest = Some(Timeout::new(REST_MS, move || start_more(&rested)));
}

/// Starts reading for rows on the screen, as many as may be read at the same time.
fn start_more(work: &Rc<RefCell<Work>>) {
    while let Some((model, page, abort)) = next(work) {
        let work = Rc::clone(work);
        spawn_local(async move {
            let learnt = learn(&model, &page, &abort).await;
            if abort.is_aborted() {
                return;
            }
            {
                let mut borrowed = work.borrow_mut();
                borrowed.running.remove(&model.id);
                borrowed.sharpening.finish(model.id.clone());
            }
            match learnt {
                Ok((document, insight)) => page.assessing.learn.emit((document, insight)),
                Err(HeaderFailure::Hub(HubError::RateLimited { .. })) => IS_REFUSED.set(true),
                // What could not be read stays as it was: the page of the model says why.
                Err(_) => {}
            }
            start_more(&work);
        });
    }
}

fn next(work: &Rc<RefCell<Work>>) -> Option<(Rc<Model>, PageContext, Rc<AbortHandle>)> {
    if IS_REFUSED.get() {
        return None;
    }
    let mut borrowed = work.borrow_mut();
    let Work {
        rows,
        sharpening,
        running,
        page,
        ..
    } = &mut *borrowed;
    let page = page.clone()?;
    let id = sharpening.start(|id| {
        let row = rows.get(id);
        row.is_some_and(|row| is_open(row, &page) && page.assessing.insights.find(id).is_none())
    })?;
    let model = rows.get(&id).cloned()?;
    let abort = Rc::new(AbortHandle::new());
    running.insert(id, Rc::clone(&abort));
    Some((model, page, abort))
}

/// Whether its files can be read, and there is something to read in them.
fn is_open(model: &Model, page: &PageContext) -> bool {
    let client = &page.settings.client;
    let has_token = client.token.is_some() && client.origin.accepts_token();
    let variants = &model.contents.variants;
    (model.gated == Gated::No || has_token) && variants.iter().any(|variant| has_header(variant.format))
}

/// A model of a list with the sizes that were found, and what the file says that it would be run from.
///
/// The first kilobytes of that file tell the geometry, and how long the file is. Whether another variant is the better one
/// then hangs on the lengths of its neighbours, of which a byte each is asked for.
async fn learn(
    row: &Rc<Model>,
    page: &PageContext,
    abort: &Rc<AbortHandle>,
) -> Result<(Rc<Model>, Insight), HeaderFailure> {
    let reading = Reading {
        client: page.settings.client.clone(),
        abort: Rc::clone(abort),
        use_kept: true,
        budget: u64::from(ROW_BYTES),
        on_progress: Callback::noop(),
        cost: Cell::new(ReadCost::default()),
    };
    let mut model = (**row).clone();
    let (hardware, rules) = (&page.machine.hardware, &page.assessing.rules);
    let shown = assess_model(&model, None, hardware, rules).shown_index();
    let shown = shown.ok_or(HeaderFailure::NoConfig)?;
    let variant = variant_at(&model, shown)?;
    let description = if variant.format == Format::Gguf {
        let first = variant.files.first().ok_or(HeaderFailure::MixedFiles)?;
        let file = (file_of(&model, &first.path), first.size);
        let read = read_first(&file, variant.files.len(), HEADER_BYTES, &reading).await?;
        note_size(&mut model, shown, 0, read.file.bytes);
        Description::Gguf(Box::new(read))
    } else {
        let (config, source) = config_of(&model, &reading).await?;
        Description::Config(ConfigDescription {
            config: Some(Rc::new(config)),
            config_file: Some((source.repository, source.path)),
            weights: WeightFacts::NotRead,
        })
    };
    let insight = Insight::of_description(&description, &model, variant_at(&model, shown)?)
        .ok_or(HeaderFailure::NoConfig)?;
    for _ in 0..PROBES_MAX {
        let assessed = assess_model(&model, Some(&insight), hardware, rules);
        let Some(index) = assessed.next_to_measure(&model.contents.variants, &rules.limits) else {
            break;
        };
        measure(&mut model, index, &reading).await?;
    }
    Ok((Rc::new(model), insight))
}

fn variant_at(model: &Model, index: usize) -> Result<&Variant, HeaderFailure> {
    model.contents.variants.get(index).ok_or(HeaderFailure::NoConfig)
}

/// Asks for a byte of each file of a variant, which tells how long it is.
async fn measure(model: &mut Model, index: usize, reading: &Reading) -> Result<(), HeaderFailure> {
    let files = variant_at(model, index)?.files.clone();
    for (place, file) in files.iter().enumerate() {
        if file.size.is_none() {
            let part = reading.part(&file_of(model, &file.path), 0, 1).await?;
            let bytes = part.total.ok_or(HeaderFailure::Unreadable)?;
            note_size(model, index, place, Some(bytes));
        }
    }
    Ok(())
}

fn note_size(model: &mut Model, variant: usize, file: usize, bytes: Option<u64>) {
    let files = model
        .contents
        .variants
        .get_mut(variant)
        .map(|variant| &mut variant.files);
    if let Some(file) = files.and_then(|files| files.get_mut(file)) {
        file.size = file.size.or(bytes);
    }
}
