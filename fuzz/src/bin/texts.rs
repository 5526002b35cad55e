//! Texts that people and browsers give: outputs of system tools, names of GPUs, addresses.
#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use llm_lens::domain::app::route::Route;
use llm_lens::domain::machine::devices::Devices;
use llm_lens::domain::machine::pasted;
use llm_lens::domain::machine::recognition::{AdapterStrings, recognise};
use llm_lens::domain::run::settings::RunSettings;

static DEVICES: OnceLock<Devices> = OnceLock::new();

fn devices() -> &'static Devices {
    DEVICES.get_or_init(|| Devices::parse(include_str!("../../../static/devices.txt")).unwrap_or_default())
}

fuzz_target!(|data: &[u8]| {
    let Some((&kind, rest)) = data.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    match kind % 4 {
        0 => drop(pasted::read(text, devices())),
        1 => {
            let adapter = AdapterStrings {
                renderer: text,
                ..AdapterStrings::default()
            };
            let _ = recognise(&adapter, devices());
        }
        2 => {
            let route = Route::parse(text);
            let written = route.fragment();
            assert_eq!(Route::parse(&written).fragment(), written);
        }
        _ => drop(RunSettings::parse(text)),
    }
});
