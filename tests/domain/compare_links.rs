use llm_lens::domain::app::route::{
    Comparison, FRAGMENT_LENGTH_MAX, Page, Param, RefusedParam, Route, Subject,
};
use llm_lens::domain::app::share::{
    SHARED_MACHINES_MAX, ShareError, SharedHardware, decode_machines, encode_machines,
};
use llm_lens::domain::hub::search::SearchQuery;
use proptest::collection::vec;
use proptest::prelude::*;

use crate::machines::{any_hardware, any_name, machine};

fn laptop() -> SharedHardware {
    SharedHardware {
        name: "My laptop".to_owned(),
        hardware: machine(16, &[]),
    }
}

fn server() -> SharedHardware {
    SharedHardware {
        name: "Office server!".to_owned(),
        hardware: machine(64, &[(24, 2)]),
    }
}

const BOTH: &str = "v2~ram16~n-My_laptop!v2~ram64~gpu24x2~n-Office_server%21";

fn search(text: &str) -> SearchQuery {
    SearchQuery {
        text: text.to_owned(),
        ..SearchQuery::default()
    }
}

fn comparison(fragment: &str) -> (Comparison, Vec<RefusedParam>) {
    let route = Route::parse(fragment);
    match route.page {
        Page::Compare(comparison) => (comparison, route.refused),
        other => panic!("{other:?}"),
    }
}

#[test]
fn canonical_addresses_give_what_is_compared_and_back() {
    let both = vec![laptop(), server()];
    let cases = [
        ("#/compare".to_owned(), Vec::new(), Subject::Unsaid),
        (
            format!("#/compare?machines={BOTH}"),
            both.clone(),
            Subject::Unsaid,
        ),
        (
            "#/compare?model=Qwen/Qwen3-8B".to_owned(),
            Vec::new(),
            Subject::Model("Qwen/Qwen3-8B".parse().unwrap()),
        ),
        (
            format!("#/compare?model=gpt2&machines={BOTH}"),
            both.clone(),
            Subject::Model("gpt2".parse().unwrap()),
        ),
        (
            "#/compare?list=1".to_owned(),
            Vec::new(),
            Subject::Search(SearchQuery::default()),
        ),
        (
            format!("#/compare?list=1&q=qwen+coder&machines={BOTH}"),
            both,
            Subject::Search(search("qwen coder")),
        ),
    ];
    for (fragment, machines, subject) in cases {
        let (read, refused) = comparison(&fragment);
        assert_eq!(read, Comparison { machines, subject }, "{fragment}");
        assert_eq!(refused, []);
        assert_eq!(Route::from(Page::Compare(read)).fragment(), fragment);
    }
}

#[test]
fn a_damaged_machine_is_told_and_the_others_stay() {
    let (read, refused) = comparison("#/compare?machines=v1~ram16~n-My_laptop!v1~ram-1!v9~ram1!v1~ram8");
    assert_eq!(read.machines.len(), 2);
    assert_eq!(read.machines[0], laptop());
    assert_eq!(read.machines[1].hardware, machine(8, &[]));
    let bad = |position, error| RefusedParam::BadMachine { position, error };
    let part = "ram-1".to_owned();
    let version = "v9".to_owned();
    assert_eq!(
        refused,
        [
            bad(2, ShareError::BadPart { part }),
            bad(3, ShareError::UnknownVersion { version }),
        ]
    );
    let canonical = Route::from(Page::Compare(read)).fragment();
    assert_eq!(canonical, "#/compare?machines=v2~ram16~n-My_laptop!v2~ram8");
}

#[test]
fn machines_behind_the_fourth_are_left_out_and_told() {
    let five = ["v1~ram1"; 5].join("!");
    let read = decode_machines(&five);
    assert_eq!((read.machines.len(), read.n_beyond), (SHARED_MACHINES_MAX, 1));
    let (_, refused) = comparison(&format!("#/compare?machines={five}"));
    assert_eq!(refused, [RefusedParam::TooManyMachines]);
    assert_eq!(encode_machines(&vec![laptop(); 9]).matches('!').count(), 3);
}

#[test]
fn empty_places_are_passed_over() {
    assert_eq!(decode_machines("").machines, []);
    assert_eq!(decode_machines("!!!").damaged, []);
    assert_eq!(decode_machines("!v1~ram16~n-My_laptop!").machines, [laptop()]);
}

#[test]
fn a_link_whose_signs_a_chat_program_has_encoded_is_read_all_the_same() {
    let both = [laptop(), server()];
    assert_eq!(decode_machines(BOTH).machines, both);
    assert_eq!(decode_machines(&BOTH.replace('!', "%21")).machines, both);
    let encoded = BOTH.replace('!', "%21").replace('~', "%7E");
    assert_eq!(decode_machines(&encoded).machines, both);
    let old = encoded.replace("v2", "v1");
    assert_eq!(decode_machines(&old).machines, both);
}

#[test]
fn a_name_that_looks_like_a_second_machine_stays_a_name() {
    let mut tricky = laptop();
    tricky.name = "a!v1~ram64".to_owned();
    assert_eq!(
        decode_machines(&encode_machines(&[tricky.clone()])).machines,
        [tricky]
    );
}

#[test]
fn what_is_compared_is_read_strictly() {
    let bad = |param: Param, value: &str| RefusedParam::BadValue {
        param,
        value: value.to_owned(),
    };
    let (read, refused) = comparison("#/compare?model=a/b/c&list=yes&q=ignored");
    assert_eq!(read, Comparison::default());
    assert_eq!(refused, [bad(Param::Model, "a/b/c"), bad(Param::List, "yes")]);
    // A model that is named counts more than a list.
    let (read, refused) = comparison("#/compare?list=1&q=x&model=a/b");
    assert_eq!(read.subject, Subject::Model("a/b".parse().unwrap()));
    assert_eq!(refused, []);
    let (read, refused) = comparison("#/compare?list=1&q=x&format=exe");
    assert_eq!(read.subject, Subject::Search(search("x")));
    assert_eq!(refused, [bad(Param::Format, "exe")]);
}

#[test]
fn the_longest_address_that_is_written_is_read() {
    let mut hardware = machine(1, &[(1, 1); 8]);
    for device in &mut hardware.devices {
        // 60 characters of 3 encoded bytes each: just below what is left out of a link for its length.
        device.name = "x!".repeat(30);
    }
    let name = "\u{1F5A5}".repeat(60);
    let machine = SharedHardware { name, hardware };
    let word = || Some("w".repeat(96));
    let query = SearchQuery {
        task: word(),
        author: word(),
        license: word(),
        quantized_from: Some(format!("{0}/{0}", "w".repeat(96)).parse().unwrap()),
        ..search(&"\u{1F5A5}".repeat(200))
    };
    let page = Page::Compare(Comparison {
        machines: vec![machine.clone(); SHARED_MACHINES_MAX],
        subject: Subject::Search(query),
    });
    let route = Route {
        hardware: Some(Ok(machine)),
        ..Route::from(page)
    };
    let fragment = route.fragment();
    assert!(fragment.len() > FRAGMENT_LENGTH_MAX / 2, "{}", fragment.len());
    assert_eq!(Route::parse(&fragment), route);
}

proptest! {
    #[test]
    fn machines_that_are_written_are_read_back(given in vec((any_name(), any_hardware()), 0..=4)) {
        let machines: Vec<SharedHardware> = given
            .into_iter()
            .map(|(name, mut hardware)| {
                // Without device names, which may be left out of a long link.
                hardware.devices.iter_mut().for_each(|device| device.name.clear());
                hardware.facts.chip.clear();
                SharedHardware { name, hardware }
            })
            .collect();
        let text = encode_machines(&machines);
        let in_alphabet = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~%!".contains(&byte);
        prop_assert!(text.bytes().all(in_alphabet), "{}", text);
        let read = decode_machines(&text);
        prop_assert_eq!(&read.machines, &machines);
        prop_assert_eq!((read.damaged, read.n_beyond), (Vec::new(), 0));
        let route = Route::from(Page::Compare(Comparison { machines, subject: Subject::Unsaid }));
        prop_assert_eq!(Route::parse(&route.fragment()), route);
    }

    #[test]
    fn any_text_gives_a_comparison_whose_address_stays(
        text in "#/compare\\?((machines|model|list|q)=(v1~ram[0-9]{1,3}!?|%21|[ -~]){0,6}&?){0,4}"
    ) {
        let route = Route::parse(&text);
        let again = Route::parse(&route.fragment());
        prop_assert_eq!(&again.page, &route.page);
        prop_assert_eq!(again.fragment(), route.fragment());
        prop_assert_eq!(again.refused, []);
    }

    #[test]
    fn any_text_of_machines_is_read_or_refused(text in any::<String>()) {
        let read = decode_machines(&text);
        prop_assert!(read.machines.len() + read.damaged.len() <= SHARED_MACHINES_MAX);
    }
}
