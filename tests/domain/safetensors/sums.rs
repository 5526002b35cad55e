use llm_lens::domain::files::safetensors::{Dtype, KnownDtype, TensorRole, WeightTotals, role_of};

use super::{header_of, read};

#[test]
fn every_dtype_of_the_format_has_its_width() {
    let table: [(&str, u64); 22] = [
        ("BOOL", 64),
        ("U8", 64),
        ("I8", 64),
        ("I16", 128),
        ("U16", 128),
        ("I32", 256),
        ("U32", 256),
        ("I64", 512),
        ("U64", 512),
        ("F16", 128),
        ("BF16", 128),
        ("F32", 256),
        ("F64", 512),
        ("C64", 512),
        ("F8_E4M3", 64),
        ("F8_E4M3FNUZ", 64),
        ("F8_E5M2", 64),
        ("F8_E5M2FNUZ", 64),
        ("F8_E8M0", 64),
        ("F6_E2M3", 48),
        ("F6_E3M2", 48),
        ("F4", 32),
    ];
    for (dtype, bytes) in table {
        let header = read(&header_of(&[("t", dtype, &[8, 8], bytes)]));
        let total = &header.totals.dtypes[0];
        assert_eq!(
            (total.dtype.name(), total.n_elements, total.bytes),
            (dtype, 64, bytes)
        );
        assert!(matches!(total.dtype, Dtype::Known(_)), "{dtype}");
    }
}

#[test]
fn an_unknown_dtype_is_named_and_its_bytes_are_counted() {
    let header = read(&header_of(&[
        ("a", "F3_NEW", &[10], 4),
        ("b", "F3_NEW", &[10], 4),
        ("c", "BF16", &[], 2),
    ]));
    assert_eq!(header.totals.dtypes[0].dtype, Dtype::Unknown("F3_NEW".to_owned()));
    assert_eq!(header.totals.dtypes[0].bytes, 8);
    assert_eq!(header.totals.dtypes[1].n_elements, 1);
    assert_eq!(
        header.totals.elements_by_dtype(),
        [("F3_NEW".to_owned(), 20), ("BF16".to_owned(), 1)]
    );
    // Hundreds of names cost no more than some.
    let names: Vec<String> = (0..500).map(|number| format!("X{number}")).collect();
    let tensors: Vec<_> = names
        .iter()
        .map(|name| ("t", name.as_str(), [1_u64].as_slice(), 3))
        .collect();
    let many = read(&header_of(&tensors)).totals;
    assert_eq!((many.dtypes.len(), many.n_tensors), (44, 500));
    assert_eq!(many.dtypes.iter().map(|total| total.bytes).sum::<u64>(), 1_500);
    assert_eq!(Dtype::from_name("E8M0"), Dtype::Known(KnownDtype::F8E8m0));
}

#[test]
fn names_tell_what_tensors_are_for() {
    let table = [
        ("model.embed_tokens.weight", TensorRole::Embedding),
        ("transformer.wte.weight", TensorRole::Embedding),
        ("backbone.embeddings.weight", TensorRole::Embedding),
        ("language_model.model.embed_tokens.weight", TensorRole::Embedding),
        ("lm_head.weight", TensorRole::OutputHead),
        ("output.weight", TensorRole::OutputHead),
        ("model.layers.3.self_attn.q_proj.weight", TensorRole::Layer(3)),
        ("transformer.h.11.attn.c_attn.weight", TensorRole::Layer(11)),
        (
            "model.language_model.layers.7.linear_attn.in_proj_qkv.weight",
            TensorRole::Layer(7),
        ),
        (
            "model.layers.60.mlp.experts.255.up_proj.weight",
            TensorRole::Expert(60),
        ),
        (
            "model.layers.1.block_sparse_moe.experts.0.w1.weight",
            TensorRole::Expert(1),
        ),
        // gpt-oss joins its experts in one tensor.
        (
            "model.layers.2.mlp.experts.gate_up_proj_blocks",
            TensorRole::Expert(2),
        ),
        (
            "model.layers.4.mlp.shared_experts.up_proj.weight",
            TensorRole::Layer(4),
        ),
        (
            "model.layers.5.mlp.switch_mlp.up_proj.weight",
            TensorRole::Expert(5),
        ),
        (
            "mtp.layers.0.mlp.up_proj.weight",
            TensorRole::MultiTokenPrediction,
        ),
        (
            "model.mtp.layers.0.mlp.up_proj.weight",
            TensorRole::MultiTokenPrediction,
        ),
        ("model.visual.blocks.3.attn.proj.weight", TensorRole::Encoder),
        ("vision_tower.encoder.layers.3.attn.weight", TensorRole::Encoder),
        ("multi_modal_projector.linear_1.weight", TensorRole::Encoder),
        ("model.norm.weight", TensorRole::Other),
        ("model.layers.99999.mlp.weight", TensorRole::Other),
        ("", TensorRole::Other),
    ];
    for (name, role) in table {
        assert_eq!(role_of(name), role, "{name}");
    }
}

fn shard(layer: u64) -> WeightTotals {
    let name = format!("model.layers.{layer}.self_attn.q_proj.weight");
    read(&header_of(&[
        (&name, "F32", &[16], 64),
        ("lm_head.weight", "BF16", &[4], 8),
    ]))
    .totals
}

#[test]
fn shards_add_up() {
    let mut sum = shard(0);
    sum.merge(&shard(2));
    sum.merge(&shard(2));
    assert_eq!(sum.layer_bytes, [64, 0, 128]);
    assert_eq!((sum.n_tensors, sum.bytes, sum.output_head_bytes), (6, 216, 24));
    assert_eq!(sum.dtypes.len(), 2);
    assert_eq!(sum.bytes_of_layers_from(2), 128);
    assert_eq!(sum.bytes_of_layers_from(9), 0);
    // 48 elements of 32 bits and 12 of 16.
    assert_eq!(sum.bytes_with_floats_of(2), 120);
}
