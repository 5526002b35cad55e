//! What a file says of itself.

use super::Text;
use crate::domain::files::safetensors::WhySizesOnly;

texts! {
    /// The header of a model's file, read here.
    HeaderTexts, ENGLISH {
        title: Text = "File metadata",
        reading: fn(&str) -> String = |bytes| format!("Reading the file's header … {bytes}"),
        read_again: Text = "Read it again",
        reading_begins: Text = "Reading the file's header …",
        not_read: Text = "not read",
        nothing_to_read: Text = "Files of this format have no header that can be read from here.",

        gguf_summary: fn(u32, &str, &str) -> String = |version, architecture, n_keys| {
            format!("GGUF {version} · {architecture} · {n_keys} keys")
        },
        config_summary: fn(&str, &str) -> String = |model_type, weights| match (model_type, weights) {
            ("", weights) => weights.to_owned(),
            (model_type, weights) => format!("{model_type} · {weights}"),
        },
        summary_cost: fn(u32, &str, &str) -> String = |n_requests, bytes, ms| match n_requests {
            0 => "kept on this device: nothing was downloaded".to_owned(),
            1 => format!("{bytes} in 1 request, {ms} ms"),
            n => format!("{bytes} in {n} requests, {ms} ms"),
        },
        summary_own: fn(&str, &str) -> String = |bytes, ms| format!("{bytes} read on this device in {ms} ms"),

        own_open: Text = "Open your own file",
        own_open_label: Text = "Open your own model file: GGUF or Safetensors, several at once for shards",
        own_hint: Text = "GGUF or Safetensors, or drop it here. Only its header is read, on this device; nothing is uploaded.",
        own_drop: Text = "Drop it: only its header is read, nothing is uploaded.",
        own_shown: fn(&str, &str) -> String = |name, model| {
            format!("This is “{name}” from your device, not {model}. It was not uploaded.")
        },
        own_shown_title: Text = "Your own file.",
        own_more: fn(&str, usize) -> String = |name, n_others| match n_others {
            0 => name.to_owned(),
            1 => format!("{name} and 1 more"),
            n => format!("{name} and {n} more"),
        },
        own_close: fn(&str) -> String = |model| format!("Back to {model}"),

        file: Text = "File",
        format: Text = "Format",
        gguf_format: fn(u32, bool) -> String = |version, is_big| {
            let order = if is_big { "big-endian" } else { "little-endian" };
            format!("GGUF version {version}, {order}")
        },
        safetensors_format: Text = "Safetensors",
        architecture: Text = "Architecture",
        not_stated: Text = "not stated",
        keys: Text = "Metadata keys",
        tensors: Text = "Tensors",
        parameters: Text = "Parameters",
        header_bytes: Text = "Header",
        header_bytes_unread: fn(&str) -> String = |read| format!("first {read} read"),
        size: Text = "Size of the file",
        size_as_implied: fn(&str) -> String = |size| format!("{size}, as its tensors need"),
        size_beyond: fn(&str, &str) -> String = |size, excess| format!("{size}: {excess} more than its tensors need"),
        size_short: fn(&str, &str) -> String = |size, needed| format!("{size}, but its tensors need {needed}"),
        size_not_checked: fn(&str) -> String = |size| format!("{size}, not yet checked against its tensors"),
        cut_off: Text = "The file is cut off.",
        cut_off_body: fn(&str, &str, &str) -> String = |file, needed, size| {
            format!("“{file}” has {size}, but the tensors that its header lists need {needed}. The upload or download broke off; engines refuse such a file. Get it again, or take another one.")
        },
        shards: fn(usize, usize) -> String = |read, all| format!("{read} of {all} shards read"),
        shards_missing: Text = "Shards are missing.",
        shards_missing_body: fn(&str) -> String = |list| {
            format!("Without shard {list} the model cannot be loaded. Choose all shards at once to see all tensors.")
        },
        fault: Text = "There is an error after the metadata.",

        metadata: Text = "Metadata",
        filter_keys: Text = "Filter keys",
        filter_tensors: Text = "Filter tensors",
        shown: fn(&str, &str) -> String = |shown, all| format!("{shown} of {all}"),
        show_more: fn(&str) -> String = |n| format!("Show {n} more"),
        keys_unread: fn(&str) -> String = |count| format!("{count} more behind the vocabulary were not read."),
        nothing_matches: Text = "Nothing matches.",
        empty_text: Text = "empty",
        text_length: fn(&str) -> String = |bytes| format!("{bytes} bytes"),
        text_cut: fn(&str) -> String = |held| format!("The first {held} bytes are kept here."),
        array_type: fn(&str, &str) -> String = |element, count| format!("{element} × {count}"),
        texts_not_read: fn(&str) -> String = |count| format!("{count} texts, not read"),
        texts_read: fn(&str, &str, usize) -> String = |count, bytes, kept| {
            format!("{count} texts, {bytes}; the first {kept}:")
        },
        arrays_inside: fn(&str) -> String = |count| format!("{count} arrays"),
        first_of: fn(usize) -> String = |kept| format!("the first {kept}:"),
        copy_text: Text = "Copy as text",
        copy_json: Text = "Copy as JSON",

        tensor_types: Text = "Tensor types",
        column_type: Text = "Type",
        column_tensors: Text = "Tensors",
        column_elements: Text = "Elements",
        column_bytes: Text = "Bytes",
        column_bits: Text = "Bits each",
        unknown_size: Text = "unknown",
        all_types: Text = "All",
        tensor_list: fn(&str) -> String = |count| format!("All {count} tensors"),
        table_unread: fn(&str, &str) -> String = |count, why| format!("The list of its {count} tensors was not read: {why}"),
        unread_behind_vocabulary: Text = "it stands behind the vocabulary, and the verdict does not need it.",
        unread_in_shards: Text = "each shard has its own, and the verdict does not need them.",
        read_whole: fn(&str) -> String = |bytes| format!("Read the whole header (about {bytes})"),
        read_costly: fn(&str) -> String = |bytes| format!("Read it anyway ({bytes} or more)"),

        config: Text = "Configuration",
        config_of_base: fn(&str, &str) -> String = |path, base| format!("{path} of the base model {base}"),
        config_chosen: fn(&str) -> String = |path| format!("{path}, chosen with it"),
        layers: Text = "Layers",
        vocabulary: Text = "Vocabulary",
        context: Text = "Context length",
        float: Text = "Loaded as",
        quantized: Text = "Quantized by",
        shards_word: Text = "Files",
        weights_from_headers: fn(usize) -> String = |n| match n {
            1 => "weights from the file's header".to_owned(),
            n => format!("weights from the headers of {n} files"),
        },
        weights_from_index: Text = "weights from the index",
        weights_from_hub: Text = "weights from the Hub's summary",
        weights_from_sizes: Text = "weights from the sizes of the files",
        weights_from_hub_body: Text = "The Hub's own count of the elements agrees with the sizes of the files, so no header was read.",
        sizes_only: fn(WhySizesOnly) -> String = |why| match why {
            WhySizesOnly::NoIndex { n_shards } => {
                format!("There are {n_shards} shards and no index beside them; their sizes say how many bytes there are, and reading every header would cost more than it tells.")
            }
            WhySizesOnly::LargeIndex { bytes } => {
                format!("The index has {} MB; the sizes of the files say as much for nothing.", bytes / 1_000_000)
            }
        },
        elements: fn(&str) -> String = |count| format!("{count} elements"),
        weights_not_read: Text = "This format keeps no list of its tensors that could be read from here; the sizes of the files count.",
        own_metadata: Text = "Metadata of the file",
    }
}
