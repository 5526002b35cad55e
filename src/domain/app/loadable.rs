//! Something that is loaded, perhaps again and again, and shown meanwhile.
//!
//! What was loaded once stays until something better is there: neither a newer question nor its failure takes it away.

/// What went wrong, and how many times in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure<E> {
    /// What went wrong last.
    pub error: E,
    /// How many times in a row something went wrong, from 1. Only an answer ends the row.
    pub in_a_row: u32,
}

impl<E> Failure<E> {
    /// A failure that follows `before`, if there was one.
    pub fn after(before: Option<&Self>, error: E) -> Self {
        let in_a_row = before.map_or(0, |before| before.in_a_row).saturating_add(1);
        Self { error, in_a_row }
    }
}

/// A value of kind `T` that is loaded and may fail with an `E`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loadable<T, E> {
    /// What is known; it stays while more is asked for and when that fails.
    pub value: Option<T>,
    /// Whether an answer is waited for.
    pub is_loading: bool,
    /// What went wrong last, if nothing was answered since; also where something stands in for the answer.
    pub failure: Option<Failure<E>>,
}

impl<T, E> Default for Loadable<T, E> {
    fn default() -> Self {
        Self {
            value: None,
            is_loading: false,
            failure: None,
        }
    }
}

impl<T, E> Loadable<T, E> {
    /// Nothing yet, and an answer is waited for.
    pub fn awaited() -> Self {
        Self {
            is_loading: true,
            ..Self::default()
        }
    }

    /// The question is asked, for the first time or again.
    pub fn begin(self) -> Self {
        Self {
            is_loading: true,
            ..self
        }
    }

    /// The answer is there.
    pub fn arrived(self, value: T) -> Self {
        Self {
            value: Some(value),
            is_loading: false,
            failure: None,
        }
    }

    /// There is no answer.
    pub fn failed(self, error: E) -> Self {
        Self {
            failure: Some(Failure::after(self.failure.as_ref(), error)),
            is_loading: false,
            value: self.value,
        }
    }

    /// There is no answer, but something that stands in for it.
    pub fn stood_in(self, value: T, because: E) -> Self {
        Self {
            value: Some(value),
            ..self.failed(because)
        }
    }
}
