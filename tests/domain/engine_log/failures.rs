//! Runs that failed: why, at what, what was asked for and what was free.

use llm_lens::domain::report::log::{
    Amount, Engine, EngineReport, Failure, FailureKind, Outcome, Part, Place, Stage, read,
};

use super::{GIB, MIB, bytes, log, mib, text};

fn failed(text: &str) -> (EngineReport, Failure) {
    let report = read(text)
        .unwrap_or_else(|error| panic!("{error:?}: {text}"))
        .report;
    assert_eq!(report.outcome(), Outcome::Failed, "{text}");
    let failure = report.failure.clone().unwrap();
    (report, failure)
}

/// Hundredths of a GiB.
const fn gib(hundredths: u64) -> u64 {
    (hundredths * GIB + 50) / 100
}

fn allows(amount: Option<Amount>, bytes: u64) -> bool {
    amount.unwrap().allows(bytes)
}

#[test]
fn a_compute_buffer_that_does_not_fit_is_told_with_what_was_there() {
    let (report, failure) = failed(&text("llama-compute-oom.log"));
    assert_eq!(
        (failure.kind, failure.stage, failure.device.as_deref()),
        (FailureKind::OutOfMemory, Some(Stage::Compute), Some("CUDA0"))
    );
    assert_eq!(failure.asked.unwrap().bytes, 1_469_841_408);
    let found = &report.found[0];
    assert_eq!(
        (
            found.name.as_str(),
            found.description.as_str(),
            found.free.unwrap().bytes
        ),
        ("CUDA0", "NVIDIA GeForce RTX 4070", 10_430 * MIB)
    );
    let plan = report.plan.as_ref().unwrap().value;
    assert_eq!(plan.needed.unwrap().bytes, 11_138 * MIB);
    assert_eq!(plan.free.unwrap().bytes, 10_372 * MIB);
    assert!(plan.is_abandoned);
    assert!(
        report
            .sum_on("CUDA0")
            .unwrap()
            .allows(mib(609_665 + 358_400 + 5_611))
    );
    assert_eq!(bytes(&report, Place::Host, Part::KvCache), 4608 * MIB);
}

#[test]
fn vllm_says_what_it_needed_and_what_it_had() {
    let (report, failure) = failed(&text("vllm-refused-2026.log"));
    assert_eq!(
        (report.engine, &failure.kind, failure.stage),
        (
            Some(Engine::Vllm),
            &FailureKind::NotEnoughMemory,
            Some(Stage::KvCache)
        )
    );
    assert!(allows(failure.asked, 24 * GIB) && allows(failure.free, gib(318)));
    assert_eq!(
        (failure.asked_tokens, failure.longest_tokens),
        (Some(262_144), Some(34_736))
    );

    let (report, failure) = failed(&text("vllm-refused-2024.log"));
    assert_eq!(failure.kind, FailureKind::NotEnoughMemory);
    assert_eq!(
        (failure.asked_tokens, failure.longest_tokens),
        (Some(29_000), Some(23_648))
    );
    assert_eq!(report.cache_tokens.as_ref().unwrap().value, 23_648);
    // 17.98 at the peak, of which 14.9888 are weights.
    assert!(report.sum(Place::Device, Part::Compute).unwrap().allows(gib(299)));
    assert_eq!(report.memory_share.unwrap().value, 900);
}

#[test]
fn other_refusals_of_vllm_are_read() {
    let (_, failure) = failed(
        "ValueError: Free memory on device cuda:0 (5.86/23.58 GiB) on startup is less than desired GPU memory utilization (0.9, 21.22 GiB). Decrease GPU memory utilization or reduce GPU memory used by other processes.",
    );
    assert!(allows(failure.free, gib(586)) && allows(failure.asked, gib(2122)));
    let (_, failure) = failed(
        "INFO [gpu_worker.py:349] Available KV cache memory: -3.54 GiB\nValueError: No available memory for the cache blocks. Try increasing `gpu_memory_utilization` when initializing the engine.",
    );
    assert_eq!(
        (failure.kind, failure.stage),
        (FailureKind::NotEnoughMemory, Some(Stage::KvCache))
    );
    // Without the opening bracket, in the plural of another version, wrapped, and without a longest context.
    let (_, failure) = failed(
        "ValueError: To serve at least one request with the model's max seq len\n(131072), 9.5 GiB KV cache is needed, which is larger than the available KV cache memory (6.91 GiB). Based on the available memory,  Try increasing",
    );
    assert!(allows(failure.asked, gib(950)) && allows(failure.free, gib(691)));
    let (_, failure) =
        failed("ValueError: Model architectures ['Qwen9ForCausalLM'] are not supported for now.");
    assert_eq!(
        failure.kind,
        FailureKind::UnsupportedArchitecture("Qwen9ForCausalLM".to_owned())
    );
    let (_, failure) = failed(
        "ValueError: The quantization method mxfp4 is not supported for the current GPU. Minimum capability: 90. Current capability: 75.",
    );
    assert_eq!(
        failure.kind,
        FailureKind::UnsupportedQuantization("mxfp4".to_owned())
    );
    let (_, failure) = failed(
        "ValueError: Total number of attention heads (28) must be divisible by tensor parallel size (3).",
    );
    assert!(matches!(failure.kind, FailureKind::RefusedSettings(_)));
}

#[test]
fn torch_is_read_in_its_versions() {
    let (report, failure) = failed(&text("vllm-torch-oom.log"));
    assert_eq!(failure.kind, FailureKind::OutOfMemory);
    assert_eq!(failure.device.as_deref(), Some("GPU 0"));
    assert!(allows(failure.asked, 192 * MIB) && allows(failure.total, gib(2356)));
    assert!(allows(failure.in_use, gib(2347)) && allows(failure.allocated, gib(2243)));
    assert!(allows(failure.free, mib(8325)));
    assert!(report.engine.is_some());

    let (_, failure) = failed(
        "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 20.00 MiB (GPU 1; 23.69 GiB total capacity; 22.35 GiB already allocated; 9.12 MiB free; 22.63 GiB reserved in total by PyTorch)",
    );
    assert_eq!(failure.device.as_deref(), Some("GPU 1"));
    assert!(allows(failure.total, gib(2369)) && allows(failure.allocated, gib(2235)));
    assert!(allows(failure.free, mib(912)));
    let (_, failure) = failed(
        "RuntimeError: MPS backend out of memory (MPS allocated: 17.05 GB, other allocations: 1.05 GB, max allowed: 18.13 GB). Tried to allocate 256.00 MB on private pool.",
    );
    assert!(allows(failure.asked, 256 * MIB) && allows(failure.total, gib(1813)));
    let (_, failure) = failed(
        "ValueError: The checkpoint you are trying to load has model type `gemma9` but Transformers does not recognize this architecture.",
    );
    assert_eq!(
        failure.kind,
        FailureKind::UnsupportedArchitecture("gemma9".to_owned())
    );
    let (_, failure) = failed(
        "safetensors_rust.SafetensorError: Error while deserializing header: MetadataIncompleteBuffer",
    );
    assert!(matches!(failure.kind, FailureKind::BrokenFile(_)));
}

#[test]
fn the_stage_is_told_by_what_was_done_before() {
    let weights = "ggml_backend_cuda_buffer_type_alloc_buffer: allocating 144817.04 MiB on device 0: cudaMalloc failed: out of memory\n\
        alloc_tensor_range: failed to allocate CUDA0 buffer of size 151851674624\n\
        llama_model_load: error loading model: unable to allocate CUDA0 buffer\nllama_model_load_from_file_impl: failed to load model\n";
    let (_, failure) = failed(weights);
    assert_eq!(
        (failure.kind, failure.stage),
        (FailureKind::OutOfMemory, Some(Stage::Weights))
    );
    assert_eq!(
        (failure.device.as_deref(), failure.asked.unwrap().bytes),
        (Some("CUDA0"), 151_851_674_624)
    );
    let loaded = "load_tensors: CUDA0 model buffer size = 100.00 MiB\n";
    let (_, failure) = failed(&format!(
        "{loaded}llama_context: n_ctx = 131072\nggml_backend_cuda_buffer_type_alloc_buffer: allocating 16384.00 MiB on device 1: cudaMalloc failed: out of memory\n\
         alloc_tensor_range: failed to allocate CUDA1 buffer of size 17179869184\nllama_init_from_model: failed to initialize the context: failed to allocate buffer for kv cache\n"
    ));
    assert_eq!(
        (failure.stage, failure.device.as_deref()),
        (Some(Stage::KvCache), Some("CUDA1"))
    );
    let (_, failure) = failed(&format!(
        "{loaded}llama_kv_cache: CUDA0 KV buffer size = 10.00 MiB\nsched_reserve: CUDA0 compute buffer size = 10.00 MiB\nmain: server is listening on http://127.0.0.1:8080\n\
         CUDA error: out of memory\n  current device: 0, in function alloc at ggml-cuda.cu:442\n"
    ));
    assert_eq!(
        (failure.kind, failure.stage),
        (FailureKind::OutOfMemory, Some(Stage::Prompt))
    );
    // The same in Ollama's words, and what an inner engine says in a field.
    let (report, failure) = failed(
        "time=2026-06-17T11:33:55.725+08:00 level=ERROR source=sched.go:553 msg=\"Load failed\" model=x error=\"llama-server reported out-of-memory during startup: ggml_backend_cuda_buffer_type_alloc_buffer: allocating 2390.00 MiB on device 0: cudaMalloc failed: out of memory\"",
    );
    assert_eq!(
        (report.engine, failure.asked.unwrap().bytes),
        (Some(Engine::Ollama), 2390 * MIB)
    );
}

#[test]
fn what_was_tried_again_and_went_well_is_no_failure() {
    let log = "load_tensors: CUDA0 model buffer size = 100.00 MiB\nllama_kv_cache: CUDA0 KV buffer size = 10.00 MiB\n\
        ggml_gallocr_reserve_n: failed to allocate CUDA0 buffer of size 5000000000\nllama_context: compute buffer allocation failed, retrying without pipeline parallelism\n\
        llama_context: CUDA0 compute buffer size = 300.00 MiB\n";
    assert_eq!(read(log).unwrap().report.outcome(), Outcome::Loaded);
    // A load that failed, then one that did not.
    let two = format!("{}{}", text("llama-compute-oom.log"), text("llama-cpp-2024.log"));
    let two = read(&two).unwrap();
    assert_eq!((two.n_runs, two.report.failure), (2, None));
    let two = format!("{}{}", text("llama-hexagon.log"), text("llama-compute-oom.log"));
    assert!(read(&two).unwrap().report.failure.is_some());
}

#[test]
fn the_other_engines_say_why_too() {
    let (report, failure) =
        failed("Error: model requires more system memory (44.0 GiB) than is available (7.6 GiB)");
    assert_eq!(
        (report.engine, failure.kind),
        (Some(Engine::Ollama), FailureKind::NotEnoughMemory)
    );
    assert!(allows(failure.asked, 44 * GIB) && allows(failure.free, gib(760)));
    let (report, failure) = failed(
        "Error: Model loading was stopped due to insufficient system resources. Under the current settings, this model requires approximately 27.37 GB of memory, and continuing to load it would likely overload your system.",
    );
    assert_eq!(
        (report.engine, failure.kind),
        (Some(Engine::LmStudio), FailureKind::NotEnoughMemory)
    );
    assert!(allows(failure.asked, gib(2737)));
    let (report, failure) = failed(
        "RuntimeError: Not enough memory. Please try to increase --mem-fraction-static. Current value: mem_fraction_static=0.55",
    );
    assert_eq!(
        (report.engine, report.memory_share.unwrap().value),
        (Some(Engine::Sglang), 550)
    );
    assert_eq!(failure.kind, FailureKind::NotEnoughMemory);
    let (_, failure) = failed(
        "RuntimeError: [metal::malloc] Attempting to allocate 32212254720 bytes which is greater than the maximum allowed buffer size of 22613000192 bytes.",
    );
    assert_eq!(
        (failure.asked.unwrap().bytes, failure.total.unwrap().bytes),
        (32_212_254_720, 22_613_000_192)
    );
    let (_, failure) = failed(
        "ggml_vulkan: Device memory allocation of size 1073741824 failed.\nggml_vulkan: vk::Device::allocateMemory: ErrorOutOfDeviceMemory",
    );
    assert_eq!(
        (failure.asked.unwrap().bytes, failure.device.as_deref()),
        (1 << 30, Some("Vulkan0"))
    );
    let (_, failure) = failed(
        "ggml_metal_graph_compute: command buffer 0 failed with status 5\nerror: Insufficient Memory (00000008:kIOGPUCommandBufferCallbackErrorOutOfMemory)",
    );
    assert_eq!(failure.kind, FailureKind::OutOfMemory);
    let (_, failure) = failed(
        "[  123.4] Out of memory: Killed process 4321 (llama-server) total-vm:68123456kB, anon-rss:31234567kB",
    );
    assert_eq!(failure.kind, FailureKind::Killed);
}

#[test]
fn files_settings_and_devices_that_do_not_work_are_named() {
    let kind = |text: &str| failed(text).1.kind;
    assert_eq!(
        kind(
            "llama_model_load: error loading model: error loading model architecture: unknown model architecture: 'qwen3next'"
        ),
        FailureKind::UnsupportedArchitecture("qwen3next".to_owned())
    );
    assert_eq!(
        kind(
            "gguf_init_from_file_impl: tensor 'blk.0.ffn_down_exps.weight' has invalid ggml type 39 (NONE)\nllama_model_load: error loading model: llama_model_loader: failed to load model from x.gguf"
        ),
        FailureKind::UnsupportedQuantization("ggml type 39".to_owned())
    );
    for broken in [
        "llama_model_load: error loading model: tensor 'blk.20.ffn_up.weight' data is not within the file bounds, model is corrupted or incomplete",
        "gguf_init_from_file_impl: invalid magic characters: '<!DO', expected 'GGUF'",
        "llama_model_load: error loading model: done_getting_tensors: wrong number of tensors; expected 310, got 292",
    ] {
        assert!(matches!(kind(broken), FailureKind::BrokenFile(_)), "{broken}");
    }
    assert_eq!(
        kind("gguf_init_from_file: failed to open GGUF file 'x.gguf'"),
        FailureKind::MissingFile
    );
    for refused in [
        "llama_init_from_model: V cache quantization requires flash_attn",
        "error: invalid argument: --n-gpu-layer",
    ] {
        assert!(
            matches!(kind(refused), FailureKind::RefusedSettings(_)),
            "{refused}"
        );
    }
    for none in [
        "ggml_cuda_init: failed to initialize CUDA: no CUDA-capable device is detected",
        "RuntimeError: Found no NVIDIA driver on your system.",
        "RuntimeError: The NVIDIA driver on your system is too old (found version 11040).",
        "CUDA error: no kernel image is available for execution on the device",
    ] {
        assert!(matches!(kind(none), FailureKind::NoDevice(_)), "{none}");
    }
    let (_, failure) = failed(
        "srv  send_error: task id = 0, error: request (9100 tokens) exceeds the available context size (8192 tokens), try increasing it",
    );
    assert_eq!(
        (failure.kind, failure.asked_tokens, failure.longest_tokens),
        (FailureKind::PromptTooLong, Some(9100), Some(8192))
    );
}

#[test]
fn what_is_not_understood_is_shown() {
    let log = log("llama-tensor-split.log");
    assert_eq!(log.n_unread, 0);
    let log =
        read("load_tensors: CUDA0 model buffer size = 100.00 MiB\nsomething_new: 12.00 MiB were put aside\n")
            .unwrap();
    assert_eq!((log.n_unread, log.unread[0].line), (1, 2));
}

#[test]
fn what_wraps_and_surrounds_a_failure_changes_nothing() {
    let wrapped = "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 112.00 MiB. GPU 0 has a total capacity of 23.99 GiB of which 0 bytes is free.\r\n\
        Of the allocated memory 23.12 GiB is allocated by PyTorch, and 116.00 MiB is reserved by PyTorch but unallocated.\r\n";
    let (report, failure) = failed(wrapped);
    assert_eq!(report.engine, Some(Engine::Transformers));
    assert!(allows(failure.allocated, gib(2312)) && allows(failure.free, 0));
    let (_, failure) =
        failed("CUDA error: out of memory\n  current device: 1, in function alloc at ggml-cuda.cu:515\n");
    assert_eq!(failure.device.as_deref(), Some("device 1"));
    // Later words that say less change nothing either.
    let (report, failure) = failed(&format!(
        "{}(EngineCore_DP0 pid=7) ERROR EngineCore failed to start.\n(APIServer pid=1) RuntimeError: Engine core initialization failed. See root cause above.\n",
        text("vllm-torch-oom.log")
    ));
    assert_eq!(
        (report.engine, failure.kind),
        (Some(Engine::Vllm), FailureKind::OutOfMemory)
    );
    let docker = text("llama-compute-oom.log")
        .lines()
        .map(|line| format!("llm-1  | {line}\r\n"))
        .collect::<String>();
    assert_eq!(failed(&docker).1.asked.unwrap().bytes, 1_469_841_408);
}

#[test]
fn what_was_left_is_what_was_free_without_what_was_taken() {
    let (report, failure) = failed(&text("llama-compute-oom.log"));
    let left = report.free_at_failure().unwrap();
    assert!(
        left.allows(10_430 * MIB - mib(609_665 + 358_400 + 5_611)),
        "{left:?}"
    );
    assert_eq!(failure.fitting_tokens(), None);
    // Ollama numbers its devices as the engine inside does.
    let (report, _) = failed(
        "time=2026-06-17T11:33:51+08:00 level=INFO source=sched.go:620 msg=\"gpu memory\" id=0 library=CUDA available=\"14.5 GiB\" free=\"14.9 GiB\"\n\
         load_tensors:        CUDA0 model buffer size =  8192.00 MiB\n\
         alloc_tensor_range: failed to allocate CUDA0 buffer of size 25769803776\n",
    );
    assert!(report.free_at_failure().unwrap().allows(gib(1490) - 8 * GIB));
}
