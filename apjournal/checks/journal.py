"""Rules across the files of a journal: unknown names, and names that some systems cannot tell apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from apjournal.checks.misnamed_files import find_misnamed_reason
from apjournal.checks.week import explain_unknown_partner
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Span
from apjournal.model.handle import Handle
from apjournal.model.journal import Journal
from apjournal.model.partner import Partner
from apjournal.patterns import make_pattern

AGREEMENT = "agreement.md"
_HANDLES = "a handle consists of lowercase letters a to z, digits and hyphens, and begins with a letter"
_A_WEEK = make_pattern(r"\d{4}-W\d{2}\.md", re.ASCII)


def check_journal(journal: Journal) -> tuple[Finding, ...]:
    """Check the journal's files for consistency. Each finding includes the path of its file."""
    return (
        *find_unknown_listeners(journal),
        *find_unknown_in_partner_files(journal),
        *find_unknown_in_kept_lines(journal),
        *find_shared_addresses(journal),
        *find_clashing_names(journal),
        *find_misnamed_files(journal),
        *find_misnamed_folders(journal),
    )


def find_unknown_listeners(journal: Journal) -> Iterator[Finding]:
    """Warn if the agreement contains a listener, or somebody who continues alone, who has no folder."""
    if journal.agreement is not None:
        named = (*journal.agreement.listeners, *(handle for handle, _ in journal.agreement.alone))
        yield from _find_unknown(journal, named, AGREEMENT)


def find_unknown_in_partner_files(journal: Journal) -> Iterator[Finding]:
    """Warn if a partner lists somebody without a folder under `keeps`."""
    for partner in journal.partners:
        yield from _find_unknown(journal, partner.keeps or (), f"{partner.partner}/partner.md")


def find_unknown_in_kept_lines(journal: Journal) -> Iterator[Finding]:
    """Warn about kept lines for somebody who has no folder."""
    for keeper, kept in journal.kept.items():
        places = journal.kept_places.get(keeper, {})
        for number, line in enumerate(kept.lines):
            yield from _find_unknown(journal, (line.partner,), f"{keeper}/kept.md", places.get(("lines", number)))


def find_shared_addresses(journal: Journal) -> Iterator[Finding]:
    """Warn if two partners list the same email address, because then nobody knows who wrote what."""
    owners: dict[str, Partner] = {}
    for partner in journal.partners:
        for address in sorted(partner.addresses):
            other = owners.setdefault(address, partner)
            if other is not partner:
                message = f"{address} is also an email address of {other.called}; each partner needs their own"
                yield make_finding("shared_address", message).set_path(f"{partner.partner}/partner.md")


def find_clashing_names(journal: Journal) -> Iterator[Finding]:
    """Warn about files or folders whose names differ only in case or in the form of an accent."""
    seen: dict[tuple[str, str], str] = {}
    for path in sorted(set().union(*map(_list_with_folders, journal.paths))):
        folder, _, name = path.rpartition("/")
        other = seen.setdefault((folder, _fold_name(name)), path)
        if other != path:
            message = (
                f"This name differs from {other} only in case or accents, and some systems cannot tell "
                "the two apart; rename one of them"
            )
            yield make_finding("name_clash", message).set_path(path)


def find_misnamed_files(journal: Journal) -> Iterator[Finding]:
    """Warn about a file in a partner's folder that apj does not read because of its name or its subfolder."""
    handles = journal.handles
    for path in journal.paths:
        owner, _, inside = path.partition("/")
        if not inside or owner not in handles:
            continue
        between, _, name = inside.rpartition("/")
        todo = find_misnamed_reason(name)
        if between and (todo or _A_WEEK.fullmatch(name)):
            where = f"{owner}/, with a name such as 2026-W48.md" if todo else f"{owner}/{name}"
            todo = f"apj does not read weeks in subfolders; move this file to {where}"
        if todo:
            yield make_finding("week_name", todo).set_path(path)


def find_misnamed_folders(journal: Journal) -> Iterator[Finding]:
    """Warn about a folder that contains a partner's files although its name is not a handle."""
    told: set[str] = set()
    for path in journal.paths:
        folder, _, name = path.rpartition("/")
        is_a_partners = name == "partner.md" or _A_WEEK.fullmatch(name)
        if is_a_partners and folder not in {"", *told} and "/" not in folder and not Handle.is_valid(folder):
            told.add(folder)
            message = f"{folder} is not a valid handle, so this folder belongs to no partner; {_HANDLES}"
            yield make_finding("folder_name", message).set_path(path)


def _list_with_folders(path: str) -> Iterator[str]:
    """Yield a path and the folders above it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _fold_name(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _find_unknown(
    journal: Journal, named: tuple[Handle, ...], path: str, span: Span | None = None
) -> Iterator[Finding]:
    known = journal.handles
    for name in named:
        if name not in known:
            yield make_finding("unknown_partner", explain_unknown_partner(name, known), span).set_path(path)
