"""Servers that do not exist, that require a login, or that answer something else."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fault_injector.faults import can_mount
from tests.helpers import repos
from tests.helpers.attacked import ROOT, Attacked, codes
from tests.helpers.demo import copied
from tests.helpers.invariants import Watched
from tests.helpers.rows import row
from tests.helpers.systems import is_superuser
from tests.servers.git_servers import backend, says, silent, web
from tests.servers.places import Ssh, opened


@pytest.fixture
def behind(journal: Attacked) -> Watched:
    """Ana, with news of Ben's on the server and text of her own that is not committed."""
    journal.ben.apj("log", "a", "quiet", "day")
    journal.ben.apj("sync")
    journal.ana.apj("log", "two hours of fonts")
    return journal.ana


def shared_at(person: Watched, url: str, *, timeout: float = 0.5) -> None:
    person.git("config", "remote.origin.url", url)
    person.git("config", "apj.timeout", str(timeout))


def is_safe_here(journal: Attacked, person: Watched) -> None:
    """Check that Ana's text is committed, nothing half-fetched is left, and sync works with the right address."""
    assert "two hours of fonts" in person.git("show", "HEAD:ana/2026-W48.md")
    assert list((person.root / ".git/objects").rglob("tmp_*")) == []
    shared_at(person, str(journal.shared), timeout=60)
    person.apj("sync")
    assert "a quiet day" in person.read("ben/2026-W48.md")
    assert journal.tip() == person.git("rev-parse", "HEAD")


# ---- 55; what hangs and breaks off is looked at on every kind of server, in tests/servers


@row(55)
def test_sync_treats_a_host_name_that_cannot_be_resolved_as_offline(journal: Attacked, behind: Watched) -> None:
    shared_at(behind, "https://nowhere.invalid/ours.git", timeout=10)
    assert behind.apj("sync", "--json", code=4).json["offline"] is True
    is_safe_here(journal, behind)


@row(55)
@pytest.mark.skipif(not can_mount() or not is_superuser(), reason="a server of names of one's own takes a superuser")
def test_sync_stops_waiting_for_a_silent_name_server_at_the_deadline(journal: Attacked, behind: Watched) -> None:
    resolv = journal.root / "resolv.conf"
    resolv.write_text(f"nameserver {NAMESERVER}\n")
    shared_at(behind, "https://journal.example/ours.git", timeout=1)
    script = f"mount --bind {resolv} /etc/resolv.conf && exec {sys.executable} -m apjournal --as ana sync --json"
    env = {**os.environ, "APJ_NOW": behind.now, "PYTHONPATH": str(ROOT)}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as names:
        names.bind((NAMESERVER, 53))
        begun = time.monotonic()
        ran = subprocess.run(
            ["unshare", "-m", "sh", "-c", script],
            cwd=behind.root,
            env=env,
            capture_output=True,
            check=False,
            timeout=60,
        )
        names.settimeout(0)
        assert names.recv(512), "it was asked"
    assert time.monotonic() - begun < 20
    assert ran.returncode == 4
    assert json.loads(ran.stdout)["offline"] is True
    is_safe_here(journal, behind)


NAMESERVER = "127.55.55.55"


# ---- 56


@row(56)
@pytest.mark.parametrize("status", [401, 403])
def test_a_server_that_asks_for_a_login_is_reported_with_one_command(
    journal: Attacked, behind: Watched, status: int
) -> None:
    with web(says(status, WWW_Authenticate='Basic realm="journal"')) as url:
        shared_at(behind, f"{url}/ours.git")
        for line in ("sync", "review"):
            told = behind.apj(line, "--json", code=4).json["error"]
            assert told["message"] == f"{url}/ours.git asks for a login."
            assert told["hint"].endswith(f"git -C {behind.root} ls-remote origin")
    is_safe_here(journal, behind)


@row(56)
def test_a_server_that_asks_for_a_login_to_push_is_reported_with_a_push_command(
    journal: Attacked, behind: Watched
) -> None:
    with web(backend(journal.shared, {}, read_by_all=True)) as url:
        shared_at(behind, f"{url}/ours.git", timeout=20)
        told = behind.apj("sync", "--json", code=4).json
    assert told["fetched"] is True
    assert told["error"]["message"] == f"{url}/ours.git asks for a login."
    assert told["error"]["hint"].endswith(f"git -C {behind.root} push --dry-run origin main")
    is_safe_here(journal, behind)


@row(56)
def test_a_missing_permission_to_push_is_reported(journal: Attacked, behind: Watched) -> None:
    repos.git(journal.shared, "config", "http.receivepack", "false")
    with web(backend(journal.shared)) as url:
        shared_at(behind, f"{url}/ours.git", timeout=20)
        told = behind.apj("sync", "--json", code=4).json["error"]
    assert told["message"] == "The server did not accept the push: returned error: 403"
    assert "for permission to push" in told["hint"]
    is_safe_here(journal, behind)


@row(56)
def test_apj_never_prints_a_password_in_a_url(journal: Attacked, behind: Watched) -> None:
    new = str(journal.root / "new")
    with web(backend(journal.shared, {})) as url:
        address = url.replace("http://", "http://ana:very-secret@") + "/ours.git"
        shared_at(behind, address)
        who = ("--partner", "ana", "--email", "ana@example.org", "--timezone", "Europe/Lisbon")
        for line in (
            *(("sync",), ("review",), ("sync", "--json"), ("doctor",)),
            *(("join", address, new), ("init", new, *who, "--shared", address)),
        ):
            ran = behind.apj(*line, code=None)
            assert "very-secret" not in ran.out + ran.err
    is_safe_here(journal, behind)


@row(56)
def test_the_join_command_for_the_partner_omits_my_login(journal: Attacked) -> None:
    empty = repos.new_bare(journal.root / "empty.git")
    repos.git(empty, "config", "http.receivepack", "true")
    new = str(journal.root / "new")
    with web(backend(empty)) as url:
        address = url.replace("http://", "http://ana:very-secret@") + "/ours.git"
        who = ("--partner", "ana", "--email", "ana@example.org", "--timezone", "Europe/Lisbon")
        begun = journal.ana.apj("init", new, *who, "--shared", address)
        joined = journal.ana.apj("join", address, f"{new}er", "--partner", "ana", "--json")
    assert f"  apj join {url}/ours.git\n" in begun.out
    assert joined.json["shared"] == url.replace("http://", "http://ana@") + "/ours.git"
    assert "very-secret" not in begun.out + begun.err + joined.out


@row(56)
@pytest.mark.usefixtures("own_home")
def test_sync_stops_waiting_for_a_hanging_credential_helper_at_the_deadline(journal: Attacked, behind: Watched) -> None:
    behind.git("config", "--global", "credential.helper", "!sleep 30 #")
    with web(says(401, WWW_Authenticate='Basic realm="journal"')) as url:
        shared_at(behind, f"{url}/ours.git")
        told = behind.apj("sync", "--json", code=4).json
    assert "no answer within 0.5 seconds" in told["error"]["message"]
    behind.git("config", "--global", "--unset", "credential.helper")
    is_safe_here(journal, behind)


@row(56)
@pytest.mark.parametrize("trouble", ["unknown", "changed", "passphrase", "not let in"])
def test_a_question_by_ssh_is_reported_without_waiting_for_an_answer(
    journal: Attacked, behind: Watched, trouble: str
) -> None:
    with opened("ssh", journal.shared, journal.root / "ssh") as place:
        assert isinstance(place, Ssh)
        if trouble == "unknown":
            place.server.known.unlink()
        elif trouble == "changed":
            place.server.know(place.line.port, "another.pub")
        elif trouble == "passphrase":
            repos.run("ssh-keygen", "-q", "-p", "-N", "secret", "-f", str(place.server.folder / "client"))
        else:
            place.server.authorized.write_text("", "utf-8")
        shared_at(behind, place.address("ana"), timeout=20)
        told = behind.apj("sync", "--json", code=4).json["error"]
    assert told["message"].endswith("asks for a login.")
    assert told["hint"].endswith(f"git -C {behind.root} ls-remote origin")
    is_safe_here(journal, behind)


# ---- 57


@row(57)
@pytest.mark.parametrize(
    ("status", "body", "message"),
    [
        (404, b"", "There is no repository at"),
        (200, b"<!DOCTYPE html><html><title>Log in</title></html>", "sent a web page"),
        (200, b"", "a web page"),
        (200, b"<html>\n<head>\n<title>Log in</title>\n", "sent an answer that git cannot use"),
        (200, b"001e# service=git-upload-pack\n0000zzzz\x1b[2J", "sent an answer that git cannot use"),
        (503, b"", "cannot be reached"),
    ],
)
def test_a_server_without_a_repository_is_reported_in_one_line(
    journal: Attacked, behind: Watched, status: int, body: bytes, message: str
) -> None:
    kind = "application/x-git-upload-pack-advertisement" if body.startswith(b"001e") else "text/html"
    with web(says(status, body, Content_Type=kind)) as url:
        shared_at(behind, f"{url}/ours.git", timeout=10)
        told = behind.apj("sync", "--json", code=4).json
        assert message in told["error"]["message"]
        behind.apj("join", f"{url}/ours.git", str(journal.root / "new"), "--partner", "cleo", code=4)
    assert not (journal.root / "new").exists()
    is_safe_here(journal, behind)


@row(57)
@pytest.mark.parametrize(
    "where", ["file://{shared}", "ext::{program}", "ssh://127.0.0.1/x", "git://127.0.0.1:{port}/x"]
)
def test_a_redirect_to_another_protocol_is_not_followed(journal: Attacked, behind: Watched, where: str) -> None:
    with silent() as port:
        place = where.format(shared=journal.shared, program=journal.program(), port=port)
        with web(says(302, Location=f"{place}/info/refs?service=git-upload-pack")) as url:
            shared_at(behind, f"{url}/ours.git", timeout=5)
            told = behind.apj("sync", "--json", code=4).json
            assert told["fetched"] is False
    is_safe_here(journal, behind)


@row(57)
def test_a_repository_of_another_journal_is_not_merged_and_raises_an_alert(
    journal: Attacked, behind: Watched, made: Path, tmp_path: Path
) -> None:
    other = copied(made, tmp_path / "other")
    anew = repos.git(other / "ana", "commit-tree", "HEAD^{tree}", "-m", "another", **repos.who(repos.BEN))
    repos.git(other / "shared.git", "fetch", "-q", str(other / "ana"), anew)
    repos.git(other / "shared.git", "update-ref", "refs/heads/main", anew)
    before = behind.folder()
    shared_at(behind, str(other / "shared.git"))
    told = behind.apj("sync", "--json", code=5)
    assert "rewrite" in codes(told)
    assert "the remote contains another journal" in told.json["alarms"][0]["message"]
    assert behind.folder() == before
    assert repos.tip(other / "shared.git", "refs/heads/main") == anew
    is_safe_here(journal, behind)


@row(57)
def test_a_first_sync_with_an_unrelated_repository_leaves_no_trace(journal: Attacked, tmp_path: Path) -> None:
    other = repos.new_repository(tmp_path / "other")
    repos.commit(other, {"agreement.md": "---\napj: 1\n---\n"})
    ana = journal.ana
    ana.git("update-ref", "-d", "refs/apj/remote/main")
    shared_at(ana, str(other))
    told = ana.apj("sync", "--json", code=4).json["error"]
    assert "nothing in common" in told["message"]
    assert "git remote -v" in told["hint"]
    ana.apj("sync", "--accept-rewrite", code=4)
    assert ana.git("for-each-ref", "refs/apj/remote") == ""
    shared_at(ana, str(journal.shared))
    assert ana.apj("sync", "--json").json["alarms"] == []


@row(57)
def test_join_refuses_an_empty_repository(journal: Attacked) -> None:
    empty = repos.new_bare(journal.root / "empty.git")
    told = journal.ana.apj("join", str(empty), str(journal.root / "new"), "--partner", "cleo", "--json", code=2).json
    assert "is empty." in told["error"]["message"]
    assert not (journal.root / "new").exists()
