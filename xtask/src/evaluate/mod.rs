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
//! `cargo xtask evaluate`: how far the app's figures are from measured ones.

mod memory;

/// Runs one of the evaluations.
///
/// # Errors
/// What could not be read.
pub fn run(arguments: &[String]) -> Result<(), String> {
    match arguments.split_first() {
        Some((what, rest)) if what == "memory" => memory::run(rest),
        _ => Err("say what to evaluate: `cargo xtask evaluate memory FILE`".to_owned()),
    }
}
