//! Types of values and tensors, lookups, shards.

use llm_lens::domain::files::gguf::{
    Header, PerLayer, ShardError, TensorType, Value, ValueType, join_shards,
};

use super::fixtures::whole;
use super::writer::{Writer, Written};

fn one(value: Written) -> Value {
    let header = whole(&Writer::new().entry("key", value).bytes());
    header.metadata.get("key").unwrap().clone()
}

fn number(value_type: ValueType, bits: u64) -> Value {
    one(Written::Number(value_type, bits))
}

#[test]
fn numbers_of_every_type_are_read() {
    assert_eq!(number(ValueType::U8, 255).as_u64(), Some(255));
    assert_eq!(number(ValueType::U16, 65_535).as_u64(), Some(65_535));
    assert_eq!(
        number(ValueType::U32, 4_000_000_000).as_u64(),
        Some(4_000_000_000)
    );
    assert_eq!(number(ValueType::U64, u64::MAX).as_u64(), Some(u64::MAX));
    for value_type in [ValueType::I8, ValueType::I16, ValueType::I32, ValueType::I64] {
        let minus_two = number(value_type, -2_i64 as u64);
        let Value::Scalar(scalar) = minus_two else {
            panic!()
        };
        assert_eq!(scalar.as_i64(), Some(-2), "{value_type:?}");
        assert_eq!((scalar.as_u64(), scalar.as_f64()), (None, Some(-2.0)));
        assert_eq!(number(value_type, 7).as_u64(), Some(7), "{value_type:?}");
    }
    assert_eq!(
        number(ValueType::F32, 0.5_f32.to_bits().into()).as_f64(),
        Some(0.5)
    );
    assert_eq!(number(ValueType::F64, (-0.5_f64).to_bits()).as_f64(), Some(-0.5));
    assert_eq!(number(ValueType::F32, 2.0_f32.to_bits().into()).as_u64(), None);
    assert_eq!(number(ValueType::U32, 3).as_f64(), Some(3.0));
    assert_eq!(number(ValueType::Bool, 0).as_bool(), Some(false));
    assert_eq!(number(ValueType::Bool, 2).as_bool(), Some(true));
    assert_eq!(number(ValueType::U8, 1).as_bool(), None);
}

#[test]
fn a_long_text_keeps_its_beginning_and_its_length() {
    let short = one(Written::text("é"));
    assert_eq!(short.as_text(), Some("é"));
    // The limit cuts an `é` in two.
    let long = one(Written::text(&format!("x{}", "é".repeat(10_000))));
    let Value::Text(text) = &long else { panic!() };
    assert_eq!(
        (text.bytes(), text.held().len(), text.whole()),
        (20_001, 16_383, None)
    );
    assert!(!text.held().contains('\u{FFFD}'));
    assert_eq!(long.as_text(), None);
    let broken = one(Written::Text(b"a\xFFb".to_vec()));
    assert_eq!(broken.as_text(), Some("a\u{FFFD}b"));
}

#[test]
fn arrays_for_each_layer_are_held_and_arrays_for_each_token_are_not() {
    let held = one(Written::numbers(ValueType::U64, 0..4_096));
    assert_eq!(held.per_layer(), Some(PerLayer::Each((0..4_096).collect())));
    let long = one(Written::numbers(ValueType::I16, 0..4_097));
    let array = long.as_array().unwrap();
    assert_eq!(
        (array.count(), array.bytes(), array.is_whole()),
        (4_097, Some(8_194), false)
    );
    assert_eq!(
        array
            .scalars()
            .map(|scalar| scalar.as_u64().unwrap())
            .collect::<Vec<_>>(),
        (0..16).collect::<Vec<_>>()
    );
    assert_eq!(long.per_layer(), None);
}

#[test]
fn what_a_key_says_of_the_layers_is_one_value_or_one_for_each() {
    let heads = number(ValueType::U32, 8).per_layer().unwrap();
    assert_eq!((heads.at(0), heads.at(1_000)), (Some(8), Some(8)));
    let heads = one(Written::numbers(ValueType::I32, [4, 0, 8]))
        .per_layer()
        .unwrap();
    assert_eq!((heads.at(1), heads.at(2), heads.at(3)), (Some(0), Some(8), None));
    assert_eq!(
        one(Written::numbers(ValueType::I32, [1, -1_i64 as u64])).per_layer(),
        None
    );
    assert_eq!(one(Written::texts(["8"])).per_layer(), None);
    assert_eq!(one(Written::text("8")).per_layer(), None);

    let expected = Some(PerLayer::Each(vec![true, false]));
    for element in [ValueType::Bool, ValueType::U8, ValueType::I32] {
        assert_eq!(one(Written::numbers(element, [1, 0])).flags_per_layer(), expected);
    }
    assert_eq!(number(ValueType::U32, 6).flags_per_layer(), None);
    assert_eq!(
        number(ValueType::Bool, 1).flags_per_layer(),
        Some(PerLayer::Same(true))
    );
}

#[test]
fn arrays_of_arrays_are_walked() {
    let inner = |numbers: &[u64]| Written::numbers(ValueType::U16, numbers.iter().copied());
    let texts = Written::texts(["a", "bcd"]);
    let nested = Written::Array(
        ValueType::Array,
        vec![
            Written::Array(ValueType::Array, vec![inner(&[1, 2]), texts, inner(&[])]),
            Written::Array(ValueType::Text, Vec::new()),
        ],
    );
    let writer = Writer::new()
        .entry("nested", nested)
        .entry("after", Written::u32(5));
    let header = whole(&writer.bytes());
    assert_eq!(header.metadata.u64("after"), Some(5));
    let array = header.metadata.get("nested").unwrap().as_array().unwrap();
    assert_eq!((array.element(), array.count()), (ValueType::Array, 2));
    assert_eq!(array.bytes(), Some(12 * 5 + 4 + (8 + 1) + (8 + 3)));
}

#[test]
fn unknown_keys_stay_in_order_and_of_two_equal_ones_the_first_counts() {
    let writer = Writer::new()
        .entry("b.unheard-of", Written::u32(1))
        .entry("a", Written::u32(2))
        .entry("a", Written::u32(3));
    let header = whole(&writer.bytes());
    let keys: Vec<_> = header
        .metadata
        .entries()
        .iter()
        .map(|entry| &*entry.key)
        .collect();
    assert_eq!(keys, ["b.unheard-of", "a", "a"]);
    assert_eq!(header.metadata.u64("a"), Some(2));
}

#[test]
fn keys_of_the_model_follow_its_architecture() {
    let writer = Writer::new()
        .entry("llama.block_count", Written::u32(1))
        .entry("llama4.block_count", Written::u32(2))
        .entry("general.architecture", Written::text("llama4"))
        .entry("llama4.vocab_size", Written::u32(9));
    let header = whole(&writer.bytes());
    assert_eq!(header.metadata.of_model("block_count").unwrap().as_u64(), Some(2));
    assert_eq!(header.metadata.vocabulary_size(), Some(9));
    assert_eq!(header.metadata.of_model("count"), None);
}

#[test]
fn tensors_have_the_bytes_of_whole_blocks() {
    let bytes =
        |name: &str, dimensions: &[u64]| TensorType::from_name(name).unwrap().tensor_bytes(dimensions);
    assert_eq!(bytes("Q4_K", &[4_096, 2]), Some(2 * 16 * 144));
    assert_eq!(bytes("MXFP4", &[32]), Some(17));
    assert_eq!(bytes("F16", &[3, 5, 7, 2]), Some(420));
    assert_eq!(bytes("F32", &[]), Some(4));
    assert_eq!(bytes("F32", &[0, 8]), Some(0));
    assert_eq!(bytes("Q8_0", &[33]), Some(68));
    assert_eq!(bytes("F32", &[1 << 62]), None);
    assert_eq!(bytes("Q4_2", &[32]), None);
}

#[test]
fn every_number_of_a_type_has_a_name() {
    // Number, name, elements of a block, bytes of a block, as in the header of ggml.
    let table = [
        (0, "F32", 1, 4),
        (1, "F16", 1, 2),
        (2, "Q4_0", 32, 18),
        (3, "Q4_1", 32, 20),
        (6, "Q5_0", 32, 22),
        (7, "Q5_1", 32, 24),
        (8, "Q8_0", 32, 34),
        (9, "Q8_1", 32, 36),
        (10, "Q2_K", 256, 84),
        (11, "Q3_K", 256, 110),
        (12, "Q4_K", 256, 144),
        (13, "Q5_K", 256, 176),
        (14, "Q6_K", 256, 210),
        (15, "Q8_K", 256, 292),
        (16, "IQ2_XXS", 256, 66),
        (17, "IQ2_XS", 256, 74),
        (18, "IQ3_XXS", 256, 98),
        (19, "IQ1_S", 256, 50),
        (20, "IQ4_NL", 32, 18),
        (21, "IQ3_S", 256, 110),
        (22, "IQ2_S", 256, 82),
        (23, "IQ4_XS", 256, 136),
        (24, "I8", 1, 1),
        (25, "I16", 1, 2),
        (26, "I32", 1, 4),
        (27, "I64", 1, 8),
        (28, "F64", 1, 8),
        (29, "IQ1_M", 256, 56),
        (30, "BF16", 1, 2),
        (34, "TQ1_0", 256, 54),
        (35, "TQ2_0", 256, 66),
        (39, "MXFP4", 32, 17),
        (40, "NVFP4", 64, 36),
        (41, "Q1_0", 128, 18),
    ];
    for (id, name, elements, bytes) in table {
        let tensor_type = TensorType::from_id(id);
        let block = tensor_type.block().unwrap();
        assert_eq!(
            (tensor_type.name(), block.elements, block.bytes),
            (Some(name), elements, bytes)
        );
        assert_eq!(TensorType::from_name(name), Some(tensor_type));
        assert!(!tensor_type.is_withdrawn());
    }
    for id in [4, 5, 31, 32, 33, 36, 37, 38] {
        assert!(TensorType::from_id(id).is_withdrawn() && TensorType::from_id(id).name().is_some());
    }
    assert_eq!(TensorType::from_id(77).to_string(), "type 77");
    assert_eq!(TensorType::from_id(12).to_string(), "Q4_K");
}

#[test]
fn tensors_of_unknown_types_are_kept_and_have_no_size() {
    let writer = Writer::new()
        .tensor("blk.12.a", &[32, 2], 0, 0)
        .tensor("b", &[64], 999, 256);
    let header = whole(&writer.bytes());
    let unknown = header.tensors.find("b").unwrap();
    assert_eq!(
        (unknown.tensor_type.id(), unknown.bytes(), unknown.elements()),
        (999, None, 64)
    );
    assert_eq!(header.tensors.find("blk.12.a").unwrap().layer(), Some(12));
    assert_eq!(unknown.layer(), None);
    assert_eq!(header.tensors.bytes(), None);
    assert_eq!(header.tensors.by_type()[1].bytes, None);
    assert_eq!(header.least_file_bytes(), Some(header.data_start.unwrap() + 256));
}

#[test]
fn the_header_says_how_long_the_file_is_at_least() {
    let writer = Writer::new()
        .entry("general.alignment", Written::u32(64))
        .tensor("a", &[256, 3], 12, 0)
        .tensor("b", &[10], 0, 448);
    let header = whole(&writer.bytes());
    assert_eq!(header.data_start.unwrap() % 64, 0);
    assert_eq!(
        header.least_file_bytes(),
        Some(header.data_start.unwrap() + 448 + 40)
    );
}

#[test]
fn types_past_the_limit_are_counted_together() {
    let mut writer = Writer::new();
    for id in 1_000..1_100 {
        writer = writer.tensor("a", &[2], id, 0);
    }
    let totals = whole(&writer.bytes()).tensors.by_type();
    assert_eq!(totals.len(), 64);
    assert_eq!(
        (totals[63].tensors, totals[63].elements, totals[63].bytes),
        (37, 74, None)
    );
}

fn shard(number: u64, count: u64, name: &str) -> Header {
    let split = |bits| Written::Number(ValueType::U16, bits);
    let writer = Writer::new()
        .entry("which", Written::text(name))
        .entry("split.no", split(number))
        .entry("split.count", split(count))
        .entry("split.tensors.count", Written::Number(ValueType::I32, 3))
        .tensor(name, &[8], 0, 0);
    whole(&writer.bytes())
}

#[test]
fn shards_in_any_order_are_one_model_with_the_metadata_of_the_first() {
    let joined = join_shards(&[shard(2, 3, "c"), shard(0, 3, "a"), shard(1, 3, "b")]).unwrap();
    assert!(joined.is_complete());
    assert_eq!(joined.metadata.text("which"), Some("a"));
    let names: Vec<_> = joined
        .tensors
        .iter()
        .map(|tensor| tensor.name.to_owned())
        .collect();
    assert_eq!(names, ["a", "b", "c"]);
    assert_eq!(joined.tensors.bytes(), Some(96));
}

#[test]
fn missing_shards_are_named() {
    let joined = join_shards(&[shard(3, 4, "d"), shard(1, 4, "b")]).unwrap();
    assert_eq!(joined.missing, [0, 2]);
    assert!(!joined.is_complete());
    assert_eq!(joined.metadata.text("which"), Some("b"));
    // All files are there, but not all tensors.
    let joined = join_shards(&[shard(0, 1, "a")]).unwrap();
    assert!(joined.missing.is_empty() && !joined.is_complete());
    let single = whole(&Writer::new().tensor("a", &[8], 0, 0).bytes());
    assert!(join_shards(&[single]).unwrap().is_complete());
}

#[test]
fn headers_that_do_not_belong_together_are_refused() {
    let error = |headers: &[Header]| join_shards(headers).unwrap_err();
    assert_eq!(error(&[]), ShardError::NoShard);
    assert_eq!(
        error(&[shard(0, 2, "a"), shard(1, 3, "b")]),
        ShardError::CountsDiffer(2, 3)
    );
    assert_eq!(error(&[shard(1, 2, "a"), shard(1, 2, "b")]), ShardError::Twice(1));
    assert_eq!(error(&[shard(2, 2, "a")]), ShardError::NumberTooHigh(2));
    let many = Writer::new().entry("split.count", Written::Number(ValueType::U64, u64::MAX));
    assert_eq!(
        error(&[whole(&many.bytes())]),
        ShardError::TooManyShards(u64::MAX)
    );
}
