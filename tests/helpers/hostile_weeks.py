"""Weeks of a partner full of strings that a page must show as text."""

from __future__ import annotations

import json

from tests.helpers.attacked import Attacked

IN_A_WEEK = 30


def write_hostile_weeks(journal: Attacked, strings: list[str]) -> None:
    """Share weeks of Ben with each string as goal, plan, outcome, note, lesson, message, heading and free text."""
    texts = {}
    for number, start in enumerate(range(0, len(strings), IN_A_WEEK), 1):
        some = [text.replace("\n", " ") for text in strings[start : start + IN_A_WEEK]]
        goals = [
            {"goal": one, "done_when": one, "area": one, "obstacles": [{"kind": "other", "if": one, "then": one}]}
            for one in some
        ]
        front = {
            "goals": goals,
            "outcomes": [f"done, {one}" for one in some],
            "happened": [{"kind": "stress", "note": one} for one in some],
            "learned": some,
        }
        values = "".join(f"{key}: {json.dumps(value)}\n" for key, value in front.items())
        body = "\n\n".join(["## To ana", *(f"- ask: {one}\n\n{one}" for one in some), *(f"## {one}" for one in some)])
        texts[f"ben/2026-W{number:02}.md"] = f"---\n{values}---\n\n{body}\n"
    name = json.dumps("</title><script>alert(1)</script>")
    partner = journal.ben.read("ben/partner.md").replace("name: Ben Adler", f"name: {name}")
    journal.by_hand(journal.ben, {**texts, "ben/partner.md": partner})
    journal.ana.apj("sync")
