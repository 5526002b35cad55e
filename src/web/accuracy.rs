//! The tables of how exact the estimates are, which lie beside the page.

use super::abort::AbortHandle;
use super::http;
use crate::domain::app::accuracy::{MemoryAccuracy, SpeedAccuracy, TABLE_BYTES_MAX, read_memory, read_speed};

const TIMEOUT_MS: u32 = 30_000;

/// Both tables; `None` where one is not to be had. The service worker answers without a network.
pub async fn load() -> Option<(MemoryAccuracy, SpeedAccuracy)> {
    let memory = read_memory(&text("accuracy.json").await?)?;
    let speed = read_speed(&text("accuracy-speed.json").await?)?;
    Some((memory, speed))
}

async fn text(file: &str) -> Option<String> {
    let abort = AbortHandle::new();
    let answer = http::get_text(file, None, &abort, TIMEOUT_MS, TABLE_BYTES_MAX)
        .await
        .ok()?;
    (answer.status == 200).then_some(answer.body)
}
