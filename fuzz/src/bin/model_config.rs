//! `config.json` and its kin: what they say of a model, and what follows for its weights.
#![no_main]

use libfuzzer_sys::fuzz_target;
use llm_lens::domain::files::config::ModelConfig;

fuzz_target!(|data: &[u8]| {
    if let Ok(mut config) = ModelConfig::parse(data) {
        let _ = config.add_quantization_file(data);
        let _ = config.weight_shapes();
    }
});
