//! The root of every part: the address, the settings and the machine in effect.

use std::rc::Rc;

use yew::prelude::*;

use super::accuracy::Accuracy;
use super::compare::{Compare, opened};
use super::how_it_works::how_it_works;
use super::machine::Machine;
use super::model::model_page;
use crate::domain::app::route::Route;
use crate::ui::hooks::use_machine::{UseMachineHandle, use_machine};
use crate::ui::hooks::use_route::{Navigation, use_route, use_shared_hardware};
use crate::ui::hooks::use_settings::{UseSettingsHandle, use_settings};
use crate::web::workbench::WorkbenchPart;

/// Properties of [`Part`].
#[derive(Properties, PartialEq)]
pub struct PartProps {
    /// Which part.
    pub part: WorkbenchPart,
}

/// What every part knows of its surroundings.
#[derive(Properties, Clone, PartialEq)]
pub struct Surroundings {
    /// The address.
    pub route: Rc<Route>,
    /// The settings and who asks the Hub.
    pub settings: UseSettingsHandle,
    /// The machine in effect.
    pub machine: UseMachineHandle,
}

/// A part with its surroundings.
#[component]
pub fn Part(props: &PartProps) -> Html {
    let route = use_route().route;
    opened::note_route(&route);
    let settings = use_settings();
    let shared = use_shared_hardware(&route);
    let machine = use_machine(shared.clone());
    let navigation = Navigation { shared };
    let around = Surroundings {
        route,
        settings,
        machine,
    };
    html! {
        <ContextProvider<Navigation> context={navigation.clone()}>
            { match props.part {
                WorkbenchPart::HowItWorks => {
                    how_it_works(&around.machine, around.settings.settings.activation_percent, &navigation)
                }
                WorkbenchPart::Model => model_page(&around),
                WorkbenchPart::Machine => html! { <Machine ..around /> },
                WorkbenchPart::Compare => html! {
                    <Compare route={around.route} settings={around.settings} machine={around.machine} />
                },
                WorkbenchPart::Accuracy => html! { <Accuracy /> },
            } }
        </ContextProvider<Navigation>>
    }
}
