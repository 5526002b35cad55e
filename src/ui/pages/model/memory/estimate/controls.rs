//! The controls: engine, context, cache, conversations, placement, projector.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::context_control::ContextControl;
use crate::domain::estimate::CacheType;
use crate::domain::estimate::subject::Subject;
use crate::domain::run::command::Runner;
use crate::domain::run::settings::{
    BATCH_MAX, LAYERS_MAX, RunPlacement, RunSettings, SEQUENCES_MAX, default_context,
};
use crate::ui::components::number_field::NumberField;
use crate::ui::components::select_field::{ChoiceGroup, SelectField};
use crate::ui::messages::t;

/// All controls.
pub fn controls(
    subject: &Subject,
    settings: RunSettings,
    set: &Callback<RunSettings>,
    longest: u64,
    has_devices: bool,
) -> Html {
    let trained = subject.geometry().context_length;
    let on_context = {
        let set = set.clone();
        Callback::from(move |context| set.emit(settings.with_context(context, trained)))
    };
    let is_gguf = matches!(subject, Subject::Gguf(_));
    html! {
        <div class="memory-controls">
            <ContextControl
                context={settings.context_for(trained)}
                {longest}
                is_stated={trained.is_some_and(|trained| trained > 0)}
                {on_context}
            />
            <div class="memory-controls__row">
                { engine(subject, settings, set) }
                { cache_type(is_gguf, settings, set) }
                { sequences(is_gguf, settings, set) }
                { if is_gguf && has_devices { placement(subject, settings, set) } else { html! { <div></div> } } }
            </div>
            <div class="cluster memory-controls__more">
                { projector(subject, settings, set) }
                { if is_gguf { advanced(settings, set) } else { html! { <div></div> } } }
                <button
                    type="button"
                    class="button button--quiet"
                    disabled={settings == RunSettings::default()}
                    onclick={set.reform(|_: MouseEvent| RunSettings::default())}
                >
                    { (t::memory().reset)(&super::context_control::short_tokens(default_context(trained))) }
                </button>
            </div>
        </div>
    }
}

fn choices<T: Copy>(
    all: &[T],
    key: impl Fn(T) -> &'static str,
    name: impl Fn(T) -> String,
) -> Vec<ChoiceGroup> {
    let choices = all
        .iter()
        .map(|one| (AttrValue::Static(key(*one)), AttrValue::from(name(*one))));
    ChoiceGroup::plain(choices)
}

fn engine(subject: &Subject, settings: RunSettings, set: &Callback<RunSettings>) -> Html {
    let format = subject.format();
    let runners = Runner::for_format(format);
    let value = settings.runner_for(format).map_or("", RunSettings::runner_key);
    let on_change = {
        let set = set.clone();
        Callback::from(move |key: AttrValue| {
            let chosen = RunSettings::runner_from_key(&key);
            let runner = chosen.filter(|runner| Some(runner) != runners.first());
            set.emit(RunSettings { runner, ..settings });
        })
    };
    html! {
        <SelectField
            id="memory-engine"
            label={t::memory().engine}
            {value}
            groups={choices(runners, RunSettings::runner_key, |runner| runner.name().to_owned())}
            {on_change}
        />
    }
}

const MIXED: &str = "mixed";

fn cache_type(is_gguf: bool, settings: RunSettings, set: &Callback<RunSettings>) -> Html {
    let text = t::memory();
    let is_mixed = settings.key_type != settings.value_type;
    let types: &[CacheType] = if is_gguf {
        &CacheType::LLAMA_CPP
    } else {
        &[CacheType::F16, CacheType::Fp8, CacheType::Q4_0]
    };
    let name = |cache_type: CacheType| {
        if is_gguf {
            cache_type.name().to_owned()
        } else {
            (text.serving_cache)(cache_type).to_owned()
        }
    };
    let mut groups = choices(types, CacheType::name, name);
    let value = match (is_gguf, is_mixed, settings.key_type) {
        (true, true, _) => MIXED,
        (true, false, cache_type) => cache_type.name(),
        (false, _, CacheType::F32 | CacheType::F16 | CacheType::Bf16) => CacheType::F16.name(),
        (false, _, CacheType::Fp8 | CacheType::Q8_0) => CacheType::Fp8.name(),
        (false, ..) => CacheType::Q4_0.name(),
    };
    if value == MIXED {
        groups.extend(ChoiceGroup::plain([(
            AttrValue::Static(MIXED),
            AttrValue::from(format!(
                "K {} · V {}",
                settings.key_type.name(),
                settings.value_type.name()
            )),
        )]));
    }
    let on_change = {
        let set = set.clone();
        Callback::from(move |key: AttrValue| {
            if let Some(cache_type) = CacheType::from_name(&key) {
                set.emit(settings.with_cache_type(cache_type));
            }
        })
    };
    html! { <SelectField id="memory-cache" label={text.cache} {value} {groups} {on_change} /> }
}

fn number(
    id: &'static str,
    label: &'static str,
    value: u32,
    (least, most): (u32, u32),
    set: &Callback<RunSettings>,
    with: impl Fn(u32) -> RunSettings + 'static,
) -> Html {
    let set = set.clone();
    let on_text = Callback::from(move |typed: String| {
        match typed
            .trim()
            .parse::<u32>()
            .ok()
            .filter(|number| (least..=most).contains(number))
        {
            Some(number) => {
                set.emit(with(number));
                None
            }
            None => Some(AttrValue::from((t::memory().number_wrong)(least, most))),
        }
    });
    html! { <NumberField {id} {label} value={value.to_string()} {on_text} /> }
}

fn sequences(is_gguf: bool, settings: RunSettings, set: &Callback<RunSettings>) -> Html {
    let text = t::memory();
    let label = if is_gguf { text.sequences } else { text.requests };
    number(
        "memory-sequences",
        label,
        settings.sequences,
        (1, SEQUENCES_MAX),
        set,
        move |sequences| RunSettings {
            sequences,
            ..settings
        },
    )
}

const fn placement_key(placement: RunPlacement) -> &'static str {
    match placement {
        RunPlacement::Automatic => "auto",
        RunPlacement::DevicesOnly => "gpu",
        RunPlacement::Layers(_) => "ngl",
        RunPlacement::HostExperts(_) => "moe-n",
        RunPlacement::AllHostExperts => "moe",
        RunPlacement::SystemOnly => "cpu",
    }
}

fn placement(subject: &Subject, settings: RunSettings, set: &Callback<RunSettings>) -> Html {
    let text = t::memory();
    let geometry = subject.geometry();
    let layers = u32::try_from(geometry.layers.len()).unwrap_or(LAYERS_MAX);
    let has_experts = geometry.layers.iter().any(|layer| layer.experts.is_some());
    let mut all = vec![
        RunPlacement::Automatic,
        RunPlacement::DevicesOnly,
        RunPlacement::Layers(layers / 2),
        RunPlacement::SystemOnly,
    ];
    if has_experts
        || matches!(
            settings.placement,
            RunPlacement::AllHostExperts | RunPlacement::HostExperts(_)
        )
    {
        all.extend([
            RunPlacement::AllHostExperts,
            RunPlacement::HostExperts(layers / 2),
        ]);
    }
    let groups = choices(&all, placement_key, |placement| {
        (text.placement_name)(placement).to_owned()
    });
    let on_change = {
        let set = set.clone();
        Callback::from(move |key: AttrValue| {
            if let Some(placement) = all
                .iter()
                .find(|placement| placement_key(**placement) == key.as_str())
            {
                set.emit(RunSettings {
                    placement: *placement,
                    ..settings
                });
            }
        })
    };
    let count = match settings.placement {
        RunPlacement::Layers(count) => number(
            "memory-layers",
            text.layers,
            count,
            (0, LAYERS_MAX),
            set,
            move |count| RunSettings {
                placement: RunPlacement::Layers(count),
                ..settings
            },
        ),
        RunPlacement::HostExperts(count) => number(
            "memory-experts",
            text.expert_layers,
            count,
            (0, LAYERS_MAX),
            set,
            move |count| RunSettings {
                placement: RunPlacement::HostExperts(count),
                ..settings
            },
        ),
        _ => html! { <div></div> },
    };
    html! {
        <div class="memory-controls__placement">
            <SelectField id="memory-placement" label={text.placement} value={placement_key(settings.placement)} {groups} {on_change} />
            { count }
        </div>
    }
}

fn checkbox(label: &'static str, is_on: bool, on: Callback<bool>) -> Html {
    let onchange = Callback::from(move |event: Event| {
        let input = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) = input {
            on.emit(input.checked());
        }
    });
    html! {
        <label class="check">
            <input type="checkbox" checked={is_on} {onchange} />
            <span>{ label }</span>
        </label>
    }
}

fn projector(subject: &Subject, settings: RunSettings, set: &Callback<RunSettings>) -> Html {
    let has_projector = matches!(subject, Subject::Gguf(subject) if subject.projector.is_some());
    html! {
        <div class="slot">
            if has_projector {
                { checkbox(t::memory().projector, settings.projector, set.reform(move |projector| RunSettings { projector, ..settings })) }
            }
        </div>
    }
}

fn advanced(settings: RunSettings, set: &Callback<RunSettings>) -> Html {
    let text = t::memory();
    let types = |id: &'static str,
                 label: &'static str,
                 value: CacheType,
                 with: fn(RunSettings, CacheType) -> RunSettings| {
        let set = set.clone();
        let on_change = Callback::from(move |key: AttrValue| {
            if let Some(cache_type) = CacheType::from_name(&key) {
                set.emit(with(settings, cache_type));
            }
        });
        let groups = choices(&CacheType::LLAMA_CPP, CacheType::name, |cache_type| {
            cache_type.name().to_owned()
        });
        html! { <SelectField {id} {label} value={value.name()} {groups} {on_change} /> }
    };
    html! {
        <details class="memory-controls__advanced">
            <summary>{ text.advanced }</summary>
            <div class="memory-controls__row">
                { types("memory-keys", text.keys, settings.key_type, |settings, key_type| RunSettings { key_type, ..settings }) }
                { types("memory-values", text.values, settings.value_type, |settings, value_type| RunSettings { value_type, ..settings }) }
                { number("memory-batch", text.batch, settings.batch, (1, BATCH_MAX), set, move |batch| RunSettings { batch, ..settings }) }
                { number("memory-micro-batch", text.micro_batch, settings.micro_batch, (1, BATCH_MAX), set, move |micro_batch| RunSettings { micro_batch, ..settings }) }
                { checkbox(text.flash_attention, settings.flash_attention, set.reform(move |flash_attention| RunSettings { flash_attention, ..settings })) }
            </div>
        </details>
    }
}
