//! The items of a header: its beginning, metadata entries, elements of arrays, tensors.

use super::cursor::{Cursor, Encoding, Stop};
use super::error::GgufError;
use super::foreign;
use super::header::ByteOrder;
use super::limits::{
    MAX_DIMENSIONS, MAX_HELD_NUMBERS, MAX_KEY_BYTES, MAX_KEYS, MAX_NESTING, MAX_TENSOR_NAME_BYTES,
    MAX_TENSORS, MAX_TEXT_BYTES, SAMPLE_ELEMENTS, SAMPLE_TEXT_BYTES,
};
use super::reader::{Level, Reader, State};
use super::tensor_type::TensorType;
use super::tensors::Tensor;
use super::value::{Array, Scalar, Text, Value, ValueType};

/// A list of texts this long is the tokenizer's: `general.tags` and its like have some tens.
const LONG_LIST: u64 = 1_000;

impl Reader {
    /// Reads the next item, of which `bytes` are given. Returns its length, which is larger than what is given where the
    /// rest needs no reading. Changes nothing where it returns that the bytes end too early.
    pub(super) fn step(&mut self, bytes: &[u8]) -> Result<u64, Stop> {
        match &self.state {
            State::Beginning => self.beginning(bytes),
            State::Entry if self.header.metadata.entries().len() as u64 == self.header.declared_keys => {
                self.check_alignment()?;
                self.state = State::Tensor;
                Ok(0)
            }
            State::Entry => self.entry(bytes),
            State::Elements { .. } => self.elements(bytes),
            State::Tensor if self.header.tensors.len() as u64 == self.header.declared_tensors => {
                let alignment = self.header.alignment();
                self.header.data_start = self.position.checked_next_multiple_of(alignment);
                self.state = State::End;
                Ok(0)
            }
            State::Tensor => self.tensor(bytes),
            State::End => Ok(0),
        }
    }

    fn beginning(&mut self, bytes: &[u8]) -> Result<u64, Stop> {
        if !bytes.starts_with(b"GGUF") {
            return Err(self.not_gguf(bytes));
        }
        let mut cursor = Cursor::new(bytes, self.encoding);
        cursor.take(4)?;
        let version = cursor.u32()?;
        let encoding = match (version, version.swap_bytes()) {
            (1..=3, _) => Encoding {
                byte_order: ByteOrder::Little,
                is_narrow: version == 1,
            },
            (_, swapped @ 1..=3) => Encoding {
                byte_order: ByteOrder::Big,
                is_narrow: swapped == 1,
            },
            (_, swapped) => return Err(GgufError::UnsupportedVersion(version.min(swapped)).into()),
        };
        let mut cursor = Cursor::new(bytes, encoding);
        cursor.take(4)?;
        let version = cursor.u32()?;
        let tensors = cursor.length()?;
        let keys = cursor.length()?;
        if tensors > MAX_TENSORS {
            return Err(GgufError::TooManyTensors(tensors).into());
        }
        if keys > MAX_KEYS {
            return Err(GgufError::TooManyKeys(keys).into());
        }
        self.encoding = encoding;
        self.header.version = version;
        self.header.byte_order = encoding.byte_order;
        self.header.declared_keys = keys;
        self.header.declared_tensors = tensors;
        self.state = State::Entry;
        Ok(cursor.at())
    }

    /// What to say of bytes that do not begin with the magic number.
    fn not_gguf(&self, bytes: &[u8]) -> Stop {
        let file = self.file_bytes.unwrap_or(u64::MAX);
        let given = bytes.len() as u64;
        // Asked for in two steps whatever the first bytes are, so that pieces of any size give the same.
        let wanted = if given < 4 {
            4
        } else {
            foreign::WANTED_BYTES as u64
        };
        if given < wanted.min(file) {
            return Stop::Short(wanted.min(file));
        }
        let first = bytes.get(..foreign::WANTED_BYTES).unwrap_or(bytes);
        GgufError::NotGguf(foreign::recognize(first)).into()
    }

    fn check_alignment(&self) -> Result<(), GgufError> {
        match self.header.metadata.get("general.alignment") {
            None => Ok(()),
            Some(value) => match value.as_u64() {
                Some(alignment) if alignment.is_power_of_two() && alignment <= u64::from(u32::MAX) => Ok(()),
                _ => Err(GgufError::BadAlignment),
            },
        }
    }

    fn entry(&mut self, bytes: &[u8]) -> Result<u64, Stop> {
        let mut cursor = Cursor::new(bytes, self.encoding);
        let key_bytes = cursor.length()?;
        if key_bytes > MAX_KEY_BYTES {
            return Err(GgufError::KeyTooLong(key_bytes).into());
        }
        let key = cursor.take(key_bytes)?;
        let value_type = value_type(&mut cursor)?;
        let mut length = None;
        let value = match value_type {
            ValueType::Text => {
                let text_bytes = cursor.length()?;
                let end = cursor.at().saturating_add(text_bytes);
                self.checked_end(end)?;
                let held = cursor.take(text_bytes.min(MAX_TEXT_BYTES).min(self.budget))?;
                self.budget = self.budget.saturating_sub(held.len() as u64);
                length = Some(end);
                Value::Text(Text::new(held, text_bytes))
            }
            ValueType::Array => {
                let element = self::value_type(&mut cursor)?;
                let count = cursor.length()?;
                let mut array = Array {
                    element,
                    count,
                    bytes: None,
                    numbers: Vec::new(),
                    texts: Vec::new(),
                };
                let from = cursor.at();
                match element.fixed_bytes() {
                    Some(width) => length = Some(self.numbers(&mut cursor, width, &mut array)?),
                    None => {
                        let least = count.saturating_mul(least_bytes(element, self.encoding));
                        self.checked_end(from.saturating_add(least))?;
                        let levels = vec![Level { element, left: count }];
                        let from = self.position.saturating_add(from);
                        let is_past_geometry = count >= LONG_LIST
                            && key.starts_with(b"tokenizer.")
                            && self.header.metadata.of_model("block_count").is_some();
                        self.state = State::Elements {
                            levels,
                            from,
                            is_past_geometry,
                        };
                    }
                }
                Value::Array(Box::new(array))
            }
            _ => {
                let width = value_type.fixed_bytes().unwrap_or(0);
                let little_endian = little_endian(cursor.take(width)?, width, self.encoding);
                Value::Scalar(Scalar::from_little_endian(value_type, &little_endian))
            }
        };
        self.header
            .metadata
            .push(String::from_utf8_lossy(key).into(), value);
        Ok(length.unwrap_or(cursor.at()))
    }

    /// Reads an array of elements of fixed size, whole or its first elements. Returns where it ends in the item.
    fn numbers(&mut self, cursor: &mut Cursor, width: u64, array: &mut Array) -> Result<u64, Stop> {
        let bytes = array.count.saturating_mul(width);
        let end = cursor.at().saturating_add(bytes);
        self.checked_end(end)?;
        let held = if array.count <= MAX_HELD_NUMBERS {
            array.count
        } else {
            SAMPLE_ELEMENTS as u64
        };
        let held = if held * width <= self.budget { held } else { 0 };
        array.numbers = little_endian(cursor.take(held * width)?, width, self.encoding);
        array.bytes = Some(bytes);
        self.budget = self.budget.saturating_sub(held * width);
        Ok(end)
    }

    /// Walks the elements of the innermost array, as many as are given.
    fn elements(&mut self, bytes: &[u8]) -> Result<u64, Stop> {
        let position = self.position;
        let State::Elements { levels, from, .. } = &mut self.state else {
            return Ok(0);
        };
        let depth = levels.len();
        let Some(level) = levels.last_mut() else {
            let read = position.saturating_sub(*from);
            if let Some(array) = self.header.metadata.last_array_mut() {
                array.bytes = Some(read);
            }
            self.state = State::Entry;
            return Ok(0);
        };
        if level.left == 0 {
            levels.pop();
            return Ok(0);
        }
        if level.element == ValueType::Text {
            let is_sampled = depth == 1
                && self
                    .header
                    .metadata
                    .last_array_mut()
                    .is_some_and(|array| array.texts.len() < SAMPLE_ELEMENTS);
            return if is_sampled {
                self.sample(bytes)
            } else {
                self.texts(bytes)
            };
        }
        let mut cursor = Cursor::new(bytes, self.encoding);
        let element = value_type(&mut cursor)?;
        let count = cursor.length()?;
        let width = element.fixed_bytes();
        let least = count.saturating_mul(width.unwrap_or(least_bytes(element, self.encoding)));
        let end = cursor.at().saturating_add(least);
        self.checked_end(end)?;
        let State::Elements { levels, .. } = &mut self.state else {
            return Ok(0);
        };
        if let Some(level) = levels.last_mut() {
            level.left -= 1;
        }
        if width.is_some() {
            return Ok(end);
        }
        if levels.len() >= MAX_NESTING {
            return Err(GgufError::NestedTooDeep.into());
        }
        levels.push(Level { element, left: count });
        Ok(cursor.at())
    }

    /// Reads one text of an array and holds its beginning.
    fn sample(&mut self, bytes: &[u8]) -> Result<u64, Stop> {
        let mut cursor = Cursor::new(bytes, self.encoding);
        let text_bytes = cursor.length()?;
        let end = cursor.at().saturating_add(text_bytes);
        self.checked_end(end)?;
        let held = cursor.take(text_bytes.min(SAMPLE_TEXT_BYTES).min(self.budget))?;
        self.budget = self.budget.saturating_sub(held.len() as u64);
        if let Some(array) = self.header.metadata.last_array_mut() {
            array.texts.push(Text::new(held, text_bytes));
        }
        if let State::Elements { levels, .. } = &mut self.state
            && let Some(level) = levels.last_mut()
        {
            level.left -= 1;
        }
        Ok(end)
    }

    /// Walks over texts, as many as are given. This is where a header's megabytes go by.
    fn texts(&mut self, bytes: &[u8]) -> Result<u64, Stop> {
        let encoding = self.encoding;
        let length_bytes = encoding.length_bytes();
        let State::Elements { levels, .. } = &mut self.state else {
            return Ok(0);
        };
        let Some(level) = levels.last_mut() else {
            return Ok(0);
        };
        let mut at = 0u64;
        let mut left = level.left;
        while left > 0 {
            let next = usize::try_from(at).ok().and_then(|at| bytes.get(at..));
            let Some(length) = next.and_then(|next| next.get(..length_bytes as usize)) else {
                break;
            };
            left -= 1;
            at = at
                .saturating_add(length_bytes)
                .saturating_add(encoding.length(length));
        }
        if at == 0 {
            return Err(Stop::Short(length_bytes));
        }
        level.left = left;
        Ok(at)
    }

    fn tensor(&mut self, bytes: &[u8]) -> Result<u64, Stop> {
        let mut cursor = Cursor::new(bytes, self.encoding);
        let name_bytes = cursor.length()?;
        if name_bytes > MAX_TENSOR_NAME_BYTES {
            return Err(GgufError::TensorNameTooLong(name_bytes).into());
        }
        let name = cursor.take(name_bytes)?;
        let dimensions = cursor.u32()?;
        if dimensions > MAX_DIMENSIONS {
            return Err(GgufError::TooManyDimensions(dimensions).into());
        }
        let mut sizes = [1; MAX_DIMENSIONS as usize];
        let mut elements = Some(1u64);
        for size in sizes.iter_mut().take(dimensions as usize) {
            *size = cursor.length()?;
            elements = elements.and_then(|elements| elements.checked_mul(*size));
        }
        let tensor_type = TensorType::from_id(cursor.u32()?);
        let offset = cursor.u64()?;
        let sizes = sizes.get(..dimensions as usize).unwrap_or(&[]);
        let size = match tensor_type.block() {
            Some(_) => tensor_type.tensor_bytes(sizes),
            None => Some(0),
        };
        if elements.is_none() || size.and_then(|size| size.checked_add(offset)).is_none() {
            return Err(GgufError::TensorTooLarge(self.header.tensors.len() as u64).into());
        }
        self.header.tensors.push(Tensor {
            name: &String::from_utf8_lossy(name),
            dimensions: sizes,
            tensor_type,
            offset,
        });
        Ok(cursor.at())
    }
}

fn value_type(cursor: &mut Cursor) -> Result<ValueType, Stop> {
    let id = cursor.u32()?;
    ValueType::from_id(id).ok_or(Stop::Refused(GgufError::UnknownValueType(id)))
}

/// The least bytes of an element that has no fixed size.
fn least_bytes(element: ValueType, encoding: Encoding) -> u64 {
    match element {
        ValueType::Array => 4 + encoding.length_bytes(),
        _ => encoding.length_bytes(),
    }
}

/// Numbers of `width` bytes each, turned to little-endian order.
fn little_endian(bytes: &[u8], width: u64, encoding: Encoding) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    if encoding.byte_order == ByteOrder::Big {
        let width = usize::try_from(width).unwrap_or(1).max(1);
        for number in bytes.chunks_exact_mut(width) {
            number.reverse();
        }
    }
    bytes
}
