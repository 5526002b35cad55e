//! Every sentence of the page, in one place and checked by the compiler: a further language is a further constant of
//! [`Messages`], in which no text can be forgotten.

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

mod app;
mod errors;
mod explanation;
mod explore;
mod glossary;
mod hardware;
mod verdict;
pub mod workbench;

pub use app::AppTexts;
pub use errors::ErrorTexts;
pub use explanation::ExplanationTexts;
pub use explore::ExploreTexts;
pub use glossary::{GlossaryEntry, GlossaryTexts};
pub use hardware::HardwareTexts;
pub use verdict::VerdictTexts;

/// A fixed text.
type Text = &'static str;

/// All texts in one language.
pub struct Messages {
    pub app: AppTexts,
    pub errors: ErrorTexts,
    pub explore: ExploreTexts,
    pub glossary: GlossaryTexts,
    pub hardware: HardwareTexts,
    pub verdict: VerdictTexts,
}

static ENGLISH: Messages = Messages {
    app: app::ENGLISH,
    errors: errors::ENGLISH,
    explore: explore::ENGLISH,
    glossary: glossary::ENGLISH,
    hardware: hardware::ENGLISH,
    verdict: verdict::ENGLISH,
};

static ENGLISH_EXPLANATION: ExplanationTexts = explanation::ENGLISH;

/// The texts of the explanation page. They stand apart because only the second module of the page needs them.
pub fn explanation() -> &'static ExplanationTexts {
    &ENGLISH_EXPLANATION
}

/// The texts in the reader's language. English is the only one so far.
pub fn t() -> &'static Messages {
    &ENGLISH
}
