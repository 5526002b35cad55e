//! The estimate of speed: worked examples, what must always hold, and odd input.

use llm_lens::domain::architecture::{Attention, Experts, Geometry, Layer};
use llm_lens::domain::estimate::CacheType;
use llm_lens::domain::machine::devices::SpeedClass;
use llm_lens::domain::machine::devices::{Devices, Vendor};
use llm_lens::domain::machine::hardware::Calibration;
use llm_lens::domain::machine::hardware::{DeviceIdentity, identity_from_name};
use llm_lens::domain::speed::CalibrationError;
use llm_lens::domain::speed::{
    Confidence, DeviceSpeed, Engine, GpuGroup, LayerKind, MachineSpeed, ModelFacts, NoPlace, NoSpeed, Part,
    Placement, Sharing, SpeedEstimate, SpeedQuestion, WeightCoding, active_from_name, estimate_speed, place,
};
use llm_lens::domain::text::memory_size::MemorySize;
use proptest::prelude::*;

fn card(class: SpeedClass, gb_s: u32, gflops: u32) -> DeviceSpeed {
    DeviceSpeed {
        class,
        bandwidth_mb_s: Some(gb_s * 1_000),
        shader_gflops: Some(gflops),
    }
}

fn llama_8b() -> ModelFacts {
    let mut facts = ModelFacts::from_listing("Llama-3.1-8B-Instruct", 8_030_000_000, 4_920_000_000, "Q4_K_M");
    facts.layers = Some(32);
    facts.kv_bytes_per_token = Some(131_072);
    facts
}

fn ask(model: &ModelFacts, placement: &Placement, context: u64) -> SpeedEstimate {
    estimate_speed(&SpeedQuestion {
        model,
        placement,
        engine: Engine::LlamaCpp,
        context,
        prompt: 512,
        prompt_depth: 0,
    })
}

fn speed(model: &ModelFacts, placement: &Placement, context: u64) -> f64 {
    ask(model, placement, context).decode.unwrap().likely
}

#[test]
fn published_measurements_lie_near_the_estimate() {
    let llama_2 = |bytes| {
        let mut facts = ModelFacts::from_listing("Llama-2-7B", 6_740_000_000, bytes, "Q4_0");
        facts.layers = Some(32);
        facts.kv_bytes_per_token = Some(524_288);
        facts
    };
    let q4_0 = llama_2(3_822_520_893);
    let processor = DeviceSpeed::of_processor(Some(460_800), false);
    let rows = [
        (Placement::on_processor(processor), 54.7),
        (Placement::on_one(card(SpeedClass::Rdna3, 576, 45_980)), 96.1),
        (Placement::on_one(card(SpeedClass::AppleM5, 614, 22_800)), 119.1),
        (
            Placement::on_one(card(SpeedClass::AmpereHbm, 1_935, 19_490)),
            190.9,
        ),
    ];
    for (placement, measured) in rows {
        let predicted = speed(&q4_0, &placement, 0);
        assert!(
            (predicted / measured - 1.0).abs() < 0.2,
            "{predicted} for {measured}"
        );
    }
    let mut gpt_oss = ModelFacts::from_listing("gpt-oss-120b", 116_830_000_000, 63_370_000_000, "MXFP4");
    gpt_oss.active_parameters = Some(5_100_000_000);
    gpt_oss.layers = Some(36);
    let spark = Placement::on_one(card(SpeedClass::NvidiaSoc, 273, 29_710));
    let predicted = speed(&gpt_oss, &spark, 0);
    assert!((predicted / 52.9 - 1.0).abs() < 0.2, "{predicted}");
}

#[test]
fn a_mixture_is_read_in_part_and_a_dense_model_whole() {
    let placement = Placement::on_one(card(SpeedClass::Ampere, 936, 35_580));
    let mixture = ModelFacts::from_listing("Qwen3-30B-A3B", 30_530_000_000, 18_600_000_000, "Q4_K_M");
    let dense = ModelFacts::from_listing("Dense-30B", 30_530_000_000, 18_600_000_000, "Q4_K_M");
    assert!(mixture.is_mixture() && !dense.is_mixture());
    assert!(speed(&mixture, &placement, 0) > 3.0 * speed(&dense, &placement, 0));
    let read = ask(&mixture, &placement, 0).decode_time.unwrap().read_bytes;
    assert!((1.8e9..2.4e9).contains(&read), "{read}");
}

#[test]
fn a_small_model_is_bound_by_its_layers() {
    let mut small = ModelFacts::from_listing("Llama-3.2-1B", 1_240_000_000, 810_000_000, "Q4_K_M");
    small.layers = Some(16);
    let placement = Placement::on_one(card(SpeedClass::Hopper, 3_350, 66_910));
    let time = ask(&small, &placement, 0).decode_time.unwrap();
    assert!(time.layers_ms > time.weights_ms);
}

#[test]
fn without_facts_there_is_a_reason_and_no_number() {
    let model = llama_8b();
    let unknown = DeviceSpeed {
        class: SpeedClass::Other,
        bandwidth_mb_s: None,
        shader_gflops: Some(1_000),
    };
    let estimate = ask(&model, &Placement::on_one(unknown), 0);
    assert_eq!(estimate.decode, Err(NoSpeed::BandwidthUnknown));
    assert_eq!(estimate.prefill, Err(NoSpeed::BandwidthUnknown));
    let no_compute = DeviceSpeed {
        bandwidth_mb_s: Some(100_000),
        shader_gflops: None,
        ..unknown
    };
    let estimate = ask(&model, &Placement::on_one(no_compute), 0);
    assert!(estimate.decode.is_ok());
    assert_eq!(estimate.prefill, Err(NoSpeed::ComputeUnknown));
    assert_eq!(estimate.first_token_ms, Err(NoSpeed::ComputeUnknown));
    let nothing = ModelFacts::from_listing("x", 0, 0, "");
    let placement = Placement::on_one(card(SpeedClass::Ada, 1_008, 82_580));
    assert_eq!(ask(&nothing, &placement, 0).decode, Err(NoSpeed::ModelUnknown));
}

#[test]
fn a_thin_class_is_less_sure_than_a_well_measured_one() {
    let model = llama_8b();
    let sure = ask(
        &model,
        &Placement::on_one(card(SpeedClass::Ada, 1_008, 82_580)),
        0,
    )
    .decode
    .unwrap();
    let thin = ask(
        &model,
        &Placement::on_one(card(SpeedClass::Other, 1_008, 82_580)),
        0,
    )
    .decode
    .unwrap();
    assert_eq!(sure.confidence, Confidence::High);
    assert!(thin.confidence < Confidence::High);
    assert!(thin.high / thin.low > sure.high / sure.low);
}

#[test]
fn names_say_how_many_parameters_are_active() {
    for (name, active) in [
        ("Qwen3-30B-A3B", Some(3_000_000_000)),
        ("granite-3.1-3b-a800m-instruct", Some(800_000_000)),
        ("Mellum2-12B-A2.5B-Instruct", Some(2_500_000_000)),
        ("Llama-3.1-8B", None),
        ("a-b", None),
        ("A99999999999999999999B", None),
    ] {
        assert_eq!(active_from_name(name), active, "{name}");
    }
}

#[test]
fn a_geometry_tells_layers_cache_and_active_parameters() {
    let layer = Layer {
        attention: Some(Attention {
            query_heads: 32,
            kv_heads: 4,
            key_width: 128,
            value_width: 128,
            ..Attention::default()
        }),
        experts: Some(Experts {
            count: 128,
            used: 8,
            width: 768,
            shared_width: 0,
            ..Experts::default()
        }),
        ..Layer::default()
    };
    let geometry = Geometry {
        architecture: "qwen3moe".to_owned(),
        layers: vec![layer; 48],
        embedding_length: 2_048,
        vocabulary: 151_936,
        ..Geometry::default()
    };
    let facts = ModelFacts::from_geometry(&geometry, 30_530_000_000, 18_600_000_000, WeightCoding::Grouped);
    assert_eq!(facts.layers, Some(48));
    assert_eq!(facts.kv_bytes_per_token, Some(98_304));
    assert_eq!(facts.attention_work, Some(48 * 32 * 256 * 2));
    let active = facts.active();
    assert!((3_000_000_000..3_600_000_000).contains(&active), "{active}");
}

#[test]
fn every_device_of_the_catalog_has_a_class_of_its_vendor() {
    let devices = Devices::parse(include_str!("../../static/devices.txt")).unwrap();
    for device in devices.iter() {
        let speed = DeviceIdentity::of_device(device);
        match device.vendor {
            Vendor::Nvidia | Vendor::Amd | Vendor::Intel | Vendor::Apple => {
                assert_ne!(speed.class, SpeedClass::Other, "{}", device.name);
            }
            // Its GPU is not used: the processor computes.
            Vendor::RaspberryPi => assert_eq!(speed.class, SpeedClass::SingleBoard, "{}", device.name),
            _ => assert_eq!(speed.class, SpeedClass::Other, "{}", device.name),
        }
    }
    let class = |name| identity_from_name(name, MemorySize::ZERO).class;
    assert_eq!(class("NVIDIA GeForce RTX 4070 Laptop GPU"), SpeedClass::Ada);
    assert_eq!(class("NVIDIA GeForce GTX 1050 Ti"), SpeedClass::Gtx1050);
    assert_eq!(class("NVIDIA GeForce GTX 1660 SUPER"), SpeedClass::Gtx16);
    assert_eq!(class("AMD Radeon RX 7900 XTX"), SpeedClass::Rdna3);
    assert_eq!(class("Apple M2 Ultra"), SpeedClass::AppleM1Max);
    assert_eq!(class("something new"), SpeedClass::Other);
}

fn machine(gpus: Vec<GpuGroup>, host_bytes: u64) -> MachineSpeed {
    MachineSpeed {
        gpus,
        host: DeviceSpeed::of_processor(Some(51_200), false),
        host_bytes,
    }
}

#[test]
fn the_fastest_placement_that_fits_is_chosen() {
    let model = llama_8b();
    let fast = GpuGroup {
        device: card(SpeedClass::Ada, 1_008, 82_580),
        memory_bytes: 24 << 30,
        count: 1,
    };
    let slow = GpuGroup {
        device: card(SpeedClass::Pascal, 320, 8_870),
        memory_bytes: 8 << 30,
        count: 1,
    };
    let found = |machine: &MachineSpeed| place(&model, 1 << 30, machine, Engine::LlamaCpp, 4_096);
    let both = found(&machine(vec![slow, fast], 32 << 30)).unwrap();
    assert_eq!(both.parts.len(), 1);
    assert_eq!(both.parts[0].device, fast.device);
    let small = GpuGroup {
        memory_bytes: 4 << 30,
        ..slow
    };
    let partial = found(&machine(vec![small], 32 << 30)).unwrap();
    assert!(partial.is_partial());
    let pair = GpuGroup { count: 2, ..small };
    let split = found(&machine(vec![pair], 32 << 30)).unwrap();
    assert!(!split.is_partial() && split.parts[0].count == 2);
    assert!(found(&machine(vec![], 32 << 30)).unwrap().parts.is_empty());
    assert_eq!(found(&machine(vec![], 1 << 30)), Err(NoPlace::DoesNotFit));
}

#[test]
fn a_measured_run_corrects_the_estimate_and_a_wild_one_is_refused() {
    let model = llama_8b();
    let estimate = ask(
        &model,
        &Placement::on_one(card(SpeedClass::Ada, 1_008, 82_580)),
        0,
    );
    let likely = estimate.decode.unwrap().likely;
    let measured = (likely * 800.0) as u64;
    let calibration = Calibration::of_run(&estimate, Some(measured), None).unwrap();
    assert!(
        calibration
            .decode_thousandths
            .is_some_and(|factor| (799..=801).contains(&factor))
    );
    let corrected = calibration.apply(&estimate);
    assert!((corrected.decode.unwrap().likely / (likely * 0.8) - 1.0).abs() < 0.01);
    assert_eq!(corrected.prefill, estimate.prefill);
    assert_eq!(
        Calibration::of_run(&estimate, None, Some(0)),
        Err(CalibrationError::NothingToCompare)
    );
    assert!(matches!(
        Calibration::of_run(&estimate, Some(u64::MAX), None),
        Err(CalibrationError::TooFar { .. })
    ));
    let kept = Calibration {
        decode_thousandths: Some(u32::MAX),
        prefill_thousandths: Some(0),
    };
    let bounded = kept.apply(&estimate);
    assert!((bounded.decode.unwrap().likely / likely - 5.0).abs() < 1e-9);
}

fn any_class() -> impl Strategy<Value = SpeedClass> {
    prop::sample::select(vec![
        SpeedClass::Cpu,
        SpeedClass::AppleM1Max,
        SpeedClass::AppleM3,
        SpeedClass::AmdVulkan,
        SpeedClass::Gtx1050,
        SpeedClass::Hopper,
        SpeedClass::Ada,
        SpeedClass::Other,
    ])
}

proptest! {
    #[test]
    fn more_bandwidth_is_never_slower_and_more_context_never_faster(
        class in any_class(),
        gb_s in 10_u32..4_000,
        more in 1_u32..1_000,
        size in 1_u64..100_000,
        context in 0_u64..1_000_000,
        deeper in 1_u64..1_000_000,
        label in prop::sample::select(vec!["Q4_K_M", "F16", "Q2_K", "MXFP4"]),
    ) {
        let bytes = size * 1_000_000;
        let model = ModelFacts::from_listing("x", bytes * 2, bytes, label);
        let slow = Placement::on_one(card(class, gb_s, 10_000));
        let fast = Placement::on_one(card(class, gb_s + more, 10_000));
        let base = ask(&model, &slow, context);
        let better = ask(&model, &fast, context);
        prop_assert!(better.decode.unwrap().likely >= base.decode.unwrap().likely);
        prop_assert!(better.prefill.unwrap().likely >= base.prefill.unwrap().likely);
        prop_assert!(speed(&model, &slow, context + deeper) <= base.decode.unwrap().likely);
    }

    #[test]
    fn a_larger_share_on_a_faster_gpu_is_never_slower(share in 0.0_f64..1.0, more in 0.0_f64..1.0) {
        let model = llama_8b();
        let at = |share| Placement {
            parts: vec![Part { device: card(SpeedClass::Ada, 500, 29_000), count: 1, sharing: Sharing::Layers, share }],
            host: DeviceSpeed::of_processor(Some(51_200), false),
        };
        let (low, high) = (share.max(0.01), (share + more).clamp(0.01, 1.0));
        prop_assert!(speed(&model, &at(high), 0) * 1.000_001 >= speed(&model, &at(low), 0));
    }

    #[test]
    fn no_input_gives_a_number_that_is_none(
        class in any_class(),
        bandwidth in any::<Option<u32>>(),
        gflops in any::<Option<u32>>(),
        file_bytes in any::<u64>(),
        parameters in any::<u64>(),
        active in any::<Option<u64>>(),
        layers in any::<Option<u64>>(),
        kv in any::<Option<u64>>(),
        looked_up in any::<Option<u64>>(),
        context in any::<u64>(),
        prompt in any::<u64>(),
        count in any::<u16>(),
        share in any::<f64>(),
    ) {
        let model = ModelFacts {
            file_bytes,
            parameters,
            active_parameters: active,
            coding: WeightCoding::Grouped,
            layers,
            kv_bytes_per_token: kv,
            looked_up_parameters: looked_up,
            attention_work: kv,
            layer_kind: LayerKind::Plain,
            is_latent: false,
            has_small_vocabulary: false,
        };
        let device = DeviceSpeed { class, bandwidth_mb_s: bandwidth, shader_gflops: gflops };
        let placement = Placement {
            parts: vec![Part { device, count, sharing: Sharing::Tensors, share }; 20],
            host: DeviceSpeed::of_processor(bandwidth, true),
        };
        let estimate = estimate_speed(&SpeedQuestion {
            model: &model, placement: &placement, engine: Engine::Mlx, context, prompt, prompt_depth: context,
        });
        for rate in [estimate.decode, estimate.prefill, estimate.first_token_ms].into_iter().flatten() {
            prop_assert!(rate.likely.is_finite() && rate.low.is_finite() && rate.high.is_finite());
            prop_assert!(0.0 <= rate.low && rate.low <= rate.likely && rate.likely <= rate.high);
        }
    }
}

#[test]
fn a_quantized_cache_is_read_in_less_time() {
    let facts = ModelFacts {
        kv_bytes_per_token: Some(131_072),
        ..ModelFacts::from_listing("Llama-3.1-8B", 8_030_000_000, 4_920_000_000, "Q4_K_M")
    };
    let with = |cache_type| facts.with_cache(cache_type, cache_type).kv_bytes_per_token;
    assert_eq!(with(CacheType::F16), Some(131_072));
    assert_eq!(with(CacheType::Q8_0), Some(69_632));
}
