//! The words of a device's name, made alike however a driver, a shop or a person writes them.

/// Words that stand before a number without a space, `rtx4070`, `rx7900xtx`.
const SERIES: [&str; 12] = [
    "rtx", "gtx", "gt", "rx", "arc", "radeon", "geforce", "titan", "tesla", "adreno", "vega", "hd",
];
/// Words that stand behind a number without a space, `4070ti`, `7900xtx`.
const VERSIONS: [&str; 9] = [
    "d", "ti", "super", "xt", "xtx", "gre", "tisuper", "laptop", "mobile",
];
/// Longest text that is split into words, in bytes; the longest renderer string seen has 160.
pub const WORDS_BYTES_MAX: usize = 2_000;

/// The characters of a text that lie within its first bytes.
pub fn beginning_of(text: &str, bytes_max: usize) -> &str {
    (0..4)
        .find_map(|less| text.get(..bytes_max.min(text.len()).saturating_sub(less)))
        .unwrap_or_default()
}

/// The id of a device with this name: lower case, `+` as `plus`, everything else that is no letter or digit a hyphen.
pub fn id_of(name: &str) -> String {
    let mut id = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter.to_ascii_lowercase() {
            letter @ ('a'..='z' | '0'..='9') => id.push(letter),
            '+' => id.push_str("plus"),
            _ if id.ends_with('-') => {}
            _ => id.push('-'),
        }
    }
    id.trim_matches('-').to_owned()
}

/// The words of a text in lower case, without trademark signs: `Intel(R) Arc(TM) A770` gives `intel arc a770`.
///
/// A series is parted from its number and a number from its version (`rtx4070ti` gives `rtx 4070 ti`), and an amount of
/// memory is one word (`12 GB` gives `12gb`), so that equal names have equal words. Only the first
/// [`WORDS_BYTES_MAX`] bytes are read.
pub fn words_of(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let lower = beginning_of(text, WORDS_BYTES_MAX).to_lowercase();
    let plain = lower.replace("(r)", " ").replace("(tm)", " ").replace("(c)", " ");
    for letter in plain.chars() {
        if letter.is_alphanumeric() {
            word.push(letter);
        } else {
            finish(&mut words, &mut word);
            if letter == '+' {
                words.push("plus".to_owned());
            }
        }
    }
    finish(&mut words, &mut word);
    words
}

/// Ends a word and adds its parts.
fn finish(words: &mut Vec<String>, word: &mut String) {
    let whole = std::mem::take(word);
    if whole.is_empty() {
        return;
    }
    if matches!(whole.as_str(), "gb" | "gib" | "g" | "go")
        && let Some(amount) = words.last_mut()
        && amount.len() <= 4
        && amount.bytes().all(|byte| byte.is_ascii_digit())
    {
        amount.push_str("gb");
        return;
    }
    let mut rest = whole.as_str();
    let digits_at = rest
        .find(|letter: char| letter.is_ascii_digit())
        .unwrap_or(rest.len());
    if let Some((series, number)) = rest.split_at_checked(digits_at)
        && !number.is_empty()
        && SERIES.contains(&series)
    {
        words.push(series.to_owned());
        rest = number;
    }
    let letters_at = rest
        .find(|letter: char| !letter.is_ascii_digit())
        .unwrap_or(rest.len());
    if let Some((number, version)) = rest.split_at_checked(letters_at)
        && number.len() >= 3
        && VERSIONS.contains(&version)
    {
        words.push(number.to_owned());
        match version {
            "tisuper" => words.extend(["ti".to_owned(), "super".to_owned()]),
            _ => words.push(version.to_owned()),
        }
        return;
    }
    let amount = rest.strip_suffix("gib").or_else(|| rest.strip_suffix("gb"));
    match amount {
        Some(amount) if !amount.is_empty() && amount.bytes().all(|byte| byte.is_ascii_digit()) => {
            words.push(format!("{amount}gb"));
        }
        _ => words.push(rest.to_owned()),
    }
}
