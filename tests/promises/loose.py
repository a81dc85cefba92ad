"""The product's settings with one durable setting taken away, which a server must refuse."""

import os

from ajar.config.settings import *  # noqa: F403

_options = DATABASES["default"]["OPTIONS"]  # noqa: F405
match os.environ["AJAR_TEST_LOOSE"]:
    case "synchronous":
        _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
    case "journal":
        _options["init_command"] = _options["init_command"].replace("journal_mode=WAL", "journal_mode=DELETE")
    case "secure_delete":
        _options["init_command"] = _options["init_command"].replace("secure_delete=ON", "secure_delete=OFF")
    case "deferred":
        _options["transaction_mode"] = "DEFERRED"
    case "synchronous_commit":
        _options["options"] += " -c synchronous_commit=off"
    case "binding":
        _options["server_side_binding"] = False
    case "superuser":
        DATABASES["default"]["USER"] = "postgres"  # noqa: F405
    case "debug":
        DEBUG = True
