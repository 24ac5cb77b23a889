//! The program: arguments in, exit code out. Everything else is in the library.

#![allow(clippy::disallowed_methods, reason = "the program itself")]

use mimalloc::MiMalloc;
use nianbao::batch::memory::Limited;
use std::process::ExitCode;

#[global_allocator]
static MEMORY: Limited<MiMalloc> = Limited(MiMalloc);

fn main() -> ExitCode {
    nianbao::cli::run(std::env::args_os())
}
