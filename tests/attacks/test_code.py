"""Incoming files that could be run, or that are where only my own text may be."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import repos
from tests.helpers.attacked import ROOT, Attacked, outside
from tests.helpers.invariants import Watched
from tests.helpers.rows import row

HARMLESS = {
    "ben/whiteboard.jpg": b"\xff\xd8\xff" + b"\0" * 5_000_000,
    "ben/plan.pdf": b"%PDF-1.7\n",
    "ben/notes.txt": b"x\n",
}
OBEYED = (".exrc", ".envrc", ".vscode/tasks.json", ".dir-locals.el", "ben/.vimrc", "Makefile", "yaml.py", "ben/run.sh")


def arrive(journal: Attacked, paths: tuple[str, ...], text: str = "x\n") -> None:
    """Let Ben commit files with plain git and push them."""
    journal.by_hand(journal.ben, dict.fromkeys(paths, text))


@row(75)
@pytest.mark.parametrize("paths", [OBEYED, OBEYED[:1], OBEYED[-1:]], ids=["many", "one above", "one in a folder"])
def test_files_that_another_program_could_run_are_quarantined_and_listed_by_verify(
    journal: Attacked, paths: tuple[str, ...]
) -> None:
    ana = journal.ana
    arrive(journal, paths)
    told = ana.apj("sync").out
    assert len(paths) > 1 or f"{paths[0]} was quarantined" in told
    assert [path for path in paths if os.path.lexists(ana.root / path)] == []
    checked = ana.apj("check").out
    assert [path for path in paths if path not in checked] == []
    found = ana.apj("verify", "--json").json["findings"]
    assert {(one["code"], one["level"], one["path"]) for one in found} == {
        ("foreign_file", "warning", path) for path in paths
    }
    assert ana.git("status", "--porcelain") == ""


@row(75)
def test_harmless_files_outside_the_format_are_checked_out(journal: Attacked) -> None:
    ana = journal.ana
    journal.by_hand(journal.ben, HARMLESS)
    assert "quarantined" not in ana.apj("sync").out
    assert {path: (ana.root / path).read_bytes() for path in HARMLESS} == HARMLESS
    assert ana.apj("verify", "--json").json["findings"] == []


@row(75)
@pytest.mark.parametrize("start", [["-m", "apjournal"], [str(Path(sys.executable).parent / "apj")]])
@pytest.mark.parametrize("search", [None, ":/nowhere", ".", "/nowhere:../ana"])
def test_apj_imports_no_python_module_from_the_journal(journal: Attacked, start: list[str], search: str | None) -> None:
    ana = journal.ana
    for name in ("yaml", "click", "re", "typing", "dataclasses", "__future__", "apjournal/cli/commands/status"):
        ana.write(f"{name}.py", f"open({str(journal.marks / 'imported')!r}, 'w')\n")
    environ = {**os.environ, "APJ_NOW": ana.now, "APJ_PARTNER": "ana"}
    environ.pop("PYTHONPATH", None)
    if search is not None:
        environ["PYTHONPATH"] = search
    elif start[0] == "-m":
        # nobody can keep Python from taking the program itself from here
        (ana.root / "apjournal/cli/commands/status.py").unlink()
        for folder in ("apjournal/cli/commands", "apjournal/cli", "apjournal"):
            (ana.root / folder).rmdir()
        for name in ("re", "typing", "dataclasses", "__future__"):
            (ana.root / f"{name}.py").unlink()  # which Python needs to find the program
    ran = subprocess.run(
        [sys.executable, *start, "status"], cwd=ana.root, env=environ, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "Ana" in ran.stdout


@row(75)
def test_apj_works_when_its_own_source_folder_is_the_current_directory(journal: Attacked) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "apjournal", "-C", str(journal.ana.root), "status", "--json"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    assert finished.returncode in {0, 1}, finished.stderr


@row(75)
def test_an_editor_from_the_journals_git_settings_is_not_started(journal: Attacked, own_home: Path) -> None:
    ana = journal.ana
    environ = {"EDITOR": "", "VISUAL": "", "HOME": str(own_home), "APJ_NOW": ana.now, "APJ_PARTNER": "ana"}
    ana.git("config", "core.editor", str(journal.program()))
    edit = [sys.executable, "-m", "apjournal", "edit"]
    told = subprocess.run(
        edit, cwd=ana.root, env={**os.environ, **environ}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 4
    assert "set in this journal's .git/config" in " ".join(told.stderr.split())
    assert not list(journal.marks.iterdir())
    repos.git(ana.root, "config", "--global", "core.editor", "true")
    told = subprocess.run(
        edit, cwd=ana.root, env={**os.environ, **environ}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr


@row(75)
@pytest.mark.usefixtures("own_home")
@pytest.mark.parametrize("more", ["", "ssh -oProxyCommand={}", "ssh -F {}", "env X=1 ssh {}"])
def test_an_ssh_command_from_the_journals_git_settings_is_not_started(journal: Attacked, more: str) -> None:
    ana, program = journal.ana, str(journal.program())
    command = more.format(program) if more else program
    ana.git("config", "core.sshCommand", command)
    ana.git("remote", "set-url", "origin", "ssh://ana@127.0.0.1:1/ours.git")
    for line in ("sync", "review"):
        told = ana.apj(line, "--json", code=4).json["error"]
        assert (
            "is set in this journal's .git/config. Somebody else may have written that file, so apj did not "
            "start the program." in told["message"]
        )
    (point,) = (one for one in ana.apj("doctor", "--json", code=1).json["points"] if one["name"] == "remote")
    assert point["command"].startswith("git config --global core.sshCommand ")


@row(75)
@pytest.mark.usefixtures("own_home")
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("credential.helper", "!{}"),
        ("credential.https://host.example.helper", "{}"),
        ("core.askPass", "{}"),
        ("core.gitProxy", "{} for host.example"),
    ],
)
def test_a_password_program_from_the_journals_git_settings_is_not_started(
    journal: Attacked, key: str, value: str
) -> None:
    ana = journal.ana
    ana.git("config", key, value.format(journal.program()))
    ana.apj("sync")  # in a folder nobody is asked for a password
    ana.git("remote", "set-url", "origin", "http://127.0.0.1:1/ours.git")
    said = "is set in this journal's .git/config. Somebody else may have written that file"
    assert said in ana.apj("sync", code=4).err
    ana.git("config", "--global", key, value.format(journal.program()))
    assert said not in ana.apj("sync", code=4).err
    ana.git("config", "--unset", key)
    ana.git("config", "credential.helper", "cache")
    assert said not in ana.apj("sync", code=4).err


@row(75)
@pytest.mark.parametrize("command", ["ssh", "ssh -i ~/.ssh/journal", "ssh -i key -o IdentitiesOnly=yes -p 22 -4"])
def test_a_signing_key_in_the_journals_git_settings_is_used(journal: Attacked, command: str) -> None:
    ana = journal.ana
    ana.git("config", "core.sshCommand", command)
    ana.git("remote", "set-url", "origin", "ssh://ana@127.0.0.1:1/ours.git")
    assert "own .git/config" not in ana.apj("sync", code=4).err


@row(75)
def test_an_executable_file_that_was_already_checked_out_stays_and_is_reported(journal: Attacked) -> None:
    ana = journal.ana
    arrive(journal, ("Makefile",))
    ana.git("pull", "-q")
    assert (ana.root / "Makefile").exists()
    arrive(journal, ("ben/notes.md",))
    ana.apj("sync")
    assert (ana.root / "Makefile").read_text() == "x\n"
    told = ana.apj("verify")
    assert "Makefile is not text, a picture or a PDF" in " ".join(told.out.split())


@row(75)
@pytest.mark.parametrize("path", ["ben/.exrc", "Makefile", "ben/tools/run.sh"])
def test_an_executable_file_is_reported_until_its_command_moves_it_away(journal: Attacked, path: str) -> None:
    ana = journal.ana
    arrive(journal, (path,))
    ana.git("pull", "-q")
    assert (ana.root / path).exists()
    ana.apj("sync")
    assert f"{path}: warning: An editor, a shell or a build could run this file," in " ".join(
        ana.apj("check").out.split()
    )
    (point,) = (one for one in ana.apj("doctor", "--json").json["points"] if "could run" in one["message"])
    assert (point["state"], path in point["message"]) == ("note", True)
    subprocess.run(["/bin/sh", "-c", point["command"]], cwd=ana.root, check=True)
    assert not (ana.root / path).exists()
    assert "could run" not in ana.apj("check").out + ana.apj("doctor").out
    ana.apj("log", "a", "quiet", "day")
    ana.apj("sync")
    assert repos.shown(journal.shared, "main", path) == "x\n", "nothing was deleted for others"


@row(75)
def test_my_own_scripts_and_untracked_files_are_not_reported(journal: Attacked) -> None:
    ana = journal.ana
    repos.commit(ana.root, {"Makefile": "all:\n", "ana/run.sh": "x\n"}, date=ana.now)
    ana.write(".obsidian/app.json", "{}\n")
    ana.apj("sync")
    assert "could run" not in ana.apj("check").out + ana.apj("doctor").out


@row(80)
@pytest.mark.parametrize(
    ("text", "taken"), [("private/\n*.mp4\n", True), ("private/\n.DS_Store\nbuild/\n", True), ("!private/\n", False)]
)
def test_a_gitignore_that_makes_git_track_private_is_not_checked_out(journal: Attacked, text: str, taken: bool) -> None:
    ana = journal.ana
    journal.by_hand(journal.ben, {".gitignore": text})
    ana.apj("sync")
    assert ((ana.root / ".gitignore").exists() and ana.read(".gitignore") == text) is taken
    ana.apj("verify", code=0 if taken else 5)


@row(80)
@pytest.mark.parametrize(
    "path",
    ["ben/.gitignore", "ben/photos/.gitkeep", ".github/workflows/ci.yml", ".git-blame-ignore-revs", ".gitlab-ci.yml"],
)
def test_workflow_and_other_files_for_git_hosts_raise_no_alert(journal: Attacked, path: str) -> None:
    ana = journal.ana
    arrive(journal, (path,), "*.mp4\n")
    ana.apj("sync")
    ana.apj("verify")
    is_taken = path == "ben/.gitignore"
    assert (ana.root / path).exists() is is_taken
    levels = [one["level"] for one in ana.apj("verify", "--json").json["findings"]]
    assert levels == ([] if is_taken else ["warning"])


INSTRUCTIONS = ("CMakeLists.txt", "AGENTS.md", "ben/CLAUDE.md")
DEVICES = ("ben/CON.md", "ben/COM¹.md", "CONIN$.md", "ben/aux.md.txt", "ben/a:b.md", "ben/x.md ")
OPENED = (
    "ben/x.url",
    "ben/x.webloc",
    "Desktop.ini",
    "autorun.inf",
    "ben/page.html",
    "ben/plan.docm",
    "ben/conftest.py",
)


@row(75)
@pytest.mark.parametrize("paths", [INSTRUCTIONS, DEVICES, OPENED], ids=["instructions", "devices", "opened"])
def test_settings_files_of_other_systems_and_of_ai_assistants_are_quarantined(
    journal: Attacked, paths: tuple[str, ...]
) -> None:
    ana = journal.ana
    arrive(journal, (*paths, "ben/notes.txt"))
    ana.apj("sync")
    assert {one["path"] for one in ana.apj("verify", "--json").json["findings"]} == {*paths}
    assert [path for path in paths if os.path.lexists(ana.root / path)] == []
    assert (ana.root / "ben/notes.txt").exists()
    assert ana.git("status", "--porcelain") == ""


@row(74)
@pytest.mark.parametrize(
    "path", ["PRIVATE/diary.md", "Private/a/b.md", "private/.gitkeep", "private", "private /x.md", "pri\u200bvate/x.md"]
)
def test_a_path_that_resembles_private_is_not_checked_out(journal: Attacked, path: str) -> None:
    ana = journal.ana
    ana.write("private/diary.md", "Ana's\n")
    journal.ben.write(path, "Ben's\n")
    journal.ben.git("add", "-f", path)
    journal.by_hand(journal.ben, {})
    assert "was quarantined" in ana.apj("sync").out
    ana.git("commit", "-q", "--allow-empty", "-am", "all", **repos.who(("Ana Costa", "ana@example.org")))
    assert ana.git("show", "--format=", "--name-only", "HEAD") == ""
    assert ana.read("private/diary.md") == "Ana's\n"
    assert {name for name in outside(ana) if "riv" in name} == {"private", "private/diary.md"}


@row(74)
def test_a_symlink_at_private_is_not_checked_out(journal: Attacked) -> None:
    ana = journal.ana
    ana.write("private/diary.md", "Ana's\n")
    (journal.ben.root / "private").symlink_to("ana")
    journal.ben.git("add", "-f", "private")
    journal.by_hand(journal.ben, {})
    assert "private was quarantined (symlink)" in ana.apj("sync").out
    assert ana.read("private/diary.md") == "Ana's\n"
    assert ana.git("status", "--porcelain") == ""


@row(74)
def test_a_partners_file_under_private_never_replaces_mine(journal: Attacked) -> None:
    ana = journal.ana
    journal.ben.write("private/diary.md", "Ben's\n")
    journal.ben.git("add", "-f", "private/diary.md")
    journal.by_hand(journal.ben, {})
    ana.write("private/diary.md", "Ana's\n")
    assert "private/diary.md was quarantined (private)" in ana.apj("sync").out
    assert ana.read("private/diary.md") == "Ana's\n"
    found = ana.apj("verify", "--json", code=5).json["findings"]
    assert [(one["code"], one["path"]) for one in found] == [("path_quarantined", "private/diary.md")]
    assert outside(ana)


def commit_privately(person: Watched, path: str, text: str = "for me only\n") -> str:
    """Let somebody commit a private file with plain git."""
    person.write(path, text)
    person.git("add", "-f", "--", path)
    person.git("commit", "-q", "-m", "all of it", **repos.who(repos.ANA))
    return person.git("rev-parse", "HEAD")


def take_out(person: Watched, told: str) -> None:
    """Run the commands of a refusal in a folder of the clone, except the sync at their end."""
    line = " ".join(told.split()).partition("only on this machine: ")[2].removesuffix(" && apj sync")
    assert line
    subprocess.run(["/bin/sh", "-c", line], cwd=person.root / person.handle, check=True, capture_output=True)


def is_shared(journal: Attacked, text: str) -> bool:
    """Whether some commit of the shared repository contains a text."""
    return bool(repos.git(journal.shared, "log", "--all", "--format=%H", f"-S{text}"))


@row(74)
@pytest.mark.parametrize("path", ["private/diary.md", "Private/therapy/notes.txt", "PRIVATE/a b.md"])
def test_my_private_file_that_plain_git_committed_is_not_sent(journal: Attacked, path: str) -> None:
    ana, before = journal.ana, journal.tip()
    made = commit_privately(ana, path)
    repos.commit(ana.root, {"ana/notes.md": "for both\n"}, "more", date=ana.now)
    assert "Git tracks this private file" in " ".join(ana.apj("check", code=1).out.split())
    (point,) = (one for one in ana.apj("doctor", "--json", code=1).json["points"] if path in one["message"])
    assert point["command"].startswith("git rm -r -q --cached -- ")
    told = ana.apj("sync", code=1)
    assert f"Your commit {made[:7]} contains {path}, which is private. Nothing was sent." in told.err
    assert journal.tip() == before
    take_out(ana, told.err)
    assert ana.apj("sync", "--json").json["pushed"] is True
    assert ana.read(path) == "for me only\n"
    assert not is_shared(journal, "for me only")
    assert is_shared(journal, "for both")
    assert ana.apj("check", code=None).out.count("Git tracks this private file") == 0


@row(74)
def test_a_private_file_is_not_sent_even_if_a_later_commit_untracks_it(journal: Attacked) -> None:
    ana = journal.ana
    commit_privately(ana, "private/diary.md")
    ana.git("rm", "-r", "-q", "--cached", "private")
    ana.git("commit", "-q", "-m", "untrack", **repos.who(repos.ANA))
    take_out(ana, ana.apj("sync", code=1).err)
    ana.apj("sync")
    assert not is_shared(journal, "for me only")
    assert ana.read("private/diary.md") == "for me only\n"


@row(74)
def test_a_private_file_that_was_shared_can_be_untracked_and_does_not_block_sync(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    commit_privately(ana, "private/diary.md")
    ana.git("push", "-q", "origin", "main")
    ana.apj("log", "a", "quiet", "day")
    ana.apj("sync")
    (point,) = (one for one in ana.apj("doctor", "--json", code=1).json["points"] if "diary" in one["message"])
    subprocess.run(["/bin/sh", "-c", point["command"]], cwd=ana.root / "ana", check=True)
    ana.git("commit", "-q", "-m", "untrack", **repos.who(repos.ANA))
    ana.apj("sync")
    ben.apj("sync")
    ben.apj("log", "a", "quiet", "day")
    ben.apj("sync")
    assert ana.read("private/diary.md") == "for me only\n"


@row(74)
def test_a_partners_private_file_does_not_block_my_sync(journal: Attacked) -> None:
    ana, ben = journal.ana, journal.ben
    ben.write("private/diary.md", "Ben's\n")
    ben.git("add", "-f", "private/diary.md")
    journal.by_hand(ben, {})
    ana.apj("log", "a", "quiet", "day")
    assert ana.apj("sync", "--json").json["pushed"] is True
    assert "Git tracks" not in ana.apj("check", code=None).out
    assert "Git tracks" not in ana.apj("doctor", code=None).out


@row(74)
def test_the_first_push_sends_no_private_file(journal: Attacked, tmp_path: Path) -> None:
    ana = journal.ana
    repos.new_bare(tmp_path / "new.git")
    commit_privately(ana, "private/diary.md")
    ana.git("remote", "set-url", "origin", str(tmp_path / "new.git"))
    told = ana.apj("sync", "--accept-rewrite", code=1)
    assert "contains private/diary.md" in told.err
    take_out(ana, told.err)
    ana.apj("sync", "--accept-rewrite")
    assert repos.git(tmp_path / "new.git", "log", "--all", "--format=%H", "-Sfor me only") == ""
