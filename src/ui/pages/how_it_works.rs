//! How compatibility is calculated: the checks, the rule, the worked example, and the same sum with the reader's numbers.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::app::route::Page;
use crate::domain::assess::{Grade, place};
use crate::domain::estimate::{ACTIVATION_PERCENT_DEFAULT, StandardEstimate, StandardInput};
use crate::domain::machine::hardware::{
    DeviceGroup, DeviceIdentity, DeviceSpeed, Hardware, MachineFacts, SYSTEM_RESERVE_PERCENT_DEFAULT,
};
use crate::domain::precision::quantization::{PrecisionClass, QuantizationFamily};
use crate::domain::text::key_set::KeySet;
use crate::domain::text::memory_size::MemorySize;
use crate::ui::components::number_field::NumberField;
use crate::ui::components::select_field::{ChoiceGroup, SelectField};
use crate::ui::context::PageContext;
use crate::ui::features::estimate_steps::estimate_steps;
use crate::ui::features::grade_badge::{grade_word, memory_badge};
use crate::ui::features::memory_bar::{BarNeed, large_memory_bar};
use crate::ui::features::standard_rule::standard_rule;
use crate::ui::features::term::Term;
use crate::ui::hooks::use_machine::UseMachineHandle;
use crate::ui::hooks::use_route::Navigation;
use crate::ui::messages::t;

/// Properties of [`OwnNumbers`].
#[derive(Properties, PartialEq)]
pub struct OwnNumbersProps {
    /// The machine in effect.
    pub machine: UseMachineHandle,
    /// The rule's multiplier in percent.
    pub activation_percent: u16,
}

/// How compatibility is calculated, with the reader's machine and multiplier.
#[component]
pub fn HowItWorks(page: &PageContext) -> Html {
    let navigation = use_context::<Navigation>().unwrap_or_default();
    let activation_percent = page.settings.settings.activation_percent;
    let text = t::explanation();
    html! {
        <div class="stack explanation">
            <p>{ text.intro }</p>
            <section class="section" aria-labelledby="checks-title">
                <h2 id="checks-title">{ text.checks }</h2>
                <p>{ text.checks_intro }</p>
                <ol>
                    <li><strong><Term id="how-format" entry={t::glossary().format} /></strong>{ ": " }{ text.format_check }</li>
                    <li><strong><Term id="how-quantization" entry={t::glossary().quantization} /></strong>{ ": " }{ text.quantization_check }</li>
                    <li><strong>{ t::verdict().memory_check }</strong>{ ": " }{ text.memory_check }</li>
                </ol>
            </section>
            <section class="section" aria-labelledby="sum-title">
                <h2 id="sum-title">{ text.sum }</h2>
                <p>{ text.sum_intro }</p>
                <div class="stack">
                    { for [
                        text.formula_params, text.formula_model, text.formula_required,
                        text.formula_gpu, text.formula_available, text.formula_check,
                    ].map(|formula| html! { <code key={formula} class="formula">{ formula }</code> }) }
                </div>
                { precision_table() }
                { standard_rule(&page.settings) }
            </section>
            <section class="section" aria-labelledby="assumptions-title">
                <h2 id="assumptions-title">{ text.assumptions }</h2>
                <ul>
                    { for [
                        text.assumption_one_variant, text.assumption_multiplier, text.assumption_below_six,
                        text.assumption_sum, text.assumption_unified, text.assumption_reserve, text.assumption_gb,
                    ].map(|assumption| html! { <li key={assumption}>{ assumption }</li> }) }
                </ul>
            </section>
            { worked_example() }
            <OwnNumbers machine={page.machine.clone()} {activation_percent} />
            { detailed(&navigation) }
            { quick() }
            { grades() }
            { glossary() }
        </div>
    }
}

/// What the Detailed estimate adds up.
fn detailed(navigation: &Navigation) -> Html {
    let text = t::explanation();
    html! {
        <section class="section" aria-labelledby="detailed-title">
            <h2 id="detailed-title">{ text.detailed }</h2>
            <p>{ text.detailed_intro }</p>
            <ul>
                { for [
                    text.detailed_weights, text.detailed_cache, text.detailed_state, text.detailed_buffers,
                    text.detailed_overhead,
                ].map(|part| html! { <li key={part}>{ part }</li> }) }
            </ul>
            <p>{ text.detailed_end }</p>
            <p><a href={navigation.href(Page::HowExact)}>{ text.exact_link }</a></p>
        </section>
    }
}

/// What a list goes by.
fn quick() -> Html {
    let text = t::explanation();
    html! {
        <section class="section" aria-labelledby="quick-title">
            <h2 id="quick-title">{ text.quick }</h2>
            <p>{ text.quick_intro }</p>
        </section>
    }
}

/// What each grade means.
fn grades() -> Html {
    let text = t::explanation();
    let meaning = |grade: Grade| match grade {
        Grade::Great => text.grade_great,
        Grade::Good => text.grade_good,
        Grade::Slow => text.grade_slow,
        Grade::Tight => text.grade_tight,
        Grade::TooLarge => text.grade_too_large,
        Grade::Unknown => text.grade_unknown,
    };
    html! {
        <section class="section" aria-labelledby="grades-title">
            <h2 id="grades-title">{ text.grades }</h2>
            <ul>
                { for Grade::ALL.map(|grade| html! {
                    <li key={grade.key()}><strong>{ grade_word(grade) }</strong>{ ": " }{ meaning(grade) }</li>
                }) }
            </ul>
            <p>{ text.grades_end }</p>
        </section>
    }
}

/// Every term of the page with its explanation.
fn glossary() -> Html {
    html! {
        <section class="section" aria-labelledby="glossary-title">
            <h2 id="glossary-title">{ t::explanation().glossary }</h2>
            <dl class="glossary">
                { for t::glossary().entries().map(|entry| html! {
                    <div key={entry.term}><dt>{ entry.term }</dt><dd class="muted">{ entry.explanation }</dd></div>
                }) }
            </dl>
        </section>
    }
}

fn precision_table() -> Html {
    let text = t::explanation();
    let rows = [
        (text.class_32, "4"),
        (text.class_16, "2"),
        (text.class_8, "1"),
        (text.class_6, "0.5"),
    ];
    html! {
        <table>
            <caption>{ text.table }</caption>
            <thead><tr><th scope="col">{ text.table_precision }</th><th scope="col">{ text.table_bytes }</th></tr></thead>
            <tbody>
                { for rows.map(|(precision, bytes)| html! {
                    <tr key={precision}><th scope="row">{ precision }</th><td>{ bytes }</td></tr>
                }) }
            </tbody>
        </table>
    }
}

/// The machine of the worked example (README, How the verdict is computed): one 4 GB GPU, 16 GB of system memory.
fn example_machine() -> Hardware {
    Hardware {
        system_memory: MemorySize::from_gb(16),
        unified: None,
        devices: vec![DeviceGroup {
            identity: DeviceIdentity::UNKNOWN,
            name: String::new(),
            memory: MemorySize::from_gb(4),
            count: 1,
            speed: DeviceSpeed::default(),
        }],
        system_reserve_percent: SYSTEM_RESERVE_PERCENT_DEFAULT,
        formats: KeySet::new(),
        quantizations: KeySet::new(),
        facts: MachineFacts::default(),
    }
}

/// The model of the worked example: 2 GB in FP16, no count of its own.
fn example_estimate() -> Option<StandardEstimate> {
    StandardEstimate::compute(StandardInput {
        precision: Some(PrecisionClass::Bits16),
        parameters: None,
        size_bytes: Some(MemorySize::from_gb(2).bytes()),
        activation_percent: ACTIVATION_PERCENT_DEFAULT,
    })
}

fn worked_example() -> Html {
    let text = t::explanation();
    let hardware = example_machine();
    html! {
        <section class="section" aria-label={text.example}>
            <h2>{ text.example }</h2>
            <p>{ text.example_intro }</p>
            if let Some(estimate) = example_estimate() {
                <div>{ memory_badge(place(estimate.required, &hardware.available_memory())) }</div>
                { large_memory_bar(hardware.available_memory(), Some(BarNeed::of_rule(estimate.required, hardware.available_memory()))) }
                { estimate_steps("example", &estimate, &hardware) }
                <p>{ text.example_conclusion }</p>
            }
        </section>
    }
}

/// The live copy of the sum: the reader's machine, and a model size and precision of their choice.
#[component]
fn OwnNumbers(props: &OwnNumbersProps) -> Html {
    let text = t::explanation();
    let size = use_state_eq(|| MemorySize::from_gb(8));
    let family = use_state_eq(|| Some(QuantizationFamily::Fp16));
    let on_size = {
        let size = size.setter();
        Callback::from(move |typed: String| match MemorySize::parse(&typed) {
            Ok(parsed) if !parsed.is_zero() => {
                size.set(parsed);
                None
            }
            _ => Some(AttrValue::Static(t::hardware().size_not_a_number)),
        })
    };
    let on_family = {
        let family = family.setter();
        Callback::from(move |key: AttrValue| family.set(QuantizationFamily::from_key(&key)))
    };
    let mut choices: Vec<(AttrValue, AttrValue)> = QuantizationFamily::ALL
        .map(|family| (AttrValue::Static(family.key()), AttrValue::Static(family.name())))
        .into();
    choices.push((AttrValue::default(), AttrValue::Static(text.own_not_stated)));
    let estimate = StandardEstimate::compute(StandardInput {
        precision: family.map(QuantizationFamily::precision_class),
        parameters: None,
        size_bytes: Some(size.bytes()),
        activation_percent: props.activation_percent,
    });
    let hardware: Rc<Hardware> = props.machine.hardware.clone();
    let memory = hardware.available_memory();
    html! {
        <section class="section" aria-label={text.own}>
            <h2>{ text.own }</h2>
            <p>{ (text.own_intro)(&props.machine.name) }</p>
            <div class="panel__pair">
                <NumberField id="own-size" label={text.own_size} value={size.to_string()} on_text={on_size} />
                <SelectField
                    id="own-precision"
                    label={text.own_precision}
                    value={family.map_or("", QuantizationFamily::key)}
                    groups={ChoiceGroup::plain(choices)}
                    on_change={on_family}
                />
            </div>
            if let Some(estimate) = estimate {
                <div>{ memory_badge(place(estimate.required, &memory)) }</div>
                { large_memory_bar(memory, Some(BarNeed::of_rule(estimate.required, memory))) }
                { estimate_steps("own", &estimate, &hardware) }
            }
        </section>
    }
}
