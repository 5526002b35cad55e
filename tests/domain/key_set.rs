//! Sets as one number: they behave as a set of the standard library does.

use std::collections::BTreeSet;

use llm_lens::domain::precision::format::Format;
use llm_lens::domain::precision::quantization::QuantizationFamily;
use llm_lens::domain::text::key_set::{KeySet, SetMember};
use proptest::prelude::*;
use proptest::sample::select;

#[test]
fn every_member_has_the_number_of_its_place() {
    fn check<T: SetMember>() {
        assert!(T::MEMBERS.len() <= 32);
        for (place, member) in T::MEMBERS.iter().enumerate() {
            assert_eq!(member.number() as usize, place, "{member:?}");
        }
    }
    check::<Format>();
    check::<QuantizationFamily>();
}

proptest! {
    #[test]
    fn a_set_behaves_like_one_of_the_standard_library(
        steps in prop::collection::vec((any::<bool>(), select(QuantizationFamily::ALL.to_vec())), 0..40),
        other in prop::collection::vec(select(QuantizationFamily::ALL.to_vec()), 0..20),
    ) {
        let (mut set, mut model) = (KeySet::new(), BTreeSet::new());
        for (is_in, family) in steps {
            if is_in {
                set.insert(family);
                model.insert(family);
            } else {
                set.remove(&family);
                model.remove(&family);
            }
            prop_assert_eq!(set.contains(&family), is_in);
        }
        prop_assert_eq!(set.iter().collect::<Vec<_>>(), model.iter().copied().collect::<Vec<_>>());
        prop_assert_eq!((set.len(), set.is_empty()), (model.len(), model.is_empty()));
        let (set_of_other, model_of_other): (KeySet<_>, BTreeSet<_>) =
            (other.iter().copied().collect(), other.iter().copied().collect());
        prop_assert_eq!(
            set.difference(set_of_other).iter().collect::<Vec<_>>(),
            model.difference(&model_of_other).copied().collect::<Vec<_>>()
        );
    }
}
