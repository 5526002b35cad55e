//! `cargo xtask test`: every check of the project, each with its result and time, and the figures that were measured.

use crate::figures::{self, Figure};
use crate::{browser, build, install, process, project, size};
use std::process::Command;
use std::time::{Duration, Instant};

/// The path the page is tested under: a sub-path, as project pages of GitHub have.
const TEST_PUBLIC_URL: &str = "/llm-lens/";
/// The most that the native tests may take once they are built (design, section 6).
const DOMAIN_LIMIT: Duration = Duration::from_secs(30);

/// A part adds what it measures, whether it passes or not.
type Part = (&'static str, fn(&mut Vec<Figure>) -> Result<(), String>);

/// In this order: what fails quickest comes first, and the browser needs the build.
const PARTS: [Part; 6] = [
    ("fmt", fmt),
    ("clippy", clippy),
    ("domain", domain),
    ("build", build_release),
    ("budgets", budgets),
    ("browser", browser_tests),
];

/// Runs the command.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let known = || PARTS.map(|(name, _)| name).join(", ");
    if let Some(other) = arguments
        .iter()
        .find(|argument| !PARTS.iter().any(|(name, _)| name == argument))
    {
        return Err(format!("there is no part '{other}'; the parts are {}", known()));
    }
    let chosen = PARTS
        .iter()
        .filter(|(name, _)| arguments.is_empty() || arguments.iter().any(|argument| argument == name));

    let mut figures = Vec::new();
    let mut results = Vec::new();
    for (name, part) in chosen {
        println!("\n=== {name}");
        let start = Instant::now();
        let result = part(&mut figures);
        let seconds = start.elapsed().as_secs_f32();
        match &result {
            Ok(()) => println!("=== {name}: passed in {seconds:.1} s"),
            Err(message) => println!("=== {name}: FAILED after {seconds:.1} s: {message}"),
        }
        results.push((*name, result, seconds));
    }

    if !figures.is_empty() {
        println!("\n=== Figures");
        figures::print(&figures);
    }
    println!("\n=== Summary");
    for (name, result, seconds) in &results {
        let word = if result.is_ok() { "passed" } else { "FAILED" };
        println!("{name:8}  {word}  {seconds:7.1} s");
    }
    let failed: Vec<&str> = results
        .iter()
        .filter(|(_, result, _)| result.is_err())
        .map(|(name, ..)| *name)
        .collect();
    println!("{} passed, {} failed", results.len() - failed.len(), failed.len());
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("failed: {}", failed.join(", ")))
    }
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = process::cargo();
    command.args(arguments);
    if project::is_ci() && arguments.first() != Some(&"fmt") {
        command.arg("--locked");
    }
    command
}

fn fmt(_: &mut Vec<Figure>) -> Result<(), String> {
    install::ensure_component("rustfmt", "fmt")?;
    process::run(&mut cargo(&["fmt", "--all", "--check"]))?;
    // A workspace of its own (see its Cargo.toml).
    process::run(process::cargo().args(["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]))
}

fn clippy(_: &mut Vec<Figure>) -> Result<(), String> {
    install::ensure_component("clippy", "clippy")?;
    install::ensure_wasm_target()?;
    let strict = ["--", "--deny", "warnings"];
    let native = process::run(cargo(&["clippy", "--workspace", "--all-targets"]).args(strict));
    let wasm = process::run(
        cargo(&["clippy", "--target", "wasm32-unknown-unknown", "--lib", "--bins"]).args(strict),
    );
    native.and(wasm)
}

fn domain(figures: &mut Vec<Figure>) -> Result<(), String> {
    process::run(&mut cargo(&["test", "--workspace", "--no-run"]))?;
    let start = Instant::now();
    let tests = process::run(&mut cargo(&[
        "test",
        "--workspace",
        "--lib",
        "--bins",
        "--tests",
        "--no-fail-fast",
    ]));
    let elapsed = start.elapsed();
    let examples = process::run(&mut cargo(&["test", "--package", "llm-lens", "--doc"]));
    let seconds = elapsed.as_secs_f32();
    let limit = DOMAIN_LIMIT.as_secs();
    figures.push(Figure::new(
        "native tests",
        format!("{seconds:.1} s (limit {limit} s)"),
    ));
    tests.and(examples)?;
    if elapsed > DOMAIN_LIMIT {
        Err("the native tests are over their limit".to_owned())
    } else {
        Ok(())
    }
}

fn build_release(_: &mut Vec<Figure>) -> Result<(), String> {
    build::release(TEST_PUBLIC_URL, false)
}

fn budgets(figures: &mut Vec<Figure>) -> Result<(), String> {
    ensure_build()?;
    size::check_build(figures)
}

fn browser_tests(figures: &mut Vec<Figure>) -> Result<(), String> {
    ensure_build()?;
    browser::run_tests(figures)
}

/// A part run by itself may find a build of another address, or none.
fn ensure_build() -> Result<(), String> {
    let page = std::fs::read_to_string(project::dist().join("index.html")).unwrap_or_default();
    let is_for_tests = page.contains(&format!("href={TEST_PUBLIC_URL}"))
        || page.contains(&format!("href=\"{TEST_PUBLIC_URL}\""));
    if is_for_tests {
        Ok(())
    } else {
        build::release(TEST_PUBLIC_URL, false)
    }
}
