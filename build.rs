//! Decides whether the page is split into files that are loaded when they are needed.
//!
//! A release for the browser is: its linker keeps the relocations that `cargo xtask finish-dist` splits the program by
//! (`xtask/src/split.rs`), and `cfg(split)` turns the borders in `src/ui/pages/later.rs` and `src/web/catalog.rs` into
//! calls between files. Any other build is one program, in which the same code loads at once.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(split)");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    if is("CARGO_CFG_TARGET_ARCH", "wasm32") && is("PROFILE", "release") {
        println!("cargo::rustc-cfg=split");
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}
