//! What holds for every model and setting, hostile ones included.

use llm_lens::domain::architecture::{
    Attention, CacheOwner, DenseFeedForward, Experts, Geometry, Latent, Layer, Recurrent, RecurrentKind, Span,
};
use llm_lens::domain::estimate::{
    CacheType, Detailed, Homes, LlamaCppSettings, OutputRows, Parts, WeightBasis, Weights,
};
use proptest::prelude::*;

use super::{header, model};

const NAMES: [&str; 10] = [
    "llama-3.2-1b.Q4_K_M",
    "gemma-3-1b.Q8_0",
    "gemma-3n-e4b.Q8_0",
    "gemma-4-e4b.Q8_0",
    "deepseek-v2-lite.Q8_0",
    "granite-4.0-h-tiny.Q4_K_M",
    "falcon-h1-1.5b.Q8_0",
    "qwen3.5-9b.Q4_K_M",
    "gpt-oss-20b.Q8_0",
    "mamba-2.8b.F16",
];

fn settings() -> impl Strategy<Value = LlamaCppSettings> {
    let types = prop::sample::select(CacheType::LLAMA_CPP.to_vec());
    let lengths = (1_u64..200_000, 1_u64..9, 1_u64..4096, 0_u64..2048);
    (lengths, types, any::<[bool; 4]>()).prop_map(
        |((context, sequences, batch, micro_batch), key_type, flags)| {
            let [unified, flash_attention, full_window_cache, offload_cache] = flags;
            LlamaCppSettings {
                context,
                sequences,
                unified,
                batch,
                micro_batch,
                key_type,
                value_type: if flash_attention { key_type } else { CacheType::F16 },
                flash_attention,
                output_rows: OutputRows::Library,
                full_window_cache,
                embeddings: false,
                offload_cache,
            }
        },
    )
}

fn parts(model: &(Geometry, Weights), settings: &LlamaCppSettings, layers: u64) -> (Parts, Detailed) {
    let homes = if layers == 0 {
        Homes::host(&model.0)
    } else {
        Homes::last_layers(&model.0, layers)
    };
    let detailed = Detailed::compute(&model.0, &model.1, settings, homes).unwrap();
    (detailed.sum(), detailed)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn sum_of_the_parts_is_the_total(name in prop::sample::select(NAMES.to_vec()), settings in settings(), layers in 0_u64..60) {
        let model = model(name);
        let (sum, detailed) = parts(&model, &settings, layers);
        let each = detailed.devices.iter().map(Parts::total).sum::<u64>() + detailed.host.total();
        prop_assert_eq!(each, detailed.total());
        prop_assert_eq!(sum.weights + sum.context() + sum.compute + sum.output, detailed.total());
        prop_assert!(sum.weights >= model.1.loaded());
    }

    #[test]
    fn caches_never_shrink_while_context_or_sequences_grow(name in prop::sample::select(NAMES.to_vec()), settings in settings()) {
        let model = model(name);
        let longer = LlamaCppSettings { context: settings.context * 2, ..settings };
        prop_assert!(parts(&model, &longer, 0).0.context() >= parts(&model, &settings, 0).0.context());
        let more = LlamaCppSettings { sequences: settings.sequences + 1, ..settings };
        prop_assert!(parts(&model, &more, 0).0.recurrent >= parts(&model, &settings, 0).0.recurrent);
        prop_assert!(parts(&model, &more, 0).0.output >= parts(&model, &settings, 0).0.output);
    }

    #[test]
    fn absurd_models_and_settings_neither_panic_nor_hang(numbers in any::<[u64; 12]>(), flags in any::<[bool; 6]>(), kind in 0..6_usize, count in 0_usize..20) {
        let [a, b, c, d, e, f, g, h, i, j, k, l] = numbers;
        let [latent, recurrent, experts, flash_attention, is_encoder, window] = flags;
        let kinds = [RecurrentKind::Mamba, RecurrentKind::Mamba2, RecurrentKind::DeltaNet, RecurrentKind::ShortConvolution, RecurrentKind::Rwkv, RecurrentKind::LinearAttention];
        let layer = Layer {
            attention: Some(Attention {
                query_heads: a, kv_heads: b, key_width: c, value_width: d,
                span: if window { Span::Window(e) } else { Span::Full },
                cache: CacheOwner::Own,
                latent: latent.then_some(Latent { rank: f, rope_width: g, query_rank: h }),
                ..Attention::default()
            }),
            recurrent: recurrent.then_some(Recurrent {
                kind: kinds[kind], convolution: a, state: b, inner: c, state_width: d, groups: e, heads: f, taps: g, normed: true,
            }),
            dense: Some(DenseFeedForward { width: i, gated: flash_attention, fused: latent }),
            experts: experts.then_some(Experts { count: j, used: k, width: l, shared_width: a, gated: true, weights_normed: true, ..Experts::default() }),
        };
        let geometry = Geometry {
            architecture: ["llama", "gemma3n", "gemma4", "bert", "qwen35", "command-r"][kind].to_owned(),
            layers: vec![layer; count], embedding_length: h, vocabulary: l, per_layer_embedding: j, is_encoder,
            ..Geometry::default()
        };
        let settings = LlamaCppSettings {
            context: a, sequences: b, unified: latent, batch: c, micro_batch: d, flash_attention,
            ..LlamaCppSettings::LIBRARY
        };
        let weights = Weights::from_file_size(e, &geometry);
        prop_assert!(weights.loaded() <= e);
        for layers in [0, 1, 5, u64::MAX] {
            let homes = Homes::last_layers(&geometry, layers);
            prop_assert!(Detailed::compute(&geometry, &weights, &settings, homes).is_ok());
        }
    }
}

#[test]
fn extremes_saturate() {
    for number in [0, 1, u64::MAX] {
        let layer = Layer {
            attention: Some(Attention {
                query_heads: number,
                kv_heads: number,
                key_width: number,
                value_width: number,
                ..Attention::default()
            }),
            dense: Some(DenseFeedForward {
                width: number,
                gated: true,
                fused: false,
            }),
            ..Layer::default()
        };
        let geometry = Geometry {
            layers: vec![layer; 3],
            embedding_length: number,
            vocabulary: number,
            ..Geometry::default()
        };
        let settings = LlamaCppSettings {
            context: number,
            sequences: number,
            batch: number,
            micro_batch: number,
            ..LlamaCppSettings::LIBRARY
        };
        let weights = Weights::from_file_size(number, &geometry);
        let result = Detailed::compute(&geometry, &weights, &settings, Homes::host(&geometry)).unwrap();
        if number == u64::MAX {
            assert_eq!(result.total(), u64::MAX);
        }
    }
}

#[test]
fn size_of_the_file_alone_gives_nearly_the_same() {
    for name in NAMES {
        let header = header(name);
        let geometry = Geometry::from_gguf(&header);
        let bytes = header.tensors.bytes().unwrap();
        let bare = Geometry::from_gguf_parts(&header.metadata, None);
        let weights = Weights::from_file_size(bytes, &bare);
        assert_eq!(weights.basis, WeightBasis::FileSize);
        assert_eq!(weights.loaded() + weights.drafts, bytes, "{name}");
        let settings = LlamaCppSettings::LIBRARY;
        let exact = Weights::from_tensors(&header.tensors, &geometry, 1);
        let total = |geometry: &Geometry, weights: &Weights| {
            Detailed::compute(geometry, weights, &settings, Homes::host(geometry))
                .unwrap()
                .total() as f64
        };
        let error = (total(&bare, &weights) / total(&geometry, &exact) - 1.0).abs();
        assert!(error < 0.01, "{name}: {error}");
    }
}
