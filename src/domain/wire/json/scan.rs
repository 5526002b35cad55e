//! The grammar of JSON (RFC 8259): where a value ends, and what stands between quotes.
//!
//! Values are stepped over without recursion, so that deep nesting costs no stack, and in time linear in their length.

/// Where a text stops being JSON, as a position in bytes. At the very end of the text: it was cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::domain) struct Fault(pub usize);

/// A position in a text, moved forward by what is read.
pub(in crate::domain) struct Scanner<'a> {
    text: &'a str,
    /// Bytes read so far.
    pub at: usize,
}

impl<'a> Scanner<'a> {
    pub const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no white space, not yet read.
    pub fn next_visible(&mut self) -> Option<u8> {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
        self.peek()
    }

    /// Reads a byte if it is the next visible one.
    pub fn take(&mut self, wanted: u8) -> bool {
        let is_next = self.next_visible() == Some(wanted);
        self.at += usize::from(is_next);
        is_next
    }

    fn require(&self, is_there: bool) -> Result<(), Fault> {
        if is_there { Ok(()) } else { Err(Fault(self.at)) }
    }

    /// Steps over a value and gives its text.
    pub fn value(&mut self) -> Result<&'a str, Fault> {
        self.next_visible();
        let start = self.at;
        // The brackets that will close what is open.
        let mut open: Vec<u8> = Vec::new();
        loop {
            if self.take(b'{') {
                if !self.take(b'}') {
                    self.name()?;
                    open.push(b'}');
                    continue;
                }
            } else if self.take(b'[') {
                if !self.take(b']') {
                    open.push(b']');
                    continue;
                }
            } else {
                self.scalar()?;
            }
            // A value has ended, and with it perhaps some that it is the last part of.
            while let Some(&close) = open.last()
                && self.take(close)
            {
                open.pop();
            }
            let Some(&close) = open.last() else {
                return Ok(self.text.get(start..self.at).unwrap_or_default());
            };
            let goes_on = self.take(b',');
            self.require(goes_on)?;
            if close == b'}' {
                self.name()?;
            }
        }
    }

    /// Steps over the name of a field and the colon, and gives the name with its quotes.
    pub fn name(&mut self) -> Result<&'a str, Fault> {
        self.next_visible();
        let start = self.at;
        self.string()?;
        let name = self.text.get(start..self.at).unwrap_or_default();
        let has_colon = self.take(b':');
        self.require(has_colon)?;
        Ok(name)
    }

    fn scalar(&mut self) -> Result<(), Fault> {
        match self.next_visible() {
            Some(b'"') => self.string(),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.word("true"),
            Some(b'f') => self.word("false"),
            Some(b'n') => self.word("null"),
            _ => Err(Fault(self.at)),
        }
    }

    fn word(&mut self, word: &str) -> Result<(), Fault> {
        for letter in word.bytes() {
            self.require(self.peek() == Some(letter))?;
            self.at += 1;
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        self.at += usize::from(self.peek() == Some(b'-'));
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        self.require(self.at > start)
    }

    fn string(&mut self) -> Result<(), Fault> {
        self.require(self.peek() == Some(b'"'))?;
        self.at += 1;
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    self.escape()?;
                }
                Some(0x20..) => self.at += 1,
                _ => return Err(Fault(self.at)),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Fault> {
        let kind = self.peek();
        let is_known = kind.is_some_and(|kind| br#""\/bfnrtu"#.contains(&kind));
        self.require(is_known)?;
        self.at += 1;
        let n_digits = if kind == Some(b'u') { 4 } else { 0 };
        for _ in 0..n_digits {
            self.require(self.peek().is_some_and(|byte| byte.is_ascii_hexdigit()))?;
            self.at += 1;
        }
        Ok(())
    }
}

/// What a string's text stands for, without its quotes; `None` for half of a surrogate pair, which is no character.
pub(super) fn unescaped(inside: &str) -> Option<String> {
    let mut plain = String::with_capacity(inside.len());
    let mut rest = inside;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        let mut letters = after.chars();
        let letter = match letters.next()? {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let (character, behind) = character(after.get(1..)?)?;
                plain.push(character);
                rest = behind;
                continue;
            }
            other => other,
        };
        plain.push(letter);
        rest = letters.as_str();
    }
    plain.push_str(rest);
    Some(plain)
}

/// The character behind `\u`, whose second half may stand in another escape, and what follows.
fn character(text: &str) -> Option<(char, &str)> {
    let half = |text: &str| u32::from_str_radix(text.get(..4)?, 16).ok();
    let (first, rest) = (half(text)?, text.get(4..)?);
    if let Some(character) = char::from_u32(first) {
        return Some((character, rest));
    }
    let rest = rest.strip_prefix("\\u")?;
    let second = half(rest)?;
    let is_pair = (0xD800..0xDC00).contains(&first) && (0xDC00..0xE000).contains(&second);
    let code = is_pair.then(|| 0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF))?;
    Some((char::from_u32(code)?, rest.get(4..)?))
}
