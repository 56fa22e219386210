"""The environment in which git runs: a list of allowed variables, and one fixed set of settings.

The command line applies `build_environment` to its own process once, at its start, so that an editor and the libraries
that apj uses get the same environment. A git hook sets GIT_DIR and GIT_INDEX_FILE, which must not reach apj's own git.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath

_NAMES = frozenset(
    {
        *("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "TZ", "LANG", "TERM", "COLUMNS", "NO_COLOR", "FORCE_COLOR"),
        *("EDITOR", "VISUAL", "PAGER", "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"),
        *("SSH_AUTH_SOCK", "GNUPGHOME", "GPG_TTY", "KRB5CCNAME"),
        # On Windows, a program cannot find its libraries, its folders or the network without these.
        *("SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERNAME", "USERPROFILE"),
        *("HOMEDRIVE", "HOMEPATH", "APPDATA", "LOCALAPPDATA", "PROGRAMDATA"),
        *("GIT_CONFIG_GLOBAL", "GIT_CONFIG_NOSYSTEM", "GIT_SSH_COMMAND"),
    }
)
_BEGINNINGS = ("XDG_", "SSL_CERT_", "APJ_")

_ALWAYS = {
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "C",  # gettext prefers it to LC_ALL
    "NoDefaultCurrentDirectoryInExePath": "1",  # stops Windows from running a git.exe in the current directory
    "GIT_OPTIONAL_LOCKS": "0",  # a reading command takes no lock
    "GIT_NO_REPLACE_OBJECTS": "1",  # show what was committed, not what replaces it
    "GIT_GRAFT_FILE": "/dev/null",  # show no grafted parents
    "GIT_NO_LAZY_FETCH": "1",  # reading never uses the network, even in a partial clone
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_EDITOR": ":",
    "GIT_PAGER": "cat",
    "GIT_PROXY_COMMAND": "",  # in place of core.gitProxy, which no option overrides
}
# Without the others, the first still hangs if SSH_ASKPASS names a program with a window.
_UNATTENDED = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "SSH_ASKPASS_REQUIRE": "never",
    "GCM_INTERACTIVE": "never",
}

_SETTINGS = (
    # Run nothing that the settings of the repository or the user name.
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.attributesFile=/dev/null",
    "core.alternateRefsCommand=true",
    "commit.gpgSign=false",
    "tag.gpgSign=false",
    "push.gpgSign=false",
    "gc.auto=0",
    "maintenance.auto=false",
    # Use only the repository that apj asked for.
    "safe.bareRepository=explicit",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=no",
    "push.recurseSubmodules=no",
    # Keep bytes as they are, and names safe on every system.
    "core.symlinks=false",
    "core.autocrlf=false",
    "core.eol=lf",
    "core.safecrlf=false",
    "core.protectHFS=true",
    "core.protectNTFS=true",
    "core.precomposeUnicode=true",
    # Print the same output under every user's settings.
    "core.quotePath=false",
    "core.untrackedCache=false",
    "color.ui=false",
    "advice.graftFileDeprecated=false",
    "log.showSignature=false",
    "i18n.logOutputEncoding=UTF-8",
    "i18n.commitEncoding=UTF-8",
    "merge.renames=false",
    "rerere.enabled=false",
    # Make everything that is written reach the disk, and check what arrives.
    "core.fsync=all",
    "fetch.fsckObjects=true",
    "transfer.fsckObjects=true",
    "fetch.prune=false",
    "push.followTags=false",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=15",
    "http.followRedirects=initial",
    "protocol.allow=never",
    "protocol.https.allow=always",
    "protocol.ssh.allow=always",
)
PREFIX = (
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    *(part for setting in _SETTINGS for part in ("-c", setting)),
)
"""The options that come before every git command."""


def build_environment(environ: Mapping[str, str], *, terminal: bool) -> dict[str, str]:
    """Return the allowed variables of `environ` and the variables that every git command gets.

    `terminal` says whether a person can answer git's questions. The user's GIT_SSH_COMMAND is kept, with the timeouts
    of `extend_ssh_command`.
    """
    kept = {name: value for name, value in environ.items() if _is_listed(name)}
    if "GIT_SSH_COMMAND" in kept:
        kept["GIT_SSH_COMMAND"] = extend_ssh_command(kept["GIT_SSH_COMMAND"], terminal=terminal)
    return kept | list_fixed_variables(terminal=terminal)


def list_fixed_variables(*, terminal: bool) -> dict[str, str]:
    """Return the variables whose value does not depend on the user's environment."""
    return dict(_ALWAYS) if terminal else _ALWAYS | _UNATTENDED


def extend_ssh_command(command: str, *, terminal: bool) -> str:
    """Add timeouts to an ssh command and, without a terminal, the option that keeps ssh from asking questions.

    A command other than OpenSSH (plink, a script) is returned unchanged.
    """
    import shlex

    try:
        words = shlex.split(command)
    except ValueError:
        return command
    if not words or PurePath(words[0]).name != "ssh":
        return command
    # An ssh master process that stays in the background would keep our pipes open.
    options = "-oConnectTimeout=10 -oServerAliveInterval=5 -oControlMaster=no"
    return f"{command} {options}" if terminal else f"{command} -oBatchMode=yes {options}"


def _is_listed(name: str) -> bool:
    return name in _NAMES or name.startswith(_BEGINNINGS) or name.lower().endswith("_proxy")
