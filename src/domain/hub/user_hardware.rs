//! The hardware that a user of the Hub made public.
//!
//! `GET /api/users/{name}/overview` carries `hardwareItems` where the user shares them: a list of
//! `{sku: [type, maker, model], mem, num, isPrimary}`, whose names come from the Hub's own table
//! (huggingface.js, `packages/tasks/src/hardware.ts`).

use super::HubError;
use crate::domain::machine::draft::{SharedItem, SharedKind};
use crate::domain::text::memory_size::MemorySize;
use crate::domain::wire::json::{Fields, Json};

/// Most items that are read; the Hub's own page lets nobody list that many.
const ITEMS_MAX: usize = 32;
/// Longest user name, in characters; the Hub's own are shorter.
const USER_NAME_LENGTH_MAX: usize = 96;

/// The name of a user, as it stands in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserName(String);

/// Why a text is not a user name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserNameError {
    /// Nothing was entered.
    Empty,
    /// Longer than any user name.
    TooLong,
    /// A character that no user name has.
    BadCharacter,
}

impl UserName {
    /// Reads what a person types: the name, with or without `@`, or the address of the profile.
    ///
    /// # Errors
    /// See [`UserNameError`].
    pub fn parse(text: &str) -> Result<Self, UserNameError> {
        let text = text.trim();
        let path = ["https://huggingface.co/", "huggingface.co/", "@"]
            .into_iter()
            .find_map(|start| text.strip_prefix(start))
            .unwrap_or(text);
        let name = path.trim_end_matches('/');
        if name.is_empty() {
            return Err(UserNameError::Empty);
        }
        if name.chars().count() > USER_NAME_LENGTH_MAX {
            return Err(UserNameError::TooLong);
        }
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
        let is_name = name.bytes().all(is_allowed) && name.bytes().any(|byte| byte.is_ascii_alphanumeric());
        if is_name {
            Ok(Self(name.to_owned()))
        } else {
            Err(UserNameError::BadCharacter)
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What the Hub says about a user's hardware. That there is no such user is the answer's status
/// ([`HubError::NotFound`] or [`HubError::NotFoundOrPrivate`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserHardware {
    /// The user does not share it.
    Private,
    /// The user shares it, and has listed nothing (or nothing that can be read).
    Empty,
    /// The items, the primary one first.
    Items(Vec<SharedItem>),
}

/// Reads the answer about a user. The caller bounds the size of the body.
///
/// # Errors
///
/// As [`read_search`](super::read_search).
pub fn read_user_hardware(body: &str) -> Result<UserHardware, HubError> {
    let fields = super::response::parse(body)?
        .fields()
        .ok_or(HubError::Malformed)?;
    let Some(items) = fields.get("hardwareItems").and_then(Json::items) else {
        return Ok(UserHardware::Private);
    };
    let mut found: Vec<SharedItem> = items
        .take(ITEMS_MAX)
        .filter_map(|item| shared_item(&item.fields()?))
        .collect();
    if found.is_empty() {
        return Ok(UserHardware::Empty);
    }
    if let Some(place) = found.iter().position(|item| item.is_primary)
        && let Some(before) = found.get_mut(..=place)
    {
        before.rotate_right(1);
    }
    Ok(UserHardware::Items(found))
}

fn shared_item(fields: &Fields<'_>) -> Option<SharedItem> {
    let mut sku = fields.items("sku");
    let kind = match sku.next()?.word()?.as_str() {
        "GPU" => SharedKind::Gpu,
        "CPU" => SharedKind::Cpu,
        "Apple Silicon" => SharedKind::Apple,
        _ => return None,
    };
    let (maker, model) = (sku.next()?.word()?, sku.next()?.word()?);
    let gb: Option<u16> = fields.get("mem").and_then(Json::number);
    let count = fields.get("num").and_then(Json::number).unwrap_or(1);
    Some(SharedItem {
        kind,
        maker,
        model,
        memory: gb.filter(|gb| *gb > 0).map(MemorySize::from_gb),
        count: u16::clamp(count, 1, crate::domain::machine::hardware::DEVICE_COUNT_MAX),
        is_primary: fields.is_true("isPrimary"),
    })
}
