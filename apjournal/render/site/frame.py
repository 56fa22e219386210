"""The frame of all pages: the style, the navigation, and a policy under which a page can load and run nothing else."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cached_property, lru_cache
from hashlib import sha256
from typing import Any

from apjournal.render.layout.text_width import clean_text
from apjournal.render.site import names
from apjournal.render.site.markdown import Html
from apjournal.templating import Templates, find_template, hash_templates

_NAVIGATION = (
    ("Today", names.TODAY),
    ("Weeks", names.WEEKS),
    ("Call", names.CALL),
    ("Insights", names.INSIGHTS),
    ("Learned", names.LEARNED),
    ("Agreement", names.AGREEMENT),
    ("Search", names.SEARCH),
)


_WRITING = (
    ("Log", "log"),
    ("Park", "park"),
    ("Message", "message"),
    ("Report", "report"),
    ("Goals", "goals"),
    ("Keep", "keep"),
    ("Share", "share"),
)
"""The forms of `apj web`: the words of each link, and the form's name."""
ASSETS = {
    "style.css": "text/css",
    "chart.css": "text/css",
    "form.css": "text/css",
    "clock.js": "text/javascript",
    "filter.js": "text/javascript",
    "live.js": "text/javascript",
    "search.js": "text/javascript",
}
"""The style and script files, with their types. A page from a server links to them, and a page in a file contains
them.
"""


class Frame:
    """Renders pages, each with its own template inside a common frame.

    A page contains its style and its script. If it is `live`, a server serves these files and sends the policy, and
    the page may have forms, which contain `form_token`. A `single` page has no links to other pages.
    """

    def __init__(self, *, live: bool = False, single: bool = False, form_token: str = "") -> None:
        self._templates = Templates()
        self._live, self._form_token = live, form_token
        self._navigation = () if single else _NAVIGATION

    def render_page(self, name: str, template: str, title: str, values: dict[str, Any], *, script: str = "") -> str:
        """Return the page `name`. `script` is the name of the script that it runs, if any.

        A page with charts also gets their style. The strings in `values` are cleaned here, and the template escapes
        them.
        """
        run = self._scripts[script] if script else Html("")
        style = Html(f"{self._style}{self._chart_style}") if values.get("charts") else self._style
        return self._templates.render(
            f"site/{template}",
            **clean_values(values),
            title=clean_text(title),
            navigation=_link_pages(self._navigation, name),
            writing=_link_pages(_WRITING, name) if self._live else [],
            parting=names.PARTING,
            style=style,
            script=run,
            policy=_make_policy(style, run),
            live=self._live,
            form_token=self._form_token,
            assets=["style.css", "form.css", *(["chart.css"] if values.get("charts") else ())],
            script_name=script,
        )

    def render_piece(self, template: str, values: dict[str, Any]) -> str:
        """Return a part of a page as HTML. Its strings are cleaned and escaped like those of a page."""
        return self._templates.render(f"site/{template}", **clean_values(values))

    def hash_templates(self) -> str:
        """Return a hash of all page templates: the user's own, and those that come with apj."""
        return hash_templates("site")

    def read_asset(self, name: str) -> str:
        """Return the text of one of the `ASSETS`: the user's own file, otherwise the one that comes with apj."""
        return find_template(f"site/{name}")

    @cached_property
    def _style(self) -> Html:
        return Html(find_template("site/style.css"))

    @cached_property
    def _chart_style(self) -> Html:
        return Html(find_template("site/chart.css"))

    @cached_property
    def _scripts(self) -> dict[str, Html]:
        return {name: Html(find_template(f"site/{name}")) for name in ("clock.js", "filter.js", "search.js")}


def _link_pages(pages: Sequence[tuple[str, str]], here: str) -> list[dict[str, Any]]:
    return [{"name": said, "href": href, "is_here": href == here} for said, href in pages]


def clean_values(value: Any) -> Any:
    """Return values in which the hidden characters of every string are shown as codes.

    Finished HTML stays unchanged.
    """
    if isinstance(value, str):
        return value if isinstance(value, Html) else clean_text(value)
    if isinstance(value, dict):  # a page has hundreds of strings, and a call for each takes half as long again
        return {key: clean_text(item) if type(item) is str else clean_values(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean_text(item) if type(item) is str else clean_values(item) for item in value]
    return value


def _make_policy(style: str, script: str) -> str:
    """Return the content security policy, which allows only this style and this script."""
    run = f"script-src '{_hash_text(script)}'; " if script else ""
    return f"default-src 'none'; style-src '{_hash_text(style)}'; {run}base-uri 'none'; form-action 'none'"


@lru_cache(maxsize=8)
def _hash_text(text: str) -> str:
    """Return the hash of a style or a script as a policy names it. All pages have the same few."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
