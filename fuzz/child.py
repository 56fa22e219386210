"""One target under the fuzzer, in this process: `python -m fuzz.child TARGET [options of libFuzzer] FOLDER…`.

With a crash file in the place of the folders the target is run once, on that.
"""

from __future__ import annotations

import resource
import sys
import time
from contextlib import suppress
from functools import cache

import atheris

with atheris.instrument_imports(include=["apjournal"]):
    from apjournal import templating
    from fuzz.seeds import seeds
    from fuzz.targets import TARGETS

    templating._make_environment = cache(
        templating._make_environment
    )  # a template is compiled once, and not for every input

    target = TARGETS[sys.argv[1]]
    for seed in seeds(sys.argv[1]):  # so that what is imported late is instrumented, too, and counts as the beginning
        with suppress(Exception):
            target(seed)

ROOM = 100
"""What fuzzing may take beyond what the process has when it begins, in MB."""
SLOW = 2
"""What one input may take, in seconds of the processor: a busy machine is no fault."""


def timed(data: bytes) -> None:
    """Run the target, in its time."""
    begun = time.process_time()
    target(data)
    assert time.process_time() - begun < SLOW, "it takes too long"


begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"begun with {begun} MB", file=sys.stderr)
atheris.Setup([sys.argv[0], f"-rss_limit_mb={begun + ROOM}", *sys.argv[2:]], timed)
atheris.Fuzz()
