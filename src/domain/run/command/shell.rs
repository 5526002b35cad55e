//! Shells: what may stand bare in a command, what must be quoted and how, and what is refused.

use std::fmt::Display;

use crate::domain::text::quote::is_disturbing;

/// The shell that reads a command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shell {
    /// sh, bash, zsh, fish: Linux and macOS.
    #[default]
    Posix,
    /// PowerShell: Windows.
    PowerShell,
}

/// Longest name in a command, in bytes: far above real paths, far below what terminals take.
const NAME_LENGTH_MAX: usize = 512;
/// Longest command on one line, in characters; longer ones get a line for each flag.
const LINE_LENGTH_MAX: usize = 80;

/// Whether a name can be quoted for every shell. A line break or another control character ends or disguises a
/// command, a leading `-` makes an option of it, and a `"` gets lost between PowerShell 5 and the program it starts.
pub(super) fn is_safe(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= NAME_LENGTH_MAX
        && !name.starts_with('-')
        && !name.contains(|character: char| character == '"' || is_disturbing(character))
}

/// Whether a label can stand behind a colon in a model's name, as Ollama and llama.cpp read it.
pub(super) fn is_tag(label: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    !label.is_empty() && label.bytes().all(is_word)
}

/// The characters that PowerShell takes for a single quote (its tokenizer's `IsSingleQuote`).
const POWERSHELL_QUOTES: [char; 5] = ['\'', '\u{2018}', '\u{2019}', '\u{201A}', '\u{201B}'];

impl Shell {
    /// The text as one argument: bare if no character means anything to the shell, else in single quotes, inside which
    /// nothing does but the quote itself.
    pub(super) fn quoted(self, text: &str) -> String {
        let is_plain = |character: char| {
            character.is_ascii_alphanumeric()
                || match self {
                    Self::Posix => "_-./:=+@%,".contains(character),
                    // A comma makes a list, `@` splats and `%` is a command.
                    Self::PowerShell => "_-./:=+".contains(character),
                }
        };
        if !text.is_empty() && text.chars().all(is_plain) {
            return text.to_owned();
        }
        let mut quoted = String::from("'");
        for character in text.chars() {
            match self {
                Self::Posix if character == '\'' => quoted.push_str("'\\''"),
                Self::PowerShell if POWERSHELL_QUOTES.contains(&character) => {
                    quoted.push(character);
                    quoted.push(character);
                }
                _ => quoted.push(character),
            }
        }
        quoted.push('\'');
        quoted
    }

    /// Variables set for the command behind them.
    pub(super) fn with_variables(self, variables: &[(&str, String)], command: &str) -> String {
        let mut line = String::new();
        for (name, value) in variables {
            match self {
                Self::Posix => line.push_str(&format!("{name}={} ", self.quoted(value))),
                Self::PowerShell => line.push_str(&format!("$env:{name}='{value}'; ")),
            }
        }
        line.push_str(command);
        line
    }
}

/// A command as it grows: the program, then options with their values.
pub(super) struct Command {
    shell: Shell,
    /// The program with its first arguments, then one text for each option.
    parts: Vec<String>,
}

impl Command {
    /// A command that begins with words that need no quoting.
    pub(super) fn new(shell: Shell, words: &str) -> Self {
        Self {
            shell,
            parts: vec![words.to_owned()],
        }
    }

    /// Adds an argument.
    pub(super) fn argument(&mut self, text: &str) {
        self.parts.push(self.shell.quoted(text));
    }

    /// Adds an option without a value.
    pub(super) fn flag(&mut self, name: &str) {
        self.parts.push(name.to_owned());
    }

    /// Adds an option with its value.
    pub(super) fn option(&mut self, name: &str, value: impl Display) {
        let value = self.shell.quoted(&value.to_string());
        self.parts.push(format!("{name} {value}"));
    }

    /// Adds an option if there is a value.
    pub(super) fn maybe(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.option(name, value);
        }
    }

    /// The command: on one line if it is short, else each option on its own line.
    pub(super) fn finish(self) -> String {
        let line = self.parts.join(" ");
        if line.chars().nth(LINE_LENGTH_MAX).is_none() {
            return line;
        }
        self.parts.join(match self.shell {
            Shell::Posix => " \\\n  ",
            Shell::PowerShell => " `\n  ",
        })
    }
}
