use llm_lens::domain::precision::quantization::{
    QualityCost, Quantization, QuantizationFamily as Family, bits_of_label,
};
use proptest::prelude::*;

#[track_caller]
fn check(path: &str, label: &str, family: Family) {
    let found = Quantization::from_gguf_path(path);
    let found = found.map(|quantization| (quantization.label, quantization.family));
    assert_eq!(found, Some((label.to_owned(), family)), "{path}");
}

#[test]
fn labels_are_read_in_every_spelling() {
    let rows = [
        ("Llama-3.1-8B-Instruct-Q4_K_M.gguf", "Q4_K_M", Family::Q4),
        ("qwq-32b-q4_k_m.gguf", "Q4_K_M", Family::Q4),
        ("llama-2-7b.Q4_K_S.gguf", "Q4_K_S", Family::Q4),
        ("model Q6_K.gguf", "Q6_K", Family::Q6),
        ("Q8_0.gguf", "Q8_0", Family::Q8),
        ("模型Q5_K_M.gguf", "Q5_K_M", Family::Q5),
        // What the Hub's own pattern misses or gets wrong.
        ("m-Q4_K_L.gguf", "Q4_K_L", Family::Q4),
        ("m-Q5_K_L.gguf", "Q5_K_L", Family::Q5),
        ("m-Q4_K.gguf", "Q4_K", Family::Q4),
        ("m-Q5_K.gguf", "Q5_K", Family::Q5),
        ("m-Q3_K.gguf", "Q3_K", Family::Q3),
        ("m-Q4_K_P.gguf", "Q4_K_P", Family::Q4),
        ("m-fp16.gguf", "F16", Family::Fp16),
        ("m.f16.gguf", "F16", Family::Fp16),
        ("m-fp32.gguf", "F32", Family::Fp32),
        ("m-iq4xs.gguf", "IQ4_XS", Family::Iq),
        ("m-iq2xxs.gguf", "IQ2_XXS", Family::Iq),
        ("m-q4km.gguf", "Q4_K_M", Family::Q4),
        ("m-q4.gguf", "Q4", Family::Q4),
        ("m-Q4_0_4_4.gguf", "Q4_0_4_4", Family::Q4),
        ("m-Q4_0_4_8.gguf", "Q4_0_4_8", Family::Q4),
        ("m-Q4_0_8_8.gguf", "Q4_0_8_8", Family::Q4),
        ("m-IQ2_KS.gguf", "IQ2_KS", Family::Iq),
        // What it finds.
        ("m-Q6_K_L.gguf", "Q6_K_L", Family::Q6),
        ("m-Q2_K_L.gguf", "Q2_K_L", Family::Q2),
        ("m-Q3_K_XL.gguf", "Q3_K_XL", Family::Q3),
        ("m-UD-Q8_K_XL.gguf", "UD-Q8_K_XL", Family::Q8),
        ("m-UD-TQ1_0.gguf", "UD-TQ1_0", Family::Ternary),
        ("m-UD-IQ1_S.gguf", "UD-IQ1_S", Family::Iq),
        ("m-ud-q4_k_xl.gguf", "UD-Q4_K_XL", Family::Q4),
        ("m-MXFP4_MOE.gguf", "MXFP4_MOE", Family::Q4),
        ("gpt-oss-20b-mxfp4.gguf", "MXFP4", Family::Q4),
        ("m-NVFP4.gguf", "NVFP4", Family::Q4),
        ("m-BF16.gguf", "BF16", Family::Bf16),
        ("m-IQ4_NL_XL.gguf", "IQ4_NL_XL", Family::Iq),
        ("m-Q8_0_XL.gguf", "Q8_0_XL", Family::Q8),
        ("m-Q4_K_M_L.gguf", "Q4_K_M_L", Family::Q4),
        ("m-Q1_0.gguf", "Q1_0", Family::Ternary),
        ("m-TQ2_0.gguf", "TQ2_0", Family::Ternary),
        ("m-Q2_0.gguf", "Q2_0", Family::Q2),
        ("m-Q4_1_SOME_F16.gguf", "Q4_1_SOME_F16", Family::Q4),
        // Publishers' prefixes and neighbours.
        ("Model.i1-Q4_K_M.gguf", "i1-Q4_K_M", Family::Q4),
        ("Model.i1-IQ3_XXS.gguf", "i1-IQ3_XXS", Family::Iq),
        ("L3-8B-Stheno-v3.2-Q8_0-imat.gguf", "Q8_0", Family::Q8),
        ("m-IQ4_XS-4.04bpw.gguf", "IQ4_XS", Family::Iq),
        ("jan-nano-4b-iQ4_XS.gguf", "IQ4_XS", Family::Iq),
        ("m-Q4_K_Medium.gguf", "Q4_K", Family::Q4),
        ("Huihui-BF16-abliterated-f16_q8_0.gguf", "Q8_0", Family::Q8),
        // ik_llama.cpp.
        ("m-IQ4_KSS.gguf", "IQ4_KSS", Family::Iq),
        ("m-smol-IQ3_KT.gguf", "IQ3_KT", Family::Iq),
        ("m-IQ4_K_R4.gguf", "IQ4_K_R4", Family::Iq),
        ("m-IQ2_BN.gguf", "IQ2_BN", Family::Ternary),
        // Folders speak where the name does not; the nearest first, the name before all.
        ("BF16/model-00001-of-00002.gguf", "BF16", Family::Bf16),
        (
            "UD-Q3_K_XL/Kimi-K2.5-UD-Q3_K_XL-00001-of-00011.gguf",
            "UD-Q3_K_XL",
            Family::Q3,
        ),
        ("Q8_0/Q4_0/model.gguf", "Q4_0", Family::Q4),
        ("BF16/model-Q4_0.gguf", "Q4_0", Family::Q4),
    ];
    for (path, label, family) in rows {
        check(path, label, family);
    }
}

#[test]
fn names_without_a_label_have_none() {
    for path in [
        "gemma-2b.gguf",
        "test.gguf",
        "model-q1.gguf",
        "seQ4_0.gguf",
        "Q9_0.gguf",
        "IQ.gguf",
        "q.gguf",
        "",
        "/",
        "UD-.gguf",
        "quantum-7b.gguf",
        "Q4_0x.gguf7",
        "tq.gguf",
    ] {
        let found = Quantization::from_gguf_path(path).map(|quantization| quantization.label);
        let expected = (path == "Q4_0x.gguf7").then(|| "Q4".to_owned());
        assert_eq!(found, expected, "{path}");
    }
}

#[test]
fn labels_have_the_width_of_their_files() {
    let rows = [
        ("Q4_K_M", Some(4_900)),
        ("i1-Q4_K_M", Some(4_900)),
        ("UD-Q4_K_XL", Some(4_980)),
        ("Q3_K_XL", Some(4_700)),
        ("UD-Q3_K_XL", Some(4_100)),
        ("UD-IQ2_M", Some(2_910)),
        ("Q4_K_P", Some(4_900)),
        ("Q4_0_8_8", Some(4_600)),
        ("IQ4_K_R4", Some(4_730)),
        ("UD-NVFP4", Some(4_720)),
        ("IQ9_Z", None),
        ("", None),
    ];
    for (label, bits) in rows {
        assert_eq!(bits_of_label(label), bits, "{label}");
    }
}

#[test]
fn quality_falls_with_the_width() {
    let cost = |label: &str| Quantization::from_gguf_path(label).unwrap().quality_cost();
    let rows = [
        ("F32", Some(QualityCost::None)),
        ("BF16", Some(QualityCost::None)),
        ("Q8_0", Some(QualityCost::Negligible)),
        ("Q6_K", Some(QualityCost::Negligible)),
        ("Q5_K_M", Some(QualityCost::Negligible)),
        ("Q5_K_S", Some(QualityCost::Small)),
        ("Q5_1", Some(QualityCost::Small)),
        ("Q4_K_M", Some(QualityCost::Small)),
        ("Q4_K_S", Some(QualityCost::Small)),
        ("IQ4_XS", Some(QualityCost::Small)),
        ("MXFP4_MOE", Some(QualityCost::Small)),
        ("Q4_0", Some(QualityCost::Noticeable)),
        ("Q3_K_L", Some(QualityCost::Noticeable)),
        ("Q3_K_M", Some(QualityCost::Noticeable)),
        ("IQ3_M", Some(QualityCost::Noticeable)),
        ("Q3_K_S", Some(QualityCost::Large)),
        ("Q2_K", Some(QualityCost::Large)),
        ("IQ2_XXS", Some(QualityCost::Large)),
        ("IQ1_S", Some(QualityCost::Severe)),
        ("UD-TQ1_0", Some(QualityCost::Severe)),
        ("TQ1_0", None),
    ];
    for (label, expected) in rows {
        assert_eq!(cost(label), expected, "{label}");
    }
    let of = |label: &str, family| Quantization::of_family(label, family).quality_cost();
    assert_eq!(of("AWQ 4-bit", Family::Awq), Some(QualityCost::Small));
    assert_eq!(of("NF4", Family::BitsAndBytes), Some(QualityCost::Small));
    assert_eq!(of("FP8", Family::Fp8), Some(QualityCost::Negligible));
    assert_eq!(of("BitNet", Family::Ternary), Some(QualityCost::None));
}

proptest! {
    #[test]
    fn any_path_is_read_and_labels_read_back(path in "[A-Za-z0-9_./ -]{0,60}|.{0,40}") {
        if let Some(found) = Quantization::from_gguf_path(&path) {
            let again = Quantization::from_gguf_path(&format!("m-{}.gguf", found.label));
            prop_assert_eq!(again, Some(found));
        }
    }
}
