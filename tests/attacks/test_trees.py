"""Names, entries and objects that no honest program would create."""

from __future__ import annotations

import hashlib
import os
import zlib
from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing import runner
from tests.helpers import repos
from tests.helpers.attacked import WEEK, Attacked, codes, outside, run_all
from tests.helpers.invariants import Watched
from tests.helpers.rows import row
from tests.helpers.systems import needs

BEN_WEEK = "ben/2026-W48.md"
REST = "---\ngoals: [Rest]\n---\n"
READING = (("status",), ("show",), ("check",), ("diff", "ben", "W48"), ("review", "--no-fetch"), ("summary",))


def reads_all(person: Watched) -> str:
    """Run every reading command, none of which may stop, and return all output."""
    said = [person.apj(*command, code=None) for command in READING]
    assert {ran.code for ran in said} <= {0, 1, 2}, "2: somebody whose folder is gone is no partner"
    return "".join(ran.out + ran.err for ran in said)


def quarantined(person: Watched) -> set[str]:
    """Return the paths that `check` reports as quarantined."""
    found = person.apj("check", "--json", code=None).json["findings"]
    return {finding["path"] for finding in found if finding["code"] == "path_quarantined"}


def git_is_content(person: Watched) -> None:
    """Check that plain git has nothing to commit: quarantined files do not count as deleted."""
    assert person.git("status", "--porcelain") == ""


def head(person: Watched) -> str:
    return person.git("rev-parse", "HEAD")


# ---- 2


@row(2)
def test_names_that_look_like_options_never_reach_git_as_options(journal: Attacked) -> None:
    ana = journal.ana
    partner = journal.folder({b"partner.md": "---\nname: X\n---\n", b"--output=w.md": "---\ngoals: [a]\n---\n"})
    journal.entries(("040000", partner, b"--output=x"), ("100644", journal.blob("text"), b"-rf"))
    ben = {"ben/kept.md": "- 2026-W48 --output=x\n- 2026-W48 ana --output=x\n- --output=x ana\n"}
    journal.ben.git("pull", "-q")
    journal.by_hand(journal.ben, ben)
    ana.apj("sync")
    said = reads_all(ana)
    assert [partner["partner"] for partner in ana.apj("status", "--json").json["partners"]] == ["ben"]
    assert "is not a kept copy" in said
    for line in (("show", "--", "--output=x"), ("diff", "--", "ben", "--output=x"), ("show", "--", "-x")):
        ana.apj(*line, code=2)
    assert not [path for path in journal.root.rglob("x") if path.is_file()]


@row(2)
def test_join_never_uses_a_branch_named_like_an_option(journal: Attacked) -> None:
    (journal.shared / "refs/heads/--output=x").write_text(f"{journal.tip()}\n")
    (journal.shared / "HEAD").write_text("ref: refs/heads/--output=x\n")
    cleo = Watched("cleo", journal.root / "cleo")
    who = ("--partner", "cleo", "--email", "cleo@example.org", "--timezone", "Europe/Berlin")
    cleo.apj("join", str(journal.shared), str(cleo.root), *who)
    assert cleo.git("symbolic-ref", "HEAD") == "refs/heads/main"
    journal.invariants.people.append(cleo)
    cleo.apj("join", str(journal.shared), "--partner", "--output=x", code=2)
    journal.invariants.sound.clear()  # git itself calls such a name bad


# ---- 3


@row(3)
@pytest.mark.parametrize("name", [b".git", b".GIT", b"git~1", ".g\u200cit".encode(), b".."])
def test_a_tree_with_a_folder_named_like_git_is_not_fetched(journal: Attacked, name: bytes) -> None:
    ana = journal.ana
    ana.apj("log", "a", "quiet", "day")
    ana.apj("commit")
    before, accepted = head(ana), ana.git("rev-parse", "refs/apj/remote/main")
    config = journal.folder({b"config": f"[core]\nfsmonitor = {journal.program()}\n"})
    journal.entries(("040000", config, name))
    journal.invariants.sound.remove(journal.shared)
    told = ana.apj("sync", "--json", code=4).json
    assert "sent damaged data" in told["error"]["message"]
    assert any(word.isalnum() and len(word) == 40 for word in told["error"]["message"].replace(":", " ").split())
    assert (head(ana), ana.git("rev-parse", "refs/apj/remote/main")) == (before, accepted)
    reads_all(ana)


# ---- 4


@row(4)
def test_a_partners_folder_that_is_a_symlink_is_not_followed(journal: Attacked, own_home: Path) -> None:
    ana = journal.ana
    secret = own_home / "secret"
    secret.mkdir()
    (secret / "2026-W48.md").write_text("---\ngoals:\n  - The secret\n---\n")
    (secret / "partner.md").write_text("---\nname: The secret\n---\n")
    journal.entries(("120000", journal.blob(str(secret)), b"ben"))
    ana.apj("sync", "--json", code=None)
    assert not (ana.root / "ben").exists()
    assert "The secret" not in reads_all(ana)
    assert quarantined(ana) == {"ben"}
    git_is_content(ana)


@row(4)
@pytest.mark.parametrize("path", ["2026-W48.md", "2026-W49.md", "partner.md", "kept.md"])
def test_a_partners_file_that_is_a_symlink_is_not_followed(journal: Attacked, own_home: Path, path: str) -> None:
    ana = journal.ana
    secret = own_home / "secret.md"
    secret.write_text("---\nname: The secret\ngoals:\n  - The secret\n---\n- 2026-W48 ana 0123456\n")
    link = journal.blob("../../../../../../../.." + str(secret))
    journal.entries(("040000", with_entry(journal, "ben", f"120000 blob {link}\t{path}".encode()), b"ben"))
    ana.apj("sync", "--json", code=None)
    assert not os.path.lexists(ana.root / "ben" / path)
    assert "The secret" not in reads_all(ana)
    assert quarantined(ana) == {f"ben/{path}"}
    git_is_content(ana)


@row(4)
@pytest.mark.parametrize("as_told", [True, False])
def test_files_that_a_manual_merge_checks_out_are_quarantined_by_the_next_sync(
    journal: Attacked, own_home: Path, as_told: bool
) -> None:
    ana = journal.ana
    ana.change("agreement.md", "minutes: 20", "minutes: 25")
    theirs = journal.blob(ana.read("agreement.md").replace("minutes: 25", "minutes: 30"))
    link = journal.blob(str(own_home / "secret.md"))
    ben = with_entry(journal, "ben", f"120000 blob {link}\t2026-W49.md".encode())
    journal.entries(
        ("040000", ben, b"ben"),
        ("100644", theirs, b"agreement.md"),
        ("100755", journal.blob("#!/bin/sh\n"), b"run.sh"),
        ("100644", journal.blob("*.md\n"), b".gitignore"),
    )
    told = ana.apj("sync", code=4)
    for path in ("ben/2026-W49.md", "run.sh", ".gitignore"):
        assert f"The merge will check out {path}" in told.out
    commands = told.err.split("Then: ")[1].replace("\n", " ").split(", ")
    assert commands[2:4] == ["git config core.symlinks false", "git merge origin/main"]
    run_all(ana, commands[: 2 + as_told])
    repos.git(ana.root, *commands[3].split()[1:], ok=(1,))
    assert (ana.root / "ben/2026-W49.md").is_symlink() is not as_told
    ana.git("checkout", "-q", "--ours", "agreement.md")
    ana.git("commit", "-q", "-a", "-m", "settled")
    assert ana.git("log", "-1", "--format=%an <%ae>") == "Ana Costa <ana@example.org>"
    told = ana.apj("sync")
    for path in ("ben/2026-W49.md", "run.sh", ".gitignore"):
        assert f"removed from your folder: {path}." in " ".join(told.out.split())
    assert [path for path in ("ben/2026-W49.md", "run.sh") if os.path.lexists(ana.root / path)] == []
    assert ana.read(".gitignore") == "private/\n"  # as it was before the merge, so that nothing private is sent
    assert quarantined(ana) == {"ben/2026-W49.md", "run.sh", ".gitignore"}
    git_is_content(ana)
    assert "removed from your folder" not in " ".join(ana.apj("sync").out.split())


def with_entry(journal: Attacked, folder: str, *lines: bytes) -> str:
    """Write a folder of the shared branch with other entries, and return the id of the tree."""
    named = {line.partition(b"\t")[2] for line in lines}
    old = repos.git_bytes(journal.shared, "ls-tree", "-z", f"refs/heads/main:{folder}").split(b"\0")[:-1]
    return journal.tree(*(line for line in old if line.partition(b"\t")[2] not in named), *lines)


@row(4)
def test_symlinks_in_place_of_git_files_are_not_followed(journal: Attacked, own_home: Path) -> None:
    ana = journal.ana
    (own_home / "attributes").write_text("* filter=odd\n")
    link = journal.blob(str(own_home / "attributes"))
    journal.entries(("120000", link, b".gitattributes"), ("120000", link, b".gitignore"))
    ana.apj("sync")
    assert quarantined(ana) == {".gitattributes", ".gitignore"}
    assert not (ana.root / ".gitattributes").is_symlink()
    git_is_content(ana)


@row(4)
def test_a_symlink_in_place_of_my_folder_is_not_merged(journal: Attacked, own_home: Path) -> None:
    ana = journal.ana
    mine = ana.folder()
    journal.entries(("120000", journal.blob(str(own_home)), b"ana"))
    assert "foreign_write" in codes(ana.apj("sync", "--json", code=5))
    assert ana.folder() == mine
    assert list(own_home.iterdir()) == []
    assert ana.apj("sync", "--json").json["alarms"] == []


@row(4)
def test_commands_never_write_through_a_symlink_in_my_folder(journal: Attacked, own_home: Path) -> None:
    ana = journal.ana
    secret = own_home / "secret.md"
    secret.write_text("---\ngoals:\n  - The secret\n---\n")
    (ana.root / WEEK).unlink()
    (ana.root / WEEK).symlink_to(secret)
    for line in (("log", "a", "day"), ("report", "-o", "1=done"), ("new-week", "W48", "-g", "More", "--no-edit")):
        ana.apj(*line, code=None)
    assert secret.read_text() == "---\ngoals:\n  - The secret\n---\n"
    assert "The secret" not in reads_all(ana)
    assert ana.apj("sync", "--json").json["skipped"] == [{"path": WEEK, "reason": "it is a symbolic link"}]
    assert "The secret" not in ana.git("log", "-p", "--all")


@row(4)
def test_commands_never_write_through_a_symlinked_folder(journal: Attacked, own_home: Path) -> None:
    ana = journal.ana
    (ana.root / "ana").rename(own_home / "ana")
    (ana.root / "ana").symlink_to(own_home / "ana")
    before = {path.name: path.read_bytes() for path in (own_home / "ana").iterdir()}
    for line in (("log", "a", "day"), ("sync",), ("park", "an idea")):
        assert ana.apj(*line, "--as", "ana", code=None).code != 0
    assert {path.name: path.read_bytes() for path in (own_home / "ana").iterdir()} == before
    (ana.root / "ana").unlink()
    (own_home / "ana").rename(ana.root / "ana")


# ---- 5


@row(5)
def test_a_submodule_is_neither_checked_out_nor_fetched(journal: Attacked) -> None:
    ana = journal.ana
    modules = f'[submodule "x"]\n\tpath = ben/x\n\turl = {journal.shared}\n\tupdate = !{journal.program()}\n'
    modules_without_program = modules.replace(f"\tupdate = !{journal.root / 'program'}\n", "")
    folder = with_entry(journal, "ben", f"160000 commit {journal.tip()}\tx".encode())
    journal.entries(("040000", folder, b"ben"), ("100644", journal.blob(modules_without_program), b".gitmodules"))
    ana.apj("sync")
    assert quarantined(ana) == {".gitmodules", "ben/x"}
    assert not (ana.root / "ben/x").exists()
    assert not (ana.root / ".git/modules").exists()
    reads_all(ana)
    before = head(ana)
    journal.entries(("100644", journal.blob(modules), b".gitmodules"))
    journal.invariants.sound.remove(journal.shared)
    ana.apj("sync", code=4)
    assert head(ana) == before


# ---- 9


@row(9)
def test_tags_and_branches_with_misleading_names_have_no_effect(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    old = repos.git(journal.shared, "rev-list", "--max-parents=0", "main")
    names = ["refs/tags/main", "refs/heads/HEAD", f"refs/heads/{'0123456789' * 4}", "refs/heads/refs/heads/main"]
    for name in (*names, "refs/tags/HEAD", "refs/tags/refs/heads/main"):
        repos.git(journal.shared, "update-ref", name, old)
        if name != "refs/heads/HEAD":
            repos.git(ana.root, "update-ref", name, old)
    before = set(ana.git("for-each-ref", "--format=%(refname)").splitlines())
    ben.apj("log", "a", "quiet", "day")
    ben.apj("sync")
    ana.apj("log", "another", "day")
    assert ana.apj("sync", "--json").json["pushed"] is True
    assert "a quiet day" in ana.read(BEN_WEEK)
    assert head(ana) == journal.tip()
    assert ana.apj("review", "--keep", "--json").json["kept"]
    after = set(ana.git("for-each-ref", "--format=%(refname)").splitlines())
    assert {name for name in after - before if not name.startswith(("refs/apj/backup/", "refs/apj/kept/"))} == set()
    assert repos.tip(journal.shared, "refs/tags/main") == old


# ---- 10


@row(10)
def test_branch_names_that_clash_below_origin_have_no_effect(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    repos.git(journal.shared, "update-ref", "refs/heads/x/y", journal.tip())
    repos.git(ana.root, "update-ref", "refs/remotes/origin/x", journal.tip())
    repos.git(ana.root, "update-ref", "-d", "refs/remotes/origin/main")
    repos.git(ana.root, "update-ref", "refs/remotes/origin/main/below", journal.tip())
    ben.apj("log", "a", "quiet", "day")
    ben.apj("sync")
    ana.apj("log", "another", "day")
    assert ana.apj("sync", "--json").json["pushed"] is True
    assert "a quiet day" in ana.read(BEN_WEEK)


# ---- 11


@row(11)
def test_replace_refs_do_not_change_what_is_shown(journal: Attacked) -> None:
    ben = journal.ben
    kept = ben.read("ben/kept.md").split()[-2]
    softer = repos.git(ben.root, "hash-object", "-w", "--stdin", stdin=b"---\ngoals:\n  - Rest\n---\n")
    blob = ben.git("rev-parse", f"{kept}:{WEEK}")
    ben.git("replace", blob, softer)
    ben.git("replace", kept, ben.git("commit-tree", ben.git("mktree"), "-m", "forged", **repos.who(repos.ANA)))
    assert ben.apj("diff", "--json").json["changes"] == []
    assert "Send the grant draft to Ines" in ben.apj("show", "ana").out
    assert ben.apj("sync", "--json").json["alarms"] == []
    assert ben.apj("review", "--json").json["changes"] == []
    for replaced in ben.git("replace", "-l").splitlines():
        ben.git("replace", "-d", replaced)


@row(11)
def test_replace_refs_fetched_from_the_server_are_reported_and_have_no_effect(
    journal: Attacked,
) -> None:
    ben = journal.ben
    kept = ben.read("ben/kept.md").split()[-2]
    softer = journal.blob("---\ngoals:\n  - Rest\n---\n")
    repos.git(journal.shared, "replace", repos.tip(journal.shared, f"{kept}:{WEEK}"), softer)
    repos.git(ben.root, "fetch", "-q", "-u", "origin", "+refs/*:refs/*")
    assert "Rest" in ben.git("show", f"{kept}:{WEEK}"), "what plain git shows"
    assert "Send the grant draft to Ines" in ben.apj("show", "ana").out
    assert ben.apj("diff", "--json").json["changes"] == []
    assert ben.apj("sync", "--json").json["alarms"] == []
    (finding,) = ben.apj("verify", "--json", code=5).json["findings"]
    assert finding["code"] == "replaced_object"
    (point,) = (point for point in ben.apj("doctor", "--json", code=1).json["points"] if point["state"] == "look")
    assert "refs/replace/" in point["message"]
    run_all(ben, [point["command"]])
    ben.apj("verify")
    repos.git(journal.shared, "replace", "-d", *repos.git(journal.shared, "replace", "-l").split())


@row(11)
def test_a_grafted_history_is_not_shared(journal: Attacked) -> None:
    ben = journal.ben
    grafts = ben.root / ".git/info/grafts"
    grafts.write_text(f"{head(ben)}\n")
    told = ben.apj("sync", "--json", code=4).json
    assert str(grafts) in told["error"]["hint"]
    assert ben.apj("diff", "--json").json["changes"] == []
    grafts.unlink()
    ben.apj("sync")


@row(11)
def test_missing_borrowed_objects_stop_a_command_but_raise_no_alert(journal: Attacked) -> None:
    ben = journal.ben
    repos.git(journal.root, "clone", "-q", "--shared", str(ben.root), "borrowed")
    borrowed = Watched("ben", journal.root / "borrowed")
    borrowed.git("remote", "set-url", "origin", str(journal.shared))
    borrowed.apj("sync")
    borrowed.spoilt = True
    (borrowed.root / ".git/objects/info/alternates").write_text("/nowhere\n")
    for line in (("commit",), ("verify",), ("sync",)):
        ran = borrowed.apj(*line, "--json", code=4)
        assert ran.json.get("alarms", []) == []
        assert ran.json["error"]["exit"] == 4


# ---- 12


ODD_NAMES = (
    *(b"new\nline.md", b"tab\t.md", b'quo"te.md', b"back\\slash.md", b"\xff.md", b"\x01.md", b"\x7f.md"),
    *(
        b":(glob)*",
        b"*.md",
        b"?.md",
        b"\x1b]52;c;aGk=\x07.md",
        "\u202emd.2026".encode(),
        b"l" * 4000 + b".md",
    ),
)


@row(12)
def test_files_with_odd_names_are_quarantined_but_still_shared(journal: Attacked) -> None:
    ana = journal.ana
    odd = (f"100644 blob {journal.blob('odd')}\t".encode() + name for name in ODD_NAMES)
    journal.entries(("040000", with_entry(journal, "ben", *odd), b"ben"))
    ana.apj("log", "a", "quiet", "day")
    before = outside(ana)
    assert f"ben/<U+0001>.md and {len(ODD_NAMES) - 1} more files were quarantined" in ana.apj("sync").out
    assert outside(ana) == before
    told = ana.apj("check").out
    assert "<U+001B>" in told
    assert "Ask who added it." in told
    assert "on another device" not in told
    assert len(quarantined(ana)) == len(ODD_NAMES)
    reads_all(ana)
    ana.apj("log", "another", "day")
    ana.apj("sync")
    assert len(repos.git_bytes(journal.shared, "ls-tree", "-z", "refs/heads/main:ben").split(b"\0")[:-1]) == 3 + len(
        ODD_NAMES
    )


# ---- 13


@row(13)
def test_names_that_clash_on_another_system_are_quarantined(journal: Attacked) -> None:
    ana = journal.ana
    names = [
        "A.md",
        "a.md",
        "caf\u00e9.md",
        "cafe\u0301.md",
        "con.md",
        "nul",
        "COM1.txt",
        "dot.",
        "blank ",
        "a.md:stream",
    ]
    odd = (f"100644 blob {journal.blob(name)}\t{name}".encode() for name in names)
    twins = journal.folder({b"partner.md": "---\nname: Another\n---\n"})
    journal.entries(("040000", with_entry(journal, "ben", *odd), b"ben"), ("040000", twins, b"ANA"))
    before = outside(ana)
    ana.apj("sync")
    assert outside(ana) == before
    assert quarantined(ana) == {*(f"ben/{name}" for name in names), "ANA/partner.md"}
    git_is_content(ana)


@row(13)
def test_clashing_names_from_my_other_device_do_not_count_as_deleted(journal: Attacked) -> None:
    ana = journal.ana
    ana.elsewhere = True
    journal.by_hand(
        Watched("ana", repos.clone(journal.shared, journal.root / "phone")),
        {f"ana/{name}.md": f"{name} text\n" for name in ("why?", "Notes", "notes")},
    )
    ana.write("ana/why?.md", "mine\n")
    told = ana.apj("sync").out
    assert "ana/why?.md was quarantined (name). You added it on another device." in told
    assert "ana/why?.md differs" not in told, "one sentence is enough"
    (ana.root / "ana/why?.md").unlink()
    tip = journal.tip()
    for line in (("sync",), ("commit",), ("sync", "--with-deletions"), ("log", "a", "day"), ("sync",)):
        assert "Removed" not in ana.apj(*line).out
    assert journal.tip() != tip
    assert {"ana/why?.md", "ana/Notes.md", "ana/notes.md"} <= set(repos.files_of(journal.shared, "main"))
    git_is_content(ana)


# ---- 14


def commit_object(journal: Attacked, **changed: bytes) -> str:
    """Publish a commit with these lines, and with a new week of Ben's."""
    folder = with_entry(journal, "ben", f"100644 blob {journal.blob(REST)}\t2026-W49.md".encode())
    honest = journal.entries(("040000", folder, b"ben"))
    tree, parent = repos.git(journal.shared, "rev-parse", f"{honest}^{{tree}}", f"{honest}^").split()
    who = b"Ben Adler <ben@example.org> 1795431600 +0100"
    parts = {"author": who, "committer": who, "extra": b"", "message": b"by hand\n", **changed}
    lines = [f"tree {tree}".encode(), f"parent {parent}".encode(), b"author " + parts["author"]]
    lines += [b"committer " + parts["committer"], *([parts["extra"]] if parts["extra"] else [])]
    commit = repos.raw_object(journal.shared, "commit", b"\n".join(lines) + b"\n\n" + parts["message"])
    repos.git(journal.shared, "update-ref", "refs/heads/main", commit)
    return commit


@row(14)
@pytest.mark.parametrize(
    "changed",
    [
        {"author": b" <ben@example.org> 1795431600 +0100"},
        {"author": b"<ben@example.org> 1795431600 +0100"},
        {"author": b"\x1b]0;x\x07<script> \xff <ben@example.org> 1795431600 +0100"},
        {"author": b"Ben <ben@example.org> 99999999999 +0100"},
        {"author": b"Ben <ben@example.org> 0 +9959"},
        {"extra": b"encoding no-such-encoding"},
        {"extra": b"encoding rot13"},
        {"extra": b"encoding UTF-16", "message": "by hand".encode("utf-16")},
        {"message": b""},
        {"message": b"\x1b[2J\x9b31m" + "\u202e".encode() + b"x" * 2**20},
        {"message": b"\xff\xfe\n\nab"},
    ],
    ids=["no name", "no name or blank", "script", "far date", "odd zone", "encoding", "rot13", "utf-16", "no message",
         "long message", "no utf-8"],
)  # fmt: skip
def test_a_commit_with_an_odd_author_or_message_is_shown_as_text_or_refused(
    journal: Attacked, changed: dict[str, bytes]
) -> None:
    ana = journal.ana
    commit = commit_object(journal, **changed)
    journal.invariants.sound.clear()
    told = ana.apj("sync", "--json", code=None)
    if told.code == 0:
        (received,) = told.json["received"]
        assert received["commit"] == commit
        assert len(received["subject"]) <= 1000
        assert "Rest" in ana.read("ben/2026-W49.md")
        reads_all(ana)
        ana.apj("sync", "--undo")
        ana.apj("sync")
    else:
        assert "sent damaged data" in told.json["error"]["message"]
        journal.invariants.people.remove(journal.ben)


@row(14)
@pytest.mark.parametrize("date", [b"9" * 20, b"18446744073709551616", b"-1", b""])
def test_a_commit_with_a_date_that_git_refuses_is_not_merged(journal: Attacked, date: bytes) -> None:
    ana = journal.ana
    before = head(ana)
    commit_object(journal, author=b"Ben <ben@example.org> " + date + b" +0100")
    journal.invariants.sound.clear()
    assert "sent damaged data" in ana.apj("sync", "--json", code=4).json["error"]["message"]
    assert head(ana) == before


# ---- 15


IN_FULL = bool(os.environ.get("APJ_EVERY_MOMENT"))
"""Whether the giant and the bomb have a gigabyte, and the limit is the real one, or all is smaller and soon over."""
GIANT, BOMB = (2**30, 2**30) if IN_FULL else (3 * 2**20, 17 * 2**20)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def giant(journal: Attacked, size: int) -> str:
    """Write a blob of zeros into the shared repository without git, which would load all of it into memory."""
    packer, named = zlib.compressobj(1), hashlib.sha1(usedforsecurity=False)
    draft = journal.shared / "giant"
    with draft.open("wb") as file:
        for part in (b"blob %d\0" % size, *([bytes(2**20)] * (size // 2**20))):
            named.update(part)
            file.write(packer.compress(part))
        file.write(packer.flush())
    oid = named.hexdigest()
    (journal.shared / "objects" / oid[:2]).mkdir(exist_ok=True)
    draft.rename(journal.shared / "objects" / oid[:2] / oid[2:])
    return oid


@row(15)
@needs("resource")
def test_a_pack_above_the_limit_is_refused_and_removed(journal: Attacked, monkeypatch: pytest.MonkeyPatch) -> None:
    ana = journal.ana
    before, size = head(ana), size_of(ana.root)
    if not IN_FULL:
        monkeypatch.setattr(runner, "LARGEST_FILE", 2**20)
    repos.git(journal.shared, "config", "pack.compression", "0")  # so it is as large on its way
    journal.entries(("100644", giant(journal, GIANT), b"photo.jpg"))
    journal.invariants.sound.clear()  # all of it would be unpacked
    told = ana.apj("sync", "--json", code=4).json
    assert "more than any journal needs" in told["error"]["message"]
    assert head(ana) == before
    assert size_of(ana.root) < size + 2**16
    reads_all(ana)


@row(15)
def test_a_huge_blob_of_zeros_is_not_written_to_a_file(journal: Attacked) -> None:
    ana = journal.ana
    bomb = giant(journal, BOMB)
    folder = with_entry(journal, "ben", *(f"100644 blob {bomb}\t{name}".encode() for name in ("2026-W49.md", "z.md")))
    journal.entries(("040000", folder, b"ben"))
    ana.apj("sync")
    assert quarantined(ana) == {"ben/2026-W49.md", "ben/z.md"}
    assert size_of(ana.root) < 2**20
    reads_all(ana)


@row(15)
def test_two_hundred_thousand_files_are_quarantined(journal: Attacked) -> None:
    ana = journal.ana
    before = head(ana)
    blob = bytes.fromhex(journal.blob("x"))
    data = b"".join(b"100644 f%06d.md\0" % number + blob for number in range(200_000))
    journal.entries(("040000", repos.raw_object(journal.shared, "tree", data), b"many"))
    told = ana.apj("sync", "--json", code=4).json
    assert "files" in told["error"]["message"]
    assert head(ana) == before
    assert not (ana.root / "many").exists()
    reads_all(ana)


@row(15)
def test_a_tree_of_ten_thousand_levels_is_quarantined(journal: Attacked) -> None:
    ana = journal.ana
    before = head(ana)
    blob = journal.blob("x")
    tree = loose_tree(journal.shared, b"100644 x\0" + bytes.fromhex(blob))
    for _ in range(10_000):
        tree = loose_tree(journal.shared, b"40000 d\0" + bytes.fromhex(tree))
    journal.entries(("040000", tree, b"deep"))
    journal.invariants.sound.clear()
    ran = ana.apj("sync", "--json", code=None)
    assert ran.code in {0, 4}
    assert not (ana.root / "deep").exists()
    if ran.code == 4:
        assert head(ana) == before
    reads_all(ana)


def loose_tree(repository: Path, data: bytes) -> str:
    """Write a tree into a repository without git, which would be called ten thousand times."""
    whole = b"tree %d\0" % len(data) + data
    oid = hashlib.sha1(whole, usedforsecurity=False).hexdigest()
    path = repository / "objects" / oid[:2] / oid[2:]
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(zlib.compress(whole, 1))
    return oid
