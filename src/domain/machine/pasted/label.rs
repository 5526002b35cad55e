//! What the labels of system tools mean.

/// The subject of a line with a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label {
    /// The name of a GPU, or of a processor with one.
    Name,
    /// The same where the tool prints it once for each core or display of one device.
    NameOnce,
    /// What a person writes before a sentence about graphics.
    Sentence,
    /// Memory of the GPU that was named last, with a unit or in bytes; without a value, it follows.
    DeviceMemory,
    /// The same by a field of 32 bits.
    AdapterRam,
    /// Number of cores of the processor or the GPU that was named last.
    Cores,
    /// System memory, with a unit or in bytes.
    SystemMemory,
    /// System memory in KiB where no unit is printed.
    SystemMemoryKib,
    /// The first line of `free`.
    FreeTotal,
    /// Size of a memory module.
    ModuleSize,
    /// The whole of what was named before.
    Total,
    /// Generation of the memory.
    ModuleType,
    /// Generation of the memory by its number in SMBIOS.
    ModuleTypeNumber,
    /// Speed of the memory.
    ModuleSpeed,
    /// Where a module sits.
    ModuleLocator,
    /// Identification of a PCI device.
    PciId,
    /// A label that tells nothing and whose value must not be searched either.
    Ignored,
}

/// Labels in lower case, spaces and hyphens taken away. Sources: the tools' own output (nvidia-smi, rocm-smi, amd-smi,
/// system_profiler, dxdiag, wmic, Get-CimInstance, Get-ComputerInfo, systeminfo, free, /proc/meminfo, dmidecode, lscpu,
/// vulkaninfo, clinfo, glxinfo, inxi, neofetch).
const LABELS: [(&str, Label); 160] = [
    ("dedicatedgpumemory", Label::DeviceMemory),
    ("dedizierterspeicher", Label::DeviceMemory),
    ("dediziertergpuspeicher", Label::DeviceMemory),
    ("mémoiregpudédiée", Label::DeviceMemory),
    ("memoriadegpudedicada", Label::DeviceMemory),
    ("выделеннаяпамятьграфическогопроцессора", Label::DeviceMemory),
    ("专用gpu内存", Label::DeviceMemory),
    ("専用gpuメモリ", Label::DeviceMemory),
    ("显存", Label::DeviceMemory),
    ("memoryphysicalsize", Label::DeviceMemory),
    ("vramsize", Label::DeviceMemory),
    ("gpumemory", Label::Ignored),
    ("sharedgpumemory", Label::Ignored),
    ("gpuspeicher", Label::Ignored),
    ("adapterdescription", Label::Name),
    ("grafikkarte", Label::Name),
    ("videocontroller", Label::Name),
    ("videoadapter", Label::Name),
    ("cartegraphique", Label::Name),
    ("tarjetagráfica", Label::Name),
    ("placadevídeo", Label::Name),
    ("видеокарта", Label::Name),
    ("видеоадаптер", Label::Name),
    ("显卡", Label::Name),
    ("顯示卡", Label::Name),
    ("グラボ", Label::Name),
    ("グラフィックス", Label::Name),
    ("graphicsprocessor", Label::Name),
    ("gpuname", Label::Name),
    ("card", Label::Sentence),
    ("gpus", Label::Sentence),
    ("vga", Label::Sentence),
    ("speicher", Label::SystemMemory),
    ("arbeitsspeicher", Label::SystemMemory),
    ("installierterram", Label::SystemMemory),
    ("installierterphysischerspeicher(ram)", Label::SystemMemory),
    ("gesamterphysischerspeicher", Label::SystemMemory),
    ("gesamterphysikalischerspeicher", Label::SystemMemory),
    ("mémoire", Label::SystemMemory),
    ("mémoirevive", Label::SystemMemory),
    ("mémoirephysiquetotale", Label::SystemMemory),
    ("mémoirephysique(ram)installée", Label::SystemMemory),
    ("ramfisicainstallata", Label::SystemMemory),
    ("memoria", Label::SystemMemory),
    ("memória", Label::SystemMemory),
    ("memoriafísicatotal", Label::SystemMemory),
    ("cantidadtotaldememoriafísica", Label::SystemMemory),
    ("memóriafísicatotal", Label::SystemMemory),
    ("quantidadetotaldememóriafísica", Label::SystemMemory),
    ("память", Label::SystemMemory),
    ("озу", Label::SystemMemory),
    ("полныйобъемфизическойпамяти", Label::SystemMemory),
    ("установленнаяоперативнаяпамять", Label::SystemMemory),
    ("установленнаяоперативнаяпамять(озу)", Label::SystemMemory),
    ("内存", Label::SystemMemory),
    ("物理内存总量", Label::SystemMemory),
    ("安装的物理内存(ram)", Label::SystemMemory),
    ("已安装的物理内存(ram)", Label::SystemMemory),
    ("記憶體", Label::SystemMemory),
    ("實體記憶體總計", Label::SystemMemory),
    ("メモリ", Label::SystemMemory),
    ("メモリ使用状況", Label::Ignored),
    ("物理メモリの合計", Label::SystemMemory),
    ("実装ram", Label::SystemMemory),
    ("インストール済みの物理メモリ(ram)", Label::SystemMemory),
    ("systemram", Label::SystemMemory),
    ("maxpcieswitch", Label::Ignored),
    ("maxmemallocsize", Label::Ignored),
    ("pciemaxbandwidth", Label::Ignored),
    ("verfügbarerphysischerspeicher", Label::Ignored),
    ("verfügbarerphysikalischerspeicher", Label::Ignored),
    ("mémoirephysiquedisponible", Label::Ignored),
    ("memoriafísicadisponible", Label::Ignored),
    ("memóriafísicadisponível", Label::Ignored),
    ("доступнаяфизическаяпамять", Label::Ignored),
    ("可用的物理内存", Label::Ignored),
    ("利用できる物理メモリ", Label::Ignored),
    ("totalavailablememory", Label::Ignored),
    ("currentlyavailablededicatedvideomemory", Label::Ignored),
    ("virtualmemory", Label::Ignored),
    ("pagefilespace", Label::Ignored),
    ("totalvirtualmemory", Label::Ignored),
    ("availablevirtualmemory", Label::Ignored),
    ("totalswap", Label::Ignored),
    ("disk", Label::Ignored),
    ("disk(/)", Label::Ignored),
    ("localdisk", Label::Ignored),
    ("cardname", Label::NameOnce),
    ("chipsetmodel", Label::NameOnce),
    ("chip", Label::NameOnce),
    ("devicename", Label::Name),
    ("productname", Label::Name),
    ("market_name", Label::Name),
    ("marketname", Label::Name),
    ("marketingname", Label::Name),
    ("cardseries", Label::Name),
    ("cardmodel", Label::Name),
    ("name", Label::Name),
    ("device", Label::Name),
    ("gpu", Label::Name),
    ("graphics", Label::Name),
    ("graphicscard", Label::Name),
    ("graphicscoprocessor", Label::NameOnce),
    ("videocard", Label::Name),
    ("modelname", Label::NameOnce),
    ("machdep.cpu.brand_string", Label::NameOnce),
    ("openglrendererstring", Label::Name),
    ("boardname(amd)", Label::Name),
    ("fbmemoryusage", Label::DeviceMemory),
    ("dedicatedmemory", Label::DeviceMemory),
    ("vramtotalmemory(b)", Label::DeviceMemory),
    ("vramtotal", Label::DeviceMemory),
    ("vram(total)", Label::DeviceMemory),
    ("vram", Label::DeviceMemory),
    ("totalvram", Label::DeviceMemory),
    ("globalmemorysize", Label::DeviceMemory),
    ("dedicatedvideomemory", Label::DeviceMemory),
    ("videomemory", Label::DeviceMemory),
    ("graphicsram", Label::DeviceMemory),
    ("graphicscardramsize", Label::DeviceMemory),
    ("adapterram", Label::AdapterRam),
    ("totalnumberofcores", Label::Cores),
    ("memory", Label::SystemMemory),
    ("ram", Label::SystemMemory),
    ("installedram", Label::SystemMemory),
    ("installedmemory(ram)", Label::SystemMemory),
    ("installedphysicalmemory(ram)", Label::SystemMemory),
    ("systemmemory", Label::SystemMemory),
    ("totalphysicalmemory", Label::SystemMemory),
    ("cstotalphysicalmemory", Label::SystemMemory),
    ("physicalmemory", Label::SystemMemory),
    ("hw.memsize", Label::SystemMemory),
    ("ramsize", Label::SystemMemory),
    ("ostotalvisiblememorysize", Label::SystemMemoryKib),
    ("totalvisiblememorysize", Label::SystemMemoryKib),
    ("memtotal", Label::SystemMemoryKib),
    ("mem", Label::FreeTotal),
    ("size", Label::ModuleSize),
    ("total", Label::Total),
    ("capacity", Label::ModuleSize),
    ("type", Label::ModuleType),
    ("smbiosmemorytype", Label::ModuleTypeNumber),
    ("speed", Label::ModuleSpeed),
    ("configuredmemoryspeed", Label::ModuleSpeed),
    ("configuredclockspeed", Label::ModuleSpeed),
    ("locator", Label::ModuleLocator),
    ("devicelocator", Label::ModuleLocator),
    ("banklocator", Label::ModuleLocator),
    ("banklabel", Label::ModuleLocator),
    ("pnpdeviceid", Label::PciId),
    ("devicekey", Label::PciId),
    ("deviceid", Label::PciId),
    ("displaymemory", Label::Ignored),
    ("sharedmemory", Label::Ignored),
    ("availableosmemory", Label::Ignored),
    ("maximumcapacity", Label::Ignored),
    ("swap", Label::Ignored),
    ("memavailable", Label::Ignored),
    ("memfree", Label::Ignored),
    ("availablephysicalmemory", Label::Ignored),
];

/// A line's label, its place in the table, and the value: parted by a colon, an equals sign, or a gap; a number before the label (`GPU[0] :`) is
/// taken off.
pub fn labelled(line: &str) -> Option<(Label, usize, &str)> {
    let mut line = line.trim().trim_start_matches(['-', '*', '•', '|', '#']).trim();
    if let Some(behind) = line.strip_prefix("GPU[")
        && let Some((_, rest)) = behind.split_once(':')
    {
        line = rest.trim();
    }
    let parted = [":", "：", "=", "  ", "\t"]
        .into_iter()
        .filter_map(|parting| line.split_once(parting))
        .chain([(line, "")]);
    for (label, value) in parted {
        if label.len() > 120 || label.chars().count() > 48 {
            continue;
        }
        let mut plain: String = label
            .chars()
            .filter(|letter| !letter.is_whitespace() && *letter != '-')
            .flat_map(char::to_lowercase)
            .collect();
        // "GPU 0" and "Device-1".
        let unnumbered = plain.trim_end_matches(|letter: char| letter.is_ascii_digit());
        if matches!(unnumbered, "gpu" | "device") {
            plain.truncate(unnumbered.len());
        }
        if let Some(place) = LABELS.iter().position(|(known, _)| *known == plain) {
            let label = LABELS.get(place).map(|(_, label)| *label)?;
            return Some((
                label,
                place,
                value.trim().trim_start_matches([':', '=', '：']).trim(),
            ));
        }
    }
    None
}
