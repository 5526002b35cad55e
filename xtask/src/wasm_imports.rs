//! The import section of a WebAssembly module: read, and written anew with other names.
//!
//! Source: WebAssembly Core Specification 3.0, section 5 (binary format). Only what stands in the import section is
//! understood; every other section is passed on as it is, except custom sections, which mean nothing to an engine and
//! are left out. Whatever is not understood is a [`Refusal`], never a guess.

/// The head of every module: magic and version 1.
const HEAD: &[u8] = b"\0asm\x01\0\0\0";
const CUSTOM_SECTION: u8 = 0;
const IMPORT_SECTION: u8 = 2;

/// Why a module is not rewritten.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It does not begin as modules of version 1 do.
    NotAModule,
    /// It ends in the middle of something.
    CutOff,
    /// A number is longer than its kind allows.
    NumberTooLong,
    /// A name is not UTF-8.
    NameNotText,
    /// This kind of import, or something in its description, is unknown: the byte.
    UnknownImport(u8),
    /// The import section holds more bytes than imports, or there is a second one.
    StrayBytes,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotAModule => out.write_str("it is not a WebAssembly module of version 1"),
            Self::CutOff => out.write_str("the module is cut off"),
            Self::NumberTooLong => out.write_str("the module holds a number that is too long"),
            Self::NameNotText => out.write_str("the name of an import is not UTF-8"),
            Self::UnknownImport(byte) => write!(out, "an import holds the unknown byte {byte:#04x}"),
            Self::StrayBytes => out.write_str("the import section holds more than imports"),
        }
    }
}

/// One import: what it is called, and what it is (the bytes of its kind and type).
#[derive(Debug, PartialEq, Eq)]
pub struct Import<'module> {
    pub module: &'module str,
    pub name: &'module str,
    description: &'module [u8],
}

/// A module, taken apart as far as renaming its imports needs.
#[derive(Debug, PartialEq, Eq)]
pub struct Module<'module> {
    /// The bytes of every section that is kept but the imports, each with its head; those before the imports first.
    sections: Vec<&'module [u8]>,
    /// How many of the sections stand before the imports.
    before: usize,
    pub imports: Vec<Import<'module>>,
}

impl<'module> Module<'module> {
    /// Takes the bytes of a module apart.
    pub fn parse(bytes: &'module [u8]) -> Result<Self, Refusal> {
        let mut rest = Reader(bytes.strip_prefix(HEAD).ok_or(Refusal::NotAModule)?);
        let mut module = Self {
            sections: Vec::new(),
            before: 0,
            imports: Vec::new(),
        };
        let mut has_imports = false;
        while !rest.0.is_empty() {
            let whole = rest.0;
            let kind = rest.byte()?;
            let body = rest.sized()?;
            match kind {
                CUSTOM_SECTION => {}
                IMPORT_SECTION if has_imports => return Err(Refusal::StrayBytes),
                IMPORT_SECTION => {
                    has_imports = true;
                    module.before = module.sections.len();
                    module.imports = imports(Reader(body))?;
                }
                _ => module.sections.push(&whole[..whole.len() - rest.0.len()]),
            }
        }
        Ok(module)
    }

    /// The bytes of the module, its imports called what `name` answers for each: (module, name).
    pub fn with_names<'name>(&self, name: impl Fn(&Import<'module>) -> (&'name str, &'name str)) -> Vec<u8> {
        let (before, after) = self.sections.split_at(self.before);
        let mut bytes = HEAD.to_vec();
        before.iter().for_each(|section| bytes.extend_from_slice(section));
        if !self.imports.is_empty() {
            let mut body = Vec::new();
            push_number(&mut body, self.imports.len());
            for import in &self.imports {
                let (module, name) = name(import);
                push_sized(&mut body, module.as_bytes());
                push_sized(&mut body, name.as_bytes());
                body.extend_from_slice(import.description);
            }
            bytes.push(IMPORT_SECTION);
            push_sized(&mut bytes, &body);
        }
        after.iter().for_each(|section| bytes.extend_from_slice(section));
        bytes
    }
}

fn imports(mut section: Reader<'_>) -> Result<Vec<Import<'_>>, Refusal> {
    let count = section.number(32)?;
    let mut found = Vec::new();
    for _ in 0..count {
        let module = section.name()?;
        let name = section.name()?;
        let whole = section.0;
        section.skip_description()?;
        found.push(Import {
            module,
            name,
            description: &whole[..whole.len() - section.0.len()],
        });
    }
    if section.0.is_empty() {
        Ok(found)
    } else {
        Err(Refusal::StrayBytes)
    }
}

/// What is still to be read.
struct Reader<'module>(&'module [u8]);

impl<'module> Reader<'module> {
    fn byte(&mut self) -> Result<u8, Refusal> {
        let (first, rest) = self.0.split_first().ok_or(Refusal::CutOff)?;
        self.0 = rest;
        Ok(*first)
    }

    /// An unsigned LEB128 number of at most `bits` bits.
    fn number(&mut self, bits: u32) -> Result<u64, Refusal> {
        let mut value = 0;
        let mut shift = 0;
        loop {
            let byte = self.byte()?;
            let part = u64::from(byte & 0x7f);
            // The last byte may use only the bits that are left.
            if shift >= bits || (bits - shift < 7 && part >> (bits - shift) != 0) {
                return Err(Refusal::NumberTooLong);
            }
            value |= part << shift;
            if byte < 0x80 {
                return Ok(value);
            }
            shift += 7;
        }
    }

    /// Bytes with their number in front.
    fn sized(&mut self) -> Result<&'module [u8], Refusal> {
        let length = usize::try_from(self.number(32)?).map_err(|_| Refusal::CutOff)?;
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Refusal::CutOff)?;
        self.0 = rest;
        Ok(taken)
    }

    fn name(&mut self) -> Result<&'module str, Refusal> {
        std::str::from_utf8(self.sized()?).map_err(|_| Refusal::NameNotText)
    }

    /// The kind of an import and its type.
    fn skip_description(&mut self) -> Result<(), Refusal> {
        match self.byte()? {
            // A function: the number of its type.
            0 => self.number(32).map(|_| ()),
            // A table: what it holds, and its limits.
            1 => {
                self.one_of(&[0x6f, 0x70])?;
                self.skip_limits()
            }
            // A memory: its limits.
            2 => self.skip_limits(),
            // A global: its type (a number, a vector or one of the two plain references), and whether it can change.
            3 => {
                self.one_of(&[0x6f, 0x70, 0x7b, 0x7c, 0x7d, 0x7e, 0x7f])?;
                self.one_of(&[0, 1])
            }
            // A tag of exceptions: a zero, and the number of its type.
            4 => {
                self.one_of(&[0])?;
                self.number(32).map(|_| ())
            }
            other => Err(Refusal::UnknownImport(other)),
        }
    }

    /// Limits: bit 0 says that there is an upper one, bit 1 that it is shared, bit 2 that addresses have 64 bits.
    fn skip_limits(&mut self) -> Result<(), Refusal> {
        let flags = self.byte()?;
        if flags > 7 {
            return Err(Refusal::UnknownImport(flags));
        }
        let bits = if flags & 4 == 0 { 32 } else { 64 };
        self.number(bits)?;
        if flags & 1 == 1 {
            self.number(bits)?;
        }
        Ok(())
    }

    fn one_of(&mut self, known: &[u8]) -> Result<(), Refusal> {
        let byte = self.byte()?;
        if known.contains(&byte) {
            Ok(())
        } else {
            Err(Refusal::UnknownImport(byte))
        }
    }
}

fn push_number(bytes: &mut Vec<u8>, mut value: usize) {
    while value > 0x7f {
        bytes.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}

fn push_sized(bytes: &mut Vec<u8>, content: &[u8]) {
    push_number(bytes, content.len());
    bytes.extend_from_slice(content);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(kind: u8, body: &[u8]) -> Vec<u8> {
        let mut bytes = vec![kind];
        push_sized(&mut bytes, body);
        bytes
    }

    fn module(sections: &[Vec<u8>]) -> Vec<u8> {
        [HEAD.to_vec(), sections.concat()].concat()
    }

    fn import(module: &str, name: &str, description: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        push_sized(&mut bytes, module.as_bytes());
        push_sized(&mut bytes, name.as_bytes());
        [bytes, description.to_vec()].concat()
    }

    fn import_section(imports: &[Vec<u8>]) -> Vec<u8> {
        let mut body = Vec::new();
        push_number(&mut body, imports.len());
        section(2, &[body, imports.concat()].concat())
    }

    /// Every kind of import, one of each.
    const DESCRIPTIONS: [&[u8]; 9] = [
        &[0, 0x80, 1],
        &[1, 0x70, 0, 3],
        &[1, 0x6f, 1, 3, 0x80, 2],
        &[2, 0, 17],
        &[2, 3, 17, 0x80, 0x80, 4],
        &[2, 5, 1, 0x80, 0x80, 0x80, 0x80, 0x80, 1],
        &[3, 0x7f, 0],
        &[3, 0x6f, 1],
        &[4, 0, 5],
    ];

    #[test]
    fn imports_of_every_kind_get_other_names_and_everything_else_stays() {
        let types = section(1, &[1, 0x60, 0, 0]);
        let code = section(10, &[7; 300]);
        let with = |name: fn(usize) -> String| {
            let imports: Vec<_> = (DESCRIPTIONS.iter().enumerate())
                .map(|(at, description)| import("./a_bg.js", &name(at), description))
                .collect();
            module(&[types.clone(), import_section(&imports), code.clone()])
        };
        let long = with(|at| format!("__wbg_name_{at}"));
        let parsed = Module::parse(&long).unwrap();
        assert_eq!(parsed.imports.len(), DESCRIPTIONS.len());
        let short: Vec<String> = (0..DESCRIPTIONS.len()).map(|at| format!("n{at}")).collect();
        let renamed = parsed.with_names(|import| {
            let at = parsed.imports.iter().position(|other| other == import).unwrap();
            ("./a_bg.js", &short[at])
        });
        assert_eq!(renamed, with(|at| format!("n{at}")));
    }

    #[test]
    fn the_same_names_give_the_same_module_and_custom_sections_go() {
        let imports = import_section(&[import("m", "f", &[0, 0])]);
        let code = section(10, &[1]);
        let custom = section(0, b"\x04namex");
        let bytes = module(&[
            custom.clone(),
            imports.clone(),
            custom.clone(),
            code.clone(),
            custom,
        ]);
        let parsed = Module::parse(&bytes).unwrap();
        let same = parsed.with_names(|import| (import.module, import.name));
        assert_eq!(same, module(&[imports, code]));
        let without = module(&[section(1, &[0])]);
        assert_eq!(Module::parse(&without).unwrap().with_names(|_| ("", "")), without);
    }

    #[test]
    fn a_number_is_read_up_to_its_width() {
        let number = |bytes: &[u8], bits| Reader(bytes).number(bits);
        assert_eq!(number(&[0x7f], 32), Ok(127));
        assert_eq!(number(&[0xe5, 0x8e, 0x26], 32), Ok(624_485));
        assert_eq!(number(&[0x80, 0x00], 32), Ok(0));
        assert_eq!(
            number(&[0xff, 0xff, 0xff, 0xff, 0x0f], 32),
            Ok(u64::from(u32::MAX))
        );
        assert_eq!(
            number(&[0xff, 0xff, 0xff, 0xff, 0x1f], 32),
            Err(Refusal::NumberTooLong)
        );
        assert_eq!(
            number(&[0x80, 0x80, 0x80, 0x80, 0x80, 0], 32),
            Err(Refusal::NumberTooLong)
        );
        let most = [[0xff; 9].as_slice(), &[1]].concat();
        assert_eq!(number(&most, 64), Ok(u64::MAX));
        assert_eq!(number(&[0x80], 64), Err(Refusal::CutOff));
        for value in [0, 1, 127, 128, 300, 16_383, 16_384, 624_485] {
            let mut bytes = Vec::new();
            push_number(&mut bytes, value);
            assert_eq!(number(&bytes, 32), Ok(value as u64));
        }
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let refusal = |bytes: &[u8]| Module::parse(bytes).err();
        let one = |description: &[u8]| refusal(&module(&[import_section(&[import("m", "f", description)])]));
        assert_eq!(refusal(b"\0asm\x0d\0\x01\0"), Some(Refusal::NotAModule));
        assert_eq!(one(&[5, 0]), Some(Refusal::UnknownImport(5)));
        assert_eq!(one(&[1, 0x63, 0, 0]), Some(Refusal::UnknownImport(0x63)));
        assert_eq!(one(&[2, 8, 1]), Some(Refusal::UnknownImport(8)));
        assert_eq!(one(&[3, 0x7f, 2]), Some(Refusal::UnknownImport(2)));
        assert_eq!(one(&[4, 1, 0]), Some(Refusal::UnknownImport(1)));
        assert_eq!(one(&[0, 0, 9]), Some(Refusal::StrayBytes));
        let section_of_imports = import_section(&[import("m", "f", &[0, 0])]);
        let twice = module(&[section_of_imports.clone(), section_of_imports]);
        assert_eq!(refusal(&twice), Some(Refusal::StrayBytes));
        assert_eq!(
            refusal(&module(&[section(2, &[1, 1, 0xff, 0, 0, 0])])),
            Some(Refusal::NameNotText)
        );
    }

    #[test]
    fn a_module_cut_off_anywhere_is_refused_or_ends_between_sections() {
        let imports: Vec<_> = DESCRIPTIONS.iter().map(|bytes| import("m", "f", bytes)).collect();
        let whole = module(&[section(1, &[0]), import_section(&imports)]);
        let between = [HEAD.len(), HEAD.len() + 3, whole.len()];
        for end in 0..=whole.len() {
            assert_eq!(
                Module::parse(&whole[..end]).is_ok(),
                between.contains(&end),
                "{end}"
            );
        }
    }
}
