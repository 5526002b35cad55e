//! Both estimates side by side, why they differ, and which one decides.

use yew::prelude::*;

use crate::domain::app::stored::Settings;
use crate::domain::assess::EstimateMethod;
use crate::domain::estimate::StandardEstimate;
use crate::ui::figures;
use crate::ui::hooks::use_settings::UseSettingsHandle;
use crate::ui::messages::t;

/// What the detailed estimate comes to, as far as the comparison needs it, in bytes.
#[derive(Clone, Copy)]
pub struct DetailedSum {
    /// The weights.
    pub weights: u64,
    /// Caches and states.
    pub context: u64,
    /// All of it.
    pub needed: u64,
    /// Tokens of each conversation.
    pub tokens: u64,
}

/// The comparison.
pub fn methods(
    standard: Option<StandardEstimate>,
    detailed: DetailedSum,
    settings: &UseSettingsHandle,
    is_own: bool,
) -> Html {
    let text = t::memory();
    let rest = detailed.needed.saturating_sub(detailed.weights);
    let standard_rest = standard.map(|standard| standard.required.saturating_sub(standard.model_memory));
    let shown = |bytes: Option<u64>| bytes.map_or_else(|| "–".to_owned(), figures::size_aligned);
    let rows = [
        (
            text.part_weights,
            standard.map(|standard| standard.model_memory),
            detailed.weights,
        ),
        (text.rest, standard_rest, rest),
        (
            text.needed,
            standard.map(|standard| standard.required),
            detailed.needed,
        ),
    ];
    html! {
        <div class="memory-methods">
            <table class="memory-table">
                <caption class="sr-only">{ text.methods_title }</caption>
                <thead>
                    <tr>
                        <th scope="col">{ text.column_part }</th>
                        <th scope="col" class="number">{ text.standard }</th>
                        <th scope="col" class="number">{ text.detailed }</th>
                    </tr>
                </thead>
                <tbody>
                    { for rows.iter().enumerate().map(|(index, (name, standard, detailed))| html! {
                        <tr key={index} class={classes!((index == 2).then_some("memory-table__total"))}>
                            <th scope="row">{ *name }</th>
                            <td class="number">{ shown(*standard) }</td>
                            <td class="number">{ shown(Some(*detailed)) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
            <div class="stack">
                { for reasons(standard, detailed).into_iter().map(|reason| html! { <p key={reason.clone()}>{ reason }</p> }) }
            </div>
            <div class="slot memory-methods__decides">
                if !is_own {
                    { which_decides(settings) }
                }
            </div>
        </div>
    }
}

/// Why the two differ, in words.
fn reasons(standard: Option<StandardEstimate>, detailed: DetailedSum) -> Vec<String> {
    let text = t::memory();
    let Some(standard) = standard else {
        return vec![text.no_standard.to_owned()];
    };
    let gb = figures::size;
    let mut reasons = Vec::new();
    let (counted, real) = (standard.model_memory, detailed.weights);
    let is_near = counted.abs_diff(real) <= counted / 33;
    reasons.push(if is_near {
        (text.weights_agree)(&gb(real))
    } else {
        (text.weights_differ)(
            figures::bytes_per_param(standard.precision),
            &gb(counted),
            &gb(real),
            real > counted,
        )
    });
    let added = standard.required.saturating_sub(counted);
    let rest = detailed.needed.saturating_sub(real);
    reasons.push((text.rest_differs)(
        &figures::factor(standard.activation_percent),
        &gb(added),
        &gb(rest),
        &gb(detailed.context),
        &figures::integer(detailed.tokens),
    ));
    reasons
}

fn which_decides(settings: &UseSettingsHandle) -> Html {
    let text = t::memory();
    let choice = |method: EstimateMethod| {
        let onchange = {
            let (set, settings) = (settings.set.clone(), settings.settings);
            Callback::from(move |_: Event| set.emit(Settings { method, ..settings }))
        };
        let (name, hint) = (text.method)(method);
        html! {
            <label class="check" key={method.key()}>
                <input type="radio" name="memory-method" value={method.key()} checked={settings.settings.method == method} {onchange} />
                <span>{ name }{ " " }<span class="muted small">{ hint }</span></span>
            </label>
        }
    };
    html! {
        <fieldset class="memory-methods__choices">
            <legend>{ text.which_decides }</legend>
            { for EstimateMethod::ALL.map(choice) }
        </fieldset>
    }
}
