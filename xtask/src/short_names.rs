//! Short names for what the wasm of a release imports.
//!
//! wasm-bindgen calls each import by a hash (`__wbg_setTimeout_a60d83bec06b4345`, of the module `./llm-lens_bg.js`), in
//! the wasm and again in its JavaScript. No compression can shrink a hash, and there are some 250. The names mean
//! something to these two files only, so both get short ones.

use crate::{javascript, wasm_imports};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::Path;

/// What the one module that everything is imported from is called.
const MODULE: &str = "w";

/// Renames the imports in both files of the app, and gives the files names that fit their new content; answers the page
/// with these names. What is not understood stays as it is, and a printed line says so.
pub fn shorten(page: &str, folder: &Path, script: &str) -> Result<String, String> {
    let Some(stem) = script.strip_suffix(".js") else {
        return Err(format!("the script of the app, '{script}', does not end in .js"));
    };
    let wasm_file = format!("{stem}_bg.wasm");
    let failed = |error: std::io::Error| format!("{stem}: {error}");
    let text = std::fs::read_to_string(folder.join(script)).map_err(failed)?;
    let wasm = std::fs::read(folder.join(&wasm_file)).map_err(failed)?;
    let (text, wasm) = match renamed(&text, &wasm) {
        Ok(renamed) => renamed,
        Err(reason) => {
            println!("The names of the imports stay long: {reason}.");
            return Ok(page.to_owned());
        }
    };
    // The hash that Trunk put into the names is of the old content. With it, a change of this code alone would publish
    // other bytes under a name that browsers still hold, and the checksums of the page would refuse those.
    let new_stem = stem_of(stem, &text, &wasm);
    for file in [script, wasm_file.as_str()] {
        std::fs::remove_file(folder.join(file)).map_err(failed)?;
    }
    std::fs::write(folder.join(format!("{new_stem}.js")), text).map_err(failed)?;
    std::fs::write(folder.join(format!("{new_stem}_bg.wasm")), wasm).map_err(failed)?;
    Ok(page.replace(stem, &new_stem))
}

/// The JavaScript and the wasm with short names, or why not.
fn renamed(text: &str, wasm: &[u8]) -> Result<(String, Vec<u8>), String> {
    let module = wasm_imports::Module::parse(wasm).map_err(|refusal| refusal.to_string())?;
    let Some(first) = module.imports.first() else {
        return Err("there are none".to_owned());
    };
    if module.imports.iter().any(|import| import.module != first.module) {
        return Err("they come from more than one module".to_owned());
    }
    let mut names = HashMap::new();
    for import in &module.imports {
        let next = short_name(names.len());
        names.entry(import.name).or_insert(next);
    }
    let short = javascript::with_keys(text, &names)
        .and_then(|text| javascript::with_quoted_key(&text, first.module, MODULE))
        .map_err(|refusal| refusal.to_string())?;
    let short = javascript::without_indents(&short).unwrap_or_else(|refusal| {
        println!("The JavaScript keeps its indents and comments: {refusal}.");
        short
    });
    let wasm = module.with_names(|import| {
        let name = names.get(import.name).map_or(import.name, String::as_str);
        (MODULE, name)
    });
    Ok((short, wasm))
}

/// `aa`, `ab`, …, `ZZ`, then three letters. Neighbours differ in their last letter, which compresses best.
fn short_name(mut number: usize) -> String {
    const LETTERS: &[u8; 52] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut name = Vec::new();
    while number > 0 || name.len() < 2 {
        name.push(char::from(LETTERS[number % LETTERS.len()]));
        number /= LETTERS.len();
    }
    name.iter().rev().collect()
}

/// `name-<hash>` with the hash of the new content; a name without a hash stays.
fn stem_of(stem: &str, text: &str, wasm: &[u8]) -> String {
    let Some((name, old)) = stem.rsplit_once('-') else {
        return stem.to_owned();
    };
    if old.len() != 16 || !old.bytes().all(|letter| letter.is_ascii_hexdigit()) {
        return stem.to_owned();
    }
    let digest = Sha256::new().chain_update(text).chain_update(wasm).finalize();
    let hash: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("{name}-{hash}")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that imports two functions, `__wbg_a_0f` and `__wbg_b_1e`, from `./x_bg.js`.
    const WASM: &[u8] = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x02\x2f\x02\x09./x_bg.js\x0a__wbg_a_0f\0\0\x09./x_bg.js\x0a__wbg_b_1e\0\0";
    const SCRIPT: &str =
        "const import0 = {\n    __wbg_a_0f: a,\n    __wbg_b_1e: b,\n};\nreturn { \"./x_bg.js\": import0 };\n";

    #[test]
    fn both_files_get_the_same_short_names() {
        let (text, wasm) = renamed(SCRIPT, WASM).unwrap();
        assert_eq!(
            text,
            "const import0 = {\naa: a,\nab: b,\n};\nreturn { \"w\": import0 };\n"
        );
        let imports = wasm_imports::Module::parse(&wasm).unwrap().imports;
        let names: Vec<_> = imports
            .iter()
            .map(|import| (import.module, import.name))
            .collect();
        assert_eq!(names, [("w", "aa"), ("w", "ab")]);
    }

    #[test]
    fn files_that_do_not_fit_together_are_left_alone() {
        assert!(renamed(&SCRIPT.replace("__wbg_b_1e", "other"), WASM).is_err());
        assert!(renamed(&SCRIPT.replace("./x_bg.js", "./y_bg.js"), WASM).is_err());
        assert!(renamed(SCRIPT, &WASM[..20]).is_err());
        assert!(renamed(SCRIPT, &WASM[..8]).is_err());
    }

    #[test]
    fn short_names_are_all_different() {
        assert_eq!(
            [0, 1, 52, 2703, 2704].map(short_name),
            ["aa", "ab", "ba", "ZZ", "baa"]
        );
        let all: std::collections::HashSet<_> = (0..10_000).map(short_name).collect();
        assert_eq!(all.len(), 10_000);
    }

    #[test]
    fn the_names_of_the_files_follow_their_content() {
        let first = stem_of("llm-lens-43793021a45aaada", "text", WASM);
        assert_eq!(first.len(), "llm-lens-43793021a45aaada".len());
        assert!(first.starts_with("llm-lens-"));
        assert_ne!(first, stem_of("llm-lens-43793021a45aaada", "other", WASM));
        assert_eq!(stem_of("llm-lens", "text", WASM), "llm-lens");
    }
}
