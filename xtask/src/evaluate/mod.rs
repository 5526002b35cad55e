//! `cargo xtask evaluate SUBJECT FILE [--json]`: holds the program's answers against a file of right ones.

mod recognition;

const USAGE: &str = "usage: cargo xtask evaluate recognition FILE [--json]";

/// Runs the command.
///
/// # Errors
/// A sentence for the terminal: what could not be read or understood.
pub fn run(args: &[String]) -> Result<(), String> {
    let is_json = args.iter().any(|argument| argument == "--json");
    let rest: Vec<&str> = args
        .iter()
        .map(String::as_str)
        .filter(|argument| *argument != "--json")
        .collect();
    match rest.as_slice() {
        ["recognition", file] => recognition::run(file, is_json),
        _ => Err(USAGE.to_owned()),
    }
}
