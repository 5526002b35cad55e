//! Sorting.
//!
//! The standard library's sort is compiled anew for every type that is sorted, 2 to 4 KB of wasm each. Here it is
//! compiled once, for positions, and every list is put into the order that comes out.

use std::cmp::Ordering;

/// Sorts stably; the cost is that of the standard library's sort, and of moving every item once.
pub fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let swaps = sorting_swaps(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    for (a, b) in swaps {
        items.swap(a, b);
    }
}

/// The exchanges, at most `n` and all below `n`, that put the items at the positions from 0 to `n` into order.
fn sorting_swaps(n: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_unstable_by(|&a, &b| compare(a, b).then(a.cmp(&b)));
    let mut target = vec![0; n];
    for (place, &item) in order.iter().enumerate() {
        if let Some(slot) = target.get_mut(item) {
            *slot = place;
        }
    }
    let mut swaps = Vec::new();
    for here in 0..n {
        while let Some(&there) = target.get(here)
            && there != here
        {
            swaps.push((here, there));
            target.swap(here, there);
        }
    }
    swaps
}
