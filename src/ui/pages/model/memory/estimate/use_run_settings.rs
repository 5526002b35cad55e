//! The settings in the address as state: changed at once, written a little later, so that a slider passes by without
//! leaving a trace of every place it was at.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::domain::run::settings::{RefusedPart, RunSettings};

/// How long the settings rest before they are written to the address.
const REST_MS: u32 = 250;

/// The settings in effect and the way to change them.
#[derive(Clone, PartialEq)]
pub struct UseRunSettings {
    /// The settings.
    pub settings: RunSettings,
    /// What was wrong in the address.
    pub refused: Rc<Vec<RefusedPart>>,
    /// Changes them.
    pub set: Callback<RunSettings>,
}

/// The settings that the address says in `run`, or the usual ones. After a change `write` is called once they rest.
#[hook]
pub fn use_run_settings(run: AttrValue, usual: RunSettings, write: Callback<RunSettings>) -> UseRunSettings {
    let state = use_state_eq(|| {
        let (settings, refused) = RunSettings::of_address(&run, usual);
        (settings, Rc::new(refused))
    });
    // What this hook wrote itself, so that its own address does not set the slider back that has moved on since.
    let written = use_mut_ref(|| run.to_string());
    let is_waiting = use_mut_ref(|| Rc::new(Cell::new(false)));
    let timer = use_mut_ref(|| None::<Timeout>);
    let latest_write = use_mut_ref(|| write.clone());
    latest_write.replace(write);
    {
        let (state, written) = (state.setter(), Rc::clone(&written));
        let is_waiting = Rc::clone(&*is_waiting.borrow());
        use_effect_with((run, usual), move |(run, usual)| {
            let is_own = is_waiting.get() || written.borrow().as_str() == run.as_str();
            if !is_own {
                written.replace(run.to_string());
                let (settings, refused) = RunSettings::of_address(run, *usual);
                state.set((settings, Rc::new(refused)));
            }
        });
    }
    {
        // Whoever leaves takes the waiting change along.
        let timer: Rc<RefCell<Option<Timeout>>> = Rc::clone(&timer);
        use_effect_with((), move |()| move || drop(timer.take()));
    }
    let set = {
        let state = state.setter();
        let is_waiting = Rc::clone(&*is_waiting.borrow());
        use_callback((), move |settings: RunSettings, ()| {
            state.set((settings, Rc::new(Vec::new())));
            is_waiting.set(true);
            let (written, is_waiting) = (Rc::clone(&written), Rc::clone(&is_waiting));
            let write = Rc::clone(&latest_write);
            let rested = Timeout::new(REST_MS, move || {
                is_waiting.set(false);
                written.replace(settings.text());
                let write = write.borrow().clone();
                write.emit(settings);
            });
            timer.replace(Some(rested));
        })
    };
    UseRunSettings {
        settings: state.0,
        refused: Rc::clone(&state.1),
        set,
    }
}
