//! A writer of headers, in every version and byte order, for the tests of the reader.

use llm_lens::domain::files::gguf::{ByteOrder, Header, Scalar, Value, ValueType};

/// A value to write.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// The value's bytes in the low end.
    Number(ValueType, u64),
    Text(Vec<u8>),
    Array(ValueType, Vec<Written>),
}

impl Written {
    pub fn text(text: &str) -> Self {
        Self::Text(text.as_bytes().to_vec())
    }

    pub fn u32(value: u32) -> Self {
        Self::Number(ValueType::U32, value.into())
    }

    pub fn texts<T: AsRef<[u8]>>(texts: impl IntoIterator<Item = T>) -> Self {
        let texts = texts.into_iter().map(|text| Self::Text(text.as_ref().to_vec()));
        Self::Array(ValueType::Text, texts.collect())
    }

    pub fn numbers(element: ValueType, numbers: impl IntoIterator<Item = u64>) -> Self {
        let numbers = numbers.into_iter().map(|bits| Self::Number(element, bits));
        Self::Array(element, numbers.collect())
    }

    fn value_type(&self) -> ValueType {
        match self {
            Self::Number(value_type, _) => *value_type,
            Self::Text(_) => ValueType::Text,
            Self::Array(..) => ValueType::Array,
        }
    }
}

/// A tensor to write.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenTensor {
    pub name: String,
    pub dimensions: Vec<u64>,
    pub type_id: u32,
    pub offset: u64,
}

/// A header to write.
#[derive(Debug, Clone, PartialEq)]
pub struct Writer {
    pub version: u32,
    pub byte_order: ByteOrder,
    pub entries: Vec<(String, Written)>,
    pub tensors: Vec<WrittenTensor>,
}

impl Writer {
    pub fn new() -> Self {
        Self {
            version: 3,
            byte_order: ByteOrder::Little,
            entries: Vec::new(),
            tensors: Vec::new(),
        }
    }

    /// What a reader read, to be written in another version or byte order. Its arrays must be held whole.
    pub fn of(header: &Header) -> Self {
        let entries = header.metadata.entries().iter();
        let tensors = header.tensors.iter();
        Self {
            version: header.version,
            byte_order: header.byte_order,
            entries: entries
                .map(|entry| (entry.key.to_string(), written(&entry.value)))
                .collect(),
            tensors: tensors
                .map(|tensor| WrittenTensor {
                    name: tensor.name.to_owned(),
                    dimensions: tensor.dimensions.to_vec(),
                    type_id: tensor.tensor_type.id(),
                    offset: tensor.offset,
                })
                .collect(),
        }
    }

    pub fn entry(mut self, key: &str, value: Written) -> Self {
        self.entries.push((key.to_owned(), value));
        self
    }

    pub fn tensor(mut self, name: &str, dimensions: &[u64], type_id: u32, offset: u64) -> Self {
        self.tensors.push(WrittenTensor {
            name: name.to_owned(),
            dimensions: dimensions.to_vec(),
            type_id,
            offset,
        });
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut out = Out {
            bytes: b"GGUF".to_vec(),
            version: self.version,
            byte_order: self.byte_order,
        };
        out.number(self.version.into(), 4);
        out.length(self.tensors.len());
        out.length(self.entries.len());
        for (key, value) in &self.entries {
            out.text(key.as_bytes());
            out.number(value.value_type() as u64, 4);
            out.value(value);
        }
        for tensor in &self.tensors {
            out.text(tensor.name.as_bytes());
            out.number(tensor.dimensions.len() as u64, 4);
            for dimension in &tensor.dimensions {
                out.number(*dimension, out.length_bytes());
            }
            out.number(tensor.type_id.into(), 4);
            out.number(tensor.offset, 8);
        }
        out.bytes
    }
}

struct Out {
    bytes: Vec<u8>,
    version: u32,
    byte_order: ByteOrder,
}

impl Out {
    fn number(&mut self, bits: u64, bytes: usize) {
        match self.byte_order {
            ByteOrder::Little => self.bytes.extend_from_slice(&bits.to_le_bytes()[..bytes]),
            ByteOrder::Big => self.bytes.extend_from_slice(&bits.to_be_bytes()[8 - bytes..]),
        }
    }

    fn length_bytes(&self) -> usize {
        if self.version == 1 { 4 } else { 8 }
    }

    fn length(&mut self, length: usize) {
        self.number(length as u64, self.length_bytes());
    }

    fn text(&mut self, text: &[u8]) {
        self.length(text.len());
        self.bytes.extend_from_slice(text);
    }

    fn value(&mut self, value: &Written) {
        match value {
            Written::Number(value_type, bits) => {
                self.number(*bits, value_type.fixed_bytes().unwrap() as usize);
            }
            Written::Text(text) => self.text(text),
            Written::Array(element, values) => {
                self.number(*element as u64, 4);
                self.length(values.len());
                for value in values {
                    self.value(value);
                }
            }
        }
    }
}

fn written(value: &Value) -> Written {
    match value {
        Value::Scalar(scalar) => Written::Number(scalar.value_type(), bits(*scalar)),
        Value::Text(text) => Written::text(text.whole().unwrap()),
        Value::Array(array) => {
            assert!(array.is_whole());
            let texts = array
                .texts()
                .iter()
                .map(|text| Written::text(text.whole().unwrap()));
            let numbers = array
                .scalars()
                .map(|scalar| Written::Number(array.element(), bits(scalar)));
            Written::Array(array.element(), texts.chain(numbers).collect())
        }
    }
}

fn bits(scalar: Scalar) -> u64 {
    match scalar.value_type() {
        ValueType::F32 => (scalar.as_f64().unwrap() as f32).to_bits().into(),
        ValueType::F64 => scalar.as_f64().unwrap().to_bits(),
        ValueType::Bool => scalar.as_bool().unwrap().into(),
        ValueType::U64 => scalar.as_u64().unwrap(),
        _ => scalar.as_i64().unwrap() as u64,
    }
}

/// A header with the shape of a real one of 7.8 MB: 128,256 tokens, their scores and types, 280,147 merges.
pub fn real_vocabulary() -> Writer {
    const TOKENS: u64 = 128_256;
    const MERGES: u64 = 280_147;
    let mut writer = Writer::new()
        .entry("general.architecture", Written::text("llama"))
        .entry("general.name", Written::text("Composed"))
        .entry("llama.block_count", Written::u32(32))
        .entry("llama.context_length", Written::u32(131_072))
        .entry("llama.embedding_length", Written::u32(4_096))
        .entry("llama.attention.head_count", Written::u32(32))
        .entry("llama.attention.head_count_kv", Written::u32(8))
        .entry("tokenizer.ggml.model", Written::text("gpt2"))
        .entry("tokenizer.ggml.pre", Written::text("llama-bpe"))
        .entry(
            "tokenizer.ggml.tokens",
            Written::texts((0..TOKENS).map(|i| format!("tok{i:06}"))),
        )
        .entry(
            "tokenizer.ggml.scores",
            Written::numbers(ValueType::F32, 0..TOKENS),
        )
        .entry(
            "tokenizer.ggml.token_type",
            Written::numbers(ValueType::I32, (0..TOKENS).map(|_| 1)),
        )
        .entry(
            "tokenizer.ggml.merges",
            Written::texts((0..MERGES).map(|i| format!("mer {i:06}"))),
        )
        .entry("tokenizer.ggml.bos_token_id", Written::u32(128_000))
        .entry(
            "tokenizer.chat_template",
            Written::text(&"{% if true %}".repeat(2_000)),
        )
        .tensor("token_embd.weight", &[4_096, TOKENS], 12, 0);
    let mut offset = 4_096 / 256 * 144 * TOKENS;
    for layer in 0..32 {
        for name in [
            "attn_q",
            "attn_k",
            "attn_v",
            "attn_output",
            "ffn_gate",
            "ffn_up",
            "ffn_down",
        ] {
            writer = writer.tensor(&format!("blk.{layer}.{name}.weight"), &[4_096, 4_096], 12, offset);
            offset += 4_096 / 256 * 144 * 4_096;
        }
    }
    writer
}
