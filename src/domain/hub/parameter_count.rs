//! The number of parameters of a model, from the surest source that stands a check against the sizes of the files.

use crate::domain::model::parameters::{parameters_from_name, plausible, safetensors_parameters};
use crate::domain::model::variant::{RepoContents, Variant, WeightHints};
use crate::domain::model::{ParameterCount, ParameterSource};
use crate::domain::precision::format::Format;
use crate::domain::wire::json::Fields;

/// Formats whose weights `safetensors` counts.
const SAFETENSORS_FORMATS: [Format; 3] = [Format::Safetensors, Format::Mlx, Format::ExLlama];

/// The GGUF header's count, else that of the Safetensors headers, else what the name says.
pub(super) fn read_parameters(
    gguf: &Fields<'_>,
    hints: &WeightHints,
    fields: &Fields<'_>,
    contents: &RepoContents,
) -> Option<ParameterCount> {
    gguf_parameters(gguf, contents)
        .or_else(|| {
            let total = fields
                .object("safetensors")
                .and_then(|safetensors| safetensors.positive("total"));
            counted_safetensors(total, hints, contents)
        })
        .or_else(|| {
            let count = parameters_from_name(&hints.repo_name)?;
            let sizes = sizes_of(contents, |_| true);
            believed(count, ParameterSource::RepositoryName, &sizes)
        })
}

/// `gguf.total` counts the one file that the Hub parsed and `gguf.totalFileSize` is that file's size, which makes the
/// check possible even in a list, where no other size is known.
fn gguf_parameters(gguf: &Fields<'_>, contents: &RepoContents) -> Option<ParameterCount> {
    let count = gguf.positive("total")?;
    let sizes = gguf.positive("totalFileSize").map_or_else(
        || sizes_of(contents, |variant| variant.format == Format::Gguf),
        |size| vec![size],
    );
    believed(count, ParameterSource::GgufHeader, &sizes)
}

fn counted_safetensors(
    total: Option<u64>,
    hints: &WeightHints,
    contents: &RepoContents,
) -> Option<ParameterCount> {
    let is_counted = |variant: &Variant| SAFETENSORS_FORMATS.contains(&variant.format);
    let quantization = contents
        .variants
        .iter()
        .filter(|variant| is_counted(variant))
        .find_map(|variant| variant.quantization.as_ref());
    let counted = safetensors_parameters(total, hints, quantization)?;
    believed(counted.count, counted.source, &sizes_of(contents, is_counted))
}

fn sizes_of(contents: &RepoContents, is_meant: impl Fn(&Variant) -> bool) -> Vec<u64> {
    let meant = contents.variants.iter().filter(|variant| is_meant(variant));
    meant.filter_map(Variant::size).collect()
}

/// The count, unless it is zero or fits none of the sizes that are known.
fn believed(count: u64, source: ParameterSource, sizes: &[u64]) -> Option<ParameterCount> {
    let is_believed = count > 0 && (sizes.is_empty() || sizes.iter().any(|size| plausible(count, *size)));
    is_believed.then_some(ParameterCount { count, source })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::variant::{RepoFile, Shards};
    use crate::domain::wire::json::Json;

    fn variant(format: Format, size: Option<u64>) -> Variant {
        Variant {
            key: format.key().to_owned(),
            format,
            quantization: None,
            files: vec![RepoFile {
                path: "model".to_owned(),
                size,
            }],
            shards: Shards::Complete,
            distinction: None,
        }
    }

    fn parameters(body: &str, variants: Vec<Variant>) -> Option<ParameterCount> {
        let fields = Json::parse(body).unwrap().fields().unwrap();
        let gguf = fields.object("gguf").unwrap_or_default();
        let hints = WeightHints {
            repo_name: "plain".to_owned(),
            dtypes: vec![("BF16".to_owned(), 1_000_000)],
            ..WeightHints::default()
        };
        let contents = RepoContents {
            variants,
            ..RepoContents::default()
        };
        read_parameters(&gguf, &hints, &fields, &contents)
    }

    const BOTH: &str = r#"{"gguf":{"total":9000000},
        "safetensors":{"parameters":{"BF16":1000000},"total":1000000}}"#;

    #[test]
    fn the_gguf_header_counts_first_and_safetensors_stand_in_for_it() {
        let from = |count, source| Some(ParameterCount { count, source });
        assert_eq!(
            parameters(BOTH, Vec::new()),
            from(9_000_000, ParameterSource::GgufHeader)
        );
        // A million bytes cannot hold nine million parameters; two million hold a million at 16 bits.
        let variants = vec![
            variant(Format::Gguf, Some(1_000_000)),
            variant(Format::Safetensors, Some(2_000_000)),
        ];
        assert_eq!(
            parameters(BOTH, variants),
            from(1_000_000, ParameterSource::SafetensorsHeader)
        );
    }

    #[test]
    fn one_fitting_size_is_enough_and_unknown_sizes_prove_nothing() {
        let only_safetensors = r#"{"safetensors":{"parameters":{"BF16":1000000},"total":1000000}}"#;
        let count = |variants| parameters(only_safetensors, variants).map(|known| known.count);
        let safetensors = |size| variant(Format::Safetensors, size);
        assert_eq!(count(vec![safetensors(None)]), Some(1_000_000));
        assert_eq!(count(vec![safetensors(Some(90_000_000))]), None);
        assert_eq!(
            count(vec![safetensors(Some(90_000_000)), safetensors(Some(2_000_000))]),
            Some(1_000_000)
        );
        // The size of another format says nothing about this count.
        assert_eq!(
            count(vec![variant(Format::Onnx, Some(90_000_000))]),
            Some(1_000_000)
        );
    }
}
