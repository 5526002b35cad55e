//! The switch that lets the documented rule decide everywhere.

use yew::prelude::*;

use crate::domain::app::stored::Settings;
use crate::domain::assess::EstimateMethod;
use crate::ui::hooks::use_settings::UseSettingsHandle;
use crate::ui::messages::t;

/// Whether the documented rule decides everywhere.
pub fn standard_rule(settings: &UseSettingsHandle) -> Html {
    let handle = settings.clone();
    let is_standard = settings.settings.method == EstimateMethod::Standard;
    let onchange = Callback::from(move |_: Event| {
        let method = if is_standard {
            EstimateMethod::Detailed
        } else {
            EstimateMethod::Standard
        };
        handle.set.emit(Settings {
            method,
            ..handle.settings
        });
    });
    html! {
        <div class="field">
            <label class="check">
                <input type="checkbox" checked={is_standard} {onchange} />
                { t::app().standard_rule }
            </label>
            <span class="small muted">{ t::app().standard_rule_hint }</span>
        </div>
    }
}
