//! Entry point of the page. Natively there is nothing to run: see `cargo xtask help`.

#[cfg(target_arch = "wasm32")]
fn main() {
    llm_lens::ui::mount();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
