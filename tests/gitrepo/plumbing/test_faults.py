from __future__ import annotations

import pytest

from apjournal.gitrepo.plumbing.faults import extract_message, make_fault, make_readable


def test_control_and_bidi_characters_are_made_visible() -> None:
    assert make_readable(b"remote: \x1b]52;c;x\x07 \xe2\x80\xae\tend\r\nnext\rlast") == (
        "remote: <U+001B>]52;c;x<U+0007> <U+202E>\tend\nnext\nlast"
    )


def test_line_separators_and_private_characters_are_made_visible() -> None:
    assert make_readable("a\u2028b\u2029c\ue000d\U0001f6b2".encode()) == "a<U+2028>b<U+2029>c<U+E000>d\U0001f6b2"


def test_invalid_utf_8_in_a_message_is_replaced() -> None:
    assert make_readable(b"caf\xe9") == "caf�"


def test_a_password_in_a_url_is_never_shown() -> None:
    assert make_readable(b"unable to access 'https://ana:secret@host/x'") == "unable to access 'https://ana@host/x'"


def test_the_first_error_line_is_extracted_from_gits_output() -> None:
    assert extract_message("hint: x\nremote: error: no\nfatal: later\n") == "no"
    assert extract_message("ssh: no route\n\n") == "ssh: no route"
    assert extract_message("first\n  second  \n \n") == "second"
    assert extract_message("") == ""


@pytest.mark.parametrize(
    ("err", "message"),
    [
        ("fatal: write: No space left on device", "The disk is full."),
        ("error: Disk quota exceeded", "The disk quota is used up."),
        ("fatal: Read-only file system", "The journal is on a read-only disk."),
        ("fatal: detected dubious ownership in repository", "The journal's folder belongs to another user"),
        ("fatal: Unable to create '/x/.git/index.lock': File exists.", "Another git command is running here"),
        ("error: could not lock config file /x/.git/config: File exists", "Another git command is running here"),
        ("error: insufficient permission for adding an object", "Git is not allowed to write here."),
        ("fatal: could not open: Permission denied", "Git is not allowed to write here."),
        ("fatal: not a tree object", "Some of the history is missing or damaged in this clone."),
        ("fatal: bad tree object HEAD", "Some of the history is missing"),
        ("fatal: loose object 12 (stored in .git/objects/12/34) is corrupt", "Some of the history is missing"),
        ("error: object file .git/objects/12/34 is empty\nfatal: bad object HEAD", "Some of the history is missing"),
        ("fatal: mismatched algorithms: client sha1; server sha256", "One repository uses sha256"),
        ("fatal: unknown repository extension found:\n\trefstorage", "The repository stores its refs as reftable"),
        ("fatal: unknown repository extensions found:\n\tfoo\n\tbar", "The repository uses the extension foo"),
        ("fatal: Expected git repo version <= 1, found 2", "The repository has a format that this git cannot read."),
        ("error: error reading from .git/objects/pack/x.pack: Invalid argument", "Some of the history is missing"),
    ],
)
def test_common_faults_of_git_are_explained_in_plain_words(err: str, message: str) -> None:
    found = make_fault("commit-tree", 128, err)
    assert found.message.startswith(message)
    assert found.hint
    assert found.exit_code == 4


@pytest.mark.parametrize("folder", ["/srv/journal", r"'/srv/our journal'", r"'/srv/it'\''s'"])
def test_the_advice_to_trust_a_folder_contains_its_path_as_git_quotes_it(folder: str) -> None:
    err = (
        "fatal: detected dubious ownership in repository at '/srv'\nTo add an exception for this directory, call:\n\n"
        f"\tgit config --global --add safe.directory {folder}\n"
    )
    assert make_fault("log", 128, err).hint == f"If you trust it: git config --global --add safe.directory {folder}"


def test_the_explanation_names_the_lock_that_blocks_git() -> None:
    assert (
        "/x/.git/index.lock"
        in make_fault("update-index", 128, "fatal: Unable to create '/x/.git/index.lock': File exists").hint
    )


def test_an_unknown_fault_is_quoted_in_gits_own_words() -> None:
    assert make_fault("read-tree", 128, "fatal: bad tree.").message == "git read-tree stopped: bad tree."
    assert make_fault("read-tree", 9, "").message == "git read-tree stopped with exit code 9."
