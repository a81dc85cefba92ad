"""A server that says "kept" before it is: what I-20's harness must catch."""

import threading
import time
from io import BytesIO

from ajar.config.wsgi import application as honest


def application(environ, start_response):
    if environ["REQUEST_METHOD"] != "POST":
        return honest(environ, start_response)
    environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))

    def later():
        time.sleep(0.3)
        honest(environ, lambda status, headers, exc_info=None: None)

    threading.Thread(target=later, daemon=True).start()
    start_response("302 Found", [("Location", "/today/")])
    return [b""]
