use llm_lens::domain::files::safetensors::{INDEX_BYTES_MAX, ReadPlan, WhySizesOnly, plan_reads};
use llm_lens::domain::model::variant::{RepoFile, Shards, Variant};
use llm_lens::domain::precision::format::Format;

fn file(path: &str, size: u64) -> RepoFile {
    RepoFile {
        path: path.to_owned(),
        size: Some(size),
    }
}

fn variant(format: Format, files: Vec<RepoFile>) -> Variant {
    Variant {
        key: "safetensors".to_owned(),
        format,
        quantization: None,
        files,
        shards: Shards::Complete,
        distinction: None,
    }
}

fn shards(n: usize, each: u64) -> Variant {
    let name = |number: usize| format!("model-{:05}-of-{n:05}.safetensors", number + 1);
    variant(
        Format::Safetensors,
        (0..n).map(|number| file(&name(number), each)).collect(),
    )
}

fn index(size: u64) -> RepoFile {
    file("model.safetensors.index.json", size)
}

#[test]
fn one_file_is_asked_for_its_header() {
    let one = variant(Format::Mlx, vec![file("model.safetensors", 5_000)]);
    assert_eq!(
        plan_reads(&one, &[], &[]),
        Some(ReadPlan::Header {
            path: "model.safetensors".to_owned(),
            first_bytes: 5_000
        })
    );
}

#[test]
fn a_summary_that_agrees_with_the_sizes_answers_everything() {
    let dtypes = [("BF16".to_owned(), 40_000_000_000), ("F32".to_owned(), 1_000_000)];
    let agreeing = shards(20, 4_000_300_000);
    assert_eq!(
        plan_reads(&agreeing, &[index(60_000)], &dtypes),
        Some(ReadPlan::Nothing)
    );
    // Packed weights that the Hub has unpacked do not agree: half a byte is counted as one.
    let unpacked = [("U8".to_owned(), 160_000_000_000)];
    assert!(matches!(
        plan_reads(&agreeing, &[index(60_000)], &unpacked),
        Some(ReadPlan::Index {
            bytes: Some(60_000),
            ..
        })
    ));
    let unknown = [("NEW".to_owned(), 80_006_000_000)];
    assert_ne!(
        plan_reads(&agreeing, &[index(60_000)], &unknown),
        Some(ReadPlan::Nothing)
    );
}

#[test]
fn few_shards_are_asked_for_their_headers_and_many_for_their_index() {
    let Some(ReadPlan::ShardHeaders { paths, .. }) = plan_reads(&shards(4, 1_000), &[], &[]) else {
        panic!("another plan");
    };
    assert_eq!(paths.len(), 4);
    let many = shards(61, 1_000);
    assert_eq!(
        plan_reads(&many, &[file("other.json", 1), index(3_000_000)], &[]),
        Some(ReadPlan::Index {
            path: "model.safetensors.index.json".to_owned(),
            bytes: Some(3_000_000)
        })
    );
    assert_eq!(
        plan_reads(&many, &[], &[]),
        Some(ReadPlan::SizesOnly(WhySizesOnly::NoIndex { n_shards: 61 }))
    );
}

#[test]
fn a_huge_index_is_not_fetched() {
    let bytes = INDEX_BYTES_MAX + 1;
    assert_eq!(
        plan_reads(&shards(61, 1_000), &[index(bytes)], &[]),
        Some(ReadPlan::SizesOnly(WhySizesOnly::LargeIndex { bytes }))
    );
}

#[test]
fn other_formats_have_no_such_headers() {
    let gguf = variant(Format::Gguf, vec![file("model.gguf", 1)]);
    assert_eq!(plan_reads(&gguf, &[], &[]), None);
    let mixed = variant(Format::Safetensors, vec![file("pytorch_model.bin", 1)]);
    assert_eq!(plan_reads(&mixed, &[], &[]), None);
}
