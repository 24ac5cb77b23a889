//! Fonts. The page loads them one after the other, behind the clerk's back; those that have
//! come stay for as long as the worker lives.

use nianbao::writers::pdf::{FontSource, Fonts};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The shipped faces that have come, by the name of their file.
static SHIPPED: Mutex<BTreeMap<String, &'static [u8]>> = Mutex::new(BTreeMap::new());

/// The clerk's own, and what was made of all of them, until another one comes.
static STATE: Mutex<State> = Mutex::new(State { own: Vec::new(), made: None });

struct State {
    own: Vec<Vec<u8>>,
    made: Option<Arc<Fonts>>,
}

/// The shipped faces that have come.
struct Here;

impl FontSource for Here {
    fn bytes(&self, file: &str) -> Option<&[u8]> {
        SHIPPED.lock().unwrap_or_else(PoisonError::into_inner).get(file).copied()
    }
}

/// Takes a shipped face in.
pub fn put(file: &str, bytes: Vec<u8>) {
    SHIPPED.lock().unwrap_or_else(PoisonError::into_inner).insert(file.to_owned(), bytes.leak());
    state().made = None;
}

/// Takes the clerk's own files in the place of earlier ones. How many faces are in them.
pub fn own(files: Vec<Vec<u8>>) -> usize {
    let count = Fonts::from_source(Arc::new(Nothing), files.clone()).len();
    *state() = State { own: files, made: None };
    count
}

/// All of them.
pub fn fonts() -> Arc<Fonts> {
    let mut state = state();
    if let Some(made) = &state.made {
        return made.clone();
    }
    let made = Arc::new(Fonts::from_source(Arc::new(Here), state.own.clone()));
    state.made = Some(made.clone());
    made
}

fn state() -> MutexGuard<'static, State> {
    STATE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// No shipped face at all.
struct Nothing;

impl FontSource for Nothing {
    fn bytes(&self, _: &str) -> Option<&[u8]> {
        None
    }
}
