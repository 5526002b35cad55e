//! One sentence for each way in which a header cannot be read, and a way on.

use super::{Text, t};
use crate::domain::files::config::ConfigError;
use crate::domain::files::gguf::{Foreign, GgufError, ShardError};
use crate::domain::files::safetensors::SafetensorsError;
use crate::domain::hub::HubError;
use crate::ui::figures::{integer, size};

texts! {
    /// What went wrong with a header, and what to do.
    HeaderFailureTexts, ENGLISH {
        hub: fn(&HubError) -> (String, String) = hub_file_error,
        gguf: fn(&GgufError) -> (String, String) = gguf_error,
        safetensors: fn(&SafetensorsError) -> (String, String) = safetensors_error,
        config: fn(&ConfigError) -> (String, String) = config_error,
        shards: fn(&ShardError) -> (String, String) = shard_error,
        unreadable: (Text, Text) = (
            "Your browser could not read the file.",
            "It may have been moved or changed since you chose it, or you may lack the permission. Choose it again.",
        ),
        costly: (Text, Text) = (
            "What the estimate needs stands far back in this file.",
            "It was not downloaded without asking.",
        ),
        no_config: (Text, Text) = (
            "There is no configuration to read.",
            "Neither this repository nor a base model that it names has a config.json.",
        ),
        no_config_chosen: (Text, Text) = (
            "There is no configuration to read.",
            "Safetensors files do not say how the model is built. Choose its config.json together with them.",
        ),
        mixed_files: (Text, Text) = (
            "These files do not belong together.",
            "Choose one GGUF file, all shards of one, or Safetensors files with their config.json.",
        ),
        standard_stays: Text = "The Standard estimate above still applies.",
    }
}

type Sentence = (String, String);

fn both(title: &str, advice: &str) -> Sentence {
    (title.to_owned(), advice.to_owned())
}

/// As for all that the Hub is asked, but about a file.
fn hub_file_error(error: &HubError) -> Sentence {
    match error {
        HubError::NotFound | HubError::NotFoundOrPrivate => both(
            "The Hub has no such file any more.",
            "It was renamed or deleted, or the repository has become private. Reload the page to see what is there now.",
        ),
        HubError::Gated => both(
            "The files of this model are gated.",
            "Anyone may see the list, but reading the file needs an agreement with its authors on the Hub, and then an access token in the settings.",
        ),
        HubError::Forbidden => both(
            "The Hub does not let this page read the file.",
            "An access token of an account that may read it can be entered in the settings.",
        ),
        HubError::UnexpectedStatus { status: 416 } => both(
            "The file is shorter than the Hub's list says.",
            "Its upload may have broken off. Reload the page to see what is there now.",
        ),
        HubError::NotJson => both(
            "A web page came instead of the file.",
            "Hotel and company networks often ask you to sign in first: open any other site to see their sign-in page.",
        ),
        HubError::NotPartial => both(
            "The server sends this file only as a whole.",
            "What stands further back in it cannot be read without downloading all of it.",
        ),
        HubError::OtherPart => both(
            "Another part of the file came than was asked for.",
            "A proxy or a cache on the way altered the answer. Try again later, or from another network.",
        ),
        HubError::CutOff => both(
            "The download of the header broke off.",
            "The connection was lost on the way.",
        ),
        HubError::Offline => both(
            "You are offline.",
            "The header will be read by itself when the network is back.",
        ),
        other => (t::errors().hub)(other),
    }
}

fn gguf_error(error: &GgufError) -> Sentence {
    let title = match error {
        GgufError::NotGguf(foreign) => return foreign_file(*foreign),
        GgufError::PastTheEnd { file, needed } => {
            return (
                "The file is cut off in its header.".to_owned(),
                format!(
                    "It has {}, and its header alone needs {} at least. The upload or download broke off, or a length in it lies. Get it again, or take another one.",
                    size(*file),
                    size(*needed),
                ),
            );
        }
        GgufError::HeaderTooLarge(bytes) => {
            return (
                format!("The file says that its header has {} or more.", size(*bytes)),
                "Real headers end below 20 MB, so it is damaged or malicious. It was not read further."
                    .to_owned(),
            );
        }
        GgufError::UnsupportedVersion(version) => {
            return (
                format!("The file is GGUF of version {}.", integer(u64::from(*version))),
                "This page knows the versions 1 to 3. The file is newer than this page, or damaged."
                    .to_owned(),
            );
        }
        GgufError::TooManyKeys(count) => {
            format!("The file says that it has {} metadata keys.", integer(*count))
        }
        GgufError::TooManyTensors(count) => format!("The file says that it has {} tensors.", integer(*count)),
        GgufError::KeyTooLong(bytes) => format!("The file says that a key has {} bytes.", integer(*bytes)),
        GgufError::TensorNameTooLong(bytes) => {
            format!(
                "The file says that a tensor's name has {} bytes.",
                integer(*bytes)
            )
        }
        GgufError::TooManyDimensions(count) => {
            format!(
                "The file says that a tensor has {} dimensions.",
                integer(u64::from(*count))
            )
        }
        GgufError::NestedTooDeep => "The file has lists inside lists without end.".to_owned(),
        GgufError::UnknownValueType(id) => {
            format!(
                "The file has a value of the unknown type {}.",
                integer(u64::from(*id))
            )
        }
        GgufError::BadAlignment => "The file states an alignment that is none.".to_owned(),
        GgufError::TensorTooLarge(index) => format!(
            "Tensor number {} is larger than any memory.",
            integer(index.saturating_add(1))
        ),
    };
    (
        title,
        "That cannot be right: the file is damaged or malicious. It was not read further.".to_owned(),
    )
}

fn foreign_file(foreign: Foreign) -> Sentence {
    let (title, advice) = match foreign {
        Foreign::Html => (
            "A web page stands in place of the file.",
            "A sign-in page of the network, or an error page that was saved under the file's name. Try again, or get the file again.",
        ),
        Foreign::LfsPointer => (
            "This is only the pointer that Git LFS keeps in place of the file.",
            "The file itself was not uploaded or downloaded. On your device, “git lfs pull” fetches it.",
        ),
        Foreign::Zip => (
            "This is a ZIP archive, as PyTorch writes checkpoints.",
            "It is not a GGUF file, whatever its name says.",
        ),
        Foreign::Pickle => (
            "This is an old PyTorch file.",
            "It is not a GGUF file, whatever its name says.",
        ),
        Foreign::Safetensors => (
            "This is a Safetensors file.",
            "It is not a GGUF file, whatever its name says. With the ending .safetensors it can be read here.",
        ),
        Foreign::Json => (
            "This is a JSON text, no model.",
            "Perhaps a server's error that was saved under the file's name. Try again, or get the file again.",
        ),
        Foreign::OldGgml => (
            "This is a GGML file from before GGUF.",
            "No engine of today loads it. Look for the same model as GGUF.",
        ),
        Foreign::Zeros => (
            "The file begins with nothing but zeros.",
            "Its space was reserved, but it was never filled: the download or upload did not go on. Get it again.",
        ),
        Foreign::Empty => (
            "The file is empty.",
            "Its upload or download did not go on. Get it again.",
        ),
        Foreign::Unknown => (
            "This is neither a GGUF nor a Safetensors file.",
            "It begins with bytes that this page does not know. It may be encrypted, packed, or of another format.",
        ),
    };
    both(title, advice)
}

fn safetensors_error(error: &SafetensorsError) -> Sentence {
    let title = match error {
        SafetensorsError::Html => return foreign_file(Foreign::Html),
        SafetensorsError::GitLfsPointer => return foreign_file(Foreign::LfsPointer),
        SafetensorsError::Gguf => {
            return both(
                "This is a GGUF file.",
                "It is not a Safetensors file, whatever its name says. With the ending .gguf it can be read here.",
            );
        }
        SafetensorsError::Zip => {
            return both(
                "This is a ZIP archive, as PyTorch writes checkpoints.",
                "It is not a Safetensors file, whatever its name says.",
            );
        }
        SafetensorsError::FileTooShort { file_bytes, needed } => {
            return (
                "The file is cut off.".to_owned(),
                format!(
                    "It has {}, and by its header it needs {}. The upload or download broke off. Get it again, or take another one.",
                    size(*file_bytes),
                    size(*needed),
                ),
            );
        }
        SafetensorsError::HeaderTooLarge { bytes, .. } => {
            format!("The file says that its header has {}.", size(*bytes))
        }
        SafetensorsError::IndexTooLarge { bytes, .. } => {
            return (
                format!("The index of the files has {}.", size(*bytes)),
                "That is more than is downloaded for it. The sizes of the files count instead.".to_owned(),
            );
        }
        SafetensorsError::NoObject { .. } | SafetensorsError::HeaderTooShort { .. } => {
            return both(
                "This is no Safetensors file.",
                "Its first bytes are none of that format. It may be damaged, or another format under a wrong name.",
            );
        }
        SafetensorsError::NotText { .. } | SafetensorsError::Malformed { .. } => {
            "The header of this Safetensors file is malformed.".to_owned()
        }
        SafetensorsError::BadTensor { tensor }
        | SafetensorsError::ShapeOverflow { tensor }
        | SafetensorsError::WrongSize { tensor, .. } => {
            format!("File metadata of the tensor “{tensor}” contradicts itself.")
        }
        SafetensorsError::Overlap { .. } => "Tensors of this file overlap.".to_owned(),
        SafetensorsError::TooManyShards { .. } => {
            "The index names more shards than any model has.".to_owned()
        }
    };
    (
        title,
        "That cannot be right: the file is damaged or malicious. It was not read further.".to_owned(),
    )
}

fn config_error(error: &ConfigError) -> Sentence {
    let (title, advice) = match error {
        ConfigError::Html => return foreign_file(Foreign::Html),
        ConfigError::GitLfsPointer => return foreign_file(Foreign::LfsPointer),
        ConfigError::TooLarge { .. } => ("The config.json is far too long to be one.", "It was not read."),
        ConfigError::NotText { .. } | ConfigError::Malformed { .. } | ConfigError::NotAnObject => (
            "The config.json is malformed.",
            "It is not valid JSON, so it was ignored.",
        ),
        ConfigError::NoModel => (
            "The config.json describes no language model.",
            "It names no layers and no width.",
        ),
        ConfigError::TooManyLayers { layers } => {
            return (
                format!("The config.json names {} layers.", integer(*layers)),
                "No model has that many, so it was ignored.".to_owned(),
            );
        }
    };
    both(title, advice)
}

fn shard_error(error: &ShardError) -> Sentence {
    let advice = "Choose the shards of one model: the files that end in “-00001-of-0000N.gguf” and so on.";
    let title = match error {
        ShardError::Twice(number) => {
            format!("Shard {} is there twice.", integer(number.saturating_add(1)))
        }
        ShardError::CountsDiffer(one, other) => format!(
            "One file is of a model in {}, another of a model in {} files.",
            integer(*one),
            integer(*other)
        ),
        ShardError::NumberTooHigh(number) => format!(
            "A file says that it is shard {}, which is more than there are.",
            integer(number.saturating_add(1))
        ),
        ShardError::TooManyShards(count) => {
            format!("The file says that its model has {} shards.", integer(*count))
        }
        ShardError::NoShard | ShardError::TooManyTensors => {
            "These files are not the shards of one model.".to_owned()
        }
    };
    (title, advice.to_owned())
}
