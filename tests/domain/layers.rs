//! The rules of the code that the compiler does not keep: the three layers, the size and the names of files, and what
//! must not stand in a published source. Each failure names `file:line`.

// Every slice here ends where `match_indices` found something, so at a letter's edge.
#![allow(clippy::string_slice)]

use std::path::{Path, PathBuf};

/// A file is split before it grows past this.
const MOST_LINES: usize = 400;
/// Files past this are listed (`cargo test -- --nocapture`), as the next ones to split.
const MANY_LINES: usize = 300;

/// The hosts of the page's Content-Security-Policy, and the one in the namespace name of SVG, which nobody fetches.
const ALLOWED_HOSTS: [&str; 6] = [
    "huggingface.co",
    "hf-mirror.com",
    "*.hf.co",
    "*.huggingface.co",
    "*.xethub.hf.co",
    "www.w3.org",
];

struct Source {
    /// Relative to the project, with `/` between folders.
    name: String,
    text: String,
}

impl Source {
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line))
    }

    /// The lines of a Rust file without comments and without the tests at its end.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines()
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .map(|(number, line)| (number, without_comment(line)))
    }
}

/// Everything before `//`, unless that belongs to an address (`https://…`).
fn without_comment(line: &str) -> &str {
    let is_comment = |at: &usize| !line[..*at].ends_with(':');
    line.match_indices("//")
        .map(|(at, _)| at)
        .find(is_comment)
        .map_or(line, |at| &line[..at])
}

/// True when `name` stands in `code` and is not merely the tail of a longer word, nor its head where it ends in a letter.
fn mentions(code: &str, name: &str) -> bool {
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + name.len()..].chars().next();
        let starts = !name.starts_with(is_word) || !before.is_some_and(is_word);
        let ends = !name.ends_with(char::is_alphanumeric) || !after.is_some_and(is_word);
        starts && ends
    })
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The files under `folder` with one of the extensions, sorted. Installed packages and results of tests are not ours.
fn sources(folder: &str, extensions: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    let mut pending = vec![root().join(folder)];
    while let Some(path) = pending.pop() {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            if !["node_modules", "test-results", "playwright-report", "screenshots"].contains(&name.as_str())
            {
                pending.extend(
                    std::fs::read_dir(&path)
                        .unwrap()
                        .map(|entry| entry.unwrap().path()),
                );
            }
        } else if path
            .extension()
            .is_some_and(|end| extensions.iter().any(|wanted| end == *wanted))
        {
            found.push(read(&path));
        }
    }
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn read(path: &Path) -> Source {
    let relative = path.strip_prefix(root()).unwrap();
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    Source {
        name: parts.join("/"),
        text: std::fs::read_to_string(path).unwrap(),
    }
}

/// Every line of code under `folder` that mentions one of the names.
fn mentions_under(folder: &str, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources(folder, &["rs"]) {
        for (number, code) in source.code() {
            found.extend(
                names
                    .iter()
                    .filter(|name| mentions(code, name))
                    .map(|name| format!("{}:{number}: `{name}` in: {}", source.name, code.trim())),
            );
        }
    }
    found
}

fn assert_none(rule: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{rule}\n{}", found.join("\n"));
}

#[test]
fn the_domain_names_no_browser_crate_no_other_layer_and_no_io() {
    let names = [
        "web_sys",
        "js_sys",
        "wasm_bindgen",
        "wasm_bindgen_futures",
        "gloo_",
        "yew",
        "stylist",
        "crate::web",
        "crate::ui",
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "SystemTime",
        "Instant",
        "println!",
        "eprintln!",
    ];
    assert_none(
        "src/domain is pure; the browser belongs to src/web",
        mentions_under("src/domain", &names),
    );
}

#[test]
fn the_shell_draws_nothing_and_knows_no_page() {
    let names = ["html!", "yew", "stylist", "crate::ui"];
    assert_none(
        "src/web holds browser services only; what is drawn belongs to src/ui",
        mentions_under("src/web", &names),
    );
}

#[test]
fn the_page_fetches_and_stores_nothing_itself() {
    let names = [
        "gloo_net",
        "fetch(",
        "fetch_with_str",
        "fetch_with_request",
        "local_storage",
        "session_storage",
        "web_sys::Storage",
        "XmlHttpRequest",
        "CacheStorage",
    ];
    assert_none(
        "src/ui asks src/web for network and storage",
        mentions_under("src/ui", &names),
    );
}

#[test]
fn nothing_outside_tests_can_panic_by_name() {
    let names = [
        ".unwrap()",
        ".expect(",
        "panic!(",
        "todo!(",
        "unimplemented!(",
        "unreachable!(",
    ];
    assert_none(
        "one panic ends the page; return a value instead",
        mentions_under("src", &names),
    );
}

#[test]
fn files_stay_short() {
    let mut all = sources("src", &["rs"]);
    all.extend(sources("static", &["css", "js"]));
    all.extend(sources("tests", &["rs", "js", "mjs", "ts"]));
    all.extend(sources("xtask/src", &["rs"]));
    let length = |source: &Source| format!("{}:{}", source.name, source.text.lines().count());
    let over = |most: usize| {
        all.iter()
            .filter(move |source| source.text.lines().count() > most)
            .map(length)
    };
    over(MANY_LINES).for_each(|file| println!("over {MANY_LINES} lines: {file}"));
    assert_none(
        &format!("no file has more than {MOST_LINES} lines"),
        over(MOST_LINES).collect(),
    );
}

#[test]
fn files_and_modules_are_named_for_their_subject() {
    const EMPTY_NAMES: [&str; 5] = ["utils", "helpers", "types", "common", "misc"];
    let mut found = Vec::new();
    for folder in ["src", "static", "tests", "xtask/src"] {
        for source in sources(folder, &["rs", "css", "js", "mjs", "ts"]) {
            let parts = source
                .name
                .split('/')
                .map(|part| part.split('.').next().unwrap_or(part));
            if parts.into_iter().any(|part| EMPTY_NAMES.contains(&part)) {
                found.push(format!("{}:1: the name says nothing", source.name));
            }
            for (number, line) in source.lines() {
                let words: Vec<&str> = line
                    .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
                    .collect();
                if words
                    .windows(2)
                    .any(|pair| pair[0] == "mod" && EMPTY_NAMES.contains(&pair[1]))
                {
                    found.push(format!("{}:{number}: {}", source.name, line.trim()));
                }
            }
        }
    }
    assert_none("a reader guesses the file from the question", found);
}

#[test]
fn a_note_of_work_left_names_its_issue() {
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME")];
    let mut found = Vec::new();
    for folder in ["src", "static", "tests", "xtask/src"] {
        for source in sources(folder, &["rs", "css", "js", "mjs", "ts", "html"]) {
            for (number, line) in source.lines() {
                let names_issue = line
                    .split('#')
                    .skip(1)
                    .any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
                if marks.iter().any(|mark| mentions(line, mark)) && !names_issue {
                    found.push(format!("{}:{number}: {}", source.name, line.trim()));
                }
            }
        }
    }
    assert_none("work left is an issue, written #123", found);
}

#[test]
fn the_published_files_point_to_no_third_party() {
    let mut all = sources("static", &["html", "css", "js", "svg", "webmanifest"]);
    all.push(read(&root().join("index.html")));
    let mut found = Vec::new();
    for source in &all {
        for (number, line) in source.lines() {
            for rest in line
                .split("http://")
                .skip(1)
                .chain(line.split("https://").skip(1))
            {
                let in_host = |letter: &char| letter.is_ascii_alphanumeric() || "*.-".contains(*letter);
                let host: String = rest.chars().take_while(in_host).collect();
                if !ALLOWED_HOSTS.contains(&host.as_str()) {
                    found.push(format!("{}:{number}: {host}", source.name));
                }
            }
        }
    }
    assert_none("the page talks to the Hub and its mirror only", found);
}

#[test]
fn the_policy_of_the_page_allows_one_inline_script_by_its_checksum_and_no_eval() {
    let page = read(&root().join("index.html"));
    let policy = page
        .lines()
        .find(|(_, line)| line.contains("Content-Security-Policy"));
    let (number, policy) = policy.expect("index.html states its policy");
    assert!(
        policy.contains("default-src 'none'"),
        "index.html:{number}: {policy}"
    );
    assert!(
        policy.contains("script-src 'self' 'wasm-unsafe-eval' '{first_script}';"),
        "index.html:{number}: {policy}"
    );
}

#[test]
fn the_browser_and_the_installed_app_are_painted_in_the_colours_of_the_page() {
    let tokens = read(&root().join("static/styles/tokens.css")).text;
    // `--name: light-dark(#light, #dark);`
    let colours = |name: &str| -> (String, String) {
        let start = format!("{name}: light-dark(");
        let rest = tokens.split(&start).nth(1).expect("tokens.css has the colour");
        let both = rest.split(')').next().unwrap_or_default();
        let (light, dark) = both.split_once(", ").expect("a light and a dark colour");
        (light.to_owned(), dark.to_owned())
    };
    let (page, _) = colours("--ll-color-bg");
    // The header, which lies under the browser's own bar.
    let (light, dark) = colours("--ll-color-surface");
    let expect = |file: &str, wanted: String| {
        let text = read(&root().join(file)).text;
        assert!(text.contains(&wanted), "{file} does not say {wanted}");
    };
    for (scheme, colour) in [("light", &light), ("dark", &dark)] {
        let media = format!("media=\"(prefers-color-scheme: {scheme})\" content=\"{colour}\"");
        expect("index.html", format!("<meta name=\"theme-color\" {media}>"));
    }
    expect(
        "static/manifest.webmanifest",
        format!("\"theme_color\": \"{light}\""),
    );
    expect(
        "static/manifest.webmanifest",
        format!("\"background_color\": \"{page}\""),
    );
}

#[test]
fn a_name_is_found_as_a_word_only() {
    assert!(mentions("use yew::prelude::*;", "yew"));
    assert!(mentions("gloo_net::http", "gloo_"));
    assert!(mentions("value.unwrap()", ".unwrap()"));
    assert!(!mentions("let renyew = 1;", "yew"));
    assert!(!mentions("value.unwrap_or(1)", ".unwrap()"));
    assert_eq!(
        without_comment("let a = \"https://x\"; // yew"),
        "let a = \"https://x\"; "
    );
}
