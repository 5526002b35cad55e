//! Formulas, held to figures that others published or that follow by hand.

use llm_lens::domain::architecture::{Attention, CacheOwner, Geometry, Latent, Origin, Quantity};
use llm_lens::domain::estimate::kv_cache::KvCache;
use llm_lens::domain::estimate::{
    CacheType, Detailed, Homes, Lengths, LlamaCppSettings, OutputRows, Projector, Refusal, Weights, padded,
};

use super::model;

const MIB: u64 = 1 << 20;

#[test]
fn cache_of_gemma_4_12b_equals_a_published_log() {
    // llama.cpp, q8_0, context 16384: full 136.00 MiB (8 layers), window 1536 cells 255.00 MiB (40 layers).
    let (geometry, _) = model("gemma-4-12b.Q4_K_M");
    let settings = LlamaCppSettings {
        context: 16384,
        key_type: CacheType::Q8_0,
        value_type: CacheType::Q8_0,
        ..LlamaCppSettings::LIBRARY
    };
    let lengths = Lengths::of(&settings, geometry.context_length, true);
    let cache = KvCache::of(&geometry, &settings, &lengths);
    assert_eq!((cache.full, cache.full_cells), (136 * MIB, 16384));
    assert_eq!((cache.window, cache.window_cells), (255 * MIB, 1536));
}

#[test]
fn rows_of_a_cache_are_whole_blocks() {
    let table = [
        (CacheType::F32, 4096),
        (CacheType::F16, 2048),
        (CacheType::Bf16, 2048),
        (CacheType::Q8_0, 1088),
        (CacheType::Q5_1, 768),
        (CacheType::Q5_0, 704),
        (CacheType::Q4_1, 640),
        (CacheType::Q4_0, 576),
        (CacheType::Iq4Nl, 576),
        (CacheType::Fp8, 1024),
    ];
    for (cache_type, bytes) in table {
        assert_eq!(cache_type.row_bytes(1024), bytes, "{}", cache_type.name());
        assert_eq!(CacheType::from_name(cache_type.name()), Some(cache_type));
    }
}

#[test]
fn attention_caches_by_kind() {
    let grouped = Attention {
        query_heads: 32,
        kv_heads: 8,
        key_width: 128,
        value_width: 128,
        ..Attention::default()
    };
    assert_eq!(grouped.cached_bytes(CacheType::F16, CacheType::F16), 4096);
    let latent = Attention {
        latent: Some(Latent {
            rank: 512,
            rope_width: 64,
            query_rank: 1536,
        }),
        ..grouped
    };
    assert_eq!(latent.cached_bytes(CacheType::F16, CacheType::F16), 1152);
    let shared = Attention {
        cache: CacheOwner::EarlierLayer,
        ..grouped
    };
    assert_eq!(shared.cached_bytes(CacheType::F16, CacheType::F16), 0);
}

#[test]
fn context_is_padded_and_shared_out_as_the_engine_does() {
    let settings = LlamaCppSettings {
        context: 5000,
        sequences: 3,
        ..LlamaCppSettings::LIBRARY
    };
    let lengths = Lengths::of(&settings, None, true);
    assert_eq!((lengths.cells, lengths.streams, lengths.context), (1792, 3, 5376));
    // 512 tokens are no multiple of 3 sequences.
    assert_eq!((lengths.micro_batch, lengths.tokens), (512, 513));
    let unified = LlamaCppSettings {
        unified: true,
        ..settings
    };
    let lengths = Lengths::of(&unified, None, true);
    assert_eq!((lengths.cells, lengths.streams), (5120, 1));
    assert_eq!(lengths.window_cells(1024, false), 3584);
    assert_eq!(lengths.window_cells(1024, true), 5120);
    let short = LlamaCppSettings {
        context: 100,
        ..LlamaCppSettings::LIBRARY
    };
    let lengths = Lengths::of(&short, None, true);
    assert_eq!(
        (lengths.cells, lengths.micro_batch, lengths.output_rows),
        (256, 100, 100)
    );
    let trained = LlamaCppSettings {
        context: 0,
        ..LlamaCppSettings::LIBRARY
    };
    assert_eq!(Lengths::of(&trained, Some(40960), true).cells, 40960);
    assert_eq!(padded(u64::MAX) % 256, 0);
}

#[test]
fn server_preset_reserves_few_rows() {
    let (geometry, weights) = model("gemma-3-4b.Q4_K_M");
    let compute = |settings: LlamaCppSettings| {
        let homes = Homes::host(&geometry);
        Detailed::compute(&geometry, &weights, &settings, homes)
            .unwrap()
            .host
            .compute
    };
    let library = LlamaCppSettings {
        context: 32768,
        ..LlamaCppSettings::LIBRARY
    };
    let server = LlamaCppSettings {
        context: 32768,
        ..LlamaCppSettings::SERVER
    };
    assert!(compute(library) > 4 * compute(server));
    let same = LlamaCppSettings {
        output_rows: OutputRows::Exactly(4),
        ..server
    };
    assert_eq!(compute(same), compute(server));
}

#[test]
fn quantized_values_without_flash_attention_are_refused() {
    let (geometry, weights) = model("llama-3.2-1b.Q4_K_M");
    let settings = LlamaCppSettings {
        value_type: CacheType::Q8_0,
        flash_attention: false,
        ..LlamaCppSettings::LIBRARY
    };
    let result = Detailed::compute(&geometry, &weights, &settings, Homes::host(&geometry));
    assert_eq!(result, Err(Refusal::QuantizedValuesWithoutFlashAttention));
    let keys_only = LlamaCppSettings {
        key_type: CacheType::Q8_0,
        value_type: CacheType::F16,
        ..settings
    };
    assert_eq!(keys_only.refusal(), None);
}

#[test]
fn encoders_keep_no_cache() {
    let (geometry, weights) = model("bge-small-en-v1.5.F16");
    assert!(geometry.is_encoder);
    let settings = LlamaCppSettings {
        context: 512,
        embeddings: true,
        ..LlamaCppSettings::LIBRARY
    };
    let parts = Detailed::compute(&geometry, &weights, &settings, Homes::host(&geometry))
        .unwrap()
        .sum();
    assert_eq!(parts.context(), 0);
    assert!(parts.compute > 0);
}

#[test]
fn projector_without_a_header_is_taken_as_usual() {
    let projector = Projector::of_size(800 * MIB);
    assert_eq!(projector.total(), 1200 * MIB);
}

#[test]
fn range_widens_with_what_is_not_known() {
    let (geometry, weights) = model("llama-3.2-1b.Q4_K_M");
    let settings = LlamaCppSettings::LIBRARY;
    let width = |geometry: &Geometry, weights: &Weights| {
        let detailed = Detailed::compute(geometry, weights, &settings, Homes::host(geometry)).unwrap();
        let range = detailed.range(geometry, weights);
        assert!(range.low <= detailed.total() && detailed.total() <= range.high);
        range.high - range.low
    };
    let exact = width(&geometry, &weights);
    let by_size = Weights::from_file_size(weights.loaded(), &geometry);
    assert!(width(&geometry, &by_size) > exact);
    let mut unknown = geometry.clone();
    unknown.facts.retain(|fact| fact.quantity != Quantity::LayerKinds);
    unknown.note(Quantity::LayerKinds, 0, 0, Origin::Assumed);
    assert!(width(&unknown, &weights) > exact);
    unknown.miss(Quantity::ContextLength);
    let detailed = Detailed::compute(&unknown, &weights, &settings, Homes::host(&unknown)).unwrap();
    assert_eq!(detailed.range(&unknown, &weights).high, u64::MAX);
}
