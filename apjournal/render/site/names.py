"""The file names of pages. Pages link to each other by these names."""

from __future__ import annotations

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

_PAGES = {"apj call": CALL, "apj agree": AGREEMENT, "apj insights": INSIGHTS}
_FORMS = {"apj new-week": "goals", "apj report": "report", "apj review": "keep", "apj sync": "share", "apj log": "log"}

_PLAIN = make_pattern(r"[a-z0-9-]{1,40}")


def find_page_of(command: str, *, live: bool) -> str:
    """Return the page about a command such as "apj review ben", or "" if there is none.

    Forms count only for a `live` page, which a server shows.
    """
    pages = _PAGES | _FORMS if live else _PAGES
    return next((page for start, page in pages.items() if command.startswith(start)), "")


def name_week(week: IsoWeek) -> str:
    """Return the name of the page of a week."""
    return f"{week}.html"


def name_year(year: int) -> str:
    """Return the name of the page with a list of all weeks of a year."""
    return f"weeks-{year:04}.html"


def name_search(year: int) -> str:
    """Return the name of the page that searches an earlier year. `SEARCH` searches the newest years."""
    return f"search-{year:04}.html"


def name_parting(year: int) -> str:
    """Return the name of the page with the record of an earlier year. `PARTING` contains the newest year."""
    return f"parting-{year:04}.html"


def name_goal(partner: Handle, identity: str) -> str:
    """Return the name of the page of a goal's story. An id that cannot be a file name is replaced by its hash."""
    hashed = f"_{sha256(identity.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
    return f"goal_{partner}_{identity if _PLAIN.fullmatch(identity) else hashed}.html"
