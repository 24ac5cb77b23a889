"""Presses Ctrl-C in the console of a long run under Wine: once, and then twice.

    python3 release/proof/interrupted.py FOLDER COMMAND…

The command converts a folder of many workbooks to FOLDER. Once: what is in hand is finished,
the account is given, the exit code is 2. Twice: it ends at once, with whole files.
"""

import os
import pty
import select
import shutil
import signal
import sys
import time
from pathlib import Path


def run(folder: Path, command: list[str], presses: int) -> tuple[int, str]:
    shutil.rmtree(folder, ignore_errors=True)
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    said, left, end = b"", presses, time.monotonic() + 300
    while time.monotonic() < end:
        if left and len(list(folder.rglob("*.xml"))) > 2:
            os.write(terminal, b"\x03")
            left -= 1
        try:
            if select.select([terminal], [], [], 0.2)[0]:
                said += os.read(terminal, 65536)
        except OSError:
            break
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), said.decode("utf-8", "replace")
    try:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), said.decode("utf-8", "replace")
    finally:
        try:
            os.kill(child, signal.SIGKILL)
        except ProcessLookupError:
            pass


def main() -> None:
    folder, command = Path(sys.argv[1]), sys.argv[2:]
    for presses in [1, 2]:
        code, said = run(folder, command, presses)
        made = len(list(folder.rglob("*.xml")))
        print(f"Ctrl-C {presses} times: exit code {code}, {made} files")
        assert code == 2, said[-3000:]
        assert made > 0 and not list(folder.rglob("*.tmp")) or presses == 2, said[-3000:]
        if presses == 1:
            assert "中断" in said, said[-3000:]


if __name__ == "__main__":
    main()
