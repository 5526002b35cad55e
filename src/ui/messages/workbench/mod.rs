//! The texts of the second module. They stand apart from [`Messages`](super::Messages), which the first module takes
//! whole.

mod accuracy;
mod compare;
mod header;
mod header_failures;
mod machine;
mod memory;
mod model;
mod speed;

pub use accuracy::AccuracyTexts;
pub use compare::CompareTexts;
pub use header::HeaderTexts;
pub use header_failures::HeaderFailureTexts;
pub use machine::MachineTexts;
pub use memory::MemoryTexts;
pub use model::ModelTexts;
pub use speed::SpeedTexts;

/// All texts of the second module in one language.
pub struct WorkbenchMessages {
    pub accuracy: AccuracyTexts,
    pub compare: CompareTexts,
    pub header: HeaderTexts,
    pub header_failures: HeaderFailureTexts,
    pub machine: MachineTexts,
    pub memory: MemoryTexts,
    pub model: ModelTexts,
    pub speed: SpeedTexts,
}

static ENGLISH: WorkbenchMessages = WorkbenchMessages {
    accuracy: accuracy::ENGLISH,
    compare: compare::ENGLISH,
    header: header::ENGLISH,
    header_failures: header_failures::ENGLISH,
    machine: machine::ENGLISH,
    memory: memory::ENGLISH,
    model: model::ENGLISH,
    speed: speed::ENGLISH,
};

/// The texts in the reader's language. English is the only one so far.
pub fn w() -> &'static WorkbenchMessages {
    &ENGLISH
}
