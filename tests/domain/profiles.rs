use std::collections::BTreeSet;

use llm_lens::domain::machine::hardware::{HardwareProblem, NameError, parse_name};
use llm_lens::domain::machine::profiles::{
    NewProfile, PROFILES_MAX, ProfileAction as Action, ProfileBook, ProfileError, ProfileId,
};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::machines::{machine, unified_machine};

pub fn new(name: &str) -> NewProfile {
    NewProfile {
        name: name.to_owned(),
        preset: None,
        hardware: machine(16, &[]),
    }
}

/// A book with profiles of these names; the last one is selected.
pub fn book(names: &[&str]) -> ProfileBook {
    names.iter().fold(ProfileBook::first_visit(), |book, name| {
        book.apply(Action::Create(new(name))).unwrap()
    })
}

fn names(book: &ProfileBook) -> Vec<&str> {
    book.profiles()
        .iter()
        .map(|profile| profile.name.as_str())
        .collect()
}

fn selected(book: &ProfileBook) -> &str {
    &book.selected().unwrap().name
}

fn id(book: &ProfileBook, name: &str) -> ProfileId {
    book.profiles()
        .iter()
        .find(|profile| profile.name == name)
        .unwrap()
        .id
}

#[test]
fn a_first_visit_has_no_profiles() {
    let book = ProfileBook::first_visit();
    assert_eq!(names(&book), [""; 0]);
    assert_eq!(book.selected(), None);
}

#[test]
fn a_new_profile_is_last_and_selected() {
    let book = book(&["PC", "  Mac "]);
    assert_eq!(names(&book), ["PC", "Mac"]);
    assert_eq!(selected(&book), "Mac");
}

#[test]
fn names_are_kept_apart_by_numbers() {
    let ours = book(&["PC", "PC", "PC (2)", "PC"]);
    assert_eq!(names(&ours), ["PC", "PC (2)", "PC (3)", "PC (4)"]);
    let long = "x".repeat(60);
    let ours = book(&[&long, &long]);
    assert_eq!(ours.profiles()[1].name, format!("{} (2)", "x".repeat(56)));
    let odd = book(&[" (2)", "(2)", "()", "()"]);
    assert_eq!(names(&odd), ["(2)", "(2) (2)", "()", "() (2)"]);
}

#[test]
fn a_profile_is_renamed() {
    let ours = book(&["PC", "Mac"]);
    let pc = id(&ours, "PC");
    let rename = |name: &str| {
        let name = name.to_owned();
        ours.apply(Action::Rename { id: pc, name })
    };
    assert_eq!(names(&rename(" Desk ").unwrap()), ["Desk", "Mac"]);
    assert_eq!(
        names(&rename("PC").unwrap()),
        ["PC", "Mac"],
        "its own name is no clash"
    );
    assert_eq!(names(&rename("Mac").unwrap()), ["Mac (2)", "Mac"]);
    assert_eq!(rename(" "), Err(ProfileError::Name(NameError::Empty)));
    assert_eq!(
        rename(&"x".repeat(61)),
        Err(ProfileError::Name(NameError::TooLong))
    );
}

#[test]
fn a_copy_stands_behind_its_original_and_is_selected() {
    let ours = book(&["PC", "Mac"]);
    let pc = id(&ours, "PC");
    let hardware = unified_machine(64, None);
    let preset = Some("m4-max".to_owned());
    let ours = ours
        .apply(Action::SetHardware {
            id: pc,
            hardware,
            preset,
        })
        .unwrap();
    let copied = ours
        .apply(Action::Duplicate {
            id: pc,
            name: "PC".to_owned(),
        })
        .unwrap();
    assert_eq!(names(&copied), ["PC", "PC (2)", "Mac"]);
    assert_eq!(selected(&copied), "PC (2)");
    assert_eq!(copied.profiles()[1].hardware, copied.profiles()[0].hardware);
    assert_eq!(copied.profiles()[1].preset.as_deref(), Some("m4-max"));
}

#[test]
fn deleting_selects_the_neighbour_and_undo_puts_everything_back() {
    for name in ["A", "B", "C"] {
        for chosen in ["A", "B", "C"] {
            let ours = book(&["A", "B", "C"]);
            let ours = ours
                .apply(Action::Select {
                    id: id(&ours, chosen),
                })
                .unwrap();
            let gone = id(&ours, name);
            let removed = ours.removed(gone).unwrap();
            let less = ours.apply(Action::Delete { id: gone }).unwrap();
            let expected = match (name == chosen, name) {
                (false, _) => chosen,
                (true, "A") => "B",
                (true, "B") => "C",
                (true, _) => "B",
            };
            assert_eq!(selected(&less), expected, "{name} deleted, {chosen} selected");
            let restored = less.apply(Action::Restore(Box::new(removed))).unwrap();
            assert_eq!(restored, ours);
        }
    }
}

#[test]
fn the_last_profile_can_be_deleted_and_restored() {
    let ours = book(&["PC"]);
    let pc = id(&ours, "PC");
    let removed = Box::new(ours.removed(pc).unwrap());
    let empty = ours.apply(Action::Delete { id: pc }).unwrap();
    assert_eq!(empty.selected(), None);
    let other = empty.apply(Action::Create(new("PC"))).unwrap();
    assert_ne!(
        id(&other, "PC"),
        pc,
        "the id of a deleted profile is not used again"
    );
    let both = other.apply(Action::Restore(removed)).unwrap();
    assert_eq!(names(&both), ["PC (2)", "PC"]);
}

#[test]
fn a_profile_that_is_gone_is_not_changed() {
    let ours = book(&["PC"]);
    let id = ProfileId(99);
    let name = "x".to_owned();
    for action in [
        Action::Rename {
            id,
            name: name.clone(),
        },
        Action::Duplicate { id, name },
        Action::Delete { id },
        Action::Select { id },
        Action::SetHardware {
            id,
            hardware: machine(1, &[]),
            preset: None,
        },
    ] {
        assert_eq!(ours.apply(action), Err(ProfileError::NotFound(id)));
    }
    assert_eq!(ours.removed(id), None);
}

#[test]
fn a_machine_beyond_the_limits_is_refused() {
    let ours = book(&["PC"]);
    let hardware = machine(16, &[(8, 1); 9]);
    let refused = Err(ProfileError::Hardware(HardwareProblem::TooManyDeviceGroups));
    let set = Action::SetHardware {
        id: id(&ours, "PC"),
        hardware: hardware.clone(),
        preset: None,
    };
    assert_eq!(ours.apply(set), refused);
    assert_eq!(
        ours.apply(Action::Create(NewProfile { hardware, ..new("X") })),
        refused
    );
}

#[test]
fn a_strange_preset_is_dropped() {
    for (preset, kept) in [
        ("rtx-4090", true),
        ("", false),
        ("a b", false),
        (&*"x".repeat(61), false),
    ] {
        let profile = NewProfile {
            preset: Some(preset.to_owned()),
            ..new("PC")
        };
        let ours = ProfileBook::first_visit().apply(Action::Create(profile)).unwrap();
        assert_eq!(ours.profiles()[0].preset.as_deref(), kept.then_some(preset));
    }
}

#[test]
fn imports_come_last_and_leave_the_selection() {
    let ours = book(&["PC", "Mac"]);
    let imported = ours
        .apply(Action::Import(vec![new("PC"), new("Server")]))
        .unwrap();
    assert_eq!(names(&imported), ["PC", "Mac", "PC (2)", "Server"]);
    assert_eq!(selected(&imported), "Mac");
    let first = ProfileBook::first_visit()
        .apply(Action::Import(vec![new("A"), new("B")]))
        .unwrap();
    assert_eq!(selected(&first), "A");
    let mixed = ours.apply(Action::Import(vec![new("A"), new(" ")]));
    assert_eq!(mixed, Err(ProfileError::Name(NameError::Empty)), "all or none");
}

#[test]
fn a_book_holds_a_hundred_profiles() {
    let full = ProfileBook::first_visit()
        .apply(Action::Import(vec![new("PC"); PROFILES_MAX]))
        .unwrap();
    assert_eq!(full.room(), 0);
    assert_eq!(full.profiles()[99].name, "PC (100)");
    let refused = Err(ProfileError::TooMany { room: 0 });
    assert_eq!(full.apply(Action::Create(new("X"))), refused);
    assert_eq!(full.apply(Action::Import(vec![new("X")])), refused);
    let id = full.profiles()[0].id;
    assert_eq!(
        full.apply(Action::Duplicate {
            id,
            name: "X".to_owned()
        }),
        refused
    );
    let almost = book(&["A"]).apply(Action::Import(vec![new("PC"); PROFILES_MAX]));
    assert_eq!(almost, Err(ProfileError::TooMany { room: 99 }));
}

/// One step of a reader, with indices instead of ids.
fn any_step() -> impl Strategy<Value = (u8, usize, String)> {
    (0..8_u8, 0..12_usize, "[ab ]{0,3}( \\([0-9]{1,2}\\))?")
}

fn action(book: &ProfileBook, step: &(u8, usize, String)) -> Option<Action> {
    let (kind, index, name) = step;
    let name = name.clone();
    let id = book
        .profiles()
        .get(*index)
        .map_or(ProfileId(*index as u32), |profile| profile.id);
    Some(match kind {
        0 | 1 => Action::Create(new(&name)),
        2 => Action::Rename { id, name },
        3 => Action::Duplicate { id, name },
        4 => Action::Delete { id },
        5 => Action::Restore(Box::new(book.removed(id)?)),
        6 => Action::Select { id },
        _ => Action::Import(vec![new(&name); index % 3]),
    })
}

/// Whatever is true of every book.
pub fn assert_invariants(book: &ProfileBook) {
    let profiles = book.profiles();
    assert!(profiles.len() <= PROFILES_MAX);
    let ids: BTreeSet<_> = profiles.iter().map(|profile| profile.id).collect();
    assert_eq!(ids.len(), profiles.len());
    assert!(!ids.contains(&book.next_id()));
    let names: BTreeSet<_> = profiles.iter().map(|profile| &profile.name).collect();
    assert_eq!(names.len(), profiles.len());
    for profile in profiles {
        assert_eq!(parse_name(&profile.name).as_ref(), Ok(&profile.name));
        assert_eq!(profile.hardware.exceeded_limit(), None);
    }
    assert_eq!(book.selected().is_some(), !profiles.is_empty());
}

proptest! {
    #[test]
    fn every_sequence_of_changes_keeps_the_invariants(steps in vec(any_step(), 0..40)) {
        let mut book = ProfileBook::first_visit();
        for step in &steps {
            if let Some(Ok(next)) = action(&book, step).map(|action| book.apply(action)) {
                book = next;
            }
            assert_invariants(&book);
        }
    }
}
