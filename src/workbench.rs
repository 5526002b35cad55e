//! Entry point of the page's second module, which is loaded when it is first needed. It puts its parts into elements of
//! the page that the first module made. Natively there is nothing to run.

#[cfg(target_arch = "wasm32")]
fn main() {
    llm_lens::ui::offer_workbench();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
