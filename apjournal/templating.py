"""Find templates, and render them in a sandboxed Jinja2 environment.

A template comes from the user's settings folder or from apj itself, never from a journal. A journal only provides
values. Jinja2 and platformdirs are imported when a template is rendered, not before. Compiled templates are cached.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from apjournal.errors import UsageFault

if TYPE_CHECKING:
    from jinja2.runtime import Context
    from jinja2.sandbox import SandboxedEnvironment

_PACKAGE = Path(__file__).parent


def find_template(name: str) -> str:
    """Return the text of a template: the user's own, otherwise the one that comes with apj.

    `name` is a path below the templates (`week.md.j2`, `site/page.html.j2`), and cannot lead out of them. Raise
    `UsageFault` if the template does not exist, or if the user's own cannot be read.
    """
    leads_away = Path(name).is_absolute() or ".." in Path(name).parts
    return _read_first(name, () if leads_away else [folder / name for folder in _list_folders()])


def hash_templates(group: str) -> str:
    """Return a hash of apj's templates in a group, such as `site`, and of all the user's own templates."""
    found = sha256()
    for path in (*sorted(_get_own_templates().rglob("*")), *sorted((_find_shipped("templates") / group).glob("*"))):
        if path.is_file():
            found.update(f"{path}\0".encode("utf-8", "surrogateescape") + path.read_bytes())
    return found.hexdigest()


def _read_first(name: str, places: Iterable[Path]) -> str:
    for path in places:
        if path.is_file():
            try:
                return path.read_text("utf-8-sig")
            except (OSError, UnicodeDecodeError) as error:
                raise UsageFault(
                    f"The template {path} cannot be read.", "Save the template as UTF-8, or move it away."
                ) from error
    raise UsageFault(f"There is no template {name}.", f"Put a template of this name in {_get_own_templates()}.")


class Templates:
    """Templates that render many pages. Each template is found and compiled once."""

    def __init__(self, chosen: str = "") -> None:
        self._environment = _make_environment(chosen)

    def render(self, name: str, /, **values: Any) -> str:
        """Render the template `name`, as the function `render_template` does."""
        from jinja2 import TemplateSyntaxError

        try:
            return self._environment.get_template(name).render(values)
        except TemplateSyntaxError as error:
            place = f"{error.name or name}:{error.lineno}"
            raise UsageFault(f"{place}: {error.message}", "Fix the template, or move it away.") from error
        except UsageFault:
            raise
        except Exception as error:  # a user's own template may raise any exception, such as ZeroDivisionError
            raise UsageFault(
                f"The template {name} does not work: {error}", "Fix the template, or move it away."
            ) from error


def render_template(name: str, **values: Any) -> str:
    """Render the template `name` with `values`. In `.html.j2`, every value is escaped.

    An absolute path is a file that the user chose. Templates that it includes are found by name. Raise `UsageFault`,
    with the line, if the template does not exist or does not work.
    """
    return Templates(name).render(name, **values)


def _make_environment(chosen: str) -> SandboxedEnvironment:
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.runtime import Macro
    from jinja2.sandbox import SandboxedEnvironment

    from apjournal.compiled_templates import find_compiled_templates

    def load(name: str) -> str:
        return _read_first(name, [Path(name)]) if name == chosen and Path(name).is_absolute() else find_template(name)

    class Environment(SandboxedEnvironment):
        def getattr(self, obj: Any, attribute: str) -> Any:
            """Return a value of a dictionary without further lookups. Most values of a template are in dictionaries."""
            return obj[attribute] if isinstance(obj, dict) and attribute in obj else super().getattr(obj, attribute)

        def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
            """Call a macro without asking what it is. Most calls are of macros, and it would double their time."""
            if type(obj) is not Macro:
                return super().call(context, obj, *args, **kwargs)
            kwargs.pop("_block_vars", None)  # only a function that takes the context gets these
            kwargs.pop("_loop_vars", None)
            return obj(context.eval_ctx, *args, **kwargs)

    return Environment(
        loader=FunctionLoader(load),
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        bytecode_cache=find_compiled_templates(),
    )


def _list_folders() -> tuple[Path, Path]:
    return _get_own_templates(), _find_shipped("templates")


def get_own_folder() -> Path:
    """Return the folder of the user's personal files, such as templates, in their settings folder."""
    from platformdirs import user_config_path

    return user_config_path("apj", appauthor=False)


def _get_own_templates() -> Path:
    return get_own_folder() / "templates"


def _find_shipped(name: str) -> Path:
    """Return a folder that comes with apj: in `apjournal/_data` in a wheel, beside the package in a source checkout."""
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name
