//! The memory of the model in the address: its header, read here, and what follows from it.

mod estimate;
pub mod header;
mod speed;

use std::rc::Rc;

use yew::prelude::*;

use self::estimate::MemoryInDetail;
pub use self::header::Sharpen;
use self::header::use_model_header::UseModelHeader;
use self::header::{DropPlace, WhatTheFileSays, own_file_notice, use_model_header};
use self::speed::SpeedPanel;
use crate::domain::assess::{Insight, ModelAssessment};
use crate::domain::model::Model;
use crate::ui::context::PageContext;

/// What the header of a variant leads to, run as `run` says; `variant` is its place among the model's.
pub fn memory(
    model: &Rc<Model>,
    variant: usize,
    assessment: &Rc<ModelAssessment>,
    run: &AttrValue,
    page: &PageContext,
) -> Html {
    html! {
        <OfVariant
            model={model.clone()}
            {variant}
            assessment={assessment.clone()}
            run={run.clone()}
            page={page.clone()}
        />
    }
}

#[derive(Properties, PartialEq)]
struct OfVariantProps {
    model: Rc<Model>,
    /// Its place among the model's variants.
    variant: usize,
    /// The model's assessment.
    assessment: Rc<ModelAssessment>,
    run: AttrValue,
    page: PageContext,
}

/// What the header of one variant, or of the reader's own file, leads to.
#[component]
fn OfVariant(props: &OfVariantProps) -> Html {
    let client = props.page.settings.client.clone();
    let header = use_model_header(props.model.clone(), props.variant, client);
    use_learning(props, &header);
    html! {
        <DropPlace on_files={header.open_own.clone()}>
            { own_file_notice(&header.source, props.model.id.as_str(), &header.close_own) }
            <MemoryInDetail
                model={props.model.clone()}
                variant={props.variant}
                run={props.run.clone()}
                header={header.clone()}
                page={props.page.clone()}
            />
            <SpeedPanel
                model={props.model.clone()}
                variant={props.variant}
                rules={props.page.assessing.rules_for(&props.run)}
                assessment={props.assessment.clone()}
                header={header.known.clone()}
                machine={props.page.machine.clone()}
            />
            <WhatTheFileSays header={header.clone()} />
        </DropPlace>
    }
}

/// Lets every assessment of the visit know what was read of the model; not of the reader's own files.
#[hook]
fn use_learning(props: &OfVariantProps, header: &UseModelHeader) {
    let known = header.known.clone().filter(|known| !known.is_own());
    let learn = props.page.assessing.learn.clone();
    use_effect_with(
        (known, props.model.clone(), props.variant),
        move |(known, model, variant)| {
            let variant = model.contents.variants.get(*variant);
            if let (Some(known), Some(variant)) = (known, variant)
                && let Some(insight) = Insight::of_description(&known.description, model, variant)
            {
                learn.emit((Rc::clone(model), insight));
            }
        },
    );
}
