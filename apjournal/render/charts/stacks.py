"""Draw bars over time. Each bar is a stack of a few counts."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.views.insights_series import Step
from apjournal.render.charts.drawing import Drawing, Mark
from apjournal.render.charts.time_scale import TimeScale


def draw_stacks(
    drawing: Drawing,
    scale: TimeScale,
    steps: Sequence[Step],
    counts: Sequence[Sequence[int]],
    *,
    marks: Sequence[Mark],
    box: tuple[float, float],
    most: int,
) -> None:
    """Draw a bar for each step. A bar stacks the step's counts from the bottom up, each filled with its mark.

    `box` contains the top and the height, in pixels, of a bar that counts `most`.
    """
    top, height = box
    unit = height / most
    for place, mark in enumerate(marks):
        drawing.add_areas(
            mark,
            [
                (*scale.find_bar(step), top + height - sum(each[: place + 1]) * unit, each[place] * unit)
                for step, each in zip(steps, counts, strict=True)
                if each[place]
            ],
        )
