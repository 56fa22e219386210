"""The file names of pages. Pages link to each other by these names."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.patterns import make_pattern

TODAY = "index.html"
WEEKS = "weeks.html"
CALL = "call.html"
INSIGHTS = "insights.html"
LEARNED = "learned.html"
AGREEMENT = "agreement.html"
SEARCH = "search.html"
PARTING = "parting.html"

OF_THE_MOMENT = frozenset({TODAY, CALL, AGREEMENT})
"""The pages that depend on more than the `LastingViews` of a journal."""

_FORMS = {
    "apj new-week": ("goals", "Set your goals"),
    "apj report": ("report", "Give your report"),
    "apj review": ("keep", "Review and keep"),
    "apj sync": ("share", "Share"),
    "apj log": ("log", "Log a line"),
    "apj agree --talk": ("talk", "Answer six questions"),
    "apj agree --": ("propose", "Propose a change"),
}
_PAGES = {
    "apj call": (CALL, "Open the call"),
    "apj agree": (AGREEMENT, "Read the agreement"),
    "apj insights": (INSIGHTS, "Look at the insights"),
}
_COMMAND = make_pattern(r"(?:(?<=: )|^)apj [a-z-]+[^:]*")

_PLAIN = make_pattern(r"[a-z0-9-]{1,40}")


def link_command(command: str) -> dict[str, str]:
    """Return the template values for a link to show in place of a command such as "apj review ben".

    `form` is the form or page in `apj web`, `words` are the words of the link, and `page` is the page in `apj site`.
    Each is "" if there is none.
    """
    form, words = _find_start(command, _FORMS | _PAGES)
    return {"command": command, "form": form, "words": words, "page": _find_start(command, _PAGES)[0]}


def split_command(sentence: str) -> dict[str, str]:
    """Return the template values for a sentence with or without a command: the text around it, and its link."""
    found = _COMMAND.search(sentence)
    if found is None:
        return {"before": sentence, "after": "", **link_command("")}
    return {"before": sentence[: found.start()], "after": sentence[found.end() :], **link_command(found[0])}


def _find_start(command: str, links: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    return next((link for start, link in links.items() if command.startswith(start)), ("", ""))


def name_week(week: IsoWeek) -> str:
    """Return the file name of the page of a week."""
    return f"{week}.html"


def name_year(year: int) -> str:
    """Return the file name of the page with a list of all weeks of a year."""
    return f"weeks-{year:04}.html"


def name_search(year: int) -> str:
    """Return the file name of the page that searches an earlier year. `SEARCH` searches the newest years."""
    return f"search-{year:04}.html"


def name_parting(year: int) -> str:
    """Return the file name of the page with the record of an earlier year. `PARTING` contains the newest year."""
    return f"parting-{year:04}.html"


def name_goal(partner: Handle, identity: str) -> str:
    """Return the file name of the page of a goal's story. An id that cannot be a file name is replaced by its hash."""
    hashed = f"_{sha256(identity.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    return f"goal_{partner}_{identity if _PLAIN.fullmatch(identity) else hashed}.html"
