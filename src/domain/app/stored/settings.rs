//! The reader's settings, and their JSON, version 1.

use super::{Stored, StoredError};
use crate::domain::assess::{EstimateMethod, GradeLimits, Rules};
use crate::domain::estimate::{ACTIVATION_PERCENT_DEFAULT, ACTIVATION_PERCENT_RANGE};
use crate::domain::hub::HubOrigin;
use crate::domain::run::settings::RunSettings;
use crate::domain::wire::json::{Json, quoted};

const VERSION: u32 = 1;

/// What the reader has set. An access token is not among it: it is never stored with settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Colours.
    pub theme: Theme,
    /// Which host answers for the Hub.
    pub origin: HubOrigin,
    /// The activation multiplier in percent, within [`ACTIVATION_PERCENT_RANGE`].
    pub activation_percent: u16,
    /// Which estimate decides.
    pub method: EstimateMethod,
    /// Where the grades begin.
    pub limits: GradeLimits,
    /// How models are run, unless a page says otherwise.
    pub run: RunSettings,
}

impl Settings {
    /// The rules that assessments go by.
    pub const fn rules(&self) -> Rules {
        Rules {
            method: self.method,
            activation_percent: self.activation_percent,
            limits: self.limits,
            run: self.run,
        }
    }
}

/// Colours of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the reader's system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::default(),
            origin: HubOrigin::default(),
            activation_percent: ACTIVATION_PERCENT_DEFAULT,
            method: EstimateMethod::default(),
            limits: GradeLimits::default(),
            run: RunSettings::default(),
        }
    }
}

impl Theme {
    /// Every theme, as the page lists them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word in storage. Never changes once released.
    pub const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme with this [`key`](Self::key).
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.key() == key)
    }
}

/// Writes the settings for the browser's storage.
pub fn write_settings(settings: &Settings) -> String {
    let (theme, origin) = (quoted(settings.theme.key()), quoted(settings.origin.key()));
    let percent = settings.activation_percent;
    let method = quoted(settings.method.key());
    let mut text = format!(
        r#"{{"version":{VERSION},"theme":{theme},"origin":{origin},"activation_percent":{percent},"method":{method}"#
    );
    // What is as it is by default is left out, so that it follows the default.
    let plain = GradeLimits::default();
    let limits = [
        ("good_speed", settings.limits.good_speed, plain.good_speed),
        ("great_speed", settings.limits.great_speed, plain.great_speed),
        (
            "spare_percent",
            settings.limits.spare_percent.into(),
            plain.spare_percent.into(),
        ),
    ];
    for (name, value, _) in limits.into_iter().filter(|(_, value, plain)| value != plain) {
        text.push_str(&format!(r#","{name}":{value}"#));
    }
    let run = settings.run.text();
    if !run.is_empty() {
        text.push_str(&format!(r#","run":{}"#, quoted(&run)));
    }
    text.push('}');
    text
}

/// Reads the settings from the browser's storage. A field that is missing, damaged or out of range has its default.
///
/// # Errors
/// See [`StoredError`]; never [`StoredError::NothingUsable`].
pub fn read_settings(text: &str) -> Result<Settings, StoredError> {
    let fields = Stored::read(text)?.of_version(VERSION)?;
    let key = |name| fields.get(name).and_then(Json::text);
    let limits = GradeLimits::default();
    let speed = |name, default| {
        let speed = fields.get(name).and_then(Json::number);
        speed
            .filter(|speed| GradeLimits::SPEED_RANGE.contains(speed))
            .unwrap_or(default)
    };
    Ok(Settings {
        theme: key("theme")
            .and_then(|key| Theme::from_key(&key))
            .unwrap_or_default(),
        origin: key("origin")
            .and_then(|key| HubOrigin::from_key(&key))
            .unwrap_or_default(),
        activation_percent: fields
            .get("activation_percent")
            .and_then(Json::number)
            .filter(|percent| ACTIVATION_PERCENT_RANGE.contains(percent))
            .unwrap_or(ACTIVATION_PERCENT_DEFAULT),
        method: key("method")
            .and_then(|key| EstimateMethod::from_key(&key))
            .unwrap_or_default(),
        limits: GradeLimits {
            good_speed: speed("good_speed", limits.good_speed),
            great_speed: speed("great_speed", limits.great_speed),
            spare_percent: fields
                .get("spare_percent")
                .and_then(Json::number)
                .filter(|percent| GradeLimits::SPARE_RANGE.contains(percent))
                .unwrap_or(limits.spare_percent),
        },
        run: key("run").map_or_else(RunSettings::default, |text| RunSettings::parse(&text).0),
    })
}
