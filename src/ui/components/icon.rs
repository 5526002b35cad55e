//! Icons: one stroke path each on a 24 × 24 grid, drawn for this page. Always beside a word, never instead of one
//! without an accessible name.

use yew::prelude::*;

/// The icons of the page.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Glyph {
    /// A tick in a circle.
    Pass,
    /// A bar across a circle.
    Fail,
    /// A question mark in a circle.
    Question,
    /// Two arrow heads that meet.
    Tight,
    /// Magnifying glass.
    Search,
    /// Three sliders.
    Sliders,
    /// A memory chip.
    Chip,
    /// Arrow down onto a line.
    Download,
    /// A heart.
    Heart,
    /// A clock.
    Clock,
    /// A padlock.
    Lock,
    /// A cross.
    Close,
    /// Two sheets.
    Copy,
    /// Arrow out of a box.
    External,
    /// A cog.
    Settings,
    /// Down arrow head.
    Down,
    /// Up arrow head.
    Up,
    /// A star.
    Star,
    /// A warning triangle.
    Warning,
    /// An i in a circle.
    Info,
}

impl Glyph {
    const fn path(self) -> &'static str {
        match self {
            Self::Pass => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M8 12.3l2.8 2.7L16 9.6",
            Self::Fail => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M6 6l12 12",
            Self::Question => {
                "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.4 9.4a2.7 2.7 0 1 1 3.9 2.4c-.9.5-1.3 1-1.3 2M12 17v.1"
            }
            Self::Tight => "M3 12h6M6 8.5L9.5 12 6 15.5M21 12h-6M18 8.5L14.5 12l3.5 3.5M12 4v16",
            Self::Search => "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5L21 21",
            Self::Sliders => "M4 7h9M17 7h3M15 5v4M4 12h3M11 12h9M9 10v4M4 17h7M15 17h5M13 15v4",
            Self::Chip => "M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4",
            Self::Download => "M12 4v11M7.5 11L12 15.5 16.5 11M5 20h14",
            Self::Heart => "M12 20S4 15 4 9.2A4.2 4.2 0 0 1 12 7.5 4.2 4.2 0 0 1 20 9.2C20 15 12 20 12 20",
            Self::Clock => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2",
            Self::Lock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Copy => "M9 9h11v11H9zM5 15H4V4h11v1",
            Self::External => "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
            Self::Settings => {
                "M10.3 5.2L10.5 2.7L13.5 2.7L13.7 5.2L15.6 6.0L17.5 4.4L19.6 6.5L18.0 8.4L18.8 10.3L21.3 10.5L21.3 13.5L18.8 13.7L18.0 15.6L19.6 17.5L17.5 19.6L15.6 18.0L13.7 18.8L13.5 21.3L10.5 21.3L10.3 18.8L8.4 18.0L6.5 19.6L4.4 17.5L6.0 15.6L5.2 13.7L2.7 13.5L2.7 10.5L5.2 10.3L6.0 8.4L4.4 6.5L6.5 4.4L8.4 6.0zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6"
            }
            Self::Down => "M6 9.5l6 6 6-6",
            Self::Up => "M6 14.5l6-6 6 6",
            Self::Star => "M12 3.8l2.5 5.2 5.7.8-4.1 4 1 5.7-5.1-2.7-5.1 2.7 1-5.7-4.1-4 5.7-.8z",
            Self::Warning => "M12 4L2.8 20h18.4zM12 10v4.5M12 17.4v.1",
            Self::Info => "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 11v5.5M12 7.6v.1",
        }
    }
}

/// Draws an icon in the text's colour and size, hidden from assistive technology.
pub fn icon(glyph: Glyph) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={glyph.path()} />
        </svg>
    }
}
