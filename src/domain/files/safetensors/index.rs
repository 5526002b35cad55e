//! The list of shards beside a model in several files: `model.safetensors.index.json`.

use super::error::SafetensorsError;
use super::role::{TensorRole, role_of};
use crate::domain::wire::json::{Fault, Json, Scanner};

/// Longest index that is fetched and read. A dense model of 70 B has one of 60 KB, a mixture of 235 B parameters one of
/// 3 MB; models of a trillion parameters have 60 MB, which would be downloaded for two numbers that file sizes give.
pub const INDEX_BYTES_MAX: u64 = 4 << 20;

/// Most shards that are counted (huggingface.js reads no more).
const N_SHARDS_MAX: usize = 10_000;

/// What an index says. The list of tensors itself is not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexSummary {
    /// Bytes of all tensors (`metadata.total_size`).
    pub total_size: Option<u64>,
    /// Number of parameters (`metadata.total_parameters`), which newer libraries write.
    pub total_parameters: Option<u64>,
    /// Number of tensors.
    pub n_weights: u64,
    /// Number of tensors in each shard, in alphabetic order of the files.
    pub shards: Vec<ShardCount>,
    /// Layers by the highest number in a name, from one; with those that predict several tokens.
    pub n_layers: u16,
    /// Whether an output matrix is stored, tied or not.
    pub has_output_head: bool,
}

/// How many tensors a shard holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShardCount {
    /// The file.
    pub file: String,
    /// Number of tensors.
    pub n_weights: u64,
}

/// Reads a whole index. The cost is linear in its length, times the logarithm of the number of shards.
///
/// # Errors
/// See [`SafetensorsError`].
pub fn parse_index(bytes: &[u8]) -> Result<IndexSummary, SafetensorsError> {
    let n_bytes = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if n_bytes > INDEX_BYTES_MAX {
        return Err(SafetensorsError::IndexTooLarge {
            bytes: n_bytes,
            limit: INDEX_BYTES_MAX,
        });
    }
    if bytes.starts_with(b"version ") {
        return Err(SafetensorsError::GitLfsPointer);
    }
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'<') => return Err(SafetensorsError::Html),
        Some(b'{') => {}
        Some(&found) => return Err(SafetensorsError::NoObject { found }),
        None => return Err(SafetensorsError::Malformed { at: 0 }),
    }
    let text = std::str::from_utf8(bytes).map_err(|error| SafetensorsError::NotText {
        at: error.valid_up_to(),
    })?;
    let mut index = IndexSummary::default();
    each_field(text, |name, value| {
        match name {
            r#""metadata""# => {
                // Checked by the scanner around it already, so it cannot fail.
                let _ = each_field(value, |name, value| {
                    match name {
                        r#""total_size""# => index.total_size = whole(value),
                        r#""total_parameters""# => index.total_parameters = whole(value),
                        _ => {}
                    }
                    Ok(())
                });
                Ok(())
            }
            r#""weight_map""# => each_field(value, |name, file| index.count(name, file)),
            _ => Ok(()),
        }
    })?;
    if index.n_weights == 0 && index.total_size.is_none() {
        return Err(SafetensorsError::Malformed { at: text.len() });
    }
    Ok(index)
}

impl IndexSummary {
    fn count(&mut self, name: &str, file: &str) -> Result<(), SafetensorsError> {
        let Some(file) = Json::parse(file).ok().and_then(Json::text) else {
            return Ok(());
        };
        self.n_weights = self.n_weights.saturating_add(1);
        match role_of(name.trim_matches('"')) {
            TensorRole::Layer(layer) | TensorRole::Expert(layer) => {
                self.n_layers = self.n_layers.max(layer.saturating_add(1));
            }
            TensorRole::OutputHead => self.has_output_head = true,
            _ => {}
        }
        match self
            .shards
            .binary_search_by(|known| known.file.as_str().cmp(&file))
        {
            Ok(place) => {
                if let Some(shard) = self.shards.get_mut(place) {
                    shard.n_weights = shard.n_weights.saturating_add(1);
                }
            }
            Err(_) if self.shards.len() >= N_SHARDS_MAX => {
                return Err(SafetensorsError::TooManyShards { limit: N_SHARDS_MAX });
            }
            Err(place) => self.shards.insert(place, ShardCount { file, n_weights: 1 }),
        }
        Ok(())
    }
}

/// Hands over the names (in quotes) and the values of an object, one after the other; of anything else nothing.
fn each_field<'a>(
    text: &'a str,
    mut each: impl FnMut(&'a str, &'a str) -> Result<(), SafetensorsError>,
) -> Result<(), SafetensorsError> {
    let malformed = |Fault(at): Fault| SafetensorsError::Malformed { at };
    let mut scanner = Scanner::new(text);
    if !scanner.take(b'{') {
        return Ok(());
    }
    let mut is_first = true;
    while !scanner.take(b'}') {
        if !is_first && !scanner.take(b',') {
            return Err(SafetensorsError::Malformed { at: scanner.at });
        }
        is_first = false;
        let name = scanner.name().map_err(malformed)?;
        each(name, scanner.value().map_err(malformed)?)?;
    }
    match scanner.next_visible() {
        None => Ok(()),
        Some(_) => Err(SafetensorsError::Malformed { at: scanner.at }),
    }
}

/// A whole number from one; some tools write it as a decimal number (`13476839424.0`).
fn whole(text: &str) -> Option<u64> {
    let (digits, fraction) = text.split_once('.').unwrap_or((text, ""));
    let is_whole = fraction.bytes().all(|digit| digit == b'0');
    digits.parse().ok().filter(|number| is_whole && *number > 0)
}
