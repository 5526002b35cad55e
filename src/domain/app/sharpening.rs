//! Which rows of a list are read next: those on the screen, from the top, a few at a time, each once.

use std::collections::BTreeSet;

use crate::domain::model::RepoId;

/// Rows that are read at the same time.
pub const AT_ONCE: usize = 4;

/// The rows of a list and what becomes of them.
#[derive(Clone, Debug, Default)]
pub struct Sharpening {
    rows: Vec<RepoId>,
    on_screen: BTreeSet<RepoId>,
    running: BTreeSet<RepoId>,
    done: BTreeSet<RepoId>,
}

impl Sharpening {
    /// The list shows these rows now, in this order. What was read before stays read.
    pub fn show(&mut self, rows: Vec<RepoId>) {
        self.rows = rows;
    }

    /// A row came onto the screen.
    pub fn enter(&mut self, row: RepoId) {
        self.on_screen.insert(row);
    }

    /// A row left the screen: what is being read for it is given up, and may be read again later.
    pub fn leave(&mut self, row: &RepoId) {
        self.on_screen.remove(row);
        self.running.remove(row);
    }

    /// The next row to read, if one may be read now; it counts as being read from here on.
    pub fn start(&mut self, is_worth_reading: impl Fn(&RepoId) -> bool) -> Option<RepoId> {
        if self.running.len() >= AT_ONCE {
            return None;
        }
        let is_new = |row: &&RepoId| {
            self.on_screen.contains(*row) && !self.running.contains(*row) && !self.done.contains(*row)
        };
        let next = self
            .rows
            .iter()
            .filter(is_new)
            .find(|row| is_worth_reading(row))
            .cloned()?;
        self.running.insert(next.clone());
        Some(next)
    }

    /// A row was read, or cannot be: it is not asked for again.
    pub fn finish(&mut self, row: RepoId) {
        self.running.remove(&row);
        self.done.insert(row);
    }
}
