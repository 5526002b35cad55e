//! Formats that models are exported to for one runtime: OpenVINO, Core ML, TensorFlow Lite, TensorFlow's own.

use super::Repository;
use super::path::FilePath;
use super::precision_words::Evidence;
use super::sets::Place;
use super::shards::split_shard;
use crate::domain::precision::format::Format;
use crate::domain::precision::quantization::Quantization;

/// Where such a file belongs.
pub(super) fn place(path: &FilePath<'_>, repository: &Repository) -> Option<Place> {
    core_ml(path, repository)
        .or_else(|| open_vino(path, repository))
        .or_else(|| tf_lite(path, repository))
        .or_else(|| tensor_flow(path, repository))
}

/// Precision that a path states, else the repository's name.
fn stated(path: &str, repository: &Repository) -> Option<Quantization> {
    Evidence::from_words(path)
        .quantization()
        .or_else(|| repository.named.clone())
}

/// Packages are folders: everything inside belongs to one model.
fn core_ml(path: &FilePath<'_>, repository: &Repository) -> Option<Place> {
    let mut end = 0;
    for folder in path.whole.split_inclusive('/') {
        end += folder.len();
        let name = folder.trim_end_matches('/');
        let (stem, extension) = name.rsplit_once('.').unwrap_or_default();
        let is_package = matches!(extension, "mlpackage" | "mlmodelc") && folder.ends_with('/');
        if is_package || (extension == "mlmodel" && !folder.ends_with('/')) {
            let bundle = path.whole.get(..end)?.trim_end_matches('/');
            let (parent, _) = bundle.rsplit_once('/').unwrap_or_default();
            let mut place = Place::new(Format::CoreMl, parent, stem);
            place.set = bundle.to_owned();
            place.quantization = stated(bundle, repository);
            return Some(place);
        }
    }
    None
}

/// Language models with images are exported in several parts; all parts of one precision in one folder belong together.
fn open_vino(path: &FilePath<'_>, repository: &Repository) -> Option<Place> {
    let rest = path.lower.strip_prefix("openvino_")?;
    if !path.has_extension(&["xml", "bin"])
        || rest.starts_with("tokenizer")
        || rest.starts_with("detokenizer")
    {
        return None;
    }
    let stem = path.stem.to_ascii_lowercase();
    let precision = stem
        .find("_model_")
        .and_then(|at| stem.get(at + "_model_".len()..))
        .unwrap_or_default();
    let component = repository.is_pipeline && !path.folder.is_empty();
    let folder = if component { "" } else { path.folder };
    let name = if precision.is_empty() {
        "openvino_model".to_owned()
    } else {
        format!("openvino_model_{precision}")
    };
    let mut place = Place::new(Format::OpenVino, folder, &name);
    place.is_main = matches!(folder, "" | "openvino") && precision.is_empty();
    place.quantization = stated(&format!("{folder}/{precision}"), repository);
    Some(place)
}

fn tf_lite(path: &FilePath<'_>, repository: &Repository) -> Option<Place> {
    path.has_extension(&["tflite", "litertlm", "task"]).then(|| {
        let mut place = Place::new(Format::TfLite, path.folder, path.stem);
        place.set = path.whole.to_owned();
        place.quantization = stated(path.whole, repository);
        place
    })
}

/// Keras files, and saved models: a graph with a `variables` folder beside it.
fn tensor_flow(path: &FilePath<'_>, repository: &Repository) -> Option<Place> {
    let of_declared = |mut place: Place| {
        place.quantization = Evidence::from_words(&place.stem)
            .quantization()
            .or_else(|| repository.declared.clone());
        Some(place)
    };
    if path.has_extension(&["h5", "keras"]) {
        let (stem, shard) = match split_shard(path.stem) {
            Some((stem, shard)) => (stem, Some(shard)),
            None => (path.stem.to_owned(), None),
        };
        let mut place = Place::new(Format::TensorFlow, path.folder, &stem);
        place.is_main = path.folder.is_empty() && stem == "tf_model";
        place.shard = shard;
        return of_declared(place);
    }
    let folder = if path.lower == "saved_model.pb" {
        path.folder
    } else if path.last_folder() == "variables" && path.lower.starts_with("variables.") {
        path.folder.strip_suffix("variables")?.trim_end_matches('/')
    } else {
        return None;
    };
    of_declared(Place::new(Format::TensorFlow, folder, "saved_model"))
}
