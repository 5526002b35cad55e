use llm_lens::domain::machine::hardware::{
    CountError, DeviceGroup, DeviceIdentity, DeviceSpeed, GPU_SHARE_PERCENT_RANGE, Hardware, HardwareField,
    HardwareProblem, NameError, PercentError, UnifiedMemory, check, default_formats, default_quantizations,
    parse_gpu_count, parse_name, parse_percent,
};
use llm_lens::domain::text::memory_size::MemorySize;
use proptest::prelude::*;

use crate::machines::{any_hardware, group, machine, unified_machine};

const GB: u64 = 1 << 30;

#[test]
fn the_worked_example_has_16_8_gb_available() {
    let memory = machine(16, &[(4, 1)]).available_memory();
    assert_eq!(memory.total_gpu, 4 * GB);
    assert_eq!(memory.system, 16 * GB);
    assert_eq!(memory.reserved_system, 3_435_973_837);
    assert_eq!(memory.available_system, 13_743_895_347);
    assert_eq!(memory.available, 18_038_862_643);
    assert_eq!(memory.gpu_reach, 4 * GB);
    assert!(!memory.is_unified);
}

#[test]
fn memory_of_all_device_groups_is_added_up() {
    let memory = machine(0, &[(24, 2), (8, 1), (80, 0)]).available_memory();
    assert_eq!(memory.total_gpu, 56 * GB);
    assert_eq!(memory.available, 56 * GB);
}

#[test]
fn unified_memory_is_counted_once() {
    let memory = unified_machine(100, Some(75)).available_memory();
    assert_eq!(memory.total_gpu, 0);
    assert_eq!(memory.available, 80 * GB);
    assert_eq!(memory.gpu_reach, 75 * GB);
    assert!(memory.is_unified);
}

#[test]
fn a_gpu_reaches_no_more_of_unified_memory_than_is_available() {
    assert_eq!(
        unified_machine(100, Some(95)).available_memory().gpu_reach,
        80 * GB
    );
    assert_eq!(unified_machine(100, None).available_memory().gpu_reach, 80 * GB);
}

#[test]
fn numbers_of_gpus_are_read_or_refused() {
    for (text, expected) in [
        ("0", Ok(0)),
        (" 2 ", Ok(2)),
        ("1024", Ok(1024)),
        ("0008", Ok(8)),
        ("1025", Err(CountError::TooLarge)),
        ("99999999999", Err(CountError::TooLarge)),
        ("", Err(CountError::Empty)),
        (" ", Err(CountError::Empty)),
        ("1.5", Err(CountError::NotAWholeNumber)),
        ("-1", Err(CountError::NotAWholeNumber)),
        ("+1", Err(CountError::NotAWholeNumber)),
        ("two", Err(CountError::NotAWholeNumber)),
    ] {
        assert_eq!(parse_gpu_count(text), expected, "{text:?}");
    }
}

#[test]
fn percentages_are_read_or_refused() {
    let out_of_range = Err(PercentError::OutOfRange { min: 1, max: 100 });
    for (text, expected) in [
        ("20", Ok(20)),
        ("20%", Ok(20)),
        (" 20 % ", Ok(20)),
        ("100", Ok(100)),
        ("0", out_of_range),
        ("101", out_of_range),
        ("65536", out_of_range),
        ("", Err(PercentError::Empty)),
        ("%", Err(PercentError::Empty)),
        ("12.5", Err(PercentError::NotAWholeNumber)),
        ("-5", Err(PercentError::NotAWholeNumber)),
        ("5%%", Err(PercentError::NotAWholeNumber)),
    ] {
        assert_eq!(parse_percent(text, GPU_SHARE_PERCENT_RANGE), expected, "{text:?}");
    }
}

#[test]
fn names_are_trimmed_and_never_cut() {
    assert_eq!(parse_name("  Office PC "), Ok("Office PC".to_owned()));
    assert_eq!(parse_name(" \t"), Err(NameError::Empty));
    assert_eq!(parse_name(&"ü".repeat(60)), Ok("ü".repeat(60)));
    assert_eq!(parse_name(&"ü".repeat(61)), Err(NameError::TooLong));
    assert_eq!(parse_name("a\nb"), Err(NameError::BadCharacter));
    assert_eq!(parse_name("a\u{202E}b"), Err(NameError::BadCharacter));
}

#[test]
fn an_ordinary_machine_has_no_problems() {
    assert_eq!(check(&machine(32, &[(24, 2)])), []);
    assert_eq!(check(&machine(16, &[])), []);
    assert_eq!(
        check(&machine(16, &[(0, 0)])),
        [],
        "an empty GPU field is no problem"
    );
    assert_eq!(check(&unified_machine(64, Some(74))), []);
}

#[test]
fn each_problem_is_told_at_its_field() {
    use HardwareField as Field;
    use HardwareProblem as Problem;
    let usual = || machine(16, &[]);
    let with_device = |device: DeviceGroup| Hardware {
        devices: vec![group("", 8, 1), device],
        ..usual()
    };
    let long_name = "x".repeat(61);
    let cases = [
        (machine(0, &[]), Problem::NoMemoryAtAll, Field::SystemMemory),
        (
            machine(0, &[(24, 1)]),
            Problem::SystemMemoryZero,
            Field::SystemMemory,
        ),
        (
            machine(16_385, &[]),
            Problem::SystemMemoryImplausible,
            Field::SystemMemory,
        ),
        (
            with_device(group("", 0, 2)),
            Problem::GpuCountWithoutMemory { group: 1 },
            Field::GpuMemory(1),
        ),
        (
            with_device(group("", 8, 0)),
            Problem::GpuMemoryWithoutCount { group: 1 },
            Field::GpuCount(1),
        ),
        (
            with_device(group("", 513, 1)),
            Problem::GpuMemoryImplausible { group: 1 },
            Field::GpuMemory(1),
        ),
        (
            with_device(group("", 8, 1025)),
            Problem::GpuCountAboveLimit { group: 1 },
            Field::GpuCount(1),
        ),
        (
            with_device(group(&long_name, 8, 1)),
            Problem::DeviceNameRefused {
                group: 1,
                error: NameError::TooLong,
            },
            Field::DeviceName(1),
        ),
        (
            machine(16, &[(8, 1); 9]),
            Problem::TooManyDeviceGroups,
            Field::Devices,
        ),
        (
            Hardware {
                formats: [].into(),
                ..usual()
            },
            Problem::NoFormats,
            Field::Formats,
        ),
        (
            Hardware {
                quantizations: [].into(),
                ..usual()
            },
            Problem::NoQuantizations,
            Field::Quantizations,
        ),
        (
            Hardware {
                system_reserve_percent: 91,
                ..usual()
            },
            Problem::ReserveOutOfRange,
            Field::SystemReserve,
        ),
        (
            unified_machine(64, Some(0)),
            Problem::GpuShareOutOfRange,
            Field::GpuShare,
        ),
    ];
    for (hardware, problem, field) in cases {
        assert_eq!(check(&hardware), [problem]);
        assert_eq!(problem.field(), field);
        let refused = problem.is_over_limit().then_some(problem);
        assert_eq!(hardware.exceeded_limit(), refused);
    }
}

#[test]
fn the_default_sets_need_no_special_hardware() {
    let formats: Vec<&str> = default_formats().iter().map(|format| format.key()).collect();
    assert_eq!(formats, ["gguf", "safetensors", "onnx", "pytorch"]);
    let quantizations: Vec<&str> = default_quantizations()
        .iter()
        .map(|family| family.key())
        .collect();
    assert_eq!(
        quantizations.join(" "),
        "fp32 bf16 fp16 int8 q8 q6 q5 q4 q3 q2 iq ternary awq gptq bnb int4 mxfp4"
    );
}

proptest! {
    #[test]
    fn parts_of_available_memory_sum_to_the_whole(hardware in any_hardware()) {
        let memory = hardware.available_memory();
        prop_assert_eq!(memory.reserved_system + memory.available_system, memory.system);
        prop_assert_eq!(memory.total_gpu + memory.available_system, memory.available);
        prop_assert!(memory.gpu_reach <= memory.available);
        prop_assert!(hardware.unified.is_some() || memory.gpu_reach == memory.total_gpu);
    }

    #[test]
    fn a_share_of_unified_memory_changes_nothing_but_the_reach(hardware in any_hardware(), share in 0..=255_u8) {
        let apart = Hardware { unified: None, ..hardware.clone() };
        let unified = UnifiedMemory { gpu_share_percent: Some(share) };
        let together = Hardware { unified: Some(unified), ..hardware };
        prop_assert_eq!(apart.available_memory().available, together.available_memory().available);
    }

    #[test]
    fn machines_outside_every_limit_still_have_a_sum(count in any::<u16>(), reserve in any::<u8>()) {
        let huge = DeviceGroup { identity: DeviceIdentity::UNKNOWN, name: String::new(), memory: MemorySize::MAX, count, speed: DeviceSpeed::default() };
        let hardware = Hardware {
            system_memory: MemorySize::MAX,
            devices: vec![huge; 20],
            system_reserve_percent: reserve,
            ..machine(0, &[])
        };
        prop_assert!(hardware.available_memory().available >= hardware.available_memory().total_gpu);
        prop_assert!(hardware.exceeded_limit().is_some());
    }

    #[test]
    fn any_text_is_a_number_or_refused(text in any::<String>()) {
        let _ = parse_gpu_count(&text);
        let _ = parse_percent(&text, 100..=500);
        let _ = parse_name(&text);
    }
}
