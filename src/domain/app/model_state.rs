//! One model as its page shows it: what a list knew at once, then the document with the exact sizes.

use std::rc::Rc;

use super::loadable::{Failure, Loadable};
use crate::domain::hub::{Answer, Freshness, HubError, ModelAnswer};
use crate::domain::model::catalog::Catalog;
use crate::domain::model::{Date, Model, RepoId};

/// Where the facts of a model come from.
#[derive(Clone, Debug, PartialEq, Eq)]
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownModel {
    /// The model.
    pub model: Rc<Model>,
    /// Where the facts come from.
    pub source: ModelSource,
    /// Its former name, if the address had it.
    pub renamed_from: Option<RepoId>,
}

impl KnownModel {
    /// What a list knew of a model.
    pub fn of_row(model: Rc<Model>) -> Self {
        Self {
            model,
            source: ModelSource::Row,
            renamed_from: None,
        }
    }

    /// What the starter catalog knows of a model, if it has it.
    pub fn of_catalog(catalog: &Catalog, id: &RepoId) -> Option<Self> {
        Some(Self {
            model: Rc::new(catalog.model(id)?.clone()),
            source: ModelSource::Catalog {
                generated: catalog.generated,
            },
            renamed_from: None,
        })
    }
}

/// The question about one model, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelState {
    /// The repository that is asked about.
    pub id: RepoId,
    /// What is known of it.
    pub model: Loadable<KnownModel, HubError>,
}

/// What happens to the question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ModelEvent {
    /// It is asked, for the first time or again.
    Began,
    /// The Hub answered, or what the device keeps of it.
    Arrived(Box<Answer<ModelAnswer>>),
    /// The Hub is out of reach, and the starter catalog has the model.
    StoodIn(KnownModel, HubError),
    /// There is no answer.
    Failed(HubError),
}

impl ModelState {
    /// The question about a repository that nothing was asked about yet.
    pub fn new(id: RepoId) -> Self {
        Self {
            id,
            model: Loadable::awaited(),
        }
    }

    /// What becomes of the question about `id`. One about another repository begins anew.
    pub fn apply(self, id: &RepoId, event: ModelEvent) -> Self {
        let Self { id, model } = if self.id == *id {
            self
        } else {
            Self::new(id.clone())
        };
        let model = match event {
            ModelEvent::Began => model.begin(),
            ModelEvent::Arrived(answer) => {
                let answer = *answer;
                let known = |source| KnownModel {
                    model: Rc::new(answer.value.model),
                    source,
                    renamed_from: answer.value.renamed_from,
                };
                match answer.freshness {
                    Freshness::Live => model.arrived(known(ModelSource::Live)),
                    Freshness::Kept { age_minutes, because } => {
                        model.stood_in(known(ModelSource::Kept { age_minutes }), because)
                    }
                }
            }
            ModelEvent::StoodIn(known, because) => match model.value {
                // A document of this visit is better than the catalog's row.
                Some(_) => model.failed(because),
                None => model.stood_in(known, because),
            },
            ModelEvent::Failed(error) => model.failed(error),
        };
        Self { id, model }
    }

    /// What is known of `id`, if this is the question about it.
    pub fn known(&self, id: &RepoId) -> Option<&KnownModel> {
        self.model.value.as_ref().filter(|_| self.id == *id)
    }

    /// What went wrong with the question about `id`, if this is it.
    pub fn failure(&self, id: &RepoId) -> Option<&Failure<HubError>> {
        self.model.failure.as_ref().filter(|_| self.id == *id)
    }
}
