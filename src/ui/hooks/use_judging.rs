//! By what models are judged: the settings of the rule, and what Detailed estimates said before.

use yew::prelude::*;

use crate::domain::app::stored::{EstimateMethod, Settings};
use crate::domain::assess::verdict::{
    ModelJudgement, RememberedEstimate, RememberedEstimates, judge_model_knowing,
};
use crate::domain::machine::hardware::Hardware;
use crate::domain::model::Model;
use crate::ui::same::Same;
use crate::web::remembered_store;

/// By what models are judged.
#[derive(Clone, PartialEq)]
pub struct Judging {
    /// The rule's multiplier in percent.
    pub activation_percent: u16,
    /// Which estimate decides where both are known.
    pub method: EstimateMethod,
    /// What Detailed estimates said before.
    pub remembered: Same<RememberedEstimates>,
    /// Remembers what Detailed estimates say.
    pub remember: Callback<Vec<RememberedEstimate>>,
}

impl Judging {
    /// Judges a model on a machine, run as the address says (empty for the defaults).
    pub fn judge(&self, model: &Model, hardware: &Hardware, run: &str) -> ModelJudgement {
        judge_model_knowing(model, hardware, self.activation_percent, &|variant| {
            if self.method == EstimateMethod::Standard {
                return None;
            }
            self.remembered.find(&model.id, &variant.key, run)
        })
    }
}

/// What is remembered, here and in other tabs.
#[hook]
pub fn use_judging(settings: &Settings) -> Judging {
    let remembered = use_state(|| Same::new(remembered_store::load()));
    {
        let remembered = remembered.setter();
        use_effect_with((), move |()| {
            let watch = remembered_store::watch(move || remembered.set(Same::new(remembered_store::load())));
            move || drop(watch)
        });
    }
    let remember = {
        let remembered = remembered.setter();
        use_callback((), move |new: Vec<RememberedEstimate>, ()| {
            if remembered_store::remember(new) {
                remembered.set(Same::new(remembered_store::load()));
            }
        })
    };
    Judging {
        activation_percent: settings.activation_percent,
        method: settings.method,
        remembered: (*remembered).clone(),
        remember,
    }
}
