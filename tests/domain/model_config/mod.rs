//! Configurations of models: real ones, and every spelling that libraries have used.

mod quantization;
mod real;
mod robustness;
mod spellings;

use llm_lens::domain::architecture::{Attention, Geometry, RecurrentKind, Span};
use llm_lens::domain::files::config::ModelConfig;

/// A configuration of `tests/fixtures/configs`.
pub fn recorded(name: &str) -> ModelConfig {
    ModelConfig::parse(&bytes(name)).unwrap_or_else(|error| panic!("{name}: {error:?}"))
}

/// The bytes of a file of `tests/fixtures/configs`.
pub fn bytes(name: &str) -> Vec<u8> {
    let path = format!(
        "{}/tests/fixtures/configs/{name}.json",
        env!("CARGO_MANIFEST_DIR")
    );
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub fn parse(text: &str) -> ModelConfig {
    ModelConfig::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error:?}: {text}"))
}

fn letter(span: Span) -> char {
    match span {
        Span::Full => 'F',
        Span::Window(_) => 'W',
        Span::Chunked(_) => 'C',
    }
}

/// The layers as letters: `F` full attention, `W` window, `C` chunks, `L` latent, `s` a shared cache; `m` Mamba, `M`
/// Mamba-2, `d` delta rule, `c` convolution, `r` RWKV, `l` linear attention; `-` neither.
pub fn layers(geometry: &Geometry) -> String {
    let of_attention = |attention: &Attention| match attention {
        Attention {
            cache: llm_lens::domain::architecture::CacheOwner::EarlierLayer,
            ..
        } => 's',
        Attention { latent: Some(_), .. } => 'L',
        Attention { span, .. } => letter(*span),
    };
    let of_kind = |kind: RecurrentKind| match kind {
        RecurrentKind::Mamba => 'm',
        RecurrentKind::Mamba2 => 'M',
        RecurrentKind::DeltaNet => 'd',
        RecurrentKind::ShortConvolution => 'c',
        RecurrentKind::Rwkv => 'r',
        RecurrentKind::LinearAttention => 'l',
    };
    let mut text = String::new();
    for layer in &geometry.layers {
        text.extend(layer.attention.as_ref().map(of_attention));
        text.extend(layer.recurrent.map(|recurrent| of_kind(recurrent.kind)));
        if layer.attention.is_none() && layer.recurrent.is_none() {
            text.push('-');
        }
    }
    text
}
