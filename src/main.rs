//! The program: arguments in, exit code out. Everything else is in the library.

use std::process::ExitCode;

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    nianbao::cli::run(std::env::args_os())
}
