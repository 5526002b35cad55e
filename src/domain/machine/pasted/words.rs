//! Words that say what an amount, a number or a name is about, in the languages of the page's readers.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a word says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The amount beside it is the system memory.
    System,
    /// It is memory, of the system unless a word before it says otherwise.
    Memory,
    /// The amount beside it is the memory of a device.
    Device,
    /// Graphics: a number near it may be the name of a card.
    Graphics,
    /// The amount beside it is that of a disk.
    Disk,
    /// The machine is a laptop.
    Laptop,
    /// It counts what stands behind it.
    Count(u16),
    /// It counts what stands behind or before it only together with a number: "2 cards", "3 枚".
    Cards,
    /// It tells nothing of memory, and ends what a word before it says: "memory bandwidth".
    Other,
}

use Meaning::{Cards, Count, Device, Disk, Graphics, Laptop, Memory, Other, System};

/// English; words that other languages use as well are here.
const ENGLISH: &[(&str, Meaning)] = &[
    ("ram", System),
    ("sysram", System),
    ("unified", System),
    ("dimm", System),
    ("sodimm", System),
    ("udimm", System),
    ("rdimm", System),
    ("ecc", System),
    ("system", System),
    ("memory", Memory),
    ("mem", Memory),
    ("vram", Device),
    ("gddr3", Device),
    ("gddr5", Device),
    ("gddr5x", Device),
    ("gddr6", Device),
    ("gddr6x", Device),
    ("gddr7", Device),
    ("hbm2", Device),
    ("hbm2e", Device),
    ("hbm3", Device),
    ("hbm3e", Device),
    ("gpu", Graphics),
    ("gpus", Graphics),
    ("igpu", Graphics),
    ("egpu", Graphics),
    ("graphics", Graphics),
    ("video", Graphics),
    ("videocard", Graphics),
    ("nvidia", Graphics),
    ("cuda", Graphics),
    ("rig", Graphics),
    ("ssd", Disk),
    ("hdd", Disk),
    ("nvme", Disk),
    ("emmc", Disk),
    ("ufs", Disk),
    ("storage", Disk),
    ("disk", Disk),
    ("drive", Disk),
    ("rom", Disk),
    ("flash", Disk),
    ("sata", Disk),
    ("swap", Disk),
    ("pagefile", Disk),
    ("laptop", Laptop),
    ("laptops", Laptop),
    ("notebook", Laptop),
    ("card", Cards),
    ("cards", Cards),
    ("dual", Count(2)),
    ("twin", Count(2)),
    ("double", Count(2)),
    ("pair", Count(2)),
    ("two", Count(2)),
    ("both", Count(2)),
    ("triple", Count(3)),
    ("three", Count(3)),
    ("quad", Count(4)),
    ("four", Count(4)),
    ("five", Count(5)),
    ("six", Count(6)),
    ("eight", Count(8)),
    ("bandwidth", Other),
    ("cache", Other),
    ("model", Other),
    ("context", Other),
    ("ctx", Other),
    ("tokens", Other),
    ("tok", Other),
    ("clock", Other),
    ("bus", Other),
];
const GERMAN: &[(&str, Meaning)] = &[
    ("arbeitsspeicher", System),
    ("hauptspeicher", System),
    ("systemspeicher", System),
    ("speicher", Memory),
    ("grafikspeicher", Device),
    ("videospeicher", Device),
    ("grafikkarte", Graphics),
    ("grafikkarten", Graphics),
    ("grafik", Graphics),
    ("karte", Cards),
    ("karten", Cards),
    ("festplatte", Disk),
    ("zwei", Count(2)),
    ("doppel", Count(2)),
    ("drei", Count(3)),
    ("vier", Count(4)),
    ("speicherbandbreite", Other),
    ("bandbreite", Other),
];
const FRENCH: &[(&str, Meaning)] = &[
    ("mémoire", Memory),
    ("memoire", Memory),
    ("vive", System),
    ("carte", Cards),
    ("cartes", Cards),
    ("graphique", Graphics),
    ("graphiques", Graphics),
    ("vidéo", Graphics),
    ("disque", Disk),
    ("deux", Count(2)),
    ("trois", Count(3)),
    ("quatre", Count(4)),
    ("portable", Laptop),
    ("passante", Other),
];
const SPANISH_AND_PORTUGUESE: &[(&str, Meaning)] = &[
    ("memoria", Memory),
    ("memória", Memory),
    ("gráfica", Graphics),
    ("gráficas", Graphics),
    ("grafica", Graphics),
    ("vídeo", Graphics),
    ("tarjeta", Cards),
    ("tarjetas", Cards),
    ("placa", Cards),
    ("placas", Cards),
    ("disco", Disk),
    ("armazenamento", Disk),
    ("almacenamiento", Disk),
    ("dos", Count(2)),
    ("duas", Count(2)),
    ("dois", Count(2)),
    ("tres", Count(3)),
    ("três", Count(3)),
    ("cuatro", Count(4)),
    ("quatro", Count(4)),
    ("portátil", Laptop),
];
const RUSSIAN: &[(&str, Meaning)] = &[
    ("озу", System),
    ("оперативной", System),
    ("оперативная", System),
    ("оперативки", System),
    ("оперативы", System),
    ("рам", System),
    ("память", Memory),
    ("памяти", Memory),
    ("видеопамять", Device),
    ("видеопамяти", Device),
    ("врам", Device),
    ("видеокарта", Graphics),
    ("видеокарты", Graphics),
    ("видеокарт", Graphics),
    ("видяха", Graphics),
    ("карта", Cards),
    ("карты", Cards),
    ("карт", Cards),
    ("штуки", Cards),
    ("шт", Cards),
    ("диск", Disk),
    ("ноутбук", Laptop),
    ("ноут", Laptop),
    ("две", Count(2)),
    ("два", Count(2)),
    ("двумя", Count(2)),
    ("три", Count(3)),
    ("четыре", Count(4)),
];
const CHINESE: &[(&str, Meaning)] = &[
    ("内存", System),
    ("記憶體", System),
    ("运存", System),
    ("主存", System),
    ("显存", Device),
    ("顯存", Device),
    ("视频内存", Device),
    ("显卡", Graphics),
    ("顯卡", Graphics),
    ("顯示卡", Graphics),
    ("硬盘", Disk),
    ("硬碟", Disk),
    ("固态", Disk),
    ("笔记本", Laptop),
    ("筆電", Laptop),
    ("双卡", Count(2)),
    ("雙卡", Count(2)),
    ("双", Count(2)),
    ("雙", Count(2)),
    ("两张", Count(2)),
    ("兩張", Count(2)),
    ("两块", Count(2)),
    ("两", Count(2)),
    ("三张", Count(3)),
    ("四张", Count(4)),
    ("四卡", Count(4)),
    ("八卡", Count(8)),
    ("张", Cards),
    ("張", Cards),
    ("块", Cards),
    ("塊", Cards),
    ("卡", Cards),
    ("带宽", Other),
    ("頻寬", Other),
];
const JAPANESE: &[(&str, Meaning)] = &[
    ("メモリ", System),
    ("メモリー", System),
    ("メインメモリ", System),
    ("ビデオメモリ", Device),
    ("グラフィックメモリ", Device),
    ("グラボ", Graphics),
    ("グラフィックボード", Graphics),
    ("グラフィックス", Graphics),
    ("ビデオカード", Graphics),
    ("ストレージ", Disk),
    ("ノート", Laptop),
    ("二枚", Count(2)),
    ("枚", Cards),
    ("台", Cards),
    ("基", Cards),
    ("帯域", Other),
];

const ALL: [&[(&str, Meaning)]; 7] = [
    ENGLISH,
    GERMAN,
    FRENCH,
    SPANISH_AND_PORTUGUESE,
    RUSSIAN,
    CHINESE,
    JAPANESE,
];

/// What a word in lower case says; nothing for most. Asked many times for each word of a text, so the tables are put in
/// order once.
pub fn meaning(word: &str) -> Option<Meaning> {
    static IN_ORDER: OnceLock<BTreeMap<&str, Meaning>> = OnceLock::new();
    let in_order = IN_ORDER.get_or_init(|| ALL.into_iter().flatten().rev().copied().collect());
    in_order.get(word).copied()
}

/// The longest word that a text without spaces begins with, of those languages that are written so.
pub fn leading(text: &str) -> Option<&'static str> {
    let all = CHINESE.iter().chain(JAPANESE).map(|(word, _)| *word);
    all.filter(|word| text.starts_with(word))
        .max_by_key(|word| word.len())
}

/// Units of memory in lower case, in bytes (2^30 and so on).
const UNITS: [(&str, u64); 31] = [
    ("gb", 1 << 30),
    ("gib", 1 << 30),
    ("gi", 1 << 30),
    ("g", 1 << 30),
    ("go", 1 << 30),
    ("gig", 1 << 30),
    ("gigs", 1 << 30),
    ("giga", 1 << 30),
    ("gigas", 1 << 30),
    ("gigabyte", 1 << 30),
    ("gigabytes", 1 << 30),
    ("гб", 1 << 30),
    ("гиб", 1 << 30),
    ("гиг", 1 << 30),
    ("гига", 1 << 30),
    ("гигов", 1 << 30),
    ("гигабайт", 1 << 30),
    ("mb", 1 << 20),
    ("mib", 1 << 20),
    ("mo", 1 << 20),
    ("мб", 1 << 20),
    ("миб", 1 << 20),
    ("megabytes", 1 << 20),
    ("kb", 1 << 10),
    ("kib", 1 << 10),
    ("ko", 1 << 10),
    ("кб", 1 << 10),
    ("tb", 1 << 40),
    ("tib", 1 << 40),
    ("тб", 1 << 40),
    ("bytes", 1),
];
/// The same where what follows needs no space.
const LEADING_UNITS: [(&str, u64); 5] = [
    ("ギガバイト", 1 << 30),
    ("ギガ", 1 << 30),
    ("吉字节", 1 << 30),
    ("個g", 1 << 30),
    ("兆", 1 << 20),
];

/// Bytes of a unit by its whole word.
pub fn unit(word: &str) -> Option<u64> {
    let known = UNITS.iter().find(|(known, _)| *known == word);
    known.map(|(_, bytes)| *bytes)
}

/// Bytes of a unit that a text begins with, and what follows it.
pub fn leading_unit(text: &str) -> Option<(u64, &str)> {
    let mut all = LEADING_UNITS.into_iter();
    all.find_map(|(unit, bytes)| Some((bytes, text.strip_prefix(unit)?)))
}
