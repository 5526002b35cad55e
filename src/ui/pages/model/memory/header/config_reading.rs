//! Reading what describes a model outside of GGUF: its configuration and as much of its weights as is worth the bytes.

use std::rc::Rc;

use super::bounded_reading::Reading;
use super::gguf_reading::SizedFile;
use crate::domain::app::header_failure::HeaderFailure;
use crate::domain::files::config::{ConfigSource, ModelConfig, QUANTIZATION_FILES, config_sources};
use crate::domain::files::description::{ConfigDescription, NamedFile, SafetensorsTotals, WeightFacts};
use crate::domain::files::safetensors::{
    FIRST_READ_BYTES, Header, HeaderProgress, INDEX_BYTES_MAX, ReadPlan, WeightTotals, parse_header_of_file,
    parse_index, plan_reads,
};
use crate::domain::model::Model;
use crate::domain::model::variant::Variant;
use crate::web::model_file::ModelFile;

/// Reads what describes a variant of a repository. A missing configuration is a part of the answer, with the reason why
/// it is missing, and no failure.
///
/// # Errors
/// Why the weights' headers could not be read.
pub async fn read_config(
    model: &Model,
    variant: &Variant,
    reading: &Reading,
) -> Result<(ConfigDescription, Option<HeaderFailure>), HeaderFailure> {
    let mut failure = None;
    let mut read = ConfigDescription {
        config: None,
        config_file: None,
        weights: WeightFacts::NotRead,
    };
    match config_of(model, reading).await {
        Ok((config, source)) => {
            read.config = Some(Rc::new(config));
            read.config_file = Some((source.repository, source.path));
        }
        Err(error) => failure = Some(error),
    }
    let contents = &model.contents;
    let plan = plan_reads(variant, &contents.files, &contents.dtypes);
    let of_path = |path: &str| {
        let listed = contents.files.iter().find(|file| file.path == path);
        (file_of(model, path), listed.and_then(|file| file.size))
    };
    read.weights = match plan {
        None => WeightFacts::NotRead,
        Some(ReadPlan::Nothing) => WeightFacts::HubSummary(contents.dtypes.clone()),
        Some(ReadPlan::SizesOnly(why)) => WeightFacts::SizesOnly(why),
        Some(ReadPlan::Header { path, .. }) => {
            WeightFacts::Headers(Rc::new(read_headers(&[of_path(&path)], reading).await?))
        }
        Some(ReadPlan::ShardHeaders { paths, .. }) => {
            let files: Vec<SizedFile> = paths.iter().map(|path| of_path(path)).collect();
            WeightFacts::Headers(Rc::new(read_headers(&files, reading).await?))
        }
        Some(ReadPlan::Index { path, bytes }) => {
            let n_bytes = bytes.unwrap_or(INDEX_BYTES_MAX).min(INDEX_BYTES_MAX);
            let part = reading.part(&file_of(model, &path), 0, n_bytes).await?;
            WeightFacts::Index(Rc::new(parse_index(&part.bytes)?))
        }
    };
    Ok((read, failure))
}

/// Reads the headers of Safetensors files and adds them up.
///
/// # Errors
/// Why one of them could not be read.
pub async fn read_headers(
    files: &[SizedFile],
    reading: &Reading,
) -> Result<SafetensorsTotals, HeaderFailure> {
    let mut sums = SafetensorsTotals {
        totals: WeightTotals::default(),
        files: Vec::new(),
        metadata: Vec::new(),
    };
    for (file, listed_bytes) in files {
        let (header, total) = read_one(file, *listed_bytes, reading).await?;
        sums.totals.merge(&header.totals);
        let named = NamedFile {
            name: file.name(),
            bytes: total,
        };
        let implied = header.data_begin.saturating_add(header.data_bytes);
        sums.files.push((named, header.data_begin, implied));
        if sums.metadata.is_empty() {
            sums.metadata = header.metadata;
        }
    }
    Ok(sums)
}

async fn read_one(
    file: &ModelFile,
    listed_bytes: Option<u64>,
    reading: &Reading,
) -> Result<(Header, Option<u64>), HeaderFailure> {
    let part = reading.part(file, 0, FIRST_READ_BYTES).await?;
    let total = part.total.or(listed_bytes);
    let mut prefix = part.bytes;
    loop {
        match parse_header_of_file(&prefix, total)? {
            HeaderProgress::Done(header) => return Ok((header, total)),
            HeaderProgress::NeedMore { at_least } => {
                let first = prefix.len() as u64;
                let mut more = reading.part(file, first, at_least.saturating_sub(first)).await?;
                if more.bytes.is_empty() {
                    // The file ended. Held to its real size, its header says what is missing.
                    parse_header_of_file(&prefix, Some(first))?;
                    return Err(HeaderFailure::Unreadable);
                }
                prefix.append(&mut more.bytes);
            }
        }
    }
}

/// The configuration of a model: the repository's own, or that of the model it was made from.
///
/// # Errors
/// Why there is none.
pub async fn config_of(
    model: &Model,
    reading: &Reading,
) -> Result<(ModelConfig, ConfigSource), HeaderFailure> {
    let mut failure = HeaderFailure::NoConfig;
    for source in config_sources(&model.contents.files, &model.base_models) {
        match config_at(model, &source, reading).await {
            Ok(config) => return Ok((config, source)),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

async fn config_at(
    model: &Model,
    source: &ConfigSource,
    reading: &Reading,
) -> Result<ModelConfig, HeaderFailure> {
    let file = match &source.repository {
        None => file_of(model, source.path),
        Some(id) => ModelFile::Hub {
            id: id.clone(),
            revision: None,
            path: source.path.to_owned(),
        },
    };
    let text = reading.text(&file).await?;
    let mut config = ModelConfig::parse(text.as_bytes())?;
    if source.repository.is_none() && config.quantization.is_none() {
        let files = &model.contents.files;
        let beside = QUANTIZATION_FILES
            .into_iter()
            .find(|name| files.iter().any(|file| file.path == *name));
        if let Some(name) = beside {
            let text = reading.text(&file_of(model, name)).await?;
            config.add_quantization_file(text.as_bytes())?;
        }
    }
    Ok(config)
}

/// A file of the model's own repository, in the state that the page describes.
pub fn file_of(model: &Model, path: &str) -> ModelFile {
    ModelFile::Hub {
        id: model.id.clone(),
        revision: model.revision.clone(),
        path: path.to_owned(),
    }
}
