//! Building blocks that know nothing of models or memory. They own focus and keyboard; features own meaning.

pub mod copy_button;
pub mod dialog;
pub mod icon;
pub mod lazy;
pub mod notice;
pub mod number_field;
pub mod select_field;
pub mod text_field;
