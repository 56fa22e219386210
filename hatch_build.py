"""The package's links, for hatchling: where the repository is, which only whoever builds the package knows.

If `APJ_URL` is the address of the repository, as in the release workflow, the package gets project links, and the links
of the README lead there. Otherwise the package has no project links, and the README stays as it is.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(r"(?<=\]\()(?!https?:|mailto:|#)[^)\s]+(?=\))")
_VERSION = re.compile(r'^__version__ = "(.+)"$', re.MULTILINE)
_PICTURE = re.compile(r"\.(png|svg)$")


class LinksHook(MetadataHookInterface):
    """Sets `urls` and `readme` in the metadata of the package."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the links of the package for the address in `APJ_URL`, if any."""
        text = (Path(self.root) / "README.md").read_text("utf-8")
        version = _VERSION.findall((Path(self.root) / "apjournal/__init__.py").read_text("utf-8"))[0]
        if url := os.environ.get("APJ_URL", "").rstrip("/"):
            text = write_full_links(text, url, version)
            metadata["urls"] = list_urls(url, version)
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def list_urls(url: str, version: str) -> dict[str, str]:
    """Return the links that a package index shows beside the package."""
    return {
        "Homepage": url,
        "Documentation": f"{url}/blob/v{version}/docs/guide.md",
        "Changelog": f"{url}/blob/v{version}/CHANGELOG.md",
        "Issues": f"{url}/issues",
        "Source": f"{url}/tree/v{version}",
    }


def write_full_links(text: str, url: str, version: str) -> str:
    """Return a page in which each link to a file of the repository leads to `url`, at the tag of `version`."""

    def write_full(found: re.Match[str]) -> str:
        kind = "raw" if _PICTURE.search(found[0]) else "blob"
        return f"{url}/{kind}/v{version}/{found[0]}"

    return _LINK.sub(write_full, text)
