//! What the machine has: system memory, GPUs, unified memory, reserve.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::domain::machine::hardware::{
    DEVICE_COUNT_MAX, DEVICE_GROUPS_MAX, DeviceGroup, DeviceIdentity, DeviceSpeed, GPU_SHARE_PERCENT_RANGE,
    Hardware, HardwareProblem, SYSTEM_RESERVE_PERCENT_MAX, UnifiedMemory, check, parse_gpu_count,
    parse_percent,
};
use crate::domain::text::memory_size::{MemorySize, MemorySizeError};
use crate::ui::components::number_field::NumberField;
use crate::ui::features::term::Term;
use crate::ui::figures;
use crate::ui::messages::t;

/// Uses the text of a field on the machine, or says what is wrong with it.
type Apply = dyn Fn(&mut Hardware, &str) -> Result<(), String>;

/// What the fields show where there is no device.
const NO_DEVICE: DeviceGroup = DeviceGroup {
    identity: DeviceIdentity::UNKNOWN,
    name: String::new(),
    memory: MemorySize::ZERO,
    count: 0,
    speed: DeviceSpeed {
        bandwidth_mb_s: None,
        fp32_gflops: None,
        fp16_gflops: None,
    },
};

/// What the machine has, to be read only if `disabled`; `on_change` is called with the changed machine. Where `reset`
/// changes, another machine is in effect and the fields show it whatever stood in them.
pub fn machine_fields(
    hardware: &Rc<Hardware>,
    on_change: &Callback<Hardware>,
    reset: &AttrValue,
    disabled: bool,
) -> Html {
    // A field's callback: parses the text and changes the machine, or says what is wrong and changes nothing.
    let field = |apply: Rc<Apply>| {
        let (hardware, on_change) = (hardware.clone(), on_change.clone());
        Callback::from(move |text: String| {
            let mut changed = (*hardware).clone();
            match apply(&mut changed, &text) {
                Ok(()) => {
                    on_change.emit(changed);
                    None
                }
                Err(problem) => Some(AttrValue::from(problem)),
            }
        })
    };
    let memory = hardware.available_memory();
    let problems = check(hardware);
    // A machine without GPUs shows the fields all the same, so that one can be entered.
    let mut shown = hardware.devices.clone();
    if shown.is_empty() {
        shown.push(NO_DEVICE);
    }
    html! {
        <>
            <div class="panel__pair">
                <NumberField
                    id="system-ram"
                    label={t::hardware().system_ram}
                    value={hardware.system_memory.to_string()}
                    reset={reset.clone()}
                    {disabled}
                    on_text={field(Rc::new(|hardware, text| {
                        hardware.system_memory = parse_memory(text)?;
                        Ok(())
                    }))}
                />
                <NumberField
                    id="reserve"
                    label={t::hardware().reserve}
                    value={hardware.system_reserve_percent.to_string()}
                    reset={reset.clone()}
                    {disabled}
                    on_text={field(Rc::new(|hardware, text| {
                        let max = SYSTEM_RESERVE_PERCENT_MAX;
                        let problem = || (t::hardware().reserve_problem)(max);
                        let percent = parse_percent(text, 0..=u16::from(max)).map_err(|_| problem())?;
                        hardware.system_reserve_percent = u8::try_from(percent).map_err(|_| problem())?;
                        Ok(())
                    }))}
                />
            </div>
            <div class="stack">
                { for shown.iter().enumerate().map(|(index, group)| {
                    device(index, group, hardware, &field, on_change, reset, disabled)
                }) }
            </div>
            { for problem_sentences(&problems).into_iter().map(|sentence| html! {
                <p key={sentence} class="field__problem" role="note">{ sentence }</p>
            }) }
            if !disabled && !hardware.devices.is_empty() && hardware.devices.len() < DEVICE_GROUPS_MAX {
                <button type="button" class="button button--quiet" onclick={{
                    let (hardware, on_change) = (hardware.clone(), on_change.clone());
                    Callback::from(move |_: MouseEvent| {
                        let mut changed = (*hardware).clone();
                        let memory = MemorySize::from_gb(8);
                        changed.devices.push(DeviceGroup { identity: DeviceIdentity::UNKNOWN, name: String::new(), memory, count: 1, speed: DeviceSpeed::default() });
                        on_change.emit(changed);
                    })
                }}>
                    { t::hardware().add_device }
                </button>
            }
            { unified(hardware, on_change, reset, disabled) }
            <p class="small muted">
                <Term id="reserve" entry={t::glossary().reserve} />{ ": " }
                { (t::hardware().reserve_note)(&figures::size(memory.reserved_system)) }
            </p>
        </>
    }
}

type FieldCallback<'a> = dyn Fn(Rc<Apply>) -> Callback<String, Option<AttrValue>> + 'a;

fn device(
    index: usize,
    group: &DeviceGroup,
    hardware: &Rc<Hardware>,
    field: &FieldCallback<'_>,
    on_change: &Callback<Hardware>,
    reset: &AttrValue,
    disabled: bool,
) -> Html {
    let (memory_label, count_label) = if index == 0 {
        (
            t::hardware().gpu_memory.to_owned(),
            t::hardware().gpu_count.to_owned(),
        )
    } else {
        (
            (t::hardware().gpu_memory_of)(index + 1),
            (t::hardware().gpu_count_of)(index + 1),
        )
    };
    let remove = {
        let (hardware, on_change) = (hardware.clone(), on_change.clone());
        Callback::from(move |_: MouseEvent| {
            let mut changed = (*hardware).clone();
            if index < changed.devices.len() {
                changed.devices.remove(index);
                on_change.emit(changed);
            }
        })
    };
    html! {
        <div class="panel__device" key={index}>
            <div class="panel__pair">
                <NumberField
                    id={format!("gpu-memory-{index}")}
                    label={memory_label}
                    value={group.memory.to_string()}
                    reset={reset.clone()}
                    {disabled}
                    on_text={field(Rc::new(move |hardware, text| {
                        let memory = parse_memory(text)?;
                        change_device(hardware, index, |group| group.memory = memory);
                        Ok(())
                    }))}
                />
                <NumberField
                    id={format!("gpu-count-{index}")}
                    label={count_label}
                    value={group.count.to_string()}
                    reset={reset.clone()}
                    {disabled}
                    on_text={field(Rc::new(move |hardware, text| {
                        let problem = |_| (t::hardware().count_problem)(DEVICE_COUNT_MAX);
                        let count = parse_gpu_count(text).map_err(problem)?;
                        change_device(hardware, index, |group| group.count = count);
                        Ok(())
                    }))}
                />
            </div>
            if index > 0 && !disabled {
                <button type="button" class="button button--quiet" onclick={remove}>
                    { t::hardware().remove_device }
                </button>
            }
        </div>
    }
}

/// Changes a group of devices; the first one comes into being with its first number and goes with its last.
fn change_device(hardware: &mut Hardware, index: usize, change: impl FnOnce(&mut DeviceGroup)) {
    if index == 0 && hardware.devices.is_empty() {
        hardware.devices.push(NO_DEVICE);
    }
    if let Some(group) = hardware.devices.get_mut(index) {
        change(group);
    }
    hardware.devices.retain(|group| *group != NO_DEVICE);
}

fn unified(
    hardware: &Rc<Hardware>,
    on_change: &Callback<Hardware>,
    reset: &AttrValue,
    disabled: bool,
) -> Html {
    let onchange = {
        let (hardware, on_change) = (hardware.clone(), on_change.clone());
        Callback::from(move |event: Event| {
            if let Some(input) = event
                .target()
                .and_then(|target| target.dyn_into::<HtmlInputElement>().ok())
            {
                let mut changed = (*hardware).clone();
                changed.unified = input.checked().then_some(UnifiedMemory {
                    gpu_share_percent: None,
                });
                on_change.emit(changed);
            }
        })
    };
    let gpu_share = {
        let (hardware, on_change) = (hardware.clone(), on_change.clone());
        Callback::from(move |text: String| {
            let percent = match text.trim() {
                "" => None,
                text => match parse_percent(text, GPU_SHARE_PERCENT_RANGE) {
                    Ok(percent) => u8::try_from(percent).ok(),
                    Err(_) => return Some(AttrValue::Static(t::hardware().gpu_share_problem)),
                },
            };
            let mut changed = (*hardware).clone();
            changed.unified = Some(UnifiedMemory {
                gpu_share_percent: percent,
            });
            on_change.emit(changed);
            None
        })
    };
    let note = hardware.unified.map(|unified| {
        let share = unified.gpu_share_percent.map_or_else(
            || t::hardware().unified_share_unknown.to_owned(),
            |percent| {
                (t::hardware().unified_share)(percent, &figures::size(hardware.available_memory().gpu_share))
            },
        );
        format!("{} {share}", t::hardware().unified_note)
    });
    html! {
        <div>
            <label class="check">
                <input type="checkbox" checked={hardware.unified.is_some()} {disabled} {onchange} />
                { t::hardware().unified }
            </label>
            <p class="small muted">{ note.unwrap_or_default() }</p>
            if let Some(unified) = hardware.unified {
                <NumberField
                    id="gpu-share"
                    label={t::hardware().gpu_share}
                    value={unified.gpu_share_percent.map(|percent| percent.to_string()).unwrap_or_default()}
                    reset={reset.clone()}
                    {disabled}
                    on_text={gpu_share}
                />
            }
        </div>
    }
}

/// What is odd about a machine, each sentence once.
pub fn problem_sentences(problems: &[HardwareProblem]) -> Vec<&'static str> {
    let found = problems.iter().filter_map(|problem| match problem {
        HardwareProblem::NoMemoryAtAll => Some(t::hardware().no_memory),
        HardwareProblem::SystemMemoryZero => Some(t::hardware().no_system_memory),
        HardwareProblem::GpuCountWithoutMemory { .. } => Some(t::hardware().gpu_without_memory),
        HardwareProblem::GpuMemoryWithoutCount { .. } => Some(t::hardware().gpu_without_count),
        HardwareProblem::NoFormats => Some(t::hardware().no_formats),
        HardwareProblem::NoQuantizations => Some(t::hardware().no_quantizations),
        HardwareProblem::SystemMemoryImplausible | HardwareProblem::GpuMemoryImplausible { .. } => {
            Some(t::hardware().implausible)
        }
        _ => None,
    });
    let mut sentences: Vec<&'static str> = Vec::new();
    for sentence in found {
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    sentences
}

/// Reads an amount of memory, or says what is wrong with it.
pub fn parse_memory(text: &str) -> Result<MemorySize, String> {
    MemorySize::parse(text).map_err(|error| {
        match error {
            MemorySizeError::Empty => t::hardware().size_empty,
            MemorySizeError::NotANumber => t::hardware().size_not_a_number,
            MemorySizeError::TooPrecise => t::hardware().size_too_precise,
            MemorySizeError::TooLarge => t::hardware().size_too_large,
        }
        .to_owned()
    })
}
