"""Addresses, settings, attributes, hooks, owners, the environment, git."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from itertools import cycle, product
from pathlib import Path

import pytest

from tests.helpers import repos
from tests.helpers.attacked import ADDRESSES, ROOT, UNSET, WEEK, Attacked, apart, run_all
from tests.helpers.demo import copied
from tests.helpers.hostile import HOOKS, hostile_home
from tests.helpers.invariants import Watched
from tests.helpers.people import Ran
from tests.helpers.rows import row
from tests.helpers.systems import as_superuser

BEN_WEEK = "ben/2026-W48.md"
ADDRESS_ATTACKS = (
    "ext::sh -c {mark}",
    "ext::{program}",
    "fd::17",
    "--upload-pack={program}",
    "-u{program}",
    "ssh://-oProxyCommand={program}/x",
    "ssh://ben@-oProxyCommand={program}/x",
    "ssh://%2DoProxyCommand={program}/x",
    "-oProxyCommand={program}:x",
    "ben@-oProxyCommand=program:x",
    "ssh://host/-oProxyCommand",
    "$HOME/journal.git",
    "`{mark}`",
    "$({mark})",
    "http://example.org/ours.git",
    "git://example.org/ours.git",
    "file:///etc",
    "ftp://example.org/ours.git",
    "https://",
    "host\n.example:ours.git",
)


# ---- 1


@row(1)
def test_urls_that_could_run_a_command_are_refused_before_git_sees_them(journal: Attacked) -> None:
    ana = journal.ana
    ana.apj("log", "a", "day")
    config = ana.root / ".git/config"
    known, new = config.read_bytes(), str(journal.root / "new")
    for address in ADDRESS_ATTACKS:
        url = address.format(program=journal.program(), mark=journal.leaves_mark("address"))
        ana.apj("join", "--partner", "cleo", "--", url, new, code=2)
        ana.apj("init", new, "--email", "c@example.org", "--partner", "cleo", "--shared", url, code=2)
        assert not Path(new).exists()
        for key in ("remote.origin.pushurl", "remote.origin.url"):
            ana.git("config", key, url)
            assert ana.apj("sync", code=4).err.count("\n") <= 3, address
            config.write_bytes(known)


@row(1)
def test_a_url_is_checked_after_gits_settings_rewrite_it(journal: Attacked) -> None:
    ana = journal.ana
    ana.git("config", "protocol.ext.allow", "always")
    ana.git("config", f"url.ext::{journal.program()} .insteadOf", str(journal.root) + "/")
    ana.apj("sync", code=4)
    ana.apj("review", code=4)


# ---- 6


ATTRIBUTES = "* filter=odd diff=odd merge=odd text eol=crlf ident working-tree-encoding=UTF-16 export-ignore\n"
AGREED = "What we agreed"


@row(6)
def test_a_partners_gitattributes_run_no_program_from_my_git_settings(journal: Attacked, own_home: Path) -> None:
    ana, ben = journal.ana, journal.ben
    places = (".gitattributes", "ben/.gitattributes", "ana/.gitattributes")
    attributes = dict.fromkeys(places, ATTRIBUTES)
    agreement = ben.read("agreement.md")
    journal.by_hand(ben, {**attributes, "agreement.md": agreement + "\nBen's line.\n"})
    ana.write("agreement.md", agreement.replace("---\n", "---\n# Ana's line\n", 1))
    ana.apj("log", "a", "quiet", "day")
    mark = hostile_home(own_home)
    apart(ana, "sync", code=5)  # Ben wrote in her folder
    apart(ana, "review", "--keep")
    assert not mark.exists()
    assert "Ben's line." in ana.read("agreement.md")
    assert "# Ana's line" in ana.read("agreement.md")
    (own_home / ".gitconfig").unlink()


# ---- 7


@row(7)
def test_a_partners_gitattributes_change_no_byte_of_my_files(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    odd = "---\ngoals:\n  - $Id$ and a caf\u00e9\n---\nnext\r\nline\n"
    ana.write("ana/2026-W49.md", odd)
    mine = ana.folder()
    attributes = "* working-tree-encoding=UTF-16 ident eol=crlf text merge=union -diff export-ignore\n"
    agreement = ben.read("agreement.md")
    theirs = agreement.replace("cadence: weekly", "cadence: monthly")
    assert theirs != agreement
    journal.by_hand(ben, {".gitattributes": attributes, "ben/2026-W49.md": odd, "agreement.md": theirs})
    ana.write("agreement.md", agreement.replace("cadence: weekly", "cadence: fortnightly"))
    told = ana.apj("sync", "--json", code=4).json["error"]
    assert "agreement.md" in told["message"]
    shown = [words.split(". ")[0] for words in told["hint"].partition("both versions: ")[2].split(" and ")]
    assert run_all(ana, shown) == [ana.read("agreement.md"), theirs]
    assert ana.folder() == mine
    assert repos.git_bytes(ana.root, "show", "HEAD:ana/2026-W49.md") == odd.encode()
    steps = [words.strip(" .,") for words in told["hint"].split("Then: ")[1].split(", ") if words.startswith("git ")]
    assert steps == [
        "git config user.name 'Ana Costa'",
        "git config user.email ana@example.org",
        "git merge origin/main",
        "git add -A -- :/agreement.md",
        "git commit --no-edit",
    ]
    run_all(ana, steps[:2])
    repos.git(ana.root, *steps[2].split()[1:], ok=(1,))
    assert "<<<<<<<" in ana.read("agreement.md")
    ana.write("agreement.md", theirs)
    run_all(ana, steps[3:])
    ana.apj("sync")
    assert (ana.root / "ben/2026-W49.md").read_bytes() == odd.encode()
    assert ana.folder() == mine


# ---- 8


@row(8)
def test_files_that_a_partners_gitignore_hides_are_shared(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    journal.by_hand(ben, {".gitignore": "*\n", "ben/.gitignore": "*\n"})
    journal.by_hand(ben, {"ben/2026-W49.md": None} if (ben.root / "ben/2026-W49.md").exists() else {"README.md": "x\n"})
    (ana.root / ".git/info/exclude").write_text("*\n")
    ana.apj("sync")
    ana.write("ana/2026-W49.md", "---\ngoals: [More]\n---\n")
    told = ana.apj("sync", "--json").json
    assert told["files"] == ["ana/2026-W49.md"]
    assert told["pushed"] is True


@row(8)
def test_a_file_that_git_ignores_is_never_overwritten(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    (ana.root / ".git/info/exclude").write_text("*.md\n")
    ana.write("ben/2026-W49.md", "my own notes on Ben\n")
    ana.write("plan.md", "a plan of mine\n")
    before = ana.git("rev-parse", "HEAD")
    journal.by_hand(ben, {"ben/2026-W49.md": "---\ngoals: [More]\n---\n", "plan.md": "Ben's plan\n"})
    told = ana.apj("sync", code=4)
    assert "ben/2026-W49.md" in told.err
    assert (ana.read("ben/2026-W49.md"), ana.read("plan.md")) == ("my own notes on Ben\n", "a plan of mine\n")
    assert ana.git("rev-parse", "HEAD") == before
    (ana.root / "ben/2026-W49.md").rename(journal.root / "ben-2026-W49.md")
    assert "plan.md differs from the shared version. apj did not change the file." in ana.apj("sync").out
    assert ana.read("plan.md") == "a plan of mine\n"


# ---- 18


def hostile_settings(journal: Attacked) -> str:
    """Return settings of a repository, each of which would run a program."""
    program = journal.program()
    return f"""
[core]
    fsmonitor = {program}
    hooksPath = {journal.root}/hooks
    editor = {program}
    pager = {program}
    askPass = {program}
    alternateRefsCommand = {program}
    gitProxy = {program}
    sshCommand = {program}
[diff]
    external = {program}
[diff "odd"]
    textconv = {program}
    command = {program}
[merge "odd"]
    driver = {program} %A
[filter "odd"]
    clean = {program}
    smudge = {program}
    process = {program}
[gpg]
    program = {program}
[gpg "ssh"]
    program = {program}
    defaultKeyCommand = {program}
[gpg "x509"]
    program = {program}
[commit]
    gpgSign = true
[credential]
    helper = {program}
[remote "origin"]
    uploadpack = {program}
    receivepack = {program}
[sequence]
    editor = {program}
[trailer "x"]
    command = {program}
[alias]
    config = !{program}
    rev-parse = !{program}
[submodule]
    recurse = true
[protocol "ext"]
    allow = always
[uploadpack]
    packObjectsHook = {program}
[include]
    path = {journal.root}/more
"""


def plant_hooks(folder: Path, journal: Attacked) -> None:
    folder.mkdir(exist_ok=True)
    for name in HOOKS:
        shutil.copy(journal.program(), folder / name)


@row(18)
def test_apj_in_a_copied_repository_runs_no_program_from_its_settings_or_hooks(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    journal.by_hand(ben, {BEN_WEEK: ben.read(BEN_WEEK) + "\nMore.\n", "ben/.gitattributes": "* filter=odd diff=odd\n"})
    plant_hooks(ana.root / ".git/hooks", journal)
    plant_hooks(journal.root / "hooks", journal)
    (journal.root / "more").write_text(f"[core]\n\tfsmonitor = {journal.program()}\n")
    config = ana.root / ".git/config"
    plain = config.read_text()
    config.write_text(plain + hostile_settings(journal))
    (ana.root / ".git/info/attributes").write_text("* filter=odd diff=odd merge=odd\n")
    (ana.root / ".git/objects/info/alternates").write_text(f"{ben.root}/.git/objects\n")
    ana.apj("log", "a", "quiet", "day")
    for line in ("status", "show", "check", "diff", "summary", "verify", "commit", "sync", "review --keep", "sync"):
        ana.apj(*line.split(), code=None)
    apart(ana, "status")
    assert journal.tip() == repos.git(journal.root, "--git-dir", str(ana.root / ".git"), "rev-parse", "HEAD")
    config.write_text(plain)
    shutil.rmtree(ana.root / ".git/hooks")


@row(18)
def test_git_never_reads_a_repository_inside_the_journal(journal: Attacked, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = journal.ana, journal.ben
    settings = f"[core]\n\trepositoryformatversion = 0\n\tbare = true\n\tfsmonitor = {journal.program()}\n"
    bare = {"HEAD": "ref: refs/heads/main\n", "config": settings, "objects/keep": "x", "refs/heads/keep": "x"}
    journal.by_hand(ben, {f"ben/inner/{name}": text for name, text in bare.items()})
    ana.apj("sync")
    assert not (ana.root / "ben/inner").exists()
    for name, text in bare.items():
        ana.write(f"ben/inner/{name}", text)
    for line in (("status",), ("log", "a", "day"), ("sync",)):
        ran = subprocess.run(
            [sys.executable, "-m", "apjournal", *line],
            cwd=ana.root / "ben/inner",
            env={**os.environ, "APJ_NOW": ana.now, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
    assert "ana" in ana.git("log", "-1", "--format=%an", "--author=Ana").lower()


@row(18)
def test_hooks_in_the_tree_are_not_run(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    script = f"#!/bin/sh\n{journal.leaves_mark('hook')}\n"
    hooks = {f"{folder}/hooks/{name}": script for folder in ("ben", "githooks") for name in HOOKS}
    journal.commit(ben, hooks)
    ben.git("update-index", "--chmod=+x", *hooks)
    ben.git("commit", "-q", "--amend", "--no-edit", **repos.who(ADDRESSES["ben"]))
    ben.git("push", "-q")
    ana.apj("sync")
    assert not (ana.root / "ben/hooks").exists()
    ana.apj("log", "a", "day")
    ana.apj("sync")


@row(18)
def test_an_executable_text_file_is_checked_out_as_a_regular_file(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    ana.elsewhere = True
    phone = Watched("ana", repos.clone(journal.shared, journal.root / "phone"))
    for person, folder in ((phone, "ana"), (ben, "ben")):
        person.git("pull", "-q")
        for path in (*(person.root / folder).glob("*.md"), person.root / "agreement.md"):
            path.chmod(0o755)
        journal.by_hand(person, {})
        ana.apj("sync")
        assert ana.apj("verify", "--json").json["findings"] == []
        assert ana.apj("check", "--json").json["findings"] == []
        assert ana.git("status", "--porcelain") == ""
    assert not [path for path in ana.root.glob("**/*.md") if path.stat().st_mode & 0o111]
    ana.apj("status")
    ana.apj("review", "ben", "--no-keep")
    ana.apj("log", "a", "day")
    assert ana.apj("sync", "--json").json["files"] == [WEEK]
    assert "a day" in repos.shown(journal.shared, "main", WEEK)


# ---- 19


@row(19)
@as_superuser("giving a folder to somebody else")
@pytest.mark.parametrize("what", [".", "hooks"])
def test_a_shared_folder_of_another_user_is_refused_before_its_hooks_run(journal: Attacked, what: str) -> None:
    ana = journal.ana
    hooks = journal.shared / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-receive", "update", "post-receive", "reference-transaction"):
        shutil.copy(journal.program(), hooks / name)
    os.chown(journal.shared / what, 65534, 65534)
    ana.apj("log", "a", "day")
    assert "belongs to somebody else" in ana.apj("sync", code=4).err
    ana.apj("join", str(journal.shared), str(journal.root / "new"), "--partner", "cleo", code=2)
    os.chown(journal.shared / what, 0, 0)
    shutil.rmtree(hooks)


# ---- 20


@row(20)
def test_a_repository_of_another_user_is_reported_and_not_trusted(
    journal: Attacked, monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    ana = journal.ana
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for line in ("sync", "commit", "review"):
        told = ana.apj(line, "--json", code=4).json["error"]
        assert "another user" in told["message"]
        assert told["hint"].endswith(f"git config --global --add safe.directory {ana.root}")
    monkeypatch.delenv("GIT_TEST_ASSUME_DIFFERENT_OWNER")
    assert not (own_home / ".gitconfig").exists()


# ---- 21; what servers say is looked at on every kind of them, in tests/servers

ESCAPES = r"\033]52;c;aGk=\007\033[2J\033]0;owned\007\010\010\r\233\033]8;;http://x\033\\"


@row(21)
@pytest.mark.usefixtures("own_home")
def test_escape_sequences_from_ssh_are_shown_as_codes(journal: Attacked) -> None:
    ana = journal.ana
    ssh = journal.root / "ssh"
    ssh.write_text(f"#!/bin/sh\nprintf '{ESCAPES}\\nPermission denied (publickey).\\n' >&2\nexit 255\n")
    ssh.chmod(0o755)
    ana.git("config", "--global", "core.sshCommand", str(ssh))
    ana.git("config", "remote.origin.url", "ssh://ben@example.org/ours.git")
    told = ana.apj("sync", code=4).err
    assert "asks for a login" in told
    ssh.write_text(f"#!/bin/sh\nprintf '{ESCAPES}no such thing\\n' >&2\nexit 255\n")
    assert "<U+001B>" in ana.apj("sync", code=4).err


# ---- 59


def foreign(journal: Attacked) -> Path:
    """Make another repository with a staged file."""
    other = repos.new_repository(journal.root / "other")
    repos.commit(other, {"a.txt": "a"})
    repos.write(other, {"b.txt": "b"})
    repos.git(other, "add", "b.txt")
    journal.invariants.sound.append(other)
    return other


def everything_of(folder: Path) -> tuple[bytes, str]:
    return (folder / ".git/index").read_bytes(), repos.git(folder, "for-each-ref")


@row(59)
def test_environment_variables_of_git_never_lead_apj_to_another_repository(journal: Attacked) -> None:
    ana = journal.ana
    other = foreign(journal)
    before = everything_of(other)
    inside = {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / ".git/index"),
        "GIT_OBJECT_DIRECTORY": str(other / ".git/objects"),
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(other / ".git/objects"),
        "GIT_COMMON_DIR": str(other / ".git"),
        "GIT_NAMESPACE": "x",
        "GIT_PREFIX": "x/",
        "GIT_CONFIG_PARAMETERS": "'core.bare=true' 'user.name=Nobody'",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.hooksPath",
        "GIT_CONFIG_VALUE_0": str(journal.root),
        "GIT_AUTHOR_NAME": "Nobody",
        "GIT_AUTHOR_DATE": "2001-01-01T00:00:00",
        "GIT_COMMITTER_EMAIL": "nobody@example.org",
        "GIT_EXTERNAL_DIFF": str(journal.program()),
        "GIT_SSH": str(journal.program()),
        "GIT_PROXY_COMMAND": str(journal.program()),
        "GIT_ASKPASS": str(journal.program()),
        "GIT_TRACE": str(journal.root / "trace"),
        "GIT_REPLACE_REF_BASE": "refs/heads/",
        "GIT_REDIRECT_STDOUT": str(journal.root / "redirected"),
    }
    for line in (("log", "a", "quiet", "day"), ("review", "--keep"), ("sync",)):
        apart(ana, *line, env=inside)
    assert everything_of(other) == before
    assert journal.tip() == ana.git("rev-parse", "HEAD")
    assert ana.git("log", "-1", "--format=%an %ad", "--date=short") == "Ana Costa 2026-11-23"
    assert not (journal.root / "trace").exists()


@row(59)
def test_apj_can_be_called_from_a_hook_of_another_repository(journal: Attacked) -> None:
    ana = journal.ana
    other = foreign(journal)
    hook = other / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    call = f"{sys.executable} -m apjournal -C {ana.root} --as ana"
    hook.write_text(
        f"#!/bin/sh\nexport PYTHONPATH={ROOT} APJ_NOW={ana.now}\n{call} log a quiet day && {call} sync -q\n"
    )
    hook.chmod(0o755)
    repos.git(other, "commit", "-q", "-m", "more", **repos.who(repos.ANA))
    assert repos.files_of(other) == ["a.txt", "b.txt"]
    assert journal.tip() == ana.git("rev-parse", "HEAD")
    assert "a quiet day" in ana.git("show", f"HEAD:{WEEK}")


@row(59)
def test_sync_during_a_rebase_shares_no_commit(journal: Attacked) -> None:
    ana = journal.ana
    journal.by_hand(ana, {WEEK: ana.read(WEEK) + "\nMore.\n"})
    call = f"PYTHONPATH={ROOT} APJ_NOW={ana.now} {sys.executable} -m apjournal --as ana sync"
    before = journal.tip()
    repos.git(ana.root, "rebase", "-q", "HEAD~1", "-f", "-x", call, ok=(1,), **repos.who(ADDRESSES["ana"]))
    assert journal.tip() == before
    ana.git("rebase", "--abort")
    assert ana.git("rev-parse", "HEAD") == before


# ---- 60


SEQUENCE = ("log -i two hours of fonts", "sync", "review --keep")


Result = tuple[list[str], dict[str, bytes], list[str]]


def result_of(made: Path, to: Path, run: Callable[[Watched, list[str]], Ran]) -> Result:
    """Run the same commands in a copy of the journal, and return its refs, Ana's files and all output."""
    root = copied(made, to)
    ana, ben = Watched("ana", root / "ana"), Watched("ben", root / "ben")
    ben.apj("log", "a", "quiet", "day")
    ben.apj("sync")
    said = []
    for minute, line in enumerate(SEQUENCE):
        ana.now = f"2026-11-23T09:{minute:02}+01:00"
        ran = run(ana, line.split())
        said.append(f"{ran.out} {ran.err}".replace(str(to), ""))
    found = repos.git(ana.root, "for-each-ref").splitlines(), ana.folder(), said
    shutil.rmtree(root)
    return found


@row(60)
def test_unusual_git_settings_together_change_no_byte(
    made: Path, tmp_path: Path, own_home: Path, journal: Attacked
) -> None:
    mark = hostile_home(own_home)
    (own_home / ".gitconfig").rename(own_home / "hostile")
    env = {"GIT_CONFIG_GLOBAL": str(own_home / "hostile")}
    plain = result_of(made, tmp_path / "plain", lambda person, line: apart(person, *line))
    hostile = result_of(made, tmp_path / "hostile", lambda person, line: apart(person, *line, env=env))
    assert hostile == plain
    assert not mark.exists()


@row(60)
def test_each_unusual_git_setting_changes_no_byte(
    made: Path, tmp_path: Path, own_home: Path, journal: Attacked, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = hostile_home(own_home)
    settings = each_setting((own_home / ".gitconfig").read_text())
    (own_home / ".gitconfig").unlink()
    assert len(settings) >= 40

    def run(person: Watched, line: list[str]) -> Ran:
        return person.apj(*line)

    plain = result_of(made, tmp_path / "plain", run)
    for number, text in enumerate(settings if EVERY_ONE else random.Random("row 60").sample(settings, 3)):
        (own_home / "one").write_text(text)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(own_home / "one"))
        assert result_of(made, tmp_path / str(number), run) == plain, text
        monkeypatch.delenv("GIT_CONFIG_GLOBAL")
    assert not mark.exists()


EVERY_ONE = bool(os.environ.get("APJ_EVERY_MOMENT"))


def each_setting(text: str) -> list[str]:
    """Split a file of settings into files with one setting each."""
    found, section = [], ""
    for line in filter(None, text.splitlines()):
        if line.startswith("["):
            section = line
        else:
            found.append(f"{section}\n{line}\n")
    return found


@row(60)
def test_commits_use_the_name_in_the_partner_file_if_git_has_none(journal: Attacked) -> None:
    ana = journal.ana
    apart(ana, "log", "a", "day", env={"GIT_CONFIG_GLOBAL": "/dev/null", "HOME": UNSET})
    apart(ana, "sync", env={"GIT_CONFIG_GLOBAL": "/dev/null", "HOME": UNSET})
    assert ana.git("log", "-1", "--format=%an <%ae>") == ana.git("log", "-1", "--format=%cn <%ce>")
    assert ana.git("log", "-1", "--format=%an <%ae>") == "Ana Costa <ana@example.org>"


# ---- 61


LOCALES = ({"LC_ALL": "de_DE.UTF-8"}, {"LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"}, {"LC_ALL": "C"}, {"LC_ALL": UNSET})
TERMINALS = ({"TERM": "dumb"}, {"TERM": UNSET, "NO_COLOR": "1"}, {"TERM": "xterm-256color", "COLORTERM": "truecolor"})
LINES = ("show ana 2026-W49", "show --json", "status", "review --no-fetch", "summary --format md", "check", "verify")


def all_said(person: Watched, env: Mapping[str, str]) -> bytes:
    """Run many command lines in one process in this environment without a terminal, and return their output."""
    script = (
        "import sys; from apjournal.cli.boundary import run_command; from apjournal.cli.context import Context;"
        "from apjournal.cli.main import apj;"
        "[run_command(apj, line.split(), Context(own_process=True)) for line in sys.argv[1:]]"
    )
    surroundings = {**os.environ, "APJ_NOW": person.now, "APJ_PARTNER": person.handle, "PYTHONPATH": str(ROOT), **env}
    finished = subprocess.run(
        [sys.executable, "-c", script, *LINES],
        cwd=person.root,
        env={name: value for name, value in surroundings.items() if value != UNSET},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=True,
    )
    assert finished.stderr == b""
    return finished.stdout


@row(61)
def test_the_output_does_not_depend_on_the_locale_or_the_kind_of_terminal(journal: Attacked) -> None:
    ana = journal.ana
    ana.write("ana/2026-W49.md", "---\ngoals:\n  - Caf\u00e9 \u2013 \u0130stanbul \u65e5\u672c\n---\n")
    some = product(LOCALES, TERMINALS) if EVERY_ONE else zip(LOCALES, cycle(TERMINALS), strict=False)
    said = {all_said(ana, {**locale, **terminal}) for locale, terminal in some}
    assert len(said) == 1
    assert "\u0130stanbul \u65e5\u672c".encode() in next(iter(said))


@row(61)
def test_commands_without_utf_8_keep_the_text(journal: Attacked) -> None:
    ana = journal.ana
    ana.write("ana/2026-W49.md", "---\ngoals:\n  - Caf\u00e9 \u2013 \u65e5\u672c\n---\n")
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": UNSET}
    assert "o Caf\u00e9 - \u65e5\u672c" in apart(ana, "show", "ana", "2026-W49", env=plain).out, (
        "what apj adds is ASCII"
    )
    apart(ana, "sync", env=plain)
    assert "Caf\u00e9 \u2013" in ana.git("show", "HEAD:ana/2026-W49.md")


@row(61)
@pytest.mark.parametrize("line", ["show", "show --json"])
def test_a_closed_pipe_ends_a_command_without_a_message(journal: Attacked, line: str) -> None:
    ana = journal.ana
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "apjournal", *line.split()],
        cwd=ana.root,
        env={**os.environ, "APJ_NOW": ana.now, "PYTHONPATH": str(ROOT)},
        stdout=writing,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (141, b"")


@row(61)
def test_a_closed_pipe_does_not_stop_a_sync(journal: Attacked) -> None:
    ana = journal.ana
    ana.apj("log", "two hours of fonts")
    script = f"{sys.executable} -m apjournal --as ana sync | true; exit ${{PIPESTATUS[0]}}"
    env = {**os.environ, "APJ_NOW": ana.now, "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(["bash", "-c", script], cwd=ana.root, env=env, capture_output=True, check=False)
    assert (ran.returncode, ran.stderr) in {(0, b""), (141, b"")}
    assert "two hours of fonts" in repos.git(journal.shared, "show", f"main:{WEEK}")


# ---- 64


def with_git(journal: Attacked, script: str | None) -> dict[str, str]:
    """Return an environment whose git is a script or missing. `real` is the true git."""
    folder = journal.root / "bin"
    folder.mkdir(exist_ok=True)
    (folder / "git").unlink(missing_ok=True)
    if script is not None:
        (folder / "git").write_text(f"#!/bin/sh\nreal={shutil.which('git')}\n{script}\n")
        (folder / "git").chmod(0o755)
    return {"PATH": str(folder)}


@row(64)
def test_without_git_only_reading_commands_work(journal: Attacked) -> None:
    ana = journal.ana
    none = with_git(journal, None)
    for reading in ("show", "status"):
        apart(ana, reading, env=none)
    for line in (("sync",), ("review", "--keep")):
        told = apart(ana, *line, env=none, code=4)
        assert "Git is not installed" in told.err
        assert told.err.count("\n") <= 2


@row(64)
@pytest.mark.parametrize("refresh", ["", "bad", "raise"])
def test_settings_of_gitpython_have_no_effect(journal: Attacked, refresh: str) -> None:
    env = {"GIT_PYTHON_REFRESH": refresh, "GIT_PYTHON_GIT_EXECUTABLE": str(journal.program()), "GIT_PYTHON_TRACE": "1"}
    apart(journal.ana, "sync", env=env)
    told = apart(journal.ana, "sync", env={**env, **with_git(journal, None)}, code=4)
    assert "Git is not installed" in told.err


@row(64)
def test_without_gitpython_only_the_demo_is_refused(journal: Attacked) -> None:
    ana = journal.ana
    broken = journal.root / "broken/git"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('no such symbol')\n")
    env = {"PYTHONPATH": f"{broken.parent}:{ROOT}"}
    for line in (("sync",), ("show",), ("check",), ("review", "--keep"), ("status", "--short")):
        apart(ana, *line, env=env)
    told = apart(ana, "demo", str(journal.root / "demo"), env=env, code=4)
    assert "GitPython cannot be loaded" in told.err
    assert told.err.count("\n") <= 3, "the first line says what it begins to make"
    assert not (journal.root / "demo").exists()


@row(64)
def test_with_an_old_git_apj_reads_and_writes_but_does_not_share(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    ben.apj("log", "a", "quiet", "day")
    ben.apj("sync")
    old = with_git(journal, 'case " $* " in *" version "*) echo git version 2.30.2;; *) exec "$real" "$@";; esac')
    old["PATH"] += os.pathsep + os.environ["PATH"]
    apart(ana, "show", env=old)
    apart(ana, "log", "a", "day", env=old)
    told = apart(ana, "sync", env=old, code=4)
    assert "2.38" in told.err
    assert ana.git("log", "-1", "--format=%s") == "ana 2026-W48: log"


@row(64)
def test_an_error_of_git_is_reported_in_one_line(journal: Attacked) -> None:
    ana = journal.ana
    for script in ("echo what >&2; exit 1", "kill -9 $$", "printf '\\033[2J' >&2; exit 128"):
        told = apart(ana, "sync", env=with_git(journal, script), code=4)
        assert 1 <= told.err.count("\n") <= 2
