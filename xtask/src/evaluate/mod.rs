//! `cargo xtask evaluate SUBJECT FILE [--json]`: holds the program's answers against a file of measured or right ones.

mod log_facts;
mod logs;
mod memory;
mod memory_table;
mod pasted;
mod recognition;
mod speed;
mod speed_peers;
mod speed_rows;

const USAGE: &str = "usage: cargo xtask evaluate logs|memory|pasted|recognition|speed FILE [--json]";

/// Runs the command.
///
/// # Errors
/// A sentence for the terminal: what could not be read or understood.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let Some((subject, rest)) = arguments.split_first() else {
        return Err(USAGE.to_owned());
    };
    if subject == "memory" {
        return memory::run(rest);
    }
    let is_json = rest.iter().any(|argument| argument == "--json");
    let mut files = rest.iter().filter(|argument| *argument != "--json");
    match (subject.as_str(), files.next(), files.next()) {
        ("logs", Some(file), None) => logs::run(file, is_json),
        ("pasted", Some(file), None) => pasted::run(file, is_json),
        ("recognition", Some(file), None) => recognition::run(file, is_json),
        ("speed", Some(file), None) => speed::run(file, is_json),
        _ => Err(USAGE.to_owned()),
    }
}
