//! `cargo xtask size`: the bytes of every file of the build, and the budget of the first load (design, section 6).

use crate::figures::Figure;
use crate::{process, project, split};
use std::path::Path;

/// The most that a first visit may cost: HTML, CSS, JS and wasm, brotli 11, 1 KB = 1000 bytes.
const FIRST_LOAD_LIMIT: u64 = 300_000;
/// What we aim for.
const FIRST_LOAD_AIM: u64 = 220_000;
/// The most that all the parts that are loaded later may cost together, brotli 11. Nobody waits for them before they open
/// what is in them, but a phone on a slow line does then. The readers of machines' descriptions, by tool and in eight
/// languages, are a quarter of it.
const LATER_LIMIT: u64 = 460_000;

/// Node has both compressors built in, so the project needs no package for them.
const MEASURE: &str = "\
const { readFileSync } = require('node:fs');
const { gzipSync, brotliCompressSync, constants } = require('node:zlib');
for (const file of process.argv.slice(1)) {
  const bytes = readFileSync(file);
  const brotli = brotliCompressSync(bytes, { params: {
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  } });
  console.log(bytes.length, gzipSync(bytes, { level: 9 }).length, brotli.length);
}";

struct Measured {
    file: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Runs the command.
pub fn run(arguments: &[String]) -> Result<(), String> {
    if let Some(other) = arguments.first() {
        return Err(format!("size does not know '{other}'; see `cargo xtask help`"));
    }
    check_build(&mut Vec::new())
}

/// Prints the sizes of the build in `dist/` and checks its budget.
pub fn check_build(figures: &mut Vec<Figure>) -> Result<(), String> {
    let folder = project::dist();
    if !folder.join("index.html").is_file() {
        return Err("there is no build in dist/; run `cargo xtask build` first".to_owned());
    }
    let measured = measure(&folder)?;
    print_table(&measured);
    let brotli: u64 = first_load(&measured).map(|entry| entry.brotli).sum();
    figures.push(Figure::new(
        "first load, brotli 11",
        format!("{brotli} bytes (limit {FIRST_LOAD_LIMIT}, aim {FIRST_LOAD_AIM})"),
    ));
    let later: u64 = measured
        .iter()
        .filter(|entry| split::is_later(&entry.file))
        .map(|entry| entry.brotli)
        .sum();
    figures.push(Figure::new(
        "loaded later, brotli 11",
        format!("{later} bytes (limit {LATER_LIMIT})"),
    ));
    if later > LATER_LIMIT {
        return Err(format!(
            "what is loaded later is {later} bytes with brotli 11; the limit is {LATER_LIMIT}"
        ));
    }
    check(&measured)
}

/// The files of a folder, with `/` between folders, sorted.
pub fn files(folder: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut pending = vec![String::new()];
    while let Some(prefix) = pending.pop() {
        let directory = folder.join(&prefix);
        let failed = |error: std::io::Error| format!("{}: {error}", directory.display());
        for entry in std::fs::read_dir(&directory).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().map_err(failed)?.is_dir() {
                pending.push(format!("{name}/"));
            } else {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn measure(folder: &Path) -> Result<Vec<Measured>, String> {
    let names = files(folder)?;
    let output = process::output(
        process::command("node")
            .args(["-e", MEASURE])
            .args(names.iter().map(|name| folder.join(name))),
    )
    .ok_or("Node.js is needed to measure (20 or later): https://nodejs.org/")?;
    let measured: Vec<Measured> = names
        .into_iter()
        .zip(output.lines())
        .filter_map(|(file, line)| {
            let mut numbers = line.split(' ').map(str::parse::<u64>);
            let mut next = || numbers.next()?.ok();
            Some(Measured {
                file,
                raw: next()?,
                gzip: next()?,
                brotli: next()?,
            })
        })
        .collect();
    Ok(measured)
}

/// What a first visit must load before it can show anything judged. The worker, the icons, the
/// manifest, the catalog and the later parts come afterwards.
fn is_first_load(file: &str) -> bool {
    let extension = Path::new(file)
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    file == "index.html"
        || (file != "sw.js" && !split::is_later(file) && ["css", "js", "wasm"].contains(&extension))
}

fn first_load(measured: &[Measured]) -> impl Iterator<Item = &Measured> {
    measured.iter().filter(|entry| is_first_load(&entry.file))
}

fn print_table(measured: &[Measured]) {
    let width = measured
        .iter()
        .map(|entry| entry.file.len())
        .max()
        .unwrap_or(0)
        .max(24);
    println!(
        "{:width$}  {:>9}  {:>9}  {:>9}",
        "bytes", "raw", "gzip 9", "brotli 11"
    );
    for entry in measured {
        let mark = if is_first_load(&entry.file) { "*" } else { " " };
        println!(
            "{:width$}  {:>9}  {:>9}  {:>9} {mark}",
            entry.file, entry.raw, entry.gzip, entry.brotli
        );
    }
    let (raw, gzip, brotli) = first_load(measured).fold((0, 0, 0), |(raw, gzip, brotli), entry| {
        (raw + entry.raw, gzip + entry.gzip, brotli + entry.brotli)
    });
    println!(
        "{:width$}  {raw:>9}  {gzip:>9}  {brotli:>9}",
        "first load (marked *)"
    );
}

fn check(measured: &[Measured]) -> Result<(), String> {
    if !first_load(measured).any(|entry| entry.file.ends_with(".wasm")) {
        return Err("the build holds no wasm, or it could not be measured".to_owned());
    }
    let brotli: u64 = first_load(measured).map(|entry| entry.brotli).sum();
    if brotli > FIRST_LOAD_LIMIT {
        return Err(format!(
            "the first load is {brotli} bytes with brotli 11; the limit is {FIRST_LOAD_LIMIT}"
        ));
    }
    println!("The first load is within the limit of {FIRST_LOAD_LIMIT} bytes (aim: {FIRST_LOAD_AIM}).");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_load_is_the_page_with_its_styles_scripts_and_wasm() {
        for counted in ["index.html", "base-1f.css", "boot-2e.js", "llm-lens-3d_bg.wasm"] {
            assert!(is_first_load(counted), "{counted}");
        }
        for other in [
            "later-3d/split_model.wasm",
            "later-3d/loader.js",
            "later-1a.css",
            "sw.js",
            "404.html",
            "catalog.json",
            "icons/icon.svg",
            ".nojekyll",
        ] {
            assert!(!is_first_load(other), "{other}");
        }
    }

    #[test]
    fn a_first_load_over_the_limit_fails() {
        let page = |brotli| {
            vec![Measured {
                file: "a_bg.wasm".to_owned(),
                raw: 1,
                gzip: 1,
                brotli,
            }]
        };
        assert!(check(&page(FIRST_LOAD_LIMIT)).is_ok());
        assert!(check(&page(FIRST_LOAD_LIMIT + 1)).is_err());
        assert!(check(&[]).is_err());
    }
}
