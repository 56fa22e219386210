"""Show forms, carry them out, and show the results. A refused form keeps all its text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from apjournal.errors import ApjError
from apjournal.render.layout.error_lines import list_error_lines
from apjournal.render.site.form_groups import FormPage, describe_groups, fill_in
from apjournal.render.site.markdown import escape_lines
from apjournal.render.site.views import describe_next_step
from apjournal.usecases import web as use
from apjournal.usecases.status import show_status
from apjournal.web.forms import FORMS

if TYPE_CHECKING:
    from apjournal.web.journal import Journal

_REFUSED = 409


def show_form(
    journal: Journal, name: str, given: Mapping[str, str] | None = None, fault: ApjError | None = None
) -> Response:
    """Return a form. With a `fault`, return it as refused, with the reason and, if the file changed, its current text.

    `given` is what was typed. The form shows it again.
    """
    errors = list_error_lines(fault) if fault else []
    with journal.open() as workspace:
        try:
            page = FORMS[name].describe(workspace)
            if page.instead and fault is None:
                return RedirectResponse(f"/{page.instead}", 303)
            if FORMS[name].fetches:
                journal.watch.forget()
                journal.note_version()
        except ApjError as why:
            page = FormPage((), "")
            errors += [line for line in list_error_lines(why) if line not in errors]
        shown = use.read_shown(workspace, page.path) if page.path else None
    if given is not None:
        page = fill_in(page, given)
    is_changed = isinstance(fault, use.ChangedSinceShown)
    values = {
        "errors": errors,
        "notes": page.notes,
        "groups": describe_groups(page.groups),
        "button": page.button,
        "action": name,
        "path": page.path,
        "seen": shown.hash if shown else "",
        "now": escape_lines(shown.text) if shown and is_changed else "",
        "is_refused": fault is not None,
        "typed": [] if page.button else [text for key, text in (given or {}).items() if key not in {"path", "seen"}],
    }
    status, script = _REFUSED if fault else 200, FORMS[name].script
    return journal.answer_values(name, "form.html.j2", FORMS[name].title, values, script=script, status=status)


def send_form(journal: Journal, request: Request) -> Response:
    """Carry out a form, then redirect to its result, or to the page that the result is on.

    If the browser loads that page again, it does not send the form again.
    """
    name, given = request.path_params["name"], request.scope["apj.form"]
    try:
        with journal.open() as workspace:
            if path := given.get("path"):
                use.expect_unchanged(workspace, path, given.get("seen", ""))
            done = FORMS[name].send(workspace, given)
    except ApjError as fault:
        return show_form(journal, name, given, fault)
    finally:
        journal.watch.forget()
    if done.page:
        return RedirectResponse(f"/{done.page}", 303)
    return RedirectResponse(f"/done?number={journal.keep_result(name, done)}", 303)


def show_result(journal: Journal, request: Request) -> Response:
    """Return the result of a form, and the next step."""
    number = request.query_params.get("number", "")
    if not (number.isascii() and number.isdigit() and len(number) < 9 and int(number) < len(journal.results)):
        return RedirectResponse("/", 303)
    name, done = journal.results[int(number)]
    lines = [line for problem in done.problems for line in list_error_lines(problem) if line not in done.text]
    with journal.open() as workspace:
        step = describe_next_step(show_status(workspace))
    said = [{"is_inner": line.startswith(" "), "text": line.strip()} for line in done.text.split("\n") if line.strip()]
    values = {"said": said, "lines": lines, "next": step, "stopped": done.stopped}
    return journal.answer_values("", "done.html.j2", FORMS[name].title, values)
