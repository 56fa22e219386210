"""Measure the pages: what `apj site` takes for each, and how long `apj web` takes to start and to answer."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import time
from http.cookiejar import CookieJar
from pathlib import Path
from statistics import median
from urllib.request import HTTPCookieProcessor, build_opener

from journals import build_environment, remove_cache
from measure_rows import YEARS, Scenes
from ratios import Job, compare_jobs, time_job
from report import build_table, mark_limit
from rows import APJ, CLICK

PAGE_LIMIT, SECOND_LIMIT, START_LIMIT, ANSWER_LIMIT = 4.0, 0.15, 8.0, 50.0
"""Milliseconds for a page of `site`; the second build as a share of the first; F to start `web`; ms for a warm page."""
_ASKED = 10
_HEAD = ("pages", "at most", "measured", "by the clock")


def measure_pages(scenes: Scenes, turns: int) -> str:
    """Return the table on the pages of a journal of ten years."""
    with scenes.borrow(is_new=True) as scene:
        clone = scene.long / "ana"
        environ, folder = build_environment(clone), scene.long / "pages"
        click = compare_jobs({"F": Job(CLICK, clone, environ)}, turns)["F"].wall
        site = Job((APJ, "site", str(folder)), clone, environ)
        pages, first, second = _measure_site(site, folder, clone, turns)
        start, answer = _measure_web(clone, environ, turns)
    rows = [
        (f"`site`, {pages:,} pages", f"{PAGE_LIMIT:g} ms for each", first * 1000 / pages, PAGE_LIMIT, "ms"),
        ("`site` again, after one edit", f"{SECOND_LIMIT:.0%} of the first", second / first, SECOND_LIMIT, ""),
        ("`web`, until it prints its URL", f"{START_LIMIT:g} F", start / click, START_LIMIT, "F"),
        ("`web`, a page that was asked for before", f"{ANSWER_LIMIT:g} ms", answer * 1000, ANSWER_LIMIT, "ms"),
    ]
    cells = [
        [name, limit, f"{value:.1f} {unit}" if unit else f"{value:.0%}", mark_limit(value, most)]
        for name, limit, value, most, unit in rows
    ]
    return f"The pages of a journal of {YEARS} years and two partners:\n\n{build_table(_HEAD, cells)}"


def _measure_site(site: Job, folder: Path, clone: Path, turns: int) -> tuple[int, float, float]:
    """Return the number of pages, and the seconds of a build of all, and of one after a line was written."""
    firsts, seconds, week = [], [], clone / "ana" / "2026-W48.md"
    for _ in range(turns):
        shutil.rmtree(folder, ignore_errors=True)
        remove_cache(clone.parent)
        firsts.append(time_job(site).wall)
        with week.open("a", encoding="utf-8") as file:
            file.write("One more line.\n")
        seconds.append(time_job(site).wall)
    return len([*folder.rglob("*.html")]), median(firsts), median(seconds)


def _measure_web(clone: Path, environ: dict[str, str], turns: int) -> tuple[float, float]:
    """Return the seconds until `web` prints its URL, and for a page that was asked for before."""
    starts, answers = [], []
    for _ in range(turns):
        began = time.perf_counter()
        server = subprocess.Popen(
            (APJ, "web", "--no-open"),
            cwd=clone,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert server.stdout
        url = next(found[0] for line in server.stdout if (found := re.search(r"http://\S+", line)))
        starts.append(time.perf_counter() - began)
        browser = build_opener(HTTPCookieProcessor(CookieJar()))
        with browser.open(url) as first:  # the URL with the token leads to the page of today in two redirects
            first.read()
        for _ in range(_ASKED):
            began = time.perf_counter()
            browser.open(first.url).read()
            answers.append(time.perf_counter() - began)
        server.send_signal(signal.SIGINT)
        server.communicate()
    return median(starts), median(answers)
