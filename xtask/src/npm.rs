//! The packages of npm: the browser tests' own, and `binaryen` with its wasm-opt.

use crate::{process, project};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Where npm puts the programs of the packages.
pub fn programs() -> PathBuf {
    project::e2e().join("node_modules").join(".bin")
}

/// Installs the packages of `tests/e2e/package-lock.json`, unless they are there already.
pub fn ensure_packages() -> Result<(), String> {
    let folder = project::e2e();
    if packages_are_there(&folder) {
        return Ok(());
    }
    if process::find("npm").is_none() {
        return Err("Node.js is needed (20 or later, with npm): https://nodejs.org/".to_owned());
    }
    println!("Installing the packages of npm for tests and wasm-opt (once, under a minute) ...");
    let mut command = process::command("npm");
    command
        .args(["ci", "--no-audit", "--no-fund"])
        .current_dir(&folder);
    // The browser is chosen by browser.rs, which may find one on the machine.
    command.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    process::run(&mut command)
}

/// Compares the lock file with the one npm leaves in `node_modules`, which lists what it really installed.
fn packages_are_there(folder: &Path) -> bool {
    let wanted = packages(&folder.join("package-lock.json"));
    let present = packages(&folder.join("node_modules").join(".package-lock.json"));
    match (wanted, present) {
        (Some(wanted), Some(present)) => satisfied(&wanted, &present),
        _ => false,
    }
}

fn packages(lock_file: &Path) -> Option<Value> {
    let text = std::fs::read_to_string(lock_file).ok()?;
    let mut lock: Value = serde_json::from_str(&text).ok()?;
    lock.get_mut("packages").map(Value::take)
}

/// Every wanted package is present at its version. An optional one may be missing: npm leaves out those of other systems.
fn satisfied(wanted: &Value, present: &Value) -> bool {
    let Some(wanted) = wanted.as_object() else {
        return false;
    };
    wanted
        .iter()
        .filter(|(path, _)| !path.is_empty())
        .all(|(path, package)| match present.get(path) {
            Some(found) => found.get("version") == package.get("version"),
            None => package.get("optional").and_then(Value::as_bool).unwrap_or(false),
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_missing_or_older_package_counts_and_an_optional_one_does_not() {
        let wanted = json!({
            "": { "name": "tests" },
            "node_modules/a": { "version": "1.2.3" },
            "node_modules/b": { "version": "1.0.0", "optional": true },
        });
        assert!(satisfied(
            &wanted,
            &json!({ "node_modules/a": { "version": "1.2.3" } })
        ));
        assert!(!satisfied(
            &wanted,
            &json!({ "node_modules/a": { "version": "1.2.2" } })
        ));
        assert!(!satisfied(&wanted, &json!({})));
    }
}
