from __future__ import annotations

import ntpath
import os
from pathlib import Path

import pytest

from apjournal.errors import GitFault, UsageFault
from apjournal.gitrepo.plumbing.network.urls import WAYS, Address, Transport, check_url, parse_typed_url
from tests.helpers.systems import needs

HERE = Path("/journals/ours")


@pytest.mark.parametrize(
    ("url", "transport"),
    [
        ("https://example.org/ana/journal.git", Transport.HTTPS),
        ("HTTPS://example.org/j", Transport.HTTPS),
        ("https://ana:token@example.org:8443/j", Transport.HTTPS),
        ("https://[2001:db8::1]/j", Transport.HTTPS),
        ("ssh://git@example.org:2222/~ana/journal", Transport.SSH),
        ("ssh://example.org/j", Transport.SSH),
        ("git@example.org:ana/journal.git", Transport.SSH),
        ("ana@host:/srv/journal", Transport.SSH),
        ("http://localhost:8000/j", Transport.HTTP),
        ("http://127.0.0.1/j", Transport.HTTP),
        ("http://[::1]:80/j", Transport.HTTP),
        ("git://127.0.0.2/j", Transport.GIT),
    ],
)
def test_safe_urls_are_accepted_unchanged(url: str, transport: Transport) -> None:
    assert check_url(url, folder=HERE) == Address(url, transport)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "-",
        "--upload-pack=touch x",
        "-oProxyCommand=x",
        "ext::sh -c touch% x",
        "fd::7",
        "foo::https://example.org/x",
        "::x",
        "ssh://-oProxyCommand=touch/x",
        "ssh://%2DoProxyCommand=touch/x",
        "ssh://-x@host/y",
        "ssh://host/-x",
        "ssh:///x",
        "ssh://host",
        "https://host/",
        "https://ho st/x",
        "https://[::1/x",
        "-x@host:y",
        "ana@-x:y",
        "ana@host:-x",
        "ana@host:",
        "host:path",
        "ana@host:a:b",
        "$HOME/x",
        "https://example.org/$HOME",
        "https://example.org/`id`",
        "https://example.org/x\n",
        "https://example.org/\u202ex",
        "https://example.org/x%0a",
        "https://ana%0d%0ahost=evil.org@example.org/x",
        "https://ana%1b[2J@example.org/x",
        "https://ana%9b2J@example.org/x",
        "https://%0a/x",
        "file:///srv/x",
        "rsync://host/x",
        "ftp://host/x",
        "ext://host/x",
        "http://example.org/x",
        "git://example.org/x",
        "http://localhost.evil.org/x",
        "http://127.0.0.1.evil.org/x",
        "http://127.0.0.1@evil.org/x",
    ],
)
def test_dangerous_urls_are_refused(url: str) -> None:
    with pytest.raises(UsageFault) as typed:
        check_url(url, folder=HERE)
    with pytest.raises(GitFault) as configured:
        check_url(url, folder=HERE, remote="origin")
    assert "https://" in typed.value.hint
    assert "git remote set-url origin" in configured.value.hint


def test_an_unencrypted_transport_is_refused_with_a_reason() -> None:
    with pytest.raises(UsageFault, match="http:// is not encrypted"):
        check_url("http://example.org/x", folder=HERE)


def test_the_refusal_of_a_url_does_not_repeat_its_password() -> None:
    assert Address("https://ana:secret@host/x", Transport.HTTPS).shown == "https://ana@host/x"
    with pytest.raises(UsageFault) as caught:
        check_url("http://ana:secret@example.org/x", folder=HERE)
    assert "secret" not in caught.value.message


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("https://ana:secret@host/x", "https://host/x"),
        ("http://ana@127.0.0.1:80/x@y", "http://127.0.0.1:80/x@y"),
        ("ssh://git@host/x", "ssh://git@host/x"),
        ("git@host:x", "git@host:x"),
    ],
)
def test_the_url_for_others_omits_my_login(mine: str, theirs: str) -> None:
    assert check_url(mine, folder=HERE).for_others == theirs


def test_a_relative_path_of_a_remote_is_resolved_from_the_folder_of_the_clone(tmp_path: Path) -> None:
    for url in ("../shared.git", f"{tmp_path}/shared.git", "./../x/../shared.git"):
        address = check_url(url, folder=tmp_path / "journal")
        assert address == Address(f"{tmp_path}/shared.git", Transport.FILE)


def test_a_path_may_contain_a_colon_after_the_first_slash(tmp_path: Path) -> None:
    assert check_url("./a:b", folder=tmp_path).transport is Transport.FILE


@needs("getuid")
@pytest.mark.parametrize("place", ["", ".git", "hooks"])
def test_a_path_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    (tmp_path / place).mkdir(exist_ok=True)
    me = os.getuid()
    if me == 0:
        os.chown(tmp_path / place, 12345, -1)
    else:
        monkeypatch.setattr(os, "getuid", lambda: me + 1)
    with pytest.raises(UsageFault, match="belongs to somebody else"):
        check_url(str(tmp_path), folder=HERE)


def test_the_owner_of_a_path_is_not_checked_on_systems_without_user_ids(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "getuid", raising=False)
    assert check_url(str(tmp_path), folder=HERE).transport is Transport.FILE


@pytest.mark.parametrize("path", ["C:/journal/shared.git", r"D:\journal\shared.git"])
def test_a_windows_drive_is_a_path_on_windows(monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    with pytest.raises(UsageFault):
        check_url(path, folder=HERE)
    monkeypatch.setattr(os.path, "splitdrive", ntpath.splitdrive)
    assert check_url(path, folder=HERE).transport is Transport.FILE
    assert check_url("ana@host:journal.git", folder=HERE).transport is Transport.SSH


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://ana@host.example/ana/ours.git", "https://host.example/ana/ours"),
        ("ssh://git@host.example/ana/ours", "https://host.example/ana/ours"),
        ("git@host.example:ana/ours.git", "https://host.example/ana/ours"),
        ("http://127.0.0.1:80/x", None),
    ],
)
def test_the_web_page_of_a_host_is_derived_from_the_url(url: str, page: str | None) -> None:
    assert check_url(url, folder=HERE).page == page


def test_a_remote_that_is_a_folder_has_no_web_page(tmp_path: Path) -> None:
    assert check_url(str(tmp_path), folder=HERE).page is None


def typed(text: str, folder: Path, config: dict[str, str] | None = None) -> Address:
    return parse_typed_url(text, folder=folder, home="/home/ana", config=tuple((config or {}).items()))


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        (
            "github.com/ana/journal",
            "https://github.com/ana/journal. For a folder of that name: ./github.com/ana/journal",
        ),
        ("nas.local", "https://nas.local/PATH"),
        ("192.168.1.4/ours.git", "https://192.168.1.4/ours.git"),
        ("git@github.com/ana/journal.git", "git@github.com:ana/journal.git"),
        ("ana@nas", WAYS),
        ("github.com:ana/journal", "git@github.com:ana/journal"),
        ("nas:ours.git", "git@nas:ours.git"),
        ("https:/github.com/ana/journal", "https://github.com/ana/journal"),
        ("https//github.com/ana/journal", "https://github.com/ana/journal"),
        ("SSH:/git@host/ours.git", "SSH://git@host/ours.git"),
        ("~/ours.git", "/home/ana/ours.git"),
        ("~", "/home/ana"),
        ("~ben/ours.git", "in full"),
        ("%USERPROFILE%/ours.git", "in full"),
        ("$HOME/ours.git", "in full"),
        ("${HOME}/ours.git", "in full"),
        ("file:///srv/ours.git", "/srv/ours.git"),
        (r"\\nas\ours", WAYS),
        ("//nas/ours", WAYS),
        (r"C:\ours", WAYS),
        ("C:/ours", WAYS),
        ('"/srv/ours.git"', WAYS),
        ("'/srv/ours.git'", WAYS),
        ("<https://github.com/ana/journal>", WAYS),
    ],
)
def test_text_that_is_neither_a_url_nor_a_path_is_refused_with_advice(text: str, advice: str, tmp_path: Path) -> None:
    with pytest.raises(UsageFault) as caught:
        typed(text, tmp_path)
    assert advice in caught.value.hint
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["ours", "ours.git", "a/ours.git", "../ours.git", "./github.com/x", "/srv/it's ours"])
def test_a_path_is_accepted_and_made_absolute(text: str, tmp_path: Path) -> None:
    assert typed(f" {text} ", tmp_path) == Address(str((tmp_path / text).resolve()), Transport.FILE)


@pytest.mark.parametrize("text", ["github.com/ours.git", "ana@home/ours.git", "we?"])
def test_the_name_of_an_existing_folder_always_means_the_folder(text: str, tmp_path: Path) -> None:
    (tmp_path / text.split("/")[0]).mkdir()
    assert typed(text, tmp_path).transport is Transport.FILE


def test_a_git_shorthand_is_expanded(tmp_path: Path) -> None:
    rules = {"url.https://example.org/.insteadof": "work:", "url.ssh://git@example.org/.insteadof": "work/"}
    assert typed("work:journal", tmp_path, rules).url == "https://example.org/journal"
    assert typed("work/journal", tmp_path, rules).url == "ssh://git@example.org/journal"


def test_a_full_url_stays_as_typed_even_if_git_rewrites_it(tmp_path: Path) -> None:
    rules = {"url.ssh://git@example.org/.insteadof": "https://example.org/"}
    assert typed("https://example.org/journal", tmp_path, rules).url == "https://example.org/journal"


def test_the_url_of_an_expanded_shorthand_is_checked(tmp_path: Path) -> None:
    with pytest.raises(UsageFault):
        typed("work:journal", tmp_path, {"url.ext::sh -c .insteadof": "work:"})


def test_the_refusal_of_a_url_repeats_neither_passwords_nor_hidden_characters(tmp_path: Path) -> None:
    with pytest.raises(UsageFault) as caught:
        typed("https:/ana:secret@example.org/x", tmp_path)
    assert "secret" not in caught.value.hint
    with pytest.raises(UsageFault) as caught:
        typed("nas.local/\x1b[2J", tmp_path)
    assert caught.value.hint == WAYS
