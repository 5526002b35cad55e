//! Words and reasons of verdicts.

use super::Text;

texts! {
    /// Overall words, checks and their reasons, placements.
    VerdictTexts, ENGLISH {
        compatible: Text = "Compatible",
        not_compatible: Text = "Not compatible",
        unknown: Text = "Unknown",

        great: Text = "Great",
        good: Text = "Good",
        slow: Text = "Slow",
        tight: Text = "Tight",
        too_large: Text = "Too large",
        great_sentence: Text = "It lies wholly in fast memory, with room to spare, and writes much faster than people read.",
        good_sentence: Text = "It writes fast enough to read along.",
        good_unmeasured: Text = "It lies wholly in fast memory. How fast this machine writes is not known.",
        slow_sentence: Text = "It runs, but writes more slowly than people read.",
        slow_unmeasured: Text = "It runs partly or wholly from system memory. How fast is not known.",
        tight_sentence: Text = "It probably fits, but the estimate is not exact enough to be sure.",
        reads_sentence: Text = "It fits. It writes no text, so no reading speed applies to it.",
        too_large_sentence: fn(&str) -> String = |missing| format!("{missing} of memory are missing."),
        no_device: fn(&str) -> String = |engine| {
            format!("{engine} computes on a GPU, and this machine has none that it could use.")
        },
        no_device_short: fn(&str) -> String = |engine| format!("{engine} needs a GPU"),
        missing: fn(&str) -> String = |bytes| format!("{bytes} missing"),
        no_format: fn(&str) -> String = |name| format!("{name} not supported"),
        files_missing: Text = "files are missing",

        on_gpu: Text = "GPU",
        on_unified: Text = "unified memory",
        on_unified_beyond: Text = "unified memory, above the GPU's share",
        on_gpu_and_system: Text = "GPU + system memory",
        on_system: Text = "system memory",

        checks: Text = "The three checks",
        format_check: Text = "Format",
        quantization_check: Text = "Quantization",
        memory_check: Text = "Memory",
        pass: Text = "passes",
        fail: Text = "fails",
        cannot_say: Text = "unknown",

        format_supported: fn(&str) -> String = |name| format!("{name} is among your supported formats."),
        format_not_supported: fn(&str) -> String = |name| {
            format!("{name} is not among your supported formats.")
        },
        format_incomplete: fn(u32, u32) -> String = |found, expected| {
            format!("Only {found} of {expected} files are in the repository, so nothing can load it.")
        },
        quantization_supported: fn(&str, &str) -> String = |label, family| {
            if label == family {
                format!("{label} is among your supported quantizations.")
            } else {
                format!("{label} belongs to {family}, which is among your supported quantizations.")
            }
        },
        quantization_not_supported: fn(&str, &str) -> String = |label, family| {
            if label == family {
                format!("{label} is not among your supported quantizations.")
            } else {
                format!("{label} belongs to {family}, which is not among your supported quantizations.")
            }
        },
        quantization_assumed: Text = "Not stated anywhere; the rule then takes FP32, which you support.",
        quantization_not_stated: Text = "Not stated anywhere; the rule then takes FP32, which is not among your supported quantizations.",
        memory_fits: fn(&str, &str) -> String = |required, available| {
            format!("{required} required, {available} available.")
        },
        memory_too_large: fn(&str, &str, &str) -> String = |required, available, missing| {
            format!("{required} required of {available}: {missing} missing.")
        },
        memory_not_language: Text = "The memory rule is about language models and says nothing about this kind.",
        memory_size_unknown: Text = "Neither the number of parameters nor the size of the files is known.",

        place_gpu: Text = "Everything fits into GPU memory: full speed.",
        place_unified: Text = "Everything fits into the share of unified memory that the GPU may use: full speed.",
        place_unified_beyond: Text = "It fits into unified memory, but above the share that the GPU may use by default. Part of it runs on the CPU unless you raise that limit.",
        place_gpu_and_system: Text = "It does not fit into GPU memory alone; part of it runs from system memory, which is slower.",
        place_system: Text = "It runs from system memory on the CPU, which is slower than a GPU.",

        files_not_listed: Text = "The answer did not list the files.",
        only_adapters: Text = "Only adapters: they change a base model and cannot run alone.",
        old_ggml: Text = "GGML files from before August 2023: programs of today do not load them. Look for a GGUF copy.",
        no_weights: Text = "No weights in a known format.",
        not_a_language_model: fn(&str) -> String = |task| {
            format!("Not a language model ({task}): the memory rule says nothing about it.")
        },
        not_a_language_model_unstated: Text = "Not a language model: the memory rule says nothing about it.",

        bar: fn(&str, &str) -> String = |required, available| {
            format!("Memory bar: {required} required of {available} available")
        },
        bar_without_need: fn(&str) -> String = |available| format!("Memory bar: {available} available"),
        legend_need: Text = "required",
        legend_gpu: Text = "GPU memory",
        legend_unified: Text = "unified memory the GPU reaches",
        legend_system: Text = "system memory",
        legend_reserve: Text = "reserved for the system",
    }
}
