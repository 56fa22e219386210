"""The program `apj`, also as `python -m apjournal`: it never imports what a partner's files contain.

Python looks for modules in the current folder under `-m`, and for each relative or empty entry in PYTHONPATH. In a
journal that would run a partner's `yaml.py`. So apj removes these entries before it imports anything else.
"""

import os
import sys


def main() -> None:
    """Run the program. The exit code is as documented."""
    _leave_present_folder()
    from apjournal.cli.main import main as run

    run()


def _leave_present_folder() -> None:
    """Remove the current folder and relative paths from Python's module search path."""
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    try:
        here = os.getcwd()
    except OSError:  # the current folder is gone
        return
    dropped = {os.path.realpath(os.path.join(here, entry)) for entry in ("", *given) if not os.path.isabs(entry)}
    own = os.path.realpath(os.path.dirname(os.path.dirname(__file__)))  # where apj itself is from
    sys.path[:] = [entry for entry in sys.path if entry and os.path.realpath(entry) not in dropped - {own}]


if __name__ == "__main__":
    main()
