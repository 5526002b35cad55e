//! `cargo xtask serve`: builds the page and serves it on this machine.

use crate::{install, process, project};
use std::net::TcpListener;

/// Runs the command.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let mut port: u16 = 8080;
    let mut debug = false;
    let mut open = false;
    let mut rest = arguments.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--port" => {
                let value = rest.next().ok_or("--port needs a number")?;
                port = value
                    .parse()
                    .ok()
                    .filter(|port| *port > 0)
                    .ok_or_else(|| format!("'{value}' is not a port: a whole number from 1 to 65535"))?;
            }
            "--debug" => debug = true,
            "--open" => open = true,
            other => return Err(format!("serve does not know '{other}'; see `cargo xtask help`")),
        }
    }
    if TcpListener::bind(("127.0.0.1", port)).is_err() {
        return Err(format!(
            "port {port} is in use; choose another, such as `cargo xtask serve --port 8090`"
        ));
    }
    let folders = install::ensure_build_tools()?;
    let mut command = install::trunk(&folders);
    // Not `dist`: a build or a test run beside this one would replace the files being served.
    command
        .arg("serve")
        .arg("--dist")
        .arg(project::target().join("serve"));
    command.args(["--port", &port.to_string()]);
    if !debug {
        command.arg("--release");
    }
    if open {
        command.arg("--open");
    }
    println!(
        "Building; the first build takes one to three minutes. Then: http://127.0.0.1:{port}/ (stop with Ctrl-C)"
    );
    process::run(&mut command)
}
