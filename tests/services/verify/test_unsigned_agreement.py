"""Who has accepted the agreement, as `verify` reads it from the commits."""

from __future__ import annotations

import os
from contextlib import closing

from apjournal.gitrepo.verify.history_walk import walk_history
from apjournal.model.handle import Handle
from apjournal.model.history import MissingAcceptance
from apjournal.services.verify.unsigned_agreement import find_unsigned
from apjournal.session.workspace import Workspace
from tests.helpers import repos
from tests.helpers.repos import ANA, BEN
from tests.histories.scene import AGREEMENT, CEM, Scene, goals, person


def unsigned(scene: Scene, since: str | None = None) -> list[MissingAcceptance]:
    environ = {"PATH": os.environ["PATH"]}
    with closing(Workspace(scene.root, partner=None, now=scene.now, environ=environ, terminal=False)) as workspace:
        history = workspace.require_history()
        past = walk_history(history.git, history.objects, history.head or "", since=since)
        return list(find_unsigned(history, past))


def test_an_acceptance_stays_valid_when_apj_records_who_continues_alone(scene: Scene) -> None:
    nowhere = "0123456789" * 4
    scene.commit({"agreement.md": AGREEMENT.replace("started", "alone: ana 2026-11-24\nstarted")})
    signed = repos.tip(scene.root, "HEAD:agreement.md")
    scene.commit({"ana/partner.md": person(ANA, f"agreed: {signed}\n")})
    scene.commit({"ben/partner.md": person(BEN, f"agreed: {nowhere}\n")}, BEN)
    ended = scene.commit({"agreement.md": AGREEMENT.replace("started", "alone:\nstarted")}, BEN)
    assert unsigned(scene) == [MissingAcceptance(Handle("ben"), ended, nowhere)]


def test_a_yes_typed_by_hand_refers_to_the_agreement_in_the_commit_that_added_it(scene: Scene) -> None:
    assert unsigned(scene) == []
    old = repos.tip(scene.root, "HEAD:agreement.md")
    changed = scene.commit({"agreement.md": AGREEMENT + "On Mondays.\n"})
    assert unsigned(scene) == [
        MissingAcceptance(Handle("ana"), changed, old),
        MissingAcceptance(Handle("ben"), changed, old),
    ]
    scene.commit({"ana/partner.md": person(ANA, "agreed: yes\nagreed_on: 2026-11-24\n")})
    scene.commit({"ana/partner.md": person(ANA, "agreed: yes\nagreed_on: 2026-11-24\npage: true\n")})
    assert unsigned(scene) == [MissingAcceptance(Handle("ben"), changed, old)]
    assert unsigned(scene, changed) == []  # ben's file and the agreement were not touched since
    scene.commit({"ben/partner.md": "---\nagreed: [\n---\n"}, BEN)
    scene.commit({"ben/partner.md": person(BEN, "")}, BEN)
    signed = scene.commit({"ben/partner.md": person(BEN)}, BEN)
    assert unsigned(scene) == unsigned(scene, signed) == unsigned(scene, scene.made[-2]) == []


def test_an_acceptance_from_before_a_partial_walk_still_counts(scene: Scene) -> None:
    since = scene.made[-1]
    old = repos.tip(scene.root, "HEAD:agreement.md")
    changed = scene.commit({"agreement.md": AGREEMENT + "On Mondays.\n"})
    assert [one.signed for one in unsigned(scene, since)] == [old, old]
    scene.commit({"agreement.md": None})
    assert unsigned(scene) == []
    assert changed in scene.made


def test_a_partner_who_never_had_a_partner_file_is_not_asked_to_accept_the_agreement(scene: Scene) -> None:
    scene.commit({"cem/2026-W48.md": goals("Ring the tax office")}, CEM)
    assert unsigned(scene) == []
    scene.commit({"cem/partner.md": "---\ntimezone: Europe/Berlin\n---\n"}, CEM)
    assert [one.partner for one in unsigned(scene)] == ["cem"]
    scene.commit({"cem/partner.md": "---\nagreed: yes\nagreed_on: 2026-11-24\n---\n"}, CEM)
    assert unsigned(scene) == []


def test_a_partner_without_a_partner_file_has_not_accepted_the_agreement(scene: Scene) -> None:
    scene.commit({"ben/2026-W48.md": goals("Mark the essays"), "ben/partner.md": None}, BEN)
    assert unsigned(scene) == [MissingAcceptance(Handle("ben"), scene.made[0], None)]
    scene.commit({"ben/partner.md": person(BEN)}, BEN)
    assert unsigned(scene) == []
