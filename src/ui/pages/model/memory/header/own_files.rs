//! The reader's own files: a GGUF file or its shards, or Safetensors files with their `config.json`.

use std::rc::Rc;

use web_sys::File;

use super::bounded_reading::Reading;
use super::config_reading::read_headers;
use super::gguf_reading::{SizedFile, read_geometry, read_whole};
use crate::domain::app::header_failure::HeaderFailure;
use crate::domain::files::config::{CONFIG_BYTES_MAX, CONFIG_FILE, ModelConfig, QUANTIZATION_FILES};
use crate::domain::files::description::{ConfigDescription, Description, GgufDescription, WeightFacts};
use crate::domain::files::gguf::{GgufError, join_shards};
use crate::web::model_file::ModelFile;

/// Most files that are read at once: more shards than any model has that somebody keeps at home.
const N_FILES_MAX: usize = 512;
/// The endings of Safetensors files.
const SAFETENSORS_ENDING: &str = ".safetensors";

/// Reads chosen files, in whatever order they were chosen.
///
/// # Errors
/// Why they say nothing.
pub async fn read_own_files(
    files: &[File],
    reading: &Reading,
) -> Result<(Description, Option<HeaderFailure>), HeaderFailure> {
    let mut weights: Vec<File> = Vec::new();
    let mut beside: Vec<File> = Vec::new();
    for file in files {
        if file.name().to_ascii_lowercase().ends_with(".json") {
            beside.push(file.clone());
        } else {
            weights.push(file.clone());
        }
    }
    if weights.is_empty() || weights.len() > N_FILES_MAX {
        return Err(HeaderFailure::MixedFiles);
    }
    let is_safetensors = |file: &File| file.name().to_ascii_lowercase().ends_with(SAFETENSORS_ENDING);
    let sized = |file: &File| (ModelFile::Local(file.clone()), None);
    let n_safetensors = weights.iter().filter(|file| is_safetensors(file)).count();
    if n_safetensors == 0 {
        let files: Vec<SizedFile> = weights.iter().map(sized).collect();
        return Ok((read_gguf(&files, reading).await?, None));
    }
    if n_safetensors < weights.len() {
        return Err(HeaderFailure::MixedFiles);
    }
    let files: Vec<SizedFile> = weights.iter().map(sized).collect();
    let totals = read_headers(&files, reading).await?;
    let config = own_config(&beside, reading).await;
    let failure = config.as_ref().err().cloned();
    let description = Description::Config(ConfigDescription {
        config_file: config.is_ok().then_some((None, CONFIG_FILE)),
        config: config.ok().map(Rc::new),
        weights: WeightFacts::Headers(Rc::new(totals)),
    });
    Ok((description, failure))
}

/// All of each file is read: it is on the same device. The first shard is found by what it says of itself.
async fn read_gguf(files: &[SizedFile], reading: &Reading) -> Result<Description, HeaderFailure> {
    let mut read = Vec::new();
    for file in files {
        let files = std::slice::from_ref(file);
        let geometry = read_geometry(files, reading).await?;
        read.push(match geometry {
            geometry if geometry.is_whole || geometry.fault.is_some() => geometry,
            geometry => match read_whole(&geometry, files, reading).await {
                Ok(whole) => whole,
                // The geometry is worth showing even if what follows it is broken.
                Err(HeaderFailure::Gguf(fault)) => {
                    let mut geometry = geometry;
                    geometry.fault = Some(fault);
                    geometry
                }
                Err(failure) => return Err(failure),
            },
        });
    }
    let n_files = read.len();
    let number = |read: &GgufDescription| read.header().shard_number().unwrap_or(0);
    let first = (0..n_files).min_by_key(|index| read.get(*index).map_or(u64::MAX, number));
    let Some(mut whole) = first.map(|index| read.swap_remove(index)) else {
        return Err(HeaderFailure::MixedFiles);
    };
    if whole.header().metadata.architecture().is_none() && whole.header().shard_count().is_none() {
        return Ok(Description::Gguf(Box::new(whole)));
    }
    let is_split = whole.header().shard_count().is_some_and(|count| count > 1);
    if n_files > 1 || is_split {
        let mut headers = vec![whole.header().clone()];
        headers.extend(read.iter().map(|other| other.header().clone()));
        whole.joined = Some(join_shards(&headers)?);
        whole.n_files = usize::try_from(whole.header().shard_count().unwrap_or(1)).unwrap_or(n_files);
        let fault: Option<GgufError> = read.iter().find_map(|other| other.fault);
        whole.fault = whole.fault.or(fault);
        whole.is_whole = whole.joined.as_ref().is_some_and(|joined| joined.is_complete());
        whole.shards = read
            .into_iter()
            .map(|other| (other.file, other.reader.into_header()))
            .collect();
    }
    Ok(Description::Gguf(Box::new(whole)))
}

async fn own_config(beside: &[File], reading: &Reading) -> Result<ModelConfig, HeaderFailure> {
    let named = |name: &str| beside.iter().find(|file| file.name() == name);
    let config = named(CONFIG_FILE).ok_or(HeaderFailure::NoConfig)?;
    let bytes = own_text(config, reading).await?;
    let mut config = ModelConfig::parse(&bytes)?;
    if config.quantization.is_none()
        && let Some(file) = QUANTIZATION_FILES.into_iter().find_map(named)
    {
        config.add_quantization_file(&own_text(file, reading).await?)?;
    }
    Ok(config)
}

async fn own_text(file: &File, reading: &Reading) -> Result<Vec<u8>, HeaderFailure> {
    // One byte more than is allowed, so that a longer file is told from one that just fits.
    let n_bytes = CONFIG_BYTES_MAX as u64 + 1;
    let part = reading.part(&ModelFile::Local(file.clone()), 0, n_bytes).await?;
    Ok(part.bytes)
}
