"""The program `apj`, also as `python -m apjournal`: what a partner's files hold is never imported.

Python looks for modules in the present folder under `-m`, and for each relative or empty entry in PYTHONPATH. In a
journal that would run a partner's `yaml.py`. So these places go, before anything else is imported.
"""

import os
import sys


def main() -> None:
    """Run the program; the exit code is as documented."""
    _leave_present_folder()
    from apjournal.cli.main import main as run

    run()


def _leave_present_folder() -> None:
    """Remove the present folder, and what is named relative to it, from the places where Python looks for modules."""
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    try:
        here = os.getcwd()
    except OSError:  # the present folder is gone
        return
    dropped = {os.path.realpath(os.path.join(here, entry)) for entry in ("", *given) if not os.path.isabs(entry)}
    own = os.path.realpath(os.path.dirname(os.path.dirname(__file__)))  # where apj itself is from
    sys.path[:] = [entry for entry in sys.path if entry and os.path.realpath(entry) not in dropped - {own}]


if __name__ == "__main__":
    main()
