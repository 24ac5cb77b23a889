//! The bar of a long run, for whoever sits at a terminal.

use crate::cli::console::{Console, Piece};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::io::IsTerminal;
use std::time::Duration;

/// A bar on standard error, or nothing.
pub struct Progress {
    bar: Option<ProgressBar>,
}

impl Progress {
    /// A bar for so many files, where there is a terminal and it is wanted.
    pub fn new(files: usize, wanted: bool) -> Progress {
        let able = std::io::stderr().is_terminal()
            && !anstyle_query::no_color()
            && anstyle_query::term_supports_color();
        if !wanted || !able {
            return Progress { bar: None };
        }
        let target = ProgressDrawTarget::stderr_with_hz(10);
        let bar = ProgressBar::with_draw_target(Some(files as u64), target);
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} 份  {rate}  {left}")
            .expect("the template is well-formed")
            .with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
                let _ = write!(out, "{}", rate(state.per_sec()));
            })
            .with_key("left", |state: &ProgressState, out: &mut dyn Write| {
                let _ = write!(out, "剩余约 {}", span(state.eta()));
            });
        bar.set_style(style);
        bar.enable_steady_tick(Duration::from_millis(500));
        Progress { bar: Some(bar) }
    }

    /// Whether there is one to be seen.
    pub fn is_shown(&self) -> bool {
        self.bar.is_some()
    }

    /// One file more, and what is to be said about it.
    pub fn step(&self, pieces: &[Piece], console: &Console) {
        match &self.bar {
            Some(bar) => {
                if !pieces.is_empty() {
                    bar.suspend(|| console.say(pieces));
                }
                bar.inc(1);
            }
            None => console.say(pieces),
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

fn rate(per_second: f64) -> String {
    if per_second >= 1.0 || per_second <= 0.0 {
        format!("每秒 {per_second:.1} 份")
    } else {
        format!("每分 {:.1} 份", per_second * 60.0)
    }
}

fn span(time: Duration) -> String {
    match time.as_secs() {
        seconds @ 0..60 => format!("{seconds} 秒"),
        seconds @ 60..3600 => format!("{} 分 {} 秒", seconds / 60, seconds % 60),
        seconds => format!("{} 小时 {} 分", seconds / 3600, seconds / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_rates_are_for_people() {
        let span = |seconds| span(Duration::from_secs(seconds));
        assert_eq!([span(5), span(61), span(7260)], ["5 秒", "1 分 1 秒", "2 小时 1 分"]);
        assert_eq!([rate(34.56), rate(0.25)], ["每秒 34.6 份", "每分 15.0 份"]);
    }
}
