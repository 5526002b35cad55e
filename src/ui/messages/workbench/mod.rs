//! The texts of the second module. They stand apart from [`Messages`](super::Messages), which the first module takes
//! whole.

mod header;
mod header_failures;
mod model;

pub use header::HeaderTexts;
pub use header_failures::HeaderFailureTexts;
pub use model::ModelTexts;
mod memory;

pub use header::HeaderTexts;
pub use header_failures::HeaderFailureTexts;
pub use memory::MemoryTexts;

/// All texts of the second module in one language.
pub struct WorkbenchMessages {
    pub header: HeaderTexts,
    pub header_failures: HeaderFailureTexts,
    pub model: ModelTexts,
    pub memory: MemoryTexts,
}

static ENGLISH: WorkbenchMessages = WorkbenchMessages {
    header: header::ENGLISH,
    header_failures: header_failures::ENGLISH,
    model: model::ENGLISH,
    memory: memory::ENGLISH,
};

/// The texts in the reader's language. English is the only one so far.
pub fn w() -> &'static WorkbenchMessages {
    &ENGLISH
}
