//! `cargo xtask build`: the page for publishing.

use crate::{install, process, project};

/// Set for the hook of Trunk, which then puts `static/sw-retire.js` in the place of `sw.js`.
pub const RETIRE_WORKER: &str = "LLM_LENS_RETIRE_WORKER";

/// Runs the command.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let mut public_url = "/".to_owned();
    let mut retire_worker = false;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--public-url" => {
                let value = rest
                    .next()
                    .ok_or("--public-url needs a path, such as /llm-lens/")?;
                public_url = checked_public_url(value)?;
            }
            "--retire-worker" => retire_worker = true,
            other => return Err(format!("build does not know '{other}'; see `cargo xtask help`")),
        }
    }
    release(&public_url, retire_worker)?;
    println!(
        "Built {} to be published at {public_url}",
        project::dist().display()
    );
    Ok(())
}

/// Builds the release into `dist/`.
pub fn release(public_url: &str, retire_worker: bool) -> Result<(), String> {
    let folders = install::ensure_build_tools()?;
    let mut command = install::trunk(&folders);
    command
        .args(["build", "--release", "--public-url", public_url, "--dist"])
        .arg(project::dist());
    if project::is_ci() {
        command.args(["--locked", "true"]);
    }
    if retire_worker {
        command.env(RETIRE_WORKER, "1");
    }
    process::run(&mut command)
}

/// Accepts `/`, `/name/` and deeper paths. A forgotten slash would break every relative address of the page.
fn checked_public_url(value: &str) -> Result<String, String> {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "/-_.~".contains(letter);
    if value.starts_with('/') && value.ends_with('/') && !value.contains("//") && value.chars().all(is_plain)
    {
        Ok(value.to_owned())
    } else {
        Err(format!(
            "'{value}' is not a path with a slash at both ends, such as /llm-lens/"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_has_a_slash_at_both_ends() {
        for good in ["/", "/llm-lens/", "/a/b.c/"] {
            assert_eq!(checked_public_url(good).as_deref(), Ok(good));
        }
        for bad in [
            "",
            "llm-lens",
            "/llm-lens",
            "llm-lens/",
            "//",
            "https://example.org/",
            "/a b/",
            "/\"/",
        ] {
            assert!(checked_public_url(bad).is_err(), "{bad}");
        }
    }
}
