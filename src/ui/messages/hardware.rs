//! Texts of the hardware panel.

use super::Text;

texts! {
    /// Profiles, presets, fields.
    HardwareTexts, ENGLISH {
        title: Text = "Hardware",
        available: Text = "Available memory",
        example_note: Text = "An example. Choose your machine below, or enter it.",
        profile: Text = "Hardware profile",
        example_profile: Text = "Example machine",
        new_profile_name: Text = "My machine",
        new_profile: Text = "New profile",
        rename: Text = "Rename",
        rename_label: Text = "New name",
        rename_problem: Text = "A name has 1 to 60 characters.",
        duplicate: Text = "Duplicate",
        delete: Text = "Delete",
        deleted: fn(&str) -> String = |name| format!("“{name}” is deleted."),
        undo: Text = "Undo",
        export: Text = "Export",
        import: Text = "Import",
        import_label: Text = "Import profiles from a file",
        imported: fn(usize, usize) -> String = |n, skipped| {
            let read = if n == 1 { "1 profile imported.".to_owned() } else { format!("{n} profiles imported.") };
            match skipped {
                0 => read,
                1 => format!("{read} One could not be read and was left out."),
                more => format!("{read} {more} could not be read and were left out."),
            }
        },
        import_not_ours: Text = "This file holds no hardware profiles of LLM Lens. Nothing was changed.",
        import_newer: Text = "This file was written by a newer version of the page. Reload to update, then import it again.",
        import_damaged: Text = "This file is damaged: no profile in it can be read. Nothing was changed.",
        import_too_large: Text = "This file is too large to be an export of this page. Nothing was changed.",
        import_unreadable: Text = "The browser could not read this file.",
        export_refused: Text = "The browser did not allow saving a file.",
        gone: Text = "This change is not possible: the profile may have been deleted in another tab.",
        too_many_profiles: Text = "There is room for 100 profiles. Delete one first.",
        copy_link: Text = "Copy hardware link",

        preset: Text = "Hardware preset",
        preset_search: Text = "Search presets",
        preset_search_hint: Text = "“4070 laptop”, “m3 max 36” …",
        preset_found: fn(usize) -> String = |n| match n {
            1 => "1 preset found".to_owned(),
            n => format!("{n} presets found"),
        },
        preset_none: Text = "No preset has these words.",
        preset_custom: Text = "Custom",
        preset_choose: Text = "Choose a preset …",
        preset_edited: fn(&str) -> String = |name| format!("{name} (edited)"),
        group_nvidia_desktop: Text = "NVIDIA desktop",
        group_nvidia_laptop: Text = "NVIDIA laptop",
        group_amd: Text = "AMD",
        group_intel: Text = "Intel",
        group_apple: Text = "Apple",
        group_shared: Text = "Shared memory",
        group_data_centre: Text = "Data centre",
        group_cpu: Text = "CPU only",

        system_ram: Text = "System RAM (GB)",
        gpu_memory: Text = "GPU memory per GPU (GB)",
        gpu_memory_of: fn(usize) -> String = |n| format!("GPU memory per GPU (GB), kind {n}"),
        gpu_count: Text = "Number of GPUs",
        gpu_count_of: fn(usize) -> String = |n| format!("Number of GPUs, kind {n}"),
        add_device: Text = "Add another kind of GPU",
        remove_device: Text = "Remove this kind",
        unified: Text = "Unified memory (CPU and GPU share it)",
        unified_note: Text = "One memory serves CPU and GPU, so it is counted once, as system RAM.",
        unified_share: fn(u8, &str) -> String = |percent, size| {
            format!("Of it the GPU may use about {percent} % ({size}) unless you raise the limit.")
        },
        unified_share_unknown: Text = "How much of it the GPU may use depends on the system's settings.",
        reserve: Text = "Reserve (%)",
        reserve_note: fn(&str) -> String = |size| format!("{size} of system RAM stay with the operating system and other programs."),

        formats: Text = "Supported formats",
        quantizations: Text = "Supported quantizations",
        n_of: fn(usize, usize) -> String = |n, all| format!("{n} of {all}"),

        sum: fn(&str, &str) -> String = |gpu, system| format!("{gpu} GPU + {system} system"),
        sum_system: fn(&str) -> String = |system| format!("{system} system memory, no GPU"),
        sum_unified: fn(&str) -> String = |system| format!("{system} unified memory"),

        size_empty: Text = "Enter an amount in GB (0 if there is none).",
        size_not_a_number: Text = "Enter a number, for example 16 or 7.5.",
        size_too_precise: Text = "At most three digits behind the point.",
        size_too_large: Text = "At most 65536 GB.",
        count_problem: fn(u16) -> String = |max| format!("A whole number from 0 to {max}."),
        reserve_problem: fn(u8) -> String = |max| format!("A whole number from 0 to {max}."),
        no_memory: Text = "This machine has no memory at all, so nothing can run on it.",
        no_system_memory: Text = "No system RAM: every machine has some.",
        gpu_without_count: Text = "GPU memory without GPUs: it does not count until the number of GPUs is at least 1.",
        implausible: Text = "That is more memory than any machine sold today has. Is it in GB?",
        gpu_without_memory: Text = "GPUs without memory: enter how much each has, or 0 GPUs.",

        shared_region: Text = "Shared hardware",
        shared_title: fn(&str) -> String = |name| format!("Shared hardware: {name}."),
        shared_unnamed: Text = "Shared hardware.",
        shared_body: Text = "The link you opened brought this machine along. Your own profiles are untouched.",
        shared_save: Text = "Save as profile",
        shared_leave: Text = "Use my own hardware",
        shared_broken: Text = "The hardware in this link could not be read.",
        shared_broken_body: fn(&str) -> String = |why| format!("{why} Your own hardware is used instead."),
        share_unknown_version: Text = "It was made by a newer version of the page.",
        share_too_long: Text = "It is longer than any real machine needs.",
        share_bad_part: fn(&str) -> String = |part| format!("This part makes no sense: “{part}”."),
        share_missing: Text = "A part is missing.",
        share_too_many: Text = "It names too many devices.",
    }
}
