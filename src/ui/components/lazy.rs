//! A part of the page whose code is loaded when it is first shown, and what is shown until then.

use std::future::Future;
use std::pin::Pin;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::notice::Notice;
use crate::ui::messages::t;
use crate::web::{location, styles};

/// The code could not be loaded: no connection, or another version has just been published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

/// How a part is drawn from what it is given.
pub type Draw<P> = fn(P) -> Html;

/// The code of a part on its way.
pub type Loading<P> = Pin<Box<dyn Future<Output = Result<Draw<P>, NotLoaded>>>>;

/// Loads the code of a part; at once when it is there already.
pub struct Load<P>(pub fn() -> Loading<P>);

impl<P> Clone for Load<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P> Copy for Load<P> {}

impl<P> PartialEq for Load<P> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::fn_addr_eq(self.0, other.0)
    }
}

/// Properties of [`Lazy`].
#[derive(Properties, PartialEq)]
pub struct LazyProps<P: Clone + PartialEq> {
    /// Loads the part.
    pub load: Load<P>,
    /// What it is given.
    pub with: P,
    /// Whether nothing is said of loading and failing: the page is whole without the part.
    #[prop_or_default]
    pub is_quiet: bool,
}

/// A part that is loaded when it is first shown.
#[component]
pub fn Lazy<P>(props: &LazyProps<P>) -> Html
where
    P: Clone + PartialEq + 'static,
{
    let loaded = use_state(|| None::<Result<Draw<P>, NotLoaded>>);
    let attempt = use_state_eq(|| 0_u32);
    {
        let loaded = loaded.setter();
        use_effect_with((props.load, *attempt), move |(load, _)| {
            let load = load.0();
            // Without its styles a part must not be shown.
            spawn_local(async move {
                let styled = styles::load_later().await.map_err(|_| NotLoaded);
                let drawn = load.await;
                loaded.set(Some(styled.and(drawn)));
            });
        });
    }
    match *loaded {
        None | Some(Err(NotLoaded)) if props.is_quiet => Html::default(),
        None => html! { <p class="muted small">{ t::app().part_loading }</p> },
        Some(Ok(draw)) => draw(props.with.clone()),
        Some(Err(NotLoaded)) => {
            let retry = {
                let (attempt, loaded) = (attempt.clone(), loaded.setter());
                Callback::from(move |_: MouseEvent| {
                    loaded.set(None);
                    attempt.set(attempt.wrapping_add(1));
                })
            };
            Notice::warning(t::app().part_failed.into())
                .actions(html! {
                    <>
                        <button type="button" class="button" onclick={retry}>{ t::app().try_again }</button>
                        // After a new version was published the old part is gone for good.
                        <button type="button" class="button" onclick={|_: MouseEvent| location::reload()}>
                            { t::app().panic_reload }
                        </button>
                    </>
                })
                .html()
        }
    }
}
