//! Splitting a release: one program of WebAssembly becomes a first file and others that are loaded when they are needed.
//!
//! Trunk has built the program and run wasm-bindgen over all of it. Here the linked program, with its relocations
//! (`build.rs`), goes through `wasm_split_cli_support`, which cuts it at the borders of `src/ui/pages/later.rs`; then
//! wasm-bindgen runs over the first file alone, wasm-opt over every file, and the results take the place of Trunk's.
//! wasm-opt must come last, or there is nothing left to cut.

use crate::{install, process, project};
use sha2::{Digest, Sha256};
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// The name of the program.
const PROGRAM: &str = "llm-lens";
/// Stands for the hash in every name while the files are made: they name each other, so their names come last.
const HASH_PLACE: &str = "0000000000000000";
/// How the names begin of what is loaded later: a folder with the hash, and the styles.
const LATER: &str = "later-";
/// What the program uses of WebAssembly; all of it is in browsers since 2023. (Told to wasm-opt by name: `all` would
/// write imports in a form that browsers refuse.)
const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-multivalue",
];

/// Splits the release that Trunk left in `folder`, and answers the page with the names of the new files.
pub fn split(page: &str, folder: &Path) -> Result<String, String> {
    let linked = project::target()
        .join("wasm32-unknown-unknown")
        .join("release")
        .join(format!("{PROGRAM}.wasm"));
    let input = std::fs::read(&linked).map_err(|error| format!("{}: {error}", linked.display()))?;
    let work = project::target().join("split");
    let later = work.join(format!("{LATER}{HASH_PLACE}"));
    if work.is_dir() {
        std::fs::remove_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
    }
    std::fs::create_dir_all(&later).map_err(|error| format!("{}: {error}", later.display()))?;

    let stem = format!("{PROGRAM}-{HASH_PLACE}");
    let main = work.join(format!("{stem}.wasm"));
    let mut options = wasm_split_cli_support::Options::new(&input);
    let link_name = format!("./{LATER}{HASH_PLACE}/loader.js");
    let main_module = format!("../{stem}.js");
    options.output_dir = &work;
    options.main_out_path = &main;
    options.link_name = &link_name;
    options.main_module = &main_module;
    let made = wasm_split_cli_support::transform(options)
        .map_err(|error| format!("the program could not be split: {error:#}"))?;
    if made.split_modules.is_empty() {
        return Err("the release has no borders to be split at; see build.rs".to_owned());
    }
    Bindgen::new()
        .input_path(&main)
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .typescript(false)
                .keep_lld_exports(true)
                .out_name(&stem)
                .generate(&work)
        })
        .map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    std::fs::remove_file(&main).map_err(|error| format!("{}: {error}", main.display()))?;

    // The loader looks for them where it lies itself.
    let mut wasm = Vec::new();
    for made in made.split_modules {
        let beside_loader = later.join(made.file_name().unwrap_or_default());
        std::fs::rename(&made, &beside_loader).map_err(|error| format!("{}: {error}", made.display()))?;
        wasm.push(beside_loader);
    }
    wasm.push(work.join(format!("{stem}_bg.wasm")));
    for file in &wasm {
        optimize(file)?;
    }
    publish(page, folder, &work)
}

/// Makes a file smaller with wasm-opt.
fn optimize(file: &Path) -> Result<(), String> {
    let program = install::wasm_opt().ok_or("wasm-opt is missing; build with `cargo xtask build`")?;
    let mut command = process::command(&program.to_string_lossy());
    command.arg("-Oz").args(FEATURES).arg(file).arg("-o").arg(file);
    process::run(&mut command)
}

/// Moves the files to the build in place of Trunk's, under names with the hash of all of them.
fn publish(page: &str, folder: &Path, work: &Path) -> Result<String, String> {
    let files = crate::size::files(work)?;
    let mut digest = Sha256::new();
    for file in &files {
        let path = work.join(file);
        let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        digest.update(file.as_bytes());
        digest.update(&bytes);
    }
    let hash: String = digest
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    for file in &files {
        let from = work.join(file);
        let to = folder.join(file.replace(HASH_PLACE, &hash));
        let bytes = std::fs::read(&from).map_err(|error| format!("{}: {error}", from.display()))?;
        if let Some(parent) = to.parent() {
            std::fs::create_dir_all(parent).map_err(|error| format!("{}: {error}", parent.display()))?;
        }
        std::fs::write(&to, with_hash(bytes, &hash)).map_err(|error| format!("{}: {error}", to.display()))?;
    }
    let old = old_stem(page).ok_or("index.html does not name the program")?;
    for ending in [".js", "_bg.wasm"] {
        let file = folder.join(format!("{old}{ending}"));
        std::fs::remove_file(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(page.replace(&old, &format!("{PROGRAM}-{hash}")))
}

/// Bytes with the hash in its place. The place is as long as the hash, so nothing moves, in wasm as in text.
fn with_hash(mut bytes: Vec<u8>, hash: &str) -> Vec<u8> {
    let place = HASH_PLACE.as_bytes();
    let mut from = 0;
    while let Some(found) = bytes
        .get(from..)
        .and_then(|rest| rest.windows(place.len()).position(|window| window == place))
    {
        let begin = from + found;
        let end = begin + place.len();
        if let Some(target) = bytes.get_mut(begin..end) {
            target.copy_from_slice(hash.as_bytes());
        }
        from = end;
    }
    bytes
}

/// The name that Trunk gave the program, without its endings.
fn old_stem(page: &str) -> Option<String> {
    page.split(['"', '\'', '=', '/', ' ', '>'])
        .find_map(|word| {
            word.strip_suffix(".js")
                .filter(|stem| stem.starts_with(&format!("{PROGRAM}-")))
        })
        .map(ToOwned::to_owned)
}

/// Every file that is loaded later, for checks of the build.
pub fn is_later(file: &str) -> bool {
    file.starts_with(LATER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_takes_every_place_and_moves_nothing() {
        let text = format!("a{HASH_PLACE}b{HASH_PLACE}");
        let hashed = with_hash(text.into_bytes(), "0123456789abcdef");
        assert_eq!(hashed, b"a0123456789abcdefb0123456789abcdef");
    }

    #[test]
    fn the_name_of_the_program_is_found_in_a_page_with_and_without_quotes() {
        for page in [
            "<link href=\"/x/llm-lens-1f.js\">",
            "<meta data-js=/x/llm-lens-1f.js data-wasm=/x/llm-lens-1f_bg.wasm>",
        ] {
            assert_eq!(old_stem(page).as_deref(), Some("llm-lens-1f"));
        }
        assert_eq!(old_stem("<p>"), None);
    }
}
