//! Reading in a child process of our own program, for parsers that may ask for all memory
//! there is. An allocation that fails aborts a process and nothing can catch that; in a child
//! it is only an answer that does not come.
//!
//! The parent sends the file through a pipe and takes the grids as JSON from another, with a
//! limit on time; the child limits its own memory before it looks at the first byte.

use super::memory;
use crate::error::Error;
use crate::reader::guard::limits::MAX_FILE;
use crate::reader::guard::strange;
use crate::reader::open::{Isolate, OpenOptions, Opened, open};
use serde::{Deserialize, Serialize};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// Memory a child process may allocate.
const CHILD_MEMORY: usize = 160 << 20;

/// Longest working time of a child process. The largest honest .xls takes under a second.
#[cfg(unix)]
const CHILD_SECONDS: u64 = 10;

/// Longest wait for its answer, in seconds: the machine may be busy with other things.
const CHILD_PATIENCE: u64 = 60;

/// Longest answer taken from a child process: 300,000 cells and 16 MB of text as JSON.
const CHILD_ANSWER: u64 = 96 << 20;

/// The hidden subcommand that a child is started with.
pub const COMMAND: &str = "__read-grid";

/// What a child answers.
#[derive(Serialize, Deserialize)]
enum Answer {
    Opened(Opened),
    Refused(String),
}

/// This program, to be started once more as `PROGRAM __read-grid` for a workbook whose reading
/// may abort.
pub struct ChildProcess {
    program: PathBuf,
    is_verbose: bool,
}

impl ChildProcess {
    /// This very program; none where the system does not say what it is.
    /// A verbose one says what ended a child.
    pub fn of_this_program(is_verbose: bool) -> Option<ChildProcess> {
        Some(ChildProcess { program: std::env::current_exe().ok()?, is_verbose })
    }
}

impl Isolate for ChildProcess {
    fn open(&self, bytes: &[u8]) -> Result<Opened, Error> {
        self.read(bytes)
    }
}

impl ChildProcess {
    /// Reads a file in a child process. One that dies is started once more: a good file must
    /// not be refused because the system ended the first.
    ///
    /// # Errors
    /// As [`open`], and when the child dies twice or takes too long.
    fn read(&self, bytes: &[u8]) -> Result<Opened, Error> {
        let mut end = End::Silent(None);
        for _ in 0..2 {
            let mut command = Command::new(&self.program);
            command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped());
            command.stderr(Stdio::null());
            set_apart(&mut command);
            // Without a child the same checks still stand before the parser.
            let Ok(child) = command.spawn() else { return open(bytes, &OpenOptions::default()) };
            end = talk(child, bytes);
            match end {
                End::Answered(Answer::Opened(opened)) => return Ok(opened),
                End::Answered(Answer::Refused(sentence)) => {
                    return Err(Error::NotAWorkbook(sentence));
                }
                End::Silent(_) => {}
                End::Late => break,
            }
        }
        let cause = if self.is_verbose { cause(&end) } else { String::new() };
        Err(strange(format_args!("读取时占用的内存或时间超过限制{cause}")))
    }
}

/// How a child ended.
enum End {
    Answered(Answer),
    /// It died without an answer.
    Silent(Option<ExitStatus>),
    /// It was ended because it took too long.
    Late,
}

/// What ended a child, for who wants to know.
fn cause(end: &End) -> String {
    match end {
        End::Answered(_) => String::new(),
        End::Late => format!("（读取进程超过 {CHILD_PATIENCE} 秒没有答复）"),
        End::Silent(status) => {
            let number = status.map_or_else(|| "不明".to_owned(), number);
            format!(
                "（读取进程两次中断，最后一次的结束代码：{number}；内存上限 {} MB）",
                CHILD_MEMORY >> 20
            )
        }
    }
}

#[cfg(unix)]
fn number(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.signal(), status.code()) {
        (Some(signal), _) => format!("信号 {signal}"),
        (None, code) => code.unwrap_or_default().to_string(),
    }
}

#[cfg(not(unix))]
fn number(status: ExitStatus) -> String {
    status.code().unwrap_or_default().to_string()
}

/// How a child that closed its end of the pipe ended, where it does so within a second.
fn ended(child: &mut Child) -> Option<ExitStatus> {
    (0..100).find_map(|_| {
        let status = child.try_wait().ok().flatten();
        if status.is_none() {
            std::thread::sleep(Duration::from_millis(10));
        }
        status
    })
}

/// Sends the file and waits for the answer, no longer than [`CHILD_PATIENCE`].
fn talk(mut child: Child, bytes: &[u8]) -> End {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return End::Silent(None);
    };
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        // A child that dies closes its end, and writing fails; the missing answer tells.
        scope.spawn(move || input.write_all(bytes));
        scope.spawn(move || {
            let output = BufReader::new(output.take(CHILD_ANSWER));
            let _ = sender.send(serde_json::from_reader(output).ok());
        });
        let end = match receiver.recv_timeout(Duration::from_secs(CHILD_PATIENCE)) {
            Ok(Some(answer)) => End::Answered(answer),
            // Its end of the pipe is closed: it is gone, or says more than is taken.
            Ok(None) => End::Silent(ended(&mut child)),
            Err(_) => End::Late,
        };
        // Ends both threads whatever they wait for.
        let _ = child.kill();
        let status = child.wait().ok();
        match end {
            End::Silent(None) => End::Silent(status),
            end => end,
        }
    })
}

/// The child's side: reads a file from `input` and answers on `output`. For the hidden
/// subcommand only: it limits the memory of the whole process for good.
///
/// # Errors
/// When the pipes break; the parent sees that by itself.
pub fn serve(input: impl Read, output: impl Write) -> std::io::Result<()> {
    memory::limit(CHILD_MEMORY);
    limit_time();
    answer(input, output)
}

/// Reads a file and answers, with whatever memory there is.
fn answer(input: impl Read, output: impl Write) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    input.take(MAX_FILE as u64 + 1).read_to_end(&mut bytes)?;
    let answer = match open(&bytes, &OpenOptions::default()) {
        Ok(opened) => Answer::Opened(opened),
        Err(error) => Answer::Refused(error.to_string()),
    };
    drop(bytes);
    let mut output = BufWriter::new(output);
    serde_json::to_writer(&mut output, &answer)?;
    output.flush()
}

/// Lets the process work no longer than [`CHILD_SECONDS`], also where the parent is gone.
#[cfg(unix)]
fn limit_time() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let seconds = Some(CHILD_SECONDS);
    let _ = setrlimit(Resource::Cpu, Rlimit { current: seconds, maximum: seconds });
    // An abort leaves no core file behind.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
}

/// Other systems count no working time here: the patience of the parent bounds it.
#[cfg(not(unix))]
fn limit_time() {
    std::thread::spawn(|| {
        std::thread::sleep(Duration::from_secs(CHILD_PATIENCE));
        std::process::exit(1);
    });
}

/// Keeps a console from flashing up beside a windowed program, and Ctrl-C from the child: a
/// run that is to end finishes the file in hand.
#[cfg(windows)]
fn set_apart(command: &mut Command) {
    use std::os::windows::process::CommandExt;
    const CREATE_NO_WINDOW: u32 = 0x0800_0000;
    const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;
    command.creation_flags(CREATE_NO_WINDOW | CREATE_NEW_PROCESS_GROUP);
}

#[cfg(unix)]
fn set_apart(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(any(unix, windows)))]
fn set_apart(_: &mut Command) {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::guard::compound::wrap;

    fn ask(bytes: &[u8]) -> Answer {
        let mut output = Vec::new();
        answer(bytes, &mut output).unwrap();
        serde_json::from_slice(&output).unwrap()
    }

    fn child(program: &str) -> ChildProcess {
        ChildProcess { program: program.into(), is_verbose: true }
    }

    /// The shortest .xls: no sheets at all.
    fn empty_book() -> Vec<u8> {
        wrap("Workbook", vec![9, 8, 4, 0, 0, 6, 5, 0, 10, 0, 0, 0])
    }

    #[test]
    fn a_child_answers_what_its_parent_would_have_read() {
        let Answer::Opened(opened) = ask(&empty_book()) else { panic!("refused") };
        assert_eq!(Ok(opened), open(&empty_book(), &OpenOptions::default()).map_err(|_| ()));
        let Answer::Refused(sentence) = ask(b"%PDF-1.7") else { panic!("opened") };
        assert!(sentence.contains("PDF"));
    }

    #[cfg(unix)]
    #[test]
    fn a_child_that_dies_is_not_our_end() {
        let error = child("/bin/false").read(&empty_book()).unwrap_err().to_string();
        assert!(error.contains("文件异常") && error.contains("结束代码：1"), "{error}");
    }

    #[test]
    fn without_a_program_the_file_is_read_here() {
        assert!(child("/no/such/program").read(&empty_book()).is_ok());
    }
}
