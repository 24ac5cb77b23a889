"""The page in Firefox, from a disk: the engine starts, a workbook is judged, pages are drawn.

Playwright drives only a Firefox of its own. Debian's is driven by what is built into it:
Marionette, one JSON array a command, each with its length in front.
"""

import json
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from nianbao_judges.checks import Checks
from nianbao_judges.session import EXAMPLE

NAMES = ("firefox-esr", "firefox")
PORT = 2828
PATIENCE = 90


class Marionette:
    """A conversation with a browser."""

    def __init__(self) -> None:
        self.socket = self._connected()
        self.rest = b""
        self.count = 0
        self._answer()

    @staticmethod
    def _connected() -> socket.socket:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return socket.create_connection(("127.0.0.1", PORT), timeout=PATIENCE)
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.5)

    def _answer(self) -> list:
        while b":" not in self.rest:
            self.rest += self.socket.recv(1 << 16)
        length, _, rest = self.rest.partition(b":")
        while len(rest) < int(length):
            rest += self.socket.recv(1 << 16)
        self.rest = rest[int(length) :]
        return json.loads(rest[: int(length)])

    def ask(self, command: str, **parameters: object) -> object:
        """Asks for something and waits for it."""
        self.count += 1
        message = json.dumps([0, self.count, command, parameters]).encode()
        self.socket.sendall(str(len(message)).encode() + b":" + message)
        _, _, error, result = self._answer()
        if error:
            raise RuntimeError(error["message"])
        return result["value"] if isinstance(result, dict) and "value" in result else result

    def wait(self, script: str) -> None:
        """Waits until a script gives something true."""
        end = time.monotonic() + PATIENCE
        while not self.ask("WebDriver:ExecuteScript", script=f"return {script}", args=[]):
            if time.monotonic() > end:
                raise AssertionError(f"never came true: {script}")
            time.sleep(0.2)


def judge(checks: Checks, folder: Path) -> None:
    """One check, where there is a Firefox."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        checks.check("page: in Firefox", ["no Firefox here"])
        return
    with tempfile.TemporaryDirectory() as profile:
        command = [found, "--headless", "--marionette", "--profile", profile]
        firefox = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            checks.run("page: in Firefox: checks and draws from a disk", lambda: used(folder))
        finally:
            firefox.terminate()
            firefox.wait(timeout=PATIENCE)


def used(folder: Path) -> list[str]:
    """Ready, judged, drawn."""
    browser = Marionette()
    browser.ask("WebDriver:NewSession", capabilities={})
    browser.ask("WebDriver:Navigate", url=(folder / "打开.html").as_uri())
    browser.wait("document.getElementById('ready').textContent === '准备好了'")
    element = browser.ask("WebDriver:FindElement", using="css selector", value="#choose-files")
    browser.ask("WebDriver:ElementSendKeys", id=next(iter(element.values())), text=str(EXAMPLE))
    browser.wait("/^\\d+ 个/.test(document.querySelector('#head .verdict')?.textContent)")
    browser.ask("WebDriver:ExecuteScript", script="document.getElementById('tab-preview').click()", args=[])
    browser.wait("document.querySelectorAll('img.page').length > 0")
    browser.ask("WebDriver:DeleteSession")
    return []
