//! The hardware that users of the Hub made public.

use llm_lens::domain::hub::{
    AnswerFacts, HubError, HubOrigin, HubRequest, UserHardware, UserName, UserNameError, read_user_hardware,
};
use llm_lens::domain::machine::draft::SharedItem;
use llm_lens::domain::machine::draft::SharedKind;
use llm_lens::domain::machine::draft::devices_of;
use llm_lens::domain::text::memory_size::MemorySize;
use serde::Deserialize;

use super::devices::shipped;

#[test]
fn names_are_read_as_people_type_them() {
    for text in [
        "julien-c",
        " @julien-c ",
        "https://huggingface.co/julien-c/",
        "huggingface.co/julien-c",
    ] {
        let name = UserName::parse(text).unwrap();
        assert_eq!(
            HubRequest::user_overview(&name).url(HubOrigin::Hub),
            "https://huggingface.co/api/users/julien-c/overview"
        );
    }
    assert_eq!(UserName::parse(" "), Err(UserNameError::Empty));
    for text in ["..", "a/b", "a b", "a?b", "ä", "a%2f"] {
        assert_eq!(UserName::parse(text), Err(UserNameError::BadCharacter), "{text}");
    }
    assert_eq!(UserName::parse(&"a".repeat(97)), Err(UserNameError::TooLong));
}

#[test]
fn private_empty_and_missing_are_told_apart() {
    assert_eq!(
        read_user_hardware(r#"{"user":"a","numModels":3}"#),
        Ok(UserHardware::Private)
    );
    assert_eq!(
        read_user_hardware(r#"{"hardwareItems":null}"#),
        Ok(UserHardware::Private)
    );
    assert_eq!(
        read_user_hardware(r#"{"hardwareItems":[]}"#),
        Ok(UserHardware::Empty)
    );
    assert_eq!(
        read_user_hardware(r#"{"hardwareItems":[7,{"sku":"x"}]}"#),
        Ok(UserHardware::Empty)
    );
    let missing = AnswerFacts {
        status: 404,
        body: r#"{"error":"This user does not exist"}"#,
        ..AnswerFacts::default()
    };
    assert_eq!(HubError::from_answer(missing), HubError::NotFound);
    assert_eq!(read_user_hardware("<html>"), Err(HubError::NotJson));
    assert_eq!(read_user_hardware("[]"), Err(HubError::Malformed));
    assert_eq!(read_user_hardware(r#"{"hardwareItems":["#), Err(HubError::CutOff));
}

#[test]
fn items_come_with_memory_and_count_the_primary_first() {
    let body = r#"{"user":"a","hardwareItems":[
        {"sku":["CPU","AMD","Ryzen Zen 4 7000 (Ryzen 9)"],"mem":64,"num":1},
        {"sku":["GPU","NVIDIA","RTX 3060"],"mem":12,"num":2,"isPrimary":true},
        {"sku":["Apple Silicon","-","Apple M3 Max"],"mem":64}
    ]}"#;
    let Ok(UserHardware::Items(items)) = read_user_hardware(body) else {
        panic!("no items");
    };
    assert_eq!(items.len(), 3);
    assert_eq!(items[0].model, "RTX 3060");
    assert_eq!(
        (items[0].count, items[0].memory),
        (2, Some(MemorySize::from_gb(12)))
    );
    let ids = |item: &SharedItem| -> Vec<String> {
        devices_of(item, shipped())
            .iter()
            .map(|device| device.id.clone())
            .collect()
    };
    assert_eq!(ids(&items[0]), ["nvidia-geforce-rtx-3060-12gb"]);
    assert_eq!(items[1].kind, SharedKind::Cpu);
    assert!(ids(&items[1]).is_empty());
    assert_eq!(ids(&items[2]), ["apple-m3-max-40-core-gpu"]);
}

#[derive(Deserialize)]
struct Names {
    rows: Vec<(String, String, String, Vec<u16>)>,
}

/// Names of the Hub's table that the catalog has no device for.
const UNMAPPED: [&str; 1] = ["RTX A2000 Embedded"];

#[test]
fn every_gpu_of_the_hubs_table_has_its_device() {
    let names: Names = serde_json::from_str(include_str!("../fixtures/hf-hardware-names.json")).unwrap();
    let mut missing = Vec::new();
    for (kind, maker, model, sizes) in names.rows {
        let kind = match kind.as_str() {
            "GPU" => SharedKind::Gpu,
            "CPU" => SharedKind::Cpu,
            _ => SharedKind::Apple,
        };
        let sizes = if sizes.is_empty() { vec![0] } else { sizes };
        for gb in sizes {
            let item = SharedItem {
                kind,
                maker: maker.clone(),
                model: model.clone(),
                memory: Some(MemorySize::from_gb(gb)).filter(|size| !size.is_zero()),
                count: 1,
                is_primary: false,
            };
            let found = devices_of(&item, shipped());
            if kind == SharedKind::Cpu {
                assert!(found.is_empty(), "{model}");
            } else if found.is_empty() && !UNMAPPED.contains(&model.as_str()) {
                missing.push(model.clone());
            } else {
                // A laptop's chip is never taken for the desktop's card.
                let says_laptop = ["Mobile", "Laptop", "Max-Q"]
                    .iter()
                    .any(|word| model.contains(word))
                    && !model.starts_with("RTX PRO");
                if says_laptop {
                    assert!(found.iter().all(|device| device.kind.is_laptop()), "{model}");
                }
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}
