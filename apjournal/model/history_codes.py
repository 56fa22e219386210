"""The one table of what can be found in a history: code, level, a sentence. A code never changes its name."""

from __future__ import annotations

from apjournal.model.codes import Code
from apjournal.model.finding import Level

_TRUST, _QUESTION = Level.ERROR, Level.WARNING

HISTORY_CODES: dict[str, Code] = {
    "kept_missing": Code(_TRUST, "The commit that a kept line names is not in the history, and not in this clone."),
    "kept_forged": Code(_TRUST, "The commit that a kept line names is no ancestor of the commit which added the line."),
    "kept_withdrawn": Code(_TRUST, "A line of a `kept.md` was changed or removed; completing a short one is neither."),
    "week_deleted": Code(_TRUST, "A week of which somebody kept a copy is no longer there."),
    "foreign_write": Code(_TRUST, "A partner's folder was written under another partner's address."),
    "evil_merge": Code(
        _TRUST,
        "A merge left a file in a folder not its author's as no side had it, or as it was before its newest text.",
    ),
    "replaced_object": Code(_TRUST, "Replace refs or grafts are present in this clone; apj does not look at them."),
    "signature_bad": Code(_TRUST, "A signature does not fit the commit, or the key that its author was known by."),
    "path_quarantined": Code(
        _TRUST, "A link, a submodule, a `.git*` file that is not apj's, or something under `private/`."
    ),
    "foreign_file": Code(
        _QUESTION,
        "A file that is no text, picture or PDF, is hidden or very large, or has a name that does not work everywhere.",
    ),
    "kept_slip": Code(_QUESTION, "A line of a `kept.md` that named no copy was taken out."),
    "unknown_author": Code(
        _QUESTION,
        "A partner's folder was written under an address that is nobody's here, or an address is that of two.",
    ),
    "goal_removed": Code(_QUESTION, "A kept goal was removed without a new reason, and nobody agreed to that."),
    "unsigned": Code(_QUESTION, "Commits are not signed, though their author was known by a key."),
    "agreement_unsigned": Code(_QUESTION, "A partner has not signed the agreement as it stands."),
    "settled": Code(_QUESTION, "A `settled` line is in the file of somebody who can't close that finding."),
}
