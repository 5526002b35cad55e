//! Parts of a file's path.

/// A path cut where its name begins and ends. All parts keep their spelling; compare them through [`FilePath::lower`].
pub(super) struct FilePath<'a> {
    /// The whole path.
    pub whole: &'a str,
    /// Folders without the last `/`; empty in the root.
    pub folder: &'a str,
    /// Name of the file with its extension.
    pub name: &'a str,
    /// Name without its extension.
    pub stem: &'a str,
    /// What follows the name's last dot; empty without a dot.
    pub extension: &'a str,
    /// The name in lower case.
    pub lower: String,
}

impl<'a> FilePath<'a> {
    /// Cuts a path; `None` if it names no file.
    pub fn parse(whole: &'a str) -> Option<Self> {
        let (folder, name) = whole.rsplit_once('/').unwrap_or(("", whole));
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        (!name.is_empty()).then(|| Self {
            whole,
            folder,
            name,
            stem,
            extension,
            lower: name.to_ascii_lowercase(),
        })
    }

    /// Whether the extension is one of these (lower case).
    pub fn has_extension(&self, extensions: &[&str]) -> bool {
        extensions
            .iter()
            .any(|extension| self.extension.eq_ignore_ascii_case(extension))
    }

    /// The words of the name, in lower case.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        words(&self.lower)
    }

    /// The innermost folder's name; empty in the root.
    pub fn last_folder(&self) -> &'a str {
        self.folder.rsplit('/').next().unwrap_or_default()
    }
}

/// Pieces of a text between characters that are neither ASCII letters nor digits.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
}
