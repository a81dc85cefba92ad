"""The command `ajar`."""

import os
import sys


def main():
    # The owner of the tables signs in for migrations only; everything else is the app role (docs/decisions/).
    if sys.argv[1:2] == ["migrate"]:
        os.environ["AJAR_AS_OWNER"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ajar.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["ajar", *sys.argv[1:]])


if __name__ == "__main__":
    main()
