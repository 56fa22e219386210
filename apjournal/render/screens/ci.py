"""`apj ci`: the workflow file, and how to share it."""

from __future__ import annotations

from apjournal.model.views.ci import CiView
from apjournal.render.layout.page import Page, Run, Style, make_accent


def render_text(view: CiView, style: Style) -> str:
    """Return the name of the file, the source that it installs, and the commands that share it."""
    page = Page(style)
    page.add_paragraph(f"Wrote {view.path}." if view.written else f"{view.path} already exists.")
    page.add_paragraph("On each push, the host checks the journal with this version of apj:")
    page.add_lines([(Run(f"  {view.source}"),)])
    page.add_paragraph("Read the file. To share it, commit it with git and sync:")
    page.add_lines(
        [
            (make_accent(f"  git add {view.path}"),),
            (make_accent(f'  git commit -m "Check each push" {view.path}'),),
            (make_accent("  apj sync"),),
        ]
    )
    page.add_paragraph(
        "Tell your partners that their next sync will report this file as quarantined, and will not check it out."
    )
    return page.render_page()
