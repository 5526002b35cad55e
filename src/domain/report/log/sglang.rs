//! SGLang. Each rank is a GPU of its own, and its cache has one pool or several. Its sizes are powers of 1,024.

use super::failure::{FailureKind, Stage};
use super::figure::Amount;
use super::line::{Line, after, cut};
use super::memory::{Basis, FoundDevice, Part};
use super::number::{Units, read_amount, read_count, read_thousandths};
use super::report::{CacheTypes, Engine};
use super::request::{Phase, Said};
use super::run::{Reader, Repeated};
use super::vllm::ONLY_DEVICE;

/// Takes a line; whether it was one of these.
pub(super) fn read(reader: &mut Reader, line: &Line<'_>) -> bool {
    read_load(reader, line)
        || read_pools(reader, line)
        || read_settings(reader, line)
        || read_failure(reader, line)
        || read_speed(reader, line)
}

fn amount(line: &Line<'_>, name: &str) -> Option<Amount> {
    read_amount(line.after(name)?, Units::Binary).map(|(size, _)| size)
}

/// A count without groups, so that a comma ends it.
fn count(line: &Line<'_>, name: &str) -> Option<u64> {
    let rest = line.after(name)?;
    read_count(rest.split(',').next().unwrap_or(rest))
}

/// The rank that speaks: `TP0`, `PP1 TP0`, `DP0 TP0 EP0` behind the time in the first brackets.
fn rank(line: &Line<'_>) -> String {
    let inside = line.after("[").and_then(|rest| rest.split_once(']'));
    let words = inside.map_or("", |(inside, _)| inside).split_whitespace();
    let is_rank = |word: &&str| {
        let number = ["TP", "PP", "DP", "EP"]
            .iter()
            .find_map(|kind| word.strip_prefix(kind));
        number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let rank: Vec<&str> = words.filter(is_rank).collect();
    if rank.is_empty() {
        ONLY_DEVICE.to_owned()
    } else {
        cut(&rank.join(" "))
    }
}

fn take(reader: &mut Reader, line: &Line<'_>, part: Part, size: Amount, repeated: Repeated) {
    reader.saw(Engine::Sglang);
    reader.add_buffer(line, &rank(line), (part, Basis::Measured), size, repeated);
}

fn read_load(reader: &mut Reader, line: &Line<'_>) -> bool {
    if line.has("server_args=ServerArgs(") || line.has("server_args=") && line.has("model_path=") {
        reader.begin_serving(Engine::Sglang);
        let text = |name: &str| {
            let rest = line.after(name)?.trim_start_matches(['\'', '"']);
            let value = rest.split(['\'', '"', ',']).next()?;
            (!value.is_empty() && value != "None").then(|| line.figure(cut(value)))
        };
        let run = reader.run();
        run.model = text("model_path=");
        run.quantization = text(" quantization=");
        run.memory_share = line
            .after("mem_fraction_static=")
            .and_then(read_thousandths)
            .map(|share| line.figure(share));
        if let Some(tokens) = count(line, " context_length=") {
            run.context = Some(line.figure(tokens));
        }
        return true;
    }
    if line.has("Load weight begin") {
        reader.begin_weights(&rank(line));
        reader.saw(Engine::Sglang);
        if let Some(free) = amount(line, "avail mem=") {
            reader.find_device(FoundDevice {
                name: rank(line),
                description: String::new(),
                total: None,
                free: Some(free),
            });
        }
        return true;
    }
    if line.has("Load weight end") {
        let Some(size) = amount(line, "mem usage=") else {
            return false;
        };
        let kind = line.after("type=").and_then(|rest| rest.split([',', ' ']).next());
        let kind = kind.unwrap_or("");
        let is_draft = ["NextN", "MTP", "Eagle", "EAGLE", "Draft", "Medusa"]
            .iter()
            .any(|word| kind.contains(word));
        reader.saw(Engine::Sglang);
        if is_draft && reader.taken(&rank(line), Part::Weights).is_some() {
            reader.begin_draft_of_worker();
        } else {
            reader.begin_weights(&rank(line));
            if !kind.is_empty() && !is_draft {
                reader.run().architecture = Some(line.figure(cut(kind)));
            }
        }
        take(reader, line, Part::Weights, size, Repeated::Replaces);
        return true;
    }
    if line.has("The server is fired up") {
        reader.saw(Engine::Sglang);
        reader.serve();
        return true;
    }
    false
}

/// `KV Cache is allocated. #tokens: 367404, K size: 8.23 GB, V size: 8.23 GB`; a latent cache has one size.
fn read_pools(reader: &mut Reader, line: &Line<'_>) -> bool {
    if line.has("KV Cache is allocated") {
        let both = amount(line, "K size: ").zip(amount(line, "V size: "));
        let size = both.map(|(k, v)| k.plus(v)).or_else(|| amount(line, "KV size: "));
        let Some(size) = size else {
            return false;
        };
        take(reader, line, Part::KvCache, size, Repeated::Adds);
        // Of two pools, the one of the whole context: that of windowed layers holds fewer tokens.
        if let Some(tokens) = count(line, "#tokens: ") {
            let known = reader
                .run()
                .cache_tokens
                .as_ref()
                .map_or(0, |tokens| tokens.value);
            reader.run().cache_tokens = Some(line.figure(known.max(tokens)));
        }
        return true;
    }
    if line.has("Mamba Cache is allocated") {
        let sizes = [
            "conv_state size: ",
            "ssm_state size: ",
            "intermediate_ssm_state_cache size: ",
            "intermediate_conv_window_cache size: ",
        ];
        let sum = sizes
            .into_iter()
            .filter_map(|name| amount(line, name))
            .reduce(Amount::plus);
        let Some(sum) = sum else {
            return false;
        };
        take(reader, line, Part::RecurrentState, sum, Repeated::Adds);
        return true;
    }
    if line.has("Capture") && line.has("graph end") {
        let Some(size) = amount(line, "mem usage=") else {
            return false;
        };
        take(reader, line, Part::Graphs, size, Repeated::Adds);
        return true;
    }
    // What was left at each step says nothing more.
    (line.has("Memory pool end") || line.has("graph begin")) && line.has("avail mem=")
}

fn read_settings(reader: &mut Reader, line: &Line<'_>) -> bool {
    if let Some(name) = line.after("Using KV cache dtype: ") {
        reader.saw(Engine::Sglang);
        let name = cut(name.trim().trim_start_matches("torch."));
        reader.run().cache_types = Some(line.figure(CacheTypes {
            k: name.clone(),
            v: name,
        }));
        return true;
    }
    let context = count(line, "context_len=").filter(|tokens| *tokens > 0);
    let tokens = count(line, "max_total_num_tokens=").filter(|tokens| *tokens > 0);
    if let Some(context) = context {
        reader.saw(Engine::Sglang);
        reader.run().context = Some(line.figure(context));
    }
    if let Some(tokens) = tokens {
        reader.saw(Engine::Sglang);
        reader.run().cache_tokens = Some(line.figure(tokens));
    }
    if let Some(requests) = count(line, "max_running_requests=").filter(|requests| *requests > 0) {
        reader.run().sequences = Some(line.figure(requests));
    }
    context.is_some() || tokens.is_some()
}

fn read_failure(reader: &mut Reader, line: &Line<'_>) -> bool {
    if line.has("Please try to increase --mem-fraction-static") {
        reader.saw(Engine::Sglang);
        if let Some(share) = line.after("mem_fraction_static=").and_then(read_thousandths) {
            reader.run().memory_share = Some(line.figure(share));
        }
        let failure = reader.fail(line, FailureKind::NotEnoughMemory);
        failure.stage = Some(Stage::KvCache);
        return true;
    }
    if line.has("Capture cuda graph failed") || line.has("Capture CUDA graph failed") {
        reader.saw(Engine::Sglang);
        let is_memory = line.has("out of memory");
        if is_memory {
            reader.run_out(line, Some(Stage::Graphs));
        } else {
            let words = after(line.text(), "failed: ").unwrap_or(line.text());
            let failure = reader.fail(line, FailureKind::Other(cut(words)));
            failure.stage = Some(Stage::Graphs);
        }
        return true;
    }
    if line.has("refill out of memory") || line.has("ecode out of memory") {
        reader.saw(Engine::Sglang);
        reader.run_out(line, Some(Stage::Prompt));
        return true;
    }
    if line.has("The memory capacity is unbalanced") {
        reader.saw(Engine::Sglang);
        let failure = reader.fail(line, FailureKind::NotEnoughMemory);
        failure.stage = Some(Stage::Weights);
        return true;
    }
    false
}

/// `Decode batch. #running-req: 1, … gen throughput (token/s): 120.3`.
fn read_speed(reader: &mut Reader, line: &Line<'_>) -> bool {
    let is_alone = count(line, "#running-req: ") == Some(1);
    if !line.has("Decode batch") || !is_alone {
        return false;
    }
    if let Some(rate) = line
        .after("gen throughput (token/s): ")
        .and_then(read_thousandths)
    {
        reader.saw(Engine::Sglang);
        reader.say_at_once(line, Phase::Decode, Said::Rate(rate));
    }
    true
}
