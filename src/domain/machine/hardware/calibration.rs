//! What a measured run made of the speed estimates of a machine.

/// Least and greatest factor in thousandths: a run further off measured something else.
pub const CALIBRATION_RANGE: (u32, u32) = (200, 5_000);

/// What a measured run says about a machine: factors on the estimates, in thousandths. Kept in the profile; without it
/// the estimates are as before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calibration {
    /// Factor on decode speeds, if decode was measured.
    pub decode_thousandths: Option<u32>,
    /// Factor on prefill speeds, if prefill was measured.
    pub prefill_thousandths: Option<u32>,
}
