//! `cargo xtask read SUBJECT FILE|-`: prints as JSON what the program understands of a text, and what it does not.

pub mod hardware;
pub mod log;

use std::io::Read;

const USAGE: &str = "usage: cargo xtask read hardware|log FILE|-";

/// Runs the command.
///
/// # Errors
/// A sentence for the terminal: what could not be read.
pub fn run(arguments: &[String]) -> Result<(), String> {
    match arguments {
        [subject, file] if subject == "hardware" => hardware::run(&text(file)?),
        [subject, file] if subject == "log" => log::run(&text(file)?),
        _ => Err(USAGE.to_owned()),
    }
}

/// The text of a file, or of the standard input for `-`. Bytes that are no UTF-8 are replaced, as a paste would have them.
fn text(file: &str) -> Result<String, String> {
    let mut bytes = Vec::new();
    let read = if file == "-" {
        std::io::stdin().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(file).map(|read| bytes = read)
    };
    read.map_err(|error| format!("cannot read {file}: {error}"))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
