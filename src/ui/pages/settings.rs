//! Settings: theme, the Hub's address, the access token, where grades begin, the Standard rule.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::domain::app::stored::{Settings, Theme};
use crate::domain::assess::GradeLimits;
use crate::domain::estimate::ACTIVATION_PERCENT_RANGE;
use crate::domain::hub::HubOrigin;
use crate::domain::text::decimal::read_thousandths;
use crate::ui::components::number_field::NumberField;
use crate::ui::components::select_field::{ChoiceGroup, SelectField};
use crate::ui::components::text_field::TextField;
use crate::ui::features::standard_rule::standard_rule;
use crate::ui::figures;
use crate::ui::hooks::use_settings::UseSettingsHandle;
use crate::ui::messages::t;
use crate::web::abort::AbortHandle;
use crate::web::hub_client::HubClient;
use crate::web::token::{self, TokenLifetime};
use crate::web::{document, kept};

/// Longest token: those of the Hub have 37 characters.
const TOKEN_LENGTH_MAX: usize = 200;

/// The settings, for the dialog around them.
pub fn settings_fields(settings: &UseSettingsHandle) -> Html {
    html! {
        <div class="stack">
            { theme_choice(settings) }
            { hub_choice(settings) }
            <TokenField settings={settings.clone()} />
            { grades(settings) }
            { standard_rule(settings) }
            { multiplier(settings) }
        </div>
    }
}

/// Where the grades begin.
fn grades(settings: &UseSettingsHandle) -> Html {
    let text = t::app();
    let field = |id: &'static str,
                 label: &'static str,
                 value: String,
                 set: fn(&mut GradeLimits, &str) -> Option<()>| {
        let handle = settings.clone();
        let on_text = Callback::from(move |typed: String| {
            let mut limits = handle.settings.limits;
            match set(&mut limits, typed.trim()) {
                Some(()) => {
                    handle.set.emit(Settings {
                        limits,
                        ..handle.settings
                    });
                    None
                }
                None => Some(AttrValue::Static(t::app().limit_problem)),
            }
        });
        html! { <NumberField {id} {label} {value} step="1" {on_text} /> }
    };
    let limits = settings.settings.limits;
    html! {
        <div class="field">
            <div class="panel__pair">
                { field("limit-good", text.limit_good, limits.good_speed.to_string(), |limits, typed| {
                    limits.good_speed = typed.parse().ok().filter(|speed| GradeLimits::SPEED_RANGE.contains(speed))?;
                    Some(())
                }) }
                { field("limit-great", text.limit_great, limits.great_speed.to_string(), |limits, typed| {
                    limits.great_speed = typed.parse().ok().filter(|speed| GradeLimits::SPEED_RANGE.contains(speed))?;
                    Some(())
                }) }
                { field("limit-spare", text.limit_spare, limits.spare_percent.to_string(), |limits, typed| {
                    limits.spare_percent = typed.parse().ok().filter(|share| GradeLimits::SPARE_RANGE.contains(share))?;
                    Some(())
                }) }
            </div>
            <span class="small muted">{ text.limits_hint }</span>
        </div>
    }
}

fn theme_choice(settings: &UseSettingsHandle) -> Html {
    let themes = [
        (Theme::System, t::app().theme_system),
        (Theme::Light, t::app().theme_light),
        (Theme::Dark, t::app().theme_dark),
    ];
    html! {
        <div class="cluster" role="radiogroup" aria-label={t::app().theme}>
            <span class="field__label">{ t::app().theme }</span>
            { for themes.into_iter().map(|(theme, name)| {
                let handle = settings.clone();
                let onchange = Callback::from(move |_: Event| {
                    handle.set.emit(Settings { theme, ..handle.settings });
                });
                let checked = settings.settings.theme == theme;
                html! {
                    <label class="check" key={name}>
                        <input type="radio" name="theme" {checked} {onchange} />
                        { name }
                    </label>
                }
            }) }
        </div>
    }
}

fn hub_choice(settings: &UseSettingsHandle) -> Html {
    let choices = [
        (HubOrigin::Hub, t::app().hub_official),
        (HubOrigin::Mirror, t::app().hub_mirror),
    ]
    .map(|(origin, name)| (AttrValue::Static(origin.key()), AttrValue::Static(name)));
    let handle = settings.clone();
    let on_change = Callback::from(move |key: AttrValue| {
        if let Some(origin) = HubOrigin::from_key(&key) {
            handle.set.emit(Settings {
                origin,
                ..handle.settings
            });
        }
    });
    html! {
        <div class="field">
            <SelectField
                id="hub-address"
                label={t::app().hub_address}
                value={settings.settings.origin.key()}
                groups={ChoiceGroup::plain(choices)}
                {on_change}
            />
            <span class="small muted">{ t::app().hub_address_hint }</span>
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct TokenFieldProps {
    settings: UseSettingsHandle,
}

#[component]
fn TokenField(props: &TokenFieldProps) -> Html {
    let keep = use_state_eq(token::is_kept_for_tab);
    let question = use_mut_ref(|| None::<Rc<AbortHandle>>);
    let answer = use_state_eq(String::new);
    let token = props.settings.client.token.clone();
    let use_token = {
        let (set_token, keep, answer) = (props.settings.set_token.clone(), keep.clone(), answer.setter());
        let question = question.clone();
        Callback::from(move |text: String| {
            if text.is_empty() {
                set_token.emit(None);
                answer.set(String::new());
                return None;
            }
            if !is_token(&text) {
                return Some(AttrValue::Static(t::app().token_unusable));
            }
            let lifetime = if *keep {
                TokenLifetime::Tab
            } else {
                TokenLifetime::Page
            };
            let token: Rc<str> = Rc::from(text);
            set_token.emit(Some((Rc::clone(&token), lifetime)));
            let abort = Rc::new(AbortHandle::new());
            if let Some(earlier) = question.replace(Some(Rc::clone(&abort))) {
                earlier.abort();
            }
            ask_who(token, answer.clone(), abort);
            None
        })
    };
    let on_keep = {
        let (keep, token, set_token) = (keep.clone(), token.clone(), props.settings.set_token.clone());
        Callback::from(move |_: Event| {
            let is_kept = !*keep;
            keep.set(is_kept);
            if let Some(token) = &token {
                let lifetime = if is_kept {
                    TokenLifetime::Tab
                } else {
                    TokenLifetime::Page
                };
                set_token.emit(Some((Rc::clone(token), lifetime)));
            }
        })
    };
    let forget = {
        let (set_token, answer) = (props.settings.set_token.clone(), answer.setter());
        Callback::from(move |_: MouseEvent| {
            if let Some(earlier) = question.take() {
                earlier.abort();
            }
            set_token.emit(None);
            answer.set(String::new());
        })
    };
    let is_on_mirror = token.is_some() && !props.settings.client.origin.accepts_token();
    let delete_kept = Callback::from(|_: MouseEvent| {
        spawn_local(async {
            kept::forget_all().await;
            document::announce(t::app().kept_deleted);
        });
    });
    html! {
        <div class="field">
            <TextField
                id="token"
                label={t::app().token}
                kind="password"
                placeholder={t::app().token_placeholder}
                value={token.as_deref().unwrap_or_default().to_owned()}
                on_commit={use_token}
            />
            <span class="small muted">{ t::app().token_hint }</span>
            <label class="check">
                <input type="checkbox" checked={*keep} onchange={on_keep} />
                { t::app().token_keep }
            </label>
            <div class="cluster">
                <button type="button" class="button" onclick={forget} disabled={token.is_none()}>
                    { t::app().token_forget }
                </button>
                <button type="button" class="button" onclick={delete_kept}>{ t::app().kept_delete }</button>
                <span aria-live="polite">
                    { &*answer }
                    { if is_on_mirror { t::app().token_on_mirror } else { "" } }
                </span>
            </div>
        </div>
    }
}

/// Asks the Hub whose token it is, so that a mistyped one is noticed here and not in the middle of a search.
fn ask_who(token: Rc<str>, answer: UseStateSetter<String>, abort: Rc<AbortHandle>) {
    answer.set(t::app().token_checking.to_owned());
    spawn_local(async move {
        let client = HubClient {
            origin: HubOrigin::Hub,
            token: Some(token),
        };
        let who = client.whoami(&abort).await;
        if abort.is_aborted() {
            return;
        }
        answer.set(match who {
            Ok(name) => (t::app().token_belongs)(&name),
            Err(error) => (t::errors().hub)(&error).0,
        });
    });
}

/// The Hub's tokens: `hf_` and letters or digits. Anything else must not get into a header.
fn is_token(text: &str) -> bool {
    text.len() <= TOKEN_LENGTH_MAX
        && text.strip_prefix("hf_").is_some_and(|rest| {
            !rest.is_empty()
                && rest
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        })
}

fn multiplier(settings: &UseSettingsHandle) -> Html {
    let handle = settings.clone();
    let on_text = Callback::from(move |text: String| {
        let percent = read_thousandths(&text)
            .ok()
            .filter(|thousandths| thousandths % 10 == 0)
            .and_then(|thousandths| u16::try_from(thousandths / 10).ok())
            .filter(|percent| ACTIVATION_PERCENT_RANGE.contains(percent));
        match percent {
            Some(activation_percent) => {
                handle.set.emit(Settings {
                    activation_percent,
                    ..handle.settings
                });
                None
            }
            None => Some(AttrValue::Static(t::app().activation_problem)),
        }
    });
    html! {
        <div class="field">
            <NumberField
                id="activation"
                label={t::app().activation}
                value={figures::factor(settings.settings.activation_percent)}
                step="0.1"
                {on_text}
            />
            <span class="small muted">{ t::app().activation_hint }</span>
        </div>
    }
}
