//! Fourteen repositories on four machines, as a list sees them, after their rows sharpened, and as a page sees them.
//!
//! The headers are recorded ones; the sizes of the file that a header is of are the real ones, those of the other labels
//! are composed: typical widths, off by as much as real files are.

use std::rc::Rc;

use llm_lens::domain::architecture::Geometry;
use llm_lens::domain::assess::{
    Compatibility, GgufInsight, Insight, Method, ModelAssessment, Rules, VariantSize, assess_model,
};
use llm_lens::domain::estimate::{RememberedPlans, TENSOR_ALIGNMENT, Weights};
use llm_lens::domain::files::gguf::Header;
use llm_lens::domain::machine::hardware::Hardware;
use llm_lens::domain::machine::hardware::presets::find;
use llm_lens::domain::model::variant::{RepoContents, RepoFile, Shards, Variant};
use llm_lens::domain::model::{BaseModel, BaseRelation, Model};
use llm_lens::domain::precision::format::Format;
use llm_lens::domain::precision::quantization::{Quantization, bits_of_label};
use llm_lens::domain::text::memory_size::MemorySize;

use crate::detailed::header;
use crate::models::{counted, model};

/// Repository, the base model that its card names if it names one, header.
const REPOSITORIES: [(&str, Option<&str>, &str); 14] = [
    (
        "bartowski/Meta-Llama-3.1-8B-Instruct-GGUF",
        Some("meta-llama/Llama-3.1-8B-Instruct"),
        "llama-3.1-8b.Q4_K_M",
    ),
    (
        "bartowski/Llama-3.2-1B-Instruct-GGUF",
        None,
        "llama-3.2-1b.Q4_K_M",
    ),
    (
        "unsloth/gemma-3-4b-it-GGUF",
        Some("google/gemma-3-4b-it"),
        "gemma-3-4b.Q4_K_M",
    ),
    (
        "unsloth/gemma-4-12B-it-GGUF",
        Some("google/gemma-4-12B-it"),
        "gemma-4-12b.Q4_K_M",
    ),
    (
        "unsloth/gemma-4-E4B-it-GGUF",
        Some("google/gemma-4-E4B-it"),
        "gemma-4-e4b.Q4_K_M",
    ),
    ("Qwen/Qwen3-0.6B-GGUF", Some("Qwen/Qwen3-0.6B"), "qwen3-0.6b.Q8_0"),
    (
        "unsloth/Qwen3-30B-A3B-GGUF",
        Some("Qwen/Qwen3-30B-A3B"),
        "qwen3-30b-a3b.Q4_K_M",
    ),
    // Names neither a base model nor the share of its experts.
    ("someone/gpt-oss-20b-finetune", None, "gpt-oss-20b.Q8_0"),
    (
        "unsloth/GLM-4.5-Air-GGUF",
        Some("zai-org/GLM-4.5-Air"),
        "glm-4.5-air.Q4_K_M",
    ),
    (
        "bartowski/Mistral-Small-24B-Instruct-2501-GGUF",
        Some("mistralai/Mistral-Small-24B-Instruct-2501"),
        "mistral-small-24b-2501.Q4_K_M",
    ),
    (
        "bartowski/Qwen2.5-32B-Instruct-GGUF",
        Some("Qwen/Qwen2.5-32B-Instruct"),
        "qwen2.5-32b.Q4_K_M",
    ),
    (
        "unsloth/Qwen3.5-9B-GGUF",
        Some("Qwen/Qwen3.5-9B"),
        "qwen3.5-9b.Q4_K_M",
    ),
    (
        "bartowski/gemma-2-9b-it-GGUF",
        Some("google/gemma-2-9b-it"),
        "gemma-2-9b.Q4_K_M",
    ),
    (
        "ibm-granite/granite-4.0-h-tiny-GGUF",
        None,
        "granite-4.0-h-tiny.Q4_K_M",
    ),
];

/// Labels, with how far real files are from the typical width, in thousandths.
const LABELS: [(&str, i64); 14] = [
    ("BF16", 2),
    ("Q8_0", 3),
    ("Q6_K", 4),
    ("Q5_K_M", -9),
    ("Q5_K_S", 8),
    ("Q4_K_M", -12),
    ("Q4_K_S", 15),
    ("IQ4_XS", 11),
    ("Q4_0", -14),
    ("Q3_K_L", 18),
    ("Q3_K_M", -16),
    ("Q3_K_S", 20),
    ("IQ3_XXS", -22),
    ("Q2_K", 25),
];

struct Case {
    /// What a list tells: no sizes.
    row: Model,
    /// What the model document tells.
    document: Model,
    header: Header,
}

impl Case {
    fn of((repository, base, name): (&str, Option<&str>, &str)) -> Self {
        let header = header(name);
        let parameters = header.tensors.elements();
        let own_label = name.rsplit('.').next().unwrap();
        let own_bytes: u64 = header.tensors.iter().filter_map(|tensor| tensor.bytes()).sum();
        let variants: Vec<Variant> = LABELS
            .iter()
            .map(|(label, off)| {
                // The experts of gpt-oss stay in MXFP4 whatever the label says.
                let experts = match name.starts_with("gpt-oss") {
                    true => Geometry::from_gguf(&header).expert_parameters(),
                    false => 0,
                };
                let rest = (parameters - experts) * u64::from(bits_of_label(label).unwrap()) / 8000;
                let typical = experts * 4_250 / 8000 + rest;
                let size = match own_label == *label {
                    true => own_bytes + 7_000_000,
                    false => typical.checked_add_signed(typical as i64 / 1000 * off).unwrap(),
                };
                variant(label, size)
            })
            .collect();
        let document = Model {
            base_models: base
                .iter()
                .map(|id| BaseModel {
                    id: id.parse().unwrap(),
                    relation: Some(BaseRelation::Quantized),
                })
                .collect(),
            architecture: Some(header.metadata.architecture().unwrap().to_owned()),
            parameters: Some(counted(parameters)),
            contents: RepoContents {
                variants,
                ..RepoContents::default()
            },
            ..model(repository)
        };
        let mut row = document.clone();
        for variant in &mut row.contents.variants {
            variant.files.iter_mut().for_each(|file| file.size = None);
        }
        Self {
            row,
            document,
            header,
        }
    }

    /// What the first kilobytes of a file say.
    fn prefix(&self) -> Insight {
        let mut geometry = Geometry::from_gguf_parts(&self.header.metadata, None);
        // Recorded headers hold no vocabulary.
        geometry.vocabulary = Geometry::from_gguf(&self.header).vocabulary;
        geometry.tied_embeddings = Geometry::from_gguf(&self.header).tied_embeddings;
        Insight::Gguf(Rc::new(GgufInsight {
            geometry,
            buffers: Rc::new(RememberedPlans::default()),
            weights: Vec::new(),
            parameters: None,
        }))
    }

    /// What a row knows once it sharpened: the geometry, the size of the file that it names, and those of its neighbours.
    fn sharpened(&self, hardware: &Hardware, rules: &Rules) -> (Model, Insight) {
        let mut row = self.row.clone();
        let take = |row: &mut Model, index: usize| {
            row.contents.variants[index] = self.document.contents.variants[index].clone();
        };
        let shown = assess_model(&row, None, hardware, rules).shown_index().unwrap();
        take(&mut row, shown);
        let insight = self.prefix();
        for _ in 0..6 {
            let assessed = assess_model(&row, Some(&insight), hardware, rules);
            match assessed.next_to_measure(&row.contents.variants, &rules.limits) {
                Some(index) => take(&mut row, index),
                None => break,
            }
        }
        (row, insight)
    }

    /// What the whole header of the variant with this place says.
    fn whole(&self, index: usize) -> Insight {
        let geometry = Geometry::from_gguf(&self.header);
        let weights = Weights::from_tensors(&self.header.tensors, &geometry, TENSOR_ALIGNMENT);
        let file = &self.document.contents.variants[index].files[0];
        let is_own = weights.loaded().abs_diff(file.size.unwrap()) < 50_000_000;
        Insight::Gguf(Rc::new(GgufInsight {
            geometry,
            buffers: Rc::new(RememberedPlans::default()),
            weights: is_own.then(|| (file.path.clone(), weights)).into_iter().collect(),
            parameters: Some(self.header.tensors.elements()),
        }))
    }
}

fn variant(label: &str, size: u64) -> Variant {
    let path = format!("model-{label}.gguf");
    Variant {
        key: format!("gguf:{}", label.to_ascii_lowercase()),
        format: Format::Gguf,
        quantization: Some(Quantization::from_gguf_path(&path).unwrap()),
        files: vec![RepoFile {
            path,
            size: Some(size),
        }],
        shards: Shards::Complete,
        distinction: None,
    }
}

fn machines() -> [(&'static str, Hardware); 4] {
    let with_memory = |id: &str, gb: u16| {
        let mut hardware = find(id).unwrap().hardware();
        hardware.system_memory = MemorySize::from_gb(gb);
        hardware.facts.system_bandwidth_mb_s = Some(51_200);
        hardware
    };
    let mut pair = with_memory("rtx-3090-24gb", 64);
    pair.devices[0].count = 2;
    [
        ("8 + 16", with_memory("rtx-4060-laptop-8gb", 16)),
        ("24 + 64", with_memory("rtx-4090-24gb", 64)),
        ("2 x 24 + 64", pair),
        ("Mac 16", find("apple-m1-16gb").unwrap().hardware()),
    ]
}

fn line(model: &Model, assessed: &ModelAssessment) -> String {
    let shown = assessed.shown().unwrap();
    let (index, reason) = assessed.best.unwrap();
    format!(
        "{:?} {:?} {} ({reason:?}) {:.2} GiB of {:.2}, {:?} tokens/s",
        shown.method,
        shown.grade,
        model.contents.variants[index].key,
        shown.required().unwrap() as f64 / (1_u64 << 30) as f64,
        shown.need.as_ref().unwrap().available as f64 / (1_u64 << 30) as f64,
        shown.speed.map(|speed| speed.likely as f64 / 1e3),
    )
}

#[test]
fn a_row_that_sharpened_says_what_the_page_says() {
    let rules = Rules::default();
    let (mut flips_before, mut others_before) = (Vec::new(), Vec::new());
    for repository in REPOSITORIES {
        let case = Case::of(repository);
        for (name, hardware) in machines() {
            let before = assess_model(&case.row, None, &hardware, &rules);
            let (row, insight) = case.sharpened(&hardware, &rules);
            let sharp = assess_model(&row, Some(&insight), &hardware, &rules);
            let shown = sharp.shown_index().unwrap();
            let whole = case.whole(shown);
            let page = assess_model(&case.document, Some(&whole), &hardware, &rules);
            let what = format!(
                "{} on {name}\n  list  {}\n  sharp {}\n  page  {}",
                repository.0,
                line(&case.row, &before),
                line(&case.document, &sharp),
                line(&case.document, &page)
            );
            println!("{what}");
            assert_eq!(before.shown().unwrap().method, Method::Quick, "{what}");
            assert_eq!(sharp.shown().unwrap().method, Method::Detailed, "{what}");
            assert_eq!(sharp.overall, page.overall, "{what}");
            assert_eq!(sharp.best, page.best, "{what}");
            assert_eq!(sharp.grade(), page.grade(), "{what}");
            if before.overall != page.overall {
                flips_before.push(what.clone());
            }
            if before.best != page.best {
                others_before.push(what.clone());
            }
            for assessed in [&before, &sharp, &page] {
                for assessment in &assessed.variants {
                    let size = assessment.size.map_or(0, VariantSize::bytes);
                    let required = assessment.required().unwrap();
                    assert!(required >= size, "needs {required}, files {size}: {what}");
                    let fits = assessment.need.as_ref().unwrap().placement.is_some();
                    assert_eq!(
                        fits,
                        assessment.verdict.compatibility() == Compatibility::Compatible
                    );
                }
            }
        }
    }
    println!(
        "{} flips, {} other variants before",
        flips_before.len(),
        others_before.len()
    );
    assert!(flips_before.len() <= 1, "{}", flips_before.join("\n"));
}
