//! The second module of the page: loaded when it is first needed, put into elements of the first one's page.
//!
//! Both modules are WebAssembly programs of their own, made from the same library. They share the document, the address,
//! what is stored and the recent answers of the Hub, and tell each other nothing else. The functions of the second one
//! stand in a property of the window, where `static/boot.js` lets them be loaded.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use super::window::events;

/// Set by `static/boot.js`: loads the module, and answers with a promise.
const LOAD: &str = "llmLensLoadWorkbench";
/// Set by the module: an object with the functions `mount` and `unmount`.
const OFFER: &str = "llmLensWorkbench";

/// What the second module can put into an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkbenchPart {
    /// The page of the model in the address.
    Model,
    /// Ways to say what the machine is: detection, pasted text, the catalog, the Hub.
    Machine,
    /// Up to four profiles side by side.
    Compare,
    /// How exact the estimates are.
    Accuracy,
    /// How compatibility is calculated.
    HowItWorks,
}

impl WorkbenchPart {
    const ALL: [Self; 5] = [
        Self::Model,
        Self::Machine,
        Self::Compare,
        Self::Accuracy,
        Self::HowItWorks,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Machine => "machine",
            Self::Compare => "compare",
            Self::Accuracy => "accuracy",
            Self::HowItWorks => "how-it-works",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// The module could not be loaded: no connection, or another version has just been published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotLoaded;

/// Loads the module; at once when it is there already.
///
/// # Errors
/// [`NotLoaded`]; the next call tries again.
pub async fn load() -> Result<(), NotLoaded> {
    let load = function(&events(), LOAD)?;
    let promise: Promise = load
        .call0(&JsValue::UNDEFINED)
        .and_then(JsCast::dyn_into)
        .map_err(|_| NotLoaded)?;
    JsFuture::from(promise).await.map_err(|_| NotLoaded)?;
    offered("mount").map(|_| ())
}

/// Puts a part into an element. Without the module (see [`load`]) nothing happens.
pub fn mount(part: WorkbenchPart, element: &Element) {
    if let Ok(mount) = offered("mount") {
        // An exception would be a panic of the module, which has said so itself.
        let _ = mount.call2(&JsValue::UNDEFINED, &part.name().into(), element);
    }
}

/// Takes the part out of an element and ends its work.
pub fn unmount(element: &Element) {
    if let Ok(unmount) = offered("unmount") {
        let _ = unmount.call1(&JsValue::UNDEFINED, element);
    }
}

/// Called by the module when it starts: what it offers.
pub fn offer(mount: impl Fn(WorkbenchPart, Element) + 'static, unmount: impl Fn(Element) + 'static) {
    let mount = Closure::<dyn Fn(String, Element)>::new(move |name: String, element| {
        if let Some(part) = WorkbenchPart::from_name(&name) {
            mount(part, element);
        }
    });
    let unmount = Closure::<dyn Fn(Element)>::new(unmount);
    let functions = Object::new();
    for (name, function) in [
        ("mount", mount.into_js_value()),
        ("unmount", unmount.into_js_value()),
    ] {
        // A fresh object takes any property.
        let _ = Reflect::set(&functions, &name.into(), &function);
    }
    let _ = Reflect::set(&events(), &OFFER.into(), &functions);
}

fn offered(name: &str) -> Result<Function, NotLoaded> {
    let functions = Reflect::get(&events(), &OFFER.into()).map_err(|_| NotLoaded)?;
    function(&functions, name)
}

fn function(object: &JsValue, name: &str) -> Result<Function, NotLoaded> {
    // `get` throws on what is no object.
    Reflect::get(object, &name.into())
        .and_then(JsCast::dyn_into)
        .map_err(|_| NotLoaded)
}
