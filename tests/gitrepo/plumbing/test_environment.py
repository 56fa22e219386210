from __future__ import annotations

import shlex
import subprocess

from apjournal.gitrepo.plumbing.environment import PREFIX, build_environment, extend_ssh_command, list_fixed_variables


def test_variables_that_point_git_to_another_repository_are_removed() -> None:
    names = subprocess.run(["git", "rev-parse", "--local-env-vars"], capture_output=True, text=True, check=True)
    local = names.stdout.split()
    others = ["GIT_EXTERNAL_DIFF", "GIT_TRACE", "GIT_TRACE2_EVENT", "GIT_TEMPLATE_DIR", "GIT_EXEC_PATH"]
    dates = ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE", "GIT_NAMESPACE", "GIT_ALLOW_PROTOCOL", "GIT_SSH"]
    hostile = dict.fromkeys([*local, *others, *dates], "1")
    assert build_environment(hostile, terminal=True) == list_fixed_variables(terminal=True)


def test_variables_that_a_person_needs_for_git_are_kept() -> None:
    mine = {
        "PATH": "/bin",
        "HOME": "/home/ana",
        "XDG_CONFIG_HOME": "/home/ana/.config",
        "SSL_CERT_FILE": "/etc/ssl/own.pem",
        "https_proxy": "http://proxy",
        "NO_PROXY": "local",
        "APJ_NOW": "2026-11-23T09:00+01:00",
        "GIT_CONFIG_GLOBAL": "/home/ana/git",
    }
    assert build_environment(mine, terminal=True) == mine | list_fixed_variables(terminal=True)


def test_variables_for_terminals_editors_and_agents_are_kept() -> None:
    names = [
        *("USER", "LOGNAME", "TMPDIR", "TZ", "LANG", "TERM", "COLUMNS", "NO_COLOR", "FORCE_COLOR"),
        *("EDITOR", "VISUAL", "PAGER", "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS"),
        *("SYSTEMROOT", "COMSPEC", "PATHEXT", "TEMP", "USERPROFILE", "APPDATA"),
        *("SSH_AUTH_SOCK", "GNUPGHOME", "GPG_TTY", "KRB5CCNAME", "GIT_CONFIG_NOSYSTEM", "SSL_CERT_DIR", "all_proxy"),
    ]
    assert set(names) <= set(build_environment(dict.fromkeys(names, "1"), terminal=False))


def test_fixed_variables_make_git_read_committed_objects_and_run_no_program() -> None:
    assert list_fixed_variables(terminal=True) == {
        "LC_ALL": "C.UTF-8",
        "LANGUAGE": "C",
        "NoDefaultCurrentDirectoryInExePath": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_GRAFT_FILE": "/dev/null",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_EDITOR": ":",
        "GIT_PAGER": "cat",
        "GIT_PROXY_COMMAND": "",
    }


def test_without_a_terminal_git_never_asks_a_question() -> None:
    unattended = list_fixed_variables(terminal=False)
    assert unattended["GIT_TERMINAL_PROMPT"] == "0"
    assert unattended["GIT_ASKPASS"] == ""
    assert unattended["SSH_ASKPASS_REQUIRE"] == "never"
    assert unattended["GCM_INTERACTIVE"] == "never"
    assert unattended.items() > list_fixed_variables(terminal=True).items()
    assert "GIT_TERMINAL_PROMPT" not in list_fixed_variables(terminal=True)


def test_fixed_variables_replace_existing_values() -> None:
    assert build_environment({"LC_ALL": "tr_TR"}, terminal=False)["LC_ALL"] == "C.UTF-8"


def test_cleaning_the_environment_again_changes_only_the_ssh_command() -> None:
    once = build_environment({"PATH": "/bin", "GIT_DIR": "/x"}, terminal=False)
    assert build_environment(once, terminal=False).items() <= once.items()


def test_ssh_gets_timeouts_and_never_asks_without_a_terminal() -> None:
    assert extend_ssh_command("ssh -i key", terminal=True).startswith("ssh -i key -oConnectTimeout=10 ")
    assert "-oBatchMode=yes" in shlex.split(extend_ssh_command("/usr/bin/ssh", terminal=False))
    assert "-oBatchMode=yes" not in extend_ssh_command("ssh", terminal=True)


def test_a_custom_ssh_program_keeps_its_options() -> None:
    for command in ("plink -batch", "~/bin/my-ssh", "", "ssh 'unclosed"):
        assert extend_ssh_command(command, terminal=False) == command


def test_the_users_ssh_command_gets_timeouts() -> None:
    kept = build_environment({"GIT_SSH_COMMAND": "ssh -F own"}, terminal=False)["GIT_SSH_COMMAND"]
    assert kept.startswith("ssh -F own -oBatchMode=yes")


def test_git_documents_each_setting_that_apj_passes() -> None:
    known = subprocess.run(["git", "help", "--config"], capture_output=True, text=True, check=True).stdout.split()
    names = {setting.partition("=")[0] for setting in PREFIX[4::2]}
    # Of another system, or of a program of its own.
    foreign = {"protocol.https.allow", "protocol.ssh.allow"}
    assert foreign < names
    assert names - foreign <= set(known)


def test_each_fixed_git_setting_is_passed_with_its_own_option() -> None:
    settings = PREFIX[3:]
    assert set(settings[::2]) == {"-c"}
    assert all("=" in setting for setting in settings[1::2])
    assert {"core.hooksPath=/dev/null", "protocol.allow=never", "fetch.fsckObjects=true"} <= set(settings)
    assert "core.fsync=all" in settings, "a commit that apj reported survives a power cut"
