//! How a model is to be run: the text in the address, the defaults, and what follows for the estimates.

use llm_lens::domain::app::route::{Page, RUN_LENGTH_MAX, Route};
use llm_lens::domain::architecture::Geometry;
use llm_lens::domain::estimate::serving::{DeviceMemory, Engine};
use llm_lens::domain::estimate::{CacheType, Weights};
use llm_lens::domain::estimate::{DeviceMemory as Device, LlamaCppSettings, Memories, Planner, Run, Wish};
use llm_lens::domain::files::gguf;
use llm_lens::domain::machine::devices::Backend;
use llm_lens::domain::machine::hardware::presets::default_hardware;
use llm_lens::domain::machine::hardware::{DeviceGroup, DeviceIdentity, DeviceSpeed};
use llm_lens::domain::model::RepoId;
use llm_lens::domain::precision::format::Format;
use llm_lens::domain::run::command::{GpuLayers, HostExperts, Runner, Setup, Shell};
use llm_lens::domain::run::settings::{
    CellFit, Estimator, PARTS_MAX, RefusedPart, RunPlacement, RunSettings, cell_fit, context_stops,
    default_context, estimator, serving_memory,
};
use llm_lens::domain::text::memory_size::MemorySize;
use proptest::prelude::*;

fn cache_types() -> impl Strategy<Value = CacheType> {
    prop::sample::select(vec![
        CacheType::F32,
        CacheType::F16,
        CacheType::Bf16,
        CacheType::Q8_0,
        CacheType::Q5_1,
        CacheType::Q5_0,
        CacheType::Q4_1,
        CacheType::Q4_0,
        CacheType::Iq4Nl,
        CacheType::Fp8,
    ])
}

fn placements() -> impl Strategy<Value = RunPlacement> {
    prop_oneof![
        Just(RunPlacement::Automatic),
        Just(RunPlacement::DevicesOnly),
        Just(RunPlacement::SystemOnly),
        Just(RunPlacement::AllHostExperts),
        (0..=1024_u32).prop_map(RunPlacement::Layers),
        (0..=1024_u32).prop_map(RunPlacement::HostExperts),
    ]
}

fn runners() -> impl Strategy<Value = Option<Runner>> {
    let mut all: Vec<Option<Runner>> = [Format::Gguf, Format::Safetensors, Format::Mlx]
        .into_iter()
        .flat_map(|format| Runner::for_format(format).iter().copied().map(Some))
        .collect();
    all.push(None);
    prop::sample::select(all)
}

prop_compose! {
    fn settings()(
        runner in runners(),
        context in prop::option::of(1..=1_u64 << 30),
        key_type in cache_types(),
        value_type in cache_types(),
        (sequences, batch, micro_batch) in (1..=256_u32, 1..=65_536_u32, 1..=65_536_u32),
        (flash_attention, projector) in any::<(bool, bool)>(),
        placement in placements(),
    ) -> RunSettings {
        RunSettings { runner, context, key_type, value_type, sequences, flash_attention, batch, micro_batch, placement, projector }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_again_whatever_is_set(settings in settings()) {
        let text = settings.text();
        prop_assert!(text.len() <= RUN_LENGTH_MAX, "{text}");
        prop_assert_eq!(RunSettings::parse(&text), (settings, Vec::new()));
    }

    #[test]
    fn an_address_carries_it_unchanged(settings in settings()) {
        let id: RepoId = "owner/name".parse().unwrap();
        let page = Page::Model { id, variant: Some("gguf:q4_k_m".to_owned()), run: settings.text() };
        let route = Route::from(page.clone());
        prop_assert_eq!(Route::parse(&route.fragment()).page, page);
    }

    #[test]
    fn any_text_gives_settings_within_their_ranges(text in "[ -~]{0,200}|([a-z]{0,4}[0-9]{0,24}~){0,60}|\\PC{0,60}") {
        let (settings, refused) = RunSettings::parse(&text);
        prop_assert!((1..=256).contains(&settings.sequences));
        prop_assert!((1..=65_536).contains(&settings.batch));
        prop_assert!(settings.context.is_none_or(|context| (1..=1 << 30).contains(&context)));
        prop_assert!(refused.len() <= PARTS_MAX + 1);
        prop_assert_eq!(RunSettings::parse(&settings.text()).0, settings);
    }
}

#[test]
fn the_defaults_are_the_empty_text() {
    assert_eq!(RunSettings::default().text(), "");
    assert_eq!(RunSettings::parse(""), (RunSettings::default(), Vec::new()));
}

#[test]
fn the_words_of_the_address_stay() {
    let text = "vllm~c32768~kq8_0~vq4_0~np4~fa0~b1024~ub256~ngl20~mm";
    let expected = RunSettings {
        runner: Some(Runner::Vllm),
        context: Some(32_768),
        key_type: CacheType::Q8_0,
        value_type: CacheType::Q4_0,
        sequences: 4,
        flash_attention: false,
        batch: 1024,
        micro_batch: 256,
        placement: RunPlacement::Layers(20),
        projector: true,
    };
    assert_eq!(expected.text(), text);
    assert_eq!(RunSettings::parse(text).0, expected);
}

#[test]
fn a_wrong_part_is_told_and_the_others_count() {
    let (settings, refused) = RunSettings::parse("c0~kq9_9~np4~zzz~c99999999999999999999");
    let told = |part: &str| RefusedPart::NotUnderstood(part.to_owned());
    assert_eq!(settings.sequences, 4);
    assert_eq!(settings.context, None);
    assert_eq!(
        refused,
        [
            told("c0"),
            told("kq9_9"),
            told("zzz"),
            told("c99999999999999999999")
        ]
    );
}

#[test]
fn too_many_parts_are_told_once() {
    let (_, refused) = RunSettings::parse(&"mm~".repeat(PARTS_MAX + 5));
    assert_eq!(refused, [RefusedPart::TooMany]);
}

#[test]
fn the_default_context_is_the_lesser_of_the_trained_one_and_8192() {
    assert_eq!(default_context(Some(131_072)), 8192);
    assert_eq!(default_context(Some(2048)), 2048);
    assert_eq!(default_context(Some(0)), 8192);
    assert_eq!(default_context(None), 8192);
    let chosen = RunSettings::default().with_context(2048, Some(2048));
    assert_eq!(chosen.text(), "", "what is the default anyway is not written");
}

#[test]
fn a_runner_that_does_not_load_the_format_gives_way() {
    let settings = RunSettings {
        runner: Some(Runner::Vllm),
        ..RunSettings::default()
    };
    assert_eq!(settings.runner_for(Format::Gguf), Some(Runner::LlamaCpp));
    assert_eq!(settings.runner_for(Format::Safetensors), Some(Runner::Vllm));
    assert_eq!(settings.runner_for(Format::CoreMl), None);
    assert_eq!(
        estimator(Runner::LmStudio, Format::Mlx),
        Estimator::Serving(Engine::Mlx)
    );
    assert_eq!(estimator(Runner::LmStudio, Format::Gguf), Estimator::LlamaCpp);
}

#[test]
fn cached_values_in_blocks_switch_flash_attention_on() {
    let without = RunSettings {
        flash_attention: false,
        ..RunSettings::default()
    };
    assert!(without.with_cache_type(CacheType::Q8_0).flash_attention);
    assert!(!without.with_cache_type(CacheType::Bf16).flash_attention);
}

#[test]
fn conversations_have_a_context_each() {
    let settings = RunSettings {
        sequences: 4,
        ..RunSettings::default()
    };
    let llama_cpp = settings.llama_cpp(Some(131_072));
    assert_eq!((llama_cpp.context, llama_cpp.sequences), (32_768, 4));
}

#[test]
fn serving_takes_the_group_with_the_most_memory_and_mlx_only_shared_memory() {
    let mut hardware = default_hardware();
    assert_eq!(serving_memory(Engine::Vllm, &hardware), None);
    for (gb, count) in [(48, 1), (24, 4), (80, 0)] {
        hardware.devices.push(DeviceGroup {
            identity: DeviceIdentity::UNKNOWN,
            name: String::new(),
            memory: MemorySize::from_gb(gb),
            count,
            speed: DeviceSpeed::default(),
        });
    }
    let found = serving_memory(Engine::Vllm, &hardware);
    let expected = DeviceMemory::Devices {
        bytes: 24 << 30,
        count: 4,
    };
    assert_eq!(found, Some(expected));
    assert_eq!(serving_memory(Engine::Mlx, &hardware), None);
}

#[test]
fn the_stops_end_with_the_trained_context() {
    assert_eq!(context_stops(40_960), [2048, 4096, 8192, 16_384, 32_768, 40_960]);
    assert_eq!(context_stops(512), [512]);
}

fn llama() -> (Geometry, Weights) {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/gguf-headers/llama-3.1-8b.Q4_K_M.gguf"
    );
    let bytes = std::fs::read(path).unwrap();
    let (_, header) = gguf::read(&bytes, None, gguf::Goal::Everything).unwrap();
    let geometry = Geometry::from_gguf(&header);
    let weights = Weights::from_file_size(4_920_000_000, &geometry);
    (geometry, weights)
}

fn machine(gpu_gb: u64, system_gb: u64) -> Memories {
    let device = Device {
        free: gpu_gb << 30,
        backend: Backend::Cuda,
    };
    Memories {
        devices: vec![device; usize::from(gpu_gb > 0)],
        system: system_gb << 30,
        is_unified: false,
    }
}

#[test]
fn a_cell_says_how_a_variant_fits() {
    let (geometry, weights) = llama();
    let run = |context| Run {
        geometry: &geometry,
        weights: &weights,
        settings: LlamaCppSettings {
            context,
            ..LlamaCppSettings::LIBRARY
        },
        wish: Wish::default(),
        projector: None,
        buffers: &Planner,
    };
    assert_eq!(cell_fit(&run(8192), &machine(24, 32)), CellFit::Fits);
    assert_eq!(cell_fit(&run(8192), &machine(6, 32)), CellFit::Tight);
    assert_eq!(
        cell_fit(&run(131_072), &machine(8, 32)),
        CellFit::WithSystemMemory
    );
    assert_eq!(cell_fit(&run(8192), &machine(4, 2)), CellFit::No);
    assert_eq!(cell_fit(&run(8192), &machine(0, 32)), CellFit::Fits);
    let by_hand = Run {
        wish: RunSettings {
            placement: RunPlacement::SystemOnly,
            ..RunSettings::default()
        }
        .wish(),
        ..run(8192)
    };
    assert_eq!(cell_fit(&by_hand, &machine(24, 32)), CellFit::WithSystemMemory);
}

#[test]
fn the_command_says_what_an_automatic_placement_came_to() {
    let (geometry, weights) = llama();
    let settings = RunSettings::default();
    let trained = geometry.context_length;
    let run = Run {
        geometry: &geometry,
        weights: &weights,
        settings: settings.llama_cpp(trained),
        wish: settings.wish(),
        projector: None,
        buffers: &Planner,
    };
    let id: RepoId = "owner/name".parse().unwrap();
    let layers = |machine: &Memories| {
        let placed = run.place(machine).unwrap();
        let mut setup = Setup::new(&id, Format::Gguf, Shell::Posix);
        settings.write_into(&mut setup, trained, Some(&placed));
        assert_eq!(setup.host_experts, HostExperts::None);
        (setup.gpu_layers, placed.gpu_layers)
    };
    assert_eq!(layers(&machine(24, 32)).0, GpuLayers::All);
    assert_eq!(layers(&machine(0, 32)).0, GpuLayers::Automatic);
    let (written, placed) = layers(&machine(4, 32));
    assert_eq!(written, GpuLayers::Some(u32::try_from(placed).unwrap()));
}
