//! Names that attack the shell.

use std::process::Command;

use llm_lens::domain::precision::format::Format;
use llm_lens::domain::run::command::{CommandError, GpuLayers, Runner, Setup, Shell, Title, command};
use proptest::prelude::*;

use super::{gguf, repo, text};

#[test]
fn names_that_cannot_be_quoted_everywhere_are_refused() {
    let repo = repo("a/b");
    let long = "x".repeat(600);
    for name in [
        "",
        "-rf.gguf",
        "a\nb.gguf",
        "a\u{1b}[2Jb.gguf",
        "a\"b.gguf",
        "a\u{202e}b.gguf",
        long.as_str(),
    ] {
        let files = [name];
        let setup = Setup {
            label: None,
            ..gguf(&repo, &files)
        };
        for runner in Runner::for_format(Format::Gguf) {
            let error = command(*runner, &setup).unwrap_err();
            let CommandError::UnsafeName { name } = error else {
                panic!("{runner:?} gives {error:?} for {name:?}");
            };
            assert!(name.chars().count() <= 80);
            assert!(!name.contains(char::is_control));
        }
    }
}

#[test]
fn a_real_shell_reads_hostile_names_as_one_argument() {
    let repo = repo("a/b");
    let hostile = [
        "$(touch /tmp/owned).gguf",
        "`id`.gguf",
        "a';id;'.gguf",
        "a && id | cat > x.gguf",
        "a b\\.gguf",
        "*?[a]{b,c}~!#.gguf",
    ];
    for name in hostile {
        let files = [name];
        let setup = Setup {
            label: None,
            ..gguf(&repo, &files)
        };
        let written = command(Runner::LlamaCpp, &setup).unwrap();
        let script = text(&written, Title::Serve).replacen("llama-server", "printf '%s\\n'", 1);
        let output = Command::new("sh").args(["-c", &script]).output().unwrap();
        let output = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output, format!("-hf\na/b\n--hf-file\n{name}\n"));
    }
}

#[test]
fn powershell_takes_curly_quotes_for_quotes() {
    let repo = repo("a/b");
    let files = ["a\u{2019}; Remove-Item x; \u{2018}.gguf"];
    let setup = Setup {
        label: None,
        shell: Shell::PowerShell,
        ..gguf(&repo, &files)
    };
    let written = command(Runner::LlamaCpp, &setup).unwrap();
    assert!(
        text(&written, Title::Serve)
            .contains("--hf-file 'a\u{2019}\u{2019}; Remove-Item x; \u{2018}\u{2018}.gguf'")
    );
}

proptest! {
    #[test]
    fn any_names_give_a_command_or_a_refusal(
        label in proptest::option::of("\\PC{0,12}"),
        file in "\\PC{0,24}",
        pattern in "\\PC{0,12}",
        context in any::<Option<u64>>(),
        sequences in any::<Option<u32>>(),
        layers in any::<u32>(),
        n_layers in any::<Option<u32>>(),
        percent in any::<Option<u8>>(),
    ) {
        let repo = repo("a/b");
        let files = [file.as_str()];
        let overrides = [(pattern.as_str(), "CPU")];
        for format in Format::ALL {
            for runner in Runner::for_format(format) {
                for shell in [Shell::Posix, Shell::PowerShell] {
                    let setup = Setup {
                        label: label.as_deref(),
                        files: &files,
                        tensor_overrides: &overrides,
                        context,
                        sequences,
                        gpu_layers: GpuLayers::Some(layers),
                        n_layers,
                        memory_share_percent: percent,
                        ..Setup::new(&repo, format, shell)
                    };
                    if let Ok(written) = command(*runner, &setup) {
                        prop_assert!(written.pieces.iter().all(|piece| !piece.text.is_empty()));
                    }
                }
            }
        }
    }
}
