//! Running other programs, without a shell and on every system.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

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

/// Runs a command to its end, or ends it with everything it started once the time is over.
pub fn run_within(command: &mut Command, limit: Duration) -> Result<(), String> {
    let name = describe(command);
    let failed = |error: std::io::Error| format!("`{name}` could not be run: {error}");
    let mut child = command.spawn().map_err(failed)?;
    let start = Instant::now();
    loop {
        match child.try_wait().map_err(failed)? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(format!("`{name}` failed ({status})")),
            None if start.elapsed() < limit => std::thread::sleep(Duration::from_millis(100)),
            None => break,
        }
    }
    end_tree(child.id());
    child.wait().map_err(failed)?;
    Err(format!(
        "`{name}` was ended after its limit of {} s",
        limit.as_secs()
    ))
}

/// Ends a process and all that came from it. What is left of a tree would hold on to our output, and whoever reads
/// that would wait for it.
fn end_tree(root: u32) {
    if cfg!(windows) {
        output(command("taskkill").args(["/T", "/F", "/PID", &root.to_string()]));
        return;
    }
    let parents = parents();
    let mut tree = vec![root];
    let mut next = 0;
    while let Some(parent) = tree.get(next).copied() {
        let children = parents
            .iter()
            .filter(|(_, its_parent)| *its_parent == parent)
            .map(|(process, _)| *process);
        tree.extend(children);
        next += 1;
    }
    // The shell's own `kill`: the program of that name is not everywhere.
    let mut kill = command("sh");
    kill.args(["-c", "kill -9 \"$@\"", "sh"]);
    output(kill.args(tree.iter().map(u32::to_string)));
}

/// Every process with its parent: of Linux's `/proc`, or else of `ps`, which small systems with `/proc` lack.
fn parents() -> Vec<(u32, u32)> {
    let from_proc = |entry: std::fs::DirEntry| {
        let process = entry.file_name().to_str()?.parse().ok()?;
        let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        // `123 (name) S 45 …`; the name may itself hold spaces and parentheses.
        let (_, after_name) = stat.rsplit_once(')')?;
        Some((process, after_name.split_whitespace().nth(1)?.parse().ok()?))
    };
    let found: Vec<_> = std::fs::read_dir("/proc")
        .map(|entries| entries.flatten().filter_map(from_proc).collect())
        .unwrap_or_default();
    if !found.is_empty() {
        return found;
    }
    let listed = output(command("ps").args(["-A", "-o", "pid=,ppid="])).unwrap_or_default();
    let from_line = |line: &str| {
        let mut numbers = line.split_whitespace().map(str::parse);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    };
    listed.lines().filter_map(from_line).collect()
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

    #[cfg(unix)]
    #[test]
    fn a_command_over_its_limit_is_ended_with_all_it_started() {
        let mut quick = command("sh");
        assert_eq!(
            run_within(quick.args(["-c", "exit 0"]), Duration::from_secs(60)),
            Ok(())
        );
        let mut failing = command("sh");
        let failed = run_within(failing.args(["-c", "exit 3"]), Duration::from_secs(60));
        assert!(failed.is_err_and(|message| message.contains("failed")));

        // A grandchild that holds the pipe: reading it ends only when the whole tree has ended.
        let mut slow = command("sh");
        let (mut reader, writer) = std::io::pipe().unwrap();
        slow.args(["-c", "sh -c 'sleep 300; true' & sleep 300; true"])
            .stdout(writer);
        let start = Instant::now();
        let ended = run_within(&mut slow, Duration::from_millis(300));
        drop(slow);
        assert!(ended.is_err_and(|message| message.contains("limit")));
        std::io::Read::read_to_end(&mut reader, &mut Vec::new()).unwrap();
        assert!(start.elapsed() < Duration::from_secs(60));
    }
}
