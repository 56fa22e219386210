"""The program `apj`, also as `python -m apjournal`. It never imports a module from a partner's files.

With `-m`, Python looks for modules in the current directory, and in each relative or empty entry of PYTHONPATH. In a
journal, that could run a partner's `yaml.py`. So apj removes these entries before it imports anything else.
"""

import gc
import os
import sys

_COLLECT_AFTER = 50_000
"""The number of new containers after which Python's garbage collector runs.

A command still uses nearly everything that it imports and reads, so running it earlier would only take time.
"""


def main() -> None:
    """Run the program. `docs/commands.md` lists the exit codes."""
    gc.set_threshold(_COLLECT_AFTER)
    _remove_relative_paths()
    _answer_from_cache()
    from apjournal.import_later import import_later

    import_later()
    from apjournal.cli.main import main as run

    try:
        run()
    except SystemExit as end:
        _end_process(end.code)
        raise


def _remove_relative_paths() -> None:
    """Remove the current directory and relative paths from Python's module search path."""
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    try:
        here = os.getcwd()
    except OSError:  # the current directory no longer exists
        return
    dropped = {os.path.realpath(os.path.join(here, entry)) for entry in ("", *given) if not os.path.isabs(entry)}
    own = os.path.realpath(os.path.dirname(os.path.dirname(__file__)))  # where apj itself is installed
    sys.path[:] = [entry for entry in sys.path if entry and os.path.realpath(entry) not in dropped - {own}]


def _answer_from_cache() -> None:
    """If a valid line for a shell prompt or a reminder is cached, print it and end the process.

    Otherwise, and if the line cannot be printed, return.
    """
    from apjournal.prompt_cache import find_kept_line, get_exit_code

    line = find_kept_line(sys.argv[1:], os.environ)
    if line is None or sys.stdout is None:
        return
    try:
        if line:
            os.write(sys.stdout.fileno(), line.encode(sys.stdout.encoding))
    except (OSError, ValueError):
        return
    code = get_exit_code(sys.argv[1:], line)
    _end_process(code)
    sys.exit(code)


def _end_process(code: object) -> None:
    """End the process without unloading every module, which takes a sixth of the time of `import click`.

    Return instead if that could lose something: output that cannot be written, another thread, a debugger or a
    profiler.
    """
    import atexit

    is_watched = sys.gettrace() or sys.getprofile() or sys.flags.interactive
    threading = sys.modules.get("threading")
    if is_watched or (threading and threading.active_count() > 1) or not isinstance(code, int):
        return
    try:
        atexit._run_exitfuncs()  # functions that others registered, such as coverage
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (OSError, ValueError):
        return
    os._exit(code)


if __name__ == "__main__":
    main()
