//! The bar of a long run, for whoever sits at a terminal.

use crate::batch::listener::Message;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::io::IsTerminal;
use std::time::Duration;

/// A bar on standard error.
pub struct Progress {
    bar: ProgressBar,
    /// Whether standard output goes elsewhere than to the terminal with the bar.
    is_printed_apart: bool,
}

impl Progress {
    /// A bar for so many workbooks, where there is a terminal.
    pub fn on_terminal(workbooks: usize) -> Option<Progress> {
        // It has no colours that somebody could not want.
        if !std::io::stderr().is_terminal() || !anstyle_query::term_supports_color() {
            return None;
        }
        let target = ProgressDrawTarget::stderr_with_hz(10);
        let bar = ProgressBar::with_draw_target(Some(workbooks as u64), target);
        let width = terminal_size::terminal_size_of(std::io::stderr());
        let style = ProgressStyle::with_template(&template(width.map(|(width, _)| width.0)))
            .expect("the template is well-formed")
            // In Chinese consoles block elements may be two cells wide.
            .progress_chars("=> ")
            .with_key("rate", |state: &ProgressState, out: &mut dyn Write| {
                if state.pos() > 0 {
                    let _ = write!(out, "{}", rate(state.per_sec()));
                }
            })
            .with_key("left", |state: &ProgressState, out: &mut dyn Write| {
                if state.pos() > 0 {
                    let _ = write!(out, "剩余约 {}", span(state.eta()));
                }
            });
        bar.set_style(style);
        bar.enable_steady_tick(Duration::from_millis(500));
        Some(Progress { bar, is_printed_apart: !std::io::stdout().is_terminal() })
    }

    /// One workbook more, and what is to be said about it. On a screen with a bar, a workbook
    /// without findings needs no lines; whoever keeps the output gets them.
    pub fn step(&self, messages: &[Message], is_clean: bool, say: impl Fn(&[Message])) {
        let is_wanted = |message: &&Message| match message {
            Message::Out(_) => self.is_printed_apart || !is_clean,
            Message::Err(_) => !is_clean,
        };
        let wanted: Vec<Message> = messages.iter().filter(is_wanted).cloned().collect();
        let is_on_screen =
            |message: &Message| matches!(message, Message::Err(_)) || !self.is_printed_apart;
        match wanted.iter().any(is_on_screen) {
            true => self.suspend(|| say(&wanted)),
            false => say(&wanted),
        }
        self.bar.inc(1);
    }

    /// Says something while the bar is away.
    pub fn suspend(&self, say: impl FnOnce()) {
        self.bar.suspend(say);
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The line of the bar, on one line of a terminal this wide.
fn template(width: Option<u16>) -> String {
    /// What `12345/12345 份  每秒 123.4 份  剩余约 12 小时 59 分` takes.
    const TEXT: u16 = 54;
    const BAR: u16 = 30;
    match width.unwrap_or(80) {
        ..TEXT => "{pos}/{len} 份  {left}".to_owned(),
        width @ TEXT.. => match (width - TEXT).min(BAR) {
            ..12 => "{pos}/{len} 份  {rate}  {left}".to_owned(),
            room => format!("[{{bar:{}}}] {{pos}}/{{len}} 份  {{rate}}  {{left}}", room - 4),
        },
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
    fn a_narrow_terminal_has_less_of_a_bar() {
        let bar = |width| template(width).split(']').count() > 1;
        assert_eq!([Some(120), None, Some(66), Some(60)].map(bar), [true, true, true, false]);
        assert!(!template(Some(40)).contains("rate") && template(Some(40)).contains("left"));
    }

    #[test]
    fn times_and_rates_are_for_people() {
        let span = |seconds| span(Duration::from_secs(seconds));
        assert_eq!([span(5), span(61), span(7260)], ["5 秒", "1 分 1 秒", "2 小时 1 分"]);
        assert_eq!([rate(34.56), rate(0.25)], ["每秒 34.6 份", "每分 15.0 份"]);
    }
}
