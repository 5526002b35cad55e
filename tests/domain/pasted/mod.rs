//! Machines from pasted text.

mod bounds;
mod cases;
mod tools;
mod words;

use llm_lens::domain::machine::pasted::{PastedError, Understood, read};

use super::devices::shipped;

fn understood(text: &str) -> Understood {
    read(text, shipped()).unwrap()
}

fn error(text: &str) -> PastedError {
    read(text, shipped()).unwrap_err()
}

/// Each device as `count × ids, memory`, and the system memory in GB.
fn summary(understood: &Understood) -> (Vec<String>, Option<u32>) {
    let devices = understood.devices.iter().map(|device| {
        let memory = device.memory.map_or("-".to_owned(), |size| size.to_string());
        format!("{} x {} {memory}", device.count, device.ids.join("/"))
    });
    let system = understood.system_memory.map(|size| size.thousandths() / 1000);
    (devices.collect(), system)
}
