"""Make an environment and install a lock in it: `python requirements/install.py .venv dev`.

A third word is the environment that it is based on: `python requirements/install.py .venv-browser browser .venv`.
Any Python can read this file, so that one which is too old says so in one sentence.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "apj needs Python 3.11 or newer, and this is %d.%d. Try: make PYTHON=python3.11" % sys.version_info[:2]  # noqa: UP031
    )

from pathlib import Path

from installing import install

install(Path(sys.argv[1]), sys.argv[2], *map(Path, sys.argv[3:]))
