//! What the browser tells about the machine: the names of its graphics adapters, its memory and its cores.
//!
//! Everything may be missing, hidden or invented: engines differ, and some protect their readers by it.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::window::{document, window};
use crate::domain::machine::recognition::AdapterStrings;

/// Longest text that is taken from the browser, in characters; the longest real one has 160.
const TEXT_CHARS_MAX: usize = 1_000;
/// How long WebGPU may take to answer; it mostly takes a tenth of a second.
const WEBGPU_TIMEOUT_MS: u32 = 4_000;

/// WebGL's `RENDERER`: a generic word in most browsers, and the adapter's name in Firefox.
const RENDERER: u32 = 0x1F01;
/// WebGL's `VENDOR`.
const VENDOR: u32 = 0x1F00;
/// `UNMASKED_RENDERER_WEBGL` of the extension `WEBGL_debug_renderer_info`.
const UNMASKED_RENDERER: u32 = 0x9246;
/// `UNMASKED_VENDOR_WEBGL`.
const UNMASKED_VENDOR: u32 = 0x9245;

/// What was read. Empty where the browser says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AdapterWords {
    /// WebGL's name of the adapter.
    pub renderer: String,
    /// WebGL's vendor.
    pub vendor: String,
    /// WebGPU's vendor.
    pub gpu_vendor: String,
    /// WebGPU's architecture.
    pub gpu_architecture: String,
    /// WebGPU's description.
    pub gpu_description: String,
    /// `navigator.deviceMemory` in thousandths of a GB.
    pub device_memory_thousandths: Option<u32>,
    /// `navigator.hardwareConcurrency`.
    pub logical_cores: Option<u16>,
}

impl AdapterWords {
    /// As the recognition reads them.
    pub fn strings(&self) -> AdapterStrings<'_> {
        AdapterStrings {
            renderer: &self.renderer,
            vendor: &self.vendor,
            gpu_vendor: &self.gpu_vendor,
            gpu_architecture: &self.gpu_architecture,
            gpu_description: &self.gpu_description,
            device_memory_thousandths: self.device_memory_thousandths,
            logical_cores: self.logical_cores,
        }
    }
}

/// Reads what WebGL and the navigator say.
pub fn read_webgl() -> AdapterWords {
    let (renderer, vendor) = webgl_words().unwrap_or_default();
    let number = |name: &str| {
        let navigator = window()?.navigator();
        get(&navigator, name)?.as_f64().filter(|number| *number > 0.0)
    };
    AdapterWords {
        renderer,
        vendor,
        // A float becomes the nearest whole number of the range.
        device_memory_thousandths: number("deviceMemory").map(|gb| (gb * 1000.0) as u32),
        logical_cores: number("hardwareConcurrency").map(|cores| cores as u16),
        ..AdapterWords::default()
    }
}

/// Adds what WebGPU says. It is asked only where WebGL drew with a GPU or not at all: without one, asking has no answer
/// and browsers complain about it in the console.
pub async fn add_webgpu(words: AdapterWords) -> AdapterWords {
    let Some(info) = webgpu_info().await else {
        return words;
    };
    AdapterWords {
        gpu_vendor: text(&info, "vendor"),
        gpu_architecture: text(&info, "architecture"),
        gpu_description: text(&info, "description"),
        ..words
    }
}

fn webgl_words() -> Option<(String, String)> {
    let canvas = document()?.create_element("canvas").ok()?;
    let options = Object::new();
    // Of two GPUs the larger one, where the browser lets the page choose.
    let _ = Reflect::set(&options, &"powerPreference".into(), &"high-performance".into());
    let context = ["webgl2", "webgl"].into_iter().find_map(|kind| {
        let found = call(&canvas, "getContext", &[kind.into(), options.clone().into()])?;
        found.is_object().then_some(found)
    })?;
    let parameter = |code: u32| {
        let words = call(&context, "getParameter", &[code.into()])?.as_string()?;
        Some(bounded(&words)).filter(|words| !words.is_empty())
    };
    let plain = parameter(RENDERER).unwrap_or_default();
    // Firefox says the name here, and warns of the extension.
    if !plain.is_empty() && !plain.starts_with("WebKit") && !plain.starts_with("Mozilla") {
        return Some((plain, parameter(VENDOR).unwrap_or_default()));
    }
    let extension = call(&context, "getExtension", &["WEBGL_debug_renderer_info".into()])?;
    if !extension.is_object() {
        return None;
    }
    Some((
        parameter(UNMASKED_RENDERER)?,
        parameter(UNMASKED_VENDOR).unwrap_or_default(),
    ))
}

async fn webgpu_info() -> Option<JsValue> {
    let gpu = get(&window()?.navigator(), "gpu").filter(JsValue::is_object)?;
    let adapter = settled(call(&gpu, "requestAdapter", &[])?)
        .await
        .filter(JsValue::is_object)?;
    match get(&adapter, "info").filter(JsValue::is_object) {
        Some(info) => Some(info),
        // Before 2024 it was a function with a promise.
        None => settled(call(&adapter, "requestAdapterInfo", &[])?)
            .await
            .filter(JsValue::is_object),
    }
}

/// What a promise gives, in time.
async fn settled(promise: JsValue) -> Option<JsValue> {
    let late = future_to_promise(async {
        TimeoutFuture::new(WEBGPU_TIMEOUT_MS).await;
        Ok(JsValue::UNDEFINED)
    });
    let first = Promise::race(&Array::of2(&promise, &late));
    JsFuture::from(first).await.ok()
}

fn get(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into())
        .ok()
        .filter(|value| !value.is_undefined())
}

/// Calls a method; `None` where there is none, or where it throws.
fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function: Function = get(object, method)?.dyn_into().ok()?;
    let list: Array = arguments.iter().collect();
    Reflect::apply(&function, object, &list).ok()
}

fn text(object: &JsValue, name: &str) -> String {
    get(object, name)
        .and_then(|value| value.as_string())
        .map(|words| bounded(&words))
        .unwrap_or_default()
}

fn bounded(words: &str) -> String {
    words.chars().take(TEXT_CHARS_MAX).collect()
}
