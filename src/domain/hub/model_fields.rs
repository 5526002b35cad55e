//! One model from the fields of a list row or of a model document (docs/hub.md, Model). Both have the same fields; a row lacks
//! those that were not asked for, and the sizes of its files.

use super::base_models::read_base_models;
use super::kind::{KindEvidence, kind_of};
use super::parameter_count::read_parameters;
use super::weight_hints::{read_tags, read_weight_hints};
use crate::domain::model::variant::{RepoFile, read_contents};
use crate::domain::model::{Date, Gated, Model};
use crate::domain::wire::json::{Fields, Json};

/// Longest path of a file that is kept, in bytes: file systems end at 4,096, names on the Hub far earlier.
const PATH_LENGTH_MAX: usize = 1_024;

/// Greatest context length that is believed, in tokens: over a hundred times the longest of today. Files in the wild
/// hold placeholders such as 10^30 for "no limit".
const CONTEXT_LENGTH_MAX: u64 = 1 << 30;

/// Reads a model; `None` without a sound id. Any other field may be missing or of any type.
pub(super) fn read_model_fields(fields: &Fields<'_>) -> Option<Model> {
    let id = ["id", "modelId"]
        .iter()
        .find_map(|name| fields.get(name)?.text()?.parse().ok())?;
    let gguf = fields.object("gguf").unwrap_or_default();
    let config = fields.object("config").unwrap_or_default();
    let card = fields.object("cardData").unwrap_or_default();
    let tags = read_tags(fields);
    let task = fields.word("pipeline_tag");
    let library = fields.word("library_name");
    let gguf_architecture = gguf.word("architecture");
    let config_architecture = config.words("architectures").into_iter().next();
    let context_length = read_context_length(&gguf, &config);
    let kind = kind_of(&KindEvidence {
        task: task.as_deref(),
        library: library.as_deref(),
        tags: &tags,
        gguf_architecture: gguf_architecture.as_deref(),
        has_gguf_context: gguf.positive("context_length").is_some(),
        config_architecture: config_architecture.as_deref(),
    });
    let license = card
        .words("license")
        .into_iter()
        .next()
        .or_else(|| license_of_tags(&tags));
    let base_models = read_base_models(fields, &card, &tags, &id);
    let hints = read_weight_hints(fields, &config, &id, library.clone(), tags);
    let files = read_files(fields);
    let files_listed = files.is_some();
    let contents = read_contents(files.unwrap_or_default(), &hints);
    let parameters = read_parameters(&gguf, &hints, fields, &contents);
    Some(Model {
        id,
        kind,
        task,
        library,
        license,
        base_models,
        gated: read_gated(fields.get("gated")),
        private: fields.is_true("private"),
        downloads: fields.natural("downloads"),
        likes: fields.natural("likes"),
        last_modified: read_date(fields, "lastModified"),
        created: read_date(fields, "createdAt"),
        revision: fields.word("sha"),
        architecture: gguf_architecture
            .or(config_architecture)
            .or_else(|| config.word("model_type")),
        context_length,
        parameters,
        contents,
        files_listed,
    })
}

/// `false`, `"auto"` or `"manual"`. Any other word, and `true`, says that there are terms but not how they are
/// granted, so nothing is promised.
fn read_gated(value: Option<Json<'_>>) -> Gated {
    let Some(value) = value else {
        return Gated::No;
    };
    match value.word().as_deref() {
        Some("auto") => Gated::Automatic,
        Some(_) => Gated::Manual,
        None if value.boolean() == Some(true) => Gated::Manual,
        None => Gated::No,
    }
}

fn read_date(fields: &Fields<'_>, name: &str) -> Option<Date> {
    Date::parse_iso(&fields.get(name)?.text()?)
}

fn license_of_tags(tags: &[String]) -> Option<String> {
    tags.iter()
        .find_map(|tag| tag.strip_prefix("license:"))
        .filter(|license| !license.is_empty())
        .map(str::to_owned)
}

/// From the GGUF header. The Hub's `config` rarely carries the number; where it does, multimodal models keep it in the
/// part about text.
fn read_context_length(gguf: &Fields<'_>, config: &Fields<'_>) -> Option<u64> {
    let of_config = |config: &Fields<'_>| config.positive("max_position_embeddings");
    gguf.positive("context_length")
        .or_else(|| of_config(config))
        .or_else(|| of_config(&config.object("text_config")?))
        .filter(|tokens| *tokens <= CONTEXT_LENGTH_MAX)
}

/// The files; `None` if the answer does not list them.
fn read_files(fields: &Fields<'_>) -> Option<Vec<RepoFile>> {
    let siblings = fields.get("siblings")?.items()?;
    Some(siblings.filter_map(read_file).collect())
}

fn read_file(sibling: Json<'_>) -> Option<RepoFile> {
    let file = sibling.fields()?;
    let path = file.get("rfilename")?.text()?;
    if path.is_empty() || path.len() > PATH_LENGTH_MAX {
        return None;
    }
    let size = file
        .natural("size")
        .or_else(|| file.object("lfs")?.natural("size"));
    Some(RepoFile { path, size })
}
