//! Keeping names of profiles apart.

use super::{ProfileBook, ProfileId};
use crate::domain::machine::hardware::NAME_LENGTH_MAX;

impl ProfileBook {
    /// The wanted name, or where another profile has it, the name with the next number: `PC`, `PC (2)`, `PC (3)`.
    pub(super) fn free_name(&self, wanted: &str, except: Option<ProfileId>) -> String {
        let is_taken = |name: &str| {
            self.profiles()
                .iter()
                .any(|profile| Some(profile.id) != except && profile.name == name)
        };
        if !is_taken(wanted) {
            return wanted.to_owned();
        }
        let base = without_number(wanted);
        // One of the first n + 1 numbers is free in a book of n profiles.
        (2..=self.profiles().len().saturating_add(2))
            .map(|number| numbered(base, number))
            .find(|name| !is_taken(name))
            .unwrap_or_else(|| wanted.to_owned())
    }
}

fn numbered(base: &str, number: usize) -> String {
    let suffix = format!(" ({number})");
    let room = NAME_LENGTH_MAX.saturating_sub(suffix.len());
    let kept: String = base.chars().take(room).collect();
    format!("{}{suffix}", kept.trim_end())
}

fn without_number(name: &str) -> &str {
    let numbered = name.strip_suffix(')').and_then(|name| name.rsplit_once(" ("));
    match numbered {
        Some((base, number))
            if !base.trim().is_empty()
                && !number.is_empty()
                && number.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            base
        }
        _ => name,
    }
}
