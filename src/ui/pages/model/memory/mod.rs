//! The memory of the model in the address: its header, read here, and what follows from it.

mod estimate;
pub mod header;
mod speed;

use std::rc::Rc;

use yew::prelude::*;

use self::estimate::MemoryInDetail;
use self::header::{DropPlace, WhatTheFileSays, own_file_notice, use_model_header};
use self::speed::SpeedPanel;
use crate::domain::model::Model;
use crate::ui::context::PageContext;

/// What the header of a variant leads to, run as `run` says; `variant` is its place among the model's.
pub fn memory(model: &Rc<Model>, variant: usize, run: &AttrValue, page: &PageContext) -> Html {
    html! { <OfVariant model={model.clone()} {variant} run={run.clone()} page={page.clone()} /> }
}

#[derive(Properties, PartialEq)]
struct OfVariantProps {
    model: Rc<Model>,
    /// Its place among the model's variants.
    variant: usize,
    run: AttrValue,
    page: PageContext,
}

/// What the header of one variant, or of the reader's own file, leads to.
#[component]
fn OfVariant(props: &OfVariantProps) -> Html {
    let client = props.page.settings.client.clone();
    let header = use_model_header(props.model.clone(), props.variant, client);
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
                run={props.run.clone()}
                header={header.known.clone()}
                machine={props.page.machine.clone()}
            />
            <WhatTheFileSays header={header.clone()} />
        </DropPlace>
    }
}
