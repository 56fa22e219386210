"""Histories with odd paths, replaced objects, or an agreement that somebody did not accept."""

from __future__ import annotations

from tests.helpers import repos
from tests.helpers.repos import ANA, BEN, git
from tests.histories.scene import (
    AGREEMENT,
    GRANT,
    RUNS,
    WEEK,
    Scene,
    goals,
    history,
    person,
)


@history(("path_quarantined", "ana/notes.md"))
def a_link(scene: Scene) -> None:
    (scene.root / "ana" / "notes.md").symlink_to("../../secret")
    scene.commit({})


@history(("path_quarantined", "ana/.gitattributes"), ("foreign_file", "ana/CON.md"))
def names_that_speak_to_git_or_to_a_device(scene: Scene) -> None:
    scene.commit({"ana/.gitattributes": "* filter=odd\n", "ana/CON.md": "text\n"})


@history(("foreign_file", "ana/Plan.md"), ("foreign_file", "ana/plan.md"))
def names_that_are_one_on_some_systems(scene: Scene) -> None:
    scene.commit({"ana/Plan.md": "one\n", "ana/plan.md": "two\n"})


@history(("foreign_file", "ana/film.md"))
def a_file_that_is_very_large(scene: Scene) -> None:
    scene.commit({"ana/film.md": b"\0" * (16 * 2**20 + 1)})


@history(("foreign_file", "tools/run.sh"))
def a_program_in_nobodys_folder(scene: Scene) -> None:
    scene.commit({"tools/run.sh": "#!/bin/sh\n"})
    git(scene.root, "update-index", "--chmod=+x", "tools/run.sh")
    git(scene.root, "commit", "-q", "-m", "x", **repos.who(ANA))


@history(("replaced_object", None))
def a_commit_replaced(scene: Scene) -> None:
    scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    git(scene.root, "replace", scene.made[2], scene.made[-1])


@history(("replaced_object", None))
def a_history_grafted(scene: Scene) -> None:
    (scene.root / ".git" / "info" / "grafts").write_text(f"{scene.made[-1]} {scene.made[0]}\n")


@history(("agreement_unsigned", "agreement.md"))
def an_agreement_changed_by_hand(scene: Scene) -> None:
    text = AGREEMENT + "We talk on Mondays.\n"
    scene.commit({"agreement.md": text, "ana/partner.md": person(ANA, "agreed: yes\nagreed_on: 2026-11-23\n")})


@history(("agreement_unsigned", "agreement.md"))
def an_agreement_that_one_never_signed(scene: Scene) -> None:
    scene.commit({"ben/partner.md": person(BEN, "")}, BEN)
