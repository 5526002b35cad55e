//! What the model's header says: its name, architecture and quantization. A file that is opened begins a load.

use crate::domain::report::log::line::{Line, after, cut};
use crate::domain::report::log::number::{Units, read_amount};
use crate::domain::report::log::report::Engine;
use crate::domain::report::log::run::{Reader, keep};

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    if let Some(rest) = line.after("llama_model_loader: loaded meta data ") {
        reader.begin_load();
        reader.saw(Engine::LlamaCpp);
        if let Some(name) = after(rest, " tensors from ").and_then(file_name) {
            reader.run().file = Some(line.figure(name.clone()));
            reader.run().model = Some(line.figure(name));
        }
        return true;
    }
    if line.has("load_tensors: loading model tensors") {
        // The header was read just before, so only a load whose buffers are known is over.
        reader.begin_load();
        return true;
    }
    if is_serving(line) {
        reader.serve();
        return true;
    }
    let known =
        line.has("print_info:") || line.has("llm_load_print_meta:") || line.has("llama_model_loader:");
    if !known {
        return false;
    }
    let figure = |name: &str| Some(line.figure(line.words(name)?));
    let size = [": file size ", ": model size "].into_iter().find_map(|name| {
        let (_, size) = line.after(name)?.split_once('=')?;
        let (size, _) = read_amount(size, Units::Binary)?;
        Some(line.figure(size))
    });
    let run = reader.run();
    keep(&mut run.model, figure(" general.name "));
    keep(
        &mut run.architecture,
        figure("general.architecture ").or_else(|| figure(": arch ")),
    );
    keep(
        &mut run.quantization,
        figure(": file type ").or_else(|| figure(": model ftype ")),
    );
    keep(&mut run.file_size, size);
    true
}

/// Sentences of servers that are ready.
fn is_serving(line: &Line<'_>) -> bool {
    line.has("server is listening on")
        || line.has("HTTP server listening") && line.has("model loaded")
        || line.has("main: model loaded")
        || line.has("all slots are idle")
}

/// The name of the file in `/models/x.gguf (version GGUF V3 (latest))`; Ollama's blobs have none.
fn file_name(text: &str) -> Option<String> {
    let path = text.split_once(" (version").map_or(text, |(path, _)| path);
    let name = path.rsplit(['/', '\\']).next()?;
    (!name.is_empty() && !name.starts_with("sha256-")).then(|| cut(name))
}
