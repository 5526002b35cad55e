//! Ollama, LM Studio, vLLM, SGLang and mlx-lm.

use llm_lens::domain::report::log::{Basis, Engine, Layers, Part, Place, read};

use super::{GIB, MIB, buffer, bytes, decode, log, mib, prefill, speed, text};

#[test]
fn ollama_is_read_in_all_its_voices() {
    let run = log("ollama-verbose.log").report;
    assert_eq!(
        (run.engine, prefill(&run), decode(&run)),
        (Some(Engine::Ollama), speed(53_770, 11), speed(24_610, 120))
    );
    assert_eq!(run.load_us.unwrap().value, 1365);

    let run = log("ollama-ps.log").report;
    let total = run.total.unwrap().value;
    // Powers of 1,000, cut off.
    assert_eq!(
        (total.bytes, total.allows(21_900_000_000)),
        (21_000_000_000, true)
    );
    assert_eq!(
        (run.gpu_percent.unwrap().value, run.context.unwrap().value),
        (100, 131_072)
    );
    assert_eq!(run.model.unwrap().value, "muse-glimmer:latest");

    let run = log("ollama-engine.log").report;
    // The second distribution replaces the first.
    assert_eq!(buffer(&run, "CPU", Part::Weights), 680 * MIB);
    assert_eq!(run.gpu_layers.unwrap().value.on_gpu, 41);

    let run = log("ollama-2025.log").report;
    assert_eq!(buffer(&run, "CUDA0", Part::KvCache), 936 * MIB);
    assert_eq!(
        (
            buffer(&run, "CUDA0", Part::Compute),
            buffer(&run, "CPU", Part::Compute)
        ),
        (98 * MIB, 8 * MIB)
    );
    assert_eq!(run.total.unwrap().value.bytes, (54 * GIB + 5) / 10);
    assert_eq!(
        (run.context.unwrap().value, run.load_us.unwrap().value),
        (26_624, 9_160_000)
    );
    assert_eq!(run.cache_types.unwrap().value.k, "q4_0");
}

#[test]
fn older_lists_of_ollama_have_no_context() {
    let old = "NAME\tID\tSIZE\tPROCESSOR\tUNTIL\nllama3:70b\tbcfb190ca3a7\t42 GB\t43%/57% CPU/GPU\t4 minutes from now\n";
    let run = read(old).unwrap().report;
    assert_eq!((run.gpu_percent.unwrap().value, run.context), (57, None));
}

#[test]
fn what_ollama_expects_gives_way_to_what_was_taken() {
    let expected = text("ollama-expectation.log");
    let run = read(&expected).unwrap().report;
    assert!(run.buffers.iter().all(|buffer| buffer.basis == Basis::Expected));
    assert_eq!(bytes(&run, Place::Device, Part::Weights), 385 * GIB);
    assert_eq!(
        run.gpu_layers.unwrap().value,
        Layers {
            on_gpu: 5,
            total: Some(62)
        }
    );

    let log = read(&format!("{expected}{}", text("llama-cpp-2024.log"))).unwrap();
    assert_eq!((log.n_runs, log.report.engine), (1, Some(Engine::Ollama)));
    assert!(
        log.report
            .buffers
            .iter()
            .all(|buffer| buffer.basis == Basis::Measured)
    );
    assert_eq!(buffer(&log.report, "CPU", Part::Weights), mib(164_062));
}

#[test]
fn lm_studio_is_read_from_its_log_and_its_answers() {
    let run = log("lm-studio.log").report;
    assert_eq!(
        (run.engine, buffer(&run, "CPU_Mapped", Part::Weights)),
        (Some(Engine::LmStudio), mib(1_153_618))
    );
    let run = log("lm-studio.json").report;
    assert_eq!(
        (run.engine, decode(&run)),
        (Some(Engine::LmStudio), speed(51_437, 53))
    );
    assert_eq!(
        (run.first_token_us.unwrap().value, run.context.unwrap().value),
        (111_000, 4096)
    );
    let run = read("51.55 tok/sec • 200 tokens • 0.50s to first token • Stop reason: EOS Token Found")
        .unwrap()
        .report;
    assert_eq!(
        (decode(&run), run.first_token_us.unwrap().value),
        (speed(51_550, 200), 500_000)
    );
    let one_line = text("lm-studio.json").replace('\n', "");
    assert_eq!(decode(&read(&one_line).unwrap().report), speed(51_437, 53));
}

#[test]
fn answers_of_ollama_in_json_are_divided() {
    let json = r#"{"done":true,"total_duration":849287875,"load_duration":185542,"prompt_eval_count":42,"prompt_eval_duration":558791000,"eval_count":11,"eval_duration":290096000}"#;
    let run = read(json).unwrap().report;
    assert_eq!(
        (prefill(&run), decode(&run)),
        (speed(75_162, 42), speed(37_918, 11))
    );
    assert_eq!(run.engine, Some(Engine::Ollama));
}

#[test]
fn servers_tell_their_workers_apart() {
    let run = log("vllm-2025.log").report;
    assert_eq!((run.engine, run.buffers.len()), (Some(Engine::Vllm), 8));
    assert_eq!(
        buffer(&run, "VllmWorkerProcess 507", Part::Weights),
        (2121 * GIB + 50) / 100
    );
    assert_eq!(
        buffer(&run, "VllmWorkerProcess 577", Part::KvCache),
        (157 * GIB + 50) / 100
    );

    let run = log("vllm-2026.log").report;
    assert_eq!(buffer(&run, "Worker_TP0", Part::Weights), (1266 * GIB + 50) / 100);
    assert_eq!(buffer(&run, "GPU", Part::Graphs), (11 * GIB + 50) / 100);
    assert_eq!(
        (
            run.cache_tokens.as_ref().unwrap().value,
            run.context.as_ref().unwrap().value
        ),
        (75_840, 120_000)
    );
    assert_eq!(decode(&run).milli_tokens_per_s, 23_200);

    let run = log("sglang.log").report;
    assert_eq!(
        (run.engine, run.cache_tokens.as_ref().unwrap().value),
        (Some(Engine::Sglang), 367_404)
    );
    assert!(
        run.sum(Place::Device, Part::KvCache)
            .unwrap()
            .allows(1646 * GIB / 100)
    );
}

#[test]
fn mlx_prints_powers_of_a_thousand() {
    let run = log("mlx.log").report;
    assert_eq!(
        (run.engine, prefill(&run), decode(&run)),
        (Some(Engine::MlxLm), speed(869_279, 33_898), speed(41_250, 256))
    );
    assert_eq!(run.total.unwrap().value.bytes, 9_111_000_000);
    let run = log("mlx-benchmark.log").report;
    assert_eq!(
        (prefill(&run), decode(&run)),
        (speed(2_902_166, 2048), speed(205_099, 128))
    );
    assert_eq!(run.total.unwrap().value.bytes, 3_285_000_000);
}

#[test]
fn an_answer_pasted_before_its_load_belongs_to_it() {
    let log = read(&format!(
        "{}{}{}",
        text("ollama-ps.log"),
        text("ollama-verbose.log"),
        text("llama-hexagon.log")
            .lines()
            .take(12)
            .fold(String::new(), |all, line| all + line + "\n")
    ))
    .unwrap();
    assert_eq!((log.n_runs, decode(&log.report)), (1, speed(24_610, 120)));
    assert_eq!(buffer(&log.report, "HTP0", Part::KvCache), 306 * MIB);
    assert_eq!(log.report.gpu_percent.unwrap().value, 100);
}
