//! Notices above every page: what a link brought along, what storage refuses, a new version.

use yew::prelude::*;

use crate::domain::app::route::{Page, RefusedParam, Route};
use crate::domain::app::share::{ShareError, SharedHardware};
use crate::domain::machine::profiles::{NewProfile, ProfileAction};
use crate::ui::components::notice::Notice;
use crate::ui::hooks::use_machine::{ProfileTrouble, UseMachineHandle};
use crate::ui::hooks::use_route::{Entry, go_to};
use crate::ui::hooks::use_service_worker::UseServiceWorkerHandle;
use crate::ui::messages::t;
use crate::web::storage::StoreError;
use crate::web::stored_text::StoredTrouble;
use crate::web::{document, download, profile_store, service_worker};

/// Notices above every page.
pub fn top_notices(
    route: &Route,
    machine: &UseMachineHandle,
    settings_trouble: Option<&StoredTrouble>,
    worker: &UseServiceWorkerHandle,
) -> Html {
    let shared_notice = match &route.hardware {
        Some(Ok(shared)) => Some(shared_notice(shared, &route.page, machine)),
        Some(Err(error)) => Some(broken_notice(error, &route.page)),
        None => None,
    };
    let notices = [
        worker.is_update_waiting.then(|| update_notice(worker)),
        shared_notice,
        (!route.refused.is_empty()).then(|| refused_notice(&route.refused)),
        trouble_sentence(machine, settings_trouble)
            .map(|sentence| Notice::warning(sentence.into()).actions(save_set_aside()).html()),
    ];
    html! { <div class="stack top-notices">{ for notices.into_iter().flatten() }</div> }
}

/// A way to what was set aside, if anything was: as a file, since only a person can make sense of it.
fn save_set_aside() -> Html {
    let texts = profile_store::texts_set_aside();
    let is_empty = texts.is_empty();
    let save = Callback::from(move |_: MouseEvent| {
        if download::save_text("llm-lens-set-aside.txt", "text/plain", &texts.join("\n")).is_err() {
            document::alert(t::hardware().export_refused);
        }
    });
    html! {
        if !is_empty {
            <button type="button" class="button" onclick={save}>{ t::app().set_aside_save }</button>
        }
    }
}

fn update_notice(worker: &UseServiceWorkerHandle) -> Html {
    let apply = Callback::from(|_: MouseEvent| {
        service_worker::activate_waiting();
    });
    let later = worker.dismiss.reform(|_: MouseEvent| ());
    Notice::new(Html::default())
        .title(t::app().update_waiting)
        .actions(html! {
            <>
                <button type="button" class="button button--primary" onclick={apply}>{ t::app().update_apply }</button>
                <button type="button" class="button" onclick={later}>{ t::app().update_later }</button>
            </>
        })
        .html()
}

fn shared_notice(shared: &SharedHardware, page: &Page, machine: &UseMachineHandle) -> Html {
    let leave = {
        let page = page.clone();
        move || go_to(&Route::from(page.clone()), Entry::Replace)
    };
    let save = {
        let (shared, change, leave) = (shared.clone(), machine.change.clone(), leave.clone());
        Callback::from(move |_: MouseEvent| {
            let name = if shared.name.is_empty() {
                t::hardware().shared_region.to_owned()
            } else {
                shared.name.clone()
            };
            let new = NewProfile {
                name,
                preset: None,
                hardware: shared.hardware.clone(),
            };
            if change.emit(ProfileAction::Create(new)).is_none() {
                leave();
            }
        })
    };
    let use_own = Callback::from(move |_: MouseEvent| leave());
    let title = if shared.name.is_empty() {
        t::hardware().shared_unnamed.to_owned()
    } else {
        (t::hardware().shared_title)(&shared.name)
    };
    Notice::new(t::hardware().shared_body.into())
        .region(t::hardware().shared_region)
        .title(title)
        .actions(html! {
            <>
                <button type="button" class="button button--primary" onclick={save}>{ t::hardware().shared_save }</button>
                <button type="button" class="button" onclick={use_own}>{ t::hardware().shared_leave }</button>
            </>
        })
        .html()
}

fn why_broken(error: &ShareError) -> String {
    let text = t::hardware();
    match error {
        ShareError::UnknownVersion { .. } => text.share_unknown_version.to_owned(),
        ShareError::TooLong { .. } => text.share_too_long.to_owned(),
        ShareError::BadPart { part } | ShareError::RepeatedPart { part } => (text.share_bad_part)(part),
        ShareError::Empty | ShareError::MissingSystemMemory => text.share_missing.to_owned(),
        ShareError::TooManyDevices => text.share_too_many.to_owned(),
    }
}

fn broken_notice(error: &ShareError, page: &Page) -> Html {
    let text = t::hardware();
    let why = why_broken(error);
    let page = page.clone();
    let dismiss = Callback::from(move |_: MouseEvent| go_to(&Route::from(page.clone()), Entry::Replace));
    Notice::warning((text.shared_broken_body)(&why).into())
        .region(text.shared_region)
        .title(text.shared_broken)
        .actions(html! {
            <button type="button" class="button" onclick={dismiss}>{ t::app().dismiss }</button>
        })
        .html()
}

fn refused_notice(refused: &[RefusedParam]) -> Html {
    let parts: Vec<String> = refused
        .iter()
        .map(|refused| match refused {
            RefusedParam::AddressTooLong { .. } => t::app().address_too_long.to_owned(),
            RefusedParam::BadValue { param, value } => format!("{}={value}", param.key()),
            RefusedParam::BadMachine { position, error } => {
                (t::app().bad_machine)(*position, &why_broken(error))
            }
            RefusedParam::TooManyMachines => t::app().too_many_machines.to_owned(),
        })
        .collect();
    Notice::warning((t::app().refused_params)(&parts.join(", ")).into()).html()
}

/// One sentence is enough: blocked storage is the same trouble for profiles and settings.
fn trouble_sentence(machine: &UseMachineHandle, settings: Option<&StoredTrouble>) -> Option<String> {
    match (&machine.trouble, settings) {
        (Some(ProfileTrouble::Loading(trouble)), _) | (None, Some(trouble)) => Some(match trouble {
            StoredTrouble::Blocked => t::app().storage_blocked.to_owned(),
            StoredTrouble::Unreadable { .. } => t::app().storage_damaged.to_owned(),
        }),
        (Some(ProfileTrouble::Saving(StoreError::Blocked)), _) => Some(t::app().storage_blocked.to_owned()),
        (Some(ProfileTrouble::Saving(StoreError::Full)), _) => Some(t::app().storage_full.to_owned()),
        (None, None) => match machine.n_skipped {
            0 => None,
            n_skipped => Some((t::app().storage_partly_damaged)(n_skipped)),
        },
    }
}
