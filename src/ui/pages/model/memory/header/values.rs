//! Metadata values as people read them, and as they are copied.

use yew::prelude::*;

use crate::domain::files::gguf::{Array, Scalar, Text, Value, ValueType};
use crate::domain::text::quote::quote;
use crate::domain::wire::json;
use crate::ui::figures;
use crate::ui::messages::t;
use crate::web::number_format;

/// Characters of a text that are shown before it is opened: two lines of the page.
const SHOWN_CHARS: usize = 160;
/// Numbers of an array that are shown before it is opened.
const SHOWN_NUMBERS: usize = 8;

/// The type of a value, with the number of elements of an array.
pub fn type_name(value: &Value) -> String {
    match value {
        Value::Scalar(scalar) => scalar.value_type().name().to_owned(),
        Value::Text(_) => ValueType::Text.name().to_owned(),
        Value::Array(array) => {
            (t::header().array_type)(array.element().name(), &figures::integer(array.count()))
        }
    }
}

/// A value. What is long is folded and can be opened; `name` is what it is the value of.
pub fn value_html(name: &str, value: &Value) -> Html {
    match value {
        Value::Scalar(scalar) => html! { <span>{ scalar_text(*scalar) }</span> },
        Value::Text(text) => text_html(name, text),
        Value::Array(array) => array_html(name, array),
    }
}

fn text_html(name: &str, text: &Text) -> Html {
    let held = text.held();
    if held.is_empty() {
        return html! { <span class="muted">{ t::header().empty_text }</span> };
    }
    let is_short = held.chars().nth(SHOWN_CHARS).is_none() && !held.contains('\n');
    if is_short && text.whole().is_some() {
        return html! { <bdi>{ held }</bdi> };
    }
    let first_line = held.trim_start().lines().next().unwrap_or_default();
    let note = text
        .whole()
        .is_none()
        .then(|| (t::header().text_cut)(&figures::integer(held.len() as u64)));
    let length = (t::header().text_length)(&figures::integer(text.bytes()));
    fold(name, &quote(first_line, SHOWN_CHARS), &length, held, note)
}

fn array_html(name: &str, array: &Array) -> Html {
    let count = figures::integer(array.count());
    match (array.element(), array.bytes()) {
        (ValueType::Text, None) => {
            html! { <span class="muted">{ (t::header().texts_not_read)(&count) }</span> }
        }
        (ValueType::Text, Some(bytes)) => {
            let kept = array.texts().len();
            let title = (t::header().texts_read)(&count, &figures::size(bytes), kept);
            let lines: Vec<&str> = array.texts().iter().map(Text::held).collect();
            fold(name, "", &title, &lines.join("\n"), None)
        }
        (ValueType::Array, _) => {
            html! { <span class="muted">{ (t::header().arrays_inside)(&count) }</span> }
        }
        _ => numbers_html(name, array),
    }
}

fn numbers_html(name: &str, array: &Array) -> Html {
    let numbers: Vec<String> = array.scalars().map(scalar_text).collect();
    let first: Vec<&str> = numbers.iter().take(SHOWN_NUMBERS).map(String::as_str).collect();
    let first = first.join(", ");
    if array.is_whole() && numbers.len() <= SHOWN_NUMBERS {
        return html! { <span>{ first }</span> };
    }
    let note = (!array.is_whole()).then(|| (t::header().first_of)(numbers.len()));
    fold(name, &format!("{first}, …"), "", &numbers.join(", "), note)
}

fn fold(name: &str, beginning: &str, about: &str, whole: &str, note: Option<String>) -> Html {
    html! {
        <details class="file-says__fold">
            <summary><bdi>{ beginning.to_owned() }</bdi>{ " " }<span class="muted">{ about.to_owned() }</span></summary>
            <p class="muted slot">{ note.unwrap_or_default() }</p>
            <pre class="file-says__text" tabindex="0" role="group" aria-label={quote(name, SHOWN_CHARS)}>{ whole.to_owned() }</pre>
        </details>
    }
}

/// A number or truth value.
pub fn scalar_text(scalar: Scalar) -> String {
    if let Some(flag) = scalar.as_bool() {
        return flag.to_string();
    }
    let whole = scalar.as_u64().map(|value| value.to_string());
    let whole = whole.or_else(|| scalar.as_i64().map(|value| value.to_string()));
    whole.unwrap_or_else(|| {
        let is_single = scalar.value_type() == ValueType::F32;
        number_format::plain(scalar.as_f64().unwrap_or(f64::NAN), is_single)
    })
}

/// A value on one line of text, as far as it is held.
pub fn value_line(value: &Value) -> String {
    match value {
        Value::Scalar(scalar) => scalar_text(*scalar),
        Value::Text(text) => json::quoted(text.held()),
        Value::Array(array) => {
            let held: Vec<String> = held_elements(array).collect();
            let end = if array.is_whole() { "]" } else { ", …]" };
            match held.is_empty() {
                true => String::new(),
                false => format!("[{}{end}", held.join(", ")),
            }
        }
    }
}

/// A value as JSON, as far as it is held.
pub fn value_json(value: &Value) -> String {
    match value {
        Value::Scalar(scalar) => scalar_json(*scalar),
        Value::Text(text) => json::quoted(text.held()),
        Value::Array(array) => {
            let held: Vec<String> = held_elements(array).collect();
            format!("[{}]", held.join(","))
        }
    }
}

/// What JSON has no number for (infinities, NaN) is a text.
fn scalar_json(scalar: Scalar) -> String {
    let text = scalar_text(scalar);
    let is_number = scalar.as_f64().is_some_and(f64::is_finite);
    if is_number || scalar.as_bool().is_some() {
        text
    } else {
        json::quoted(&text)
    }
}

fn held_elements(array: &Array) -> impl Iterator<Item = String> + '_ {
    let texts = array.texts().iter().map(|text| json::quoted(text.held()));
    let numbers = array.scalars().map(scalar_json);
    texts.chain(numbers)
}
