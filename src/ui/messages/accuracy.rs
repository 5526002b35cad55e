//! Texts of "How exact is this?".

use super::Text;

texts! {
    /// The tables of errors and what they do not say.
    AccuracyTexts, ENGLISH {
        intro: Text = "Everything here was measured, and anyone can measure it again: the project holds every estimate against runs of the real engines, with commands that print the same tables.",
        loading: Text = "Loading the tables …",
        failed: Text = "The tables could not be loaded.",
        memory: Text = "Memory, by the Detailed estimate",
        memory_intro: fn(&str, &str) -> String = |engine, models| {
            format!("Measured with {engine} on {models} models, on the CPU and split between a device and the CPU. Errors are relative to what the engine took.")
        },
        rules: Text = "Other rules on the same runs, for the total",
        speed: Text = "Speed",
        speed_intro: Text = "Published measurements of many machines. The most honest lines are the first: each measurement predicted by constants that were fitted without its device, without its model, or without both. The shape of the formula was chosen on the same measurements, so expect a little less on a machine nobody has measured.",
        caption_figures: Text = "Errors of each figure",
        caption_rules: Text = "Errors of other rules",
        figure: Text = "Figure",
        runs: Text = "Runs",
        exact: Text = "Exact to the byte",
        median: Text = "Median error",
        p90: Text = "9 of 10 within",
        worst: Text = "Worst",
        what: Text = "Measurements",
        within: Text = "Within 25 %",
        in_range: Text = "Inside the stated range",
        group: fn(&str) -> &'static str = |key| match key {
            "left_out" => "Without the measured device or model",
            "rules" => "Writing: this formula and plainer ones",
            "decode" => "Writing (decode)",
            "prefill" => "Reading the prompt (prefill)",
            "first_token" => "Time to the first token",
            _ => "More",
        },
        percent: fn(&str) -> String = |number| format!("{number} %"),
        not_said: Text = "What these tables do not say",
        limits_runtime: Text = "What a GPU driver and its runtime take beside the engine's own buffers (about 0.1 to 0.5 GB a device) comes from published logs, not from runs of ours.",
        limits_serving: Text = "vLLM, SGLang, TGI, transformers and MLX were not measured. Their estimates are ranges, and say where each part comes from.",
        limits_versions: Text = "Engines change. The memory table holds for the version named above; older and newer ones reserve other buffers.",
        limits_architectures: Text = "For architectures nobody has measured, the sums follow the engine's source; where that is not known either, the page says “assumed” and widens the range.",
        check: Text = "Check us",
        check_intro: Text = "In a copy of the project:",
        check_memory: Text = "cargo xtask evaluate memory tests/fixtures/llama-cpp-memory.json",
        check_speed: Text = "cargo xtask evaluate speed tests/fixtures/speed/rows.json",
        check_recognition: Text = "cargo xtask evaluate recognition tests/fixtures/renderer-strings.json",
        check_file: Text = "cargo xtask estimate YOUR-MODEL.gguf --context 8192",
    }
}
