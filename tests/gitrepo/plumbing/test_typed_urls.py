from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.errors import UsageFault
from apjournal.gitrepo.plumbing.urls import WAYS, Address, Transport, parse_typed_url


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
def test_an_existing_folder_is_meant_whatever_its_name(text: str, tmp_path: Path) -> None:
    (tmp_path / text.split("/")[0]).mkdir()
    assert typed(text, tmp_path).transport is Transport.FILE


def test_a_git_shorthand_is_expanded(tmp_path: Path) -> None:
    rules = {"url.https://example.org/.insteadof": "work:", "url.ssh://git@example.org/.insteadof": "work/"}
    assert typed("work:journal", tmp_path, rules).url == "https://example.org/journal"
    assert typed("work/journal", tmp_path, rules).url == "ssh://git@example.org/journal"


def test_a_full_url_stays_as_typed_even_if_git_rewrites_it(tmp_path: Path) -> None:
    rules = {"url.ssh://git@example.org/.insteadof": "https://example.org/"}
    assert typed("https://example.org/journal", tmp_path, rules).url == "https://example.org/journal"


def test_an_expanded_shorthand_is_checked(tmp_path: Path) -> None:
    with pytest.raises(UsageFault):
        typed("work:journal", tmp_path, {"url.ext::sh -c .insteadof": "work:"})


def test_passwords_and_hidden_characters_are_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(UsageFault) as caught:
        typed("https:/ana:secret@example.org/x", tmp_path)
    assert "secret" not in caught.value.hint
    with pytest.raises(UsageFault) as caught:
        typed("nas.local/\x1b[2J", tmp_path)
    assert caught.value.hint == WAYS
