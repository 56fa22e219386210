"""Make the pictures of the README from the example journal: `make pictures`.

Two pages of `apj site` as Chromium draws them, and a terminal in which Ana has a few commands run. Needs the program
`chromium`; apj itself does not.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.record_story import replay_story, surroundings
from tools.terminal_svg import COLUMNS, Recorder, draw_frames

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
PAGES = {"week.png": ("2026-W47.html", 1300), "insights.png": ("insights.html#charts", 980)}
"""Each picture: the page, from its top or from one of its parts on, and the height in pixels."""
WIDTH = 900
LINES = ("apj status", "apj log -i two hours of comparing fonts", "apj review --no-fetch", "apj status --short")
TYPING, READING = 1.5, 5.0
"""Seconds that a typed command stays, and what it prints."""


def make_pictures(folder: Path) -> None:
    """Write all pictures, from a journal made in `folder`."""
    replay_story(folder / "story")
    ana = folder / "story" / "ana"
    PICTURES.mkdir(exist_ok=True)
    _run_apj(folder, ana, "site", str(folder / "site"))
    for name, (page, height) in PAGES.items():
        take_picture(folder / "site", page, PICTURES / name, height)
    (PICTURES / "terminal.svg").write_text(record_terminal(folder, ana), encoding="utf-8")


def take_picture(folder: Path, page: str, picture: Path, height: int) -> None:
    """Write what Chromium shows of a page in `folder`. Raise `SystemExit` if Chromium is not there."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("The pictures need the program chromium. On Debian: apt-get install chromium")
    window = folder / "window.html"
    style = f"border: 0; width: {WIDTH}px; height: {height}px"
    window.write_text(f'<body style="margin: 0; overflow: hidden"><iframe src="{page}" style="{style}">', "utf-8")
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={WIDTH},{height}")
    command = [chromium, *options, f"--screenshot={picture}", window.as_uri()]
    subprocess.run(command, check=True, capture_output=True)


def record_terminal(home: Path, journal: Path) -> str:
    """Return the moving picture of a terminal in which some commands are run in `journal`."""
    terminal = Recorder()
    for line in LINES:
        terminal.write(f"$ {line}", TYPING)
        terminal.write(f"\n{_run_apj(home, journal, *line.split()[1:])}\n", READING)
    return draw_frames(terminal.frames, "apj in a terminal", f"Runs {', '.join(LINES)}, and shows what they print.")


def _run_apj(home: Path, journal: Path, *words: str) -> str:
    environ = {
        **surroundings(home),
        "FORCE_COLOR": "1",
        "COLUMNS": str(COLUMNS),
    }
    command = [sys.executable, "-m", "apjournal", "-C", str(journal), "--as", "ana", *words]
    finished = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    return finished.stdout


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        make_pictures(Path(made))
