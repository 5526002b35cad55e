//! Sharing: a link with the machines, and the same link as a QR code.

use std::rc::Rc;

use yew::prelude::*;

use super::chosen::Column;
use super::qr_picture::{qr_picture, qr_svg};
use crate::domain::app::qr_code::{QR_TEXT_LENGTH_MAX, QrCode};
use crate::domain::app::route::{Comparison, Page, Route, Subject};
use crate::domain::hub::search::SearchQuery;
use crate::ui::components::copy_button::CopyButton;
use crate::ui::components::dialog::Dialog;
use crate::ui::components::select_field::{ChoiceGroup, SelectField};
use crate::ui::figures;
use crate::ui::messages::t;
use crate::web::{document, download, location};

/// Properties of [`Sharing`].
#[derive(Properties, PartialEq)]
pub struct SharingProps {
    /// The machines.
    pub columns: Vec<Column>,
    /// What is judged on them.
    pub subject: Subject,
}

/// What a link carries.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Carried {
    Everything,
    Machines,
    /// One machine, by its place, as shared hardware.
    One(usize),
}

impl Carried {
    fn key(self) -> AttrValue {
        match self {
            Self::Everything => AttrValue::Static("everything"),
            Self::Machines => AttrValue::Static("machines"),
            Self::One(index) => AttrValue::from(index.to_string()),
        }
    }

    fn from_key(key: &str) -> Self {
        match key {
            "machines" => Self::Machines,
            other => other.parse().map_or(Self::Everything, Self::One),
        }
    }

    fn label(self, columns: &[Column]) -> String {
        let text = t::compare();
        match self {
            Self::Everything => text.share_everything.to_owned(),
            Self::Machines => text.share_machines.to_owned(),
            Self::One(index) => {
                (text.share_one)(columns.get(index).map_or("", |column| column.name.as_str()))
            }
        }
    }

    /// The address that carries it.
    fn link(self, props: &SharingProps) -> String {
        let machines = || props.columns.iter().map(Column::shared).collect();
        let compare = |subject: Subject| {
            Route::from(Page::Compare(Comparison {
                machines: machines(),
                subject,
            }))
        };
        let route = match self {
            Self::Everything => compare(props.subject.clone()),
            Self::Machines => compare(Subject::Unsaid),
            Self::One(index) => Route {
                hardware: props.columns.get(index).map(|column| Ok(column.shared())),
                ..Route::from(match &props.subject {
                    Subject::Model(id) => Page::Model {
                        id: id.clone(),
                        variant: None,
                        run: String::new(),
                    },
                    Subject::Search(query) => Page::Explore(query.clone()),
                    Subject::Unsaid => Page::Explore(SearchQuery::default()),
                })
            },
        };
        let fragment = route.fragment();
        location::absolute(fragment.strip_prefix('#').unwrap_or(&fragment))
    }
}

/// The section for sharing.
#[component]
pub fn Sharing(props: &SharingProps) -> Html {
    let text = t::compare();
    let picked = use_state_eq(|| Carried::Everything);
    let is_large = use_state_eq(|| false);
    let choices: Vec<Carried> = [Carried::Everything, Carried::Machines]
        .into_iter()
        .chain((0..props.columns.len()).map(Carried::One))
        .collect();
    let carried = Some(*picked)
        .filter(|carried| choices.contains(carried))
        .unwrap_or(Carried::Everything);
    let link = carried.link(props);
    let code = use_memo(link.clone(), |link| QrCode::encode(link).ok().map(Rc::new));
    let on_change = {
        let picked = picked.setter();
        Callback::from(move |key: AttrValue| picked.set(Carried::from_key(&key)))
    };
    let groups = ChoiceGroup::plain(
        choices
            .iter()
            .map(|carried| (carried.key(), AttrValue::from(carried.label(&props.columns)))),
    );
    let (copy, privacy) = match carried {
        Carried::One(_) => (text.copy_one, text.privacy_one),
        _ => (text.copy, text.privacy),
    };
    let copied = {
        let link = link.clone();
        Callback::from(move |()| link.clone())
    };
    let name = (text.qr_name)(&carried.label(&props.columns));
    html! {
        <section class="section compare__share" aria-labelledby="compare-share">
            <h2 id="compare-share">{ text.share }</h2>
            if props.columns.is_empty() {
                <p class="muted">{ text.nothing_to_share }</p>
            } else {
                <div class="compare__share-body">
                    <div class="stack">
                        <SelectField
                            id="compare-carried"
                            label={text.share_choice}
                            value={carried.key()}
                            {groups}
                            {on_change}
                        />
                        <div class="field">
                            <label class="field__label" for="compare-link">
                                { text.link }{ " · " }{ (text.length)(&figures::integer(link.len() as u64)) }
                            </label>
                            <input id="compare-link" type="text" readonly={true} value={link.clone()} />
                        </div>
                        <div class="cluster"><CopyButton label={copy} text={copied} /></div>
                        <p class="small muted">{ privacy }</p>
                    </div>
                    <div class="compare__qr">
                        { match &*code {
                            Some(code) => with_code(code, &name, &link, &is_large),
                            None => html! { <p>{ too_long(&link, carried, &choices, props) }</p> },
                        } }
                    </div>
                </div>
            }
        </section>
    }
}

fn with_code(code: &Rc<QrCode>, name: &str, link: &str, is_large: &UseStateHandle<bool>) -> Html {
    let text = t::compare();
    let set_large = |large: bool| {
        let is_large = is_large.setter();
        Callback::from(move |()| is_large.set(large))
    };
    let save = {
        let code = Rc::clone(code);
        Callback::from(move |_: MouseEvent| {
            let svg = qr_svg(&code);
            if download::save_text("llm-lens-machines.svg", "image/svg+xml", &svg).is_err() {
                document::alert(t::compare().qr_refused);
            }
        })
    };
    html! {
        <div class="stack">
            { qr_picture(code, name, link) }
            <div class="cluster">
                <button type="button" class="button" onclick={set_large(true).reform(|_: MouseEvent| ())}>
                    { text.qr_enlarge }
                </button>
                <button type="button" class="button" onclick={save}>{ text.qr_save }</button>
            </div>
            <p class="small muted slot">{ if code.is_dense() { text.qr_dense } else { "" } }</p>
            <Dialog id="compare-qr" title={text.qr} open={**is_large} on_close={set_large(false)}>
                <div class="compare__qr-large">{ qr_picture(code, name, link) }</div>
            </Dialog>
        </div>
    }
}

/// Why there is no code, and which link would have one.
fn too_long(link: &str, carried: Carried, choices: &[Carried], props: &SharingProps) -> String {
    let text = t::compare();
    let n = figures::integer(link.len() as u64);
    let why = (text.qr_too_long)(&n, &figures::integer(QR_TEXT_LENGTH_MAX as u64));
    let shorter = choices
        .iter()
        .filter(|other| **other != carried)
        .find(|other| other.link(props).len() <= QR_TEXT_LENGTH_MAX);
    let way_on = shorter.map_or_else(
        || text.qr_no_shorter.to_owned(),
        |other| (text.qr_shorter)(&other.label(&props.columns)),
    );
    format!("{why} {way_on}")
}
