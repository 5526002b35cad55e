//! By what models are assessed: the reader's rules, and what was read of models during this visit.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::app::insights::Insights;
use crate::domain::app::stored::Settings;
use crate::domain::assess::{Insight, ModelAssessment, Rules, assess_model};
use crate::domain::machine::hardware::Hardware;
use crate::domain::model::Model;
use crate::domain::run::settings::RunSettings;
use crate::ui::same::Same;

/// By what models are assessed.
#[derive(Clone, PartialEq)]
pub struct Assessing {
    /// The reader's rules.
    pub rules: Rules,
    /// What was read of models.
    pub insights: Same<Insights>,
    /// Takes in what was read of a model, given by its document.
    pub learn: Callback<(Rc<Model>, Insight)>,
}

impl Assessing {
    /// Assesses a model on a machine, run as an address says; empty for the usual run.
    pub fn assess(&self, model: &Model, hardware: &Hardware, run: &str) -> ModelAssessment {
        let insight = self.insights.find(&model.id).map(|known| &known.insight);
        assess_model(model, insight, hardware, &self.rules_for(run))
    }

    /// The rules with the run of an address; empty for the usual run.
    pub fn rules_for(&self, run: &str) -> Rules {
        Rules {
            run: RunSettings::of_address(run, self.rules.run).0,
            ..self.rules
        }
    }

    /// What is known best of a model of a list: its document, where that was read.
    pub fn best_known(&self, row: &Rc<Model>) -> Rc<Model> {
        let known = self.insights.find(&row.id);
        known.map_or_else(|| Rc::clone(row), |known| Rc::clone(&known.document))
    }
}

/// By what models are assessed.
#[hook]
pub fn use_assessing(settings: &Settings) -> Assessing {
    // A reducer, so that what is learnt at the same time is learnt together.
    let insights = use_reducer(Learnt::default);
    let learn = {
        let insights = insights.dispatcher();
        use_callback((), move |learnt: (Rc<Model>, Insight), ()| {
            insights.dispatch(learnt)
        })
    };
    Assessing {
        rules: settings.rules(),
        insights: insights.0.clone(),
        learn,
    }
}

struct Learnt(Same<Insights>);

impl Default for Learnt {
    fn default() -> Self {
        Self(Same::new(Insights::default()))
    }
}

impl Reducible for Learnt {
    type Action = (Rc<Model>, Insight);

    fn reduce(self: Rc<Self>, (document, insight): Self::Action) -> Rc<Self> {
        Rc::new(Self(Same::new(self.0.with(document, insight))))
    }
}
