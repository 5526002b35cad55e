//! Asks for the document of one model; what becomes of the question is decided in [`ModelState`].

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::use_retry_when_online::use_retry_when_online;
use crate::domain::app::loadable::Failure;
use crate::domain::app::model_state::{KnownModel, ModelEvent, ModelState};
use crate::domain::hub::HubError;
use crate::domain::model::{Model, RepoId};
use crate::web::abort::AbortHandle;
use crate::web::catalog;
use crate::web::hub_client::HubClient;

/// The state as Yew keeps it.
#[derive(PartialEq)]
struct Kept(ModelState);

impl Reducible for Kept {
    type Action = (RepoId, ModelEvent);

    fn reduce(self: Rc<Self>, (id, event): (RepoId, ModelEvent)) -> Rc<Self> {
        Rc::new(Self(self.0.clone().apply(&id, event)))
    }
}

/// One model as the page shows it.
#[derive(Clone, PartialEq)]
pub struct UseModelHandle {
    /// What is known of it.
    pub known: Option<KnownModel>,
    /// Whether an answer is waited for.
    pub is_loading: bool,
    /// What went wrong last.
    pub failure: Option<Failure<HubError>>,
    /// Asks again.
    pub retry: Callback<()>,
}

/// Fetches a model's document; `row` is what a list already knew of it.
#[hook]
pub fn use_model(id: RepoId, row: Option<Rc<Model>>, client: HubClient) -> UseModelHandle {
    let state = {
        let id = id.clone();
        use_reducer(move || Kept(ModelState::new(id)))
    };
    let attempt = use_state(|| 0_u32);
    {
        let state = state.dispatcher();
        use_effect_with((id.clone(), client.clone(), *attempt), move |(id, client, _)| {
            state.dispatch((id.clone(), ModelEvent::Began));
            let abort = Rc::new(AbortHandle::new());
            let (id, client, abort_of_task) = (id.clone(), client.clone(), Rc::clone(&abort));
            spawn_local(async move {
                let event = load(&id, &client, &abort_of_task).await;
                if !abort_of_task.is_aborted() {
                    state.dispatch((id, event));
                }
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
    let failure = state.0.failure(&id).cloned();
    use_retry_when_online(failure.is_some(), (*attempt, id.clone()), &retry);
    UseModelHandle {
        known: state
            .0
            .known(&id)
            .cloned()
            .or_else(|| row.map(KnownModel::of_row)),
        is_loading: state.0.id != id || state.0.model.is_loading,
        failure,
        retry,
    }
}

async fn load(id: &RepoId, client: &HubClient, abort: &AbortHandle) -> ModelEvent {
    let error = match client.model(id, abort).await {
        Ok(answer) => return ModelEvent::Arrived(Box::new(answer)),
        Err(error) => error,
    };
    if error.may_help_to_retry()
        && let Ok(catalog) = catalog::load().await
        && let Some(known) = KnownModel::of_catalog(&catalog, id)
    {
        return ModelEvent::StoodIn(known, error);
    }
    ModelEvent::Failed(error)
}
