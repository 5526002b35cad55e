//! Remembered Detailed estimates: what is found again, what is replaced, and what decides a verdict.

use llm_lens::domain::app::stored::{StoredError, read_remembered, write_remembered};
use llm_lens::domain::assess::verdict::{
    DetailedNeed, MemoryCheck, REMEMBERED_MAX, RememberedEstimate, RememberedEstimates, judge_model,
    judge_model_knowing,
};
use llm_lens::domain::hub::read_model;
use llm_lens::domain::machine::hardware::presets;
use llm_lens::domain::model::RepoId;
use proptest::prelude::*;

fn id(text: &str) -> RepoId {
    text.parse().unwrap()
}

fn estimate(repository: &str, variant: &str, run: &str, bytes: u64) -> RememberedEstimate {
    RememberedEstimate {
        id: id(repository),
        variant: variant.to_owned(),
        run: run.to_owned(),
        need: DetailedNeed { bytes, context: 8192 },
    }
}

fn bytes(all: &RememberedEstimates, repository: &str, variant: &str, run: &str) -> Option<u64> {
    all.find(&id(repository), variant, run).map(|need| need.bytes)
}

#[test]
fn a_newer_estimate_of_the_same_variant_takes_the_place_of_the_older() {
    let mut all = RememberedEstimates::default();
    all.remember(vec![estimate("a/b", "q4", "", 1), estimate("a/b", "q8", "", 2)]);
    all.remember(vec![estimate("a/b", "q4", "", 3), estimate("a/c", "q4", "", 4)]);
    assert_eq!(bytes(&all, "a/b", "q4", ""), Some(3));
    assert_eq!(bytes(&all, "a/b", "q8", ""), Some(2));
    assert_eq!(bytes(&all, "a/c", "q4", ""), Some(4));
    assert_eq!(all.entries().len(), 3);
}

#[test]
fn of_ways_to_run_other_than_the_default_only_the_last_of_a_repository_is_kept() {
    let mut all = RememberedEstimates::default();
    all.remember(vec![estimate("a/b", "q4", "", 1)]);
    for context in ["c1024", "c2048", "c4096"] {
        all.remember(vec![
            estimate("a/b", "q4", context, 2),
            estimate("a/b", "q8", context, 3),
        ]);
    }
    assert_eq!(bytes(&all, "a/b", "q4", ""), Some(1));
    assert_eq!(bytes(&all, "a/b", "q4", "c2048"), None);
    assert_eq!(bytes(&all, "a/b", "q8", "c4096"), Some(3));
    assert_eq!(all.entries().len(), 3);
}

#[test]
fn the_oldest_are_forgotten_first() {
    let mut all = RememberedEstimates::default();
    for index in 0..REMEMBERED_MAX + 5 {
        all.remember(vec![estimate(&format!("a/m{index}"), "q4", "", 1)]);
    }
    assert_eq!(all.entries().len(), REMEMBERED_MAX);
    assert_eq!(bytes(&all, "a/m0", "q4", ""), None);
    assert_eq!(
        bytes(&all, &format!("a/m{}", REMEMBERED_MAX + 4), "q4", ""),
        Some(1)
    );
}

#[test]
fn what_is_no_estimate_is_left_out_of_what_is_stored() {
    let text = r#"{"version":1,"estimates":[["a/b","q4","",8192,77],7,["../x","q4","",1,1],["a/b","q8","",-1,1],["a/b"],[]],"more":1}"#;
    let all = read_remembered(text).unwrap();
    assert_eq!(all.entries(), [estimate("a/b", "q4", "", 77)]);
    assert_eq!(read_remembered("{}"), Err(StoredError::NotOurs));
    assert_eq!(
        read_remembered(r#"{"version":2,"estimates":[]}"#),
        Err(StoredError::NewerVersion { found: 2 })
    );
}

#[test]
fn the_detailed_need_decides_where_it_is_given() {
    let document = r#"{"id":"a/b","tags":["gguf"],"pipeline_tag":"text-generation","gguf":{"total":8000000000},
        "siblings":[{"rfilename":"m-Q4_K_M.gguf","size":4900000000}]}"#;
    let model = read_model(document, &id("a/b")).unwrap().model;
    let machine = presets::default_hardware();
    let standard = judge_model(&model, &machine, 150);
    let need = DetailedNeed {
        bytes: 6_000_000_000,
        context: 8192,
    };
    let detailed = judge_model_knowing(&model, &machine, 150, &|_| Some(need));
    let (standard, detailed) = (standard.variants[0], detailed.variants[0]);
    assert_eq!(standard.detailed, None);
    assert_eq!(detailed.required(), Some(6_000_000_000));
    assert_eq!(detailed.estimate, standard.estimate);
    let MemoryCheck::Fits { required, .. } = detailed.verdict.memory else {
        panic!("{:?}", detailed.verdict.memory);
    };
    assert_eq!(required, 6_000_000_000);
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        entries in prop::collection::vec(("[a-z]{1,5}", "\\PC{0,12}", "[a-z0-9~]{0,9}", any::<(u64, u32)>()), 0..9)
    ) {
        let entries = entries
            .into_iter()
            .map(|(name, variant, run, (bytes, context))| RememberedEstimate {
                id: id(&format!("o/{name}")),
                variant,
                run,
                need: DetailedNeed { bytes, context },
            })
            .collect();
        let all = RememberedEstimates::from_entries(entries);
        prop_assert_eq!(read_remembered(&write_remembered(&all)), Ok(all));
    }
}
