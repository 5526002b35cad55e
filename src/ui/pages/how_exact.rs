//! How exact the estimates are: the tables of errors, and what they do not say.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::domain::app::accuracy::{FigureAccuracy, MemoryAccuracy, SpeedAccuracy, SpeedRow};
use crate::ui::components::notice::Notice;
use crate::ui::figures;
use crate::ui::messages::t;
use crate::web::accuracy;

type Tables = Rc<(MemoryAccuracy, SpeedAccuracy)>;

/// The page.
#[component]
pub fn HowExact() -> Html {
    let tables = use_state(|| None::<Option<Tables>>);
    let attempt = use_state_eq(|| 0_u32);
    {
        let tables = tables.setter();
        use_effect_with(*attempt, move |_| {
            spawn_local(async move { tables.set(Some(accuracy::load().await.map(Rc::new))) });
        });
    }
    let retry = {
        let (attempt, tables) = (attempt.clone(), tables.setter());
        Callback::from(move |_: MouseEvent| {
            tables.set(None);
            attempt.set(attempt.wrapping_add(1));
        })
    };
    let text = t::accuracy();
    html! {
        <div class="stack explanation">
            <p>{ text.intro }</p>
            <div class="stack">
                { match &*tables {
                    None => html! { <p class="muted">{ text.loading }</p> },
                    Some(None) => Notice::warning(text.failed.into())
                        .actions(html! { <button type="button" class="button" onclick={retry}>{ t::app().try_again }</button> })
                        .html(),
                    Some(Some(tables)) => html! { <div class="stack">{ memory(&tables.0) }{ speed(&tables.1) }</div> },
                } }
            </div>
            <section class="section" aria-labelledby="limits-title">
                <h2 id="limits-title">{ text.not_said }</h2>
                <ul>
                    { for [text.limits_runtime, text.limits_serving, text.limits_versions, text.limits_architectures]
                        .map(|limit| html! { <li key={limit}>{ limit }</li> }) }
                </ul>
            </section>
            <section class="section" aria-labelledby="check-title">
                <h2 id="check-title">{ text.check }</h2>
                <p>{ text.check_intro }</p>
                { for [text.check_memory, text.check_speed, text.check_recognition, text.check_file]
                    .map(|command| html! { <code key={command} class="formula">{ command }</code> }) }
            </section>
        </div>
    }
}

fn memory(table: &MemoryAccuracy) -> Html {
    let text = t::accuracy();
    html! {
        <section class="section" aria-labelledby="memory-title">
            <h2 id="memory-title">{ text.memory }</h2>
            <p>{ (text.memory_intro)(&table.engine, &table.models.to_string()) }</p>
            { figures_table(text.caption_figures, &table.figures) }
            <p><strong>{ text.rules }</strong></p>
            { figures_table(text.caption_rules, &table.other_rules) }
        </section>
    }
}

fn figures_table(caption: &'static str, figures: &[FigureAccuracy]) -> Html {
    let text = t::accuracy();
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={caption}>
            <table aria-label={caption}>
                <thead>
                    <tr>
                        <th scope="col">{ text.figure }</th>
                        { for [text.runs, text.exact, text.median, text.p90, text.worst]
                            .map(|heading| html! { <th key={heading} scope="col" class="number">{ heading }</th> }) }
                    </tr>
                </thead>
                <tbody>
                    { for figures.iter().map(|figure| html! {
                        <tr key={figure.name.clone()}>
                            <th scope="row">{ &figure.name }</th>
                            <td class="number">{ figure.rows }</td>
                            <td class="number">{ figure.exact.map_or_else(|| "–".to_owned(), |exact| exact.to_string()) }</td>
                            <td class="number">{ percent(figure.median) }</td>
                            <td class="number">{ percent(figure.p90) }</td>
                            <td class="number">{ percent(figure.worst) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn speed(table: &SpeedAccuracy) -> Html {
    let text = t::accuracy();
    html! {
        <section class="section" aria-labelledby="speed-title">
            <h2 id="speed-title">{ text.speed }</h2>
            <p>{ text.speed_intro }</p>
            { for table.groups.iter().map(|(key, rows)| html! {
                <div key={key.clone()} class="stack">
                    <h3>{ (text.group)(key) }</h3>
                    { speed_table((text.group)(key), rows) }
                </div>
            }) }
        </section>
    }
}

fn speed_table(caption: &'static str, rows: &[SpeedRow]) -> Html {
    let text = t::accuracy();
    let whole = |percent: Option<u64>| {
        percent.map_or_else(|| "–".to_owned(), |percent| (text.percent)(&percent.to_string()))
    };
    html! {
        <div class="table-scroll" tabindex="0" role="group" aria-label={caption}>
            <table aria-label={caption}>
                <thead>
                    <tr>
                        <th scope="col">{ text.what }</th>
                        { for [text.runs, text.median, text.within, text.in_range]
                            .map(|heading| html! { <th key={heading} scope="col" class="number">{ heading }</th> }) }
                    </tr>
                </thead>
                <tbody>
                    { for rows.iter().map(|row| html! {
                        <tr key={row.name.clone()}>
                            <th scope="row">{ &row.name }</th>
                            <td class="number">{ row.rows.map_or_else(|| "–".to_owned(), |rows| rows.to_string()) }</td>
                            <td class="number">{ percent(row.median) }</td>
                            <td class="number">{ whole(Some(row.within_25_percent)) }</td>
                            <td class="number">{ whole(row.in_range_percent) }</td>
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

fn percent(thousandths: u64) -> String {
    (t::accuracy().percent)(&figures::percent_of_thousandths(thousandths))
}
