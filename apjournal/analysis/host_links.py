"""Make links to the pages and editors of git hosts.

This module's test lists the rules of each host, with their sources.
"""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import quote, urlsplit

from msgspec import Struct

SETTING = "apj.host"
"""The git setting with the kind of the host, for a host whose name does not show it."""
LONGEST = 2000
"""The longest link that every browser and host accepts. If a file needs a longer link, the editor opens without the
text.
"""


class HostKind(StrEnum):
    """The software that a git host runs. Gitea, Forgejo and Codeberg have the same links."""

    GITHUB = "github"
    GITLAB = "gitlab"
    FORGEJO = "forgejo"


_KNOWN = {
    "github.com": HostKind.GITHUB,
    "gitlab.com": HostKind.GITLAB,
    "codeberg.org": HostKind.FORGEJO,
    "gitea.com": HostKind.FORGEJO,
}
_FIRST_WORDS = {
    "github": HostKind.GITHUB,
    "gitlab": HostKind.GITLAB,
    "gitea": HostKind.FORGEJO,
    "forgejo": HostKind.FORGEJO,
}
_OF_SSH = {"ssh.github.com": "github.com", "altssh.gitlab.com": "gitlab.com"}
"""Hosts that are used only for ssh in networks that block its usual port, with the host that each represents."""
_FOLDERS = {HostKind.GITHUB: "tree", HostKind.GITLAB: "-/tree", HostKind.FORGEJO: "src/branch"}
_EDITORS = {HostKind.GITHUB: "edit", HostKind.GITLAB: "-/edit", HostKind.FORGEJO: "_edit"}
_NEW = {HostKind.GITHUB: "new", HostKind.GITLAB: "-/new", HostKind.FORGEJO: "_new"}


class NewFile(Struct, frozen=True):
    """A link that opens the host's editor for a new file.

    `is_filled` says whether the editor then contains the text already.
    """

    link: str
    is_filled: bool


class HostedBranch(Struct, frozen=True):
    """A branch of a repository at a git host. `page` is the URL of the repository's page."""

    kind: HostKind
    page: str
    branch: str

    def link_folder(self, path: str) -> str:
        """Return the link to a folder's page, where the host shows the folder's README."""
        return self._link(_FOLDERS, path)

    def link_editor(self, path: str) -> str:
        """Return the link that opens an existing file in the host's editor."""
        return self._link(_EDITORS, path)

    def link_new_file(self, path: str, text: str) -> NewFile:
        """Return the link that opens the editor for a new file at `path`.

        The editor contains `text` if the host can do that.
        """
        name = "file_name" if self.kind is HostKind.GITLAB else "filename"
        link = f"{self._link(_NEW, '')}?{name}={_quote_value(path)}"
        filled = f"{link}&value={_quote_value(text)}"
        if self.kind is HostKind.GITLAB or len(filled) > LONGEST:
            return NewFile(link, is_filled=False)
        return NewFile(filled, is_filled=True)

    def _link(self, kinds: dict[HostKind, str], path: str) -> str:
        parts = (self.page, kinds[self.kind], _quote_path(self.branch), _quote_path(path))
        return "/".join(part for part in parts if part)


def find_hosted_branch(page: str | None, branch: str, setting: str | None) -> HostedBranch | None:
    """Return the branch at its host, or None if apj does not know the host's links.

    `page` is the repository's page in a browser, or None for a folder. `setting` is the value of `apj.host`, or None.
    Any value that is not a kind of host, such as `none`, turns links off.
    """
    if page is None:
        return None
    try:
        parts = urlsplit(page)
    except ValueError:  # such as an unmatched bracket
        return None
    host = _OF_SSH.get(parts.netloc, parts.netloc)
    if setting is None:
        kind = _KNOWN.get(host) or _FIRST_WORDS.get(host.partition(".")[0])
    else:
        kind = next((kind for kind in HostKind if kind == setting.strip().lower()), None)
    if kind is None:
        return None
    path = parts.path + (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
    return HostedBranch(kind, f"https://{host}{quote(path.rstrip('/'), safe='/%~')}", branch)


def _quote_path(path: str) -> str:
    return quote(path, safe="/~")


def _quote_value(text: str) -> str:
    return quote(text, safe="/~")
