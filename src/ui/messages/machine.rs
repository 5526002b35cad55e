//! Saying what the machine is: detection, search, pasted text, the Hub; and what was understood.

use super::Text;
use crate::domain::hub::UserNameError;
use crate::domain::machine::devices::{DeviceKind, Vendor};
use crate::domain::machine::draft::{Note, Origin};
use crate::domain::machine::pasted::{Doubt, PastedError};
use crate::domain::machine::recognition::{Hint, Unreal};

texts! {
    /// The dialog "My hardware".
    MachineTexts, ENGLISH {
        ways: Text = "How would you like to add your hardware?",
        detect: Text = "Detect",
        search: Text = "Search",
        paste: Text = "Paste",
        hub: Text = "From Hugging Face",
        loading_devices: Text = "Loading the list of devices …",
        no_devices: Text = "The list of devices could not be loaded. The connection may be down.",

        detect_intro: Text = "Your browser knows a little about your machine. When you click, this page reads:",
        detect_reads: [Text; 3] = [
            "the name of the graphics adapter, as WebGL and WebGPU report it",
            "the system memory, rounded and capped by the browser (deviceMemory)",
            "the number of processor cores",
        ],
        detect_private: Text = "It stays in this browser: nothing of it is sent anywhere.",
        detect_now: Text = "Detect now",
        detecting: Text = "Asking the browser …",
        detect_again: Text = "Detect again",
        read: Text = "What was read",
        nothing_read: Text = "nothing",
        read_renderer: Text = "WebGL",
        read_webgpu: Text = "WebGPU",
        read_memory: Text = "deviceMemory",
        read_cores: Text = "Cores",
        device_memory: fn(&str) -> String = |gb| format!("{gb} GB"),
        device_memory_capped: fn(&str) -> String = |gb| format!("{gb} GB or more"),
        unreal: fn(Unreal) -> Text = unreal,
        vendor_only: fn(Option<Vendor>) -> String = vendor_only,
        family: fn(&str) -> String = |words| if words.is_empty() {
            "The browser reveals at most the family of your GPU. Search for it by name.".to_owned()
        } else {
            format!("The browser reveals only the family: “{words}”. Many devices belong to it; search for yours.")
        },
        unlisted: fn(&str) -> String = |name| format!("The browser reports “{name}”, which is not in the catalog. Search for a similar one, or enter its figures yourself."),
        hybrid: Text = "On laptops with two GPUs, browsers usually report only the integrated one. If yours has a GeForce, Radeon RX or Arc GPU, search for it.",
        search_instead: Text = "Search for it",
        describe_named: Text = "Enter its figures",

        search_label: Text = "Your GPU or chip",
        search_hint: Text = "“4070 laptop”, “m3 max 36”, “strix halo” …",
        search_common: Text = "Common devices. Type to search the whole catalog.",
        search_found: fn(usize, usize) -> String = |shown, found| match (shown, found) {
            (_, 0) => "No device matches all these words. Try fewer, or add a custom device.".to_owned(),
            (_, 1) => "1 device found".to_owned(),
            (shown, found) if shown < found => format!("{found} devices found, the first {shown} shown: type more words for the others"),
            (_, found) => format!("{found} devices found"),
        },
        no_gpu: Text = "No GPU, processor only",
        custom: Text = "Custom device",
        custom_name: Text = "My GPU",
        choose: Text = "Choose",
        choose_size: fn(&str, &str) -> String = |name, size| format!("{name} with {size} GB"),
        uncertain: Text = "uncertain figures",
        kind: fn(DeviceKind) -> Text = kind,
        tflops: fn(&str, &str) -> String = |value, what| format!("{value} TFLOPS {what}"),
        bandwidth_of: fn(&str) -> String = |value| format!("{value} GB/s"),
        add_device: Text = "Add another device",
        adding: Text = "Add a device to the machine",
        back_to_machine: Text = "Back to the machine",

        paste_label: Text = "Any text that describes the machine",
        paste_intro: Text = "The output of nvidia-smi, rocm-smi, lspci, system_profiler, dxdiag, Get-CimInstance, free -h …, or a shop's product title. It stays in this browser.",
        paste_commands: Text = "Which command should I run?",
        command_windows: Text = "Windows, in PowerShell",
        command_linux: Text = "Linux",
        command_mac: Text = "macOS",
        copy: Text = "Copy",
        understand: Text = "Understand",
        paste_failed: fn(PastedError) -> Text = |error| match error {
            PastedError::Empty => "There is nothing to read yet: paste or type something first.",
            PastedError::NothingUnderstood => "No line says anything about memory or graphics that was understood. Try the output of one of the commands below, or search for your GPU.",
        },
        line: fn(usize) -> String = |line| format!("line {line}"),
        fact_device: fn(&str) -> String = |name| format!("a device: {name}"),
        fact_memory: fn(&str, &str) -> String = |name, size| format!("{size} GB of memory of {name}"),
        fact_cores: fn(&str, u16) -> String = |name, cores| format!("{cores} GPU cores of {name}"),
        fact_system: fn(&str) -> String = |size| format!("{size} GB of system memory"),
        fact_generation: fn(&str) -> String = |name| format!("the memory is {name}"),
        fact_speed: fn(u16) -> String = |speed| format!("the memory runs at {speed} MT/s"),
        readings_more: fn(usize) -> String = |more| format!("and {more} more"),

        hub_intro: Text = "If you made your hardware public on your Hugging Face profile, it can be read from there: one request to the Hub for that public page.",
        hub_user: Text = "User name on the Hub",
        hub_ask: Text = "Look it up",
        hub_asking: Text = "Asking the Hub …",
        hub_name_problem: fn(UserNameError) -> Text = |error| match error {
            UserNameError::Empty => "Enter a user name.",
            UserNameError::TooLong => "User names are not that long.",
            UserNameError::BadCharacter => "A user name has letters, digits, hyphens and underscores only.",
        },
        hub_no_user: fn(&str) -> String = |name| format!("There is no user “{name}” on the Hub. Check the spelling."),
        hub_private: fn(&str) -> String = |name| format!("“{name}” has not made any hardware public. You can do so in the Hub's settings under Local Apps and Hardware."),
        hub_empty: fn(&str) -> String = |name| format!("“{name}” shares hardware publicly, but none of it could be read."),
        hub_items: fn(&str) -> String = |name| format!("Hardware of “{name}”: which of these are in this machine?"),
        hub_item: fn(&str, &str, u16, Option<&str>) -> String = |maker, model, count, memory| {
            let times = if count > 1 { format!("{count} × ") } else { String::new() };
            let maker = if maker.is_empty() || maker == "-" || model.starts_with(maker) { String::new() } else { format!("{maker} ") };
            let memory = memory.map(|memory| format!(", {memory} GB")).unwrap_or_default();
            format!("{times}{maker}{model}{memory}")
        },
        hub_none_chosen: Text = "Select at least one.",
        continue_: Text = "Continue",

        understood: Text = "Is this your machine?",
        understood_intro: Text = "Nothing has changed yet. Correct anything that is wrong, then confirm.",
        origin: fn(Origin) -> Text = origin,
        doubtful: Text = "please check",
        note: fn(&Note) -> String = note,
        which_version: Text = "Which version is it?",
        which_size: fn(&str) -> String = |name| format!("How much memory does the {name} have?"),
        ask_system: Text = "How much system memory (RAM) does the machine have?",
        ask_one_memory: fn(&str) -> String = |name| format!("How much memory does the machine with {name} have?"),
        size: fn(&str) -> String = |size| format!("{size} GB"),
        named_size: fn(&str, &str) -> String = |name, size| format!("{name}, {size} GB"),
        not_sure: Text = "I don't know",
        answer_first: Text = "One question is still unanswered.",

        devices: Text = "GPUs",
        chip: Text = "Chip",
        no_devices_yet: Text = "No GPU: models run on the processor.",
        name: Text = "Name",
        memory: Text = "Memory of each (GB)",
        count: Text = "How many",
        bandwidth: Text = "Bandwidth (GB/s)",
        fp32: Text = "FP32 (TFLOPS)",
        fp16: Text = "FP16 (TFLOPS)",
        remove: Text = "Remove",
        remove_named: fn(&str) -> String = |name| format!("Remove {name}"),
        chip_memory: Text = "It uses the system memory.",
        figure_problem: Text = "A number above 0, or leave it empty if you do not know it.",
        figure_too_large: Text = "No device has that much. Is the unit right?",
        name_problem: Text = "At most 60 characters, none of them invisible.",

        system: Text = "System memory",
        system_ram: Text = "System memory (GB)",
        memory_kind: Text = "Kind",
        memory_channels: Text = "Channels",
        channels: fn(u8) -> String = |n| match n {
            1 => "1 (single)".to_owned(),
            2 => "2 (dual: most PCs)".to_owned(),
            n => n.to_string(),
        },
        memory_unknown: Text = "I don't know",
        memory_speed: fn(&str) -> String = |value| format!("{value} GB/s: decides how fast the part runs that does not fit on the GPU."),
        memory_speed_unknown: Text = "The type of memory decides how fast the part runs that does not fit on the GPU.",

        kept_back: Text = "Reserved memory",
        reserve: Text = "For the system and other programs (%)",
        reserve_note: fn(u8, u8, &str) -> String = |from, to, size| format!("{size} of system memory. Typically {from} to {to} %; an assumption, there are no good measurements."),
        gpu_reserve: Text = "For display and driver, per GPU (GB)",
        gpu_reserve_note: Text = "Used by the Detailed estimate only.",
        gpu_reserve_none: Text = "Nothing (no display attached)",
        gpu_reserve_display: fn(&str) -> String = |size| format!("Desktop and browser: {size} GB"),
        gpu_reserve_windows: fn(u8, &str) -> String = |percent, size| format!("Windows: {percent} %, {size} GB"),
        source: Text = "Source",
        assumed: Text = "assumed",
        mac_system: Text = "macOS",
        mac_current: Text = "Current",
        mac_older: Text = "14 or 15",
        gpu_share: Text = "What the GPU may use (%)",
        gpu_share_note: fn(&str) -> String = |size| format!("{size}: the limit that macOS sets by default."),
        raise: fn(&str, &str) -> String = |before, after| format!("This command raises the limit from {before} to {after} until the next restart:"),
        raised: Text = "I have raised it",
        copy_command: Text = "Copy the command",

        available: Text = "Available to models",
        profile_name: Text = "Name of the profile",
        use_for: fn(&str) -> String = |name| format!("Use it for “{name}”"),
        use_it: Text = "Use it",
        as_new: Text = "Save as a new profile",
        cancel: Text = "Cancel",
        taken: fn(&str) -> String = |name| format!("“{name}” is in use now."),
        refused_name: Text = "Profile names have 1 to 60 characters.",
        refused: Text = "This machine could not be saved: a figure is out of range.",
        refused_room: Text = "There is room for 100 profiles. Delete one first.",
        refused_gone: Text = "The profile was deleted in another tab. Save it as a new one.",
    }
}

fn unreal(unreal: Unreal) -> Text {
    match unreal {
        Unreal::Software => {
            "The browser reports software rendering instead of your GPU. Hardware acceleration may be off, or the browser hides the GPU to protect your privacy. Search for your GPU instead."
        }
        Unreal::Virtual => {
            "The browser runs in a virtual machine or over a remote connection and shows no real GPU. Search for the one in the machine that will run the models."
        }
    }
}

fn vendor_only(vendor: Option<Vendor>) -> String {
    match vendor {
        Some(vendor) => format!(
            "The browser hides the name of your GPU and reveals only its maker, {}. Search for it instead.",
            vendor.name()
        ),
        None => "The browser reveals nothing about your GPU. Search for it instead.".to_owned(),
    }
}

fn kind(kind: DeviceKind) -> Text {
    match kind {
        DeviceKind::Desktop => "desktop",
        DeviceKind::Laptop => "laptop",
        DeviceKind::Workstation => "workstation",
        DeviceKind::LaptopWorkstation => "laptop workstation",
        DeviceKind::DataCentre => "data centre",
        DeviceKind::Apple => "one memory for CPU and GPU",
        DeviceKind::Unified => "one memory for CPU and GPU",
        DeviceKind::Integrated => "integrated",
        DeviceKind::IntelMac => "Mac with an Intel processor",
        DeviceKind::Embedded => "module",
        DeviceKind::Phone => "phone or tablet",
        DeviceKind::SingleBoard => "single-board computer",
    }
}

fn origin(origin: Origin) -> Text {
    match origin {
        Origin::Open => "not known",
        Origin::Browser => "from the browser",
        Origin::Catalog => "from the catalog",
        Origin::Pasted => "from your text",
        Origin::Hub => "from the Hub",
        Origin::Typical => "typical: please check",
        Origin::Rule => "usual value",
        Origin::Measured => "measured",
        Origin::Reader => "entered by you",
    }
}

fn note(note: &Note) -> String {
    match note {
        Note::Hint(Hint::IntegratedGpuSeen) => "The browser reported the integrated GPU. If the machine also has a graphics card, browsers often do not report it: add it below.".to_owned(),
        Note::Hint(Hint::MayBeLaptop) => "Laptop GPUs often have the same name as desktop cards but are slower. If this is a laptop, remove this one and add the laptop version.".to_owned(),
        Note::Hint(Hint::SecondGpu(vendor)) => format!("WebGPU reports another GPU, made by {}. If it is the faster one, add it below.", vendor.name()),
        Note::Hint(Hint::SystemMemory { at_least, at_most: None }) => format!("The browser rounds the system memory and stops counting early: there is at least {at_least} GB."),
        Note::Hint(Hint::SystemMemory { at_least, at_most: Some(at_most) }) => format!("The browser rounds the system memory: there is about {at_least} to {at_most} GB."),
        Note::IntegratedLeftOut(name) => format!("“{name}”, the integrated GPU, is left out: models run on the graphics card."),
        Note::Unclear(words) => format!("Not understood: “{words}”. If it matters, add it below."),
        Note::NoDeviceNamed => "The text names no GPU that we know. If the machine has one, which is it? Add it below; without one, models run on the processor.".to_owned(),
        Note::DevicesLeftOut => "A profile holds eight kinds of devices; the last ones were left out.".to_owned(),
        Note::Doubt(doubt, name) => self::doubt(*doubt, name),
    }
}

fn doubt(doubt: Doubt, name: &str) -> String {
    match doubt {
        Doubt::TextCut => {
            "The text is very long: only its beginning (256 KB or 8,000 lines) was read.".to_owned()
        }
        Doubt::TooManyNames => {
            "Very many lines name a device: only the first hundred were looked at.".to_owned()
        }
        Doubt::AdapterRamEndsAt4Gb { .. } => {
            format!("Windows reports at most 4 GB in AdapterRAM, so the value was ignored for “{name}”.")
        }
        Doubt::SeveralVersions { .. } => format!("“{name}” was sold in several versions."),
        Doubt::FamilyOnly { .. } => {
            format!("“{name}” could be any of several integrated GPUs.")
        }
        Doubt::Unlisted { .. } => {
            format!("“{name}” is not in the catalog: please enter the figures that you know.")
        }
        Doubt::MemoryNotSold { .. } => {
            format!("As far as is known, “{name}” was never sold with that much memory.")
        }
        Doubt::AmountContradicts { said, .. } => {
            format!(
                "No “{name}” is sold with {said} GB: is it another version, or does the amount belong to something else?"
            )
        }
        Doubt::AmountTakenAsSystem { said, .. } => {
            format!("No “{name}” is sold with {said} GB, so the amount was taken as the system memory.")
        }
        Doubt::MigOn { .. } => {
            format!(
                "“{name}” is split into instances (MIG is on): a model gets the memory of one instance. Enter that memory, or turn MIG off."
            )
        }
        Doubt::Partitioned { mode, .. } => format!(
            "“{name}” is partitioned ({}): a program sees each partition as a GPU of its own.",
            mode.name()
        ),
        Doubt::Slice { .. } => {
            format!("“{name}” is a slice of a card (vGPU): it has the memory of the slice.")
        }
        Doubt::SystemMemoryRoundedUp { reported } => format!(
            "The system reports {reported} GB, a little less than is installed; the next usual size was taken."
        ),
        Doubt::ChannelsGuessed => {
            "The number of channels was inferred from the number of memory modules.".to_owned()
        }
    }
}
