use llm_lens::domain::files::safetensors::{INDEX_BYTES_MAX, SafetensorsError, parse_index};
use proptest::prelude::*;

const DEVSTRAL: &[u8] = include_bytes!("../../fixtures/safetensors/devstral.index.json");

#[test]
fn an_index_gives_sums_and_shards() {
    let index = parse_index(DEVSTRAL).unwrap();
    assert_eq!(index.total_size, Some(47_144_806_400));
    assert_eq!(index.total_parameters, Some(23_572_403_200));
    assert_eq!(
        (index.n_weights, index.n_layers, index.has_output_head),
        (363, 40, true)
    );
    let counts: Vec<u64> = index.shards.iter().map(|shard| shard.n_weights).collect();
    assert_eq!(counts, [32, 37, 37, 43, 37, 37, 43, 37, 37, 23]);
    assert_eq!(index.shards[0].file, "model-00001-of-00010.safetensors");
}

#[test]
fn the_order_of_the_parts_and_decimal_sizes_do_not_matter() {
    let index = parse_index(
        br#"{"weight_map":{"lm_head.weight":"b","model.layers.0.x":"a","y":"a","z":7},"metadata":{"total_size":1024.0}}"#,
    )
    .unwrap();
    assert_eq!((index.total_size, index.total_parameters), (Some(1024), None));
    assert_eq!((index.n_weights, index.shards.len(), index.n_layers), (3, 2, 1));
    let odd = parse_index(br#"{"metadata":{"total_size":"12"},"weight_map":{"a":"b"}}"#).unwrap();
    assert_eq!(odd.total_size, None);
    let half = parse_index(br#"{"metadata":{"total_size":1.5},"weight_map":{"a":"b"}}"#).unwrap();
    assert_eq!(half.total_size, None);
}

#[test]
fn what_is_no_index_is_named() {
    let error = |bytes: &[u8]| parse_index(bytes).unwrap_err();
    assert_eq!(error(b" <html>"), SafetensorsError::Html);
    assert_eq!(error(b"version https://git-lfs"), SafetensorsError::GitLfsPointer);
    assert_eq!(error(b"[]"), SafetensorsError::NoObject { found: b'[' });
    assert_eq!(error(b""), SafetensorsError::Malformed { at: 0 });
    assert_eq!(error(b"{}"), SafetensorsError::Malformed { at: 2 });
    let large = vec![b' '; INDEX_BYTES_MAX as usize + 1];
    assert!(matches!(error(&large), SafetensorsError::IndexTooLarge { .. }));
    let shards: Vec<String> = (0..10_001)
        .map(|number| format!(r#""t{number}":"s{number}""#))
        .collect();
    let many = format!(r#"{{"weight_map":{{{}}}}}"#, shards.join(","));
    assert_eq!(
        error(many.as_bytes()),
        SafetensorsError::TooManyShards { limit: 10_000 }
    );
}

#[test]
fn every_prefix_of_an_index_is_refused() {
    for end in (0..DEVSTRAL.len() - 2).step_by(11) {
        assert!(parse_index(&DEVSTRAL[..end]).is_err(), "{end}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_answered(bytes: Vec<u8>) {
        let _ = parse_index(&bytes);
    }

    #[test]
    fn changed_bytes_are_answered(at in 0_usize..1000, byte: u8) {
        let mut bytes = DEVSTRAL.to_vec();
        bytes[at] = byte;
        let _ = parse_index(&bytes);
    }
}
