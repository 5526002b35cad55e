//! The second module of the page, loaded when it is first needed: what only some visitors ask for, and what is large.
//!
//! Each part is an app of its own in an element that the first module gave it. It takes the address, the settings and the
//! machine from where the first module has them too, and changes them the same way.

mod accuracy;
mod compare;
mod estimate_steps;
mod how_it_works;
mod machine;
mod memory;
mod model;
mod part;

use std::cell::RefCell;

use web_sys::Element;
use yew::AppHandle;

use self::part::{Part, PartProps};
use crate::web::workbench;

thread_local! {
    static MOUNTED: RefCell<Vec<(Element, AppHandle<Part>)>> = const { RefCell::new(Vec::new()) };
}

/// Lets the first module put parts into its elements.
pub fn offer() {
    workbench::offer(
        |part, element| {
            unmount(&element);
            let root = element.clone();
            let handle = yew::Renderer::<Part>::with_root_and_props(root, PartProps { part }).render();
            MOUNTED.with_borrow_mut(|mounted| mounted.push((element, handle)));
        },
        |element| unmount(&element),
    );
}

fn unmount(element: &Element) {
    // Taken out first: destroying runs code of the part, which may ask for another one.
    let found = MOUNTED.with_borrow_mut(|mounted| {
        let index = mounted.iter().position(|(other, _)| other == element)?;
        Some(mounted.swap_remove(index))
    });
    if let Some((_, handle)) = found {
        handle.destroy();
    }
}
