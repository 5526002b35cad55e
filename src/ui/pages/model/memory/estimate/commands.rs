//! The exact command for the settings.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::estimate::Placed;
use crate::domain::estimate::subject::Subject;
use crate::domain::model::variant::Variant;
use crate::domain::model::{Gated, Model};
use crate::domain::run::command::{Projector, RunCommand, Setup, Shell, command};
use crate::domain::run::settings::RunSettings;
use crate::ui::components::copy_button::CopyButton;
use crate::ui::components::select_field::{ChoiceGroup, SelectField};
use crate::ui::messages::t;

/// Properties of [`RunLikeThis`].
#[derive(Properties, PartialEq)]
pub struct RunLikeThisProps {
    /// The model.
    pub model: Rc<Model>,
    /// The variant's place.
    pub variant: usize,
    /// The settings.
    pub settings: RunSettings,
    /// The command for each shell.
    pub written: Written,
}

/// What came of writing the command, for both shells.
#[derive(Clone, PartialEq)]
pub struct Written {
    posix: Result<RunCommand, String>,
    power_shell: Result<RunCommand, String>,
}

/// Writes the command for both shells.
pub fn write(
    model: &Model,
    index: usize,
    subject: &Subject,
    settings: RunSettings,
    placed: Option<&Placed>,
    has_gpus: u32,
) -> Option<Written> {
    let variant = model.contents.variants.get(index)?;
    let runner = settings.runner_for(variant.format)?;
    let files: Vec<&str> = variant.files.iter().map(|file| file.path.as_str()).collect();
    let for_shell = |shell: Shell| {
        let mut setup = Setup::new(&model.id, variant.format, shell);
        setup.label = label(model, variant);
        setup.files = &files;
        if let Subject::Gguf(subject) = subject {
            setup.projector = match (&subject.projector, settings.projector) {
                (None, _) => Projector::Absent,
                (Some(_), false) => Projector::Off,
                (Some((_, _, true)), true) => Projector::Automatic,
                (Some((_, path, false)), true) => Projector::File(path),
            };
            setup.is_vision = subject.projector.is_some();
        } else {
            setup.n_tensor_parallel = has_gpus.max(1);
        }
        setup.needs_token = model.private || model.gated != Gated::No;
        settings.write_into(&mut setup, subject.geometry().context_length, placed);
        command(runner, &setup).map_err(|error| (t::memory().no_command)(&error))
    };
    Some(Written {
        posix: for_shell(Shell::Posix),
        power_shell: for_shell(Shell::PowerShell),
    })
}

/// The label, where it means this variant alone.
fn label<'a>(model: &Model, variant: &'a Variant) -> Option<&'a str> {
    let label = &variant.quantization.as_ref()?.label;
    let shares = |other: &Variant| {
        let is_label = other
            .quantization
            .as_ref()
            .is_some_and(|other| other.label.eq_ignore_ascii_case(label));
        other.format == variant.format && is_label && other.key != variant.key
    };
    let is_shared = model.contents.variants.iter().any(shares);
    (!is_shared && variant.distinction.is_none()).then_some(label.as_str())
}

/// The command, with its shell.
#[component]
pub fn RunLikeThis(props: &RunLikeThisProps) -> Html {
    let text = t::memory();
    let is_windows = use_state_eq(|| false);
    let written = &props.written;
    let differs = written.posix != written.power_shell;
    let chosen = if *is_windows {
        &written.power_shell
    } else {
        &written.posix
    };
    let on_change = {
        let is_windows = is_windows.setter();
        Callback::from(move |key: AttrValue| is_windows.set(key.as_str() == "powershell"))
    };
    html! {
        <div class="memory-run">
            <div class="slot">
                if differs {
                    <SelectField
                        id="memory-shell"
                        label={text.shell}
                        value={if *is_windows { "powershell" } else { "posix" }}
                        groups={ChoiceGroup::plain([
                            (AttrValue::Static("posix"), AttrValue::Static(text.shell_posix)),
                            (AttrValue::Static("powershell"), AttrValue::Static("PowerShell")),
                        ])}
                        {on_change}
                    />
                }
            </div>
            { match chosen {
                Ok(command) => pieces(command),
                Err(reason) => html! { <p>{ reason }</p> },
            } }
        </div>
    }
}

fn pieces(command: &RunCommand) -> Html {
    let text = t::memory();
    let left_out: Vec<&str> = command
        .left_out
        .iter()
        .map(|setting| (text.setting)(*setting))
        .collect();
    html! {
        <div class="stack">
            { for command.pieces.iter().enumerate().map(|(index, piece)| {
                let copied = piece.text.clone();
                html! {
                    <div key={index} class="memory-piece">
                        <p class="memory-piece__title">{ (text.piece)(piece.title) }</p>
                        <pre tabindex="0"><code>{ &piece.text }</code></pre>
                        <CopyButton label={text.copy} text={Callback::from(move |()| copied.clone())} />
                    </div>
                }
            }) }
            <ul class="memory-doubts">
                if !left_out.is_empty() {
                    <li key="left-out">{ (text.left_out)(&left_out.join(", ")) }</li>
                }
                { for command.cautions.iter().map(|caution| {
                    let words = (text.caution)(*caution);
                    html! { <li key={words}>{ words }</li> }
                }) }
            </ul>
        </div>
    }
}
