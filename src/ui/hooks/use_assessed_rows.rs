//! The rows of a list, assessed: each again only when something that it depends on changed.

use std::rc::Rc;

use yew::prelude::*;

use super::use_assessing::Assessing;
use crate::domain::assess::{Insight, ModelAssessment, Rules};
use crate::domain::machine::hardware::Hardware;
use crate::domain::model::Model;

/// A model and its assessment.
pub type AssessedModel = (Rc<Model>, Rc<ModelAssessment>);

/// What a row was assessed by, and what came of it.
struct Row {
    model: Rc<Model>,
    insight: Option<Insight>,
    assessment: Rc<ModelAssessment>,
}

/// What all rows were assessed by.
#[derive(Clone, PartialEq)]
struct By {
    hardware: Rc<Hardware>,
    rules: Rules,
}

/// Assesses the models of a list on a machine, run as usual.
#[hook]
pub fn use_assessed_rows(
    models: Vec<Rc<Model>>,
    hardware: Rc<Hardware>,
    assessing: &Assessing,
) -> Rc<Vec<AssessedModel>> {
    let before = use_mut_ref(|| None::<(By, Vec<Row>)>);
    use_memo(
        (models, hardware, assessing.clone()),
        move |(models, hardware, assessing)| {
            let by = By {
                hardware: Rc::clone(hardware),
                rules: assessing.rules,
            };
            let known = before.take().filter(|(of, _)| *of == by);
            let mut known = known.map(|(_, rows)| rows).unwrap_or_default();
            let rows: Vec<Row> = models
                .iter()
                .map(|listed| {
                    let model = assessing.best_known(listed);
                    let insight = assessing
                        .insights
                        .find(&model.id)
                        .map(|known| known.insight.clone());
                    let place = known
                        .iter()
                        .position(|row| Rc::ptr_eq(&row.model, &model) && row.insight == insight);
                    match place {
                        Some(place) => known.swap_remove(place),
                        None => Row {
                            assessment: Rc::new(assessing.assess(&model, hardware, "")),
                            model,
                            insight,
                        },
                    }
                })
                .collect();
            let assessed = rows
                .iter()
                .map(|row| (Rc::clone(&row.model), Rc::clone(&row.assessment)))
                .collect();
            before.replace(Some((by, rows)));
            assessed
        },
    )
}
