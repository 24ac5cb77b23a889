//! The program: arguments in, exit code out. Everything else is in the library.

#![allow(clippy::disallowed_methods, reason = "the program itself")]

use std::process::ExitCode;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    nianbao::cli::run(std::env::args_os())
}
