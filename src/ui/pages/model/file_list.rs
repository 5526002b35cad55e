//! The files of a repository with their sizes.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::hub::{HubOrigin, file_page_url};
use crate::domain::model::Model;
use crate::domain::model::variant::{CompanionKind, RepoFile};
use crate::ui::figures;
use crate::ui::messages::t;

/// Files shown at first; repositories with thousands exist, and nobody reads them all.
const SHOWN_AT_FIRST: usize = 100;

/// Properties of [`FileList`].
#[derive(Properties, PartialEq)]
pub struct FileListProps {
    /// The model.
    pub model: Rc<Model>,
    /// Where the links lead.
    pub origin: HubOrigin,
}

/// The files of a repository; companions say what they are for.
#[component]
pub fn FileList(props: &FileListProps) -> Html {
    let show_all = use_state_eq(|| false);
    let contents = &props.model.contents;
    let n_files = contents.files.len();
    let n_shown = if *show_all {
        n_files
    } else {
        n_files.min(SHOWN_AT_FIRST)
    };
    let onclick = {
        let show_all = show_all.setter();
        Callback::from(move |_: MouseEvent| show_all.set(true))
    };
    let row = |(index, file): (usize, &RepoFile)| {
        let companion = contents
            .companions
            .iter()
            .find(|companion| companion.file.path == file.path);
        html! {
            <li class="files__item" key={index}>
                <span class="break">
                    <a
                        href={file_page_url(props.origin, &props.model.id, &file.path)}
                        target="_blank"
                        rel="noopener noreferrer"
                    >
                        <bdi>{ &file.path }</bdi>
                    </a>
                    <span class="muted">
                        { companion.map_or_else(String::new, |companion| format!(" ({})", purpose(companion.kind))) }
                    </span>
                </span>
                <span class="number">{ file.size.map_or_else(String::new, figures::size) }</span>
            </li>
        }
    };
    html! {
        <section class="section" aria-label={t::model().files}>
            <h2>{ t::model().files }{ " " }<span class="muted small">{ (t::model().files_count)(n_files) }</span></h2>
            if n_files == 0 {
                <p class="muted">{ t::verdict().files_not_listed }</p>
            } else {
                <ul class="files" role="list" tabindex="0" aria-label={t::model().files}>
                    { for contents.files.iter().take(n_shown).enumerate().map(row) }
                </ul>
                if n_shown < n_files {
                    <button type="button" class="button" {onclick}>{ (t::model().files_show_all)(n_files) }</button>
                }
            }
        </section>
    }
}

fn purpose(kind: CompanionKind) -> &'static str {
    match kind {
        CompanionKind::VisionProjector => t::model().vision_projector,
        CompanionKind::ImportanceMatrix => t::model().importance_matrix,
        CompanionKind::DraftModel => t::model().draft_model,
        CompanionKind::Adapter => t::model().adapter,
        CompanionKind::TrainingState => t::model().training_state,
        CompanionKind::Vocabulary => t::model().vocabulary,
    }
}
