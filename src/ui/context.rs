//! What every page knows besides its own subject.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::app::route::Route;
use crate::domain::app::search_state::Listing;
use crate::ui::hooks::use_assessing::Assessing;
use crate::ui::hooks::use_machine::UseMachineHandle;
use crate::ui::hooks::use_settings::UseSettingsHandle;

/// What every page knows besides its own subject.
#[derive(Properties, Clone, PartialEq)]
pub struct PageContext {
    /// The address.
    pub route: Rc<Route>,
    /// The settings and who asks the Hub.
    pub settings: UseSettingsHandle,
    /// The machine in effect.
    pub machine: UseMachineHandle,
    /// By what models are judged.
    pub assessing: Assessing,
    /// The list that was searched last: what it knows of a model is shown until the model's own document is there.
    pub listing: Option<Rc<Listing>>,
}
