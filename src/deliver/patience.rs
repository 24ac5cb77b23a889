//! Files that another program holds. On Windows a virus scanner looks at every new file and a
//! viewer keeps what it shows: opening, replacing and moving fail meanwhile.

use crate::error::is_held;
use std::io;
use std::time::Duration;

/// Tries in all, and the pause between two: a scanner is done within a second.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(50);

/// Does something to a file, again and again for a second while another program is in the way.
///
/// # Errors
/// Those of the last try.
pub fn patiently<T>(act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    while_it(may_pass, act)
}

/// Whether waiting may help. Windows calls it a missing right, too, where what is to be
/// replaced or moved is open; elsewhere nobody is kept from either.
fn may_pass(error: &io::Error) -> bool {
    cfg!(windows) && (is_held(error) || error.kind() == io::ErrorKind::PermissionDenied)
}

fn while_it<T>(
    may_pass: impl Fn(&io::Error) -> bool,
    mut act: impl FnMut() -> io::Result<T>,
) -> io::Result<T> {
    for _ in 1..TRIES {
        match act() {
            Err(error) if may_pass(&error) => std::thread::sleep(PAUSE),
            other => return other,
        }
    }
    act()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;

    #[test]
    fn what_passes_is_waited_for_and_what_does_not_is_said_at_once() {
        let try_it = |kind: ErrorKind, good_after: u32| {
            let mut tries = 0;
            let result = while_it(is_held, || {
                tries += 1;
                if tries > good_after { Ok(()) } else { Err(kind.into()) }
            });
            (tries, result.is_ok())
        };
        assert_eq!(try_it(ErrorKind::ResourceBusy, 2), (3, true));
        assert_eq!(try_it(ErrorKind::ResourceBusy, 100), (TRIES, false));
        assert_eq!(try_it(ErrorKind::NotFound, 2), (1, false));
    }
}
