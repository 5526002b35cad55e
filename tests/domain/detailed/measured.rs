//! Every measured row: the parts that the engine states are exact, the whole is within the promised limits.

use std::collections::BTreeMap;

use llm_lens::domain::architecture::Geometry;
use llm_lens::domain::estimate::{
    CacheType, Detailed, Homes, LlamaCppSettings, OutputRows, TENSOR_ALIGNMENT, Weights,
};
use serde_json::Value;

use super::{fixture, header};

fn truth() -> Value {
    let text = std::fs::read_to_string(fixture("llama-cpp-memory.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn settings(row: &Value) -> LlamaCppSettings {
    let given = &row["settings"];
    let cache_type = |name: &str| CacheType::from_name(given[name].as_str().unwrap()).unwrap();
    LlamaCppSettings {
        context: given["n_ctx"].as_u64().unwrap(),
        sequences: given["n_seq_max"].as_u64().unwrap(),
        unified: given["kv_unified"].as_bool().unwrap(),
        batch: given["n_batch"].as_u64().unwrap(),
        micro_batch: given["n_ubatch"].as_u64().unwrap(),
        key_type: cache_type("type_k"),
        value_type: cache_type("type_v"),
        flash_attention: given["flash_attn"].as_bool().unwrap(),
        output_rows: OutputRows::Exactly(given["n_outputs_max"].as_u64().unwrap()),
        full_window_cache: given["swa_full"].as_bool().unwrap(),
        embeddings: given["embeddings"].as_bool().unwrap(),
        offload_cache: !given["no_kv_offload"].as_bool().unwrap_or(false),
    }
}

struct Models(BTreeMap<(String, u64), (Geometry, Weights)>);

impl Models {
    fn get(&mut self, name: &str, alignment: u64) -> &(Geometry, Weights) {
        self.0.entry((name.to_owned(), alignment)).or_insert_with(|| {
            let header = header(name);
            let geometry = Geometry::from_gguf(&header);
            let weights = Weights::from_tensors(&header.tensors, &geometry, alignment);
            (geometry, weights)
        })
    }
}

fn error(predicted: u64, measured: &Value) -> f64 {
    let measured = measured.as_u64().unwrap() as f64;
    (predicted as f64 - measured).abs() / measured.max(1.0)
}

fn percentile(errors: &mut [f64], share: f64) -> f64 {
    errors.sort_by(f64::total_cmp);
    errors[(share * (errors.len() - 1) as f64).round() as usize]
}

#[test]
fn measured_parts_on_the_cpu_are_exact_and_the_total_within_the_limits() {
    let truth = truth();
    let mut models = Models(BTreeMap::new());
    let mut errors = Vec::new();
    for row in truth["rows"].as_array().unwrap() {
        let id = row["id"].as_str().unwrap();
        // The engine's simulation counts tensors without the gaps between them.
        let alignment = if row["load"] == "simulated" {
            1
        } else {
            TENSOR_ALIGNMENT
        };
        let (geometry, weights) = models.get(row["header"].as_str().unwrap(), alignment);
        let result = Detailed::compute(geometry, weights, &settings(row), Homes::host(geometry)).unwrap();
        let (parts, measured) = (result.host, &row["measured"]);
        assert_eq!(measured["model_bytes"], parts.weights, "{id}: weights");
        assert_eq!(measured["kv_full_bytes"], parts.kv_full, "{id}: cache");
        assert_eq!(measured["kv_swa_bytes"], parts.kv_window, "{id}: window cache");
        assert_eq!(measured["recurrent_bytes"], parts.recurrent, "{id}: states");
        assert_eq!(measured["output_bytes"], parts.output, "{id}: output buffer");
        // Planned as the engine plans it, the compute buffer is exact too.
        assert_eq!(measured["compute_bytes"], parts.compute, "{id}: compute buffer");
        errors.push(error(result.total(), &measured["total_bytes"]));
    }
    assert_eq!(errors.len(), 106);
    assert!(percentile(&mut errors, 0.5) <= 0.003);
    assert!(percentile(&mut errors, 0.9) <= 0.01);
    assert!(percentile(&mut errors, 1.0) <= 0.03);
}

#[test]
fn measured_parts_of_device_and_host_are_exact() {
    let truth = truth();
    let mut models = Models(BTreeMap::new());
    let rows = truth["gpu_split_rows"].as_array().unwrap();
    assert_eq!(rows.len(), 36);
    for row in rows {
        let id = row["id"].as_str().unwrap();
        let (geometry, weights) = models.get(row["header"].as_str().unwrap(), TENSOR_ALIGNMENT);
        let layers = row["settings"]["n_gpu_layers"].as_u64().unwrap();
        let homes = Homes::last_layers(geometry, layers);
        let result = Detailed::compute(geometry, weights, &settings(row), homes).unwrap();
        let (device, host, measured) = (result.devices[0], result.host, &row["measured"]);
        assert_eq!(
            measured["gpu_model_bytes"], device.weights,
            "{id}: weights on the device"
        );
        assert_eq!(
            measured["gpu_context_bytes"],
            device.context(),
            "{id}: cache on the device"
        );
        assert_eq!(
            measured["gpu_compute_bytes"], device.compute,
            "{id}: compute buffer of the device"
        );
        assert_eq!(
            measured["host_model_bytes"], host.weights,
            "{id}: weights on the host"
        );
        assert_eq!(
            measured["host_context_bytes"],
            host.context(),
            "{id}: cache on the host"
        );
        assert_eq!(
            measured["host_compute_bytes"], host.compute,
            "{id}: compute buffer of the host"
        );
    }
}
