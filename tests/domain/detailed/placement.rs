//! Placement and its inverse.

use llm_lens::domain::architecture::Geometry;
use llm_lens::domain::estimate::{
    ChangeKind, DeviceMemory, Fit, GpuLayers, HostExperts, LlamaCppSettings, Memories, Planner, Projector,
    Run, Weights, Wish,
};
use llm_lens::domain::machine::devices::Backend;
use llm_lens::domain::text::memory_size::MemorySize;

use super::model;
use crate::machines::machine;

const GIB: u64 = 1 << 30;

fn memories(devices: &[u64], system: u64) -> Memories {
    let device = |gib: &u64| DeviceMemory {
        free: gib * GIB,
        backend: Backend::Cuda,
    };
    Memories {
        devices: devices.iter().map(device).collect(),
        system: system * GIB,
        is_unified: false,
    }
}

fn run<'a>(model: &'a (Geometry, Weights), context: u64) -> Run<'a> {
    Run {
        geometry: &model.0,
        weights: &model.1,
        settings: LlamaCppSettings {
            context,
            ..LlamaCppSettings::LIBRARY
        },
        wish: Wish::default(),
        projector: None,
        buffers: &Planner,
    }
}

#[test]
fn large_device_takes_everything() {
    let model = model("llama-3.1-8b.Q4_K_M");
    let placed = run(&model, 8192).place(&memories(&[24], 32)).unwrap();
    assert!(placed.is_wholly_on_devices());
    assert_eq!((placed.fit, placed.gpu_layers), (Fit::Fits, 33));
    assert_eq!(placed.devices[0].needed() + placed.devices[0].left(), 24 * GIB);
}

#[test]
fn device_with_little_left_is_tight() {
    let model = model("llama-3.1-8b.Q4_K_M");
    let wide = run(&model, 8192).place(&memories(&[24], 32)).unwrap();
    let gib = wide.devices[0].needed().div_ceil(GIB);
    let placed = run(&model, 8192).place(&memories(&[gib], 32)).unwrap();
    assert_eq!((placed.fit, placed.gpu_layers), (Fit::Tight, 33));
}

#[test]
fn small_device_takes_the_last_layers_and_keeps_the_margin() {
    let model = model("llama-3.1-8b.Q4_K_M");
    let placed = run(&model, 8192).place(&memories(&[4], 32)).unwrap();
    assert!(placed.gpu_layers > 0 && placed.gpu_layers < 33);
    assert_eq!(placed.fit, Fit::Fits);
    assert!(placed.devices[0].left() >= GIB);
    let mut more = run(&model, 8192);
    more.wish.layers = GpuLayers::Count(placed.gpu_layers + 1);
    let more = more.place(&memories(&[4], 32)).unwrap();
    assert!(more.devices[0].left() < GIB);
}

#[test]
fn layers_are_shared_out_by_free_memory() {
    let model = model("llama-3.1-8b.Q8_0");
    let placed = run(&model, 8192).place(&memories(&[24, 8], 32)).unwrap();
    let share = |device: usize| placed.devices[device].parts.weights;
    assert!(placed.is_wholly_on_devices());
    assert!(
        share(0) > 2 * share(1) && share(1) > GIB / 2,
        "{} {}",
        share(0),
        share(1)
    );
    assert!(placed.devices.iter().all(|load| load.parts.compute > 0));
}

#[test]
fn experts_go_to_the_host_before_layers_do() {
    let model = model("qwen3-30b-a3b.Q4_K_M");
    let placed = run(&model, 8192).place(&memories(&[12], 64)).unwrap();
    assert_eq!(placed.gpu_layers, placed.all_layers);
    assert!(placed.host_experts > 0 && placed.host_experts < 48);
    assert_eq!(placed.fit, Fit::Fits);
    let mut all = run(&model, 8192);
    all.wish.host_experts = HostExperts::All;
    let all = all.place(&memories(&[12], 64)).unwrap();
    assert!(all.devices[0].needed() < placed.devices[0].needed());
    assert_eq!(all.host_experts, 48);
}

/// 63 GiB of weights on two cards of 24 GiB: shares of equal layers would fill the second with the heavy ones and leave most
/// of the first empty.
#[test]
fn experts_on_the_host_leave_no_device_idle() {
    let model = model("glm-4.5-air.Q4_K_M");
    let placed = run(&model, 8192).place(&memories(&[24, 24], 96)).unwrap();
    assert_ne!(placed.fit, Fit::DoesNotFit);
    assert!(placed.host_experts > 0);
    let largest = model.1.layers.iter().map(|layer| layer.total()).max().unwrap();
    for load in &placed.devices {
        // What is left is the engine's margin and less than two layers.
        assert!(load.left() < GIB + 2 * largest, "{} left", load.left());
    }
    assert_eq!(placed.split.len(), 2);
    assert_eq!(
        u64::from(placed.split.iter().sum::<u32>()),
        placed.gpu_layers - model.0.draft_blocks
    );
    assert!(placed.split[0] > placed.split[1], "{:?}", placed.split);
}

#[test]
fn where_nothing_of_it_stays_on_the_host_the_engine_shares_out_by_itself() {
    let model = model("llama-3.1-8b.Q8_0");
    let placed = run(&model, 8192).place(&memories(&[24, 8], 32)).unwrap();
    assert!(placed.split.is_empty());
}

#[test]
fn machine_without_devices_computes_on_the_cpu() {
    let model = model("llama-3.2-1b.Q4_K_M");
    let placed = run(&model, 4096).place(&memories(&[], 4)).unwrap();
    assert_eq!(
        (placed.gpu_layers, placed.devices.len(), placed.fit),
        (0, 0, Fit::Fits)
    );
    assert_eq!(
        run(&model, 4096).place(&memories(&[], 1)).unwrap().fit,
        Fit::DoesNotFit
    );
}

#[test]
fn unified_memory_counts_once() {
    let model = model("llama-3.2-1b.Q4_K_M");
    let shared = Memories {
        devices: vec![DeviceMemory {
            free: 10 * GIB,
            backend: Backend::Metal,
        }],
        system: 12 * GIB,
        is_unified: true,
    };
    let placed = run(&model, 4096).place(&shared).unwrap();
    assert!(placed.is_wholly_on_devices());
    assert!(placed.host.capacity < 12 * GIB);
    let tight = Memories {
        system: GIB,
        ..shared
    };
    assert_eq!(run(&model, 4096).place(&tight).unwrap().fit, Fit::DoesNotFit);
}

#[test]
fn projector_lies_on_the_first_device() {
    let model = model("gemma-3-4b.Q4_K_M");
    let mut with = run(&model, 8192);
    with.projector = Some(Projector::of_size(GIB));
    let placed = with.place(&memories(&[24, 24], 32)).unwrap();
    assert_eq!(placed.devices[0].projector, with.projector.unwrap().total());
    assert_eq!((placed.devices[1].projector, placed.host.projector), (0, 0));
    let on_host = with.place(&memories(&[], 32)).unwrap();
    assert_eq!(on_host.host.projector, with.projector.unwrap().total());
}

#[test]
fn largest_context_fits_and_the_next_step_does_not() {
    let model = model("llama-3.1-8b.Q4_K_M");
    let machine = memories(&[8], 8);
    let context = run(&model, 0).largest_context(&machine, 131_072).unwrap();
    assert!(context > 4096 && context < 131_072, "{context}");
    assert_ne!(run(&model, context).place(&machine).unwrap().fit, Fit::DoesNotFit);
    assert_eq!(
        run(&model, context + 256).place(&machine).unwrap().fit,
        Fit::DoesNotFit
    );
    assert_eq!(
        run(&model, 0).largest_context(&memories(&[64], 64), 131_072),
        Some(131_072)
    );
    assert_eq!(run(&model, 0).largest_context(&memories(&[], 1), 131_072), None);
}

#[test]
fn best_variant_is_the_largest_that_fits() {
    let names = [
        "llama-3.1-8b.Q4_K_M",
        "llama-3.1-8b.F16",
        "llama-3.1-8b.Q8_0",
        "llama-3.1-8b.Q6_K",
    ];
    let models: Vec<_> = names.iter().map(|name| model(name)).collect();
    let variants: Vec<Weights> = models.iter().map(|(_, weights)| weights.clone()).collect();
    let best = |gpu: u64, system: u64| {
        let run = run(&models[0], 8192);
        run.best_variant(&memories(&[gpu], system), &variants)
            .map(|(index, _)| names[index])
    };
    assert_eq!(best(48, 64), Some("llama-3.1-8b.F16"));
    assert_eq!(best(12, 64), Some("llama-3.1-8b.Q8_0"));
    assert_eq!(best(8, 64), Some("llama-3.1-8b.Q6_K"));
    assert_eq!(best(7, 64), Some("llama-3.1-8b.Q4_K_M"));
    assert_eq!(best(1, 1), None);
}

#[test]
fn changes_turn_no_into_yes() {
    let model_and = model("llama-3.1-8b.Q8_0");
    let variants = [model("llama-3.1-8b.Q4_K_M").1];
    let machine = memories(&[8], 16);
    let run = run(&model_and, 131_072);
    assert_eq!(run.place(&machine).unwrap().fit, Fit::DoesNotFit);
    let changes = run.changes(&machine, &variants);
    assert!(
        changes
            .iter()
            .any(|change| matches!(change.kind, ChangeKind::Context(_)))
    );
    assert!(
        changes
            .iter()
            .any(|change| matches!(change.kind, ChangeKind::CacheType(_)))
    );
    for change in &changes {
        assert_ne!(change.placed.fit, Fit::DoesNotFit);
    }
    assert_eq!(run.changes(&memories(&[80], 128), &variants), []);
    let mut forced = run;
    forced.settings.context = 8192;
    forced.wish.layers = GpuLayers::Count(99);
    let changes = forced.changes(&machine, &[]);
    assert!(
        changes
            .iter()
            .any(|change| matches!(change.kind, ChangeKind::GpuLayers(_)))
    );
}

#[test]
fn what_a_backend_takes_of_a_device_follows_from_what_the_device_is_not_from_its_name() {
    let mut hardware = machine(32, &[(24, 1)]);
    let overhead = |hardware: &_| Memories::of(hardware).devices[0].overhead();
    assert_eq!(overhead(&hardware), 256 << 20);
    hardware.devices[0].identity.backend = Backend::Cuda;
    assert_eq!(overhead(&hardware), 460 << 20);
    hardware.devices[0].name = "Radeon 780M".to_owned();
    assert_eq!(overhead(&hardware), 460 << 20);
}

#[test]
fn what_screen_and_driver_keep_is_not_free_for_a_model() {
    let mut hardware = machine(32, &[(24, 1), (8, 2)]);
    hardware.facts.gpu_reserve = MemorySize::from_gb(1);
    let free: Vec<u64> = Memories::of(&hardware)
        .devices
        .iter()
        .map(|device| device.free)
        .collect();
    assert_eq!(free, [23 << 30, 7 << 30, 7 << 30]);
    // The documented rule knows nothing of it.
    assert_eq!(hardware.available_memory().total_gpu, 40 << 30);
}
