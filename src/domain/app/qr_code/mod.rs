//! A text as a QR code (ISO/IEC 18004): a grid of dark and light modules, and the same grid as an SVG path.
//!
//! The encoding is the `qrcodegen` crate's; here are its limits as types, and the drawing.

use std::fmt::Write;

use qrcodegen::{QrCode as Encoded, QrCodeEcc, QrSegment, Version};

/// Longest text that any QR code holds, in bytes: version 40, byte mode, the lowest error correction (ISO/IEC 18004,
/// table 7).
pub const QR_TEXT_LENGTH_MAX: usize = 2953;
/// Light modules that must surround a code so that readers find it (ISO/IEC 18004, section 9.1).
pub const QUIET_ZONE_MODULES: u32 = 4;
/// Codes of more modules a side than this (version 25, some 1,270 bytes) want a large picture and a steady hand: shown
/// 600 pixels wide, a module is less than 5 pixels.
const EASY_SIDE_MAX: u32 = 117;

/// A square of dark and light modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrCode {
    side: u32,
    /// Row by row; true is dark.
    modules: Vec<bool>,
    correction: ErrorCorrection,
}

/// Which share of a code may be damaged and still be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ErrorCorrection {
    /// About 7 %.
    Low,
    /// About 15 %.
    Medium,
    /// About 25 %.
    Quartile,
    /// About 30 %.
    High,
}

/// Why a text cannot be a QR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QrCodeError {
    /// Nothing is there.
    Empty,
    /// More than [`QR_TEXT_LENGTH_MAX`] bytes.
    TooLong {
        /// Bytes of the text.
        n_bytes: usize,
    },
}

impl QrCode {
    /// Encodes a text: in the smallest code that holds it, with the most error correction that this size has room for.
    /// A code on a screen is not torn or stained, so small (easy to scan) comes first.
    ///
    /// # Errors
    /// See [`QrCodeError`].
    pub fn encode(text: &str) -> Result<Self, QrCodeError> {
        if text.is_empty() {
            return Err(QrCodeError::Empty);
        }
        let too_long = QrCodeError::TooLong { n_bytes: text.len() };
        if text.len() > QR_TEXT_LENGTH_MAX {
            return Err(too_long);
        }
        // Links have small letters, which only byte mode can write.
        let segment = QrSegment::make_bytes(text.as_bytes());
        let (lowest, smallest, largest) = (QrCodeEcc::Low, Version::MIN, Version::MAX);
        let encoded = Encoded::encode_segments_advanced(&[segment], lowest, smallest, largest, None, true)
            .map_err(|_| too_long)?;
        let side = encoded.size();
        Ok(Self {
            side: side.unsigned_abs(),
            modules: (0..side)
                .flat_map(|y| (0..side).map(move |x| (x, y)))
                .map(|(x, y)| encoded.get_module(x, y))
                .collect(),
            correction: match encoded.error_correction_level() {
                QrCodeEcc::Low => ErrorCorrection::Low,
                QrCodeEcc::Medium => ErrorCorrection::Medium,
                QrCodeEcc::Quartile => ErrorCorrection::Quartile,
                QrCodeEcc::High => ErrorCorrection::High,
            },
        })
    }

    /// Modules a side, from 21 to 177, without the quiet zone.
    pub const fn side(&self) -> u32 {
        self.side
    }

    /// Modules a side with the quiet zone: the width and height of the picture's `viewBox`.
    pub const fn view_side(&self) -> u32 {
        self.side.saturating_add(2 * QUIET_ZONE_MODULES)
    }

    /// The error correction that the code has.
    pub const fn correction(&self) -> ErrorCorrection {
        self.correction
    }

    /// Whether the code has so many modules that a phone reads it only from a large picture.
    pub const fn is_dense(&self) -> bool {
        self.side > EASY_SIDE_MAX
    }

    /// Whether the module in this column and row is dark. Outside the code everything is light.
    pub fn is_dark(&self, x: u32, y: u32) -> bool {
        if x >= self.side || y >= self.side {
            return false;
        }
        let index = u64::from(y) * u64::from(self.side) + u64::from(x);
        usize::try_from(index)
            .ok()
            .and_then(|index| self.modules.get(index))
            .copied()
            .unwrap_or(false)
    }

    /// The dark modules as data of an SVG path (`d`), one unit a module, quiet zone included: one rectangle for each run
    /// of dark modules in a row. To be drawn dark on a light ground in both themes, since many readers know no other.
    pub fn svg_path(&self) -> String {
        let mut path = String::new();
        for y in 0..self.side {
            let mut x = 0;
            while x < self.side {
                let start = x;
                while self.is_dark(x, y) {
                    x = x.saturating_add(1);
                }
                let length = x.saturating_sub(start);
                if length > 0 {
                    let left = start.saturating_add(QUIET_ZONE_MODULES);
                    let top = y.saturating_add(QUIET_ZONE_MODULES);
                    // Writing into memory does not fail.
                    let _ = write!(path, "M{left} {top}h{length}v1h-{length}z");
                }
                x = x.saturating_add(1);
            }
        }
        path
    }
}
