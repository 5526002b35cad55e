//! What is judged on the machines: one model, or the models that a search finds.

use yew::prelude::*;

use super::opened;
use crate::domain::app::route::Subject;
use crate::domain::hub::search::SearchQuery;
use crate::ui::components::text_field::TextField;
use crate::ui::features::filters::{cleared, n_active};
use crate::ui::messages::t;

/// Properties of [`SubjectFields`].
#[derive(Properties, PartialEq)]
pub struct SubjectFieldsProps {
    /// What is judged.
    pub subject: Subject,
    /// Whether a model is asked for; without one named yet nothing is judged.
    pub is_model: bool,
    /// Asks for a model, or for a list.
    pub on_kind: Callback<bool>,
    /// Judges something else.
    pub on_subject: Callback<Subject>,
}

/// The choice of what is judged.
#[component]
pub fn SubjectFields(props: &SubjectFieldsProps) -> Html {
    let text = t::compare();
    let kind = |is_model: bool, label: &'static str| {
        let onchange = props.on_kind.reform(move |_: Event| is_model);
        html! {
            <label class="check" key={label}>
                <input type="radio" name="compare-kind" checked={props.is_model == is_model} {onchange} />
                { label }
            </label>
        }
    };
    html! {
        <fieldset class="compare__subject no-print">
            <legend class="sr-only">{ text.subject }</legend>
            <div class="cluster">
                { kind(true, text.subject_model) }
                { kind(false, text.subject_list) }
            </div>
            <div class="compare__subject-field">
                { if props.is_model { model_field(props) } else { search_field(props) } }
            </div>
        </fieldset>
    }
}

fn model_field(props: &SubjectFieldsProps) -> Html {
    let text = t::compare();
    let value = match &props.subject {
        Subject::Model(id) => AttrValue::from(id.as_str().to_owned()),
        _ => AttrValue::default(),
    };
    let on_commit = {
        let (on_subject, current) = (props.on_subject.clone(), value.clone());
        Callback::from(move |typed: String| {
            if typed.is_empty() || typed == current.as_str() {
                return None;
            }
            match typed.parse() {
                Ok(id) => {
                    on_subject.emit(Subject::Model(id));
                    None
                }
                Err(_) => Some(AttrValue::Static(text.model_problem)),
            }
        })
    };
    html! {
        <TextField
            key="model"
            id="compare-model"
            label={text.model_id}
            {value}
            placeholder={text.model_hint}
            {on_commit}
        />
    }
}

fn search_field(props: &SubjectFieldsProps) -> Html {
    let text = t::compare();
    let query = match &props.subject {
        Subject::Search(query) => query.clone(),
        _ => opened::recall().query,
    };
    let on_commit = {
        let (on_subject, query) = (props.on_subject.clone(), query.clone());
        Callback::from(move |typed: String| {
            if typed != query.text {
                on_subject.emit(Subject::Search(SearchQuery {
                    text: typed,
                    ..query.clone()
                }));
            }
            None
        })
    };
    let n_filters = n_active(&query);
    let clear = {
        let (on_subject, cleared) = (props.on_subject.clone(), cleared(&query));
        Callback::from(move |_: MouseEvent| on_subject.emit(Subject::Search(cleared.clone())))
    };
    html! {
        <div class="compare__search" key="search">
            <TextField
                id="compare-search"
                kind="search"
                label={text.search}
                value={query.text.clone()}
                placeholder={text.search_hint}
                {on_commit}
            />
            <div class="slot">
                if n_filters > 0 {
                    <button type="button" class="button button--quiet" onclick={clear}>
                        { (text.clear_filters)(n_filters) }
                    </button>
                }
            </div>
        </div>
    }
}
