//! Reading in a child process of our own program, for parsers that may ask for all memory
//! there is. An allocation that fails aborts a process and nothing can catch that; in a child
//! it is only an answer that does not come.
//!
//! The parent sends the file through a pipe and takes the grids as JSON from another, with a
//! limit on time; the child limits its own memory before it looks at the first byte.

use crate::error::Error;
use crate::reader::guard::limits::MAX_FILE;
use crate::reader::guard::strange;
use crate::reader::open::{Isolate, OpenOptions, Opened, open};
use serde::{Deserialize, Serialize};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// Memory a child process may use for its data.
const CHILD_MEMORY: u64 = 160 << 20;

/// Longest wall time of a child process. The largest honest .xls takes under a second.
const CHILD_SECONDS: u64 = 10;

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
}

impl ChildProcess {
    /// This very program; none where the system does not say what it is.
    pub fn of_this_program() -> Option<ChildProcess> {
        Some(ChildProcess { program: std::env::current_exe().ok()? })
    }
}

impl Isolate for ChildProcess {
    fn open(&self, bytes: &[u8]) -> Result<Opened, Error> {
        read(&self.program, bytes)
    }
}

/// Reads a file in a child process.
///
/// # Errors
/// As [`open`], and when the child dies, takes too long or cannot be started.
fn read(program: &Path, bytes: &[u8]) -> Result<Opened, Error> {
    let mut command = Command::new(program);
    command.arg(COMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    set_apart(&mut command);
    // Without a child the same checks still stand before the parser.
    let Ok(mut child) = command.spawn() else { return open(bytes, &OpenOptions::default()) };
    let answer = talk(&mut child, bytes);
    // It has answered, or is not going to.
    let _ = child.kill();
    let _ = child.wait();
    match answer {
        Some(Answer::Opened(opened)) => Ok(opened),
        Some(Answer::Refused(sentence)) => Err(Error::NotAWorkbook(sentence)),
        None => Err(strange("读取时占用的内存或时间超过限制")),
    }
}

/// Sends the file and waits for the answer, no longer than [`CHILD_SECONDS`].
fn talk(child: &mut Child, bytes: &[u8]) -> Option<Answer> {
    let mut input = child.stdin.take()?;
    let output = child.stdout.take()?;
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        // A child that dies closes its end, and writing fails; the missing answer tells.
        scope.spawn(move || input.write_all(bytes));
        scope.spawn(move || {
            let output = BufReader::new(output.take(CHILD_ANSWER));
            let _ = sender.send(serde_json::from_reader(output).ok());
        });
        let answer = receiver.recv_timeout(Duration::from_secs(CHILD_SECONDS)).ok().flatten();
        // Ends both threads whatever they wait for.
        let _ = child.kill();
        answer
    })
}

/// The child's side: reads a file from `input` and answers on `output`. For the hidden
/// subcommand only: it limits the memory of the whole process for good.
///
/// # Errors
/// When the pipes break; the parent sees that by itself.
pub fn serve(input: impl Read, output: impl Write) -> std::io::Result<()> {
    limit_memory();
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

/// Lets the process have no more than [`CHILD_MEMORY`]. Where the system refuses, the checks
/// of the guard stand alone.
#[cfg(unix)]
fn limit_memory() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    // Data, not address space: the program itself with its fonts is mapped but not used.
    let _ = setrlimit(
        Resource::Data,
        Rlimit { current: Some(CHILD_MEMORY), maximum: Some(CHILD_MEMORY) },
    );
    // An abort leaves no core file behind; the parent's clock also holds without the parent.
    let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    let seconds = Some(CHILD_SECONDS);
    let _ = setrlimit(Resource::Cpu, Rlimit { current: seconds, maximum: seconds });
}

#[cfg(windows)]
fn limit_memory() {
    use windows_sys::Win32::System::JobObjects::{
        AssignProcessToJobObject, CreateJobObjectW, JOB_OBJECT_LIMIT_PROCESS_MEMORY,
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION, JobObjectExtendedLimitInformation,
        SetInformationJobObject,
    };
    use windows_sys::Win32::System::Threading::GetCurrentProcess;
    let mut limits = JOBOBJECT_EXTENDED_LIMIT_INFORMATION::default();
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_PROCESS_MEMORY;
    limits.ProcessMemoryLimit = CHILD_MEMORY as usize;
    let size = size_of_val(&limits) as u32;
    // SAFETY: the structure is the one that this class of information asks for, lives through
    // the call and is of the size given; the job's handle is kept until the process ends.
    #[allow(unsafe_code)]
    unsafe {
        let job = CreateJobObjectW(std::ptr::null(), std::ptr::null());
        let limits = (&raw const limits).cast();
        if SetInformationJobObject(job, JobObjectExtendedLimitInformation, limits, size) != 0 {
            AssignProcessToJobObject(job, GetCurrentProcess());
        }
    }
}

#[cfg(not(any(unix, windows)))]
fn limit_memory() {}

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
        let error = read(Path::new("/bin/false"), &empty_book()).unwrap_err();
        assert!(error.to_string().contains("文件异常"));
    }

    #[test]
    fn without_a_program_the_file_is_read_here() {
        assert!(read(Path::new("/no/such/program"), &empty_book()).is_ok());
    }
}
