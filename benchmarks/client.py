"""A small HTTP client that keeps its connections, and a load of several at once.

Its own cost is stated with the figures: it runs on the same cores as the server.
"""

import http.cookies
import re
import resource
import socket
import threading
import time
from urllib.parse import urlencode


class Answer:
    __slots__ = ("status", "headers", "body", "wire")

    def __init__(self, status, headers, body, wire):
        self.status, self.headers, self.body, self.wire = status, headers, body, wire


class Browser:
    """One connection with cookies. Not a parser of HTTP at large: gunicorn's answers, with a length or in chunks."""

    def __init__(self, port: int):
        self.port, self.cookies, self.socket, self.rest = port, {}, None, b""

    def get(self, path: str, headers: str = "") -> Answer:
        return self._send(f"GET {path} HTTP/1.1\r\n{headers}", b"")

    def post(self, path: str, fields, token: bool = True) -> Answer:
        fields = dict(fields)
        if token:
            fields["csrfmiddlewaretoken"] = self.cookies["ajar-csrf"]
        body = urlencode(fields).encode()
        kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        return self._send(f"POST {path} HTTP/1.1\r\n{kind}", body)

    def _send(self, head, body) -> Answer:
        cookie = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        data = f"{head}Host: localhost\r\nCookie: {cookie}\r\n\r\n".encode() + body
        for attempt in (1, 2):
            try:
                if self.socket is None:
                    self.socket = socket.create_connection(("127.0.0.1", self.port), timeout=60)
                    self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self.rest = b""
                self.socket.sendall(data)
                return self._receive()
            except (ConnectionError, BrokenPipeError):
                self.close()  # the server let an idle connection go
                if attempt == 2:
                    raise
        raise AssertionError

    def _more(self):
        got = self.socket.recv(262_144)
        if not got:
            raise ConnectionResetError
        self.rest += got

    def _receive(self) -> Answer:
        while (end := self.rest.find(b"\r\n\r\n")) < 0:
            self._more()
        lines = self.rest[:end].decode("latin-1").split("\r\n")
        self.rest = self.rest[end + 4 :]
        status, headers = int(lines[0][9:12]), {}
        for line in lines[1:]:
            name, value = line.split(":", 1)
            name = name.lower()
            if name == "set-cookie":
                for key, morsel in http.cookies.SimpleCookie(value).items():
                    self.cookies[key] = morsel.value
            headers[name] = value.strip()
        wire = end + 4
        if "content-length" in headers:
            length = int(headers["content-length"])
            while len(self.rest) < length:
                self._more()
            body, self.rest = self.rest[:length], self.rest[length:]
            wire += length
        else:
            body = b""
            while True:
                while (at := self.rest.find(b"\r\n")) < 0:
                    self._more()
                size = int(self.rest[:at], 16)
                while len(self.rest) < at + 4 + size:
                    self._more()
                body += self.rest[at + 2 : at + 2 + size]
                self.rest = self.rest[at + 4 + size :]
                wire += at + 4 + size
                if size == 0:
                    break
        if headers.get("connection") == "close":
            self.close()
        return Answer(status, headers, body, wire)

    def close(self):
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def sign_in(self, worker: str) -> None:
        """By the press of the demo's first page."""
        self.cookies["ajar-csrf"] = "a" * 32  # the double-submit secret is the browser's own to make
        answer = self.post("/demo/sign-in/", {"worker": worker})
        if answer.status != 302:
            raise RuntimeError(f"not signed in: {answer.status}")


def hidden(page: bytes, name: str) -> str:
    """The value of a hidden field of a form in the page."""
    found = re.search(rb'name="' + name.encode() + rb'"[^>]*value="([^"]*)"', page)
    return found.group(1).decode() if found else ""


class Load:
    """What a load came to: requests a second, and how long they took in milliseconds."""

    def __init__(self, times, seconds, cpu, wrong):
        self.times, self.seconds, self.wrong = sorted(times), seconds, wrong
        self.rate = len(times) / seconds
        self.own_ms = 1000 * cpu / max(1, len(times))

    def at(self, share: float) -> float:
        return 1000 * self.times[min(len(self.times) - 1, int(len(self.times) * share))]

    @property
    def p50(self):
        return self.at(0.5)

    @property
    def p95(self):
        return self.at(0.95)


def drive(asks, seconds: float, ok=(200,)) -> Load:
    """Call each of `asks` again and again, each in a thread of its own, for so long. An ask returns an Answer."""
    times, wrong = [], []
    end = time.perf_counter() + seconds
    before = resource.getrusage(resource.RUSAGE_SELF)
    began = time.perf_counter()

    def one(ask):
        mine = []
        while (start := time.perf_counter()) < end:
            answer = ask()
            mine.append(time.perf_counter() - start)
            if answer.status not in ok:
                wrong.append(answer.status)
        times.extend(mine)

    threads = [threading.Thread(target=one, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Load(times, took, cpu, wrong)
