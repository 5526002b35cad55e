//! One model: what the list knew at once, then the document with the exact sizes.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::domain::hub::HubError;
use crate::domain::model::RepoId;
use crate::domain::model::{Date, Model};
use crate::ui::same::Same;
use crate::web::abort::AbortHandle;
use crate::web::hub_client::{Freshness, HubClient};
use crate::web::{catalog, online};

/// Where the facts of a model come from.
#[derive(Clone, PartialEq)]
pub enum ModelSource {
    /// The list row: without sizes, until the document is there.
    Row,
    /// The Hub's document.
    Live,
    /// A document of an earlier visit.
    Kept {
        /// Minutes since it was given.
        age_minutes: u32,
    },
    /// The starter catalog.
    Catalog {
        /// Day of the catalog.
        generated: Date,
    },
}

/// A model and where its facts come from.
#[derive(Clone, PartialEq)]
pub struct KnownModel {
    /// The model.
    pub model: Same<Model>,
    /// Where the facts come from.
    pub source: ModelSource,
    /// Its former name, if the address had it.
    pub renamed_from: Option<RepoId>,
}

/// One model as the page shows it.
#[derive(Clone, PartialEq)]
pub struct UseModelHandle {
    /// What is known of it.
    pub known: Option<KnownModel>,
    /// Whether an answer is waited for.
    pub is_loading: bool,
    /// What went wrong last, and how many times in a row.
    pub failure: Option<(HubError, u32)>,
    /// Asks again.
    pub retry: Callback<()>,
}

/// The last answer, and for which repository.
#[derive(Clone, PartialEq)]
struct Outcome {
    id: RepoId,
    known: Option<KnownModel>,
    failure: Option<(HubError, u32)>,
}

/// Fetches a model's document; `row` is what a list already knew of it.
#[hook]
pub fn use_model(id: RepoId, row: Option<Same<Model>>, client: HubClient) -> UseModelHandle {
    let outcome = use_state(|| None::<Outcome>);
    let is_loading = use_state_eq(|| true);
    let attempt = use_state(|| 0_u32);
    {
        let (outcome, is_loading) = (outcome.clone(), is_loading.setter());
        use_effect_with((id.clone(), client.clone(), *attempt), move |(id, client, _)| {
            is_loading.set(true);
            let abort = Rc::new(AbortHandle::new());
            let (id, client, abort_of_task) = (id.clone(), client.clone(), Rc::clone(&abort));
            spawn_local(async move {
                let n_before = outcome
                    .as_ref()
                    .filter(|last| last.id == id)
                    .and_then(|last| last.failure.as_ref())
                    .map_or(0, |(_, n)| *n);
                let result = load(&id, &client, &abort_of_task).await;
                if abort_of_task.is_aborted() {
                    return;
                }
                let (known, failure) = result;
                // What was on screen stays, whatever went wrong with the newer question.
                let last_known = outcome
                    .as_ref()
                    .filter(|last| last.id == id)
                    .and_then(|last| last.known.clone());
                let known = known.or(last_known);
                let failure = failure.map(|error| (error, n_before.saturating_add(1)));
                outcome.set(Some(Outcome { id, known, failure }));
                is_loading.set(false);
            });
            move || abort.abort()
        });
    }
    let retry = {
        let (attempt, client) = (attempt.clone(), client.clone());
        Callback::from(move |()| {
            client.bypass_memory();
            attempt.set(attempt.wrapping_add(1));
        })
    };
    let outcome = (*outcome).clone().filter(|outcome| outcome.id == id);
    let known = outcome
        .as_ref()
        .and_then(|outcome| outcome.known.clone())
        .or_else(|| {
            row.map(|model| KnownModel {
                model,
                source: ModelSource::Row,
                renamed_from: None,
            })
        });
    let failure = outcome.and_then(|outcome| outcome.failure);
    {
        let retry = retry.clone();
        use_effect_with((failure.is_some(), *attempt, id), move |(has_failed, ..)| {
            let watch = has_failed.then(|| {
                online::watch(move |is_online| {
                    if is_online {
                        retry.emit(());
                    }
                })
            });
            move || drop(watch)
        });
    }
    UseModelHandle {
        known,
        is_loading: *is_loading,
        failure,
        retry,
    }
}

async fn load(
    id: &RepoId,
    client: &HubClient,
    abort: &AbortHandle,
) -> (Option<KnownModel>, Option<HubError>) {
    let error = match client.model(id, abort).await {
        Ok(answer) => {
            let (source, failure) = match answer.freshness {
                Freshness::Live => (ModelSource::Live, None),
                Freshness::Kept { age_minutes, because } => {
                    (ModelSource::Kept { age_minutes }, Some(because))
                }
            };
            let known = KnownModel {
                model: Same::new(answer.value.model),
                renamed_from: answer.value.renamed_from,
                source,
            };
            return (Some(known), failure);
        }
        Err(error) => error,
    };
    let is_out_of_reach = error.may_help_to_retry();
    if is_out_of_reach
        && let Ok(catalog) = catalog::load().await
        && let Some(model) = catalog.model(id)
    {
        let source = ModelSource::Catalog {
            generated: catalog.generated,
        };
        let known = KnownModel {
            model: Same::new(model.clone()),
            source,
            renamed_from: None,
        };
        return (Some(known), Some(error));
    }
    (None, Some(error))
}
