//! Values that may be damaged without costing their neighbours.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};

/// A value of the expected shape, or anything else.
#[derive(serde::Deserialize)]
#[serde(untagged)]
pub(super) enum Lenient<T> {
    Good(T),
    Damaged(IgnoredAny),
}

impl<T> Lenient<T> {
    pub(super) fn good(self) -> Option<T> {
        match self {
            Self::Good(value) => Some(value),
            Self::Damaged(_) => None,
        }
    }
}

/// The first `MAX` values of a list that have the expected shape. The others are counted and not held, so that a list
/// of a million zeros takes no memory.
pub(super) struct LenientList<T, const MAX: usize> {
    pub(super) good: Vec<T>,
    pub(super) n_total: usize,
}

impl<'de, T: Deserialize<'de>, const MAX: usize> Deserialize<'de> for LenientList<T, MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T, const MAX: usize>(PhantomData<T>);

impl<'de, T: Deserialize<'de>, const MAX: usize> Visitor<'de> for ListVisitor<T, MAX> {
    type Value = LenientList<T, MAX>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let (mut good, mut n_total) = (Vec::new(), 0_usize);
        while let Some(value) = list.next_element::<Lenient<T>>()? {
            n_total = n_total.saturating_add(1);
            if good.len() < MAX {
                good.extend(value.good());
            }
        }
        Ok(LenientList { good, n_total })
    }
}
