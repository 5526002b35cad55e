//! `cargo xtask finish-dist`: the post-build hook of Trunk (see `Trunk.toml`). It completes the folder of a build with
//! what only a look at all its files can tell: the service worker's list of assets, and that nothing foreign came in.

use crate::{build, first_script, project, split, styles};
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Where a build may point to: the same hosts as the Content-Security-Policy, and the namespace names of XML.
const ALLOWED_HOSTS: [&str; 6] = [
    "huggingface.co",
    "hf-mirror.com",
    "*.hf.co",
    "*.huggingface.co",
    "*.xethub.hf.co",
    "www.w3.org",
];

/// Runs the command; Trunk says in the environment where the build is and which address it will have.
pub fn run(_arguments: &[String]) -> Result<(), String> {
    let folder = std::env::var_os("TRUNK_STAGING_DIR")
        .map(PathBuf::from)
        .ok_or("finish-dist is the post-build hook of Trunk; run `cargo xtask build`")?;
    let public_url = std::env::var("TRUNK_PUBLIC_URL").unwrap_or_else(|_| "/".to_owned());
    let retire_worker = std::env::var_os(build::RETIRE_WORKER).is_some();
    let is_release = std::env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release");
    finish(&folder, &public_url, is_release, retire_worker)
}

fn finish(folder: &Path, public_url: &str, is_release: bool, retire_worker: bool) -> Result<(), String> {
    let mut page = styles::finish(&read_text(&folder.join("index.html"))?, folder)?;
    if is_release {
        page = split::split(&page, folder)?;
    }
    let page = with_checksums(&page, folder)?;
    let page = first_script::inlined(&page)?;
    check_page(&page, public_url)?;
    write(&folder.join("index.html"), &page)?;
    let not_found = folder.join("404.html");
    write(
        &not_found,
        &read_text(&not_found)?.replace("{public_url}", public_url),
    )?;
    // GitHub Pages would otherwise drop files whose names begin with an underscore.
    write(&folder.join(".nojekyll"), "")?;
    if retire_worker {
        let retiring = read_text(&project::root().join("static").join("sw-retire.js"))?;
        return write(&folder.join("sw.js"), &retiring);
    }
    let worker = read_text(&folder.join("sw.js"))?;
    write(
        &folder.join("sw.js"),
        &with_assets(&worker, &list_assets(folder)?),
    )
}

/// A file of the page: its address relative to the page, and the SHA-256 of its bytes.
struct Asset {
    path: String,
    checksum: [u8; 32],
}

/// Every file of the build but those that the page never asks for: the worker, which the browser keeps by itself, the
/// page for wrong addresses, hidden files, and the PNG icons, which only the installation of the page as an app reads.
fn list_assets(folder: &Path) -> Result<Vec<Asset>, String> {
    let mut assets = Vec::new();
    for file in crate::size::files(folder)? {
        let is_hidden = file.split('/').any(|part| part.starts_with('.'));
        if is_hidden || file == "sw.js" || file == "404.html" || file.ends_with(".png") {
            continue;
        }
        let path = folder.join(&file);
        let bytes = std::fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        // The page is kept under the address people visit: some hosts redirect `index.html` to it.
        let path = if file == "index.html" {
            "./".to_owned()
        } else {
            file
        };
        assets.push(Asset {
            path,
            checksum: Sha256::digest(&bytes).into(),
        });
    }
    Ok(assets)
}

/// The page with the checksums of the app's JavaScript and wasm in their places (`pattern_script` and `pattern_preload`
/// of `Trunk.toml`).
fn with_checksums(page: &str, folder: &Path) -> Result<String, String> {
    let mut page = page.to_owned();
    for (place, module, attribute) in [
        ("{js_integrity}", "llm-lens-app", "data-js="),
        ("{wasm_integrity}", "llm-lens-app", "data-wasm="),
    ] {
        let file = folder.join(app_file(&page, module, attribute));
        let bytes = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        let value = format!("=\"{}\"", integrity(&Sha256::digest(&bytes)));
        // With and without the quotes that the minifier drops.
        page = page
            .replace(&format!("=\"{place}\""), &value)
            .replace(&format!("={place}"), &value);
        if page.contains(place) || !page.contains(&value) {
            return Err(format!("index.html has no place for {place}; see Trunk.toml"));
        }
    }
    Ok(page)
}

/// The name of a file of a module, which its `<meta name="…">` states in this attribute as an address.
fn app_file<'page>(page: &'page str, module: &str, attribute: &'page str) -> &'page str {
    let tag = page
        .split("<meta ")
        .filter_map(|rest| rest.split('>').next())
        .find(|tag| attribute_values(tag, "name=").next() == Some(module));
    let address = tag
        .and_then(|tag| attribute_values(tag, attribute).next())
        .unwrap_or_default();
    address.rsplit('/').next().unwrap_or_default()
}

/// The values of an attribute, given with its `=`, wherever it stands.
fn attribute_values<'page>(page: &'page str, attribute: &'page str) -> impl Iterator<Item = &'page str> {
    page.split(attribute).skip(1).map(|rest| {
        let rest = rest.trim_start_matches(['"', '\'']);
        rest.split(['"', '\'', ' ', '>']).next().unwrap_or_default()
    })
}

/// A checksum as `integrity` and the policy of the page have it.
pub fn integrity(checksum: &[u8]) -> String {
    format!("sha256-{}", Base64::encode_string(checksum))
}

/// The worker with its two constants above it. The version changes when any file does, the worker's own text included.
fn with_assets(worker: &str, assets: &[Asset]) -> String {
    let mut version = Sha256::new();
    version.update(worker.as_bytes());
    let mut list = String::new();
    for asset in assets {
        version.update(asset.path.as_bytes());
        version.update(asset.checksum);
        list.push_str(&format!(
            "  [{:?}, \"sha256-{}\"],\n",
            asset.path,
            Base64::encode_string(&asset.checksum)
        ));
    }
    let version: String = version
        .finalize()
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("const VERSION = \"{version}\";\nconst ASSETS = [\n{list}];\n{worker}")
}

/// The page points to no foreign host and to nothing outside its public address, and holds no inline script, which its
/// Content-Security-Policy would refuse.
fn check_page(page: &str, public_url: &str) -> Result<(), String> {
    for rest in page
        .split("https://")
        .skip(1)
        .chain(page.split("http://").skip(1))
    {
        let host: String = rest
            .chars()
            .take_while(|letter| letter.is_ascii_alphanumeric() || "*.-".contains(*letter))
            .collect();
        if !ALLOWED_HOSTS.contains(&host.as_str()) {
            return Err(format!("index.html points to the foreign host '{host}'"));
        }
    }
    for name in ["href=", "src=", "data-js=", "data-wasm="] {
        for address in attribute_values(page, name) {
            if address.starts_with('/') && !address.starts_with(public_url) {
                return Err(format!(
                    "index.html points to '{address}', which is outside of {public_url}"
                ));
            }
        }
    }
    for tag in page.split("<script").skip(1) {
        let (attributes, rest) = tag.split_once('>').unwrap_or((tag, ""));
        let text = rest.split("</script>").next().unwrap_or_default();
        if !attributes.contains("src=") && !page.contains(&first_script::source_of_policy(text)) {
            return Err("index.html holds an inline script, which its own policy refuses".to_owned());
        }
    }
    Ok(())
}

fn read_text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_the_worker_changes_with_any_file_and_with_its_own_text() {
        let asset = |byte| {
            [Asset {
                path: "a.js".to_owned(),
                checksum: [byte; 32],
            }]
        };
        let first = with_assets("// worker", &asset(1));
        let head = |text: &str| text.lines().next().map(ToOwned::to_owned);
        assert!(first.ends_with("];\n// worker"), "{first}");
        assert_eq!(head(&first), head(&with_assets("// worker", &asset(1))));
        assert_ne!(head(&first), head(&with_assets("// worker", &asset(2))));
        assert_ne!(head(&first), head(&with_assets("// another", &asset(1))));
    }

    #[test]
    fn a_page_with_a_foreign_host_an_outside_address_or_an_inline_script_is_refused() {
        let good =
            "<meta content=\"connect-src https://*.hf.co\"><base href=/x/><script src=/x/boot.js></script>";
        assert_eq!(check_page(good, "/x/"), Ok(()));
        for bad in [
            "<link href=\"https://fonts.example.com/a.css\">",
            "<link href=\"/a.css\">",
            "<script>alert(1)</script>",
        ] {
            assert!(check_page(bad, "/x/").is_err(), "{bad}");
        }
    }
}
