//! Texts of the explanation page.

use super::Text;

texts! {
    /// "How is compatibility calculated?"
    ExplanationTexts, ENGLISH {
        intro: Text = "Every verdict on this page comes from three checks and one sum that you can follow with a pencil. It is a rule of thumb, and says so.",

        checks: Text = "Three checks",
        checks_intro: Text = "A variant is compatible when all three pass, and not compatible when one fails. Where none fails but one cannot be answered, the verdict is “Unknown”: a guess would help nobody.",
        format_check: Text = "is the container of the weights (GGUF, Safetensors, MLX, …) one that your software loads? You decide which in the hardware panel; presets make a sensible choice.",
        quantization_check: Text = "does your machine compute with this precision? FP8 and NVFP4, for example, need a chip that has them.",
        memory_check: Text = "is the memory that the variant requires at most the memory that you have available?",

        sum: Text = "The sum",
        sum_intro: Text = "It is called the Standard estimate.",
        formula_params: Text = "number of parameters = the model's own count, else size of the variant ÷ bytes per parameter",
        formula_model: Text = "model memory = number of parameters × bytes per parameter",
        formula_required: Text = "required memory = model memory × activation multiplier (1.5)",
        formula_gpu: Text = "total GPU memory = sum of memory × count over all GPUs",
        formula_available: Text = "available memory = total GPU memory + system memory − 20 % of system memory",
        formula_check: Text = "the memory check passes when required memory ≤ available memory",
        table: Text = "Bytes per parameter",
        table_precision: Text = "Precision",
        table_bytes: Text = "Bytes",
        class_32: Text = "FP32, or quantization not stated",
        class_16: Text = "FP16, BF16",
        class_8: Text = "8 bits: INT8, Q8, FP8",
        class_6: Text = "6 bits and below: Q6 to Q2, IQ, AWQ, GPTQ, NF4, MXFP4, …",

        assumptions: Text = "What the rule assumes",
        assumption_gb: Text = "Shops and drivers call 2³⁰ bytes of memory 1 GB; this page writes 1 GiB, for memory and for files alike. The Hub counts files in GB of 10⁹ bytes; its figure stands in the tooltip.",
        assumption_one_variant: Text = "You load one variant. Twins in other formats and other quantizations of the same repository are never added up.",
        assumption_multiplier: Text = "Half as much again as the weights is enough for the KV cache and everything else. At very long context it is not.",
        assumption_below_six: Text = "Everything from 6 bits down counts half a byte. Files of Q6 and Q5 are really larger. Where a more exact estimate decides otherwise, the page of the model says so.",
        assumption_reserve: Text = "A fifth of system memory stays with the operating system.",
        assumption_unified: Text = "Unified memory counts once. What the GPU may use of it by default is shown in the hardware panel.",
        assumption_sum: Text = "GPU memory and system memory add up. A model spread over both runs, but slower; the verdict says where it goes.",

        example: Text = "Worked example",
        example_intro: Text = "A 2 GB FP16 model, a machine with one 4 GB GPU and 16 GB of system memory:",
        example_conclusion: Text = "With format and quantization supported, the model is compatible.",

        detailed: Text = "The Detailed estimate",
        detailed_intro: Text = "The rule above knows nothing of the context, the engine or the kind of model. On the page of a model the file's own header is read (one request of at most 64 KiB), and everything is added up part by part:",
        detailed_weights: Text = "weights: tensor by tensor, where the table of tensors was read; else the size of the files;",
        detailed_cache: Text = "KV cache: layer by layer, heads × width × bytes of the cache type × tokens. Layers with a sliding window stop at the window, layers that share a cache or have none cost nothing, latent attention keeps one narrow row;",
        detailed_state: Text = "states of recurrent and convolution layers: once for each conversation, whatever the context;",
        detailed_buffers: Text = "compute and output buffers: the engine's own graph is planned as the engine plans it;",
        detailed_overhead: Text = "what the driver and its runtime take on each device.",
        detailed_end: Text = "Where it is known it decides, here and in lists, and it says for which context; you can let the Standard estimate decide instead. What nobody states is named as assumed, and the range widens.",
        quick: Text = "The Quick estimate",
        quick_intro: Text = "A list knows no header. Until one is read, the weights are the width of the label × the parameters, and the caches and buffers those of the same model, or of one like it, among some 150 that are known. The range is as wide as the doubt. Rows on the screen read the first kilobytes of the file that they name and then say what the page says.",
        grades: Text = "What the grades mean",
        grade_great: Text = "wholly in fast memory with room to spare, and much faster than people read;",
        grade_good: Text = "fast enough to read along;",
        grade_slow: Text = "it runs, more slowly than people read;",
        grade_tight: Text = "it probably fits, but the estimate is not exact enough to be sure;",
        grade_too_large: Text = "it does not fit where the program that runs it can use memory;",
        grade_unknown: Text = "nothing is known to estimate from, or your software does not load it.",
        grades_end: Text = "Where the grades begin is a setting. The best variant loses least among those that keep enough of the model, fit for certain and write fast enough.",
        exact_link: Text = "How exact is this?",
        glossary: Text = "Words",

        own: Text = "Your own numbers",
        own_intro: fn(&str) -> String = |machine| format!("The same sum for “{machine}” and a model of your choice. Change your hardware in the panel."),
        own_size: Text = "Model size (GB)",
        own_precision: Text = "Precision",
        own_not_stated: Text = "Not stated",
    }
}
