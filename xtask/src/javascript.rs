//! The generated JavaScript of wasm-bindgen, made smaller without a parser: the keys of its import object renamed, and
//! white space and comments at the beginning of lines left out. Where a file is not as plain as that needs, it is refused.

use std::collections::HashMap;

/// Why a file is not changed.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// This name is not a plain key of an object, or stands more or less than once in the file.
    NotOneKey(String),
    /// At the end of this line (from 1) a string, a template or a comment goes on, or it cannot be told.
    GoesOn(usize),
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotOneKey(name) => write!(
                out,
                "the JavaScript does not hold '{name}' exactly once, as a key"
            ),
            Self::GoesOn(line) => {
                write!(
                    out,
                    "a string or a comment may go on after line {line} of the JavaScript"
                )
            }
        }
    }
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_' || letter == '$'
}

/// The text with the names of the map replaced: each stands exactly once in it as a whole word, followed by a colon.
pub fn with_keys(text: &str, names: &HashMap<&str, String>) -> Result<String, Refusal> {
    let mut found = HashMap::new();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(is_word) {
        let (before, from_word) = rest.split_at(start);
        let end = from_word
            .find(|letter| !is_word(letter))
            .unwrap_or(from_word.len());
        let (word, after) = from_word.split_at(end);
        out.push_str(before);
        match names.get_key_value(word) {
            Some((name, new)) => {
                // A dot before would make it a property that is read, and a colon then belongs to something else.
                if !after.starts_with(':') || !before.ends_with([' ', '\n', '{', ',']) {
                    return Err(Refusal::NotOneKey(word.to_owned()));
                }
                *found.entry(*name).or_insert(0_u32) += 1;
                out.push_str(new);
            }
            None => out.push_str(word),
        }
        rest = after;
    }
    out.push_str(rest);
    match names.keys().find(|name| found.get(*name) != Some(&1)) {
        Some(name) => Err(Refusal::NotOneKey((*name).to_owned())),
        None => Ok(out),
    }
}

/// The text with `"old":` replaced, which stands exactly once in it.
pub fn with_quoted_key(text: &str, old: &str, new: &str) -> Result<String, Refusal> {
    let key = format!("\"{old}\":");
    if text.matches(&key).count() == 1 {
        Ok(text.replace(&key, &format!("\"{new}\":")))
    } else {
        Err(Refusal::NotOneKey(old.to_owned()))
    }
}

/// The text without white space at the beginning of lines, without empty lines and without lines that hold only a
/// comment. That changes nothing as long as every line begins as code, so a file where one does not is refused.
pub fn without_indents(text: &str) -> Result<String, Refusal> {
    let mut out = String::with_capacity(text.len());
    for (index, line) in text.lines().enumerate() {
        let line = line.trim_start();
        // JavaScript knows more ends of lines than `lines` does, and code may follow them.
        let is_one_line = !line.contains(['\r', '\u{2028}', '\u{2029}']);
        if is_one_line && (line.is_empty() || line.starts_with("//")) {
            continue;
        }
        if !is_one_line || !ends_as_code(line) {
            return Err(Refusal::GoesOn(index + 1));
        }
        out.push_str(line);
        out.push('\n');
    }
    Ok(out)
}

/// True when a line that begins as code certainly ends as code too.
///
/// Whether a slash divides or begins a regular expression is not decided: a quote or a comment behind it is unclear.
fn ends_as_code(line: &str) -> bool {
    let mut quote: Option<char> = None;
    let mut after_slash = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            // The escaped letter; without one the string goes on in the next line.
            (Some(_), '\\') if letters.next().is_none() => return false,
            (Some(_), '\\') => {}
            // A place in a template: only up to a name or a call without strings, so that its end is certain.
            (Some('`'), '$') if letters.peek() == Some(&'{') => {
                let mut place = letters.by_ref().skip(1);
                let end = place.find(|letter| "}{\"'`/".contains(*letter));
                if end != Some('}') {
                    return false;
                }
            }
            (Some(open), _) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'' | '`') if after_slash => return false,
            (None, '"' | '\'' | '`') => quote = Some(letter),
            (None, '/') => match letters.peek() {
                Some('/') => return !after_slash,
                Some('*') => return false,
                _ => after_slash = true,
            },
            (None, _) => {}
        }
    }
    quote.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> HashMap<&'static str, String> {
        HashMap::from([
            ("__wbg_get_1f", "aa".to_owned()),
            ("__wbg_get_1f2", "ab".to_owned()),
        ])
    }

    #[test]
    fn keys_are_replaced_as_whole_words_only() {
        let text = "{\n  __wbg_get_1f: function(a) {},\n  __wbg_get_1f2: b,\n  x__wbg_get_1f: c,\n  __wbg_get_1f$: d }";
        assert_eq!(
            with_keys(text, &names()).as_deref(),
            Ok("{\n  aa: function(a) {},\n  ab: b,\n  x__wbg_get_1f: c,\n  __wbg_get_1f$: d }")
        );
    }

    #[test]
    fn a_name_that_is_not_one_key_is_refused() {
        let refused = |text: &str| with_keys(text, &names()).is_err();
        assert!(!refused("{ __wbg_get_1f: 1, __wbg_get_1f2: 2 }"));
        for text in [
            "{ __wbg_get_1f2: 2 }",
            "{ __wbg_get_1f: 1, __wbg_get_1f: 1, __wbg_get_1f2: 2 }",
            "{ __wbg_get_1f: 1, __wbg_get_1f2: 2 } // __wbg_get_1f",
            "{ __wbg_get_1f: 1, __wbg_get_1f2: a ? b.__wbg_get_1f: c }",
            "{ \"__wbg_get_1f\": 1, __wbg_get_1f2: 2 }",
            "",
        ] {
            assert!(refused(text), "{text}");
        }
    }

    #[test]
    fn a_quoted_key_is_replaced_when_it_is_the_only_one() {
        assert_eq!(
            with_quoted_key("{ \"./a.js\": b }", "./a.js", "w").as_deref(),
            Ok("{ \"w\": b }")
        );
        assert!(with_quoted_key("{}", "./a.js", "w").is_err());
        assert!(with_quoted_key("{\"a\":1,\"a\":2}", "a", "w").is_err());
    }

    #[test]
    fn indents_empty_lines_and_comment_lines_go_and_code_stays() {
        let text = "a(\n    // why's that `here\n    'b // c',\n\n    `d ${e.f()}\\`\"`, // g\n);\n  h = /[x]/.i / 2;\n";
        assert_eq!(
            without_indents(text).as_deref(),
            Ok("a(\n'b // c',\n`d ${e.f()}\\`\"`, // g\n);\nh = /[x]/.i / 2;\n")
        );
    }

    #[test]
    fn a_file_with_anything_that_may_span_lines_is_refused() {
        for text in [
            "a = `b\n  c`;",
            "a = 'b \\\n  c';",
            "/* a\n  b */",
            "a /* b */",
            "a = /'/; b = `\n'`;",
            "a = /[//]'/; b = `\n`",
            "a = `b ${`c\n  d`}`;",
            "a = `b ${c\n  }`;",
            "a / 2; // b's",
            "// a\u{2028}b = `\n`;",
        ] {
            assert_eq!(without_indents(text), Err(Refusal::GoesOn(1)), "{text}");
        }
    }
}
