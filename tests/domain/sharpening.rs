use llm_lens::domain::app::sharpening::{AT_ONCE, Sharpening};
use llm_lens::domain::model::RepoId;

fn row(number: usize) -> RepoId {
    // Numbers backwards: neither the alphabet nor the order of arrival is the order of the list.
    format!("owner/model-{}", 9 - number).parse().unwrap()
}

fn on_screen(rows: std::ops::Range<usize>) -> Sharpening {
    let mut list = Sharpening::default();
    list.show((0..9).map(row).collect());
    for number in rows.rev() {
        list.enter(row(number));
    }
    list
}

fn start_all(list: &mut Sharpening) -> Vec<RepoId> {
    std::iter::from_fn(|| list.start(|_| true)).collect()
}

#[test]
fn rows_on_the_screen_are_read_from_the_top_a_few_at_a_time() {
    let mut list = on_screen(2..8);
    assert_eq!(
        start_all(&mut list),
        (2..2 + AT_ONCE).map(row).collect::<Vec<_>>()
    );
    list.finish(row(3));
    assert_eq!(start_all(&mut list), [row(6)]);
}

#[test]
fn a_row_that_was_read_is_not_read_again_and_one_given_up_is() {
    let mut list = on_screen(0..2);
    assert_eq!(start_all(&mut list), [row(0), row(1)]);
    list.finish(row(0));
    list.leave(&row(1));
    list.leave(&row(0));
    assert_eq!(start_all(&mut list), []);
    list.enter(row(0));
    list.enter(row(1));
    assert_eq!(start_all(&mut list), [row(1)]);
}

#[test]
fn what_is_not_worth_reading_holds_nothing_up() {
    let mut list = on_screen(0..3);
    assert_eq!(list.start(|id| *id != row(0)), Some(row(1)));
    assert_eq!(list.start(|_| false), None);
    assert_eq!(list.start(|_| true), Some(row(0)));
}

#[test]
fn rows_of_a_list_that_is_gone_are_not_read() {
    let mut list = on_screen(0..3);
    list.show(vec![row(2), row(8)]);
    assert_eq!(start_all(&mut list), [row(2)]);
}
