//! What a list row is asked for besides its name, and which of it a server refuses.

/// What a list row is asked for, so that it carries its assessment without another request. One name that the server
/// does not know refuses the whole search (docs/hub.md, Search): then the search is asked again without it.
pub(super) const EXPANDED_FIELDS: [&str; 15] = [
    "gguf",
    "safetensors",
    "config",
    "tags",
    "siblings",
    // The commit: what is read of its files never changes and can be kept.
    "sha",
    "gated",
    "downloads",
    "likes",
    "lastModified",
    "pipeline_tag",
    "library_name",
    "author",
    "createdAt",
    "trendingScore",
];

/// Words behind which a refusal lists what would be allowed.
const LIST_WORDS: [&str; 5] = ["expected", "one of", "must be", "allowed", "valid values"];
/// At least so many of our fields make a list of what is allowed.
const LIST_LENGTH_MIN: usize = 3;

/// Which of the fields that we ask for a refusal is about; empty where it is about something else.
///
/// The Hub names the value it does not know, lists those that it does, or both: what stands before the list is refused, and
/// so is what it says it received; of a list alone, what is missing in it.
pub(super) fn refused_fields(refusal: &str) -> Vec<&'static str> {
    let lower = refusal.to_ascii_lowercase();
    if !lower.contains("expand") {
        return Vec::new();
    }
    let ours = || EXPANDED_FIELDS.iter().copied();
    let received: Vec<&'static str> = ours()
        .filter(|field| {
            let field = field.to_ascii_lowercase();
            ["received ", "got ", "unknown ", "invalid value "]
                .iter()
                .any(|word| {
                    ["\"", "'", "`", ""].iter().any(|quote| {
                        let begin = format!("{word}{quote}{field}");
                        lower
                            .find(&begin)
                            .is_some_and(|at| ends_word(&lower, at + begin.len()))
                    })
                })
        })
        .collect();
    if !received.is_empty() {
        return received;
    }
    let list_at = LIST_WORDS.iter().filter_map(|word| lower.find(word)).min();
    let (before, list) = match list_at.and_then(|at| lower.split_at_checked(at)) {
        Some((before, list)) => (before, list),
        None => (lower.as_str(), ""),
    };
    let named: Vec<&'static str> = ours().filter(|field| has_word(before, field)).collect();
    if !named.is_empty() {
        return named;
    }
    let listed = ours().filter(|field| has_word(list, field)).count();
    if listed < LIST_LENGTH_MIN {
        return Vec::new();
    }
    ours().filter(|field| !has_word(list, field)).collect()
}

fn ends_word(text: &str, at: usize) -> bool {
    let next = text.get(at..).and_then(|rest| rest.chars().next());
    next.is_none_or(|next| !next.is_ascii_alphanumeric() && next != '_')
}

fn has_word(text: &str, word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_')
        .any(|found| found == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_field_that_a_refusal_names_is_found_however_it_says_so() {
        let list = "author, cardData, config, createdAt, downloads, gated, gguf, lastModified, library_name, likes, \
                    pipeline_tag, safetensors, siblings, tags, trendingScore";
        let cases = [
            (
                format!(r#"Invalid "expand": "sha" is not allowed, expected one of {list}"#),
                vec!["sha"],
            ),
            (
                format!("Invalid enum value. Expected {list}, received 'sha' at \"expand[5]\""),
                vec!["sha"],
            ),
            (format!("\"expand\" must be one of [{list}]"), vec!["sha"]),
            ("expand: unknown trendingScore".to_owned(), vec!["trendingScore"]),
            ("\"limit\" must be at most 1000".to_owned(), vec![]),
            ("expand is not possible here".to_owned(), vec![]),
        ];
        for (refusal, expected) in cases {
            assert_eq!(refused_fields(&refusal), expected, "{refusal}");
        }
    }
}
