//! What an answer says about the weights besides the names of the files.

use crate::domain::model::RepoId;
use crate::domain::model::variant::{QuantizationConfig, WeightHints};
use crate::domain::wire::json::{Fields, Json};

/// Most tags that are looked at: real rows carry up to 700 (language codes), which sort anywhere.
const N_TAGS_MAX: usize = 2_000;

/// Most dtypes that are kept; Safetensors knows about twenty.
const N_DTYPES_MAX: usize = 64;

/// Groups of tags that nothing here reads and that make up most of a long list.
const UNREAD_TAGS: [&str; 6] = ["arxiv:", "dataset:", "deploy:", "diffusers:", "doi:", "region:"];

/// The Hub's tags without those that nobody here reads.
pub(super) fn read_tags(fields: &Fields<'_>) -> Vec<String> {
    let is_read = |tag: &String| !UNREAD_TAGS.iter().any(|group| tag.starts_with(group));
    fields
        .items("tags")
        .take(N_TAGS_MAX)
        .filter_map(Json::word)
        .filter(is_read)
        .collect()
}

/// Collects the hints of an answer.
pub(super) fn read_weight_hints(
    fields: &Fields<'_>,
    config: &Fields<'_>,
    id: &RepoId,
    library: Option<String>,
    tags: Vec<String>,
) -> WeightHints {
    WeightHints {
        repo_name: id.name().to_owned(),
        tags,
        library,
        dtypes: read_dtypes(fields),
        quantization_config: config.object("quantization_config").map(|quantization| {
            let group = first_weight_group(&quantization);
            read_quantization_config(&quantization, &group)
        }),
    }
}

/// `safetensors.parameters`: storage elements for each dtype; those with none are left out.
fn read_dtypes(fields: &Fields<'_>) -> Vec<(String, u64)> {
    let Some(counts) = fields
        .object("safetensors")
        .and_then(|safetensors| safetensors.object("parameters"))
    else {
        return Vec::new();
    };
    counts
        .iter()
        .filter_map(|(dtype, count)| Some((dtype.to_owned(), count.natural().filter(|n| *n > 0)?)))
        .take(N_DTYPES_MAX)
        .collect()
}

/// The `weights` of the first group of a compressed-tensors (or ModelOpt) configuration that says how its weights are
/// stored.
fn first_weight_group<'a>(quantization: &Fields<'a>) -> Fields<'a> {
    quantization
        .object("config_groups")
        .and_then(|groups| {
            groups.iter().find_map(|(_, group)| {
                let weights = group.fields()?.object("weights")?;
                weights.positive("num_bits").map(|_| weights)
            })
        })
        .unwrap_or_default()
}

fn read_quantization_config(quantization: &Fields<'_>, group: &Fields<'_>) -> QuantizationConfig {
    let bits = ["bits", "w_bit"]
        .iter()
        .find_map(|name| quantization.positive(name))
        .or_else(|| group.positive("num_bits"))
        .and_then(|bits| u32::try_from(bits).ok());
    // ModelOpt's method is its own name; what it did is in the other field.
    let algorithm = quantization.word("quant_algo");
    let method = quantization
        .word("quant_method")
        .filter(|method| method != "modelopt" || algorithm.is_none());
    let load_in = |names: [&str; 2]| names.iter().any(|name| quantization.is_true(name));
    QuantizationConfig {
        method: method.or(algorithm),
        bits,
        load_in_4bit: load_in(["load_in_4bit", "_load_in_4bit"]),
        load_in_8bit: load_in(["load_in_8bit", "_load_in_8bit"]),
        format: quantization.word("format"),
        weight_type: group.word("type"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hints(body: &str) -> WeightHints {
        let fields = Json::parse(body).unwrap().fields().unwrap();
        let config = fields.object("config").unwrap_or_default();
        let id = "owner/Some-7B".parse().unwrap();
        read_weight_hints(&fields, &config, &id, None, read_tags(&fields))
    }

    fn quantization(config: &str) -> Option<QuantizationConfig> {
        hints(&format!(r#"{{"config":{{"quantization_config":{config}}}}}"#)).quantization_config
    }

    fn method(name: &str) -> QuantizationConfig {
        QuantizationConfig {
            method: Some(name.to_owned()),
            ..QuantizationConfig::default()
        }
    }

    #[test]
    fn an_empty_configuration_is_not_a_missing_one() {
        assert_eq!(quantization("{}"), Some(QuantizationConfig::default()));
        for odd in ["null", "7", "[]", r#""gptq""#] {
            assert_eq!(quantization(odd), None, "{odd}");
        }
        assert_eq!(hints("{}").quantization_config, None);
    }

    /// The blocks of real configurations (Qwen-VL-Chat-Int4, Molmo-7B-D-NF4, Kimi-K2.5, Gemma-4-31B-IT-NVFP4,
    /// Qwen3-32B-FP8, Qwen3.5-9B-MLX-8bit), with what the Hub drops left out.
    #[test]
    fn known_configurations_are_read() {
        let table = [
            (
                r#"{"bits":4,"quant_method":"gptq"}"#,
                QuantizationConfig {
                    bits: Some(4),
                    ..method("gptq")
                },
            ),
            (
                r#"{"_load_in_4bit":true,"load_in_4bit":true,"load_in_8bit":false,"quant_method":"bitsandbytes"}"#,
                QuantizationConfig {
                    load_in_4bit: true,
                    ..method("bitsandbytes")
                },
            ),
            (
                r#"{"load_in_8bit":true}"#,
                QuantizationConfig {
                    load_in_8bit: true,
                    ..QuantizationConfig::default()
                },
            ),
            (
                r#"{"config_groups":{"group_0":{"weights":{"num_bits":4,"type":"int"}}},"format":"pack-quantized",
                    "quant_method":"compressed-tensors"}"#,
                QuantizationConfig {
                    bits: Some(4),
                    format: Some("pack-quantized".to_owned()),
                    weight_type: Some("int".to_owned()),
                    ..method("compressed-tensors")
                },
            ),
            (
                r#"{"config_groups":{"group_0":{"weights":null},"group_1":{"weights":{"num_bits":4,"type":"float"}}},
                    "quant_method":"modelopt","quant_algo":"NVFP4"}"#,
                QuantizationConfig {
                    bits: Some(4),
                    weight_type: Some("float".to_owned()),
                    ..method("NVFP4")
                },
            ),
            (r#"{"quant_method":"modelopt"}"#, method("modelopt")),
            (r#"{"quant_method":"fp8"}"#, method("fp8")),
            (
                r#"{"bits":8}"#,
                QuantizationConfig {
                    bits: Some(8),
                    ..QuantizationConfig::default()
                },
            ),
            (
                r#"{"bits":"4","quant_method":["awq"],"config_groups":[],"load_in_4bit":"yes","format":{}}"#,
                QuantizationConfig::default(),
            ),
        ];
        for (config, expected) in table {
            assert_eq!(quantization(config), Some(expected), "{config}");
        }
    }

    #[test]
    fn dtypes_and_tags_are_kept_as_far_as_they_are_read() {
        let hints = hints(
            r#"{"safetensors":{"parameters":{"F32":124056578,"I64":514,"U8":0,"BF16":"x"},"total":124057092},
                "tags":["gguf","arxiv:1810.04805","4-bit","region:us",7,"license:mit","base_model:quantized:a/b"]}"#,
        );
        assert_eq!(hints.repo_name, "Some-7B");
        assert_eq!(
            hints.dtypes,
            [("F32".to_owned(), 124_056_578), ("I64".to_owned(), 514)]
        );
        assert_eq!(
            hints.tags,
            ["gguf", "4-bit", "license:mit", "base_model:quantized:a/b"]
        );
    }
}
