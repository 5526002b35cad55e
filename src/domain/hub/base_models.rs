//! Which models a model was made from. The Hub says it in three places, none of which is always there.

use crate::domain::model::RepoId;
use crate::domain::model::{BaseModel, BaseRelation};
use crate::domain::wire::json::Fields;

/// Most base models that are kept; only merges have more than one, and rarely more than ten.
const N_BASE_MODELS_MAX: usize = 32;

/// Collects base models from `baseModels` (the Hub's own reading), `cardData.base_model` (the author's) and the
/// `base_model:` tags, each once, with the relation from whichever place states it.
pub(super) fn read_base_models(
    fields: &Fields<'_>,
    card: &Fields<'_>,
    tags: &[String],
    id: &RepoId,
) -> Vec<BaseModel> {
    let mut found = BaseModels {
        own_id: id,
        models: Vec::new(),
    };
    if let Some(base) = fields.object("baseModels") {
        let relation = base.word("relation").as_deref().and_then(relation_of);
        for model in base.items("models") {
            if let Some(name) = model.fields().and_then(|model| model.word("id")) {
                found.add(&name, relation);
            }
        }
    }
    let relation = card.word("base_model_relation").as_deref().and_then(relation_of);
    for name in card.words("base_model") {
        found.add(&name, relation);
    }
    for tag in tags {
        if let Some(rest) = tag.strip_prefix("base_model:") {
            match rest.split_once(':') {
                Some((relation, name)) => found.add(name, relation_of(relation)),
                None => found.add(rest, None),
            }
        }
    }
    found.models
}

struct BaseModels<'a> {
    own_id: &'a RepoId,
    models: Vec<BaseModel>,
}

impl BaseModels<'_> {
    /// Authors also write paths on their own disk, addresses and their own repository: those are left out.
    fn add(&mut self, name: &str, relation: Option<BaseRelation>) {
        let Ok(id) = name.parse::<RepoId>() else { return };
        if let Some(known) = self.models.iter_mut().find(|known| known.id == id) {
            known.relation = known.relation.or(relation);
        } else if id != *self.own_id && self.models.len() < N_BASE_MODELS_MAX {
            self.models.push(BaseModel { id, relation });
        }
    }
}

fn relation_of(word: &str) -> Option<BaseRelation> {
    match word {
        "quantized" => Some(BaseRelation::Quantized),
        "finetune" => Some(BaseRelation::Finetune),
        "adapter" => Some(BaseRelation::Adapter),
        "merge" => Some(BaseRelation::Merge),
        _ => None,
    }
}
