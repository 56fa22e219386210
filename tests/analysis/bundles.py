"""Facts given by name, sorted into the bundles that a function takes."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


def bundle_facts(facts: dict[str, Any], **bundles: type[Struct]) -> dict[str, Any]:
    """Return the arguments of a function: each bundle by its name with the facts that it has, and the other facts."""
    rest = dict(facts)
    made = {
        name: kind(**{field: rest.pop(field) for field in kind.__struct_fields__ if field in rest})
        for name, kind in bundles.items()
    }
    return {**rest, **made}
