//! A boxed sentence with a way on: something happened, to which thing, what to do next.

use stylist::yew::use_style;
use yew::prelude::*;

use super::icon::{Glyph, icon};

/// How a notice is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum NoticeKind {
    /// Worth knowing.
    Information,
    /// Something is not as it should be.
    Warning,
}

/// Properties of [`Notice`].
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// How it is meant.
    #[prop_or(NoticeKind::Information)]
    pub kind: NoticeKind,
    /// Name of the region, where it is one that people look for.
    #[prop_or_default]
    pub region: Option<AttrValue>,
    /// The first words, in bold.
    #[prop_or_default]
    pub title: AttrValue,
    /// Sentences.
    #[prop_or_default]
    pub children: Html,
    /// Buttons.
    #[prop_or_default]
    pub actions: Html,
}

/// A boxed sentence with a way on.
#[component]
pub fn Notice(props: &NoticeProps) -> Html {
    let style = use_style!(
        r#"
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr);
        gap: var(--ll-space-1) var(--ll-space-2);
        padding: var(--ll-space-3) var(--ll-space-4);
        border: 1px solid var(--ll-color-line);
        border-inline-start: 3px solid var(--notice-hue);
        border-radius: var(--ll-radius);
        background: var(--ll-color-surface);
        overflow-wrap: anywhere;

        & > .icon {
            margin-block-start: 4px;
            color: var(--notice-hue);
        }

        &.notice--information { --notice-hue: var(--ll-color-accent); }
        &.notice--warning { --notice-hue: var(--ll-color-not-compatible); }

        .notice__actions {
            grid-column: 2;
        }

        .notice__actions:empty {
            display: none;
        }
    "#
    );
    let (class, glyph) = match props.kind {
        NoticeKind::Information => ("notice--information", Glyph::Info),
        NoticeKind::Warning => ("notice--warning", Glyph::Warning),
    };
    let role = props.region.is_some().then_some("region");
    html! {
        <div class={classes!(style, class)} {role} aria-label={props.region.clone()}>
            { icon(glyph) }
            <div>
                if !props.title.is_empty() {
                    <strong>{ &props.title }{ " " }</strong>
                }
                <span>{ props.children.clone() }</span>
            </div>
            <div class="cluster notice__actions">{ props.actions.clone() }</div>
        </div>
    }
}
