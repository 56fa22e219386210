"""The ssh command for the network: the user's own choice, and of a repository's own settings only plain ssh."""

from __future__ import annotations

import shlex

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.config import Listed, get_personal_values
from apjournal.gitrepo.plumbing.runner import Git

_KEY = "core.sshcommand"
_WITH_VALUE = frozenset({"-i", "-l", "-p"})
_FLAGS = frozenset({"-4", "-6", "-a", "-q", "-T", "-x"})
_OPTIONS = frozenset({"addressfamily", "identitiesonly", "identityfile", "port", "user"})


def chosen_ssh(git: Git, config: Listed) -> str:
    """Return the ssh command that git's settings name, else `ssh`.

    Raise `GitFault` where only the repository's own settings name it and it is more than ssh with a key, a port or a
    name: they come along when somebody copies the folder, and could start any program.
    """
    here = next((value for key, value in reversed(config) if key == _KEY), None)
    if here is None or is_plain_ssh(here):
        return here or "ssh"
    own = get_personal_values(git, "core.sshCommand")
    if own and own[-1] == here:
        return here
    raise GitFault(
        f"The ssh command {here} is set in this journal's own .git/config, which may not be yours; it was not started.",
        f"If you want it, set it for yourself: git config --global core.sshCommand {shlex.quote(here)}",
    )


def is_plain_ssh(command: str) -> bool:
    """Whether a command is ssh with a key, a port or a name and nothing that could start another program."""
    try:
        words = iter(shlex.split(command))
    except ValueError:
        return False
    if next(words, "") != "ssh":
        return False
    for word in words:
        if word in _FLAGS:
            continue
        value = next(words, None)
        is_option = word == "-o" and value is not None and value.partition("=")[0].strip().lower() in _OPTIONS
        if not is_option and (word not in _WITH_VALUE or value is None):
            return False
    return True
