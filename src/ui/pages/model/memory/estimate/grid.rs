//! Variants against contexts: how each fits, and the way to it.

use yew::prelude::*;

use super::context_control::short_tokens;
use super::survey::Survey;
use crate::domain::model::Model;
use crate::domain::run::settings::CellFit;
use crate::ui::components::icon::{Glyph, icon};
use crate::ui::messages::t;

/// The value of `data-fit`. Never changes.
pub const fn fit_key(fit: CellFit) -> &'static str {
    match fit {
        CellFit::Fits => "fits",
        CellFit::Tight => "tight",
        CellFit::WithSystemMemory => "with-system-memory",
        CellFit::No => "no",
    }
}

/// The icon of a fit.
pub const fn fit_glyph(fit: CellFit) -> Glyph {
    match fit {
        CellFit::Fits => Glyph::Pass,
        CellFit::Tight => Glyph::Warning,
        CellFit::WithSystemMemory => Glyph::Info,
        CellFit::No => Glyph::Fail,
    }
}

/// The grid. A cell opens its variant and context.
pub fn grid(
    model: &Model,
    survey: &Survey,
    shown: (usize, u64),
    has_devices: bool,
    on_open: &Callback<(usize, u64)>,
) -> Html {
    let text = t::memory();
    if survey.rows.is_empty() {
        return html! { <p class="muted small">{ text.working }</p> };
    }
    let word = |fit: CellFit| {
        if has_devices {
            (text.fit)(fit)
        } else {
            (text.fit_in_system)(fit)
        }
    };
    let row = |index: usize, fits: &[CellFit]| {
        let variant = model.contents.variants.get(index)?;
        let label = variant
            .quantization
            .as_ref()
            .map_or(t::model().not_stated_quantization, |known| &known.label);
        let name = match &variant.distinction {
            Some(distinction) => format!("{label} · {distinction}"),
            None => label.to_owned(),
        };
        let cells = survey
            .stops
            .iter()
            .copied()
            .zip(fits.iter().copied())
            .map(|(stop, fit)| {
                let is_shown = shown == (index, stop);
                let on_open = on_open.clone();
                html! {
                    <td key={stop}>
                        <button
                            type="button"
                            class="memory-cell"
                            data-fit={fit_key(fit)}
                            aria-current={is_shown.then_some("true")}
                            aria-label={(text.cell)(&name, &short_tokens(stop), word(fit))}
                            onclick={Callback::from(move |_: MouseEvent| on_open.emit((index, stop)))}
                        >
                            { icon(fit_glyph(fit)) }
                            <span>{ (text.fit_short)(fit) }</span>
                        </button>
                    </td>
                }
            });
        Some(html! {
            <tr key={variant.key.clone()} class={classes!((index == shown.0).then_some("variant--chosen"))}>
                <th scope="row">{ name.clone() }</th>
                { for cells }
            </tr>
        })
    };
    html! {
        <>
            <div class="table-scroll" tabindex="0" role="group" aria-label={text.grid_title}>
                <table class="memory-grid" aria-busy={(!survey.is_done).to_string()}>
                    <caption class="sr-only">{ text.grid_title }</caption>
                    <thead>
                        <tr>
                            <th scope="col">{ text.grid_variant }</th>
                            { for survey.stops.iter().map(|stop| html! { <th key={*stop} scope="col">{ short_tokens(*stop) }</th> }) }
                        </tr>
                    </thead>
                    <tbody>
                        { for survey.rows.iter().filter_map(|(index, fits)| row(*index, fits)) }
                    </tbody>
                </table>
            </div>
            <p class="bar-legend">
                { for [CellFit::Fits, CellFit::Tight, CellFit::WithSystemMemory, CellFit::No].into_iter().filter(|fit| has_devices || matches!(fit, CellFit::Fits | CellFit::No)).map(|fit| html! {
                    <span key={fit_key(fit)} class="memory-key" data-fit={fit_key(fit)}>
                        { icon(fit_glyph(fit)) }{ " " }{ (text.fit_short)(fit) }{ ": " }{ word(fit) }
                    </span>
                }) }
            </p>
        </>
    }
}
