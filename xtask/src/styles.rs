//! The styles of the page: two files, each put together from the sheets that it names.
//!
//! What the first paint needs is one small file, so that no chain of requests stands before it; what the parts that are
//! loaded later need is another.

use lightningcss::bundler::{Bundler, FileProvider};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions};
use sha2::{Digest, Sha256};
use std::path::Path;

use crate::project;

/// The sheets that name others, and so the names that the page knows before they get their hashes.
pub const SHEETS: [&str; 2] = ["first.css", "later.css"];

/// Puts the styles together in the build, and answers the page with their names.
pub fn finish(page: &str, folder: &Path) -> Result<String, String> {
    let mut page = page.to_owned();
    for sheet in SHEETS {
        let text = bundled(&project::root().join("static").join("styles").join(sheet))?;
        let hash: String = Sha256::digest(&text)
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let named = sheet.replace(".css", &format!("-{hash}.css"));
        if !page.contains(sheet) {
            return Err(format!("index.html does not name {sheet}"));
        }
        page = page.replace(sheet, &named);
        let path = folder.join(&named);
        std::fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(page)
}

/// A sheet with those it imports, without what browsers do not need.
fn bundled(path: &Path) -> Result<String, String> {
    let failed = |error: String| format!("{}: {error}", path.display());
    let files = FileProvider::new();
    let mut bundler = Bundler::new(&files, None, ParserOptions::default());
    let mut sheet = bundler.bundle(path).map_err(|error| failed(error.to_string()))?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| failed(error.to_string()))?;
    let options = PrinterOptions {
        minify: true,
        ..PrinterOptions::default()
    };
    let printed = sheet.to_css(options).map_err(|error| failed(error.to_string()))?;
    Ok(printed.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sheet_is_part_of_one_file_and_of_one_only() {
        let folder = project::root().join("static").join("styles");
        let read = |sheet: &str| std::fs::read_to_string(folder.join(sheet)).expect("the sheet is there");
        let named = SHEETS.map(read).concat();
        for entry in std::fs::read_dir(&folder).expect("there are styles") {
            let name = entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned();
            if !SHEETS.contains(&name.as_str()) {
                let import = format!("@import \"./{name}\";");
                assert_eq!(named.matches(&import).count(), 1, "{name}");
            }
        }
    }
}
