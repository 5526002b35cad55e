//! A log beside the estimates: exact where the engine was run with the same settings, honest where it was not.

use std::path::Path;

use llm_lens::domain::architecture::Geometry;
use llm_lens::domain::estimate::{ChangeKind, Fit, LlamaCppSettings, TENSOR_ALIGNMENT, Weights, Wish};
use llm_lens::domain::files::gguf::{self, Goal};
use llm_lens::domain::machine::hardware::Calibration;
use llm_lens::domain::machine::hardware::Hardware;
use llm_lens::domain::machine::hardware::presets::find;
use llm_lens::domain::report::comparison::{
    Agreement, CheckedModel, Comparison, Condition, MemoryFigure, MemoryLine, Mismatch, NoCalibration,
    PageRun, Reason, SpeedFigure, check,
};
use llm_lens::domain::report::diagnosis::diagnose;
use llm_lens::domain::report::log::{EngineReport, Part, Place, read};
use llm_lens::domain::speed::CalibrationError;
use llm_lens::domain::speed::{Engine, ModelFacts, WeightCoding};

/// Buffers as the engine took them for Llama 3.1 8B, Q4_K_M, on the processor, with 4,096 tokens (row S011 of
/// `llama-cpp-memory.json`), in the engine's sentences.
const MEASURED: &str = "\
llama_model_loader: loaded meta data with 29 key-value pairs and 292 tensors from /m/Llama-3.1-8B-Q4_K_M.gguf (version GGUF V3 (latest))
print_info: arch                  = llama
print_info: file type   = Q4_K - Medium
load_tensors: offloaded 0/33 layers to GPU
load_tensors:          CPU model buffer size =  4685.30 MiB
llama_context: n_seq_max     = 1
llama_context: n_ctx         = 4096
llama_context: n_batch       = 2048
llama_context: n_ubatch      = 512
llama_context:        CPU  output buffer size =     0.49 MiB
llama_kv_cache:        CPU KV buffer size =   512.00 MiB
llama_kv_cache: size =  512.00 MiB (  4096 cells,  32 layers,  1/1 seqs), K (f16):  256.00 MiB, V (f16):  256.00 MiB
sched_reserve:        CPU compute buffer size =   266.50 MiB
";

struct Llama {
    geometry: Geometry,
    weights: Weights,
    facts: ModelFacts,
}

fn llama() -> Llama {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/gguf-headers/llama-3.1-8b.Q4_K_M.gguf");
    let header = gguf::read(&std::fs::read(path).unwrap(), None, Goal::Everything)
        .unwrap()
        .1;
    let geometry = Geometry::from_gguf(&header);
    let weights = Weights::from_tensors(&header.tensors, &geometry, TENSOR_ALIGNMENT);
    let coding = WeightCoding::of_label("Q4_K_M");
    let facts = ModelFacts::from_geometry(&geometry, header.tensors.elements(), 4_912_916_416, coding);
    Llama {
        geometry,
        weights,
        facts,
    }
}

fn checked(text: &str, hardware: &Hardware) -> Comparison {
    let log: EngineReport = read(text).unwrap().report;
    let llama = llama();
    let model = CheckedModel {
        memory: Some((&llama.geometry, &llama.weights)),
        label: "Q4_K_M",
        facts: llama.facts,
    };
    let page = PageRun {
        engine: Engine::LlamaCpp,
        settings: LlamaCppSettings::LIBRARY,
        wish: Wish::default(),
        placement: None,
    };
    check(&log, &model, &page, hardware).unwrap()
}

fn rtx_4090() -> Hardware {
    find("rtx-4090-24gb").unwrap().hardware()
}

fn line(check: &Comparison, figure: MemoryFigure) -> &MemoryLine {
    check.memory.iter().find(|line| line.figure == figure).unwrap()
}

#[test]
fn a_measured_run_agrees_exactly_with_the_settings_of_its_log() {
    let check = checked(MEASURED, &rtx_4090());
    assert_eq!(check.mismatches, []);
    assert!(check.names_its_model);
    for part in [Part::Weights, Part::KvCache, Part::Output, Part::Compute] {
        let line = line(&check, MemoryFigure::Part(Place::Host, part));
        assert_eq!(line.agreement, Agreement::Exact, "{part:?}: {line:?}");
        assert_eq!(line.sources.len(), 1);
    }
    assert!(check.conditions.contains(&Condition::Context {
        log: 4096,
        page: 8192
    }));
    assert!(
        check
            .conditions
            .contains(&Condition::GpuLayers { log: 0, page: 33 })
    );
}

#[test]
fn a_cache_of_another_size_is_outside_and_says_what_the_log_leaves_open() {
    let text = MEASURED.replace("KV buffer size =   512.00", "KV buffer size =   300.00");
    let text: String = text
        .lines()
        .filter(|line| !line.contains("K (f16)"))
        .map(|line| format!("{line}\n"))
        .collect();
    let check = checked(&text, &rtx_4090());
    let line = line(&check, MemoryFigure::Part(Place::Host, Part::KvCache));
    assert_eq!(line.agreement, Agreement::Outside);
    assert_eq!(line.reasons, [Reason::CacheTypesNotStated]);
}

#[test]
fn a_log_of_another_model_is_recognised_and_corrects_nothing() {
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/engine-logs/llama-server-2026.log"),
    )
    .unwrap();
    let check = checked(&text, &rtx_4090());
    assert!(check.mismatches.contains(&Mismatch::Layers { log: 66, page: 33 }));
    assert_eq!(check.calibration, Err(NoCalibration::OtherModel));
    let log = format!("{MEASURED}print_info: file type   = Q8_0\n");
    let quantizations = checked(&log.replace("Q4_K - Medium", "Q8_0"), &rtx_4090()).mismatches;
    assert_eq!(quantizations, [Mismatch::Quantization("Q8_0".to_owned())]);
}

#[test]
fn timings_alone_are_compared_and_correct_the_profile() {
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/engine-logs/llama-perf.log"),
    )
    .unwrap();
    let mut hardware = rtx_4090();
    let before = checked(&text, &hardware);
    assert!(!before.names_its_model);
    let decode = |check: &Comparison| {
        let line = check
            .speed
            .iter()
            .find(|line| line.figure == SpeedFigure::Decode)
            .unwrap();
        (line.estimate.unwrap().likely, line.milli)
    };
    let (likely, milli) = decode(&before);
    assert_eq!(milli, 105_300);
    let calibration = before.calibration.unwrap();
    // Eight tokens of a prompt say nothing.
    assert_eq!(calibration.prefill_thousandths, None);
    hardware.facts.calibration = calibration;
    let after = checked(&text, &hardware);
    let (corrected, _) = decode(&after);
    assert!((corrected - 105.3).abs() < 0.5, "{likely} became {corrected}");
    // The correction that comes out does not build on the one in effect.
    assert_eq!(after.calibration, Ok(calibration));
}

#[test]
fn a_run_that_is_too_far_away_corrects_nothing() {
    let text = "eval time =    4852.86 ms /   511 runs   (    9.50 ms per token,   2.03 tokens per second)\n";
    let text = format!("llama_perf_context_print:        {text}");
    let check = checked(&text, &rtx_4090());
    assert!(matches!(
        check.calibration,
        Err(NoCalibration::Run(CalibrationError::TooFar { .. }))
    ));
}

#[test]
fn without_bandwidth_there_is_reality_but_no_estimate() {
    let mut hardware = rtx_4090();
    for group in &mut hardware.devices {
        group.speed = Default::default();
    }
    let text = "eval rate:            24.61 tokens/s\n";
    let check = checked(&format!("eval count:           120 token(s)\n{text}"), &hardware);
    assert_eq!(check.speed[0].agreement, Agreement::NotEstimated);
    assert_eq!(
        check.calibration,
        Err(NoCalibration::Run(CalibrationError::NothingToCompare))
    );
    assert_eq!(hardware.facts.calibration, Calibration::default());
}

#[test]
fn every_published_log_is_compared_without_trouble() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/engine-logs");
    let mut n_compared = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        if read(&text).is_ok() {
            let check = checked(&text, &rtx_4090());
            n_compared += check.memory.len() + check.speed.len();
        }
    }
    assert!(n_compared > 60, "{n_compared}");
}

#[test]
fn a_run_that_ran_out_of_memory_is_explained() {
    let failed = format!(
        "{}{}",
        "llama_model_load_from_file_impl: using device CUDA0 (NVIDIA GeForce RTX 4060) (0000:01:00.0) - 7000 MiB free\n\
         llama_model_loader: loaded meta data with 29 key-value pairs and 292 tensors from /m/Llama-3.1-8B-Q4_K_M.gguf (version GGUF V3 (latest))\n\
         print_info: arch                  = llama\nload_tensors: offloaded 33/33 layers to GPU\n\
         load_tensors:   CPU_Mapped model buffer size =   281.81 MiB\nload_tensors:        CUDA0 model buffer size =  4403.49 MiB\n\
         llama_context: n_seq_max     = 1\nllama_context: n_ctx         = 32768\nllama_context: n_batch       = 2048\nllama_context: n_ubatch      = 512\n",
        "ggml_backend_cuda_buffer_type_alloc_buffer: allocating 4096.00 MiB on device 0: cudaMalloc failed: out of memory\n\
         alloc_tensor_range: failed to allocate CUDA0 buffer of size 4294967296\n\
         llama_init_from_model: failed to initialize the context: failed to allocate buffer for kv cache\n"
    );
    let log: EngineReport = read(&failed).unwrap().report;
    let llama = llama();
    let model = CheckedModel {
        memory: Some((&llama.geometry, &llama.weights)),
        label: "Q4_K_M",
        facts: llama.facts,
    };
    let page = PageRun {
        engine: Engine::LlamaCpp,
        settings: LlamaCppSettings::LIBRARY,
        wish: Wish::default(),
        placement: None,
    };
    let found = diagnose(&log, &model, &page, &rtx_4090()).unwrap();
    let estimate = found.estimate.unwrap();
    // By what was free there, and not by the 24 GB of the page's machine.
    assert_eq!((estimate.fit, estimate.place), (Fit::DoesNotFit, Place::Device));
    assert_eq!(found.free.unwrap() >> 20, 7000 - 4404);
    let context = found.changes.iter().find_map(|change| match change.kind {
        ChangeKind::Context(context) => Some(context),
        _ => None,
    });
    // Each token takes 128 KiB; 2.3 GiB are left beside weights and compute buffers.
    assert!((16_000..20_000).contains(&context.unwrap()), "{context:?}");
    let has = |is_wanted: fn(&ChangeKind) -> bool| found.changes.iter().any(|change| is_wanted(&change.kind));
    assert!(has(|kind| matches!(kind, ChangeKind::GpuLayers(_))));

    // Where a serving engine names its cache, the context follows from it.
    let refused = "ValueError: To serve at least one request with the model's max seq len (40960), (10.00 GiB KV cache is needed, which is larger than the available KV cache memory (1.25 GiB). Based on the available memory,  Try increasing";
    let log = read(refused).unwrap().report;
    let found = diagnose(&log, &model, &page, &rtx_4090()).unwrap();
    assert_eq!(found.fitting_context, Some(5120));
    // A success has nothing to explain.
    assert_eq!(
        diagnose(&read(MEASURED).unwrap().report, &model, &page, &rtx_4090()),
        None
    );
}

#[test]
fn a_cache_without_a_place_is_compared_as_a_whole() {
    let text = "llama_new_context_with_model: n_ctx = 4096\n\
        llama_new_context_with_model: KV self size  =  512.00 MiB, K (f16):  256.00 MiB, V (f16):  256.00 MiB\n";
    let check = checked(text, &rtx_4090());
    assert_eq!(line(&check, MemoryFigure::WholeCache).agreement, Agreement::Exact);
}
