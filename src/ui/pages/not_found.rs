//! An address that leads nowhere.

use yew::prelude::*;

use crate::domain::app::route::Page;
use crate::domain::hub::search::SearchQuery;
use crate::ui::hooks::use_route::Navigation;
use crate::ui::messages::t;

/// An address that leads nowhere, with a way on.
pub fn not_found(path: &str, navigation: &Navigation) -> Html {
    html! {
        <div class="section">
            <h1 tabindex="-1">{ t::app().not_found }</h1>
            <p class="break">{ (t::app().not_found_hint)(path) }</p>
            <p>
                <a class="button" href={navigation.href(Page::Explore(SearchQuery::default()))}>
                    { t::app().not_found_way_on }
                </a>
            </p>
        </div>
    }
}
