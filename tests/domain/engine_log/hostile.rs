//! Logs that are dressed, torn, endless or lying.

use llm_lens::domain::report::log::{EngineLogError, EngineReport, Part, TEXT_LENGTH_MAX, read};
use proptest::prelude::*;

use super::{MIB, buffer, log, text};

/// A log as it comes out of a terminal, a service manager or a forum.
fn dressed(text: &str, prefix: &str, end: &str) -> String {
    text.lines().map(|line| format!("{prefix}{line}{end}")).collect()
}

#[test]
fn what_stands_around_a_log_changes_nothing() {
    for name in [
        "llama-server-2026.log",
        "llama-hexagon.log",
        "ollama-verbose.log",
        "vllm-2025.log",
        "mlx.log",
    ] {
        let plain = log(name).report;
        let prefixes = [
            "> ",
            "\u{1b}[32m",
            "Aug 22 17:36:22 host ollama[30907]: ",
            "ollama  | ",
            "0.15.050.780 \u{1b}[0mI ",
        ];
        for prefix in prefixes {
            let dressed = dressed(&text(name), prefix, "\r\n");
            let read = read(&dressed)
                .unwrap_or_else(|error| panic!("{name} with {prefix}: {error:?}"))
                .report;
            assert_eq!(read.buffers.len(), plain.buffers.len(), "{name} with {prefix}");
            for (buffer, wanted) in read.buffers.iter().zip(&plain.buffers) {
                assert_eq!(
                    (&buffer.name, buffer.size.value),
                    (&wanted.name, wanted.size.value),
                    "{name} with {prefix}"
                );
                assert_eq!(buffer.size.source.line, wanted.size.source.line);
            }
            let speeds = |run: &EngineReport| {
                (
                    run.decode.clone().map(|speed| speed.value),
                    run.prefill.clone().map(|speed| speed.value),
                )
            };
            assert_eq!(speeds(&read), speeds(&plain), "{name} with {prefix}");
        }
    }
}

#[test]
fn nonsense_says_nothing() {
    assert_eq!(read(" \n "), Err(EngineLogError::Empty));
    let nonsense = "Dear diary,\nthe eval time of my life = priceless\nbuffer size = big\n";
    assert_eq!(
        read(nonsense),
        Err(EngineLogError::NothingRecognized {
            n_lines: 3,
            n_bytes_skipped: 0
        })
    );
}

#[test]
fn numbers_beyond_any_machine_are_refused_and_counted() {
    let lying = "load_tensors: CUDA0 model buffer size = 99999999999999.00 MiB\nload_tensors: CUDA0 model buffer size = 9999999999999999999999 MiB\n\
                 load_tensors: CUDA0 model buffer size = -5.00 MiB\nload_tensors: CUDA0 model buffer size = nan MiB\n\
                 llama_print_timings:        eval time = 0.00 ms / 50 runs (0.00 ms per token, 99999999999999.00 tokens per second)\n\
                 load_tensors: CUDA0 model buffer size = 100.00 MiB\n";
    let log = read(lying).unwrap();
    assert_eq!(
        (log.n_implausible, buffer(&log.report, "CUDA0", Part::Weights)),
        (1, 100 * MIB)
    );
    assert_eq!(log.report.decode, None);
}

#[test]
fn a_paste_that_is_too_long_is_read_from_its_end() {
    let end = text("llama-hexagon.log");
    let filler = "A line that means nothing and is repeated.\n";
    let long = filler.repeat(5 * (1 << 20) / filler.len()) + &end;
    let log = read(&long).unwrap();
    assert!(log.n_bytes_skipped >= long.len() - TEXT_LENGTH_MAX);
    assert_eq!(buffer(&log.report, "HTP0", Part::KvCache), 306 * MIB);
    let n_lines = u32::try_from(long.lines().count()).unwrap();
    let source = log.report.decode.unwrap().source;
    assert_eq!(source.line, n_lines - 7);
    // One line that never ends is cut away whole.
    let endless = "x".repeat(TEXT_LENGTH_MAX + 1);
    let refused = read(&endless);
    assert_eq!(
        refused,
        Err(EngineLogError::NothingRecognized {
            n_lines: 0,
            n_bytes_skipped: TEXT_LENGTH_MAX + 1
        })
    );
}

#[test]
fn hostile_lines_cost_no_more_than_their_length() {
    // Large enough that a cost growing with the square would show, small enough for every run of the tests.
    let n = 1 << 18;
    let start = std::time::Instant::now();
    let patterns = [
        "(".to_owned(),
        "|".to_owned(),
        " buffer size = 1 MiB ".to_owned(),
        "load_tensors: X model buffer size = 1.00 MiB\n".to_owned(),
        "llama_context: constructing llama_context\nllama_kv_cache: A KV buffer size = 1.00 MiB\n".to_owned(),
        "\u{1b}[".to_owned(),
        "\"eval_count\" \"tokens_per_second\" ".to_owned(),
        "prompt eval time = eval time = ".to_owned(),
        "time=x level=INFO msg=\"model weights\" device=CUDA0 size=\"1 GiB\"\n".to_owned(),
    ];
    for pattern in patterns {
        let _ = read(&pattern.repeat(n / pattern.len()));
    }
    let many_names: String = (0..5_000)
        .map(|index| format!("load_tensors: D{index} model buffer size = 1.00 MiB\n"))
        .collect();
    assert!(read(&many_names).unwrap().report.buffers.len() <= 256);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

proptest! {
    #[test]
    fn any_text_is_read_without_a_panic(text in "\\PC{0,300}") {
        let _ = read(&text);
    }

    #[test]
    fn torn_and_mixed_logs_are_read_without_a_panic(
        pieces in proptest::collection::vec((0_usize..12, 0_usize..4000, 0_usize..4000, "[ -~\n]{0,6}"), 1..8),
    ) {
        let names = [
            "llama-server-2026.log", "llama-hexagon.log", "memory-table-2025.log", "memory-table-2026.log", "llama-bench.md",
            "ollama-verbose.log", "ollama-ps.log", "ollama-engine.log", "ollama-2025.log", "lm-studio.json", "vllm-2026.log",
            "mlx.log",
        ];
        let mut mixed = String::new();
        for (name, from, length, noise) in pieces {
            let text = text(names[name]);
            let piece: String = text.chars().skip(from).take(length).collect();
            mixed.push_str(&piece);
            mixed.push_str(&noise);
        }
        if let Ok(log) = read(&mixed) {
            prop_assert!(!log.report.is_empty());
            prop_assert!(log.report.buffers.len() <= 256);
        }
    }
}
