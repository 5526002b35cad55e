use std::collections::HashSet;
use std::fmt::Write as _;

use llm_lens::domain::model::variant::{Shards, read_contents};

use super::fixtures::{COMPOSED, RECORDED, Repo, contents, repos};

fn render(repo: Repo) -> String {
    let mut text = format!("# {}\n", repo.id);
    let contents = read_contents(repo.files, &repo.hints);
    let mut claimed = HashSet::new();
    for variant in &contents.variants {
        let quantization = variant
            .quantization
            .as_ref()
            .map_or("unknown".to_owned(), |quantization| {
                let bits = quantization
                    .bits_per_weight
                    .map_or("?".to_owned(), |bits| bits.to_string());
                format!("{} ({} {bits})", quantization.label, quantization.family.key())
            });
        let shards = match variant.shards {
            Shards::Complete => String::new(),
            Shards::Incomplete { found, expected } => format!(" INCOMPLETE {found}/{expected}"),
        };
        let size = variant.size().map_or("-".to_owned(), |size| size.to_string());
        let distinction = variant
            .distinction
            .as_ref()
            .map_or(String::new(), |text| format!(" [{text}]"));
        writeln!(
            text,
            "{} | {} {quantization}{distinction}{shards} {size}",
            variant.key,
            variant.format.name()
        )
        .unwrap();
        for file in &variant.files {
            assert!(claimed.insert(file.path.clone()), "{} twice", file.path);
            writeln!(text, "    {}", file.path).unwrap();
        }
    }
    for companion in &contents.companions {
        assert!(
            claimed.insert(companion.file.path.clone()),
            "{} twice",
            companion.file.path
        );
        writeln!(text, "{:?}: {}", companion.kind, companion.file.path).unwrap();
    }
    let plain = contents.files.iter().filter(|file| !claimed.contains(&file.path));
    let plain: Vec<&str> = plain.map(|file| file.path.as_str()).collect();
    if !plain.is_empty() {
        writeln!(text, "plain files: {}", plain.join(", ")).unwrap();
    }
    text
}

#[track_caller]
fn check_golden(name: &str, text: &str) {
    let rendered = repos(text).into_iter().map(render).collect::<Vec<_>>().join("\n");
    let path = format!(
        "{}/tests/fixtures/variants/{name}.golden.txt",
        env!("CARGO_MANIFEST_DIR")
    );
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, rendered).unwrap();
        return;
    }
    let golden = std::fs::read_to_string(&path).unwrap_or_default();
    let difference = rendered
        .lines()
        .zip(golden.lines())
        .find(|(new, old)| new != old)
        .map(|(new, old)| format!("now: {new}\nwas: {old}"))
        .unwrap_or_else(|| "one is longer".to_owned());
    assert!(
        rendered == golden,
        "{difference}\nIf this is meant: BLESS=1 cargo test --test domain variants"
    );
}

#[test]
fn recorded_repositories_become_the_expected_variants() {
    check_golden("recorded", RECORDED);
}

#[test]
fn composed_repositories_become_the_expected_variants() {
    check_golden("composed", COMPOSED);
}

#[test]
fn estimated_sizes_are_near_the_real_ones() {
    // Parameters of the models over 2 B, from the headers of their 16-bit files.
    let parameters = [
        ("unsloth/DeepSeek-R1-0528-Qwen3-8B-GGUF", 8_190_735_360_u64),
        ("unsloth/Qwen3-30B-A3B-GGUF", 30_532_122_624),
        ("unsloth/DeepSeek-R1-0528-GGUF", 671_026_419_200),
        ("unsloth/Qwen3-30B-A3B-Thinking-2507-GGUF", 30_532_122_624),
        ("Qwen/QwQ-32B-GGUF", 32_763_876_352),
        ("unsloth/Devstral-Small-2505-GGUF", 23_572_403_200),
        ("Lewdiculous/L3-8B-Stheno-v3.2-GGUF-IQ-Imatrix", 8_030_261_248),
        ("unsloth/DeepSeek-V3-0324-GGUF", 671_026_419_200),
        ("Menlo/Jan-nano-gguf", 4_022_468_096),
        ("tensorblock/nvidia_AceReason-Nemotron-1.1-7B-GGUF", 7_615_616_512),
        ("tensorblock/Jennny_llama3_8b_sft_helpsteer-GGUF", 8_030_261_248),
        ("UdayGattu23/osiris_promptGenerator", 4_022_468_096),
        ("agentzefen/model", 7_615_616_512),
    ];
    let mut checked = 0;
    let mut wrong: Vec<String> = Vec::new();
    for (id, parameters) in parameters {
        for variant in contents(id).variants {
            let (Some(size), Some(quantization)) = (variant.size(), &variant.quantization) else {
                continue;
            };
            let bits = quantization.bits_per_weight.unwrap();
            let estimate = u128::from(parameters) * u128::from(bits) / 8_000;
            let percent = estimate * 100 / u128::from(size);
            if !(88..=112).contains(&percent) {
                wrong.push(format!("{id} {} {percent} %", variant.key));
            }
            checked += 1;
        }
    }
    // Publishers spend the bits of these labels otherwise in mixtures of experts (and for 24 B) than in the median file.
    let known = [
        "unsloth/Qwen3-30B-A3B-GGUF gguf:ud-q3_k_xl 113 %",
        "unsloth/DeepSeek-R1-0528-GGUF gguf:ud-q3_k_xl 116 %",
        "unsloth/Qwen3-30B-A3B-Thinking-2507-GGUF gguf:ud-q3_k_xl 113 %",
        "unsloth/Qwen3-30B-A3B-Thinking-2507-GGUF gguf:q2_k_l 117 %",
        "unsloth/Devstral-Small-2505-GGUF gguf:ud-iq1_s 114 %",
    ];
    assert_eq!(wrong, known);
    assert!(checked > 100, "{checked}");
}
