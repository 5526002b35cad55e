//! The devices of a draft, every figure of them to be edited.

use yew::prelude::*;

use super::editing::{Editing, fact};
use crate::domain::machine::draft::{DescribedDevice, Fact};
use crate::domain::machine::hardware::{
    BANDWIDTH_MB_S_MAX, DEVICE_COUNT_MAX, DeviceSpeed, GFLOPS_MAX, check_device_name, parse_gpu_count,
};
use crate::domain::text::decimal::{DecimalError, read_thousandths, write_thousandths};
use crate::ui::components::number_field::NumberField;
use crate::ui::components::text_field::TextField;
use crate::ui::features::hardware::parse_memory;
use crate::ui::messages::t;

/// Which figure of a device's speed.
#[derive(Clone, Copy)]
enum Figure {
    Bandwidth,
    Fp32,
    Fp16,
}

impl Figure {
    fn of(self, speed: &mut DeviceSpeed) -> (&mut Option<u32>, u32) {
        match self {
            Self::Bandwidth => (&mut speed.bandwidth_mb_s, BANDWIDTH_MB_S_MAX),
            Self::Fp32 => (&mut speed.fp32_gflops, GFLOPS_MAX),
            Self::Fp16 => (&mut speed.fp16_gflops, GFLOPS_MAX),
        }
    }
}

/// The devices of a draft.
pub fn device_fields(editing: &Editing, on_add: &Callback<()>) -> Html {
    let text = t::machine();
    let draft = &editing.draft;
    let title = if draft.chip().is_some() {
        text.chip
    } else {
        text.devices
    };
    html! {
        <section class="my-section" aria-label={title}>
            <h4>{ title }</h4>
            if draft.devices.is_empty() {
                <p class="muted">{ text.no_devices_yet }</p>
            }
            { for draft.devices.iter().enumerate().map(|(index, device)| one_device(editing, index, device)) }
            <div>
                <button type="button" class="button button--quiet" onclick={on_add.reform(|_: MouseEvent| ())}>
                    { text.add_device }
                </button>
            </div>
        </section>
    }
}

fn one_device(editing: &Editing, index: usize, device: &DescribedDevice) -> Html {
    let text = t::machine();
    let remove = editing.click(move |draft, _| {
        if index < draft.devices.len() {
            draft.devices.remove(index);
        }
    });
    let on_name = editing.field(move |draft, _, typed| {
        check_device_name(typed).map_err(|_| AttrValue::Static(text.name_problem))?;
        with_device(&mut draft.devices, index, |device| {
            device.name.say(typed.to_owned())
        });
        Ok(())
    });
    let on_memory = editing.field(move |draft, _, typed| {
        let memory = parse_memory(typed)?;
        with_device(&mut draft.devices, index, |device| {
            device.memory.say(memory);
            // A size that is typed answers the question for it.
            device
                .candidates
                .retain(|candidate| candidate.memory == Some(memory));
        });
        Ok(())
    });
    let on_count = editing.field(move |draft, _, typed| {
        let problem = |_| AttrValue::from((t::hardware().count_problem)(DEVICE_COUNT_MAX));
        let count = parse_gpu_count(typed).map_err(problem)?;
        with_device(&mut draft.devices, index, |device| device.count.say(count));
        Ok(())
    });
    let speed = |figure, label, name| {
        let mut value = device.speed.value;
        let number = *figure_value(figure, &mut value);
        let shown = Fact {
            value: number,
            origin: device.speed.origin,
            is_doubtful: device.speed.is_doubtful,
        };
        let origin = if number.is_none() {
            Fact::new(number, crate::domain::machine::draft::Origin::Open)
        } else {
            shown
        };
        fact(
            &origin,
            html! {
                <NumberField
                    id={format!("my-{name}-{index}")}
                    {label}
                    value={number.map(write_thousandths).unwrap_or_default()}
                    reset={editing.reset.clone()}
                    step="any"
                    on_text={on_figure(editing, index, figure)}
                />
            },
        )
    };
    html! {
        <div key={index} class="my-device">
            <div class="my-device__name">
                { fact(&device.name, html! {
                    <TextField
                        id={format!("my-name-{index}")}
                        label={text.name}
                        value={device.name.value.clone()}
                        max_length={60}
                        on_commit={on_name}
                    />
                }) }
                <button
                    type="button"
                    class="button button--quiet"
                    aria-label={(text.remove_named)(&device.name.value)}
                    onclick={remove}
                >
                    { text.remove }
                </button>
            </div>
            <div class="my-grid">
                if device.shares_memory {
                    <p class="small muted my-grid__wide">{ text.chip_memory }</p>
                } else {
                    <>
                        { fact(&device.memory, html! {
                            <NumberField
                                id={format!("my-memory-{index}")}
                                label={text.memory}
                                value={if device.memory.value.is_zero() { String::new() } else { device.memory.value.to_string() }}
                                reset={editing.reset.clone()}
                                on_text={on_memory}
                            />
                        }) }
                        { fact(&device.count, html! {
                            <NumberField
                                id={format!("my-count-{index}")}
                                label={text.count}
                                value={device.count.value.to_string()}
                                reset={editing.reset.clone()}
                                on_text={on_count}
                            />
                        }) }
                    </>
                }
                { speed(Figure::Bandwidth, text.bandwidth, "bandwidth") }
                { speed(Figure::Fp32, text.fp32, "fp32") }
                { speed(Figure::Fp16, text.fp16, "fp16") }
            </div>
        </div>
    }
}

fn figure_value(figure: Figure, speed: &mut DeviceSpeed) -> &mut Option<u32> {
    figure.of(speed).0
}

fn on_figure(editing: &Editing, index: usize, figure: Figure) -> Callback<String, Option<AttrValue>> {
    editing.field(move |draft, _, typed| {
        let text = t::machine();
        let problem = |words: &'static str| AttrValue::Static(words);
        let number = match read_thousandths(typed) {
            Err(DecimalError::Empty) => None,
            Err(DecimalError::TooLarge) => return Err(problem(text.figure_too_large)),
            Ok(0) | Err(DecimalError::NotANumber | DecimalError::TooPrecise) => {
                return Err(problem(text.figure_problem));
            }
            Ok(number) => Some(number),
        };
        if let Some(device) = draft.devices.get_mut(index) {
            let mut speed = device.speed.value;
            let (value, max) = figure.of(&mut speed);
            if number.is_some_and(|number| number > max) {
                return Err(problem(text.figure_too_large));
            }
            *value = number;
            device.speed.say(speed);
        }
        Ok(())
    })
}

fn with_device(devices: &mut [DescribedDevice], index: usize, change: impl FnOnce(&mut DescribedDevice)) {
    if let Some(device) = devices.get_mut(index) {
        change(device);
    }
}
