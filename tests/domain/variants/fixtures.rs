use llm_lens::domain::model::variant::{
    QuantizationConfig, RepoContents, RepoFile, WeightHints, read_contents,
};

pub const RECORDED: &str = include_str!("../../fixtures/variants/recorded.txt");
pub const COMPOSED: &str = include_str!("../../fixtures/variants/composed.txt");

pub struct Repo {
    pub id: String,
    pub hints: WeightHints,
    pub files: Vec<RepoFile>,
}

pub fn repos(text: &str) -> Vec<Repo> {
    let mut repos: Vec<Repo> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(id) = line.strip_prefix("# ") {
            let hints = WeightHints {
                repo_name: id.rsplit('/').next().unwrap().to_owned(),
                ..WeightHints::default()
            };
            repos.push(Repo {
                id: id.to_owned(),
                hints,
                files: Vec::new(),
            });
            continue;
        }
        let repo = repos.last_mut().unwrap();
        if let Some(file) = line.strip_prefix("  ") {
            let (path, size) = file.rsplit_once(' ').unwrap();
            repo.files.push(RepoFile {
                path: path.to_owned(),
                size: size.parse().ok(),
            });
        } else if let Some(tags) = line.strip_prefix("tags:") {
            repo.hints.tags = tags.split(',').map(|tag| tag.trim().to_owned()).collect();
        } else if let Some(library) = line.strip_prefix("library:") {
            repo.hints.library = Some(library.trim().to_owned());
        } else if let Some(dtypes) = line.strip_prefix("dtypes:") {
            let pair = |text: &str| {
                let (dtype, count) = text.split_once('=').unwrap();
                (dtype.to_owned(), count.parse().unwrap())
            };
            repo.hints.dtypes = dtypes.split_whitespace().map(pair).collect();
        } else if let Some(config) = line.strip_prefix("config:") {
            repo.hints.quantization_config = Some(quantization_config(config));
        } else {
            panic!("{line}");
        }
    }
    repos
}

pub fn quantization_config(text: &str) -> QuantizationConfig {
    let mut config = QuantizationConfig::default();
    for word in text.split_whitespace() {
        match word.split_once('=').unwrap_or((word, "")) {
            ("method", method) => config.method = Some(method.to_owned()),
            ("bits", bits) => config.bits = bits.parse().ok(),
            ("load_in_4bit", _) => config.load_in_4bit = true,
            ("load_in_8bit", _) => config.load_in_8bit = true,
            ("format", format) => config.format = Some(format.to_owned()),
            ("type", weight_type) => config.weight_type = Some(weight_type.to_owned()),
            other => panic!("{other:?}"),
        }
    }
    config
}

pub fn contents(id: &str) -> RepoContents {
    let repo = repos(COMPOSED)
        .into_iter()
        .chain(repos(RECORDED))
        .find(|repo| repo.id == id);
    let repo = repo.unwrap_or_else(|| panic!("no fixture {id}"));
    read_contents(repo.files, &repo.hints)
}

pub fn files(paths: &[&str]) -> Vec<RepoFile> {
    paths
        .iter()
        .map(|path| RepoFile {
            path: (*path).to_owned(),
            size: Some(1_000),
        })
        .collect()
}

pub fn keys(contents: &RepoContents) -> Vec<&str> {
    contents
        .variants
        .iter()
        .map(|variant| variant.key.as_str())
        .collect()
}
