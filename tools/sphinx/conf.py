"""The documentation site, for Sphinx. `tools.docs_site` collects the pages and starts it."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import fields
from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

from apjournal import __version__
from apjournal.api import Unreadable, WeekRecord
from apjournal.model.json_fields import is_hidden

project = "apj"
author = "The apj authors"
project_copyright = "2026 The apj authors"
version = release = __version__
language = "en"
smartquotes = False  # --option and "words" stay as typed
default_role = "code"  # docstrings are Markdown, in which this is code

extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_enable_extensions = ["deflist"]
myst_heading_anchors = 4  # named as git hosts name them
suppress_warnings = ["myst.header"]  # templates for issues and others begin below the first level

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
nitpicky = True
nitpick_ignore_regex = [
    (r"py:.*", r"(?!apjournal).*"),  # other packages: their documentation is on the network
]

HIDDEN = {field.name for kind in (Unreadable, WeekRecord) for field in fields(kind) if is_hidden(field.type)}

html_theme = "furo"
html_title = f"apj {__version__}"
html_copy_source = False
html_show_sphinx = False
html_domain_indices = False
html_theme_options = {
    "light_css_variables": {
        "font-stack": "system-ui, sans-serif",
        "color-brand-primary": "#1f5f8b",
        "color-brand-content": "#1f5f8b",
    },
    "dark_css_variables": {"color-brand-primary": "#8cc4ea", "color-brand-content": "#8cc4ea"},
    "footer_icons": [],
    "top_of_page_buttons": [],
}


def setup(app: Sphinx) -> None:
    """Show code as plain text where Pygments has no lexer for it, and nothing of a class that is not public."""
    app.add_lexer("crontab", TextLexer)
    app.connect("autodoc-process-signature", hide_constructor)
    app.connect("autodoc-skip-member", skip_hidden_field)


def hide_constructor(_app: Sphinx, _what: str, _name: str, one: object, *_rest: object) -> tuple[str, None] | None:
    """Return an empty signature for a class of values: programs read them, and do not make them."""
    return ("", None) if isinstance(one, type) and issubclass(one, Struct) else None


def skip_hidden_field(_app: Sphinx, _what: str, name: str, *_rest: object) -> bool | None:
    """Return True for a field that is for apj's own screens."""
    return True if name in HIDDEN else None
