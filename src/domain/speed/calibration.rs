//! Measuring a machine once, and believing it afterwards.

use super::estimate::SpeedEstimate;
use super::range::Rate;
use crate::domain::machine::hardware::{CALIBRATION_RANGE, Calibration};

/// Why a measured run says nothing about the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalibrationError {
    /// Nothing was both measured and estimated.
    NothingToCompare,
    /// The run is further from the estimate than [`CALIBRATION_RANGE`]; the factor found, in thousandths.
    TooFar {
        /// Measured over estimated.
        thousandths: u32,
    },
}

impl Calibration {
    /// Compares a run with its estimate. Speeds in thousandths of a token a second; those that are 0 count as not
    /// measured.
    ///
    /// # Errors
    /// See [`CalibrationError`].
    pub fn of_run(
        estimate: &SpeedEstimate,
        decode_milli: Option<u64>,
        prefill_milli: Option<u64>,
    ) -> Result<Self, CalibrationError> {
        let decode = factor(decode_milli, estimate.decode.ok().map(|rate| rate.likely))?;
        let prefill = factor(prefill_milli, estimate.prefill.ok().map(|rate| rate.likely))?;
        if decode.is_none() && prefill.is_none() {
            return Err(CalibrationError::NothingToCompare);
        }
        Ok(Self {
            decode_thousandths: decode,
            prefill_thousandths: prefill,
        })
    }

    /// The estimate as the measured run corrects it. Ranges keep their place around the likely value and shrink to 60 %:
    /// the device is no longer in doubt, the model still is.
    pub fn apply(&self, estimate: &SpeedEstimate) -> SpeedEstimate {
        let prefill = bounded(self.prefill_thousandths);
        let mut corrected = *estimate;
        corrected.decode = estimate.decode.map(|rate| self.apply_to_decode(rate));
        if let Some(factor) = prefill {
            corrected.prefill = estimate.prefill.map(|rate| rate.times(factor).narrowed(0.6));
            corrected.first_token_ms = estimate
                .first_token_ms
                .map(|rate| rate.times(1.0 / factor).narrowed(0.6));
        }
        corrected
    }

    /// The speed of writing alone as the measured run corrects it.
    pub fn apply_to_decode(&self, rate: Rate) -> Rate {
        bounded(self.decode_thousandths).map_or(rate, |factor| rate.times(factor).narrowed(0.6))
    }
}

fn factor(measured_milli: Option<u64>, likely: Option<f64>) -> Result<Option<u32>, CalibrationError> {
    let (Some(measured), Some(likely)) = (measured_milli.filter(|speed| *speed > 0), likely) else {
        return Ok(None);
    };
    if !(likely.is_finite() && likely > 0.0) {
        return Ok(None);
    }
    // A float that is too large for the integer becomes its greatest value.
    let thousandths = (measured as f64 / likely).round() as u32;
    if (CALIBRATION_RANGE.0..=CALIBRATION_RANGE.1).contains(&thousandths) {
        Ok(Some(thousandths))
    } else {
        Err(CalibrationError::TooFar { thousandths })
    }
}

fn bounded(thousandths: Option<u32>) -> Option<f64> {
    thousandths.map(|factor| f64::from(factor.clamp(CALIBRATION_RANGE.0, CALIBRATION_RANGE.1)) / 1e3)
}
