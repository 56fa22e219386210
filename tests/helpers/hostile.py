"""Surroundings that change what git does: settings, hooks, programs that leave a mark when they run."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing.environment import build_environment

PROGRAMS = """
[alias]
    commit-tree = !touch {mark}
    rev-parse = !touch {mark}
[core]
    hooksPath = {hooks}
    fsmonitor = {program}
    editor = {program}
    pager = {program}
    attributesFile = {attributes}
    askPass = {program}
[commit]
    gpgSign = true
    template = {mark}
[tag]
    gpgSign = true
[push]
    gpgSign = true
    followTags = true
    pushOption = surprise
    default = nothing
    recurseSubmodules = on-demand
[gpg]
    program = {program}
[diff]
    external = {program}
[diff "odd"]
    textconv = {program}
[merge "odd"]
    driver = {program} %A
[filter "odd"]
    clean = {program}
    smudge = {program}
    required = true
[credential]
    helper = {program}
"""
HABITS = """
[core]
    autocrlf = true
    safecrlf = true
    quotePath = true
    untrackedCache = true
    abbrev = 4
    commentChar = "-"
    logAllRefUpdates = false
[init]
    defaultBranch = trunk
    templateDir = {hooks}
[color]
    ui = always
[i18n]
    commitEncoding = ISO-8859-1
    logOutputEncoding = UTF-16
[log]
    showSignature = true
    date = relative
    showRoot = false
    follow = true
    mailmap = true
[format]
    pretty = oneline
[diff]
    noprefix = true
    renames = copies
    mnemonicPrefix = true
    orderFile = /dev/null
[merge]
    ff = false
    renames = true
    conflictStyle = diff3
[fetch]
    prune = true
    writeCommitGraph = true
[status]
    short = true
[user]
    useConfigOnly = true
[submodule]
    recurse = true
[protocol "ext"]
    allow = always
[rerere]
    enabled = true
"""
HOOKS = (
    *("pre-commit", "commit-msg", "prepare-commit-msg", "post-commit", "pre-push", "reference-transaction"),
    *("post-index-change", "post-checkout", "post-merge", "fsmonitor-watchman"),
)


def hostile_home(home: Path) -> Path:
    """Fill the home's settings with odd habits and programs, and return the file that any such program would leave."""
    mark, program, hooks = home / "it-ran", home / "program", home / "hooks"
    script = f"#!/bin/sh\ntouch {mark}\n"
    hooks.mkdir()
    for path in (program, *(hooks / name for name in HOOKS)):
        path.write_text(script)
        path.chmod(0o755)
    attributes = home / "attributes"
    attributes.write_text("* text=auto eol=crlf filter=odd diff=odd merge=odd ident\n")
    text = (PROGRAMS + HABITS).format(mark=mark, program=program, hooks=hooks, attributes=attributes)
    (home / ".gitconfig").write_text(text)
    return mark


def start_clean(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str]) -> None:
    """Set the environment of this process to what the command line leaves of `environ`."""
    cleaned = build_environment(environ, terminal=False)
    for name in environ:
        monkeypatch.delenv(name, raising=False)
    for name, value in cleaned.items():
        monkeypatch.setenv(name, value)
