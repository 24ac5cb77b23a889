//! What stops the work. What is wrong *inside* a workbook is a
//! [`Finding`](crate::diag::Finding) instead.

use std::path::PathBuf;

/// The work could not be done. Every message is one Chinese sentence: what, where, what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read.
    #[error("读不了文件“{}”：{}", path.display(), explain_io(source))]
    Read {
        /// The file.
        path: PathBuf,
        /// Cause.
        source: std::io::Error,
    },
    /// A file could not be written.
    #[error("写不了文件“{}”：{}", path.display(), explain_write(source))]
    Write {
        /// The file.
        path: PathBuf,
        /// Cause.
        source: std::io::Error,
    },
    /// Other programs keep files from being replaced; none of the set was.
    #[error(
        "{}正在别的程序里打开，这份报告的文件一个也没有更新；请先在 Excel、WPS 或 PDF 阅读器里关闭它，再试一次",
        listed(paths)
    )]
    Held {
        /// The files.
        paths: Vec<PathBuf>,
    },
    /// The bytes are not a workbook that can be read; the text says what they are.
    #[error("{0}")]
    NotAWorkbook(String),
    /// The workbook is readable but holds nothing of the form.
    #[error("{0}")]
    NotTheForm(String),
    /// A writer failed; the text says which and why.
    #[error("生成{format}失败：{reason}")]
    Writer {
        /// `DOCX`, `PDF`, `XML` …
        format: &'static str,
        /// Cause in words.
        reason: String,
    },
    /// A mistake of this program.
    #[error("处理“{}”时程序出了错，请把这份工作簿和这句话告诉开发者：{reason}", path.display())]
    Internal {
        /// The file in hand.
        path: PathBuf,
        /// What the panic said.
        reason: String,
    },
    /// An option asks for something impossible.
    #[error("{0}")]
    Usage(String),
}

impl Error {
    /// A writer's failure with any displayable cause.
    pub fn writer(format: &'static str, reason: impl std::fmt::Display) -> Self {
        Error::Writer { format, reason: reason.to_string() }
    }
}

/// Whether another program keeps a file to itself: Windows calls that a violation of sharing, or
/// of a lock.
pub fn is_held(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::ResourceBusy
        || cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33))
}

fn listed(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths.iter().map(|path| format!("“{}”", path.display())).collect();
    names.join("、")
}

/// The common operating-system failures in Chinese; the others as the system says them.
fn explain_io(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    if is_held(error) {
        return "正在别的程序里打开，请先在 Excel、WPS 或 PDF 阅读器里关闭它，再试一次".into();
    }
    match error.kind() {
        ErrorKind::NotFound => "文件不存在，请核对路径和文件名".into(),
        ErrorKind::PermissionDenied => "没有权限，请检查文件是否只读或正被其他程序打开".into(),
        ErrorKind::IsADirectory => "这是一个文件夹，请给出其中的工作簿文件".into(),
        ErrorKind::AlreadyExists => "同名文件已存在".into(),
        ErrorKind::StorageFull => "磁盘已满，请清理后重试".into(),
        ErrorKind::FileTooLarge => {
            "超过了系统允许的文件大小，请单位的电脑管理员放宽限制后重试".into()
        }
        ErrorKind::QuotaExceeded => "磁盘空间的限额用完了，请删去不要的文件后重试".into(),
        ErrorKind::NotADirectory => "路径中有一个名字是文件，不是文件夹".into(),
        ErrorKind::InvalidFilename => "文件名太长，或有系统不允许的字符".into(),
        ErrorKind::ReadOnlyFilesystem => "所在磁盘是只读的，请换一个文件夹".into(),
        _ => format!("系统报告“{error}”"),
    }
}

/// The same where it means something else to who writes.
fn explain_write(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "没有这个文件夹，也建不了，请换一个输出文件夹".into(),
        std::io::ErrorKind::IsADirectory => "有同名的文件夹，请移走或改名后重试".into(),
        _ => explain_io(error),
    }
}
