"""What the fuzzing begins with: the example journal, what broke readers elsewhere, and words of the format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "example-journal"

HOSTILE_FRONT = (
    b"---\ngoals: " + b"[" * 2000 + b"\n---\n",
    b"---\n" + b"- " * 2000 + b"\n---\n",
    b"---\na0: &a0 {k: v}\na1: &a1 {<<: [*a0, *a0]}\n---\n",
    b"---\ngoals: !!python/object:os.system [x]\n---\n",
    b"---\ngoals: [a]\n...\n{b: c}\n---\n",
    b"---\n? [a]\n: b\n---\n",
    b"---\ngoals: [a]\noutcomes: [done]\noutcomes: [partly]\n---\n",
    b'---\ngoals:\n  - Ship v1: docs\n  - "Deep" work\n  - \'tis time\n  - [ ] Send\n  - Runs #health\n---\n',
    b"---\r\ngoals: [{goal: a, confidence: 0x" + b"f" * 99 + b"}]\r\n---\r\n\r\n## Log\r\n- one\r\n",
    b"\xef\xbb\xbf---\ngoals:\n  - |+\n    a\n\n  - >-\n    b\nlearned: ~\n---\n",
    "—\ngoals:\n\t- a\u2028b\u0085c\n—\n".encode(),
    b"---\n{goals: [a, {goal: b}], outcomes: {1: done, 2: {result: partly}}}\n---\n",
    b"\xff\xfea\0",
)
TEXTS = (
    b"\x50\x1b]52;c;ZXZpbA==\x07\x1b[2J\r\x08\x9b31m",
    "\x20\u202eevil\u2066\u200b \U0001f469\u200d\U0001f4bb e\u0301 日本語 [bold]x[/bold]".encode(),
    b"\x0a<script>alert(1)</script> ![x](https://example.org/x) [a](javascript:x) `c` *d* | e | # f",
    b"\x28\xed\xa0\x80\xff\xfe\0",
)
KEPT = (
    b"# Kept copies\n- 2026-W48 ana\n- 2026-W47 ana 5f2c81d0a1b2c3d4e5f60718293a4b5c6d7e8f90 2026-11-23T09:30+01:00\n",
    b"- settled 5f2c81d0 goal_removed 0001-01-01T00:00+14:00\n- 2026-W54 ben\r\n* 2026-W48 ANA 5F2C81D\n",
    b"# Parked\n- [ ] Learn to juggle\n- [x] A second cello\n- without a box\n",
)
AGREEMENTS = (
    b"\0---\ncadence: fortnightly\nstarted: 2999-12-31\ncall: {day: sun, time: '23:59', timezone: Asia/Tokyo}\n---\n",
    b"\x02\x02\0---\ncadence: monthly\nearlier: [{until: 2026-W40, mode: one-sided}]\nalone: ben 2026-11-02\n---\n",
)
COMMITS = (
    b"parent "
    + b"a" * 40
    + b"\nauthor Ana <ana@example.org> 1764000000 +0100\ncommitter x <y> 1 +0000\n\nana: goals\n",
    b"author <<> 99999999999 +9999\nencoding rot13\ngpgsig -----BEGIN SSH SIGNATURE-----\n\n\n\x1b]0;x\x07\n",
    b"author  \x9b31m <script> -1 -0000\nencoding idna\n\n",
    b"encoding utf-7\nauthor +ADw- <a> 1 +0000\n\n+ADw-\n",
)
TREES = (
    b"100644 2026-W48.md\0" + b"e" * 20 + b"40000 ana\0" + b"d" * 20,
    b"120000 ..\0" + b"e" * 20 + b"160000 \xff\n\0" + b"e" * 20 + b"100644 \0",
    b"",
)


def seeds(target: str) -> Iterator[bytes]:
    """Return the inputs that the fuzzing of a target begins with."""
    journal = [path.read_bytes() for path in sorted(EXAMPLE.rglob("*.md"))]
    if target in {"front_matter", "repairing"}:
        yield from (*journal, *HOSTILE_FRONT)
    elif target == "edits":
        for kind, file in enumerate((*HOSTILE_FRONT, *journal)):
            yield bytes([kind]) + TEXTS[kind % len(TEXTS)][1:].replace(b"\0", b"") + b"\0" + file
    elif target in {"lists", "merging"}:
        files = KEPT if target == "lists" else [file for file in (*journal, *HOSTILE_FRONT) if b"\0" not in file]
        for base, mine, theirs in zip(files, (*files[1:], files[0]), (*files[2:], *files[:2]), strict=True):
            yield b"\0".join((base, mine, theirs))
            yield b"\0".join((mine, mine, mine.replace(b"---\n\n", b"learned: more\n---\n\n") + b"## Log\n- more\n"))
    elif target == "agreement":
        yield from (days + b"\0" + (EXAMPLE / "agreement.md").read_bytes() for days in (b"", b"\x80\x01", b"\x7f\xff"))
        yield from AGREEMENTS
    elif target == "written":
        yield from (
            name[1:].replace(b"\0", b"") + b"\0" + file for name in TEXTS for file in (*journal, *HOSTILE_FRONT)[::5]
        )
        yield b"*Ana*\0---\ngoals: ['<b>', '[a](b)', '`c`', '*d*', '&amp;', '| e |']\noutcomes: ['done, <i>']\n---\n"
    elif target == "screens":
        yield from TEXTS
    else:
        yield from (cut + commit + b"\0\0" + tree for cut in (b"\0", b"\x90") for commit in COMMITS for tree in TREES)


WORDS = (
    *("---\n", "goals:", "outcomes:", "happened:", "learned:", "call:", "amended:", "away: true", "report_skipped:"),
    *("obstacles:", "done_when:", "confidence:", "carried_from:", "kind:", "plan:", "foreseen:", "result:", "reason:"),
    *("## Log\n", "## Steps\n", "## To ben\n", "- [ ] ", "- [x] ", "focus: ", " -> ", "partly, ", "not done", "done"),
    *("2026-W48", "2026-11-25", "ana", "ben", "settled ", "encoding ", "author ", "gpgsig ", "100644 ", "40000 "),
    *(
        "\x1b[",
        "\x1b]52;",
        "\u200d",
        "\u202e",
        "\u2028",
        "\ufeff",
        "\r\n",
        "{",
        "}",
        "[",
        "]",
        "|",
        ">",
        "&",
        "*",
        "!!",
        "? ",
    ),
)


def dictionary() -> str:
    """Return the words as libFuzzer reads them."""
    return "".join('"' + "".join(f"\\x{byte:02X}" for byte in word.encode()) + '"\n' for word in WORDS)
