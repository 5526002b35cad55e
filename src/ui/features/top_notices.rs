//! Notices above every page: what a link brought along, what storage refuses, a new version.

use std::rc::Rc;

use yew::prelude::*;

use crate::domain::profiles::{NewProfile, ProfileAction};
use crate::domain::route::{Page, RefusedParam, Route};
use crate::domain::share::{ShareError, SharedHardware};
use crate::ui::components::notice::{Notice, NoticeKind};
use crate::ui::hooks::use_machine::{ProfileTrouble, UseMachineHandle};
use crate::ui::hooks::use_route::{Entry, go_to};
use crate::ui::hooks::use_service_worker::UseServiceWorkerHandle;
use crate::ui::messages::t;
use crate::web::service_worker;
use crate::web::storage::StoreError;
use crate::web::stored_text::StoredTrouble;

/// Properties of [`TopNotices`].
#[derive(Properties, PartialEq)]
pub struct TopNoticesProps {
    /// The address.
    pub route: Rc<Route>,
    /// The machine in effect.
    pub machine: UseMachineHandle,
    /// Trouble with stored settings.
    pub settings_trouble: Option<StoredTrouble>,
    /// The service worker.
    pub worker: UseServiceWorkerHandle,
}

/// Notices above every page.
#[component]
pub fn TopNotices(props: &TopNoticesProps) -> Html {
    let shared_notice = match &props.route.hardware {
        Some(Ok(shared)) => Some(shared_notice(shared, &props.route.page, &props.machine)),
        Some(Err(error)) => Some(broken_notice(error, &props.route.page)),
        None => None,
    };
    let notices = [
        props
            .worker
            .is_update_waiting
            .then(|| update_notice(&props.worker)),
        shared_notice,
        (!props.route.refused.is_empty()).then(|| refused_notice(&props.route.refused)),
        trouble_sentence(props).map(|sentence| {
            html! { <Notice key="trouble" kind={NoticeKind::Warning}>{ sentence }</Notice> }
        }),
    ];
    html! { <div class="stack top-notices">{ for notices.into_iter().flatten() }</div> }
}

fn update_notice(worker: &UseServiceWorkerHandle) -> Html {
    let apply = Callback::from(|_: MouseEvent| {
        service_worker::activate_waiting();
    });
    let later = worker.dismiss.reform(|_: MouseEvent| ());
    html! {
        <Notice
            key="update"
            title={t().app.update_waiting}
            actions={html! {
                <>
                    <button type="button" class="button button--primary" onclick={apply}>{ t().app.update_apply }</button>
                    <button type="button" class="button" onclick={later}>{ t().app.update_later }</button>
                </>
            }}
        />
    }
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
                t().hardware.shared_region.to_owned()
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
        t().hardware.shared_unnamed.to_owned()
    } else {
        (t().hardware.shared_title)(&shared.name)
    };
    html! {
        <Notice
            key="shared"
            region={t().hardware.shared_region}
            {title}
            actions={html! {
                <>
                    <button type="button" class="button button--primary" onclick={save}>{ t().hardware.shared_save }</button>
                    <button type="button" class="button" onclick={use_own}>{ t().hardware.shared_leave }</button>
                </>
            }}
        >
            { t().hardware.shared_body }
        </Notice>
    }
}

fn broken_notice(error: &ShareError, page: &Page) -> Html {
    let text = &t().hardware;
    let why = match error {
        ShareError::UnknownVersion { .. } => text.share_unknown_version.to_owned(),
        ShareError::TooLong { .. } => text.share_too_long.to_owned(),
        ShareError::BadPart { part } | ShareError::RepeatedPart { part } => (text.share_bad_part)(part),
        ShareError::Empty | ShareError::MissingSystemMemory => text.share_missing.to_owned(),
        ShareError::TooManyDevices => text.share_too_many.to_owned(),
    };
    let page = page.clone();
    let dismiss = Callback::from(move |_: MouseEvent| go_to(&Route::from(page.clone()), Entry::Replace));
    html! {
        <Notice
            key="broken"
            kind={NoticeKind::Warning}
            region={text.shared_region}
            title={text.shared_broken}
            actions={html! {
                <button type="button" class="button" onclick={dismiss}>{ t().app.dismiss }</button>
            }}
        >
            { (text.shared_broken_body)(&why) }
        </Notice>
    }
}

fn refused_notice(refused: &[RefusedParam]) -> Html {
    let parts: Vec<String> = refused
        .iter()
        .map(|refused| match refused {
            RefusedParam::AddressTooLong { .. } => t().app.address_too_long.to_owned(),
            RefusedParam::BadValue { param, value } => format!("{}={value}", param.key()),
        })
        .collect();
    html! {
        <Notice key="refused" kind={NoticeKind::Warning}>{ (t().app.refused_params)(&parts.join(", ")) }</Notice>
    }
}

/// One sentence is enough: blocked storage is the same trouble for profiles and settings.
fn trouble_sentence(props: &TopNoticesProps) -> Option<String> {
    match (&props.machine.trouble, &props.settings_trouble) {
        (Some(ProfileTrouble::Loading(trouble)), _) | (None, Some(trouble)) => Some(match trouble {
            StoredTrouble::Blocked => t().app.storage_blocked.to_owned(),
            StoredTrouble::Unreadable { .. } => t().app.storage_damaged.to_owned(),
        }),
        (Some(ProfileTrouble::Saving(StoreError::Blocked)), _) => Some(t().app.storage_blocked.to_owned()),
        (Some(ProfileTrouble::Saving(StoreError::Full)), _) => Some(t().app.storage_full.to_owned()),
        (None, None) => match props.machine.n_skipped {
            0 => None,
            n_skipped => Some((t().app.storage_partly_damaged)(n_skipped)),
        },
    }
}
