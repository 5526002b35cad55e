//! The browser for the tests: one of the machine where there is one, else one that is installed after saying so.

use crate::figures::{self, Figure};
use crate::{npm, process, project};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// When Playwright itself ends the tests and reports: far more than they need, far less than a machine of CI gives.
const TESTS_LIMIT: Duration = Duration::from_secs(25 * 60);
/// When it is ended, should it hang itself.
const PROCESS_LIMIT: Duration = Duration::from_secs(27 * 60);

/// Runs the browser tests against the build in `dist/`.
pub fn run_tests(figures: &mut Vec<Figure>) -> Result<(), String> {
    npm::ensure_packages()?;
    let browser = ensure_browser()?;
    let mut command = playwright();
    command
        .arg("test")
        .arg(format!("--global-timeout={}", TESTS_LIMIT.as_millis()))
        .env("LLM_LENS_DIST", project::dist());
    if let Some(browser) = browser {
        println!("Browser: {}", browser.display());
        command.env("LLM_LENS_CHROMIUM", browser);
    }
    // The report is named in playwright.config.js. An old one must not pass for the one of this run.
    let report = project::e2e().join("test-results").join("results.json");
    let _ = std::fs::remove_file(&report);
    let result = process::run_within(&mut command, PROCESS_LIMIT);
    figures.extend(figures::of_browser_tests(&report));
    result
}

/// Playwright, started without `npx`, whose own processes between it and us would outlive a limit.
fn playwright() -> Command {
    let mut command = process::command("node");
    command
        .arg("node_modules/@playwright/test/cli.js")
        .current_dir(project::e2e());
    command
}

/// The browser of the machine, or nothing when Playwright brings its own.
fn ensure_browser() -> Result<Option<PathBuf>, String> {
    if let Some(browser) = chosen().or_else(find) {
        return Ok(Some(browser));
    }
    if is_debian_root() {
        println!("Installing the Debian package chromium (once, about a minute) ...");
        process::run(process::command("apt-get").arg("update"))?;
        let mut install = process::command("apt-get");
        install.args(["install", "--yes", "--no-install-recommends", "chromium"]);
        process::run(install.env("DEBIAN_FRONTEND", "noninteractive"))?;
        return find()
            .map(Some)
            .ok_or_else(|| "the package chromium brought no browser".to_owned());
    }
    // Quiet and quick when Playwright has it already.
    println!(
        "No Chromium, Chrome or Edge found; Playwright uses its own and fetches it if it is missing (about 150 MB)."
    );
    process::run(playwright().args(["install", "chromium"]))?;
    Ok(None)
}

/// A browser named by hand.
fn chosen() -> Option<PathBuf> {
    std::env::var_os("LLM_LENS_CHROMIUM")
        .map(PathBuf::from)
        .filter(|file| file.is_file())
}

fn find() -> Option<PathBuf> {
    const NAMES: [&str; 7] = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
        "microsoft-edge",
        "msedge",
    ];
    NAMES
        .iter()
        .find_map(|name| process::find(name))
        .or_else(|| usual_places().into_iter().find(|file| file.is_file()))
}

/// Where macOS and Windows keep browsers that are not on `PATH`.
fn usual_places() -> Vec<PathBuf> {
    if cfg!(target_os = "macos") {
        ["Google Chrome", "Chromium", "Microsoft Edge"]
            .iter()
            .map(|name| PathBuf::from(format!("/Applications/{name}.app/Contents/MacOS/{name}")))
            .collect()
    } else if cfg!(windows) {
        let folders = ["ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"];
        folders
            .iter()
            .filter_map(std::env::var_os)
            .flat_map(|folder| {
                [
                    "Google/Chrome/Application/chrome.exe",
                    "Microsoft/Edge/Application/msedge.exe",
                ]
                .map(|file| PathBuf::from(&folder).join(file))
            })
            .collect()
    } else {
        Vec::new()
    }
}

/// On Debian proper, as root, the package manager may be used. Ubuntu's package of that name is a stub without a browser.
fn is_debian_root() -> bool {
    let is_debian = std::fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line == "ID=debian"));
    let is_root = process::find("id").is_some()
        && process::output(process::command("id").arg("-u")).as_deref() == Some("0");
    is_debian && is_root && process::find("apt-get").is_some()
}
