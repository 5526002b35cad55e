//! Where the project's files are, and the versions of tools it asks for.
//!
//! The versions are read from the files that state them anyway (`Trunk.toml`, `tests/e2e/package.json`), so that each
//! is written down once.

use std::path::{Path, PathBuf};

/// The top folder of the project.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// Where the page for publishing and for the tests is built.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The folder with the browser tests and the project's only `package.json`.
pub fn e2e() -> PathBuf {
    root().join("tests").join("e2e")
}

/// Cargo's folder for build results.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// Tools of a version that differs from the reader's own are installed here, so that theirs stays as it is.
pub fn private_tools() -> PathBuf {
    target().join("tools")
}

/// True on a continuous-integration machine.
pub fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false" && value != "0")
}

/// The versions of tools that `Trunk.toml` asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct ToolVersions {
    /// The least version of Trunk, such as `0.21.14`; later ones of the same `0.21` will do.
    pub trunk: String,
    /// The exact version of the wasm-bindgen command line, such as `0.2.130`.
    pub wasm_bindgen: String,
    /// The exact version of wasm-opt, such as `132`.
    pub wasm_opt: String,
}

impl ToolVersions {
    /// Reads them from `Trunk.toml`.
    pub fn read() -> Result<Self, String> {
        let path = root().join("Trunk.toml");
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self, String> {
        let value = |key: &str| {
            text.lines()
                .filter_map(|line| line.split_once('='))
                .find(|(name, _)| name.trim() == key)
                .map(|(_, value)| value.trim().trim_matches('"').to_owned())
                .ok_or_else(|| format!("Trunk.toml does not say `{key}`"))
        };
        Ok(Self {
            trunk: value("trunk-version")?
                .trim_start_matches(['^', '=', '~'])
                .to_owned(),
            wasm_bindgen: value("wasm_bindgen")?,
            wasm_opt: value("wasm_opt")?.trim_start_matches("version_").to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_the_lines_that_state_them() {
        let text =
            "trunk-version = \"^0.21.14\"\n[tools]\nwasm_bindgen = \"0.2.130\"\nwasm_opt = \"version_132\"\n";
        let expected = ToolVersions {
            trunk: "0.21.14".to_owned(),
            wasm_bindgen: "0.2.130".to_owned(),
            wasm_opt: "132".to_owned(),
        };
        assert_eq!(ToolVersions::parse(text), Ok(expected));
    }

    #[test]
    fn the_wasm_bindgen_tool_equals_the_library_in_cargo_lock() {
        let versions = ToolVersions::read().expect("Trunk.toml names its tools");
        let lock = std::fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock is there");
        let entry = format!("name = \"wasm-bindgen\"\nversion = \"{}\"", versions.wasm_bindgen);
        assert!(
            lock.replace("\r\n", "\n").contains(&entry),
            "Cargo.lock has another wasm-bindgen than Trunk.toml"
        );
    }
}
