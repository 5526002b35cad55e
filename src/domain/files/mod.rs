//! What files say of the model in them: GGUF, Safetensors, `config.json`; growing prefixes, named limits, bounded memory.

pub mod config;
pub mod description;
pub mod gguf;
pub mod safetensors;
