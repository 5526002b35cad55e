//! A geometry in one short line of text: how the table of known models keeps hundreds of them.
//!
//! ```text
//! line    = architecture ' ' widths ' ' kinds ' ' order
//! widths  = embedding,vocabulary,context,draft blocks,per-layer embedding,flags      (flags: t tied, e encoder, p positions)
//! kinds   = kind ('/' kind)*              a kind of layer is its parts one after the other
//! part    = letter number (',' number)* mark*
//! order   = (kind's place as a letter, number of such layers in a row)*              A5B1A5B1…
//! ```
//! Parts: `a` query heads, key-value heads, key width, value width; `w` window; `c` chunk; `l` latent rank, rope width,
//! query rank; `i` index width; `r` kind, convolution, state, inner width, state width, groups, heads, taps; `d` width;
//! `x` experts, used, width, shared width. Marks: `g` gated, `f` fused, `n` normed, `k` values are keys, `e` uses the cache
//! of an earlier layer.

use super::{
    Attention, CacheOwner, DenseFeedForward, Experts, Geometry, LAYERS_MAX, Latent, Layer, Recurrent,
    RecurrentKind, Span,
};

const RECURRENT_KINDS: [RecurrentKind; 6] = [
    RecurrentKind::Mamba,
    RecurrentKind::Mamba2,
    RecurrentKind::DeltaNet,
    RecurrentKind::ShortConvolution,
    RecurrentKind::Rwkv,
    RecurrentKind::LinearAttention,
];

impl Geometry {
    /// The geometry as a line; what decides about the engine's graph only, and where numbers came from, is left out.
    pub fn to_line(&self) -> String {
        let mut kinds: Vec<String> = Vec::new();
        let mut order: Vec<(usize, usize)> = Vec::new();
        for layer in &self.layers {
            let text = write_layer(layer);
            let place = kinds.iter().position(|kind| *kind == text).unwrap_or_else(|| {
                kinds.push(text);
                kinds.len() - 1
            });
            match order.last_mut() {
                Some((last, count)) if *last == place => *count += 1,
                _ => order.push((place, 1)),
            }
        }
        let order: String = order
            .into_iter()
            .map(|(place, count)| format!("{}{count}", char::from(b'A'.saturating_add(place as u8))))
            .collect();
        let flags: String = [
            (self.tied_embeddings, 't'),
            (self.is_encoder, 'e'),
            (self.has_learned_positions, 'p'),
        ]
        .into_iter()
        .filter_map(|(is_set, letter)| is_set.then_some(letter))
        .collect();
        format!(
            "{} {},{},{},{},{},{flags} {} {order}",
            self.architecture,
            self.embedding_length,
            self.vocabulary,
            self.context_length.unwrap_or(0),
            self.draft_blocks,
            self.per_layer_embedding,
            kinds.join("/"),
        )
    }

    /// Reads such a line; `None` if it is none.
    pub fn from_line(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let architecture = words.next().filter(|word| !word.is_empty())?.to_owned();
        let mut widths = words.next()?.split(',');
        let mut number = || widths.next()?.parse::<u64>().ok();
        let (embedding_length, vocabulary, context) = (number()?, number()?, number()?);
        let (draft_blocks, per_layer_embedding) = (number()?, number()?);
        let flags = widths.next()?;
        let kinds: Vec<Layer> = words.next()?.split('/').map(read_layer).collect::<Option<_>>()?;
        let mut layers = Vec::new();
        let mut order = words.next()?;
        while let Some(letter) = order.bytes().next() {
            let rest = order.get(1..)?;
            let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
            let count: usize = rest.get(..end)?.parse().ok()?;
            let kind = kinds.get(usize::from(letter.checked_sub(b'A')?))?;
            if layers.len().saturating_add(count) > LAYERS_MAX {
                return None;
            }
            layers.extend(std::iter::repeat_n(*kind, count));
            order = rest.get(end..)?;
        }
        Some(Self {
            architecture,
            layers,
            draft_blocks,
            embedding_length,
            vocabulary,
            context_length: (context > 0).then_some(context),
            tied_embeddings: flags.contains('t'),
            per_layer_embedding,
            is_encoder: flags.contains('e'),
            has_learned_positions: flags.contains('p'),
            ..Self::default()
        })
    }
}

fn write_layer(layer: &Layer) -> String {
    let mut text = String::new();
    let mut part = |letter: char, numbers: &[u64], marks: &[(bool, char)]| {
        text.push(letter);
        let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
        text.push_str(&numbers.join(","));
        text.extend(marks.iter().filter(|(is_set, _)| *is_set).map(|(_, mark)| *mark));
    };
    if let Some(attention) = layer.attention {
        part(
            'a',
            &[
                attention.query_heads,
                attention.kv_heads,
                attention.key_width,
                attention.value_width,
            ],
            &[
                (attention.fused_qkv, 'f'),
                (attention.normed, 'n'),
                (attention.values_are_keys, 'k'),
                (attention.cache == CacheOwner::EarlierLayer, 'e'),
            ],
        );
        match attention.span {
            Span::Full => {}
            Span::Window(tokens) => part('w', &[tokens], &[]),
            Span::Chunked(tokens) => part('c', &[tokens], &[]),
        }
        if let Some(latent) = attention.latent {
            part('l', &[latent.rank, latent.rope_width, latent.query_rank], &[]);
        }
        if attention.index_width > 0 {
            part('i', &[attention.index_width], &[]);
        }
    }
    if let Some(recurrent) = layer.recurrent {
        let kind = RECURRENT_KINDS.iter().position(|kind| *kind == recurrent.kind);
        part(
            'r',
            &[
                kind.unwrap_or(0) as u64,
                recurrent.convolution,
                recurrent.state,
                recurrent.inner,
                recurrent.state_width,
                recurrent.groups,
                recurrent.heads,
                recurrent.taps,
            ],
            &[(recurrent.normed, 'n')],
        );
    }
    if let Some(dense) = layer.dense {
        part('d', &[dense.width], &[(dense.gated, 'g'), (dense.fused, 'f')]);
    }
    if let Some(experts) = layer.experts {
        part(
            'x',
            &[experts.count, experts.used, experts.width, experts.shared_width],
            &[(experts.gated, 'g'), (experts.fused, 'f')],
        );
    }
    text
}

fn read_layer(text: &str) -> Option<Layer> {
    let mut layer = Layer::default();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let body = rest.get(letter.len_utf8()..)?;
        let end = body
            .find(|c: char| !c.is_ascii_digit() && c != ',')
            .unwrap_or(body.len());
        let numbers: Vec<u64> = body
            .get(..end)?
            .split(',')
            .map(|number| number.parse().ok())
            .collect::<Option<_>>()?;
        let marked = body.get(end..)?;
        let marks_end = marked
            .find(|c: char| !matches!(c, 'f' | 'g' | 'n' | 'k' | 'e'))
            .unwrap_or(marked.len());
        let marks = marked.get(..marks_end)?;
        rest = marked.get(marks_end..)?;
        let attention = layer.attention.as_mut();
        match (letter, numbers.as_slice()) {
            ('a', &[query_heads, kv_heads, key_width, value_width]) => {
                layer.attention = Some(Attention {
                    query_heads,
                    kv_heads,
                    key_width,
                    value_width,
                    fused_qkv: marks.contains('f'),
                    normed: marks.contains('n'),
                    values_are_keys: marks.contains('k'),
                    cache: if marks.contains('e') {
                        CacheOwner::EarlierLayer
                    } else {
                        CacheOwner::Own
                    },
                    ..Attention::default()
                });
            }
            ('w', &[tokens]) => attention?.span = Span::Window(tokens),
            ('c', &[tokens]) => attention?.span = Span::Chunked(tokens),
            ('l', &[rank, rope_width, query_rank]) => {
                attention?.latent = Some(Latent {
                    rank,
                    rope_width,
                    query_rank,
                });
            }
            ('i', &[width]) => attention?.index_width = width,
            ('r', &[kind, convolution, state, inner, state_width, groups, heads, taps]) => {
                layer.recurrent = Some(Recurrent {
                    kind: *RECURRENT_KINDS.get(usize::try_from(kind).ok()?)?,
                    convolution,
                    state,
                    inner,
                    state_width,
                    groups,
                    heads,
                    taps,
                    normed: marks.contains('n'),
                });
            }
            ('d', &[width]) => {
                layer.dense = Some(DenseFeedForward {
                    width,
                    gated: marks.contains('g'),
                    fused: marks.contains('f'),
                });
            }
            ('x', &[count, used, width, shared_width]) => {
                layer.experts = Some(Experts {
                    count,
                    used,
                    width,
                    shared_width,
                    gated: marks.contains('g'),
                    fused: marks.contains('f'),
                    ..Experts::default()
                });
            }
            _ => return None,
        }
    }
    Some(layer)
}
