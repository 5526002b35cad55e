//! Sets of a few dozen named things, as one number: a tree or a hash table would cost kilobytes of wasm for each kind.

use std::fmt;
use std::marker::PhantomData;

/// Something that a [`KeySet`] can hold.
pub trait SetMember: Copy + PartialEq + fmt::Debug + 'static {
    /// Every member, at most 32, in the order in which sets list them; its position is its number.
    const MEMBERS: &'static [Self];

    /// Its position in [`MEMBERS`](Self::MEMBERS).
    fn number(self) -> u32;
}

/// A set of members of one kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KeySet<T> {
    bits: u32,
    kind: PhantomData<T>,
}

impl<T: SetMember> KeySet<T> {
    /// The empty set.
    pub const fn new() -> Self {
        Self {
            bits: 0,
            kind: PhantomData,
        }
    }

    /// Whether the set holds it.
    pub fn contains(&self, member: &T) -> bool {
        self.bits & bit(*member) != 0
    }

    /// Puts it in.
    pub fn insert(&mut self, member: T) {
        self.bits |= bit(member);
    }

    /// Takes it out.
    pub fn remove(&mut self, member: &T) {
        self.bits &= !bit(*member);
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.bits = 0;
    }

    /// The members in their order.
    pub fn iter(self) -> impl Iterator<Item = T> {
        T::MEMBERS
            .iter()
            .copied()
            .filter(move |member| self.contains(member))
    }

    /// What is in this set and not in the other.
    pub const fn difference(self, other: Self) -> Self {
        Self {
            bits: self.bits & !other.bits,
            kind: PhantomData,
        }
    }

    /// How many it holds.
    pub const fn len(self) -> usize {
        self.bits.count_ones() as usize
    }

    /// Whether it holds none.
    pub const fn is_empty(self) -> bool {
        self.bits == 0
    }
}

/// A number beyond the width of the set, which no kind has, is in no set.
fn bit(member: impl SetMember) -> u32 {
    1_u32.checked_shl(member.number()).unwrap_or(0)
}

impl<T: SetMember> Default for KeySet<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: SetMember> FromIterator<T> for KeySet<T> {
    fn from_iter<I: IntoIterator<Item = T>>(members: I) -> Self {
        let mut set = Self::new();
        set.extend(members);
        set
    }
}

impl<T: SetMember> Extend<T> for KeySet<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, members: I) {
        for member in members {
            self.insert(member);
        }
    }
}

impl<T: SetMember, const N: usize> From<[T; N]> for KeySet<T> {
    fn from(members: [T; N]) -> Self {
        members.into_iter().collect()
    }
}

impl<T: SetMember> fmt::Debug for KeySet<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter()).finish()
    }
}
