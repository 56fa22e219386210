"""Rules of a history as values: who may write where, what is kept, who settles a finding."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from apjournal.checks import authorship, kept_copies, signatures
from apjournal.checks.history_finding import close_settled, find_lines_without_effect, who_can_close
from apjournal.model.codes import HISTORY_CODES
from apjournal.model.finding import Level
from apjournal.model.handle import Handle
from apjournal.model.history import (
    HistoryCommit,
    KeptClaim,
    MissingAcceptance,
    PathTouch,
    QuarantinedPath,
    Replaced,
    RevertingMerge,
    Settlement,
    SignatureStatus,
    SignedCommit,
    Vanished,
    WalkedHistory,
    WrittenFolder,
)
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptLine, SettledLine
from apjournal.model.views.verify import HistoryFinding
from apjournal.render.screens.verify import format_finding, quote_some

ANA, BEN, CEM = Handle("ana"), Handle("ben"), Handle("cem")
PARTNERS = (ANA, BEN, CEM)
W48 = IsoWeek(2026, 48)
AT = datetime.fromisoformat("2026-11-23T09:00+01:00")
FIRST, SECOND, MERGE = "a" * 40, "b" * 40, "c" * 40


def recorded(oid: str, author: Handle | None = BEN, *written: WrittenFolder, **known: Any) -> HistoryCommit:
    address = f"{author}@example.org" if author else "who@example.net"
    authors = known.pop("authors", (author,) if author else ())
    return HistoryCommit(
        oid, known.pop("parents", (FIRST,)), address, known.pop("at", AT), authors=authors, **known, written=written
    )


def past(*commits: HistoryCommit) -> WalkedHistory:
    return WalkedHistory.build_history(commits[-1].id, commits, PARTNERS)


def wrote(folder: Handle, by: Handle | None, *paths: str) -> WrittenFolder:
    return WrittenFolder(folder, by, paths or (f"{folder}/2026-W48.md",))


def claim(**known: Any) -> KeptClaim:
    facts: dict[str, Any] = {"keeper": BEN, "line": KeptLine(W48, ANA, SECOND, AT), "added_in": FIRST, "at": AT}
    return KeptClaim(**(facts | {"commit": SECOND, "is_here": True, "is_ancestor": True} | known))


def facts(one: HistoryFinding) -> tuple[str, Level, Handle | None, str | None, str | None]:
    return one.code, one.level, one.partner, one.commit, one.path


# ---- who wrote where


def test_a_foreign_write_is_reported_with_its_file_email_address_and_date() -> None:
    commit = recorded(SECOND, BEN, wrote(ANA, BEN, "ana/2026-W47.md", "ana/2026-W48.md"))
    (one,) = authorship.find_foreign_writes(past(commit), PARTNERS)
    assert facts(one) == ("foreign_write", Level.ERROR, ANA, SECOND, "ana/2026-W47.md")
    assert format_finding(one) == (
        "ana/2026-W47.md and 1 more was changed by somebody using Ben's email address, in bbbbbbb from Mon 23 Nov 2026."
    )
    assert one.show == "git show bbbbbbbbbb -- :/ana"
    assert one.closed_by == (ANA,)


@pytest.mark.parametrize("author", [BEN, None])
def test_the_time_to_check_many_writes_to_a_path_is_proportional_to_their_number(
    author: Handle | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    has_written = HistoryCommit.has_written

    def count(commit: HistoryCommit, folder: Handle, by: Handle | None) -> bool:
        asked.append(commit.id)
        return has_written(commit, folder, by)

    def count_of(commits: int) -> int:
        asked.clear()
        path = "ana/2026-W48.md"
        written = [
            recorded(f"{at:040}", author, wrote(ANA, author), touched=(PathTouch(path, (f"{at}",), f"{at + 1}"),))
            for at in range(commits)
        ]
        list(authorship.find_foreign_writes(past(*written), PARTNERS))
        list(authorship.find_unknown_authors(past(*written), PARTNERS, ANA))
        return len(asked)

    monkeypatch.setattr(HistoryCommit, "has_written", count)
    assert 0 < count_of(200) == 10 * count_of(20)


def test_an_impossible_commit_date_is_left_out_of_the_finding() -> None:
    commit = recorded(SECOND, BEN, wrote(ANA, BEN), at=None)
    (one,) = authorship.find_foreign_writes(past(commit), PARTNERS)
    assert format_finding(one).endswith("in bbbbbbb.")


def test_changes_by_the_owner_or_with_an_unknown_email_address_are_not_foreign_writes() -> None:
    commit = recorded(SECOND, BEN, wrote(BEN, BEN), wrote(ANA, None))
    assert list(authorship.find_foreign_writes(past(commit), PARTNERS)) == []


def test_another_partners_text_changed_in_a_merge_is_an_evil_merge() -> None:
    merge = recorded(MERGE, BEN, wrote(ANA, BEN), parents=(FIRST, SECOND))
    (one,) = authorship.find_foreign_writes(past(merge), PARTNERS)
    assert (one.code, one.show) == ("evil_merge", "git show -m cccccccccc -- :/ana")


@pytest.mark.parametrize(("author", "codes"), [(ANA, []), (BEN, ["evil_merge"]), (None, ["unknown_author"])])
def test_only_the_folders_owner_may_restore_an_older_version_in_a_merge(
    author: Handle | None, codes: list[str]
) -> None:
    merge = recorded(MERGE, author, parents=(FIRST, SECOND))
    back = RevertingMerge("ana/a b.md", ANA, MERGE, SECOND)
    found = list(authorship.check_reverting_merges(past(merge), [back], [], PARTNERS))
    assert [one.code for one in found] == codes
    assert all(one.show == "git diff bbbbbbbbbb cccccccccc -- ':/ana/a b.md'" for one in found)


@pytest.mark.parametrize(
    ("author", "whose"),
    [
        (BEN, "by somebody using Ben's email address"),
        (None, "by somebody using who@example.net, an email address that no partner lists"),
    ],
)
def test_a_reverting_merge_is_reported_with_its_author(author: Handle | None, whose: str) -> None:
    merge = recorded(MERGE, author, parents=(FIRST, SECOND))
    (one,) = authorship.check_reverting_merges(
        past(merge), [RevertingMerge("ana/x.md", ANA, MERGE, SECOND)], [], PARTNERS
    )
    assert format_finding(one) == (
        f"In a merge {whose} (ccccccc from Mon 23 Nov 2026), ana/x.md went back to its version from before bbbbbbb."
    )


def test_a_merge_with_an_email_address_shared_with_the_owner_counts_as_the_owners() -> None:
    merge = recorded(MERGE, BEN, parents=(FIRST, SECOND), authors=(BEN, ANA))
    back = RevertingMerge("ana/x.md", ANA, MERGE, SECOND)
    assert not list(authorship.check_reverting_merges(past(merge), [back], [], PARTNERS))


def test_verify_asks_about_an_unknown_email_address_once_at_its_first_commit() -> None:
    commits = [recorded(oid, None, wrote(ANA, None)) for oid in (FIRST, SECOND)]
    (one,) = authorship.find_unknown_authors(past(*commits), PARTNERS, ANA)
    assert facts(one) == ("unknown_author", Level.WARNING, ANA, FIRST, "ana/2026-W48.md")
    assert "lists, in aaaaaaa from Mon 23 Nov 2026 and in 1 more commit. If you made the change, add" in format_finding(
        one
    )


def test_an_unknown_email_address_with_one_commit_is_reported_without_a_count() -> None:
    (one,) = authorship.find_unknown_authors(past(recorded(FIRST, None, wrote(ANA, None))), PARTNERS, BEN)
    assert "lists, in aaaaaaa from Mon 23 Nov 2026. Ask Ana who did this." in format_finding(one)


def test_whoever_wrote_a_quarantined_path_cannot_settle_it() -> None:
    commit = recorded(SECOND, BEN)
    paths = [QuarantinedPath(f"{folder}/x", "symlink", SECOND) for folder in ("ana", "ben", "tools")]
    found = list(authorship.find_quarantined_paths(past(commit), paths, PARTNERS))
    assert [(one.partner, one.closed_by) for one in found] == [
        (ANA, (ANA,)),
        (BEN, (ANA, CEM)),
        (None, (ANA, CEM)),
    ]


def test_nobody_can_settle_a_finding_about_a_replaced_object() -> None:
    found = list(authorship.find_replaced_objects([Replaced("refs/replace/x", FIRST), Replaced("grafts", None)]))
    assert [(one.code, one.commit, one.closed_by) for one in found] == [
        ("replaced_object", FIRST, ()),
        ("replaced_object", None, ()),
    ]


# ---- what was kept


def test_a_kept_line_is_reported_if_its_commit_is_missing_or_newer_than_the_line() -> None:
    commits = past(recorded(FIRST))
    claims = [claim(), claim(is_here=False, is_ancestor=False), claim(is_ancestor=False)]
    (missing,) = kept_copies.find_missing_copies(commits, claims, PARTNERS)
    (forged,) = kept_copies.find_forged_copies(commits, claims, PARTNERS)
    assert facts(missing) == ("kept_missing", Level.ERROR, BEN, FIRST, "ben/kept.md")
    assert forged.show == "git merge-base --is-ancestor bbbbbbbbbb aaaaaaaaaa; echo $?"
    assert missing.closed_by == forged.closed_by == (ANA,)
    assert f"“2026-W48 ana {SECOND} 2026-11-23T09:00+01:00”, added to ben/kept.md in aaaaaaa" in format_finding(missing)


def test_kept_lines_removed_in_one_commit_are_reported_together() -> None:
    commits = past(recorded(FIRST), recorded(SECOND))
    gone = [claim(line=KeptLine(IsoWeek(2026, week), ANA), withdrawn_in=SECOND) for week in range(44, 49)]
    gone += [claim(line=KeptLine(W48, CEM), withdrawn_in=SECOND), claim()]
    of_ana, of_cem = kept_copies.find_withdrawn_copies(commits, gone, PARTNERS)
    assert format_finding(of_ana) == (
        "5 lines of ben/kept.md were changed or removed in bbbbbbb from Mon 23 Nov 2026: "
        "“2026-W44 ana”, “2026-W45 ana”, “2026-W46 ana” and 2 more."
    )
    assert format_finding(of_cem).startswith("A line of ben/kept.md was")
    assert (of_ana.closed_by, of_cem.closed_by) == ((ANA,), (CEM,))
    (of_dee,) = kept_copies.find_withdrawn_copies(
        commits, [claim(line=KeptLine(W48, Handle("dee")), withdrawn_in=SECOND)], PARTNERS
    )
    assert of_dee.closed_by == (ANA, CEM)  # she has left


def test_each_keeper_settles_the_loss_of_goals_and_weeks() -> None:
    commits = past(recorded(FIRST), recorded(SECOND, ANA))
    found = [
        Vanished(ANA, "ana/2026-W46.md", SECOND, (BEN, CEM), ("Runs", "Swim")),
        Vanished(ANA, "ana/2026-W47.md", SECOND, (BEN,)),
        Vanished(ANA, "ana/2026-W48.md", SECOND, (CEM,)),
    ]
    goals, weeks = kept_copies.find_vanished(commits, found, PARTNERS, None)
    assert (goals.code, goals.closed_by, goals.by_each) == ("goal_removed", (BEN, CEM), True)
    assert format_finding(goals).startswith(
        "2 kept goals were removed from ana/2026-W46.md in bbbbbbb from Mon 23 Nov 2026"
    )
    assert (weeks.code, weeks.closed_by, weeks.path) == ("week_deleted", (BEN, CEM), "ana/2026-W47.md")
    assert format_finding(weeks).startswith(
        "ana/2026-W47.md and 1 more, which Ben and Cem kept a copy of, has been missing"
    )


def test_the_other_partners_settle_the_losses_of_a_keeper_who_left() -> None:
    commits = past(recorded(FIRST), recorded(SECOND, ANA))
    gone = [
        Vanished(ANA, f"ana/2026-W4{n}.md", SECOND, (Handle("dee"),), goals) for n, goals in ((6, ("Runs",)), (7, ()))
    ]
    assert [one.closed_by for one in kept_copies.find_vanished(commits, gone, PARTNERS, None)] == [
        (BEN, CEM),
        (BEN, CEM),
    ]


def test_a_single_lost_goal_or_week_is_reported_in_the_singular() -> None:
    commits = past(recorded(FIRST), recorded(SECOND, ANA))
    found = [
        Vanished(ANA, "ana/2026-W46.md", SECOND, (BEN,), ("Runs",)),
        Vanished(ANA, "ana/2026-W47.md", SECOND, (BEN,)),
    ]
    goal, week = kept_copies.find_vanished(commits, found, PARTNERS, None)
    assert format_finding(goal).startswith("A kept goal was removed from ana/2026-W46.md in")
    assert format_finding(week).startswith("ana/2026-W47.md, which Ben kept a copy of, has been missing since")


@pytest.mark.parametrize(
    ("goals", "lost"),
    [(("Runs",), "“Runs”, which Ben kept a copy of, was"), ((), "ana/2026-W48.md, which Ben kept a copy of, was")],
)
def test_the_owner_settles_a_loss_caused_by_an_unknown_email_address(goals: tuple[str, ...], lost: str) -> None:
    commits = past(recorded(SECOND, None, wrote(ANA, None)))
    found = [Vanished(ANA, "ana/2026-W48.md", SECOND, (BEN,), goals)]
    (one,) = kept_copies.find_vanished(commits, found, PARTNERS, None)
    assert facts(one) == ("unknown_author", Level.WARNING, ANA, SECOND, "ana/2026-W48.md")
    assert one.closed_by == (ANA,)
    assert lost in format_finding(one)
    assert "who@example.net" in format_finding(one)
    (after_leaving,) = kept_copies.find_vanished(commits, found, (BEN, CEM), None)
    assert after_leaving.closed_by == ()


# ---- signatures


def test_bad_signatures_are_reported_one_by_one_and_missing_signatures_together() -> None:
    commits = [recorded(oid, ANA) for oid in (FIRST, SECOND, MERGE)]
    states = (SignatureStatus.BAD, SignatureStatus.OTHER_KEY, SignatureStatus.GOOD)
    seals = [SignedCommit(commit, ANA, seal) for commit, seal in zip(commits, states, strict=True)]
    bad, other = signatures.find_bad_signatures(past(*commits), seals, PARTNERS)
    assert "does not match the commit" in format_finding(bad)
    assert "a key other than the one known for Ana" in format_finding(other)
    assert bad.closed_by == (BEN, CEM)
    without = [SignedCommit(commit, ANA, SignatureStatus.NONE) for commit in commits[:2]]
    (one,) = signatures.find_unsigned_commits(without, [], list_until)
    assert (one.code, one.level, one.commit, one.closed_by) == ("unsigned", Level.WARNING, SECOND, (ANA,))
    assert format_finding(one).endswith("although a key of Ana was known, and the same is true of 1 other commit.")


def test_a_single_unsigned_commit_is_reported_in_the_singular() -> None:
    commit = recorded(FIRST, ANA)
    (one,) = signatures.find_unsigned_commits([SignedCommit(commit, ANA, SignatureStatus.NONE)], [], list_until)
    assert (
        format_finding(one) == "aaaaaaa from Mon 23 Nov 2026, by Ana, is not signed, although a key of Ana was known."
    )


def list_until(commit: str) -> tuple[str, ...]:
    """Return a commit and its ancestors in a history that is a line."""
    return (FIRST, SECOND, MERGE)[: (FIRST, SECOND, MERGE).index(commit) + 1]


def test_an_answer_about_an_unsigned_commit_covers_earlier_ones_and_no_later_one() -> None:
    seals = [SignedCommit(recorded(oid, ANA), ANA, SignatureStatus.NONE) for oid in (FIRST, SECOND, MERGE)]
    answers = [Settlement(by, SettledLine(SECOND[:10], code)) for by, code in ((ANA, "unsigned"), (ANA, "evil_merge"))]
    found = tuple(signatures.find_unsigned_commits(seals, answers, list_until))
    settled, still_open = close_settled(found, answers)
    assert (settled.commit, settled.settled, "1 other commit" in format_finding(settled)) == (SECOND, True, True)
    assert (still_open.commit, still_open.settled) == (MERGE, False)
    (by_another,) = signatures.find_unsigned_commits(seals, [Settlement(BEN, answers[0].line)], list_until)
    assert by_another.commit == MERGE


@pytest.mark.parametrize(
    ("code", "seal", "counts"),
    [
        ("unsigned", SignatureStatus.GOOD, True),
        ("unsigned", SignatureStatus.NONE, False),
        ("unsigned", None, False),
        ("foreign_write", SignatureStatus.GOOD, True),
        ("foreign_write", SignatureStatus.NONE, False),
        ("foreign_write", SignatureStatus.OTHER_KEY, False),
        ("foreign_write", None, True),
    ],
)
def test_a_settled_line_of_a_partner_with_a_key_needs_their_signature(
    code: str, seal: SignatureStatus | None, counts: bool
) -> None:
    line = Settlement(ANA, SettledLine(FIRST, code), (SECOND,))
    seals = [SignedCommit(recorded(SECOND, ANA), ANA, seal)] if seal else []
    assert list(signatures.filter_settled([line], seals)) == ([line] if counts else [])


def test_the_finding_about_the_agreement_says_whether_a_partner_accepted_another_version() -> None:
    commits = past(recorded(FIRST))
    never, other = signatures.find_unsigned_agreement(
        commits, [MissingAcceptance(ANA, FIRST, None), MissingAcceptance(BEN, FIRST, SECOND)]
    )
    assert format_finding(never) == "Ana has not accepted the current agreement (aaaaaaa from Mon 23 Nov 2026)."
    assert format_finding(other).startswith(
        "Ben accepted a different version of the agreement. The current version is aaaaaaa from"
    )


# ---- closing


def closed(one: HistoryFinding, *lines: tuple[Handle, str, str]) -> bool:
    settlements = [Settlement(by, SettledLine(commit, code)) for by, commit, code in lines]
    (found,) = close_settled([one], settlements)
    return found.settled


def test_the_partner_concerned_can_settle_a_finding() -> None:
    (one,) = authorship.find_foreign_writes(past(recorded(SECOND, BEN, wrote(ANA, BEN))), PARTNERS)
    assert closed(one, (ANA, SECOND[:7], "foreign_write"))
    assert not closed(one)
    assert not closed(one, (BEN, SECOND, "foreign_write"))
    assert not closed(one, (CEM, SECOND, "foreign_write"))
    assert not closed(one, (ANA, FIRST, "foreign_write"))
    assert not closed(one, (ANA, SECOND, "evil_merge"))


def test_each_keeper_settles_only_the_loss_of_what_they_kept() -> None:
    commits = past(recorded(SECOND, ANA))
    (one,) = kept_copies.find_vanished(
        commits, [Vanished(ANA, "ana/x.md", SECOND, (BEN, CEM), ("Runs",))], PARTNERS, None
    )
    by_ben, by_cem = (BEN, SECOND, "goal_removed"), (CEM, SECOND, "goal_removed")
    assert not closed(one, by_ben)
    assert closed(one, by_ben, by_cem)


def test_a_finding_that_nobody_can_settle_stays_open() -> None:
    (one,) = authorship.find_replaced_objects([Replaced("x", SECOND)])
    assert not closed(one, (ANA, SECOND, "replaced_object"))
    assert not closed(one, (BEN, SECOND, "replaced_object"))
    (told,) = find_lines_without_effect([one], [Settlement(BEN, SettledLine(SECOND, "replaced_object"))])
    assert (
        format_finding(told)
        == "ben/kept.md contains a settled line for replaced_object of bbbbbbb, but that finding cannot be resolved."
    )


def test_a_settled_line_by_the_wrong_partner_is_reported_as_without_effect() -> None:
    (one,) = authorship.find_foreign_writes(past(recorded(SECOND, BEN, wrote(ANA, BEN))), PARTNERS)
    lines = [Settlement(by, SettledLine(SECOND, "foreign_write")) for by in (ANA, BEN)]
    lines.append(Settlement(BEN, SettledLine(FIRST, "rewrite")))
    (told,) = find_lines_without_effect([one], lines)
    assert facts(told) == ("settled", Level.WARNING, BEN, SECOND, "ben/kept.md")
    assert (
        format_finding(told)
        == "ben/kept.md contains a settled line for foreign_write of bbbbbbb, but that finding can be resolved "
        "only by Ana."
    )


def test_a_settled_line_that_settles_one_of_two_findings_has_an_effect() -> None:
    commits = past(recorded(SECOND, BEN, wrote(ANA, BEN), wrote(CEM, BEN)))
    both = list(authorship.find_foreign_writes(commits, PARTNERS))
    assert [one.closed_by for one in both] == [(ANA,), (CEM,)]
    assert list(find_lines_without_effect(both, [Settlement(ANA, SettledLine(SECOND, "foreign_write"))])) == []


@pytest.mark.parametrize(
    ("author", "wanted", "able"),
    [
        (BEN, [ANA], (ANA,)),
        (ANA, [ANA], (BEN, CEM)),
        (ANA, [ANA, BEN], (BEN,)),
        (None, [], (ANA, BEN, CEM)),
        (BEN, [Handle("dee")], (ANA, CEM)),  # who has left can't close anything
    ],
)
def test_partners_cannot_settle_findings_about_themselves(
    author: Handle | None, wanted: list[Handle], able: tuple[Handle, ...]
) -> None:
    assert who_can_close(author, wanted, PARTNERS) == able


# ---- words


def test_a_finding_quotes_a_few_names_and_counts_the_rest() -> None:
    assert quote_some(["a"]) == "“a”"
    assert quote_some(["a", "b", "c", "d"]) == "“a”, “b”, “c” and 1 more"


def test_every_code_of_verify_has_a_level_and_a_sentence() -> None:
    questions = {code for code, known in HISTORY_CODES.items() if known.level is Level.WARNING}
    assert questions == {
        "goal_removed", "kept_slip", "unknown_author", "unsigned", "agreement_unsigned", "settled", "foreign_file"
    }  # fmt: skip
    assert all(known.sentence.endswith(".") for known in HISTORY_CODES.values())
