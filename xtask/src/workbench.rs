//! What the files of the second module need after Trunk: names with a hash, and their places in the page.
//!
//! Trunk builds a module that the page does not start by itself only as a "worker", and gives workers neither a hash nor
//! a checksum.

use sha2::{Digest, Sha256};
use std::path::Path;

/// The name that Trunk gives, which is the binary's.
pub const STEM: &str = "llm-lens-workbench";
/// The styles, before they get their hash.
const STYLES: &str = "workbench.css";
/// What Yew calls the properties by which it knows its elements and events.
const MARKS: &str = "__yew_";
/// What the second module calls them. Both modules run Yew on one document: with the same marks, each would take the
/// elements of the other for its own and call the wrong listeners.
const OWN_MARKS: &str = "__yew2_";

/// Gives the three files names that fit their content, and the page these names. Answers the page and the script's name.
pub fn finish(page: &str, folder: &Path) -> Result<(String, String), String> {
    let read = |file: &str| std::fs::read(folder.join(file)).map_err(|error| format!("{file}: {error}"));
    let script_file = format!("{STEM}.js");
    let wasm_file = format!("{STEM}_bg.wasm");
    let script = String::from_utf8(read(&script_file)?).map_err(|_| format!("{script_file} is not UTF-8"))?;
    let (wasm, styles) = (read(&wasm_file)?, read(STYLES)?);
    let script = with_own_marks(&script)?;
    let stem = format!("{STEM}-{}", hash(&[script.as_bytes(), &wasm]));
    let styles_file = format!("workbench-{}.css", hash(&[&styles]));
    let write = |file: &str, bytes: &[u8]| {
        std::fs::write(folder.join(file), bytes).map_err(|error| format!("{file}: {error}"))
    };
    for file in [script_file.as_str(), wasm_file.as_str(), STYLES] {
        std::fs::remove_file(folder.join(file)).map_err(|error| format!("{file}: {error}"))?;
    }
    let types = folder.join(format!("{STEM}.d.ts"));
    if types.is_file() {
        std::fs::remove_file(&types).map_err(|error| format!("{}: {error}", types.display()))?;
    }
    write(
        &format!("{stem}.js"),
        script.replace(&wasm_file, &format!("{stem}_bg.wasm")).as_bytes(),
    )?;
    write(&format!("{stem}_bg.wasm"), &wasm)?;
    write(&styles_file, &styles)?;
    let mut page = page.to_owned();
    for (old, new) in [
        (&script_file, format!("{stem}.js")),
        (&wasm_file, format!("{stem}_bg.wasm")),
        (&STYLES.to_owned(), styles_file),
    ] {
        if !page.contains(old.as_str()) {
            return Err(format!("index.html does not name {old}"));
        }
        page = page.replace(old.as_str(), &new);
    }
    Ok((page, format!("{stem}.js")))
}

fn with_own_marks(script: &str) -> Result<String, String> {
    // One for subtrees, one for listeners; without them Yew works differently from what is known here.
    for mark in ["__yew_subtree_id", "__yew_listener_id"] {
        if !script.contains(mark) {
            return Err(format!(
                "{STEM}.js does not hold {mark}: Yew marks its elements in another way, and two of it on one page may mix them up"
            ));
        }
    }
    Ok(script.replace(MARKS, OWN_MARKS))
}

fn hash(parts: &[&[u8]]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update(part);
    }
    digest
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_the_second_module_differ_from_those_of_the_first() {
        let script = "a.__yew_subtree_id = b.__yew_subtree_cache_key; c.__yew_listener_id";
        let own = with_own_marks(script).unwrap();
        assert!(!own.contains(MARKS), "{own}");
        assert!(own.contains("__yew2_subtree_cache_key"), "{own}");
        assert!(with_own_marks("nothing").is_err());
    }
}
