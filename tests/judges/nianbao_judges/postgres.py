"""A PostgreSQL of our own: a cluster in a temporary folder, on the loopback interface."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MISSING = "PostgreSQL is not installed: apt install postgresql"


def programs() -> Path | None:
    """Where initdb and pg_ctl are; Debian keeps them out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found += [Path(path) for path in [shutil.which("initdb")] if path]
    return found[-1].parent if found else None


@contextmanager
def postgres() -> Iterator[str | None]:
    """The address of an empty database; nothing where there is no PostgreSQL."""
    folder = programs()
    if not folder:
        yield None
        return
    # PostgreSQL refuses to run as root; Debian's package brings a user for it.
    user = pwd.getpwnam("postgres") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if os.getuid() == 0 else {}
    with tempfile.TemporaryDirectory(prefix="nianbao-pg-") as scratch:
        os.chown(scratch, user.pw_uid, user.pw_gid)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]

        def run(program: str, *arguments: str) -> None:
            command = [str(folder / program), "-D", f"{scratch}/data", *arguments]
            with open(f"{scratch}/{program}.log", "ab") as log:
                options = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log, "cwd": "/"}
                subprocess.run(command, check=True, timeout=120, **options, **who)

        run("initdb", "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={scratch} -c fsync=off"
        run("pg_ctl", "-w", "-l", f"{scratch}/server.log", "-o", options, "start")
        try:
            yield f"postgresql://portal@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
