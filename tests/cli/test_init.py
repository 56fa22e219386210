"""`apj init`: a journal is created, accepted, committed and shared, or nothing is."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing.network import remote
from tests.cli.new_journals import FILES, KEYS, WHO, hosted, init, tracked
from tests.helpers.folders import everything
from tests.helpers.people import Person, command_line
from tests.helpers.repos import commit, git, new_bare, new_repository

# ---- what is made


def test_init_creates_commits_and_accepts_a_journal(tmp_path: Path) -> None:
    document = init(tmp_path, "ours", *WHO, "--json").json
    root = tmp_path / "ours"
    assert list(document) == KEYS
    assert (document["path"], document["partner"], document["shared"]) == (str(root), "ana", None)
    assert document["commit"] == git(root, "rev-parse", "main")
    assert git(root, "symbolic-ref", "HEAD") == "refs/heads/main"
    assert tracked(root) == FILES
    assert git(root, "status", "--porcelain") == ""
    assert git(root, "config", "apj.partner") == "ana"
    assert git(root, "log", "-1", "--format=%an <%ae> %aI") == "Ana Costa <ana@example.org> 2026-11-25T18:00:00+00:00"
    blob = git(root, "rev-parse", "main:agreement.md")
    assert f"agreed: {blob}" in (root / "ana/partner.md").read_text("utf-8")
    assert "agreed_on: 2026-11-25" in (root / "ana/partner.md").read_text("utf-8")


@pytest.mark.parametrize("folder", ["work/ours", "work/notes/ours", "work/notes"])
def test_init_inside_another_repository_is_refused(tmp_path: Path, folder: str) -> None:
    new_repository(tmp_path / "work")
    (tmp_path / "work" / "notes").mkdir()
    before = everything(tmp_path)
    refused = init(tmp_path, folder, *WHO, code=2)
    assert f"{tmp_path / folder} is inside another git repository, {tmp_path / 'work'}." in " ".join(
        refused.err.split()
    )
    assert f"git init {tmp_path / folder}" in refused.err.replace("\n  ", "")
    assert everything(tmp_path) == before
    new_repository(tmp_path / folder)
    init(tmp_path, folder, *WHO)


def test_the_commands_that_init_suggests_quote_the_path(tmp_path: Path) -> None:
    shared, root = tmp_path / "it's ours" / "äre.git", tmp_path / "my jö"
    shared.parent.mkdir()
    ran = init(tmp_path, str(root), *WHO, "--shared", str(shared))
    (join,) = [line for line in ran.out.splitlines() if line.startswith("  apj join ")]
    assert shlex.split(join) == ["apj", "join", str(shared)]
    assert shlex.split(init(tmp_path, "second one", *WHO, "--json").json["next"][0]) == [
        "cd",
        str(tmp_path / "second one"),
    ]
    who = ("--partner", "ben", "--name", "Ben", "--email", "ben@example.org", "--timezone", "Europe/Berlin")
    joined = command_line(*shlex.split(join)[1:], str(tmp_path / "ben's"), *who, "--json", folder=tmp_path).json
    assert shlex.split(joined["next"][0]) == ["cd", str(tmp_path / "ben's")]
    again = command_line(*shlex.split(join)[1:], str(tmp_path / "ben's"), *who, folder=tmp_path, code=2).err
    assert f"apj join {shlex.quote(str(shared))} DIR" in " ".join(again.split("\n"))


def test_check_strict_has_no_findings_in_a_new_journal(tmp_path: Path) -> None:
    init(tmp_path, "ours", *WHO)
    assert command_line("check", "--strict", "--json", folder=tmp_path / "ours").json["findings"] == []


def test_init_without_a_folder_uses_the_current_directory(tmp_path: Path) -> None:
    here = tmp_path / "here"
    here.mkdir()
    init(here, *WHO)
    assert tracked(here) == FILES


@pytest.mark.parametrize("there", ["link/../beside", "link"])
def test_init_resolves_the_folder_through_symlinks(tmp_path: Path, there: str) -> None:
    for folder in ("here", "far/away"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "here" / "link").symlink_to(tmp_path / "far" / "away")
    made = command_line("init", there, *WHO, "--json", folder=tmp_path / "here").json["path"]
    assert made == str((tmp_path / "here" / there).resolve())
    assert (Path(made) / "agreement.md").is_file()


def test_init_takes_missing_answers_from_git_and_the_system(tmp_path: Path, own_home: Path) -> None:
    (own_home / ".gitconfig").write_text("[user]\n\tname = Ana Costa\n\temail = ana@example.org\n", "utf-8")
    init(tmp_path, "ours")
    text = (tmp_path / "ours/ana/partner.md").read_text("utf-8")
    assert "name: Ana Costa\n" in text
    assert "email: ana@example.org\n" in text
    assert "timezone: " in text


@pytest.mark.parametrize("missing", ["--partner", "--email"])
def test_init_without_a_terminal_says_which_option_is_missing(tmp_path: Path, missing: str) -> None:
    words = [word for pair in zip(WHO[::2], WHO[1::2], strict=True) if pair[0] != missing for word in pair]
    assert missing in init(tmp_path, "ours", *words, code=2).err
    assert list(tmp_path.iterdir()) == []


def test_init_writes_the_given_terms_into_the_agreement(tmp_path: Path) -> None:
    terms = ("--mode", "one-sided", "--call-day", "Friday", "--call-time", "17:30")
    init(tmp_path, "ours", *WHO, *terms)
    text = (tmp_path / "ours/agreement.md").read_text("utf-8")
    assert "mode: one-sided" in text
    assert "  day: friday\n" in text
    assert '  time: "17:30"\n' in text
    assert "started: 2026-11-20" in text  # the Friday that began 2026-W48


@pytest.mark.parametrize("typed", ["8.30", " 08:30 "])
def test_init_accepts_every_usual_form_of_a_time_of_day(tmp_path: Path, typed: str) -> None:
    init(tmp_path, "ours", *WHO, "--call-time", typed)
    assert '  time: "08:30"\n' in (tmp_path / "ours/agreement.md").read_text("utf-8")


@pytest.mark.parametrize(("listener", "keeps"), [("ben", "keeps: []"), ("ana", "keeps:  ")])
def test_after_init_in_a_one_sided_journal_only_the_listener_keeps_copies(
    tmp_path: Path, listener: str, keeps: str
) -> None:
    said = init(tmp_path, "ours", *WHO, "--mode", "one-sided", "--listener", listener).out
    assert f"listeners: [{listener}]" in (tmp_path / "ours/agreement.md").read_text("utf-8")
    assert keeps in (tmp_path / "ours/ana/partner.md").read_text("utf-8")
    assert "who listens" not in said


def test_the_listener_of_a_one_sided_journal_can_be_added_after_init(tmp_path: Path) -> None:
    said = init(tmp_path, "ours", *WHO, "--mode", "one-sided").out
    assert "Add the partner who listens and sets no goals: apj agree --listener ben" in said
    Person("ana", tmp_path / "ours").apj("agree", "--listener", "ben")
    assert "listeners: [ben]" in (tmp_path / "ours/agreement.md").read_text("utf-8")


@pytest.mark.parametrize(
    "wrong",
    [
        ("--listener", "ben"),
        ("--mode", "one-sided", "--listener", "Ben Adler"),
        ("--partner", "Ana Costa"),
        ("--partner", "con"),
        ("--email", "somewhere"),
        ("--timezone", "Europe/Nowhere"),
        ("--call-day", "someday"),
        ("--call-time", "nine"),
        ("--call-time", "25:00"),
        ("--call-time", "8.5"),
        ("--call-time", "09:00:30"),
        ("--mode", "open"),
        ("--shared", "ftp://host/ours.git"),
        ("--shared", "-o"),
        ("--shared", "http://example.org/ours.git"),
    ],
    ids=" ".join,
)
def test_init_with_an_invalid_option_does_not_create_a_journal(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    init(tmp_path, "ours", *WHO, *wrong, code=2)
    assert list(tmp_path.iterdir()) == []


# ---- what is there stays


@pytest.mark.parametrize("name", ["agreement.md", "README.md", "ana/partner.md"])
def test_init_does_not_overwrite_files(tmp_path: Path, name: str) -> None:
    path = tmp_path / "ours" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine\n", "utf-8")
    before = everything(tmp_path)
    assert name in init(tmp_path, "ours", *WHO, code=2).err
    assert everything(tmp_path) == before


@pytest.mark.parametrize(
    ("mine", "then"),
    [
        (b"*.swp", b"*.swp\nprivate/\n"),
        (b"", b"private/\n"),
        (b"*.swp\r\nprivate/\r\n", b"*.swp\r\nprivate/\r\n"),
        (b"caf\xe9\n", b"caf\xe9\nprivate/\n"),
    ],
)
def test_init_adds_private_to_an_existing_gitignore(tmp_path: Path, mine: bytes, then: bytes) -> None:
    root = new_repository(tmp_path / "ours")
    (root / ".gitignore").write_bytes(mine)
    (root / ".gitattributes").write_bytes(b"*.jpg binary\n")
    init(tmp_path, "ours", *WHO)
    assert (root / ".gitignore").read_bytes() == then
    assert (root / ".gitattributes").read_bytes() == b"*.jpg binary\n* -text\n"
    assert tracked(root) == FILES
    assert git(root, "status", "--porcelain") == ""
    (root / "private").mkdir()
    (root / "private/diary.md").write_text("mine\n", "utf-8")
    assert git(root, "status", "--porcelain") == ""


def test_an_init_that_stops_does_not_change_the_gitignore(tmp_path: Path) -> None:
    root = new_repository(tmp_path / "ours")
    (root / ".gitignore").write_bytes(b"*.swp")
    server = new_bare(tmp_path / "full.git")
    git(server, "config", "receive.maxInputSize", "1")
    init(tmp_path, "ours", *WHO, "--shared", str(server), code=4)
    assert (root / ".gitignore").read_bytes() == b"*.swp"
    assert not (root / ".gitattributes").exists()


def test_init_adds_private_to_the_gitignore_of_a_host(tmp_path: Path) -> None:
    server = hosted(tmp_path, {"README.md": "# ours\n", ".gitignore": "*.pyc"})
    init(tmp_path, "ours", *WHO, "--shared", str(server))
    assert git(server, "show", "main:.gitignore") == "*.pyc\nprivate/"
    assert git(tmp_path / "ours", "status", "--porcelain") == ""


def test_init_refuses_an_existing_journal(tmp_path: Path) -> None:
    init(tmp_path, "ours", *WHO)
    before = everything(tmp_path)
    assert "apj status" in init(tmp_path, "ours", *WHO, code=2).err
    assert everything(tmp_path) == before


def test_init_neither_changes_nor_commits_other_files_in_the_folder(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "notes.txt").write_text("mine\n", "utf-8")
    init(tmp_path, "ours", *WHO)
    assert tracked(tmp_path / "ours") == FILES
    assert (tmp_path / "ours" / "notes.txt").read_text("utf-8") == "mine\n"


def test_init_keeps_an_existing_repository_with_its_history(tmp_path: Path) -> None:
    root = new_repository(tmp_path / "ours")
    first = commit(root, {"LICENSE": "MIT\n"})
    init(tmp_path, "ours", *WHO)
    assert git(root, "rev-parse", "HEAD^") == first
    assert tracked(root) == sorted([*FILES, "LICENSE"])


def test_init_uses_the_branch_main_in_an_empty_repository(tmp_path: Path) -> None:
    (tmp_path / "ours").mkdir()
    git(tmp_path / "ours", "init", "-q", "--initial-branch=master")
    init(tmp_path, "ours", *WHO)
    assert git(tmp_path / "ours", "symbolic-ref", "HEAD") == "refs/heads/main"
    assert git(tmp_path / "ours", "for-each-ref", "--format=%(refname)", "refs/heads") == "refs/heads/main"


# ---- sharing


def test_init_shared_creates_a_bare_repository_that_refuses_force_and_deletion(tmp_path: Path) -> None:
    document = init(tmp_path, "ours", *WHO, "--shared", "shared.git", "--json").json
    server, root = tmp_path / "shared.git", tmp_path / "ours"
    assert document["shared"] == str(server)
    settings = [
        git(server, "config", f"receive.{name}") for name in ("denyNonFastForwards", "denyDeletes", "fsckObjects")
    ]
    assert settings == ["true"] * 3
    assert git(server, "rev-parse", "--is-bare-repository") == "true"
    assert git(server, "rev-parse", "main") == document["commit"] == git(root, "rev-parse", "origin/main")
    assert git(root, "rev-parse", "--abbrev-ref", "main@{upstream}") == "origin/main"
    git(root, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "--amend", "-m", "other")
    git(root, "push", "-q", "--force", "origin", "main", ok=(1,))


def test_init_prints_the_join_command_for_the_partner(tmp_path: Path) -> None:
    out = init(tmp_path, "ours", *WHO, "--shared", "shared.git").out
    assert f"  apj join {tmp_path / 'shared.git'}\n" in out


def test_init_can_share_through_an_empty_repository_on_a_host(tmp_path: Path) -> None:
    server = new_bare(tmp_path / "hosted.git")
    init(tmp_path, "ours", *WHO, "--shared", str(server))
    assert git(server, "rev-parse", "main") == git(tmp_path / "ours", "rev-parse", "main")


@pytest.mark.parametrize("later", [False, True])
def test_a_plain_clone_contains_the_journal_even_if_the_host_has_another_default_branch(
    tmp_path: Path, *, later: bool
) -> None:
    (tmp_path / "hosted.git").mkdir()
    git(tmp_path / "hosted.git", "init", "-q", "--bare", "--initial-branch=master")
    init(tmp_path, "ours", *WHO, *(() if later else ("--shared", "hosted.git")))
    if later:
        git(tmp_path / "ours", "remote", "add", "origin", str(tmp_path / "hosted.git"))
        command_line("sync", folder=tmp_path / "ours", as_="ana")
    git(tmp_path, "clone", "-q", "hosted.git", "plain")
    assert tracked(tmp_path / "plain") == FILES


@pytest.mark.parametrize(
    "files",
    [
        {"LICENSE": "MIT\n"},
        {"README.md": "# ours\n", "LICENCE.txt": "MIT\n", ".gitignore": "*.pyc\n"},
    ],
    ids=str,
)
def test_init_adopts_the_files_that_a_host_puts_into_a_new_repository(tmp_path: Path, files: dict[str, str]) -> None:
    server = hosted(tmp_path, files)
    first = git(server, "rev-parse", "main")
    init(tmp_path, "ours", *WHO, "--shared", str(server))
    root = tmp_path / "ours"
    assert git(root, "rev-parse", "main^") == first
    assert git(server, "rev-parse", "main") == git(root, "rev-parse", "main")
    assert tracked(root) == sorted({*FILES, *files})
    for name, text in files.items():
        then = text + "private/\n" if name == ".gitignore" else text
        assert (root / name).read_text("utf-8") == then
    assert git(root, "status", "--porcelain") == ""
    assert (root / ".git/info/exclude").read_text("utf-8").splitlines()[-1] == "private/"


def test_init_keeps_the_branch_name_of_a_host(tmp_path: Path) -> None:
    server = hosted(tmp_path, {"README.md": "# ours\n"}, branch="trunk")
    init(tmp_path, "ours", *WHO, "--shared", str(server))
    assert git(tmp_path / "ours", "symbolic-ref", "HEAD") == "refs/heads/trunk"
    assert git(server, "rev-parse", "trunk") == git(tmp_path / "ours", "rev-parse", "HEAD")
    assert git(tmp_path / "ours", "rev-parse", "--abbrev-ref", "trunk@{upstream}") == "origin/trunk"


@pytest.mark.parametrize(
    "files",
    [{"main.py": "print()\n"}, {"README.md": "x\n", "src/app.py": "x\n"}, {"agreement.md": "---\napj: 1\n---\n"}],
    ids=str,
)
def test_init_refuses_a_shared_repository_with_other_files_and_leaves_no_files_behind(
    tmp_path: Path, files: dict[str, str]
) -> None:
    server = hosted(tmp_path, files)
    before = everything(server)
    init(tmp_path, "ours", *WHO, "--shared", str(server), code=2)
    assert not (tmp_path / "ours").exists()
    assert everything(server) == before


# ---- nothing is left behind


def test_init_shared_refuses_a_folder_with_other_files(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").write_bytes(b"\xff\xd8")
    before = everything(tmp_path)
    init(tmp_path, "ours", *WHO, "--shared", "photos", code=4)
    assert everything(tmp_path) == before


def test_init_with_an_unreachable_server_leaves_no_files_behind(tmp_path: Path) -> None:
    init(tmp_path, "ours", *WHO, "--shared", "http://127.0.0.1:9/ours.git", code=4)
    assert list(tmp_path.iterdir()) == []


def test_init_with_a_refused_push_leaves_no_files_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "push_commit", lambda *_: remote.Refused("The server did not accept it.", "Ask."))
    init(tmp_path, "ours", *WHO, "--shared", "shared.git", code=4)
    assert list(tmp_path.iterdir()) == []


def test_a_refused_init_restores_an_existing_repository_to_its_former_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = new_repository(tmp_path / "ours")
    commit(root, {"LICENSE": "MIT\n"})
    facts = lambda: (  # noqa: E731
        git(root, "for-each-ref"),
        git(root, "config", "--local", "-l"),
        git(root, "status", "--porcelain"),
        git(root, "symbolic-ref", "HEAD"),
    )
    before = facts()
    monkeypatch.setattr(remote, "push_commit", lambda *_: remote.Refused("The server did not accept it.", "Ask."))
    init(tmp_path, "ours", *WHO, "--shared", "shared.git", code=4)
    assert facts() == before
    assert sorted(path.name for path in root.iterdir()) == [".git", "LICENSE"]
    assert not (tmp_path / "shared.git").exists()


def test_init_shared_makes_a_bare_repository_in_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    init(tmp_path, "ours", *WHO, "--shared", "stick")
    assert git(tmp_path / "stick", "rev-parse", "--is-bare-repository") == "true"


def test_an_init_that_stops_removes_the_parent_folders_that_it_created(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remote, "push_commit", lambda *_: remote.Refused("The server did not accept it.", "Ask."))
    (tmp_path / "there" / "ana").mkdir(parents=True)
    (tmp_path / "there" / "ana" / "notes.txt").write_text("mine\n", "utf-8")
    before = everything(tmp_path)
    init(tmp_path, "a/b/ours", *WHO, "--shared", "c/d/shared.git", code=4)
    init(tmp_path, "there", *WHO, "--shared", "c/d/shared.git", code=4)
    assert everything(tmp_path) == before
