//! The script that runs before the first paint: inline, so that nothing is waited for, and known to the policy of the
//! page by its checksum.

use llm_lens::domain::hub::search::SearchQuery;
use llm_lens::domain::hub::{HubOrigin, HubRequest};
use sha2::{Digest, Sha256};

use crate::finish_dist::integrity;
use crate::project;

/// Where it stands in `index.html`, and where the policy names it.
const PLACE: &str = "llm-lens-first-script";
const POLICY_PLACE: &str = "{first_script}";
/// Where the script says which request the list makes first.
const REQUEST_PLACE: &str = "{first_request}";

/// The page with the script of `static/first.js` in its place and its checksum in the policy.
pub fn inlined(page: &str) -> Result<String, String> {
    let path = project::root().join("static").join("first.js");
    let source = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let script = script(&source);
    let tag = [
        format!("<meta name=\"{PLACE}\">"),
        format!("<meta name={PLACE}>"),
        format!("<meta name=\"{PLACE}\"/>"),
    ]
    .into_iter()
    .find(|tag| page.contains(tag))
    .ok_or("index.html has no place for its first script")?;
    if !page.contains(POLICY_PLACE) {
        return Err("the policy of index.html has no place for its first script".to_owned());
    }
    let checksum = integrity(&Sha256::digest(&script));
    Ok(page
        .replace(&tag, &format!("<script>{script}</script>"))
        .replace(POLICY_PLACE, &checksum))
}

/// How the policy names an inline script.
pub fn source_of_policy(script: &str) -> String {
    format!("'{}'", integrity(&Sha256::digest(script)))
}

/// The script without comments, indents and line ends (every statement of it ends in `;` or a bracket), with the very
/// request that the list makes first where nothing else is asked for.
fn script(source: &str) -> String {
    let request = HubRequest::search(&SearchQuery::default()).url(HubOrigin::default());
    let lines = source
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with("//"));
    lines.collect::<String>().replace(REQUEST_PLACE, &request)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_and_its_checksum_come_into_the_page_together() {
        let page = format!("<meta content=\"script-src '{POLICY_PLACE}'\"><meta name={PLACE}>");
        let inlined = inlined(&page).expect("the page has both places");
        let script = inlined
            .split("<script>")
            .nth(1)
            .and_then(|rest| rest.split("</script>").next());
        let script = script.expect("the script is there");
        assert!(inlined.contains(&source_of_policy(script)), "{inlined}");
        assert!(script.contains("/api/models?"), "{script}");
    }
}
