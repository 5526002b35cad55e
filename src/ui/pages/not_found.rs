//! An address that leads nowhere.

use yew::prelude::*;

use crate::domain::route::Page;
use crate::domain::search::SearchQuery;
use crate::ui::hooks::use_route::Navigation;
use crate::ui::messages::t;

/// Properties of [`NotFound`].
#[derive(Properties, PartialEq)]
pub struct NotFoundProps {
    /// The path that leads nowhere.
    pub path: AttrValue,
}

/// An address that leads nowhere, with a way on.
#[component]
pub fn NotFound(props: &NotFoundProps) -> Html {
    let navigation = use_context::<Navigation>().unwrap_or_default();
    html! {
        <div class="section">
            <h1 tabindex="-1">{ t().app.not_found }</h1>
            <p class="break">{ (t().app.not_found_hint)(&props.path) }</p>
            <p>
                <a class="button" href={navigation.href(Page::Explore(SearchQuery::default()))}>
                    { t().app.not_found_way_on }
                </a>
            </p>
        </div>
    }
}
