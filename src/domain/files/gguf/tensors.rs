//! The tensor table.

use super::tensor_type::TensorType;

/// The tensors of a file, in its order. Held compactly: 24 bytes for each, 8 for each dimension, and the names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tensors {
    names: String,
    dimensions: Vec<u64>,
    rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Row {
    offset: u64,
    /// Where the name ends in `names`; it begins where the one before it ends.
    name_end: u32,
    /// Where the dimensions end in `dimensions`.
    dimensions_end: u32,
    tensor_type: TensorType,
}

/// One tensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tensor<'a> {
    /// The name, such as `blk.0.attn_q.weight`; bytes that are not UTF-8 have become `U+FFFD`.
    pub name: &'a str,
    /// The dimensions, at most 4, the innermost (the length of a row) first.
    pub dimensions: &'a [u64],
    /// The type of its elements.
    pub tensor_type: TensorType,
    /// Where its data begins, counted from the beginning of the data section.
    pub offset: u64,
}

impl Tensor<'_> {
    /// The number of its elements. It fits, or the file would have been refused.
    pub fn elements(&self) -> u64 {
        let product = |elements: u64, dimension: &u64| elements.saturating_mul(*dimension);
        self.dimensions.iter().fold(1, product)
    }

    /// Its bytes; nothing for a type of unknown size.
    pub fn bytes(&self) -> Option<u64> {
        self.tensor_type.tensor_bytes(self.dimensions)
    }

    /// The number of the block of layers it belongs to, of a name such as `blk.12.ffn_up.weight`.
    pub fn layer(&self) -> Option<u32> {
        let (number, _) = self.name.strip_prefix("blk.")?.split_once('.')?;
        number.parse().ok()
    }
}

/// What the tensors of one type come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeTotal {
    /// The type.
    pub tensor_type: TensorType,
    /// How many tensors have it.
    pub tensors: u64,
    /// Their elements.
    pub elements: u64,
    /// Their bytes; nothing for a type of unknown size.
    pub bytes: Option<u64>,
}

impl Tensors {
    pub(super) const EMPTY: Self = Self {
        names: String::new(),
        dimensions: Vec::new(),
        rows: Vec::new(),
    };

    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True if there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The tensor at this place of the table.
    pub fn get(&self, index: usize) -> Option<Tensor<'_>> {
        let row = self.rows.get(index)?;
        let before = index.checked_sub(1).and_then(|index| self.rows.get(index));
        let (name, dimensions) = before.map_or((0, 0), |row| (row.name_end, row.dimensions_end));
        Some(Tensor {
            name: self.names.get(name as usize..row.name_end as usize)?,
            dimensions: self
                .dimensions
                .get(dimensions as usize..row.dimensions_end as usize)?,
            tensor_type: row.tensor_type,
            offset: row.offset,
        })
    }

    /// All of them, in the order of the table.
    pub fn iter(&self) -> impl Iterator<Item = Tensor<'_>> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// The first tensor of this name. Looks at every tensor before it.
    pub fn find(&self, name: &str) -> Option<Tensor<'_>> {
        self.iter().find(|tensor| tensor.name == name)
    }

    /// The elements of all tensors: the parameters of the model.
    pub fn elements(&self) -> u64 {
        self.iter()
            .fold(0, |sum, tensor| sum.saturating_add(tensor.elements()))
    }

    /// The bytes of all tensors without padding; nothing if the type of one is of unknown size.
    pub fn bytes(&self) -> Option<u64> {
        let mut tensors = self.iter();
        tensors.try_fold(0u64, |sum, tensor| sum.checked_add(tensor.bytes()?))
    }

    /// Counts and bytes by type, in the order in which the types first occur. Past 63 types, which is more than ggml has,
    /// all further ones are counted together, under the number 2^32 − 1.
    pub fn by_type(&self) -> Vec<TypeTotal> {
        const MOST_TYPES: usize = 63;
        const OTHERS: TensorType = TensorType::from_id(u32::MAX);
        let mut totals: Vec<TypeTotal> = Vec::new();
        for mut tensor in self.iter() {
            let place_of =
                |totals: &[TypeTotal], wanted| totals.iter().position(|total| total.tensor_type == wanted);
            let mut place = place_of(&totals, tensor.tensor_type);
            if place.is_none() && totals.len() >= MOST_TYPES {
                tensor.tensor_type = OTHERS;
                place = place_of(&totals, OTHERS);
            }
            let known = place.and_then(|place| totals.get_mut(place));
            match known {
                Some(total) => {
                    total.tensors += 1;
                    total.elements = total.elements.saturating_add(tensor.elements());
                    total.bytes = total
                        .bytes
                        .zip(tensor.bytes())
                        .and_then(|(sum, bytes)| sum.checked_add(bytes));
                }
                None => totals.push(TypeTotal {
                    tensor_type: tensor.tensor_type,
                    tensors: 1,
                    elements: tensor.elements(),
                    bytes: tensor.bytes(),
                }),
            }
        }
        totals
    }

    /// Bytes from the beginning of the data section to the end of the tensor that ends last. Tensors of unknown size
    /// count to their beginning.
    pub fn data_bytes(&self) -> u64 {
        let end = |tensor: Tensor<'_>| tensor.offset.saturating_add(tensor.bytes().unwrap_or(0));
        self.iter().map(end).max().unwrap_or(0)
    }

    /// Adds a tensor. Names and dimensions of a header that keeps to its limit of 2^30 bytes have places below 2^32.
    pub(super) fn push(&mut self, tensor: Tensor<'_>) {
        self.names.push_str(tensor.name);
        self.dimensions.extend_from_slice(tensor.dimensions);
        self.rows.push(Row {
            offset: tensor.offset,
            name_end: u32::try_from(self.names.len()).unwrap_or(u32::MAX),
            dimensions_end: u32::try_from(self.dimensions.len()).unwrap_or(u32::MAX),
            tensor_type: tensor.tensor_type,
        });
    }
}
