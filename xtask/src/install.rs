//! Installs the tools of the build that are missing, each after a plain line that says so.
//!
//! Trunk can fetch wasm-bindgen and wasm-opt itself, in seconds, where it reaches the site their releases are on. It
//! does so unless they are found here first. Elsewhere they come from the package registries.

use crate::{npm, process, project};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// Makes sure that the page can be built; answers the folders to put in front of `PATH` for Trunk.
pub fn ensure_build_tools() -> Result<Vec<PathBuf>, String> {
    let versions = project::ToolVersions::read()?;
    ensure_wasm_target()?;
    let mut folders = Vec::new();
    folders.extend(ensure_trunk(&versions.trunk)?);
    folders.extend(ensure_wasm_bindgen(&versions.wasm_bindgen)?);
    folders.extend(ensure_wasm_opt(&versions.wasm_opt)?);
    folders.dedup();
    Ok(folders)
}

/// Makes sure that the compiler can build for the browser.
pub fn ensure_wasm_target() -> Result<(), String> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let sysroot = process::output(process::command("rustc").args(["--print", "sysroot"]));
    let libraries = |sysroot| {
        PathBuf::from(sysroot)
            .join("lib")
            .join("rustlib")
            .join(TARGET)
            .join("lib")
    };
    if sysroot.map(libraries).is_some_and(|folder| folder.is_dir()) {
        return Ok(());
    }
    if process::find("rustup").is_none() {
        return Err(format!(
            "the Rust target {TARGET} is missing, and there is no rustup to add it: https://rustup.rs/"
        ));
    }
    println!("Adding the Rust target {TARGET} (once, some seconds) ...");
    process::run(process::command("rustup").args(["target", "add", TARGET]))
}

/// Makes sure that `cargo fmt` and `cargo clippy` are there.
pub fn ensure_component(component: &str, subcommand: &str) -> Result<(), String> {
    if process::output(process::cargo().args([subcommand, "--version"])).is_some() {
        return Ok(());
    }
    if process::find("rustup").is_none() {
        return Err(format!(
            "`cargo {subcommand}` is missing, and there is no rustup to add it: https://rustup.rs/"
        ));
    }
    println!("Adding {component} to Rust (once, some seconds) ...");
    process::run(process::command("rustup").args(["component", "add", component]))
}

fn ensure_trunk(least: &str) -> Result<Option<PathBuf>, String> {
    let crate_and_version = format!("trunk@{least}");
    ensure_cargo_tool("trunk", &crate_and_version, true, "3 to 10 minutes", |version| {
        trunk_will_do(version, least)
    })
}

/// Trunk 0.21.14 and later versions of 0.21: the same rule as `trunk-version = "^0.21.14"` in `Trunk.toml`.
fn trunk_will_do(version: &str, least: &str) -> bool {
    let (Some((line, patch)), Some((least_line, least_patch))) =
        (version.rsplit_once('.'), least.rsplit_once('.'))
    else {
        return false;
    };
    match (patch.parse::<u32>(), least_patch.parse::<u32>()) {
        (Ok(patch), Ok(least_patch)) => line == least_line && patch >= least_patch,
        _ => false,
    }
}

fn ensure_wasm_bindgen(version: &str) -> Result<Option<PathBuf>, String> {
    let present = process::find("wasm-bindgen").and_then(|file| process::version_of(&file));
    let has_release = cfg!(any(
        target_arch = "x86_64",
        all(target_arch = "aarch64", not(windows))
    ));
    if present.as_deref() != Some(version) && trunk_has_or_fetches("wasm-bindgen", version, has_release) {
        return Ok(None);
    }
    // Its own lock file names versions that newer compilers refuse, hence not --locked.
    let crate_and_version = format!("wasm-bindgen-cli@{version}");
    ensure_cargo_tool(
        "wasm-bindgen",
        &crate_and_version,
        false,
        "2 to 6 minutes",
        |found| found == version,
    )
}

fn ensure_wasm_opt(version: &str) -> Result<Option<PathBuf>, String> {
    let is_right = |file: PathBuf| process::version_of(&file).as_deref() == Some(version);
    if process::find("wasm-opt").is_some_and(is_right) {
        return Ok(None);
    }
    if process::find_in(&npm::programs(), "wasm-opt").is_some_and(is_right) {
        return Ok(Some(npm::programs()));
    }
    let release = format!("version_{version}");
    let has_release = cfg!(any(
        target_arch = "x86_64",
        target_os = "macos",
        target_os = "linux"
    ));
    if trunk_has_or_fetches("wasm-opt", &release, has_release) {
        return Ok(None);
    }
    npm::ensure_packages()?;
    if process::find_in(&npm::programs(), "wasm-opt").is_some_and(is_right) {
        Ok(Some(npm::programs()))
    } else {
        Err(format!(
            "the npm package `binaryen` is not wasm-opt {version}, which Trunk.toml asks for"
        ))
    }
}

/// The wasm-opt of the right version: on `PATH`, of the browser tests' packages, or what Trunk fetched.
pub fn wasm_opt() -> Option<PathBuf> {
    let version = project::ToolVersions::read().ok()?.wasm_opt;
    let fetched = trunk_cache().map(|cache| cache.join(format!("wasm-opt-version_{version}")).join("bin"));
    let is_right = |file: &PathBuf| process::version_of(file).as_deref() == Some(version.as_str());
    process::find("wasm-opt")
        .filter(is_right)
        .or_else(|| process::find_in(&npm::programs(), "wasm-opt").filter(is_right))
        .or_else(|| process::find_in(&fetched?, "wasm-opt").filter(is_right))
}

/// Installs a tool through Cargo unless `will_do` accepts the version that is there. A reader's own tool of another
/// version stays: ours then goes to a folder of the project, which is answered.
fn ensure_cargo_tool(
    program: &str,
    crate_and_version: &str,
    locked: bool,
    duration: &str,
    will_do: impl Fn(&str) -> bool,
) -> Result<Option<PathBuf>, String> {
    let is_right = |file: PathBuf| process::version_of(&file).is_some_and(|version| will_do(&version));
    let own = process::find(program);
    if own.clone().is_some_and(is_right) {
        return Ok(None);
    }
    let private = project::private_tools();
    let private_programs = private.join("bin");
    if process::find_in(&private_programs, program).is_some_and(is_right) {
        return Ok(Some(private_programs));
    }
    println!("Installing {crate_and_version} through Cargo (once, {duration}) ...");
    let mut command = process::cargo();
    command.args(["install", crate_and_version, "--force"]);
    if locked {
        command.arg("--locked");
    }
    // Cargo's own folder may not be on PATH, so the private one is used then too.
    let cargo_programs = cargo_home().map(|home| home.join("bin"));
    let is_reachable = |folder: &PathBuf| {
        std::env::var_os("PATH")
            .is_some_and(|path| std::env::split_paths(&path).any(|entry| &entry == folder))
    };
    let goes_private = own.is_some() || !cargo_programs.as_ref().is_some_and(is_reachable);
    if goes_private {
        command.arg("--root").arg(&private);
    }
    // Built apart, or it would rebuild much of the project's own target folder.
    command.env_remove("CARGO_TARGET_DIR");
    process::run(&mut command)?;
    Ok(goes_private.then_some(private_programs))
}

/// True when Trunk has fetched this tool before, or can now; says that it will.
fn trunk_has_or_fetches(program: &str, version: &str, has_release: bool) -> bool {
    let fetched = trunk_cache().map(|cache| cache.join(format!("{program}-{version}")));
    if fetched.is_some_and(|folder| folder.is_dir()) {
        return true;
    }
    let fetches = has_release && releases_are_reachable();
    if fetches {
        println!(
            "Trunk will fetch {program} {} (once, some seconds) ...",
            version.trim_start_matches("version_")
        );
    }
    fetches
}

fn releases_are_reachable() -> bool {
    let Ok(addresses) = ("github.com", 443).to_socket_addrs() else {
        return false;
    };
    addresses
        .into_iter()
        .take(2)
        .any(|address| TcpStream::connect_timeout(&address, Duration::from_secs(4)).is_ok())
}

/// The folder of Trunk's own downloads, as its `directories` crate places it.
fn trunk_cache() -> Option<PathBuf> {
    let home = std::env::home_dir();
    if cfg!(windows) {
        let local = std::env::var_os("LOCALAPPDATA").map(PathBuf::from)?;
        Some(local.join("trunkrs").join("trunk").join("cache"))
    } else if cfg!(target_os = "macos") {
        Some(home?.join("Library").join("Caches").join("dev.trunkrs.trunk"))
    } else {
        let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        Some(
            cache
                .or_else(|| home.map(|home| home.join(".cache")))?
                .join("trunk"),
        )
    }
}

fn cargo_home() -> Option<PathBuf> {
    std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))
}

/// A command that runs Trunk, with the given folders in front of `PATH`.
pub fn trunk(folders: &[PathBuf]) -> Command {
    let file = folders
        .iter()
        .find_map(|folder| process::find_in(folder, "trunk"))
        .or_else(|| process::find("trunk"))
        .unwrap_or_else(|| PathBuf::from("trunk"));
    let mut command = Command::new(file);
    command.current_dir(project::root());
    process::prepend_path(&mut command, folders);
    // Trunk 0.21 accepts only `true` and `false` here, where the custom is any value.
    if std::env::var_os("NO_COLOR").is_some() {
        command.env("NO_COLOR", "true");
    }
    command.env("TRUNK_SKIP_VERSION_CHECK", "true");
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_patch_of_trunk_will_do_and_another_line_will_not() {
        assert!(trunk_will_do("0.21.14", "0.21.14"));
        assert!(trunk_will_do("0.21.15", "0.21.14"));
        assert!(!trunk_will_do("0.21.9", "0.21.14"));
        assert!(!trunk_will_do("0.22.0", "0.21.14"));
        assert!(!trunk_will_do("0.22.0-beta.1", "0.21.14"));
    }
}
