use llm_lens::domain::text::order::sort_by;
use proptest::prelude::*;

proptest! {
    #[test]
    fn lists_are_sorted_as_the_standard_library_does(items in proptest::collection::vec((0..5_u8, any::<u16>()), 0..60)) {
        let (mut ours, mut theirs) = (items.clone(), items);
        sort_by(&mut ours, |a, b| b.0.cmp(&a.0));
        theirs.sort_by_key(|item| std::cmp::Reverse(item.0));
        prop_assert_eq!(ours, theirs);
    }
}
