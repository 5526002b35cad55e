//! Settings and the access token: loaded once, saved on change, followed across tabs.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::app::stored::Settings;
use crate::web::hub_client::HubClient;
use crate::web::storage::StoreError;
use crate::web::stored_text::StoredTrouble;
use crate::web::token::TokenLifetime;
use crate::web::{color_scheme, settings_store, token};

/// The settings in effect and the ways to change them.
#[derive(Clone, PartialEq)]
pub struct UseSettingsHandle {
    /// The settings.
    pub settings: Settings,
    /// Where and as whom the Hub is asked.
    pub client: HubClient,
    /// Trouble of the browser's storage.
    pub trouble: Option<StoredTrouble>,
    /// Changes the settings.
    pub set: Callback<Settings>,
    /// Uses a token, or none.
    pub set_token: Callback<Option<(Rc<str>, TokenLifetime)>>,
}

/// Loads and keeps the settings.
#[hook]
pub fn use_settings() -> UseSettingsHandle {
    let loaded = use_memo((), |()| settings_store::load());
    let settings = use_state_eq(|| loaded.settings);
    let trouble = use_state_eq(|| loaded.trouble.clone());
    let token = use_state_eq(token::load);
    {
        let settings = settings.setter();
        use_effect_with((), move |()| {
            let watch = settings_store::watch(move || settings.set(settings_store::load().settings));
            move || drop(watch)
        });
    }
    use_effect_with(settings.theme, |theme| color_scheme::apply(*theme));
    let set = {
        let (settings, trouble) = (settings.setter(), trouble.setter());
        use_callback((), move |new: Settings, ()| {
            // Full storage is told where profiles are saved; a theme that is forgotten is no loss.
            if let Err(StoreError::Blocked) = settings_store::save(&new) {
                trouble.set(Some(StoredTrouble::Blocked));
            }
            settings.set(new);
        })
    };
    let set_token = {
        let state = token.setter();
        use_callback((), move |new: Option<(Rc<str>, TokenLifetime)>, ()| {
            match &new {
                // A refusal only means that the token lives in memory, as it does by default.
                Some((text, lifetime)) => drop(token::keep(text, *lifetime)),
                None => token::forget(),
            }
            state.set(new.map(|(text, _)| text));
        })
    };
    UseSettingsHandle {
        client: HubClient {
            origin: settings.origin,
            token: (*token).clone(),
        },
        settings: *settings,
        trouble: (*trouble).clone(),
        set,
        set_token,
    }
}
