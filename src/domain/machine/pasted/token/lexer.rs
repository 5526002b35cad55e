//! From letters to tokens: numbers with their unit, and runs of letters and digits taken apart.

use super::super::{amount, words};
use super::{Kind, Token};
use crate::domain::machine::devices::{Devices, words_of};

/// Full-width letters as others have them, and one sign for "times".
fn plain(letter: char) -> char {
    match letter {
        // It is never the point of a number.
        '，' => ';',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        '\u{3000}' | '\u{a0}' | '\u{202f}' => ' ',
        '×' | '✕' | '✖' => 'x',
        letter => letter,
    }
}

/// Letters that words of other scripts are not joined with.
fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || (letter.is_alphanumeric() && letter < '\u{250}')
}

const fn is_spaced(letter: char) -> bool {
    letter < '\u{2e80}'
}

/// Reads letter by letter.
pub struct Lexer<'a> {
    letters: &'a [char],
    at: usize,
    found: Vec<Token>,
    devices: &'a Devices,
}

impl Lexer<'_> {
    /// The tokens of a line, so many at most.
    pub fn read(line: &str, devices: &Devices, tokens_max: usize) -> Vec<Token> {
        let letters: Vec<char> = line.chars().map(plain).collect();
        let mut lexer = Lexer {
            letters: &letters,
            at: 0,
            found: Vec::new(),
            devices,
        };
        while lexer.found.len() < tokens_max && lexer.next() {}
        lexer.found
    }

    fn letter(&self, ahead: usize) -> Option<char> {
        self.letters.get(self.at.saturating_add(ahead)).copied()
    }

    fn take_while(&mut self, is_part: impl Fn(char) -> bool) -> String {
        let rest = self.letters.get(self.at..).unwrap_or_default();
        let part: String = rest.iter().take_while(|letter| is_part(**letter)).collect();
        self.at = self.at.saturating_add(part.chars().count());
        part
    }

    fn push(&mut self, word: impl Into<String>, kind: Kind) {
        self.found.push(Token {
            word: word.into(),
            kind,
            is_capital: false,
        });
    }

    /// Reads the next token; `false` at the end.
    fn next(&mut self) -> bool {
        let Some(letter) = self.letter(0) else {
            return false;
        };
        if letter.is_ascii_digit() {
            self.number();
        } else if letter.is_alphanumeric() {
            self.word();
        } else {
            self.at += 1;
            self.sign(letter);
        }
        true
    }

    fn sign(&mut self, letter: char) {
        let is_parted = self.letter(0).is_none_or(char::is_whitespace);
        match letter {
            // "3090 * 2", but not the dot of a list.
            '*' => self.push("x", Kind::Word),
            '+' if !is_parted || self.follows_max() => self.push("plus", Kind::Word),
            ',' | ';' | '、' | '。' | '+' | '&' | '|' | '/' => self.push(letter, Kind::Break),
            '.' | '!' | '?' if is_parted => self.push(letter, Kind::Break),
            '(' | ')' | '[' | ']' | ':' | '$' | '€' | '£' | '#' | '=' | '@' => {
                self.push(letter, Kind::Sign)
            }
            _ => {}
        }
    }

    /// `Max+ 395`, where the plus is part of the name.
    fn follows_max(&self) -> bool {
        let before = self.at.checked_sub(2).and_then(|place| self.letters.get(place));
        before.is_some_and(|letter| letter.is_alphabetic())
            && self.found.last().is_some_and(|last| last.word == "max")
    }

    fn number(&mut self) {
        let start = self.at;
        let whole = self.take_while(|letter| letter.is_ascii_digit());
        let mut groups = vec![whole];
        while let (Some('.' | ','), Some(next)) = (self.letter(0), self.letter(1))
            && next.is_ascii_digit()
            // "4090,64GB" are two.
            && groups.first().is_some_and(|whole| whole.len() <= 3)
        {
            self.at += 1;
            groups.push(self.take_while(|letter| letter.is_ascii_digit()));
        }
        if let Some((bytes, end)) = self.unit() {
            self.at = end;
            return self.amount(&groups, bytes);
        }
        // Inches.
        if groups.len() > 1 || matches!(self.letter(0), Some('"' | '″' | '”' | '%' | '°')) {
            let _ = self.take_while(is_latin);
            return self.push("", Kind::Measure);
        }
        self.at = start;
        self.word();
    }

    /// The unit behind a number, and where it ends.
    fn unit(&self) -> Option<(u64, usize)> {
        let mut at = self.at;
        while self
            .letters
            .get(at)
            .is_some_and(|letter| matches!(letter, ' ' | '-'))
            && at < self.at + 2
        {
            at += 1;
        }
        let rest = self.letters.get(at..)?;
        let run: String = rest
            .iter()
            .take(12)
            .take_while(|letter| letter.is_alphanumeric())
            .collect();
        if let Some((bytes, behind)) = words::leading_unit(&run) {
            let length = run.chars().count().saturating_sub(behind.chars().count());
            return Some((bytes, at.saturating_add(length)));
        }
        // "12GB显存": what needs no space may follow.
        let run: String = run.chars().take_while(|letter| is_spaced(*letter)).collect();
        // "2x16GBx2" and "12gbx2".
        let word = run.to_lowercase();
        let word = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let word = if word.len() < run.len() {
            word.trim_end_matches('x')
        } else {
            word
        };
        let is_attached = at == self.at;
        // A single letter behind a space is mostly another word.
        let bytes = words::unit(word).filter(|_| is_attached || word != "g" || run == "G")?;
        Some((bytes, at.saturating_add(word.chars().count())))
    }

    /// An amount; one for each second is a rate and none.
    fn amount(&mut self, groups: &[String], unit: u64) {
        let rest: String = self
            .letters
            .get(self.at..)
            .unwrap_or_default()
            .iter()
            .take(10)
            .collect();
        let rest = rest.to_lowercase();
        let rest = rest.trim_start();
        let is_rate = ["/s", "/с", "/秒", "ps", "per s", "毎秒", "pro s", "par s"]
            .iter()
            .any(|start| rest.starts_with(start));
        if is_rate {
            let _ = self.take_while(|letter| letter != ' ' && letter != ',');
            return self.push("", Kind::Measure);
        }
        let number = groups.join(".");
        match amount::times(&number, unit).filter(|bytes| *bytes > 0) {
            Some(bytes) => {
                let gb = bytes >> 30;
                self.push(format!("{gb}gb"), Kind::Amount(bytes));
            }
            None => self.push("", Kind::Measure),
        }
    }

    fn word(&mut self) {
        let first = self.letter(0).unwrap_or(' ');
        let is_capital = first.is_uppercase();
        if is_latin(first) {
            let run = self.take_while(is_latin);
            // The "s" of "4090's".
            if matches!(self.letter(0), Some('\'' | '’')) && self.letter(1) == Some('s') {
                self.at += 2;
            }
            self.run(&run.to_lowercase(), is_capital);
        } else {
            let run = self.take_while(|letter| letter.is_alphanumeric() && !is_latin(letter));
            // The Cyrillic letter that looks like an x.
            if run.to_lowercase() == "х" {
                return self.run("x", false);
            }
            if is_spaced(first) {
                return self.push(run.to_lowercase(), Kind::Word);
            }
            let mut rest = run.as_str();
            while let Some(letter) = rest.chars().next() {
                let word = words::leading(rest);
                if let Some(word) = word {
                    self.push(word, Kind::Word);
                }
                let length = word.map_or(letter.len_utf8(), str::len);
                rest = rest.get(length..).unwrap_or_default();
            }
        }
    }

    /// A run of letters and digits in lower case, taken apart: `3xrtx3090`, `4090x2`, `rtxa6000`, `3090s`.
    fn run(&mut self, run: &str, is_capital: bool) {
        let digits = run.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = run.split_at_checked(digits).unwrap_or(("", run));
        if !number.is_empty() && rest.is_empty() {
            return match number.parse() {
                Ok(value) => self.push(number, Kind::Number(value)),
                Err(_) => self.push("", Kind::Measure),
            };
        }
        if let Some(behind) = rest.strip_prefix('x')
            && let Some(count) = count_of(number)
        {
            let is_name = behind.bytes().any(|byte| !byte.is_ascii_digit()) || behind.len() >= 3;
            if behind.is_empty() || is_name {
                self.push(run, Kind::CountBefore(count));
                // What follows the digits may be an amount, whose unit stands behind this run.
                if behind.bytes().next().is_some_and(|byte| byte.is_ascii_digit()) {
                    self.at = self.at.saturating_sub(behind.chars().count());
                } else if !behind.is_empty() {
                    self.run(behind, is_capital);
                }
                return;
            }
            if behind.len() <= 2 && self.amount_follows(behind.len()) {
                self.push(run, Kind::CountBefore(count));
                self.at = self.at.saturating_sub(behind.len());
                return;
            }
        }
        if let Some((name, behind)) = run.rsplit_once('x')
            && let Some(count) = count_of(behind)
            && (name.is_empty() || is_numbered(name))
        {
            if !name.is_empty() {
                self.run(name, is_capital);
            }
            return self.push(format!("x{behind}"), Kind::CountBehind(count));
        }
        for word in self.parts(run) {
            let kind = match word.parse() {
                Ok(number) => Kind::Number(number),
                Err(_) => Kind::Word,
            };
            self.found.push(Token {
                word,
                kind,
                is_capital,
            });
        }
    }

    /// Whether the digits at the end of what was read are an amount with what follows.
    fn amount_follows(&self, digits: usize) -> bool {
        let number = Self {
            letters: self.letters,
            at: self.at,
            found: Vec::new(),
            devices: self.devices,
        };
        digits > 0 && number.unit().is_some()
    }

    /// The words of a run: a series is parted from what follows it, and the "s" of many taken off.
    fn parts(&self, run: &str) -> Vec<String> {
        const SERIES: [&str; 9] = [
            "geforce", "radeon", "quadro", "tesla", "nvidia", "instinct", "rtx", "amd", "apple",
        ];
        let knows = |word: &str| self.devices.has_word(word);
        let words = words_of(run);
        if words.len() != 1 || knows(run) {
            return words;
        }
        if let Some(one) = run.strip_suffix('s')
            && one.bytes().any(|byte| byte.is_ascii_digit())
        {
            let words = words_of(one);
            if words.last().is_some_and(|word| knows(word)) {
                return words;
            }
        }
        let series = SERIES.into_iter().find_map(|series| {
            let rest = run.strip_prefix(series)?;
            words_of(rest).first().filter(|word| knows(word))?;
            Some(std::iter::once(series.to_owned()).chain(words_of(rest)))
        });
        series.map_or(words, Iterator::collect)
    }
}

/// A count of devices or modules.
fn count_of(text: &str) -> Option<u16> {
    let is_short = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let count = text.parse().ok().filter(|_| is_short)?;
    (1..=64).contains(&count).then_some(count)
}

/// Whether a run ends like the name of a device: three digits, or letters and digits, or a version behind them.
fn is_numbered(name: &str) -> bool {
    let n_digits = name.bytes().filter(u8::is_ascii_digit).count();
    n_digits >= 3 || (n_digits >= 2 && name.bytes().any(|byte| byte.is_ascii_alphabetic()))
}
