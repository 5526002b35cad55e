//! How fast the variant on the page would be on the machine in effect, and the comparison with a run of the reader's own.

mod check_us;
mod comparison;
mod figures_shown;
mod inputs;
mod numbers;
mod question;
mod token_time;
mod why_failed;

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

use self::check_us::CheckUs;
use self::figures_shown::three_figures;
use self::inputs::inputs;
use self::question::{NoQuestion, Question};
use self::token_time::token_time;
use super::header::read_header::KnownHeader;
use crate::domain::assess::{ModelAssessment, Rules, SPEED_CONTEXT};
use crate::domain::machine::hardware::Calibration;
use crate::domain::machine::hardware::Hardware;
use crate::domain::model::Model;
use crate::domain::speed::NoSpeed;
use crate::ui::components::notice::Notice;
use crate::ui::components::number_field::NumberField;
use crate::ui::figures;
use crate::ui::hooks::use_machine::{MachineSource, UseMachineHandle};
use crate::ui::messages::t;
use crate::ui::same::Same;
use crate::web::{document, focus};

/// Properties of [`SpeedPanel`].
#[derive(Properties, PartialEq)]
pub struct SpeedPanelProps {
    /// The model.
    pub model: Rc<Model>,
    /// The place of the variant among the model's.
    pub variant: usize,
    /// By what it is assessed, with the run of the address.
    pub rules: Rules,
    /// The model's assessment.
    pub assessment: Rc<ModelAssessment>,
    /// What is known of its header.
    pub header: Option<Same<KnownHeader>>,
    /// The machine in effect.
    pub machine: UseMachineHandle,
}

/// A question that is made anew only when something in it changes.
pub type SharedQuestion = Option<Rc<Question>>;

/// The panel.
#[component]
pub fn SpeedPanel(props: &SpeedPanelProps) -> Html {
    let text = t::speed();
    let prompt = use_state_eq(|| SPEED_CONTEXT);
    let hardware = props.machine.hardware.clone();
    let question = use_memo(
        (
            props.model.clone(),
            props.variant,
            props.rules,
            props.assessment.clone(),
            props.header.clone(),
            hardware.clone(),
        ),
        |(model, variant, rules, assessment, header, hardware)| {
            let assessed = assessment.variants.get(*variant)?;
            Question::of(model, *variant, rules, assessed, header.as_ref(), hardware).map(Rc::new)
        },
    );
    let question: SharedQuestion = (*question).clone();
    let body = match &question {
        Some(question) => found(question, *prompt, &prompt.setter(), &hardware),
        None => nothing(text.no_format, false),
    };
    let placed = question.as_ref().filter(|question| question.placement.is_ok());
    let line = placed.map(|question| {
        let tokens = figures::integer((*prompt).min(question.context));
        (text.line)(&props.machine.name, (text.engine)(question.engine), &tokens)
    });
    html! {
        <section class="section speed" aria-labelledby="speed-title">
            <h2 id="speed-title">{ text.title }</h2>
            <p class="muted small slot">{ line.unwrap_or_default() }</p>
            { body }
            { correction(&props.machine) }
            <CheckUs {question} machine={props.machine.clone()} />
        </section>
    }
}

fn found(question: &Question, prompt: u64, set_prompt: &UseStateSetter<u64>, hardware: &Hardware) -> Html {
    let text = t::speed();
    let answer = match &question.placement {
        Ok(_) => question.answer(prompt, hardware),
        Err(reason) => {
            return nothing(
                match reason {
                    NoQuestion::DoesNotFit => text.does_not_fit,
                    NoQuestion::Refused => text.refused,
                },
                false,
            );
        }
    };
    let Some(answer) = answer else {
        return nothing(text.does_not_fit, false);
    };
    if let Err(reason) = answer.estimate.decode {
        return nothing((text.no_speed)(reason), reason != NoSpeed::ModelUnknown);
    }
    let longest = question.context;
    let on_text = {
        let set_prompt = set_prompt.clone();
        Callback::from(move |typed: String| match typed.trim().parse::<u64>() {
            Ok(tokens) if (1..=longest).contains(&tokens) => {
                set_prompt.set(tokens);
                None
            }
            _ => Some(AttrValue::from((t::speed().prompt_problem)(&figures::integer(
                longest,
            )))),
        })
    };
    html! {
        <div class="stack">
            { three_figures(&answer, question.context) }
            <div class="speed__prompt">
                <NumberField
                    id="speed-prompt"
                    label={text.prompt}
                    value={answer.prompt.to_string()}
                    step="100"
                    {on_text}
                />
            </div>
            { token_time(answer.estimate.decode_time, answer.estimate.decode.ok()) }
            { inputs(question, &answer, hardware) }
        </div>
    }
}

/// No number, the reason, and the way to say what is missing.
fn nothing(reason: &'static str, is_hardware_missing: bool) -> Html {
    let text = t::speed();
    let notice = Notice::new(html! {
        <>
            { reason }
            if is_hardware_missing {
                { " " }{ text.say_it_hint }
            }
        </>
    })
    .title(text.none_title);
    let onclick = Callback::from(|_: MouseEvent| show_hardware());
    let notice = if is_hardware_missing {
        notice.actions(html! {
            <button type="button" class="button" {onclick}>{ text.say_it }</button>
        })
    } else {
        notice
    };
    html! { <div class="stack">{ notice.html() }</div> }
}

/// Opens the hardware drawer where it is one, and goes to the panel where it stands beside the page.
fn show_hardware() {
    let button = document::element("open-hardware").and_then(|button| button.dyn_into::<HtmlElement>().ok());
    match button.filter(|button| button.offset_width() > 0) {
        Some(button) => button.click(),
        None => {
            focus::focus_by_id("hardware");
        }
    }
}

/// Says that the profile is corrected, and leads back.
fn correction(machine: &UseMachineHandle) -> Html {
    let text = t::speed();
    let calibration = machine.hardware.facts.calibration;
    let factor = |thousandths: Option<u32>| thousandths.map(|it| numbers::decimal(f64::from(it) / 1e3, 2));
    let (decode, prefill) = (
        factor(calibration.decode_thousandths),
        factor(calibration.prefill_thousandths),
    );
    let onclick = {
        let machine = machine.clone();
        Callback::from(move |_: MouseEvent| {
            correct(&machine, Calibration::default());
            document::announce(t::speed().undone);
        })
    };
    html! {
        <div class="slot" data-corrected={(calibration != Calibration::default()).to_string()}>
            if calibration != Calibration::default() {
                { Notice::new((text.corrected_by)(decode.as_deref(), prefill.as_deref()).into())
                    .title(text.corrected)
                    .actions(html! {
                        if machine.source != MachineSource::Shared {
                            <button type="button" class="button" {onclick}>{ text.undo }</button>
                        }
                    })
                    .html() }
            }
        </div>
    }
}

/// Keeps a correction in the profile in use.
fn correct(machine: &UseMachineHandle, calibration: Calibration) {
    let mut hardware = (*machine.hardware).clone();
    hardware.facts.calibration = calibration;
    let preset = machine.preset.as_ref().map(AttrValue::to_string);
    // The hardware was taken from the profile and only its correction is new: there is nothing to refuse.
    let _ = machine.set_hardware.emit((hardware, preset));
}
