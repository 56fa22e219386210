"""Make the documentation site in `build/site`: `make site-docs`.

The pages are the Markdown files of the repository. This module copies them, with every file that they link to, to
`build/site-source`, adds the pages that are made from the code, and starts Sphinx there. So each link means the same on
the site as on a git host. Sphinx and its theme are in the environment of `requirements/docs.lock`.
"""

from __future__ import annotations

import re
import shutil
import sys
from importlib import import_module
from pathlib import Path

from apjournal import api

ROOT = Path(__file__).parent.parent
SOURCE, SITE = ROOT / "build" / "site-source", ROOT / "build" / "site"
NAVIGATION = {
    "Start": ("docs/guide", "docs/anywhere", "docs/when-things-change"),
    "Each week": (
        *("docs/web", "docs/site", "docs/insights", "docs/reminders", "docs/calendar", "docs/prompt"),
        *("docs/editors", "docs/formatters", "docs/import-and-export"),
    ),
    "Phones and hosts": (
        *("docs/on-a-phone", "docs/without-apj", "docs/editors-and-hosting", "docs/checks-on-each-commit"),
    ),
    "Reference": (
        *("docs/commands", "docs/man-page", "docs/codes", "docs/format", "docs/own-words", "docs/schemas", "docs/api"),
        "docs/api-reference",
    ),
    "Trust": ("docs/trust", "docs/attacks", "docs/verify-by-hand", "SECURITY"),
    "Building apj": (
        *(
            "docs/architecture",
            "docs/scale",
            "bench/RESULTS",
            "CONTRIBUTING",
            "tests/README",
            "tools/README",
            "docs/releasing",
        ),
        *("CODE_OF_CONDUCT", "CHANGELOG"),
    ),
}
"""The pages in the order in which somebody reads them. The README comes before them all."""
MADE = ("docs/man-page", "docs/api-reference")
"""The pages that only the site has."""
_TARGET = re.compile(r"\]\(([^)\s#]+)[^)]*\)")
_REMOTE = re.compile(
    r"<(?:script|link|img|iframe|source|use|image)\b[^>]*\b(?:src|href)=[\"']?(?:https?:)?//[^>]*>"
    r"|url\([\"']?(?:https?:)?//[^)]*\)|@import[^;]*//[^;]*;"
)
_ELSEWHERE = re.compile(r"https?:|mailto:")


def main() -> None:
    """Collect the pages and make the site. Exit with an error at a warning, as at a dead link, or at a remote file."""
    collect_pages(SOURCE)
    options = ("-c", str(Path(__file__).parent / "sphinx"), "-b", "html", "-q", "-W", "--keep-going", "-n", "-E")
    shutil.rmtree(SITE, ignore_errors=True)
    make_site = import_module("sphinx.cmd.build").build_main
    if code := make_site([*options, str(SOURCE), str(SITE)]):
        sys.exit(code)
    if remote := find_remote_files(SITE):
        sys.exit("A page must load nothing from the network:\n" + "\n".join(remote))


def collect_pages(folder: Path) -> None:
    """Write everything that the site consists of into `folder`, which is created anew."""
    shutil.rmtree(folder, ignore_errors=True)
    pages = {"README", *(page for group in NAVIGATION.values() for page in group)} - set(MADE)
    for page in sorted(pages):
        text = (ROOT / f"{page}.md").read_text("utf-8")
        for target in _TARGET.findall(text):
            if not _ELSEWHERE.match(target):
                _copy(((ROOT / page).parent / target).resolve(), folder)
        _write(folder / f"{'index' if page == 'README' else page}.md", _link_to_index(text))
    with (folder / "index.md").open("a", encoding="utf-8") as index:
        index.writelines(_write_group(title, group) for title, group in NAVIGATION.items())
    _write(folder / "docs/man-page.md", convert_man_page((ROOT / "docs/apj.1").read_text("utf-8")))
    _write(folder / "docs/api-reference.md", write_api_page())


def _copy(file: Path, folder: Path) -> None:
    """Copy a file that a page links to, unless it is a page itself."""
    copied = folder / file.relative_to(ROOT)
    if file.is_file() and file.suffix != ".md":
        copied.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copied)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _link_to_index(text: str) -> str:
    """Return a page whose links to the README of the repository lead to the first page."""
    return re.sub(r"\]\((\.\./)?README\.md", r"](\1index.md", text)


def _write_group(title: str, pages: tuple[str, ...]) -> str:
    return f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n" + "\n".join(pages) + "\n```\n"


def find_remote_files(site: Path) -> list[str]:
    """Return what the pages and style sheets below `site` would load from another machine, each with its file."""
    files = sorted(file for file in site.rglob("*") if file.suffix in {".css", ".html", ".svg"})
    return [
        f"{path.relative_to(site)}: {found}" for path in files for found in _REMOTE.findall(path.read_text("utf-8"))
    ]


def convert_man_page(roff: str) -> str:
    """Return the man page as Markdown. It consists of the requests of roff that `tools.man_page` writes."""
    lines = ["# The man page", "", "`man apj` shows this page in a terminal."]
    rows = iter(roff.splitlines())
    for row in rows:
        request, _, words = row.partition(" ")
        match request:
            case ".SH":
                lines += ["", f"## {words.capitalize()}", ""]
            case ".SS":
                lines += ["", f"### {_read_roff(words)}", ""]
            case ".TP":
                lines += ["", _read_roff(next(rows)), f": {_read_roff(next(rows))}", ""]
            case ".RS":
                lines += ["```text", _unescape_roff(next(rows)), "```"]
            case ".PP":
                lines.append("")
            case ".B" | ".BR":
                lines.append(f"**{words}**")
            case _ if not row.startswith("."):
                lines.append(_read_roff(row))
    return "\n".join(lines) + "\n"


def _read_roff(text: str) -> str:
    """Return a line of the man page as Markdown: what is bold there is code here."""
    if bold := re.fullmatch(r"\\fB(.*)\\fR", text):
        return f"`{_unescape_roff(bold[1])}`"
    return re.sub(r"([\\*_`<\[\]])", r"\\\1", _unescape_roff(text))


def _unescape_roff(text: str) -> str:
    return text.replace("\\&", "").replace("\\-", "-").replace("\\e", "\\")


def write_api_page() -> str:
    """Return the reference of the Python API, which Sphinx makes from the docstrings."""
    about = (
        "Everything public in `apjournal.api`. [Reading a journal from Python](api.md) has examples, and says what is"
    )
    functions = [_write_directive("autofunction", f"apjournal.{name}") for name in ("open", "load")]
    options = ("members", "undoc-members", "show-inheritance")
    classes = [
        _write_directive("autoclass", f"apjournal.api.{name}", *options)
        for name in api.__all__
        if isinstance(getattr(api, name), type)
    ]
    parts = ["# API reference", f"{about} stable.", "## Functions", *functions, "## Types", *classes]
    return "\n\n".join(parts) + "\n"


def _write_directive(kind: str, name: str, *options: str) -> str:
    return "\n".join(["```{eval-rst}", f".. {kind}:: {name}", *(f"   :{option}:" for option in options), "```"])


if __name__ == "__main__":
    main()
