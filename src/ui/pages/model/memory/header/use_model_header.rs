//! The header of the variant on the page, or of the reader's own files.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::File;
use yew::prelude::*;

use super::bounded_reading::{OWN_BYTES, Reading, UNASKED_BYTES};
use super::config_reading::{file_of, read_config};
use super::gguf_reading::{SizedFile, read_geometry, read_whole};
use super::own_files::read_own_files;
use super::read_header::{HeaderSource, KnownHeader, ReadCost};
use super::visit::{self, HeaderKey};
use crate::domain::app::header_failure::HeaderFailure;
use crate::domain::files::description::Description;
use crate::domain::files::gguf::limits::MAX_HEADER_BYTES;
use crate::domain::hub::HubError;
use crate::domain::model::variant::Variant;
use crate::domain::model::{Gated, Model};
use crate::domain::precision::format::Format;
use crate::ui::same::Same;
use crate::web::abort::AbortHandle;
use crate::web::hub_client::HubClient;
use crate::web::{clock, online};

/// A header as the page shows it.
#[derive(Clone, PartialEq)]
pub struct UseModelHeader {
    /// Whose header this is about, whether it could be read or not.
    pub source: HeaderSource,
    /// What is known; it stays while more is read and when that fails.
    pub known: Option<Same<KnownHeader>>,
    /// What is going on.
    pub activity: Activity,
    /// Asks again, past what the device kept.
    pub retry: Callback<()>,
    /// Reads all that there is to read, whatever it costs: the tensors, or a geometry that stands far back.
    pub read_whole: Callback<()>,
    /// Reads files of the reader's own in place of the Hub's.
    pub open_own: Callback<Vec<File>>,
    /// Goes back to the Hub's.
    pub close_own: Callback<()>,
}

/// What is going on.
#[derive(Clone, PartialEq)]
pub enum Activity {
    /// Nothing: all that was asked for is there, or there is nothing to read.
    Idle,
    /// Bytes are read.
    Reading {
        /// So many so far.
        n_bytes: u64,
        /// Whether all that there is was asked for.
        is_whole: bool,
    },
    /// It went wrong.
    Failed {
        /// Why.
        failure: HeaderFailure,
        /// How many times in a row.
        n_failures: u32,
        /// Whether all that there is was asked for.
        is_whole: bool,
    },
}

/// What to read.
#[derive(Clone, PartialEq)]
enum Subject {
    Variant(Rc<Model>, usize),
    Own(Vec<File>),
}

/// What was asked for; a new number asks again.
#[derive(Clone, Copy, PartialEq, Default)]
struct Wish {
    number: u32,
    is_whole: bool,
    is_fresh: bool,
}

impl Wish {
    fn next(self, is_whole: bool, is_fresh: bool) -> Self {
        Self {
            number: self.number.wrapping_add(1),
            is_whole,
            is_fresh,
        }
    }
}

/// A wish and the subject that was shown when it was made.
type WishOf = Option<(Subject, Wish)>;

/// What became of a subject.
#[derive(Clone, PartialEq)]
struct Outcome {
    subject: Subject,
    known: Option<Same<KnownHeader>>,
    activity: Activity,
}

/// Whether a variant of this format has something to read.
pub fn has_header(format: Format) -> bool {
    matches!(
        format,
        Format::Gguf | Format::Safetensors | Format::Mlx | Format::PyTorch | Format::ExLlama
    )
}

/// Reads the header of a variant, given by its place among the model's, as far as an estimate needs it.
#[hook]
pub fn use_model_header(model: Rc<Model>, variant: usize, client: HubClient) -> UseModelHeader {
    let own = use_state(|| None::<Vec<File>>);
    let wish_of = use_state(|| None as WishOf);
    let outcome = use_state(|| None::<Outcome>);
    let subject = match &*own {
        Some(files) => Subject::Own(files.clone()),
        None => Subject::Variant(model, variant),
    };
    let wish = (*wish_of)
        .as_ref()
        .filter(|(of, _)| *of == subject)
        .map_or_else(Wish::default, |(_, wish)| *wish);
    {
        let outcome = outcome.clone();
        use_effect_with((subject.clone(), client, wish), move |(subject, client, wish)| {
            let abort = Rc::new(AbortHandle::new());
            start(subject, client, *wish, &abort, &outcome);
            move || abort.abort()
        });
    }
    let shown = (*outcome).clone().filter(|outcome| outcome.subject == subject);
    let (known, activity) = shown.map_or_else(
        || (recalled(&subject), Activity::Idle),
        |outcome| (outcome.known, outcome.activity),
    );
    // Made anew only when they do something else, so that what shows them is not drawn anew for nothing.
    let is_failed_whole = matches!(activity, Activity::Failed { is_whole: true, .. });
    let asked_for = (subject.clone(), wish, is_failed_whole);
    let retry = {
        let wish_of = wish_of.setter();
        use_callback(asked_for.clone(), move |(), (subject, wish, is_whole)| {
            wish_of.set(Some((subject.clone(), wish.next(*is_whole, true))));
        })
    };
    let read_whole = {
        let wish_of = wish_of.setter();
        use_callback(asked_for, move |(), (subject, wish, _)| {
            wish_of.set(Some((subject.clone(), wish.next(true, false))));
        })
    };
    {
        let retry = retry.clone();
        let waits = matches!(
            &activity,
            Activity::Failed {
                failure: HeaderFailure::Hub(_),
                ..
            }
        );
        use_effect_with((waits, wish), move |(waits, _)| {
            let watch = waits.then(|| {
                online::watch(move |is_online| {
                    if is_online {
                        retry.emit(());
                    }
                })
            });
            move || drop(watch)
        });
    }
    let open_own = {
        let own = own.setter();
        use_callback((), move |files: Vec<File>, ()| {
            if !files.is_empty() {
                own.set(Some(files));
            }
        })
    };
    let close_own = {
        let own = own.setter();
        use_callback((), move |(), ()| own.set(None))
    };
    UseModelHeader {
        source: subject.source(),
        known,
        activity,
        retry,
        read_whole,
        open_own,
        close_own,
    }
}

impl Subject {
    fn key(&self) -> Option<HeaderKey> {
        let Self::Variant(model, variant) = self else {
            return None;
        };
        Some(HeaderKey {
            id: model.id.clone(),
            revision: model.revision.clone(),
            variant: model.contents.variants.get(*variant)?.key.clone(),
        })
    }
}

fn recalled(subject: &Subject) -> Option<Same<KnownHeader>> {
    subject.key().and_then(|key| visit::recall(&key))
}

/// Starts the reading that a subject and a wish ask for, unless it was done before.
fn start(
    subject: &Subject,
    client: &HubClient,
    wished: Wish,
    abort: &Rc<AbortHandle>,
    outcome: &UseStateHandle<Option<Outcome>>,
) {
    let subject = subject.clone();
    let before = (**outcome).clone().filter(|last| last.subject == subject);
    let known = before
        .as_ref()
        .and_then(|last| last.known.clone())
        .or_else(|| recalled(&subject));
    let n_failures = match before.map(|last| last.activity) {
        Some(Activity::Failed { n_failures, .. }) => n_failures,
        _ => 0,
    };
    let is_enough = known
        .as_ref()
        .is_some_and(|known| !wished.is_whole || known.description.is_whole());
    let set = {
        let (outcome, subject) = (outcome.setter(), subject.clone());
        move |known: Option<Same<KnownHeader>>, activity: Activity| {
            outcome.set(Some(Outcome {
                subject: subject.clone(),
                known,
                activity,
            }));
        }
    };
    if is_enough || !subject.has_header() {
        set(known, Activity::Idle);
        return;
    }
    if subject.is_closed_to(client) {
        // The Hub lets nobody in without a token, so the question is spared.
        let activity = Activity::Failed {
            failure: HeaderFailure::Hub(HubError::Gated),
            n_failures: n_failures.saturating_add(1),
            is_whole: wished.is_whole,
        };
        set(known, activity);
        return;
    }
    let reading_now = move |n_bytes| Activity::Reading {
        n_bytes,
        is_whole: wished.is_whole,
    };
    set(known.clone(), reading_now(0));
    let reading = Reading {
        client: client.clone(),
        abort: Rc::clone(abort),
        use_kept: !wished.is_fresh,
        budget: match &subject {
            Subject::Own(_) => OWN_BYTES,
            Subject::Variant(..) if wished.is_whole => MAX_HEADER_BYTES,
            Subject::Variant(..) => UNASKED_BYTES,
        },
        on_progress: {
            let (set, known, abort) = (set.clone(), known.clone(), Rc::clone(abort));
            Callback::from(move |n_bytes| {
                if !abort.is_aborted() {
                    set(known.clone(), reading_now(n_bytes));
                }
            })
        },
        cost: Cell::new(ReadCost::default()),
    };
    let abort = Rc::clone(abort);
    spawn_local(async move {
        let started_ms = clock::now_ms();
        let result = read(&subject, known.as_ref(), &reading).await;
        if abort.is_aborted() {
            return;
        }
        match result {
            Ok((description, config_failure)) => {
                let mut cost = reading.cost.get();
                cost.ms = clock::now_ms().saturating_sub(started_ms);
                let known = Same::new(KnownHeader {
                    description,
                    config_failure,
                    source: subject.source(),
                    cost: known.map_or(cost, |before| before.cost.and(cost)),
                });
                if let Some(key) = subject.key() {
                    visit::remember(Rc::new(key), known.clone());
                }
                set(Some(known), Activity::Idle);
            }
            Err(failure) => set(
                known,
                Activity::Failed {
                    failure,
                    n_failures: n_failures.saturating_add(1),
                    is_whole: wished.is_whole,
                },
            ),
        }
    });
}

impl Subject {
    fn source(&self) -> HeaderSource {
        match self {
            Self::Variant(..) => HeaderSource::Hub,
            Self::Own(files) => HeaderSource::Own(files.clone()),
        }
    }

    /// Whether its files can be had with a token only, and there is none to send.
    fn is_closed_to(&self, client: &HubClient) -> bool {
        let has_token = client.token.is_some() && client.origin.accepts_token();
        match self {
            Self::Own(_) => false,
            Self::Variant(model, _) => model.gated != Gated::No && !has_token,
        }
    }

    fn has_header(&self) -> bool {
        match self {
            Self::Own(_) => true,
            Self::Variant(model, variant) => {
                let variant = model.contents.variants.get(*variant);
                variant.is_some_and(|variant| has_header(variant.format) && !variant.files.is_empty())
            }
        }
    }
}

async fn read(
    subject: &Subject,
    known: Option<&Same<KnownHeader>>,
    reading: &Reading,
) -> Result<(Description, Option<HeaderFailure>), HeaderFailure> {
    let (model, variant) = match subject {
        Subject::Own(files) => return read_own_files(files, reading).await,
        Subject::Variant(model, index) => match model.contents.variants.get(*index) {
            Some(variant) => (model, variant),
            None => return Err(HeaderFailure::NoConfig),
        },
    };
    if variant.format != Format::Gguf {
        let (config, failure) = read_config(model, variant, reading).await?;
        return Ok((Description::Config(config), failure));
    }
    let files = files_of(model, variant);
    let read = match known.map(|known| &known.description) {
        Some(Description::Gguf(known)) => read_whole(known, &files, reading).await?,
        _ => read_geometry(&files, reading).await?,
    };
    Ok((Description::Gguf(Box::new(read)), None))
}

fn files_of(model: &Model, variant: &Variant) -> Vec<SizedFile> {
    let files = variant.files.iter();
    files
        .map(|file| (file_of(model, &file.path), file.size))
        .collect()
}
