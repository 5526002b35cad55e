//! Texts of the model page.

use super::Text;
use crate::domain::precision::quantization::{PrecisionClass, QualityCost};

texts! {
    /// Facts, variants, sums, files.
    ModelTexts, ENGLISH {
        loading: Text = "Asking the Hub for the exact file sizes …",
        on_the_hub: Text = "View on the Hub",
        copy_link: Text = "Copy link",
        print: Text = "Print",
        renamed: fn(&str) -> String = |old| format!("Formerly “{old}”: its authors have renamed it."),
        kept: fn(&str) -> String = |ago| format!("Saved answer from {ago}."),
        kept_body: Text = "The Hub cannot be reached. This is its last answer.",
        from_catalog: Text = "From the starter catalog.",
        from_catalog_body: fn(&str) -> String = |date| {
            format!("The Hub cannot be reached; these facts ship with the page (as of {date}) and may be incomplete.")
        },
        reachable: fn(&str) -> String = |memory| format!("{memory} that this program can use"),
        method_detailed: Text = "Detailed: from the header of its own files.",
        method_quick: Text = "Quick: from the size of its files and what is known of this model or one like it.",
        method_standard: Text = "By the Standard rule.",
        run_as: fn(&str, &str) -> String = |program, context| {
            format!("Run with {program} at {context} tokens of context.")
        },
        standard_differs: Text = "The Standard rule would decide otherwise.",
        standard_fits: Text = "It multiplies the weights by a factor and adds up all memory, whatever this program can use. It says that the model fits.",
        standard_does_not_fit: Text = "It multiplies the weights by a factor, which is more than this model really needs. It says that the model does not fit.",

        facts: Text = "Facts",
        parameters: Text = "Parameters",
        parameters_gguf: Text = "counted by the Hub in the GGUF header",
        parameters_safetensors: Text = "counted by the Hub in the Safetensors headers",
        parameters_unpacked: Text = "computed from the Safetensors headers, whose integers hold several weights each",
        parameters_catalog: Text = "from the starter catalog",
        parameters_name: Text = "guessed from the name",
        context: Text = "Context length",
        tokens: fn(&str) -> String = |n| format!("{n} tokens"),
        architecture: Text = "Architecture",
        licence: Text = "Licence",
        task: Text = "Task",
        library: Text = "Library",
        base_model: Text = "Base model",
        quantized_variants: Text = "Quantized variants of this model",
        access: Text = "Access",
        access_open: Text = "open",
        access_gated: Text = "gated: agree to the terms on the Hub first",
        access_manual: Text = "gated: the authors decide on each request",
        downloads: Text = "Downloads in 30 days",
        likes: Text = "Likes",
        updated: Text = "Updated",
        created: Text = "Created",
        not_stated: Text = "not stated",

        verdict_for: fn(&str, &str) -> String = |variant, machine| format!("{variant} on {machine}"),
        no_rule: Text = "No verdict",

        variants: Text = "Variants",
        variants_hint: Text = "Select a variant to see its memory and speed.",
        column_quantization: Text = "Quantization",
        column_format: Text = "Format",
        variants_show_all: fn(usize) -> String = |n| format!("Show all {n} variants"),
        column_bits: Text = "Bits per weight",
        column_size: Text = "Size",
        column_files: Text = "Files",
        column_required: Text = "Required memory",
        column_speed: Text = "Tokens/s",
        column_verdict: Text = "Verdict",
        not_stated_quantization: Text = "Not stated",
        best: Text = "Best for this hardware",
        best_on_gpu: Text = "of those that fit wholly into GPU memory and write fast enough, it loses least",
        best_on_unified: Text = "of those that fit into the memory the GPU reaches and write fast enough, it loses least",
        best_with_system: Text = "no good one fits into GPU memory alone; of those that write fast enough with system memory, it loses least",
        best_in_system: Text = "of those that fit into memory and write fast enough, it loses least",
        best_none_quick: Text = "none writes as fast as people read; of those that fit, it loses least",
        best_only_reduced: Text = "only heavily reduced files fit; a smaller model would answer better",
        smallest: Text = "Comes closest",
        smallest_reason: Text = "nothing fits; this variant needs the least memory",
        incomplete: fn(u32, u32) -> String = |found, expected| format!("{found} of {expected} files"),
        quality: fn(QualityCost) -> Text = |cost| match cost {
            QualityCost::None => "the precision it was published in: no loss",
            QualityCost::Negligible => "practically no loss",
            QualityCost::Small => "a small loss that few notice",
            QualityCost::Noticeable => "a noticeable loss",
            QualityCost::Large => "a large loss: for when nothing else fits",
            QualityCost::Severe => "a severe loss: often not worth running",
        },
        quality_unknown: Text = "quality not known",

        how: Text = "How this was calculated",
        how_intro: fn(&str) -> String = |variant| format!("The Standard estimate, step by step, for {variant}."),
        step_bytes_per_param: Text = "Bytes per parameter",
        step_num_params: Text = "Number of parameters",
        step_model_memory: Text = "Model memory",
        step_required: Text = "Required memory",
        step_total_gpu: Text = "Total GPU memory",
        step_available_system: Text = "Available system memory",
        step_available: Text = "Available memory",
        class: fn(PrecisionClass) -> Text = |class| match class {
            PrecisionClass::Bits32 => "FP32: 4 bytes",
            PrecisionClass::Bits16 => "FP16 and BF16: 2 bytes",
            PrecisionClass::Bits8 => "8 bits: 1 byte",
            PrecisionClass::Bits6OrBelow => "6 bits and below: half a byte",
        },
        class_assumed: Text = "not stated, so the rule takes FP32: 4 bytes",
        params_from_size: fn(&str, &str) -> String = |size, bytes| {
            format!("size of this variant's files ÷ bytes per parameter = {size} ÷ {bytes}")
        },
        model_memory_formula: fn(&str, &str) -> String = |params, bytes| {
            format!("parameters × bytes per parameter = {params} × {bytes}")
        },
        required_formula: fn(&str, &str) -> String = |memory, multiplier| {
            format!("model memory × activation multiplier = {memory} × {multiplier}")
        },
        total_gpu_formula: fn(&str) -> String = |sum| format!("Σ memory × count = {sum}"),
        total_gpu_none: Text = "no GPU with memory of its own",
        total_gpu_unified: Text = "CPU and GPU share the system memory, which is counted once, below",
        available_system_formula: fn(&str, &str, u8) -> String = |system, reserve, percent| {
            format!("system memory − {percent} % reserve = {system} − {reserve}")
        },
        available_formula: fn(&str, &str) -> String = |gpu, system| {
            format!("total GPU memory + available system memory = {gpu} + {system}")
        },
        conclusion_fits: fn(&str, &str) -> String = |required, available| {
            format!("{required} ≤ {available}: the memory check passes.")
        },
        conclusion_too_large: fn(&str, &str) -> String = |required, available| {
            format!("{required} > {available}: the memory check fails.")
        },
        rule_of_thumb: Text = "This is a rule of thumb: it does not know the context length, the engine or the cache. Real use can differ.",
        estimate_missing: Text = "There is not enough information to calculate it.",

        available_word: Text = "available",

        files: Text = "Files",
        files_count: fn(usize) -> String = |n| if n == 1 { "1 file".to_owned() } else { format!("{n} files") },
        files_show_all: fn(usize) -> String = |n| format!("Show all {n} files"),
        vision_projector: Text = "vision projector: lets the model see images",
        importance_matrix: Text = "importance matrix: only needed to quantize",
        draft_model: Text = "draft model: only speeds up another one",
        adapter: Text = "adapter: changes a base model",
        training_state: Text = "training state: not needed to run",
        vocabulary: Text = "vocabulary without weights",
    }
}
