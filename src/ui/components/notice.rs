//! A boxed sentence with a way on: something happened, to which thing, what to do next.

use yew::prelude::*;

use super::icon::{Glyph, icon};

/// A boxed sentence with a way on. Made with [`Notice::new`] or [`Notice::warning`], drawn with [`Notice::html`].
pub struct Notice {
    is_warning: bool,
    region: Option<&'static str>,
    title: AttrValue,
    body: Html,
    actions: Html,
}

impl Notice {
    /// Something worth knowing.
    pub fn new(body: Html) -> Self {
        Self {
            is_warning: false,
            region: None,
            title: AttrValue::default(),
            body,
            actions: Html::default(),
        }
    }

    /// Something that is not as it should be.
    pub fn warning(body: Html) -> Self {
        Self {
            is_warning: true,
            ..Self::new(body)
        }
    }

    /// The first words, in bold.
    pub fn title(self, title: impl Into<AttrValue>) -> Self {
        Self {
            title: title.into(),
            ..self
        }
    }

    /// The name of the region, where it is one that people look for.
    pub fn region(self, name: &'static str) -> Self {
        Self {
            region: Some(name),
            ..self
        }
    }

    /// Buttons.
    pub fn actions(self, actions: Html) -> Self {
        Self { actions, ..self }
    }

    /// Draws it.
    pub fn html(self) -> Html {
        let (class, glyph) = if self.is_warning {
            ("notice notice--warning", Glyph::Warning)
        } else {
            ("notice", Glyph::Info)
        };
        let role = self.region.is_some().then_some("region");
        html! {
            <div {class} {role} aria-label={self.region}>
                { icon(glyph) }
                <div>
                    if !self.title.is_empty() {
                        <strong>{ self.title }{ " " }</strong>
                    }
                    <span>{ self.body }</span>
                </div>
                <div class="cluster notice__actions">{ self.actions }</div>
            </div>
        }
    }
}
