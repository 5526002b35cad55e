//! Running other programs, without a shell and on every system.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The file of a program on `PATH`, or nothing. On Windows the extensions of `PATHEXT` count too (`npm` is `npm.cmd`).
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find_map(|folder| find_in(&folder, program))
}

/// The file of a program in one folder, or nothing.
pub fn find_in(folder: &Path, program: &str) -> Option<PathBuf> {
    let extensions: &[&str] = if cfg!(windows) {
        &[".exe", ".cmd", ".bat"]
    } else {
        &[""]
    };
    extensions
        .iter()
        .map(|extension| folder.join(format!("{program}{extension}")))
        .find(|file| file.is_file())
}

/// A command that runs `program` in the project's top folder. A program that is not on `PATH` fails when it is run.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(find(program).unwrap_or_else(|| PathBuf::from(program)));
    command.current_dir(crate::project::root());
    command
}

/// A command that runs the Cargo that runs us.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.current_dir(crate::project::root());
    command
}

/// Runs a command to its end, its output going where ours goes.
pub fn run(command: &mut Command) -> Result<(), String> {
    let name = describe(command);
    let status = command
        .status()
        .map_err(|error| format!("`{name}` could not be started: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("`{name}` failed ({status})"))
    }
}

/// What a command writes to its standard output, when it succeeds; nothing is shown.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The word of a program's `--version` line that looks like a version (`trunk 0.21.14`, `wasm-opt version 132 (…)`).
pub fn version_of(program: &Path) -> Option<String> {
    let text = output(Command::new(program).arg("--version"))?;
    version_word(&text)
}

fn version_word(text: &str) -> Option<String> {
    text.split_whitespace()
        .find(|word| word.starts_with(|first: char| first.is_ascii_digit()))
        .map(ToOwned::to_owned)
}

/// Puts folders in front of the `PATH` that a command sees.
pub fn prepend_path(command: &mut Command, folders: &[PathBuf]) {
    let own = std::env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(std::env::split_paths(&own));
    if let Ok(path) = std::env::join_paths(all) {
        command.env("PATH", path);
    }
}

fn describe(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .unwrap_or(command.get_program());
    let words = std::iter::once(program)
        .chain(command.get_args())
        .map(OsStr::to_string_lossy);
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_first_word_that_begins_with_a_digit() {
        assert_eq!(version_word("trunk 0.21.14").as_deref(), Some("0.21.14"));
        assert_eq!(
            version_word("wasm-opt version 132 (version_132)").as_deref(),
            Some("132")
        );
        assert_eq!(version_word("no such thing"), None);
    }

    #[test]
    fn a_command_is_described_by_its_name_and_arguments() {
        let mut command = Command::new("/usr/bin/trunk");
        command.args(["build", "--release"]);
        assert_eq!(describe(&command), "trunk build --release");
    }
}
