//! What was read of models during a visit: lists and pages assess by the same.

use std::rc::Rc;

use crate::domain::assess::Insight;
use crate::domain::model::{Model, RepoId};

/// Most models that are remembered: some ten screens of rows.
pub const INSIGHTS_MAX: usize = 200;

/// What was read of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct KnownInside {
    /// Its document, which has the sizes of its files.
    pub document: Rc<Model>,
    /// What its files say.
    pub insight: Insight,
}

/// What was read of models, newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Insights {
    entries: Vec<KnownInside>,
}

impl Insights {
    /// What was read of a model.
    pub fn find(&self, id: &RepoId) -> Option<&KnownInside> {
        self.entries.iter().find(|entry| entry.document.id == *id)
    }

    /// With what was read of one more model, or more of the same one.
    pub fn with(&self, document: Rc<Model>, insight: Insight) -> Self {
        let before = self.find(&document.id);
        let insight = match before {
            Some(before) if before.document.revision == document.revision => insight.and(&before.insight),
            _ => insight,
        };
        let others = self
            .entries
            .iter()
            .filter(|entry| entry.document.id != document.id);
        let others = others.take(INSIGHTS_MAX.saturating_sub(1)).cloned();
        let mut entries = vec![KnownInside {
            document: Rc::clone(&document),
            insight,
        }];
        entries.extend(others);
        Self { entries }
    }
}
