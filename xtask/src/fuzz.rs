//! `cargo xtask fuzz`: runs the targets of `fuzz/` with libFuzzer, on the stable toolchain.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{process, project};

/// A target's name (a file in `fuzz/src/bin`), and the folders and files that are its seeds.
const TARGETS: [(&str, &[&str]); 5] = [
    ("gguf", &["tests/fixtures/gguf-headers"]),
    ("logs", &["tests/fixtures/engine-logs"]),
    ("model_config", &["tests/fixtures/configs"]),
    ("safetensors", &["tests/fixtures/safetensors"]),
    ("texts", &["tests/fixtures/pasted", "tests/fixtures/pasted/real"]),
];

/// What a run does where the command line says nothing else.
const RUNS: u64 = 10_000_000;
const LONGEST_INPUT: u64 = 4_096;

/// What makes LLVM count which code an input reaches and report what it compares (see LLVM's `SanitizerCoverage`), as
/// the usual front end of libFuzzer sets it. No sanitizer: those need a nightly toolchain, and the code has no `unsafe`.
const INSTRUMENTATION: &str = "--cfg fuzzing -Cpasses=sancov-module -Ccodegen-units=1 \
    -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";

struct Options {
    target: Option<String>,
    runs: u64,
    longest_input: u64,
    input: Option<PathBuf>,
}

/// Runs one target or all of them.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let options = parse(arguments)?;
    let triple = host_triple()?;
    let mut chosen = TARGETS
        .iter()
        .filter(|(name, _)| options.target.as_deref().is_none_or(|target| target == *name))
        .peekable();
    if chosen.peek().is_none() {
        let names: Vec<_> = TARGETS.iter().map(|(name, _)| *name).collect();
        return Err(format!(
            "there is no such target; there are: {}",
            names.join(", ")
        ));
    }
    for (name, seeds) in chosen {
        println!("fuzz: {name}");
        let program = build(name, &triple)?;
        process::run(&mut fuzzer(&program, name, seeds, &options)?)?;
    }
    Ok(())
}

fn parse(arguments: &[String]) -> Result<Options, String> {
    let mut options = Options {
        target: None,
        runs: RUNS,
        longest_input: LONGEST_INPUT,
        input: None,
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        let number = |text: &String| text.parse().map_err(|_| format!("`{text}` is no number"));
        match argument.as_str() {
            "--runs" => options.runs = number(value()?)?,
            "--longest-input" => options.longest_input = number(value()?)?,
            "--input" => options.input = Some(PathBuf::from(value()?)),
            name if !name.starts_with('-') && options.target.is_none() => {
                options.target = Some(name.to_owned());
            }
            other => return Err(format!("unexpected `{other}`")),
        }
    }
    if options.input.is_some() && options.target.is_none() {
        return Err("--input needs the name of a target".to_owned());
    }
    Ok(options)
}

/// The triple of this machine. Naming it keeps the instrumentation away from build scripts, which could not be linked.
fn host_triple() -> Result<String, String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .arg("-vV")
        .output()
        .map_err(|error| format!("rustc could not be started: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or("rustc does not name its host".to_owned())
}

fn folder() -> PathBuf {
    project::target().join("fuzz")
}

fn build(name: &str, triple: &str) -> Result<PathBuf, String> {
    let mut cargo = process::cargo();
    cargo
        .args(["build", "--release", "--manifest-path"])
        .arg(Path::new("fuzz").join("Cargo.toml"))
        .args(["--bin", name, "--target", triple, "--target-dir"])
        .arg(folder())
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env("RUSTFLAGS", INSTRUMENTATION);
    process::run(&mut cargo)?;
    let program = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(folder().join(triple).join("release").join(program))
}

fn fuzzer(program: &Path, name: &str, seeds: &[&str], options: &Options) -> Result<Command, String> {
    let made = |path: PathBuf| {
        std::fs::create_dir_all(&path)
            .map(|()| path.clone())
            .map_err(|error| format!("{}: {error}", path.display()))
    };
    let corpus = made(folder().join("corpus").join(name))?;
    let artifacts = made(folder().join("artifacts").join(name))?;
    let mut fuzzer = Command::new(program);
    fuzzer
        .arg(format!(
            "-artifact_prefix={}{}",
            artifacts.display(),
            std::path::MAIN_SEPARATOR
        ))
        .args(["-timeout=10", "-rss_limit_mb=2048"]);
    if let Some(input) = &options.input {
        fuzzer.arg(input);
        return Ok(fuzzer);
    }
    let dictionary = project::root()
        .join("fuzz/dictionaries")
        .join(format!("{name}.dict"));
    if dictionary.is_file() {
        fuzzer.arg(format!("-dict={}", dictionary.display()));
    }
    fuzzer
        .args([
            format!("-runs={}", options.runs),
            format!("-max_len={}", options.longest_input),
            "-print_final_stats=1".to_owned(),
        ])
        .arg(corpus)
        .args(seeds.iter().map(|seed| project::root().join(seed)));
    Ok(fuzzer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_in_the_list_and_its_seeds_exist() {
        let sources = std::fs::read_dir(project::root().join("fuzz/src/bin")).expect("the targets are there");
        let mut names: Vec<_> = sources
            .map(|entry| entry.expect("the folder can be listed").path())
            .map(|path| {
                path.file_stem()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        let mut listed: Vec<_> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
        listed.sort();
        assert_eq!(names, listed);
        for seed in TARGETS.iter().flat_map(|(_, seeds)| *seeds) {
            assert!(project::root().join(seed).exists(), "{seed}");
        }
    }

    #[test]
    fn the_command_line_is_read() {
        let words = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
        let options = parse(&words("gguf --runs 7 --longest-input 9")).expect("it is right");
        assert_eq!(
            (options.target.as_deref(), options.runs, options.longest_input),
            (Some("gguf"), 7, 9)
        );
        assert!(parse(&words("--input x")).is_err());
        assert!(parse(&words("--runs many")).is_err());
        assert!(parse(&words("gguf other")).is_err());
    }
}
