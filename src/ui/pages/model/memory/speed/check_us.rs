//! "Check us": a pasted log of the reader's own run, held to the estimates.

use std::rc::Rc;

use yew::prelude::*;

use super::comparison::{memory_table, speed_table};
use super::why_failed::{diagnosis, failure_notice};
use super::{SharedQuestion, correct};
use crate::domain::machine::hardware::Hardware;
use crate::domain::report::comparison::{Comparison, Mismatch, check};
use crate::domain::report::diagnosis::diagnose;
use crate::domain::report::log::{self, EngineLog, EngineLogError};
use crate::ui::components::notice::Notice;
use crate::ui::figures;
use crate::ui::hooks::use_machine::{MachineSource, UseMachineHandle};
use crate::ui::messages::t;
use crate::web::document;

/// Properties of [`CheckUs`].
#[derive(Properties)]
pub struct CheckUsProps {
    /// The variant as it would run.
    pub question: SharedQuestion,
    /// The machine in effect.
    pub machine: UseMachineHandle,
}

impl PartialEq for CheckUsProps {
    fn eq(&self, other: &Self) -> bool {
        let is_same = match (&self.question, &other.question) {
            (Some(one), Some(other)) => Rc::ptr_eq(one, other),
            (None, None) => true,
            _ => false,
        };
        is_same && self.machine == other.machine
    }
}

type Read = Option<Rc<Result<EngineLog, EngineLogError>>>;

/// The field and what came of it.
#[component]
pub fn CheckUs(props: &CheckUsProps) -> Html {
    let text = t::speed();
    let field = use_node_ref();
    let read = use_state(|| None as Read);
    let oninput = {
        let read = read.setter();
        Callback::from(move |event: InputEvent| {
            let typed = event
                .target_dyn_into::<web_sys::HtmlTextAreaElement>()
                .map(|field| field.value())
                .unwrap_or_default();
            if typed.is_empty() {
                read.set(None);
                return;
            }
            let result = log::read(&typed);
            if let Err(error) = &result {
                document::announce(&(t::speed().log_error)(*error));
            }
            read.set(Some(Rc::new(result)));
        })
    };
    let onclear = {
        let (read, field) = (read.setter(), field.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(field) = field.cast::<web_sys::HtmlTextAreaElement>() {
                field.set_value("");
                // The field stays where the reader is.
                let _ = field.focus();
            }
            read.set(None);
        })
    };
    let result = match &*read {
        None => html! { <div class="slot"></div> },
        Some(result) => match &**result {
            Err(error) => {
                html! { <div class="stack">{ Notice::warning((text.log_error)(*error).into()).html() }</div> }
            }
            Ok(log) => compared(log, &props.question, &props.machine),
        },
    };
    html! {
        <details class="check-us">
            <summary><h3>{ text.check_title }</h3></summary>
            <div class="stack check-us__body">
                <p class="muted small">{ text.check_intro }</p>
                <div class="field">
                    <label class="field__label" for="check-us-log">{ text.check_label }</label>
                    <textarea
                        ref={field}
                        id="check-us-log"
                        class="check-us__log"
                        rows="6"
                        spellcheck="false"
                        autocomplete="off"
                        wrap="off"
                        {oninput}
                    />
                </div>
                <div class="slot">
                    if read.is_some() {
                        <button type="button" class="button" onclick={onclear}>{ text.check_clear }</button>
                    }
                </div>
                <div class="check-us__result" data-part="check-us">{ result }</div>
            </div>
        </details>
    }
}

fn compared(log: &EngineLog, question: &SharedQuestion, machine: &UseMachineHandle) -> Html {
    let hardware: &Hardware = &machine.hardware;
    let Some(question) = question else {
        let why = log.report.failure.as_ref();
        return html! {
            <div class="stack">
                { understood(log) }
                { why.map_or_else(|| html! { <div class="slot"></div> }, failure_notice) }
                <p>{ t::speed().no_format }</p>
            </div>
        };
    };
    let (model, page) = question.checked();
    let why = log.report.failure.as_ref().map(|failure| {
        let found = diagnose(&log.report, &model, &page, hardware);
        html! {
            <div class="stack" key="failure">
                { failure_notice(failure) }
                { found.as_ref().map_or_else(|| html! { <div class="slot"></div> }, diagnosis) }
            </div>
        }
    });
    let why = why.unwrap_or_else(|| html! { <div class="slot" key="no-failure"></div> });
    match check(&log.report, &model, &page, hardware) {
        Err(_) => html! { <div class="stack">{ understood(log) }{ why }<p>{ t::speed().refused }</p></div> },
        Ok(found) => html! {
            <div class="stack">
                { understood(log) }
                { why }
                { warnings(&found) }
                { memory_table(&found.memory) }
                { speed_table(&found.speed) }
                { offer(&found, machine) }
            </div>
        },
    }
}

/// What was read, in a line, and what was not.
fn understood(log: &EngineLog) -> Html {
    let text = t::speed();
    let report = &log.report;
    let words = [
        report.engine.map(|engine| (text.log_engine)(engine).to_owned()),
        report.model.as_ref().map(|model| model.value.clone()),
        report.quantization.as_ref().map(|found| found.value.clone()),
        report
            .context
            .as_ref()
            .map(|context| (text.understood_context)(&figures::integer(context.value))),
        report
            .gpu_layers
            .as_ref()
            .map(|layers| (text.understood_layers)(layers.value.on_gpu, layers.value.total)),
        report
            .cache_types
            .as_ref()
            .map(|types| (text.understood_cache)(&types.value.k, &types.value.v)),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    let notes = [
        (log.n_bytes_skipped > 0).then(|| (text.log_skipped)(&figures::size(log.n_bytes_skipped as u64))),
        (log.n_runs > 1).then(|| (text.log_runs)(log.n_runs)),
        log.report.has_draft().then(|| text.log_draft.to_owned()),
        (log.n_implausible > 0).then(|| (text.log_implausible)(log.n_implausible)),
    ];
    let notes: Vec<String> = notes.into_iter().flatten().collect();
    html! {
        <div class="check-us__understood">
            <p class="slot">
                if !words.is_empty() {
                    <strong>{ text.understood }</strong>{ " " }<bdi class="break">{ words.join(" · ") }</bdi>
                }
            </p>
            <p class="muted small slot">{ notes.join(" ") }</p>
        </div>
    }
}

fn warnings(found: &Comparison) -> Html {
    let text = t::speed();
    let conditions: Vec<String> = found.conditions.iter().map(|it| (text.condition)(*it)).collect();
    let signs: Vec<String> = found
        .mismatches
        .iter()
        .map(|sign: &Mismatch| (text.mismatch)(sign))
        .collect();
    html! {
        <div class="stack slot">
            <div class="slot" data-part="mismatch">
                if !signs.is_empty() {
                    { Notice::warning(signs.join(" ").into()).title(text.mismatch_title).html() }
                }
            </div>
            <p class="small slot">
                if !conditions.is_empty() {
                    { text.conditions }{ " " }{ conditions.join(", ") }{ "." }
                }
            </p>
            <p class="small muted slot">
                if !found.names_its_model {
                    { text.unnamed }
                }
            </p>
        </div>
    }
}

/// Offers to correct the profile, or says why it cannot be.
fn offer(found: &Comparison, machine: &UseMachineHandle) -> Html {
    let text = t::speed();
    if found.speed.is_empty() {
        return html! { <div class="slot"></div> };
    }
    let calibration = match found.calibration {
        Err(reason) => return html! { <div><p class="small">{ (text.no_calibration)(reason) }</p></div> },
        Ok(_) if machine.source == MachineSource::Shared => {
            return html! { <div><p class="small">{ text.calibrate_shared }</p></div> };
        }
        Ok(calibration) => calibration,
    };
    let is_in_effect = machine.hardware.facts.calibration == calibration;
    let onclick = {
        let machine = machine.clone();
        Callback::from(move |_: MouseEvent| {
            correct(&machine, calibration);
            document::announce(t::speed().calibrated);
        })
    };
    html! {
        <div>
            if is_in_effect {
                <p class="small">{ text.calibrated }</p>
            } else {
                <button type="button" class="button button--primary" {onclick}>{ text.calibrate }</button>
            }
        </div>
    }
}
