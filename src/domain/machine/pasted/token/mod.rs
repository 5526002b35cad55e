//! What stands in a sentence: words, numbers, amounts with their unit, counts, and what parts them.

mod lexer;

use crate::domain::machine::devices::Devices;
use lexer::Lexer;

/// Most tokens of a line; a line is bounded in bytes as well.
const TOKENS_MAX: usize = 240;

/// Something in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The word in lower case, as names have it; of an amount `12gb`.
    pub word: String,
    /// What it is.
    pub kind: Kind,
    /// Whether it was written with a capital letter.
    pub is_capital: bool,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word.
    Word,
    /// A whole number.
    Number(u64),
    /// An amount of memory in bytes.
    Amount(u64),
    /// `2x`: how many of what stands behind it.
    CountBefore(u16),
    /// `x2`: how many of what stands before it.
    CountBehind(u16),
    /// A number with a unit that is none of memory, or with digits behind a point.
    Measure,
    /// A comma or another sign that parts what stands around it.
    Break,
    /// A bracket, a colon or another sign that parts less.
    Sign,
}

/// The tokens of a line.
pub fn tokens(line: &str, devices: &Devices) -> Vec<Token> {
    let mut found = Lexer::read(line, devices, TOKENS_MAX);
    join_counts(&mut found);
    found
}

/// `2 x` and `x 2` are counts as well, and so is a number before "x" at the end of a name.
fn join_counts(tokens: &mut Vec<Token>) {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = std::mem::take(tokens).into_iter().peekable();
    while let Some(mut token) = rest.next() {
        let count = |token: &Token| match token.kind {
            Kind::Number(number @ 1..=64) => u16::try_from(number).ok(),
            _ => None,
        };
        if let Some(number) = count(&token)
            && rest
                .next_if(|next| next.word == "x" && next.kind == Kind::Word)
                .is_some()
        {
            token.kind = Kind::CountBefore(number);
        } else if token.word == "x"
            && token.kind == Kind::Word
            && !joined.is_empty()
            && let Some(number) = rest.peek().and_then(count)
        {
            let _ = rest.next();
            token.kind = Kind::CountBehind(number);
        }
        joined.push(token);
    }
    *tokens = joined;
}
