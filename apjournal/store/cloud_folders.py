"""Where a journal lies: a folder that some service copies file by file is no place for git."""

from __future__ import annotations

import re
from pathlib import Path

_NAMES = (
    (re.compile(r"dropbox(?:[ (-].*)?"), "Dropbox"),
    (re.compile(r"onedrive(?:[ -].*)?"), "OneDrive"),
    (re.compile(r"google[ -]?drive(?:[ (-].*)?|my drive"), "Google Drive"),
    (re.compile(r"icloud[ ~-]?drive.*|mobile documents|com~apple~clouddocs"), "iCloud Drive"),
    (re.compile(r"(?:nextcloud|owncloud)(?:[ -].*)?"), "Nextcloud"),
    (re.compile(r"p?cloud ?drive|megasync|box sync|cloudstorage|synology ?drive"), "a cloud drive"),
)


def detect_cloud_drive(path: Path) -> str | None:
    """Return the service in whose folder `path` is, by the names of the folders above it; None if there is none."""
    for where in dict.fromkeys((path.absolute(), path.resolve())):
        for part in (folder.name.lower() for folder in (where, *where.parents)):
            for pattern, service in _NAMES:
                if pattern.fullmatch(part):
                    return service
    return None
