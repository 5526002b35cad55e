//! Every sentence of the page, in one place and checked by the compiler: a further language is a further constant of each
//! area, in which no text can be forgotten.
//!
//! Each area stands for itself, so that the texts of a page that is loaded later are loaded with it.

#![allow(missing_docs, reason = "a text is its own documentation")]

/// Declares the texts of one area of the page and their English wording.
macro_rules! texts {
    ($(#[$meta:meta])* $name:ident, $english:ident { $($field:ident: $kind:ty = $value:expr,)* }) => {
        $(#[$meta])*
        pub struct $name {
            $(pub $field: $kind,)*
        }

        /// The English wording.
        pub const $english: $name = $name { $($field: $value,)* };
    };
}

mod accuracy;
mod app;
mod compare;
mod errors;
mod explanation;
mod explore;
mod glossary;
mod hardware;
mod header;
mod header_failures;
mod machine;
mod memory;
mod model;
mod speed;
mod verdict;

pub use glossary::GlossaryEntry;

/// A fixed text.
type Text = &'static str;

/// The texts of each area in the reader's language. English is the only one so far.
pub mod t {
    use super::{
        accuracy, app, compare, errors, explanation, explore, glossary, hardware, header, header_failures,
        machine, memory, model, speed, verdict,
    };

    /// Declares the function of an area.
    macro_rules! areas {
        ($($area:ident: $texts:ident,)*) => {$(
            pub fn $area() -> &'static $area::$texts {
                static ENGLISH: $area::$texts = $area::ENGLISH;
                &ENGLISH
            }
        )*};
    }

    areas! {
        accuracy: AccuracyTexts,
        app: AppTexts,
        compare: CompareTexts,
        errors: ErrorTexts,
        explanation: ExplanationTexts,
        explore: ExploreTexts,
        glossary: GlossaryTexts,
        hardware: HardwareTexts,
        header: HeaderTexts,
        header_failures: HeaderFailureTexts,
        machine: MachineTexts,
        memory: MemoryTexts,
        model: ModelTexts,
        speed: SpeedTexts,
        verdict: VerdictTexts,
    }
}
