//! `cargo xtask bench headers`: what it costs to read headers.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use llm_lens::domain::files::gguf::{GgufError, Goal, Progress, Reader};

use crate::counted_memory::measured;
use crate::{process, project};

/// Bytes of the pieces in which files are read: what one request of the page asks for.
const PIECE: usize = 65_536;
/// Each reading is repeated for this long, and the middle time counts.
const REPEAT_FOR: Duration = Duration::from_millis(100);

/// Runs a benchmark, in a build like that of the page.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let Some(("headers", paths)) = arguments
        .split_first()
        .map(|(first, rest)| (first.as_str(), rest))
    else {
        return Err("say what to measure: `cargo xtask bench headers [PATH ...]`".to_owned());
    };
    if cfg!(debug_assertions) {
        let again = ["run", "--release", "--package", "xtask", "--", "bench"];
        return process::run(process::cargo().args(again).args(arguments));
    }
    let mut files = Vec::new();
    for path in paths {
        find_headers(Path::new(path), &mut files)?;
    }
    if paths.is_empty() {
        find_headers(&project::root().join("tests/fixtures/gguf-headers"), &mut files)?;
    }
    files.sort();
    println!(
        "one thread; pieces of {PIECE} bytes; middle of the times; memory held at the peak, without the piece"
    );
    println!(
        "{:<44} {:>10} {:>9} {:>9} {:>9} {:>9} {:>9} {:>10}",
        "header", "bytes", "geometry", "time", "memory", "whole", "MB/s", "memory"
    );
    for file in &files {
        println!("{}", row(file)?);
    }
    Ok(())
}

fn find_headers(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    if path.is_file() {
        found.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == "gguf") {
            found.push(path);
        }
    }
    Ok(())
}

fn row(file: &Path) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", file.display());
    let refused = |error: GgufError| format!("{}: {error:?}", file.display());
    // Of a file with its weights, only the header is looked at.
    let mut bytes = std::fs::read(file).map_err(failed)?;
    let header = read(&bytes, Goal::Everything).map_err(refused)?;
    let end = header.header().data_start.unwrap_or(0);
    bytes.truncate(usize::try_from(end).unwrap_or(usize::MAX));

    let geometry = read(&bytes, Goal::Geometry).map_err(refused)?.position();
    let (_, geometry_memory) = measured(|| read(&bytes, Goal::Geometry));
    let (_, memory) = measured(|| read(&bytes, Goal::Everything));
    let geometry_time = middle_time(|| read(&bytes, Goal::Geometry).is_ok());
    let time = middle_time(|| read(&bytes, Goal::Everything).is_ok());
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Ok(format!(
        "{:<44} {:>10} {:>9} {:>9} {:>9} {:>9} {:>9.0} {:>10}",
        name,
        bytes.len(),
        geometry,
        duration(geometry_time),
        kilobytes(geometry_memory),
        duration(time),
        bytes.len() as f64 / time.as_secs_f64() / 1e6,
        kilobytes(memory),
    ))
}

fn read(bytes: &[u8], goal: Goal) -> Result<Reader, GgufError> {
    let mut reader = Reader::new(Some(bytes.len() as u64), goal);
    let mut at = 0;
    for piece in bytes.chunks(PIECE) {
        if !matches!(reader.feed(at, piece)?, Progress::NeedMore(_)) {
            break;
        }
        at += piece.len() as u64;
    }
    Ok(reader)
}

fn middle_time(work: impl Fn() -> bool) -> Duration {
    let start = Instant::now();
    let mut times = Vec::new();
    while start.elapsed() < REPEAT_FOR || times.len() < 5 {
        let start = Instant::now();
        std::hint::black_box(work());
        times.push(start.elapsed());
    }
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn duration(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 1e-3 => format!("{:.1} µs", seconds * 1e6),
        seconds => format!("{:.2} ms", seconds * 1e3),
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.1} kB", bytes as f64 / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<u8> {
        [&(text.len() as u64).to_le_bytes(), text.as_bytes()].concat()
    }

    fn header(entries: u64, content: &[u8]) -> Vec<u8> {
        [
            b"GGUF\x03\0\0\0".as_slice(),
            &0u64.to_le_bytes(),
            &entries.to_le_bytes(),
            content,
        ]
        .concat()
    }

    #[test]
    fn a_vocabulary_goes_by_without_being_held() {
        const TOKENS: u64 = 500_000;
        let mut content = [text("tokenizer.ggml.tokens"), 9u32.to_le_bytes().to_vec()].concat();
        content.extend_from_slice(&8u32.to_le_bytes());
        content.extend_from_slice(&TOKENS.to_le_bytes());
        for token in 0..TOKENS {
            content.extend(text(&token.to_string()));
        }
        let bytes = header(1, &content);
        assert!(bytes.len() > 6_000_000);
        for piece in [1_000, PIECE, bytes.len()] {
            let (count, peak) = measured(|| {
                let mut reader = Reader::new(None, Goal::Everything);
                for (index, part) in bytes.chunks(piece).enumerate() {
                    reader
                        .feed((index * piece) as u64, part)
                        .expect("it is well formed");
                }
                reader.into_header().metadata.vocabulary_size()
            });
            assert_eq!(count, Some(TOKENS));
            assert!(peak < 8_000, "{peak} bytes in pieces of {piece}");
        }
    }

    #[test]
    fn the_dearest_header_costs_a_small_multiple_of_its_bytes() {
        // Empty keys with one byte each.
        let content = [text("").as_slice(), &0u32.to_le_bytes(), &[7]]
            .concat()
            .repeat(60_000);
        let bytes = header(60_000, &content);
        let (read, peak) = measured(|| read(&bytes, Goal::Everything).map(Reader::into_header));
        assert_eq!(read.map(|header| header.metadata.entries().len()), Ok(60_000));
        assert!(peak < 15 * bytes.len(), "{peak} bytes for {}", bytes.len());
        // A count that lies.
        let lie = [
            text("").as_slice(),
            &9u32.to_le_bytes(),
            &8u32.to_le_bytes(),
            &(1u64 << 20).to_le_bytes(),
        ]
        .concat();
        let (_, peak) = measured(|| Reader::new(None, Goal::Everything).feed(0, &header(60_000, &lie)));
        assert!(peak < 1_000, "{peak} bytes");
    }
}
