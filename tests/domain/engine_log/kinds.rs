//! Logs that were once read wrong, each for a kind of fault.

use llm_lens::domain::report::log::{
    Basis, BenchTest, Engine, EngineReport, Layers, Part, Place, Role, WindowCache, read,
};

use super::{GIB, MIB, buffer, bytes, decode, log, mib, prefill, speed, text};

fn is_near(run: &EngineReport, place: Place, part: Part, hundredths: u64) {
    let sum = run.sum(place, part);
    assert!(
        sum.is_some_and(|sum| sum.allows(mib(hundredths))),
        "{place:?} {part:?}: {sum:?}"
    );
}

fn draft(run: &EngineReport, place: Place, part: Part) -> u64 {
    let drafts = run
        .companions
        .iter()
        .filter(|companion| companion.role == Role::Draft);
    let buffers = drafts.flat_map(|companion| &companion.buffers);
    buffers
        .filter(|buffer| buffer.place == place && buffer.part == part)
        .map(|buffer| buffer.size.value.bytes)
        .sum()
}

#[test]
fn a_draft_context_without_a_heading_stands_beside_the_main_one() {
    let run = log("llama-mtp-draft.log").report;
    is_near(&run, Place::Device, Part::KvCache, 51_200);
    is_near(&run, Place::Device, Part::RecurrentState, 179_550);
    is_near(&run, Place::Device, Part::Compute, 56_853);
    assert_eq!(draft(&run, Place::Device, Part::KvCache), 32 * MIB);
    assert_eq!(draft(&run, Place::Device, Part::Compute), mib(52_006));
    assert_eq!(
        (
            run.sequences.unwrap().value,
            run.unified.unwrap().value,
            run.context.unwrap().value
        ),
        (4, true, 8192)
    );
}

#[test]
fn a_share_of_one_card_is_not_the_whole() {
    let run = log("llama-tensor-split.log").report;
    assert!(run.buffers.iter().any(|buffer| buffer.is_share()));
    assert_eq!(
        (run.n_shares, run.unplaced_cache.as_ref().unwrap().value.bytes),
        (None, 16_384 * MIB)
    );
    assert_eq!(draft(&run, Place::Device, Part::KvCache), 256 * MIB);
    // With the cache of a card and that of all, the cards are counted.
    let both = "load_tensors: Meta() model buffer size = 100.00 MiB\nllama_kv_cache: Meta() KV buffer size = 256.00 MiB\n\
        llama_kv_cache: size = 1024.00 MiB ( 16384 cells, 16 layers, 1/1 seqs), K (f16): 512.00 MiB, V (f16): 512.00 MiB\n";
    let run = read(both).unwrap().report;
    assert_eq!(
        (run.n_shares, bytes(&run, Place::Device, Part::Weights)),
        (Some(4), 400 * MIB)
    );
}

#[test]
fn a_table_of_plans_is_one_in_every_row() {
    let run = log("memory-table-plans.log").report;
    assert!(
        run.devices
            .iter()
            .all(|row| row.basis == Basis::Expected && row.unaccounted.is_none())
    );
    assert_eq!(run.devices.len(), 3);
}

#[test]
fn ollama_with_another_engine_inside_is_ollama() {
    let run = log("ollama-llama-server.log").report;
    assert_eq!(run.engine, Some(Engine::Ollama));
    is_near(&run, Place::Device, Part::Compute, 24_800);
    is_near(&run, Place::Host, Part::KvCache, 230_400);
    assert_eq!(
        run.gpu_layers.unwrap().value,
        Layers {
            on_gpu: 15,
            total: Some(33)
        }
    );
    assert_eq!(
        (run.context.unwrap().value, run.load_us.unwrap().value),
        (32_768, 15_370_000)
    );
    assert!(run.devices.is_empty());
}

#[test]
fn settings_of_a_context_are_kept() {
    let run = log("ollama-two-slots.log").report;
    assert_eq!(run.engine, Some(Engine::Ollama));
    assert_eq!(bytes(&run, Place::Device, Part::KvCache), 1664 * MIB);
    assert_eq!(
        (
            run.context.unwrap().value,
            run.sequence_context.unwrap().value,
            run.sequences.unwrap().value
        ),
        (16_384, 8192, 2)
    );
    assert!(!run.unified.unwrap().value && !run.flash_attention.unwrap().value);
    assert_eq!(run.window_cache.unwrap().value, WindowCache::Full);
}

#[test]
fn the_context_is_known_by_cells_and_slots_too() {
    let context = |text: &str| read(text).unwrap().report.context.unwrap().value;
    let cells = "llama_kv_cache: size = 832.00 MiB (  8192 cells,  13 layers,  2/2 seqs), K (f16): 416.00 MiB, V (f16): 416.00 MiB\n";
    assert_eq!(context(cells), 16_384);
    let shared = "llama_kv_cache: size = 16384.00 MiB (262144 cells,  16 layers,  4/1 seqs), K (f16): 8192.00 MiB, V (f16): 8192.00 MiB\n";
    assert_eq!(context(shared), 262_144);
    let buffers = "load_tensors: CUDA0 model buffer size = 100.00 MiB\n";
    for settings in [
        "llama_context: n_seq_max = 2\nllama_context: n_ctx_per_seq = 4096\n",
        "slot   load_model: id  0 | task -1 | new slot, n_ctx = 4096\nsrv    load_model: initializing slots, n_slots = 2\n",
        "llama_context: \u{1b}[32mn_ctx     \u{1b}[0m    = 8192\n",
        "^[[32mllama_context: n_ctx = [1m8192[0m\n",
    ] {
        assert_eq!(context(&format!("{buffers}{settings}")), 8192, "{settings}");
    }
}

#[test]
fn sglang_ranks_are_devices_with_pools_of_their_own() {
    let gib = |hundredths: u64| hundredths * GIB / 100;
    let run = log("sglang-hybrid-tp2.log").report;
    for rank in ["TP0", "TP1"] {
        assert!(buffer(&run, rank, Part::Weights).abs_diff(gib(885)) < 2);
        assert!(buffer(&run, rank, Part::RecurrentState).abs_diff(gib(448)) < 4);
        assert!(buffer(&run, rank, Part::KvCache).abs_diff(gib(500)) < 4);
        assert!(buffer(&run, rank, Part::Graphs).abs_diff(gib(26)) < 2);
    }
    assert_eq!(
        (run.context.unwrap().value, run.cache_tokens.unwrap().value),
        (262_144, 327_310)
    );
    let run = log("sglang-latent-tp8.log").report;
    assert!(buffer(&run, "TP6", Part::KvCache).abs_diff(gib(16_063)) < 2);
    let run = log("sglang-two-pools.log").report;
    assert!(buffer(&run, "GPU", Part::KvCache).abs_diff(gib(1216)) < 8);
    assert_eq!(run.cache_tokens.unwrap().value, 70_656);
}

#[test]
fn a_draft_of_sglang_stands_beside_the_model() {
    let text = "[2026-04-14 16:08:49 TP0] Load weight end. elapsed=5.46 s, type=DeepseekV3ForCausalLM, avail mem=14.08 GB, mem usage=80.00 GB.\n\
        [2026-04-14 16:08:49 TP0] KV Cache is allocated. #tokens: 1000, KV size: 5.00 GB\n\
        [2026-04-14 16:08:50 TP0] Load weight end. elapsed=1.46 s, type=DeepseekV3ForCausalLMNextN, avail mem=10.08 GB, mem usage=1.50 GB.\n\
        [2026-04-14 16:08:50 TP0] KV Cache is allocated. #tokens: 1000, KV size: 0.10 GB\n";
    let log = read(text).unwrap();
    assert_eq!(log.n_runs, 1);
    assert_eq!(buffer(&log.report, "TP0", Part::Weights), 80 * GIB);
    assert_eq!(buffer(&log.report, "TP0", Part::KvCache), 5 * GIB);
    assert_eq!(draft(&log.report, Place::Device, Part::Weights), 3 * GIB / 2);
}

#[test]
fn vllm_says_what_it_used_in_one_sentence() {
    let run = log("vllm-actual-usage.log").report;
    let gib = |hundredths: u64| hundredths * GIB / 100;
    for (part, hundredths) in [
        (Part::Weights, 88),
        (Part::Compute, 26),
        (Part::Runtime, 16),
        (Part::Graphs, 24),
        (Part::KvCache, 1333),
    ] {
        assert!(
            run.sum(Place::Device, part).unwrap().allows(gib(hundredths)),
            "{part:?}"
        );
    }
    assert_eq!(
        (run.cache_tokens.unwrap().value, run.memory_share.unwrap().value),
        (2_324_244, 950)
    );
}

#[test]
fn a_start_of_vllm_after_its_figures_is_of_the_same_run() {
    let figures = "(RayWorkerWrapper pid=27, ip=10.0.0.2) INFO Model loading took 10.00 GiB memory and 1 seconds\n\
        (EngineCore_DP0 pid=1) (RayWorkerWrapper pid=28) INFO Model loading took 11.00 GiB memory and 1 seconds\n";
    let start = "(EngineCore_DP0 pid=1) INFO Initializing a V1 LLM engine (v0.11.0) with config: model='a/b', max_seq_len=4096, quantization=fp8\n";
    let log = read(&format!("{figures}{start}")).unwrap();
    assert_eq!((log.n_runs, log.report.model.unwrap().value.as_str()), (1, "a/b"));
    assert_eq!(log.report.buffers.len(), 2);
}

#[test]
fn a_small_second_model_does_not_take_the_place_of_the_first() {
    let run = log("llama-with-embedding-model.log").report;
    assert_eq!(run.model.as_ref().unwrap().value, "Minimax-M2.7");
    assert_eq!(run.context.as_ref().unwrap().value, 24_576);
    is_near(&run, Place::Device, Part::KvCache, 158_113);
    is_near(&run, Place::Device, Part::Compute, 39_675);
    assert_eq!(run.cache_types.as_ref().unwrap().value.k, "turbo4");
    let side = &run.companions[0];
    assert_eq!(
        (side.role, side.model.as_deref()),
        (Role::Other, Some("Bge Small En v1.5"))
    );
    // Also after an answer, and also before the main one.
    let embedding = "llama_model_loader: loaded meta data with 2 tensors from nomic-embed-text.gguf\nprint_info: arch = nomic-bert\nload_tensors: CPU model buffer size = 200.00 MiB\nsched_reserve: CPU compute buffer size = 5.00 MiB\n";
    for text in [
        format!(
            "{}{}{embedding}",
            text("llama-cpp-2024.log"),
            text("llama-perf.log")
        ),
        format!(
            "{embedding}{}{}",
            text("llama-cpp-2024.log"),
            text("llama-perf.log")
        ),
    ] {
        let run = read(&text).unwrap().report;
        assert_eq!(buffer(&run, "CUDA0", Part::Weights), mib(543_438));
        assert_eq!((decode(&run), run.companions.len()), (speed(105_300, 511), 1));
    }
}

#[test]
fn slots_and_sweeps_of_later_versions_give_speeds() {
    let run = log("llama-slots-2026.log").report;
    assert_eq!(
        (prefill(&run), decode(&run)),
        (speed(1_061_200, 3584), speed(38_050, 346))
    );
    assert_eq!(run.context.unwrap().value, 12_288);
    let run = log("llama-sweep-bench.md").report;
    assert_eq!(
        (prefill(&run), decode(&run)),
        (speed(107_630, 512), speed(13_390, 128))
    );
    let batched = "|    PP |     TG |    B |   N_KV |   T_PP s | S_PP t/s |   T_TG s | S_TG t/s |      T s |    S t/s |\n\
        |-------|--------|------|--------|----------|----------|----------|----------|----------|----------|\n\
        |   128 |    128 |    1 |    256 |    0.108 |  1186.64 |    3.079 |    41.57 |    3.187 |    80.32 |\n\
        |   128 |    128 |    2 |    512 |    0.198 |  1295.19 |    5.029 |    50.90 |    5.227 |    97.95 |\n";
    let run = read(batched).unwrap().report;
    assert_eq!(decode(&run), speed(41_570, 128));
    assert_eq!(run.bench.len(), 3);
    let json = "{\"n_kv_max\": 12288, \"n_batch\": 2048, \"n_gpu_layers\": 99, \"pp\": 512, \"tg\": 128, \"n_kv\": 0, \"t_pp\": 4.757, \"speed_pp\": 107.63, \"t_tg\": 9.559, \"speed_tg\": 13.39 }";
    assert_eq!(decode(&read(json).unwrap().report), speed(13_390, 128));
}

#[test]
fn benches_are_read_in_all_their_formats() {
    let json = "[\n  {\n    \"build_commit\": \"3cfa9c3f1\",\n    \"model_type\": \"qwen2 7B Q4_0\",\n    \"model_size\": 4427505664,\n    \"n_gpu_layers\": 99,\n    \"n_prompt\": 512,\n    \"n_gen\": 0,\n    \"n_depth\": 0,\n    \"avg_ns\": 68000000,\n    \"avg_ts\": 7100.002165,\n    \"stddev_ts\": 140.341520\n  }\n]";
    let run = read(json).unwrap().report;
    assert_eq!(
        (prefill(&run), run.bench[0].test),
        (speed(7_100_002, 512), BenchTest::Prefill(512))
    );
    let jsonl = json.replace('\n', "");
    assert_eq!(prefill(&read(&jsonl).unwrap().report), speed(7_100_002, 512));
    let csv = "build_commit,cpu_info,model_type,n_gpu_layers,n_prompt,n_gen,avg_ts,stddev_ts\n\"3cfa9c3f1\",\"Intel, 8 cores\",\"qwen2 7B Q4_0\",\"99\",\"0\",\"128\",\"113.5\",\"0.5\"\n";
    assert_eq!(decode(&read(csv).unwrap().report), speed(113_500, 128));
    let sql = "INSERT INTO llama_bench (build_commit, model_type, n_gpu_layers, n_prompt, n_gen, avg_ts, stddev_ts) VALUES ('3cfa9c3f1', 'qwen2 7B Q4_0', '99', '0', '128', '113.5', '0.5');";
    assert_eq!(decode(&read(sql).unwrap().report), speed(113_500, 128));
}

#[test]
fn koboldcpp_is_read_in_its_versions() {
    for text in [
        "CtxLimit:1234/4096, Amt:200/200, Init:0.00s, Process:0.45s (460.02T/s), Generate:5.39s (37.10T/s), Total:5.84s",
        "[12:00:01] CtxLimit:1234/4096, Amt:200/200, Process:0.45s (2.2ms/T = 460.02T/s), Generate:5.39s (27.0ms/T = 37.10T/s), Total:5.84s (34.25T/s)",
    ] {
        let run = read(text).unwrap().report;
        assert_eq!(
            (prefill(&run), decode(&run)),
            (speed(460_020, 1034), speed(37_100, 200))
        );
        assert_eq!(
            (run.engine, run.context.unwrap().value),
            (Some(Engine::KoboldCpp), 4096)
        );
    }
    let run = read("Time Taken - Processing:2.1s (10ms/T), Generation:15.2s (76ms/T), Total:17.3s (11.6T/s)")
        .unwrap()
        .report;
    assert_eq!(
        (prefill(&run).milli_tokens_per_s, decode(&run).milli_tokens_per_s),
        (100_000, 13_157)
    );
    let run = read("MaxCtx: 4096\nGenAmount: 100\nProcessingTime: 7.512s\nProcessingSpeed: 531.95T/s\nGenerationTime: 2.695s\nGenerationSpeed: 37.11T/s\n").unwrap().report;
    assert_eq!(decode(&run), speed(37_110, 100));
}

#[test]
fn mlx_is_read_in_markdown_and_json() {
    let run = read("**Prompt:** 33 tokens, 676.212 tokens-per-sec\n**Generation:** 256 tokens, 41.25 tokens-per-sec\n**Peak memory:** 9.111 GB\n").unwrap().report;
    assert_eq!(
        (prefill(&run), decode(&run)),
        (speed(676_212, 33), speed(41_250, 256))
    );
    assert_eq!(run.total.unwrap().value.bytes, 9_111_000_000);
    let run = read("{\"prompt_tokens\": 33, \"prompt_tps\": 676.2, \"generation_tokens\": 256, \"generation_tps\": 41.25, \"peak_memory\": 9.111}").unwrap().report;
    assert_eq!(
        (run.engine, decode(&run)),
        (Some(Engine::MlxLm), speed(41_250, 256))
    );
    let run = read("| Model | Prompt TPS | Generation TPS | Peak memory |\n|---|---|---|---|\n| Qwen3 | 676.2 | 41.25 | 9.11 GB |\n").unwrap().report;
    assert_eq!(decode(&run).milli_tokens_per_s, 41_250);
}

#[test]
fn lm_studio_estimates_and_counts() {
    let run = read("Model: openai/gpt-oss-120b\nContext Length: 16,384\nEstimated GPU Memory:   65.68 GB\nEstimated Total Memory: 65.68 GB\n").unwrap().report;
    assert_eq!(
        (run.engine, run.context.unwrap().value),
        (Some(Engine::LmStudio), 16_384)
    );
    assert!(run.total.unwrap().value.allows(6568 * GIB / 100));
    let run = read("Prediction Stats:\n  Tokens/Second: 51.55\n  Time to First Token: 0.500s\n  Prompt Tokens: 12\n  Predicted Tokens: 200\n").unwrap().report;
    assert_eq!(
        (decode(&run), run.first_token_us.unwrap().value),
        (speed(51_550, 200), 500_000)
    );
}

#[test]
fn names_of_devices_can_have_spaces() {
    let text = "# load_tensors:  AMD Radeon 0 model buffer size = 100.00 MiB\n# load_tensors:  AMD Radeon 1 model buffer size = 200.00 MiB\n\
        load_tensors: RPC0[10.0.0.1:50052] model buffer size = 300.00 MiB\n";
    let run = read(text).unwrap().report;
    assert_eq!(buffer(&run, "AMD Radeon 0", Part::Weights), 100 * MIB);
    assert_eq!(buffer(&run, "AMD Radeon 1", Part::Weights), 200 * MIB);
    assert_eq!(buffer(&run, "RPC0[10.0.0.1:50052]", Part::Weights), 300 * MIB);
}

#[test]
fn a_sum_without_a_place_is_not_put_somewhere() {
    let text = "llama_new_context_with_model: KV self size  =  256.00 MiB, K (f16):  128.00 MiB, V (f16):  128.00 MiB\n";
    let run = read(text).unwrap().report;
    assert_eq!(
        (run.buffers.len(), run.unplaced_cache.unwrap().value.bytes),
        (0, 256 * MIB)
    );
    let run = read(&format!(
        "llm_load_tensors: offloaded 33/33 layers to GPU\n{text}"
    ))
    .unwrap()
    .report;
    assert_eq!(bytes(&run, Place::Device, Part::KvCache), 256 * MIB);
}

#[test]
fn a_bench_table_tells_its_settings() {
    let table = "ggml_vulkan: 0 = AMD Radeon RX 6800 (RADV NAVI21) (radv) | uma: 0 | fp16: 1\n\
        | model | size | params | backend | ngl | n_ubatch | type_k | type_v | fa | test | t/s |\n\
        | gpt-oss 20B MXFP4 MoE | 11.27 GiB | 20.91 B | Vulkan | 99 | 1024 | q8_0 | q8_0 | 1 | tg128 | 88.11 ± 0.21 |\n";
    let run = read(table).unwrap().report;
    assert_eq!(
        (decode(&run), run.cache_types.unwrap().value.v.as_str()),
        (speed(88_110, 128), "q8_0")
    );
    assert!(run.flash_attention.unwrap().value && run.micro_batch.unwrap().value == 1024);
    assert_eq!(run.found[0].description, "AMD Radeon RX 6800");
}

#[test]
fn a_draft_model_that_does_not_fit_is_a_failure_of_the_run() {
    let text = "llama_model_load_from_file_impl: using device CUDA0 (NVIDIA GeForce RTX 4090) - 23000 MiB free\n\
        llama_model_loader: loaded meta data with 29 key-value pairs and 707 tensors from /m/Main-32B.gguf (version GGUF V3 (latest))\n\
        load_tensors: CUDA0 model buffer size = 18400.00 MiB\nllama_context: constructing llama_context\nllama_context: n_ctx = 8192\n\
        llama_kv_cache: CUDA0 KV buffer size = 2048.00 MiB\nllama_context: CUDA0 compute buffer size = 306.00 MiB\n\
        srv    load_model: loading draft model '/m/Draft-20B.gguf'\n\
        llama_model_load_from_file_impl: using device CUDA0 (NVIDIA GeForce RTX 4090) - 2200 MiB free\n\
        llama_model_loader: loaded meta data with 29 key-value pairs and 310 tensors from /m/Draft-20B.gguf (version GGUF V3 (latest))\n\
        load_tensors: CUDA0 model buffer size = 1000.00 MiB\nllama_context: constructing llama_context\nllama_context: n_ctx = 4096\n\
        llama_kv_cache: CUDA0 KV buffer size = 448.00 MiB\n\
        ggml_gallocr_reserve_n: failed to allocate CUDA0 buffer of size 1361838080\nsrv    load_model: failed to create draft context\n";
    let log = read(text).unwrap();
    assert_eq!((log.n_runs, log.report.has_draft()), (1, true));
    let run = log.report;
    assert_eq!(
        (
            run.model.as_ref().unwrap().value.as_str(),
            run.context.as_ref().unwrap().value
        ),
        ("Main-32B.gguf", 8192)
    );
    let left = run.free_at_failure().unwrap().bytes >> 20;
    assert_eq!(left, 23_000 - 18_400 - 2048 - 306 - 1000 - 448);
}
