//! `cargo xtask estimate FILE.gguf`: the Detailed estimate of one file, on a terminal.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use llm_lens::domain::architecture::{Geometry, Origin};
use llm_lens::domain::estimate::{
    CacheType, DeviceMemory, GpuLayers, HostExperts, LlamaCppSettings, Load, Memories, Planner, Projector,
    Run, TENSOR_ALIGNMENT, Weights, Wish,
};
use llm_lens::domain::files::gguf::{Goal, Header, Progress, Reader, join_shards};
use llm_lens::domain::machine::devices::Backend;

const GIB: u64 = 1 << 30;

struct Options {
    file: PathBuf,
    settings: LlamaCppSettings,
    wish: Wish,
    devices: Vec<u64>,
    system: u64,
    projector: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// What could not be read, or why the engine would refuse the settings.
pub fn run(arguments: &[String]) -> Result<(), String> {
    let options = options(arguments)?;
    let headers = headers(&options.file)?;
    let joined = join_shards(&headers).map_err(|error| format!("{error:?}"))?;
    let geometry =
        Geometry::from_gguf_parts(&joined.metadata, joined.is_complete().then_some(&joined.tensors));
    if !joined.is_complete() {
        println!("Some shards are not here: the weights below are those of the others.");
    }
    let weights = Weights::from_tensors(&joined.tensors, &geometry, TENSOR_ALIGNMENT);
    let projector = options.projector.as_deref().map(projector).transpose()?;
    print_geometry(&geometry);
    let run = Run {
        geometry: &geometry,
        weights: &weights,
        settings: options.settings,
        wish: options.wish,
        projector,
        buffers: &Planner,
    };
    let memories = Memories {
        devices: options
            .devices
            .iter()
            .map(|bytes| DeviceMemory {
                free: *bytes,
                backend: Backend::Cuda,
            })
            .collect(),
        system: options.system,
        is_unified: false,
    };
    let placed = run
        .place(&memories)
        .map_err(|refusal| format!("the engine refuses this: {refusal:?}"))?;
    let lengths = &placed.detailed.lengths;
    println!(
        "\ncontext {} ({} cells × {} streams), micro-batch {}, output rows {}",
        lengths.context, lengths.cells, lengths.streams, lengths.tokens, lengths.output_rows
    );
    println!(
        "layers on devices: {} of {}; experts of {} layers on the host; {:?}",
        placed.gpu_layers, placed.all_layers, placed.host_experts, placed.fit
    );
    for (index, load) in placed.devices.iter().enumerate() {
        print_load(&format!("device {index}"), load);
    }
    print_load("host", &placed.host);
    println!("{:12} {:>16}", "together", placed.needed());
    if let Some(context) = run.largest_context(&memories, geometry.context_length.unwrap_or(1 << 20)) {
        println!("largest context that fits: {context}");
    }
    for change in run.changes(&memories, &[]) {
        println!(
            "would fit with: {:?} ({} bytes)",
            change.kind,
            change.placed.needed()
        );
    }
    Ok(())
}

fn options(arguments: &[String]) -> Result<Options, String> {
    let mut options = Options {
        file: PathBuf::new(),
        settings: LlamaCppSettings::LIBRARY,
        wish: Wish {
            layers: GpuLayers::AsFit,
            host_experts: HostExperts::AsFit,
        },
        devices: Vec::new(),
        system: 64 * GIB,
        projector: None,
    };
    let mut rest = arguments.iter();
    // The preset comes first, whatever the order, so that it overrides nothing that was given.
    if arguments.iter().any(|argument| argument == "--server") {
        options.settings = LlamaCppSettings::SERVER;
    }
    while let Some(argument) = rest.next() {
        let mut value = || rest.next().ok_or(format!("{argument} needs a value"));
        let settings = &mut options.settings;
        match argument.as_str() {
            "--server" | "--library" => {}
            "--context" | "-c" => settings.context = number(value()?)?,
            "--parallel" | "-np" => settings.sequences = number(value()?)?,
            "--unified" => settings.unified = true,
            "--batch" | "-b" => settings.batch = number(value()?)?,
            "--ubatch" | "-ub" => settings.micro_batch = number(value()?)?,
            "--kv-k" | "-ctk" => settings.key_type = cache_type(value()?)?,
            "--kv-v" | "-ctv" => settings.value_type = cache_type(value()?)?,
            "--no-flash-attention" => settings.flash_attention = false,
            "--swa-full" => settings.full_window_cache = true,
            "--embeddings" => settings.embeddings = true,
            "--no-kv-offload" => settings.offload_cache = false,
            "--gpu-layers" | "-ngl" => options.wish.layers = GpuLayers::Count(number(value()?)?),
            "--cpu-moe" => options.wish.host_experts = HostExperts::All,
            "--n-cpu-moe" => options.wish.host_experts = HostExperts::First(number(value()?)?),
            "--gpu-memory" => options.devices.push(gigabytes(value()?)?),
            "--system-memory" => options.system = gigabytes(value()?)?,
            "--mmproj" => options.projector = Some(PathBuf::from(value()?)),
            file if !file.starts_with('-') => options.file = PathBuf::from(file),
            other => return Err(format!("unknown option '{other}'")),
        }
    }
    if options.file.as_os_str().is_empty() {
        return Err("give the path of a GGUF file".to_owned());
    }
    Ok(options)
}

fn number(text: &String) -> Result<u64, String> {
    text.parse().map_err(|_| format!("'{text}' is no whole number"))
}

fn gigabytes(text: &String) -> Result<u64, String> {
    let amount: f64 = text.parse().map_err(|_| format!("'{text}' is no number of GB"))?;
    Ok((amount.max(0.0) * GIB as f64) as u64)
}

fn cache_type(text: &String) -> Result<CacheType, String> {
    CacheType::from_name(text).ok_or_else(|| format!("'{text}' is no cache type"))
}

/// The headers of a model: the file's own, and those of the other shards beside it.
fn headers(path: &Path) -> Result<Vec<Header>, String> {
    let first = header(path)?;
    let count = first.shard_count().unwrap_or(1);
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let mut headers = vec![first];
    for shard in 2..=count {
        let other = name.replace("-00001-of-", &format!("-{shard:05}-of-"));
        let other = path.with_file_name(other);
        if other != path && other.is_file() {
            headers.push(header(&other)?);
        }
    }
    Ok(headers)
}

/// The header of a file, read in pieces; the tensors' data are not read.
fn header(path: &Path) -> Result<Header, String> {
    let told = |error: std::io::Error| format!("{}: {error}", path.display());
    let mut file = File::open(path).map_err(told)?;
    let bytes = file.metadata().map_err(told)?.len();
    let mut reader = Reader::new(None, Goal::Everything);
    let mut from = 0;
    loop {
        file.seek(SeekFrom::Start(from)).map_err(told)?;
        let mut piece = vec![0; 1 << 20];
        let read = file.read(&mut piece).map_err(told)?;
        piece.truncate(read);
        match reader
            .feed(from, &piece)
            .map_err(|error| format!("{}: {error:?}", path.display()))?
        {
            Progress::Done | Progress::Geometry => return Ok(reader.into_header()),
            Progress::NeedMore(wanted) if read > 0 && wanted.from < bytes => from = wanted.from,
            Progress::NeedMore(_) => return Err(format!("{}: the header is cut off", path.display())),
        }
    }
}

fn projector(path: &Path) -> Result<Projector, String> {
    let bytes = std::fs::metadata(path)
        .map_err(|error| format!("{}: {error}", path.display()))?
        .len();
    Ok(Projector::from_gguf(bytes, &header(path)?.metadata))
}

fn print_geometry(geometry: &Geometry) {
    println!("architecture {}", geometry.architecture);
    for fact in &geometry.facts {
        let origin = match &fact.origin {
            Origin::Key(key) => key.clone(),
            Origin::Tensor(name) => format!("tensor {name}"),
            Origin::Architecture => "rule of the architecture".to_owned(),
            Origin::EngineDefault => "default of the engine".to_owned(),
            Origin::Assumed => "assumed".to_owned(),
        };
        let value = if fact.smallest == fact.largest {
            fact.largest.to_string()
        } else {
            format!("{} to {}", fact.smallest, fact.largest)
        };
        println!("  {:24} {value:>16}  {origin}", format!("{:?}", fact.quantity));
    }
    for missing in &geometry.missing {
        println!("  {:24} {:>16}", format!("{missing:?}"), "not stated");
    }
}

fn print_load(name: &str, load: &Load) {
    let parts = &load.parts;
    println!(
        "{name:12} {:>16} of {}: weights {}, KV {} + window {}, states {}, compute {}, output {}, projector {}, \
         overhead {}, left {}",
        load.needed(),
        load.capacity,
        parts.weights,
        parts.kv_full,
        parts.kv_window,
        parts.recurrent,
        parts.compute,
        parts.output,
        load.projector,
        load.overhead,
        load.left()
    );
}
