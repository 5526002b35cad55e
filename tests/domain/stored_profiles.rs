use std::fs;
use std::path::Path;

use llm_lens::domain::app::stored::{
    STORED_LENGTH_MAX, Settings, StoredError, Theme, read_import, read_profiles, read_settings, write_export,
    write_profiles, write_settings,
};
use llm_lens::domain::assess::{EstimateMethod, GradeLimits};
use llm_lens::domain::hub::HubOrigin;
use llm_lens::domain::machine::profiles::{NewProfile, PROFILES_MAX, ProfileAction, ProfileBook, ProfileId};
use llm_lens::domain::run::settings::RunSettings;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::machines::{any_hardware, any_name, group, machine, unified_machine};
use crate::profiles::{assert_invariants, new};

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/profiles");
    fs::read_to_string(folder.join(name))
        .unwrap()
        .trim_end()
        .to_owned()
}

const HARDWARE: &str = r#"{"system_memory_gb":"16","formats":["gguf"],"quantizations":["q4"]}"#;

fn stored_profile(id: u32, name: &str) -> String {
    format!(r#"{{"id":{id},"name":"{name}","hardware":{HARDWARE}}}"#)
}

fn stored_book(profiles: &[String]) -> String {
    format!(r#"{{"version":1,"profiles":[{}]}}"#, profiles.join(","))
}

fn exported(profiles: &[String]) -> String {
    let profiles = profiles.join(",");
    format!(r#"{{"app":"llm-lens","kind":"profiles","version":1,"profiles":[{profiles}]}}"#)
}

/// The book that the golden files hold.
fn golden_book() -> ProfileBook {
    let mut desktop = machine(32, &[]);
    desktop.devices = vec![group("NVIDIA GeForce RTX 4090", 24, 2)];
    let profile = |name: &str, preset: Option<&str>, hardware| {
        ProfileAction::Create(NewProfile {
            preset: preset.map(str::to_owned),
            hardware,
            ..new(name)
        })
    };
    let both = ProfileBook::first_visit()
        .apply(profile("Büro \"1\"", Some("nvidia-rtx-4090"), desktop))
        .and_then(|book| book.apply(profile("Mac", None, unified_machine(64, Some(74)))))
        .and_then(|book| book.apply(profile("gone", None, machine(1, &[]))))
        .unwrap();
    let gone = ProfileAction::Delete { id: ProfileId(3) };
    let first = ProfileAction::Select { id: ProfileId(1) };
    both.apply(gone).and_then(|book| book.apply(first)).unwrap()
}

/// Version 1 held names alone: what the devices are is told by them when the text is read.
#[test]
fn the_stored_book_is_written_as_version_2_and_read_in_every_version() {
    assert_eq!(write_profiles(&golden_book()), fixture("book-v2.json"));
    for name in ["book-v1.json", "book-v2.json"] {
        let read = read_profiles(&fixture(name)).unwrap();
        assert_eq!(read.book, golden_book(), "{name}");
        assert!(!read.is_lossy());
    }
}

#[test]
fn the_exported_file_is_written_as_version_2_and_read_in_every_version() {
    let ours = golden_book();
    let profiles: Vec<_> = ours.profiles().iter().collect();
    assert_eq!(write_export(&profiles), fixture("export-v2.json"));
    for golden in [fixture("export-v1.json"), fixture("export-v2.json")] {
        for text in [golden.clone(), format!("\u{FEFF}{golden}\r\n")] {
            let import = read_import(&text).unwrap();
            assert_eq!((import.n_skipped, import.n_unknown_keys), (0, 0));
            let copied = ProfileBook::first_visit()
                .apply(ProfileAction::Import(import.profiles))
                .unwrap();
            assert_eq!(copied.profiles(), ours.profiles());
        }
    }
}

#[test]
fn a_name_says_nothing_where_the_identity_is_stored() {
    let text = fixture("book-v2.json").replace("NVIDIA GeForce RTX 4090", "Radeon 780M");
    let book = read_profiles(&text).unwrap().book;
    let group = &book.profiles()[0].hardware.devices[0];
    assert_eq!(group.name, "Radeon 780M");
    assert_eq!(
        group.identity,
        golden_book().profiles()[0].hardware.devices[0].identity
    );
}

#[test]
fn an_empty_book_is_stored_too() {
    let empty = ProfileBook::first_visit();
    assert_eq!(read_profiles(&write_profiles(&empty)).unwrap().book, empty);
}

#[test]
fn texts_that_are_not_ours_are_refused_with_the_reason() {
    let newer = |found: u32| StoredError::NewerVersion { found };
    let n_bytes = STORED_LENGTH_MAX + 1;
    let cases = [
        ("", StoredError::NotJson),
        ("{", StoredError::NotJson),
        (r#"{"version":1,"profiles":[{"id":1"#, StoredError::NotJson),
        ("<!doctype html>", StoredError::NotJson),
        (&"[".repeat(5000), StoredError::NotJson),
        ("null", StoredError::NotOurs),
        ("3", StoredError::NotOurs),
        ("{}", StoredError::NotOurs),
        ("[]", StoredError::NotOurs),
        (r#"{"version":0,"profiles":[]}"#, StoredError::NotOurs),
        (r#"{"version":"1","profiles":[]}"#, StoredError::NotOurs),
        (r#"{"version":1}"#, StoredError::NotOurs),
        (r#"{"version":1,"profiles":{}}"#, StoredError::NotOurs),
        (r#"{"version":3,"machines":{}}"#, newer(3)),
        (
            r#"{"version":1,"profiles":[{},7,null,"x"]}"#,
            StoredError::NothingUsable,
        ),
        (&"1".repeat(n_bytes), StoredError::TooLarge { n_bytes }),
    ];
    for (text, error) in cases {
        let start: String = text.chars().take(50).collect();
        assert_eq!(read_profiles(text), Err(error), "{start}");
    }
}

#[test]
fn files_that_are_not_ours_are_refused_with_the_reason() {
    let cases = [
        ("", StoredError::NotJson),
        ("{}", StoredError::NotOurs),
        (r#"{"version":1,"profiles":[]}"#, StoredError::NotOurs),
        (
            r#"{"app":"other","kind":"profiles","version":7}"#,
            StoredError::NotOurs,
        ),
        (
            r#"{"app":"llm-lens","kind":"settings","version":1}"#,
            StoredError::NotOurs,
        ),
        (
            r#"{"app":"llm-lens","kind":"profiles","version":7}"#,
            StoredError::NewerVersion { found: 7 },
        ),
        (&exported(&[]), StoredError::NothingUsable),
        (&exported(&["{}".to_owned()]), StoredError::NothingUsable),
    ];
    for (text, error) in cases {
        assert_eq!(read_import(text), Err(error), "{text}");
    }
}

#[test]
fn a_damaged_profile_does_not_cost_the_others() {
    let damaged = [
        "null".to_owned(),
        r#"{"id":3}"#.to_owned(),
        stored_profile(4, "  "),
        stored_profile(5, &"x".repeat(61)),
        stored_profile(6, "PC").replace(r#""16""#, "16"),
        stored_profile(7, "PC").replace("16", "a lot"),
        stored_profile(8, "PC").replace(r#""formats""#, r#""system_reserve_percent":91,"formats""#),
        stored_profile(9, "PC").replace(r#"["gguf"]"#, "[7]"),
    ];
    for damaged in damaged {
        let profiles = [stored_profile(1, "A"), damaged.clone(), stored_profile(2, "B")];
        let read = read_profiles(&stored_book(&profiles)).unwrap();
        assert_eq!((read.n_skipped, read.n_unknown_keys), (1, 0), "{damaged}");
        assert!(read.is_lossy());
        let kept: Vec<_> = read
            .book
            .profiles()
            .iter()
            .map(|profile| profile.name.as_str())
            .collect();
        assert_eq!(kept, ["A", "B"]);
        let import = read_import(&exported(&profiles)).unwrap();
        assert_eq!((import.profiles.len(), import.n_skipped), (2, 1), "{damaged}");
    }
}

#[test]
fn unknown_keys_are_dropped_and_counted() {
    let profile = stored_profile(1, "A")
        .replace(r#""gguf""#, r#""gguf","holographic""#)
        .replace(r#""q4""#, r#""q4","q0","qq""#)
        .replace(r#""id":1"#, r#""id":1,"colour":"red""#);
    let read = read_profiles(&stored_book(std::slice::from_ref(&profile))).unwrap();
    assert_eq!((read.n_skipped, read.n_unknown_keys), (0, 3));
    assert!(read.is_lossy());
    assert_eq!(read.book.profiles()[0].hardware.formats.len(), 1);
    assert_eq!(read_import(&exported(&[profile])).unwrap().n_unknown_keys, 3);
}

#[test]
fn doubled_and_missing_ids_are_replaced() {
    let without_id = stored_profile(0, "C").replace(r#""id":0,"#, "");
    let profiles = [
        without_id,
        stored_profile(7, "A"),
        stored_profile(7, "A"),
        stored_profile(u32::MAX, "D"),
        stored_profile(0, "E"),
    ];
    let read = read_profiles(&stored_book(&profiles)).unwrap();
    assert_eq!(read.n_skipped, 0);
    assert_invariants(&read.book);
    assert_eq!(read.book.profiles()[1].id, ProfileId(7));
    assert_eq!(read.book.get(ProfileId(0)), None, "0 stands for a missing id");
    assert_eq!(read.book.profiles()[2].name, "A (2)");
    let more = read.book.apply(ProfileAction::Create(new("F"))).unwrap();
    assert_invariants(&more);
}

#[test]
fn a_selection_that_is_gone_falls_back_to_the_first_profile() {
    for selected in ["9", "null", r#""x""#] {
        let text = stored_book(&[stored_profile(4, "A"), stored_profile(5, "B")]);
        let text = text.replacen('{', &format!(r#"{{"selected":{selected},"#), 1);
        assert_eq!(read_profiles(&text).unwrap().book.selected().unwrap().name, "A");
    }
}

#[test]
fn a_list_without_end_is_cut_and_counted() {
    let profiles: Vec<String> = (1..=150).map(|id| stored_profile(id, "PC")).collect();
    let read = read_profiles(&stored_book(&profiles)).unwrap();
    assert_eq!((read.book.profiles().len(), read.n_skipped), (PROFILES_MAX, 50));
    assert_invariants(&read.book);
    let import = read_import(&exported(&profiles)).unwrap();
    assert_eq!((import.profiles.len(), import.n_skipped), (PROFILES_MAX, 50));
    let zeros = vec!["0".to_owned(); 400_000];
    assert_eq!(read_import(&exported(&zeros)), Err(StoredError::NothingUsable));
}

#[test]
fn settings_are_read_field_by_field() {
    let cases = [
        (r#"{"version":1}"#, Settings::default()),
        (
            r#"{"version":1,"theme":"dark","origin":"mirror","activation_percent":200}"#,
            Settings {
                theme: Theme::Dark,
                origin: HubOrigin::Mirror,
                activation_percent: 200,
                ..Settings::default()
            },
        ),
        (
            r#"{"version":1,"good_speed":12,"great_speed":0,"spare_percent":51,"run":"c16384~nonsense"}"#,
            Settings {
                limits: GradeLimits {
                    good_speed: 12,
                    ..GradeLimits::default()
                },
                run: RunSettings::default().with_context(16_384, None),
                ..Settings::default()
            },
        ),
        (
            r#"{"version":1,"theme":"pink","origin":"https://evil.example","activation_percent":99}"#,
            Settings::default(),
        ),
        (
            r#"{"version":1,"theme":7,"origin":null,"activation_percent":-1.5,"more":[]}"#,
            Settings::default(),
        ),
        (
            r#"{"version":1,"theme":"light","origin":{},"activation_percent":501}"#,
            Settings {
                theme: Theme::Light,
                ..Settings::default()
            },
        ),
    ];
    for (text, settings) in cases {
        assert_eq!(read_settings(text), Ok(settings), "{text}");
    }
    assert_eq!(read_settings("dark"), Err(StoredError::NotJson));
    assert_eq!(read_settings(r#"{"theme":"dark"}"#), Err(StoredError::NotOurs));
    assert_eq!(
        read_settings(r#"{"version":2}"#),
        Err(StoredError::NewerVersion { found: 2 })
    );
}

#[test]
fn settings_of_version_1_are_written_as_ever() {
    assert_eq!(
        write_settings(&Settings::default()),
        r#"{"version":1,"theme":"system","origin":"hub","activation_percent":150,"method":"detailed"}"#
    );
}

fn any_book() -> impl Strategy<Value = ProfileBook> {
    let profile =
        (any_name(), any::<bool>(), any_hardware()).prop_map(|(name, has_preset, hardware)| NewProfile {
            name,
            preset: has_preset.then(|| "some-preset".to_owned()),
            hardware,
        });
    (vec(profile, 0..5), 0..5_u32).prop_map(|(profiles, selected)| {
        let book = ProfileBook::first_visit()
            .apply(ProfileAction::Import(profiles))
            .unwrap();
        let id = ProfileId(selected);
        book.apply(ProfileAction::Select { id }).unwrap_or(book)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_stored_book_is_read_back(book in any_book()) {
        let read = read_profiles(&write_profiles(&book)).unwrap();
        prop_assert!(!read.is_lossy());
        prop_assert_eq!(read.book, book);
    }

    #[test]
    fn exported_profiles_are_read_back(book in any_book()) {
        let file = write_export(&book.profiles().iter().collect::<Vec<_>>());
        match read_import(&file) {
            Ok(import) => {
                let copy = ProfileBook::first_visit().apply(ProfileAction::Import(import.profiles)).unwrap();
                prop_assert_eq!(copy.profiles(), book.profiles());
            }
            Err(error) => {
                prop_assert_eq!(error, StoredError::NothingUsable);
                prop_assert!(book.profiles().is_empty());
            }
        }
    }

    #[test]
    fn settings_are_read_back(
        theme in select(Theme::ALL.to_vec()),
        mirror: bool,
        percent in 100..=500_u16,
        method in select(EstimateMethod::ALL.to_vec()),
        good_speed in GradeLimits::SPEED_RANGE,
        great_speed in GradeLimits::SPEED_RANGE,
        spare_percent in GradeLimits::SPARE_RANGE,
        context in 1..=1_000_000_u64,
    ) {
        let origin = if mirror { HubOrigin::Mirror } else { HubOrigin::Hub };
        let settings = Settings {
            theme,
            origin,
            activation_percent: percent,
            method,
            limits: GradeLimits { good_speed, great_speed, spare_percent },
            run: RunSettings::default().with_context(context, None),
        };
        prop_assert_eq!(read_settings(&write_settings(&settings)), Ok(settings));
    }

    #[test]
    fn a_damaged_text_is_read_or_refused(at: prop::sample::Index, byte in 0x20..0x7F_u8, cut: bool) {
        for name in ["book-v1.json", "export-v1.json", "book-v2.json", "export-v2.json"] {
            let mut bytes = fixture(name).into_bytes();
            let at = at.index(bytes.len());
            if cut { bytes.truncate(at) } else { bytes[at] = byte }
            let text = String::from_utf8_lossy(&bytes);
            if let Ok(read) = read_profiles(&text) {
                assert_invariants(&read.book);
            }
            let _ = read_import(&text);
            let _ = read_settings(&text);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let _ = read_profiles(&text);
        let _ = read_import(&text);
        let _ = read_settings(&text);
    }
}
