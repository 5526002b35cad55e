//! The memory of the model in the address: its header, read here, and what follows from it.

pub mod header;

use yew::prelude::*;

use self::header::{DropPlace, WhatTheFileSays, own_file_notice, use_model_header};
use super::part::Surroundings;
use crate::domain::hub::RepoId;
use crate::domain::model::Model;
use crate::domain::route::Page;
use crate::ui::hooks::use_judging::use_judging;
use crate::ui::hooks::use_model::use_model;
use crate::ui::same::Same;

/// The part for the model in the address; nothing for any other page.
pub fn memory(around: &Surroundings) -> Html {
    match &around.route.page {
        Page::Model { id, variant, run } => html! {
            <OfModel
                key={id.to_string()}
                id={id.clone()}
                variant={variant.clone().map(AttrValue::from)}
                run={AttrValue::from(run.clone())}
                around={around.clone()}
            />
        },
        _ => html! { <div></div> },
    }
}

#[derive(Properties, PartialEq)]
struct OfModelProps {
    id: RepoId,
    variant: Option<AttrValue>,
    run: AttrValue,
    around: Surroundings,
}

/// Finds out which variant the page is about. The model's document was asked for by the first module, and is not asked
/// for again.
#[component]
fn OfModel(props: &OfModelProps) -> Html {
    let settings = &props.around.settings;
    let known = use_model(props.id.clone(), None, settings.client.clone()).known;
    let judging = use_judging(&settings.settings);
    let hardware = props.around.machine.hardware.clone();
    let chosen = use_memo(
        (known, hardware, judging, props.run.clone(), props.variant.clone()),
        |(known, hardware, judging, run, key)| {
            let model = &known.as_ref()?.model;
            let judgement = judging.judge(model, hardware, run);
            let index = judgement.chosen(&model.contents.variants, key.as_deref())?;
            Some((model.clone(), index))
        },
    );
    match &*chosen {
        Some((model, variant)) => html! {
            <OfVariant model={model.clone()} variant={*variant} around={props.around.clone()} />
        },
        None => html! { <div></div> },
    }
}

#[derive(Properties, PartialEq)]
struct OfVariantProps {
    model: Same<Model>,
    /// Its place among the model's variants.
    variant: usize,
    around: Surroundings,
}

/// What the header of one variant, or of the reader's own file, leads to.
#[component]
fn OfVariant(props: &OfVariantProps) -> Html {
    let client = props.around.settings.client.clone();
    let header = use_model_header(props.model.clone(), props.variant, client);
    let source = header.known.as_ref().map(|known| &known.source);
    html! {
        <DropPlace on_files={header.open_own.clone()}>
            { own_file_notice(source, props.model.id.as_str(), &header.close_own) }
            <WhatTheFileSays header={header.clone()} />
        </DropPlace>
    }
}
