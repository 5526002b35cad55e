//! What the files of the second module need after Trunk: names with a hash, and their places in the page.
//!
//! Trunk builds a module that the page does not start by itself only as a "worker", and gives workers neither a hash nor
//! a checksum.

use sha2::{Digest, Sha256};
use std::path::Path;

/// The name that Trunk gives, which is the binary's.
pub const STEM: &str = "llm-lens-workbench";
/// The folder of the styles, which become one file.
const STYLES: &str = "workbench";
/// What the page calls that file before it gets its hash.
const STYLES_PLACE: &str = "workbench.css";
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
    let (wasm, styles) = (read(&wasm_file)?, joined_styles(&folder.join(STYLES))?);
    let script = with_own_marks(&script)?;
    let stem = format!("{STEM}-{}", hash(&[script.as_bytes(), &wasm]));
    let styles_file = format!("workbench-{}.css", hash(&[styles.as_bytes()]));
    let write = |file: &str, bytes: &[u8]| {
        std::fs::write(folder.join(file), bytes).map_err(|error| format!("{file}: {error}"))
    };
    for file in [script_file.as_str(), wasm_file.as_str()] {
        std::fs::remove_file(folder.join(file)).map_err(|error| format!("{file}: {error}"))?;
    }
    std::fs::remove_dir_all(folder.join(STYLES)).map_err(|error| format!("{STYLES}: {error}"))?;
    let types = folder.join(format!("{STEM}.d.ts"));
    if types.is_file() {
        std::fs::remove_file(&types).map_err(|error| format!("{}: {error}", types.display()))?;
    }
    write(
        &format!("{stem}.js"),
        script.replace(&wasm_file, &format!("{stem}_bg.wasm")).as_bytes(),
    )?;
    write(&format!("{stem}_bg.wasm"), &wasm)?;
    write(&styles_file, styles.as_bytes())?;
    let mut page = page.to_owned();
    for (old, new) in [
        (&script_file, format!("{stem}.js")),
        (&wasm_file, format!("{stem}_bg.wasm")),
        (&STYLES_PLACE.to_owned(), styles_file),
    ] {
        if !page.contains(old.as_str()) {
            return Err(format!("index.html does not name {old}"));
        }
        page = page.replace(old.as_str(), &new);
    }
    Ok((page, format!("{stem}.js")))
}

/// The style sheets of a folder, in the order of their names, without comments and indents: Trunk shrinks only those that
/// the page itself links.
fn joined_styles(folder: &Path) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .map_err(failed)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(failed)?;
    files.sort();
    let mut joined = String::new();
    for file in files {
        joined.push_str(&std::fs::read_to_string(&file).map_err(failed)?);
    }
    Ok(shrunk(&joined))
}

/// Style rules without comments, indents and empty lines. No string of ours holds a comment.
fn shrunk(styles: &str) -> String {
    let mut rest = styles;
    let mut text = String::new();
    while let Some((before, comment)) = rest.split_once("/*") {
        text.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
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
    fn styles_lose_their_comments_and_indents() {
        let styles = "/* A\n b */\n.a {\n  color: red; /* why */\n}\n\n.b {}\n";
        assert_eq!(shrunk(styles), ".a {\ncolor: red;\n}\n.b {}\n");
    }

    #[test]
    fn the_marks_of_the_second_module_differ_from_those_of_the_first() {
        let script = "a.__yew_subtree_id = b.__yew_subtree_cache_key; c.__yew_listener_id";
        let own = with_own_marks(script).unwrap();
        assert!(!own.contains(MARKS), "{own}");
        assert!(own.contains("__yew2_subtree_cache_key"), "{own}");
        assert!(with_own_marks("nothing").is_err());
    }
}
