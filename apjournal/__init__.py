"""apj: a plain-text, git-backed journal for two people who keep each other honest.

`apjournal.load(path)` and `apjournal.open(folder)` read a journal from your own program. See `apjournal.api`.
"""

# Import nothing here, not even from the standard library: apjournal.__main__ has not cleaned the path yet.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from apjournal.api import Journal, load, open  # noqa: A004  apjournal.open is always written with its module

__all__ = ["Journal", "__version__", "load", "open"]
__version__ = "0.2.0"


if not TYPE_CHECKING:  # a type checker would otherwise accept any name

    def __getattr__(name: str) -> object:
        """Import the public functions when they are first used, so that the commands start fast."""
        if name in {"Journal", "load", "open"}:
            from apjournal import api

            return getattr(api, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
