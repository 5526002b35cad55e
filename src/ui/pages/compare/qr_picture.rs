//! A QR code drawn: dark on light in both themes, because many readers know nothing else.

use yew::prelude::*;

use crate::domain::app::qr_code::QrCode;

/// The width of a saved picture, in pixels for each module: sharp on paper as on a screen.
const SAVED_PIXELS_A_MODULE: u32 = 8;

/// The code with its name for assistive technology. What it says stands in an attribute too, for tests.
pub fn qr_picture(code: &QrCode, name: &str, text: &str) -> Html {
    let side = code.view_side().to_string();
    html! {
        <svg
            class="compare__code"
            viewBox={format!("0 0 {side} {side}")}
            role="img"
            aria-label={name.to_owned()}
            data-link={text.to_owned()}
            focusable="false"
            shape-rendering="crispEdges"
        >
            <rect width={side.clone()} height={side} fill="#fff" />
            <path d={code.svg_path()} fill="#000" />
        </svg>
    }
}

/// The code as a file.
pub fn qr_svg(code: &QrCode) -> String {
    let side = code.view_side();
    let pixels = side.saturating_mul(SAVED_PIXELS_A_MODULE);
    let path = code.svg_path();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{pixels}\" height=\"{pixels}\" \
         viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" \
         fill=\"#fff\"/><path d=\"{path}\" fill=\"#000\"/></svg>\n"
    )
}
