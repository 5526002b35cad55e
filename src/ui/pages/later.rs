//! The pages that are loaded when they are first opened.
//!
//! Each function here is a border at which a release is split (`build.rs`, `xtask/src/split.rs`): what only its body
//! reaches is in a file of its own. Without the split they are all part of the one program, and load at once.

// The border itself is a call between two files of WebAssembly, which the macro declares.
#![allow(unsafe_code, reason = "the macro declares the imports of a split program")]

use yew::prelude::*;

use super::compare::Compare;
use super::how_exact::HowExact;
use super::how_it_works::HowItWorks;
use super::model::{Sharpen, model_page};
use super::my_hardware::{MyHardware, MyHardwareProps};
use super::search_filters::{SearchFiltersProps, search_filters};
use super::settings::settings_fields;
use crate::ui::components::lazy::{Draw, Load, Loading, NotLoaded};
use crate::ui::context::PageContext;
use crate::ui::hooks::use_settings::UseSettingsHandle;

#[cfg(split)]
impl From<wasm_split_helpers::SplitLoaderError> for NotLoaded {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// The way from a border's function to what [`Lazy`](crate::ui::components::lazy::Lazy) loads.
macro_rules! loads {
    ($(#[$meta:meta])* $name:ident: $properties:ty = $border:ident) => {
        $(#[$meta])*
        pub const $name: Load<$properties> = Load({
            fn load() -> Loading<$properties> {
                #[cfg(split)]
                let loading = $border();
                #[cfg(not(split))]
                let loading = std::future::ready($border());
                Box::pin(loading)
            }
            load
        });
    };
}

loads! {
    /// The page of the model in the address.
    MODEL: PageContext = load_model
}
loads! {
    /// Rows of a list that learn what their files say.
    SHARPEN: PageContext = load_sharpen
}
loads! {
    /// Ways to say what the machine is: detection, pasted text, the catalog, the Hub.
    MY_HARDWARE: MyHardwareProps = load_my_hardware
}
loads! {
    /// The reader's settings.
    SETTINGS: UseSettingsHandle = load_settings
}
loads! {
    /// The filters of a search.
    FILTERS: SearchFiltersProps = load_filters
}
loads! {
    /// Up to four machines side by side.
    COMPARE: PageContext = load_compare
}
loads! {
    /// How compatibility is calculated.
    HOW_IT_WORKS: PageContext = load_how_it_works
}
loads! {
    /// How exact the estimates are.
    HOW_EXACT: PageContext = load_how_exact
}

#[cfg_attr(split, wasm_split_helpers::wasm_split(model, fallible))]
fn load_model() -> Result<Draw<PageContext>, NotLoaded> {
    Ok(|page| model_page(&page))
}

#[cfg_attr(split, wasm_split_helpers::wasm_split(model, fallible))]
fn load_sharpen() -> Result<Draw<PageContext>, NotLoaded> {
    Ok(|page| html! { <Sharpen {page} /> })
}

#[cfg_attr(split, wasm_split_helpers::wasm_split(hardware, fallible))]
fn load_my_hardware() -> Result<Draw<MyHardwareProps>, NotLoaded> {
    Ok(|properties| html! { <MyHardware ..properties /> })
}

#[cfg_attr(split, wasm_split_helpers::wasm_split(other, fallible))]
fn load_compare() -> Result<Draw<PageContext>, NotLoaded> {
    Ok(|page| html! { <Compare ..page /> })
}

#[cfg_attr(split, wasm_split_helpers::wasm_split(other, fallible))]
fn load_how_it_works() -> Result<Draw<PageContext>, NotLoaded> {
    Ok(|page| html! { <HowItWorks ..page /> })
}

#[cfg_attr(split, wasm_split_helpers::wasm_split(other, fallible))]
fn load_how_exact() -> Result<Draw<PageContext>, NotLoaded> {
    Ok(|_| html! { <HowExact /> })
}

#[cfg_attr(split, wasm_split_helpers::wasm_split(other, fallible))]
fn load_settings() -> Result<Draw<UseSettingsHandle>, NotLoaded> {
    Ok(|settings| settings_fields(&settings))
}

#[cfg_attr(split, wasm_split_helpers::wasm_split(other, fallible))]
fn load_filters() -> Result<Draw<SearchFiltersProps>, NotLoaded> {
    Ok(|properties| search_filters(&properties))
}
