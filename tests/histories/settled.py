"""Histories with findings that somebody settled."""

from __future__ import annotations

from tests.helpers.repos import ANA, BEN
from tests.histories.scene import (
    CEM,
    GRANT,
    RUNS,
    WEEK,
    Scene,
    goals,
    history,
    person,
)


@history(("-foreign_write", WEEK))
def a_foreign_write_settled_by_the_owner(scene: Scene) -> None:
    foreign = scene.commit({WEEK: goals(GRANT, "Five runs")}, BEN)
    scene.commit({WEEK: goals(GRANT, RUNS)})
    scene.add(f"- settled {foreign[:10]} foreign_write {scene.now.isoformat()}\n", ANA)


@history(("foreign_write", WEEK), ("settled", "ben/kept.md"))
def a_foreign_write_settled_by_its_author(scene: Scene) -> None:
    foreign = scene.commit({WEEK: goals(GRANT, "Five runs")}, BEN)
    scene.commit({WEEK: goals(GRANT, RUNS)})
    scene.add(f"- settled {foreign} foreign_write\n", BEN)


@history(("foreign_write", WEEK), ("foreign_write", "ana/kept.md"))
def a_foreign_write_settled_in_her_name(scene: Scene) -> None:
    foreign = scene.commit({WEEK: goals(GRANT, "Five runs")}, BEN)
    scene.commit({WEEK: goals(GRANT, RUNS)})
    scene.commit({"ana/kept.md": f"- settled {foreign} foreign_write\n"}, BEN)


@history(("-goal_removed", WEEK))
def a_goal_settled_by_its_keeper(scene: Scene) -> None:
    scene.add(f"- settled {scene.commit({WEEK: goals(GRANT)})} goal_removed\n")


@history(("goal_removed", WEEK))
def a_goal_settled_by_one_of_two_keepers(scene: Scene) -> None:
    scene.commit({"cem/partner.md": person(CEM)}, CEM)
    scene.keep(CEM)
    scene.add(f"- settled {scene.commit({WEEK: goals(GRANT)})} goal_removed\n")


@history(("-goal_removed", WEEK))
def a_goal_settled_by_each_keeper(scene: Scene) -> None:
    scene.commit({"cem/partner.md": person(CEM)}, CEM)
    scene.keep(CEM)
    removed = scene.commit({WEEK: goals(GRANT)})
    for keeper in (BEN, CEM):
        scene.add(f"- settled {removed} goal_removed\n", keeper)


@history(("-kept_withdrawn", "ben/kept.md"))
def a_withdrawn_line_settled_by_whose_goals_it_kept(scene: Scene) -> None:
    removed = scene.commit({"ben/kept.md": "# Kept copies\n"}, BEN)
    scene.add(f"- settled {removed} kept_withdrawn\n", ANA)


@history(("-path_quarantined", "ana/notes.md"))
def a_link_settled_by_the_other_since_its_owner_made_it(scene: Scene) -> None:
    (scene.root / "ana" / "notes.md").symlink_to("../../secret")
    scene.add(f"- settled {scene.commit({})} path_quarantined\n")
