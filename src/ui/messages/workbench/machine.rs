//! Saying what the machine is: detection, search, pasted text, the Hub; and what was understood.

use super::super::Text;
use crate::domain::hub::UserNameError;
use crate::domain::machine::devices::{DeviceKind, Vendor};
use crate::domain::machine::draft::{Note, Origin};
use crate::domain::machine::pasted::{Doubt, PastedError};
use crate::domain::machine::recognition::{Hint, Unreal};

texts! {
    /// The dialog "My hardware".
    MachineTexts, ENGLISH {
        ways: Text = "How do you want to say it?",
        detect: Text = "Detect",
        search: Text = "Search",
        paste: Text = "Paste",
        hub: Text = "From Hugging Face",
        loading_devices: Text = "Loading the list of devices …",
        no_devices: Text = "The list of devices could not be loaded. The connection may be down.",

        detect_intro: Text = "Your browser knows a little about your machine. On your click, this page reads:",
        detect_reads: [Text; 3] = [
            "the name of the graphics adapter, as WebGL and WebGPU tell it",
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
            "The browser tells the family of your GPU at most. Search for it by its name.".to_owned()
        } else {
            format!("The browser tells the family at most: “{words}”. Many devices belong to it; search for yours.")
        },
        unlisted: fn(&str) -> String = |name| format!("The browser names “{name}”, which is not in our list. Search for one like it, or enter its figures yourself."),
        hybrid: Text = "Laptops with two GPUs: browsers mostly use the small one to save power and do not name the other. If yours has a GeForce, a Radeon RX or an Arc card, search for it.",
        search_instead: Text = "Search for it",
        describe_named: Text = "Enter its figures",

        search_label: Text = "Your GPU or chip",
        search_hint: Text = "“4070 laptop”, “m3 max 36”, “strix halo” …",
        search_common: Text = "Common ones. Type to search all of them.",
        search_found: fn(usize, usize) -> String = |shown, found| match (shown, found) {
            (_, 0) => "No device has all these words. Try fewer, or start a device of your own.".to_owned(),
            (_, 1) => "1 device found".to_owned(),
            (shown, found) if shown < found => format!("{found} devices found, the first {shown} shown: type more words for the others"),
            (_, found) => format!("{found} devices found"),
        },
        no_gpu: Text = "No GPU: only a processor",
        custom: Text = "A device of my own",
        custom_name: Text = "My GPU",
        choose: Text = "Choose",
        choose_size: fn(&str, &str) -> String = |name, size| format!("{name} with {size} GB"),
        uncertain: Text = "figures uncertain",
        kind: fn(DeviceKind) -> Text = kind,
        tflops: fn(&str, &str) -> String = |value, what| format!("{value} TFLOPS {what}"),
        bandwidth_of: fn(&str) -> String = |value| format!("{value} GB/s"),
        add_device: Text = "Add another device",
        adding: Text = "Add a device to the machine",
        back_to_machine: Text = "Back to the machine",

        paste_label: Text = "Anything that describes the machine",
        paste_intro: Text = "The output of nvidia-smi, rocm-smi, lspci, system_profiler, dxdiag, Get-CimInstance, free -h …, or a shop's product title. It stays in this browser.",
        paste_commands: Text = "Which command do I run?",
        command_windows: Text = "Windows, in PowerShell",
        command_linux: Text = "Linux",
        command_mac: Text = "macOS",
        copy: Text = "Copy",
        understand: Text = "Understand",
        paste_failed: fn(PastedError) -> Text = |error| match error {
            PastedError::Empty => "There is nothing to understand yet: paste or type something first.",
            PastedError::NothingUnderstood => "No line of this says anything about memory or graphics that we understand. Try the output of one of the commands below, or search for your GPU.",
        },
        line: fn(usize) -> String = |line| format!("line {line}"),
        fact_device: fn(&str) -> String = |name| format!("a device: {name}"),
        fact_memory: fn(&str, &str) -> String = |name, size| format!("{size} GB of memory of {name}"),
        fact_cores: fn(&str, u16) -> String = |name, cores| format!("{cores} GPU cores of {name}"),
        fact_system: fn(&str) -> String = |size| format!("{size} GB of system memory"),
        fact_generation: fn(&str) -> String = |name| format!("the memory is {name}"),
        fact_speed: fn(u16) -> String = |speed| format!("the memory runs at {speed} MT/s"),
        readings_more: fn(usize) -> String = |more| format!("and {more} more"),

        hub_intro: Text = "If you made your hardware public on your Hugging Face profile, this page can read it: it asks the Hub for that one public page.",
        hub_user: Text = "User name on the Hub",
        hub_ask: Text = "Look it up",
        hub_asking: Text = "Asking the Hub …",
        hub_name_problem: fn(UserNameError) -> Text = |error| match error {
            UserNameError::Empty => "Enter a user name.",
            UserNameError::TooLong => "No user name is that long.",
            UserNameError::BadCharacter => "A user name has letters, digits, hyphens and underscores only.",
        },
        hub_no_user: fn(&str) -> String = |name| format!("The Hub knows no user “{name}”. Check the spelling."),
        hub_private: fn(&str) -> String = |name| format!("“{name}” does not show hardware to the public. It can be switched on in the Hub's settings under Local Apps and Hardware."),
        hub_empty: fn(&str) -> String = |name| format!("“{name}” shows hardware to the public, but has listed none that can be read."),
        hub_items: fn(&str) -> String = |name| format!("Hardware of “{name}”: which of it is in this machine?"),
        hub_item: fn(&str, &str, u16, Option<&str>) -> String = |maker, model, count, memory| {
            let times = if count > 1 { format!("{count} × ") } else { String::new() };
            let maker = if maker.is_empty() || maker == "-" || model.starts_with(maker) { String::new() } else { format!("{maker} ") };
            let memory = memory.map(|memory| format!(", {memory} GB")).unwrap_or_default();
            format!("{times}{maker}{model}{memory}")
        },
        hub_none_chosen: Text = "Tick at least one.",
        continue_: Text = "Continue",

        understood: Text = "This is what I understood",
        understood_intro: Text = "Nothing has changed yet. Correct what is wrong, then take it.",
        origin: fn(Origin) -> Text = origin,
        doubtful: Text = "please check",
        note: fn(&Note) -> String = note,
        which_version: Text = "Which version is it?",
        which_size: fn(&str) -> String = |name| format!("How much memory does the {name} have?"),
        ask_system: Text = "How much system memory (RAM) does the machine have?",
        ask_one_memory: fn(&str) -> String = |name| format!("How much memory does the machine with {name} have?"),
        size: fn(&str) -> String = |size| format!("{size} GB"),
        named_size: fn(&str, &str) -> String = |name, size| format!("{name}, {size} GB"),
        not_sure: Text = "I do not know",
        answer_first: Text = "One question is still open.",

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
        figure_problem: Text = "A number above 0, or nothing if you do not know it.",
        figure_too_large: Text = "More than any device has. Is the unit right?",
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
        memory_unknown: Text = "I do not know",
        memory_speed: fn(&str) -> String = |value| format!("{value} GB/s: decides the speed of what does not fit on the GPU."),
        memory_speed_unknown: Text = "The kind decides the speed of what does not fit on the GPU.",

        kept_back: Text = "What models do not get",
        reserve: Text = "For the system and other programs (%)",
        reserve_note: fn(u8, u8, &str) -> String = |from, to, size| format!("{size} of system memory. Usual are {from} to {to} %; assumed, nobody has measured it well."),
        gpu_reserve: Text = "For display and driver, of each GPU (GB)",
        gpu_reserve_note: Text = "Counted in the detailed estimate; the simple one does not know it.",
        gpu_reserve_none: Text = "Nothing (no display on it)",
        gpu_reserve_display: fn(&str) -> String = |size| format!("Desktop and browser: {size} GB"),
        gpu_reserve_windows: fn(u8, &str) -> String = |percent, size| format!("Windows: {percent} %, {size} GB"),
        source: Text = "Source",
        assumed: Text = "assumed",
        mac_system: Text = "macOS",
        mac_current: Text = "Current",
        mac_older: Text = "14 or 15",
        gpu_share: Text = "What the GPU may use (%)",
        gpu_share_note: fn(&str) -> String = |size| format!("{size}: the limit that macOS sets by itself."),
        raise: fn(&str, &str) -> String = |before, after| format!("This command raises the limit from {before} to {after}, until the next start:"),
        raised: Text = "I have raised it",
        copy_command: Text = "Copy the command",

        available: Text = "Available to models",
        profile_name: Text = "Name of the profile",
        use_for: fn(&str) -> String = |name| format!("Use it for “{name}”"),
        use_it: Text = "Use it",
        as_new: Text = "Save as a new profile",
        cancel: Text = "Cancel",
        taken: fn(&str) -> String = |name| format!("“{name}” is in use now."),
        refused_name: Text = "A name of a profile has 1 to 60 characters.",
        refused: Text = "This machine could not be taken: a figure is out of bounds.",
        refused_room: Text = "There is room for 100 profiles. Delete one first.",
        refused_gone: Text = "The profile was deleted in another tab. Save it as a new one.",
    }
}

fn unreal(unreal: Unreal) -> Text {
    match unreal {
        Unreal::Software => {
            "The browser hides your GPU: a program draws in its place. Hardware acceleration may be off, or the browser protects you from being recognised. Search for your GPU instead."
        }
        Unreal::Virtual => {
            "The browser runs in a virtual machine or over a remote connection and shows no real GPU. Search for the one in the machine that will run the models."
        }
    }
}

fn vendor_only(vendor: Option<Vendor>) -> String {
    match vendor {
        Some(vendor) => format!(
            "The browser hides the name of your GPU: it says no more than that it is by {}. Search for it instead.",
            vendor.name()
        ),
        None => "The browser says nothing about your GPU. Search for it instead.".to_owned(),
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
        DeviceKind::Integrated => "inside the processor",
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
        Origin::Catalog => "from our list",
        Origin::Pasted => "from your text",
        Origin::Hub => "from the Hub",
        Origin::Typical => "typical: please check",
        Origin::Rule => "usual value",
        Origin::Measured => "measured by others",
        Origin::Reader => "you said so",
    }
}

fn note(note: &Note) -> String {
    match note {
        Note::Hint(Hint::IntegratedGpuSeen) => "The browser showed the GPU inside the processor. If the machine has a graphics card as well, the browser often does not say so: add it below.".to_owned(),
        Note::Hint(Hint::MayBeLaptop) => "Laptop chips often have the same name as desktop cards and are slower. If this is a laptop, remove this one and add the laptop version.".to_owned(),
        Note::Hint(Hint::SecondGpu(vendor)) => format!("WebGPU uses another GPU, by {}. If it is the faster one, add it below.", vendor.name()),
        Note::Hint(Hint::SystemMemory { at_least, at_most: None }) => format!("The browser rounds the system memory and stops counting early: there is at least {at_least} GB."),
        Note::Hint(Hint::SystemMemory { at_least, at_most: Some(at_most) }) => format!("The browser rounds the system memory: there is about {at_least} to {at_most} GB."),
        Note::IntegratedLeftOut(name) => format!("“{name}”, the GPU inside the processor, is left out: models run on the card."),
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
        Doubt::AdapterRamEndsAt4Gb { .. } => format!(
            "Windows' field AdapterRAM cannot say more than 4 GB, so it was not believed for “{name}”."
        ),
        Doubt::SeveralVersions { .. } => format!("Several versions are called “{name}”."),
        Doubt::FamilyOnly { .. } => {
            format!("“{name}” says no more than that it is a GPU inside a processor.")
        }
        Doubt::Unlisted { .. } => {
            format!("“{name}” is not in our list: please enter its figures, where you know them.")
        }
        Doubt::MemoryNotSold { .. } => {
            format!("“{name}” is not sold with that much memory, as far as we know.")
        }
        Doubt::SystemMemoryRoundedUp { reported } => format!(
            "The system reports {reported} GB, a little less than is installed; the next usual size was taken."
        ),
        Doubt::ChannelsGuessed => {
            "The number of channels follows from the number of memory modules alone.".to_owned()
        }
    }
}
