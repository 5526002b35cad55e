//! What is compared, in an address.

use super::explore;
use super::param::{Param, Params, RefusedParam, write_value};
use crate::domain::app::share::{self, SharedHardware};
use crate::domain::hub::search::SearchQuery;
use crate::domain::model::RepoId;

/// Several machines side by side, and what is judged on them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// The machines that the address brings along, at most [`SHARED_MACHINES_MAX`](share::SHARED_MACHINES_MAX).
    pub machines: Vec<SharedHardware>,
    /// What is judged on them.
    pub subject: Subject,
}

/// What is judged on the machines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Subject {
    /// The address does not say; the page picks.
    #[default]
    Unsaid,
    /// Every variant of one model.
    Model(RepoId),
    /// The models that a search finds.
    Search(SearchQuery),
}

pub(super) fn read(params: &mut Params<'_>) -> Comparison {
    let read = share::decode_machines(params.take(Param::Machines).unwrap_or_default());
    for (position, error) in read.damaged {
        params.refused.push(RefusedParam::BadMachine { position, error });
    }
    if read.n_beyond > 0 {
        params.refused.push(RefusedParam::TooManyMachines);
    }
    let model = params.read(Param::Model, |id| id.parse().ok());
    let is_list = params.read(Param::List, |list| (list == "1").then_some(()));
    Comparison {
        machines: read.machines,
        subject: match (model, is_list) {
            (Some(id), _) => Subject::Model(id),
            (None, Some(())) => Subject::Search(explore::read(params)),
            (None, None) => Subject::Unsaid,
        },
    }
}

pub(super) fn write(comparison: &Comparison) -> Vec<(Param, String)> {
    let mut params = match &comparison.subject {
        Subject::Unsaid => Vec::new(),
        Subject::Model(id) => vec![(Param::Model, write_value(id.as_str()))],
        Subject::Search(query) => {
            let mut params = vec![(Param::List, "1".to_owned())];
            params.extend(explore::write(query));
            params
        }
    };
    if !comparison.machines.is_empty() {
        params.push((Param::Machines, share::encode_machines(&comparison.machines)));
    }
    params
}
