//! llama.cpp in all its versions, and which of several runs counts.

use llm_lens::domain::report::log::{
    Amount, Basis, BenchTest, Engine, EngineLogError, Layers, Part, Place, read,
};

use super::{KIB, MIB, buffer, bytes, decode, log, mib, prefill, speed, text};

#[test]
fn a_server_with_draft_context_and_projector_is_told_apart() {
    let log = log("llama-server-2026.log");
    let run = &log.report;
    assert_eq!(
        (log.n_runs, log.report.has_draft(), run.engine),
        (1, true, Some(Engine::LlamaCpp))
    );
    assert_eq!(run.model.as_ref().unwrap().value, "Qwen3.6-27B-UD-Q4_K_XL.gguf");
    assert_eq!(run.context.as_ref().unwrap().value, 131_072);
    assert_eq!(run.sequences.as_ref().unwrap().value, 4);
    assert_eq!(run.batch.as_ref().unwrap().value, 2048);
    assert_eq!(run.micro_batch.as_ref().unwrap().value, 512);
    let layers = Layers {
        on_gpu: 66,
        total: Some(66),
    };
    assert_eq!(run.gpu_layers.as_ref().unwrap().value, layers);
    let cache = &run.cache_types.as_ref().unwrap().value;
    assert_eq!((cache.k.as_str(), cache.v.as_str()), ("q8_0", "q8_0"));
    let expected = [
        (Place::Device, Part::Weights, 1_638_694),
        (Place::Host, Part::Weights, 68_203),
        // Not the 272 MiB of the draft's context.
        (Place::Device, Part::KvCache, 435_200),
        (Place::Device, Part::RecurrentState, 59_850),
        (Place::Device, Part::Compute, 49_500),
        (Place::Host, Part::Compute, 27_629),
        (Place::Host, Part::Output, 379),
        // Weights and computation of the projector.
        (Place::Device, Part::Projector, 88_799 + 24_810),
    ];
    for (place, part, hundredths) in expected {
        let sum = run.sum(place, part).unwrap();
        assert!(sum.allows(mib(hundredths)), "{place:?} {part:?}: {sum:?}");
    }
    assert_eq!(run.sum(Place::Device, Part::Output), None);
    let weights = run
        .buffers
        .iter()
        .find(|buffer| buffer.name == "CUDA0" && buffer.part == Part::Weights);
    let source = &weights.unwrap().size.source;
    assert_eq!(source.line, 8);
    assert!(
        source.text.ends_with("CUDA0 model buffer size = 16386.94 MiB"),
        "{}",
        source.text
    );
}

#[test]
fn printed_digits_say_how_exact_an_amount_is() {
    let log = log("llama-server-2026.log");
    let run = &log.report;
    // 682.03 MiB: half a hundredth of a MiB more or less.
    let amount = run.sum(Place::Host, Part::Weights).unwrap();
    assert_eq!(amount.bytes, 715_160_289);
    assert_eq!(amount.rounding, MIB / 200 + 1);
    assert!(amount.allows(amount.bytes + 5 * KIB) && !amount.allows(amount.bytes + 6 * KIB));
}

#[test]
fn the_answer_over_most_tokens_gives_the_speed() {
    let run = log("llama-server-slots.log").report;
    assert_eq!(prefill(&run), speed(1_363_690, 27_277));
    assert_eq!(decode(&run), speed(11_920, 192));
    assert_eq!(run.decode.unwrap().source.line, 8);
}

#[test]
fn logs_of_2024_say_the_same_in_other_words() {
    let run = log("llama-cpp-2024.log").report;
    assert_eq!(buffer(&run, "CUDA0", Part::Weights), mib(543_438));
    assert_eq!(buffer(&run, "CUDA1", Part::Weights), mib(1_398_953));
    assert_eq!(buffer(&run, "CPU", Part::Weights), mib(164_062));
    // The two devices, and not their sum a second time.
    assert_eq!(bytes(&run, Place::Device, Part::KvCache), 5120 * MIB);
    assert_eq!(buffer(&run, "CUDA_Host", Part::Output), mib(195));
    assert_eq!(buffer(&run, "CUDA0", Part::Compute), mib(67_201));
    assert_eq!(run.context.unwrap().value, 4096);
}

#[test]
fn times_are_read_with_points_and_with_commas() {
    let run = log("llama-perf.log").report;
    assert_eq!(
        (prefill(&run), decode(&run)),
        (speed(420_280, 8), speed(105_300, 511))
    );
    assert_eq!(run.load_us.unwrap().value, 1_226_890);
    let run = log("llama-timings-comma.log").report;
    assert_eq!(
        (prefill(&run), decode(&run)),
        (speed(31_400, 5), speed(9_850, 36))
    );
    assert_eq!(run.load_us.unwrap().value, 285_920);
}

#[test]
fn a_time_without_a_rate_is_divided() {
    let run = read("llama_print_timings:        eval time =  2000.00 ms /    50 runs")
        .unwrap()
        .report;
    assert_eq!(decode(&run), speed(25_000, 50));
    // Nothing was generated, so there is no speed.
    let nothing = "llama_perf_context_print:        eval time =       0.00 ms /     1 runs   (    0.00 ms per token,      inf tokens per second)";
    assert!(matches!(
        read(nothing),
        Err(EngineLogError::NothingRecognized { n_lines: 1, .. })
    ));
}

#[test]
fn memory_tables_of_all_versions_are_read() {
    let run = log("memory-table-2025.log").report;
    assert_eq!(run.devices.len(), 4);
    let gpu = &run.devices[0];
    assert_eq!(
        (gpu.name.as_str(), gpu.place),
        ("CUDA0 (RTX 4090)", Place::Device)
    );
    let in_mib = |amount: Amount| amount.bytes / MIB;
    assert_eq!(
        (
            in_mib(gpu.own),
            in_mib(gpu.model),
            in_mib(gpu.context),
            in_mib(gpu.compute)
        ),
        (14_193, 13_169, 38, 985)
    );
    assert_eq!(
        (in_mib(gpu.total.unwrap()), in_mib(gpu.unaccounted.unwrap())),
        (24_080, 451)
    );
    assert_eq!(gpu.basis, Basis::Measured);
    let host = &run.devices[3];
    assert_eq!(
        (host.place, in_mib(host.own), in_mib(host.total.unwrap())),
        (Place::Host, 72, 515_628)
    );
    assert_eq!(in_mib(run.sum(Place::Device, Part::Weights).unwrap()), 3 * 13_169);
    assert_eq!(
        in_mib(run.sum_of_place(Place::Device).unwrap()),
        14_193 + 2 * 13_756
    );

    // The last table counts; the two before it were printed while the model was still being fitted.
    let last = log("memory-table-2026.log").report;
    assert_eq!(last.devices.len(), 2);
    assert_eq!(
        (in_mib(last.devices[0].own), last.devices[0].basis),
        (7280, Basis::Measured)
    );
    assert_eq!(
        (
            decode(&last).milli_tokens_per_s,
            prefill(&last).milli_tokens_per_s
        ),
        (22_400, 54_900)
    );
    let fitting: String = text("memory-table-2026.log")
        .lines()
        .take(3)
        .map(|line| format!("{line}\n"))
        .collect();
    let fitting = read(&fitting).unwrap().report;
    assert_eq!(
        (fitting.devices[0].basis, fitting.devices[0].unaccounted),
        (Basis::Expected, None)
    );
}

#[test]
fn buffers_count_before_the_table_that_repeats_them() {
    let run = log("llama-hexagon.log").report;
    assert_eq!(buffer(&run, "HTP0-REPACK", Part::Weights), 2025 * MIB);
    assert_eq!(
        bytes(&run, Place::Device, Part::Weights),
        mib(23) + mib(28) + 3600 * MIB
    );
    assert_eq!(bytes(&run, Place::Device, Part::KvCache), 544 * MIB);
    assert_eq!(run.devices.len(), 5);
    assert_eq!(decode(&run), speed(45_690, 257));
}

#[test]
fn bench_tables_give_rows_and_speeds() {
    let run = log("llama-bench.md").report;
    assert_eq!(
        (prefill(&run), decode(&run)),
        (speed(169_420, 128), speed(51_540, 64))
    );
    let row = &run.bench[1];
    assert_eq!(
        (row.model.as_str(), row.backend.as_str(), row.n_gpu_layers),
        ("llama 1B Q4_0", "HTP", Some(99))
    );
    assert_eq!(
        (row.test, row.depth, row.milli_deviation),
        (BenchTest::Decode(64), 0, Some(1130))
    );
    assert_eq!(row.size.unwrap().bytes, mib(72_975));
}

#[test]
fn deeper_rows_of_a_bench_table_do_not_replace_the_first() {
    let table = "| model | size | params | backend | ngl | test | t/s |\n| a | 1 GiB | 1 B | CUDA | 99 | tg128 | 100.00 ± 1 |\n\
                 | a | 1 GiB | 1 B | CUDA | 99 | tg128 @ d32768 | 40.00 ± 1 |\n\
                 | a | 1 GiB | 1 B | CUDA | 99 | pp7500+tg512 | 317.81 ± 2 |\n";
    let run = read(table).unwrap().report;
    assert_eq!(decode(&run), speed(100_000, 128));
    assert_eq!((run.bench[1].depth, run.bench.len()), (32_768, 3));
    assert_eq!(
        run.bench[2].test,
        BenchTest::Both {
            prefill: 7500,
            decode: 512
        }
    );
}

#[test]
fn of_several_runs_the_last_one_counts() {
    let two = format!(
        "{}{}{}",
        text("llama-hexagon.log"),
        text("llama-cpp-2024.log"),
        text("llama-perf.log")
    );
    let log = read(&two).unwrap();
    assert_eq!((log.n_runs, log.report.has_draft()), (2, false));
    assert_eq!(buffer(&log.report, "CUDA0", Part::Weights), mib(543_438));
    assert_eq!(decode(&log.report), speed(105_300, 511));
    assert!(log.report.devices.is_empty());
}

#[test]
fn a_small_second_model_without_an_answer_between_is_a_draft() {
    let draft = "llm_load_tensors:      CUDA0 buffer size =   500.00 MiB\nllama_kv_cache_init:      CUDA0 KV buffer size =    10.00 MiB\n";
    let log = read(&format!(
        "{}{draft}{}",
        text("llama-cpp-2024.log"),
        text("llama-perf.log")
    ))
    .unwrap();
    assert_eq!((log.n_runs, log.report.has_draft()), (1, true));
    assert_eq!(buffer(&log.report, "CUDA0", Part::Weights), mib(543_438));
    assert_eq!(decode(&log.report), speed(105_300, 511));
}
