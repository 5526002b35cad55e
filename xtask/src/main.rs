//! The project's commands. `cargo xtask help` lists them.
//!
//! Every command works on Linux, macOS and Windows without a shell, installs what is missing after saying so
//! ([`install`]), and installs nothing that is there at the right version.

mod bench;
mod browser;
mod build;
mod catalog;
mod counted_memory;
mod devices;
mod estimate;
mod evaluate;
mod figures;
mod finish_dist;
mod first_script;
mod fuzz;
mod install;
mod known_geometry;
mod known_models;

mod npm;
mod preset_devices;
mod process;
mod project;
mod read;
mod serve;

mod size;
mod split;
mod styles;
mod test;

use std::process::ExitCode;

const HELP: &str = "\
The commands of LLM Lens

  cargo xtask serve [--port N] [--debug] [--open]
        Build the page and serve it at http://127.0.0.1:8080/ (stop with Ctrl-C).
        --port N     another port
        --debug      a quick, large build for development
        --open       open the page in the default browser

  cargo xtask build [--public-url /path/] [--retire-worker]
        Build the page for publishing, into dist/.
        --public-url     the path it will be published under, with both slashes (default: /)
        --retire-worker  put a service worker in place that removes itself (see static/sw.js)

  cargo xtask test [PART ...]
        Run every part, or only the parts named, and sum up:
        fmt      formatting
        clippy   lints, for the native and the browser build
        domain   native tests, documentation examples included
        build    the release build, as published under /llm-lens/
        budgets  the size of the first load
        browser  the tests in a real browser, against the release build

  cargo xtask size
        Print the bytes of every file in dist/ (raw, gzip, brotli) and check the budget.

  cargo xtask catalog [PATH]
        Make static/catalog.json, the starter catalog, and the table of known models that lists estimate with, from a
        table of models (default: xtask/data/models.json).

  cargo xtask bench headers [PATH ...]
        Time the reading of GGUF headers, in files or folders (default: tests/fixtures/gguf-headers), and print the bytes
        and the memory it takes.
  cargo xtask estimate FILE.gguf [OPTION ...]
        Print the Detailed estimate of a GGUF file (or its header alone; of a sharded model give the first shard), with
        the origin of each number.
        --context N  --parallel N  --unified  --batch N  --ubatch N  --kv-k TYPE  --kv-v TYPE  --no-flash-attention
        --swa-full  --embeddings  --no-kv-offload  --server | --library
        --gpu-layers N  --cpu-moe  --n-cpu-moe N  --gpu-memory GB (once for each GPU)  --system-memory GB  --mmproj FILE

  cargo xtask evaluate memory FILE [--json] [--write-report PATH]
        Compare the Detailed estimate with the measured rows of FILE (such as tests/fixtures/llama-cpp-memory.json); the
        headers lie beside it in gguf-headers/.
        --json          print every row as JSON, and the summary
        --write-report  write the summary as JSON (static/accuracy.json is one)

  cargo xtask fuzz [TARGET] [--runs N] [--longest-input BYTES] [--input FILE]
        Run the fuzz targets of fuzz/ (default: all, ten million inputs each, of at most 4096 bytes).
        --input      run one target on one file, such as an input that failed before

  cargo xtask devices FOLDER
        Make static/devices.txt, the catalog of devices, from FOLDER/gpus.json.

  cargo xtask read hardware|log FILE|-
        Print as JSON what is understood, and what is not, of a text that describes a machine or of an engine's log.

  cargo xtask evaluate logs FILE [--json]
        Hold what is understood of engine logs against FILE: a line in JSON each, with `truth` and the log in
        `log_excerpt` or in the file named in `log`.

  cargo xtask evaluate pasted FILE [--json]
        Hold what is understood of texts that describe machines against FILE: a line in JSON each, with the text in
        `text` or in the file named in `file`, and the right reading in `want`.

  cargo xtask evaluate recognition|speed FILE [--json]
        recognition  hold the recognition of GPUs against a file of renderer strings with the right answers
        speed        hold the estimates of speed against a file of measured rows, beside other programs' rules

  cargo xtask help
        This text.

What a command needs and does not find (the wasm target, Trunk, wasm-bindgen, wasm-opt, packages of npm, a browser for
the tests) it installs, after saying so.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", &[][..]),
    };
    let result = match command {
        "serve" => serve::run(rest),
        "bench" => bench::run(rest),
        "build" => build::run(rest),
        "test" => test::run(rest),
        "size" => size::run(rest),
        "catalog" => catalog::run(rest),
        "estimate" => estimate::run(rest),
        "evaluate" => evaluate::run(rest),
        "fuzz" => fuzz::run(rest),
        "read" => read::run(rest),
        "devices" => devices::run(rest),
        "finish-dist" => finish_dist::run(rest),
        "help" | "--help" | "-h" => {
            print!("{HELP}");
            Ok(())
        }
        other => Err(format!(
            "there is no command '{other}'; `cargo xtask help` lists them"
        )),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("xtask: {message}");
            ExitCode::FAILURE
        }
    }
}
