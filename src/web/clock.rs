//! The time of day. The only place that asks for it.

/// Milliseconds since 1970 in UTC, as the reader's device believes.
pub fn now_ms() -> u64 {
    // The cast saturates, so a clock set before 1970 reads as 0.
    js_sys::Date::now() as u64
}
