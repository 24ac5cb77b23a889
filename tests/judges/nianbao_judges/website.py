"""A website on the loopback interface: a folder with entity tags, and accidents on demand."""

import hashlib
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote


class Website:
    """A folder below an address. `instead` has what is sent by path: bytes, None for 404, a list
    for one request after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.prefix = folder, "/"
        self.instead: dict[str, bytes | None | list[bytes]] = {}
        self.has_tags = True
        self.sent: list[str] = []
        self.base = ""

    def data(self, path: str) -> bytes | None:
        """What stands there."""
        if not path.startswith(self.prefix):
            return None
        path = unquote(path.removeprefix(self.prefix))
        if path in self.instead:
            other = self.instead[path]
            return other.pop(0) if isinstance(other, list) else other
        file = self.folder / path
        return file.read_bytes() if file.is_file() and self.folder in file.resolve().parents else None

    @property
    def address(self) -> str:
        """Of the folder."""
        return self.base + self.prefix


@contextmanager
def website(folder: Path) -> Iterator[Website]:
    """Runs until it is left."""
    site = Website(folder.resolve())

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = site.data(self.path)
            if data is None:
                return self.send_error(404)
            tag = f'"{hashlib.sha256(data).hexdigest()}"'
            known = self.headers.get("If-None-Match" if site.has_tags else "If-Modified-Since")
            # As a date would be: a client gives it back as it was.
            date = f"Thu, 01 Jan 1970 00:00:00 GMT; {tag}"
            if known == (tag if site.has_tags else date):
                self.send_response(304)
                return self.end_headers()
            site.sent.append(self.path.removeprefix(site.prefix))
            self.send_response(200)
            self.send_header(*(("ETag", tag) if site.has_tags else ("Last-Modified", date)))
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Silence."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        site.base = f"http://127.0.0.1:{running.server_port}"
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield site
        running.shutdown()
