//! The order of the domain's rooms: each uses those above it and none below it.

use std::path::{Path, PathBuf};

/// From the top: the order of `src/domain/mod.rs`.
const ROOMS: [&str; 14] = [
    "text",
    "wire",
    "precision",
    "model",
    "files",
    "architecture",
    "machine",
    "run",
    "estimate",
    "speed",
    "assess",
    "report",
    "hub",
    "app",
];

/// Arrows upwards that are still there, `room -> room`; this list only gets shorter.
const NOT_YET_MENDED: [(&str, &str); 2] = [("files", "architecture"), ("run", "estimate")];

fn place(room: &str) -> Option<usize> {
    ROOMS.iter().position(|known| *known == room)
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Code without comments, so that a link in a doc comment is no arrow.
fn code(text: &str) -> String {
    let without = |line: &str| line.split("//").next().unwrap_or_default().to_owned();
    text.lines().map(without).collect::<Vec<_>>().join("\n")
}

/// The rooms that a text names behind `domain::`, alone or in braces.
fn rooms_named(code: &str) -> Vec<String> {
    let is_name = |character: &char| character.is_ascii_lowercase() || *character == '_';
    let mut named = Vec::new();
    for rest in code.split("domain::").skip(1) {
        match rest.strip_prefix('{') {
            Some(group) => {
                let inside = group.split(';').next().unwrap_or_default();
                let words = inside.split(|character: char| !is_name(&character));
                named.extend(words.map(str::to_owned));
            }
            None => named.push(rest.chars().take_while(is_name).collect()),
        }
    }
    named
}

#[test]
fn no_room_of_the_domain_uses_one_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/domain");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    assert!(files.len() > 100, "the rooms were not found");
    let mut wrong = Vec::new();
    for file in files {
        let relative = file.strip_prefix(&root).unwrap();
        let room = relative.iter().next().unwrap().to_string_lossy().into_owned();
        let Some(own) = place(&room) else {
            assert_eq!(room, "mod.rs", "{} stands in no room", relative.display());
            continue;
        };
        for used in rooms_named(&code(&std::fs::read_to_string(&file).unwrap())) {
            let is_below = place(&used).is_some_and(|other| other > own);
            let is_known = NOT_YET_MENDED.contains(&(room.as_str(), used.as_str()));
            if is_below && !is_known {
                wrong.push(format!("{}: {room} -> {used}", relative.display()));
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "arrows upwards:\n{}", wrong.join("\n"));
}

#[test]
fn the_rooms_are_all_of_the_domain_in_the_order_of_its_page() {
    let page = include_str!("../../src/domain/mod.rs");
    let modules: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    let mut sorted = ROOMS.to_vec();
    sorted.sort_unstable();
    assert_eq!(modules, sorted);
}
