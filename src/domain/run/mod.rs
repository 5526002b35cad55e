//! How a model is to be run: the settings of a run, and the command that runs it so.

pub mod command;
pub mod settings;
