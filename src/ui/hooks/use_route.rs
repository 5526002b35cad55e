//! The address of the page as state, and the way to change it.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::app::route::{Page, Route};
use crate::domain::app::share::SharedHardware;
use crate::web::location;

/// How a new address enters the history.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// As a new entry: "back" returns to the old one.
    Push,
    /// In place of the old one.
    Replace,
}

/// The address in effect.
#[derive(Clone, PartialEq)]
pub struct UseRouteHandle {
    /// The address, parsed.
    pub route: Rc<Route>,
}

/// Follows the address, whoever changes it.
#[hook]
pub fn use_route() -> UseRouteHandle {
    let route = use_state(|| Rc::new(Route::parse(&location::fragment())));
    {
        let route = route.setter();
        use_effect_with((), move |()| {
            let watch = location::watch(move |fragment| route.set(Rc::new(Route::parse(&fragment))));
            move || drop(watch)
        });
    }
    UseRouteHandle {
        route: (*route).clone(),
    }
}

/// The hardware that the address shares, the same value as long as the address does.
#[hook]
pub fn use_shared_hardware(route: &Route) -> Option<Rc<SharedHardware>> {
    let shared = use_memo(route.hardware.clone(), |hardware| {
        let hardware = hardware.as_ref()?.as_ref().ok()?;
        Some(Rc::new(hardware.clone()))
    });
    (*shared).clone()
}

/// The addresses of pages while some hardware is, or is not, shared by the link that was opened: shared hardware stays
/// in every address until the reader leaves it.
#[derive(Clone, PartialEq, Default)]
pub struct Navigation {
    /// The shared hardware in effect.
    pub shared: Option<Rc<SharedHardware>>,
}

impl Navigation {
    /// The fragment of a page, beginning with `#`: for links.
    pub fn href(&self, page: Page) -> AttrValue {
        AttrValue::from(self.route(page).fragment())
    }

    /// Goes to a page.
    pub fn go(&self, page: Page, entry: Entry) {
        go_to(&self.route(page), entry);
    }

    fn route(&self, page: Page) -> Route {
        let hardware = self.shared.as_deref().map(|shared| Ok(shared.clone()));
        Route {
            hardware,
            ..Route::from(page)
        }
    }
}

/// Goes to an address.
pub fn go_to(route: &Route, entry: Entry) {
    let fragment = route.fragment();
    let fragment = fragment.strip_prefix('#').unwrap_or(&fragment);
    match entry {
        Entry::Push => location::push(fragment),
        Entry::Replace => location::replace(fragment),
    }
}
