"""Signatures of commits against the keys that partners are known by."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.signing.signatures import check_signatures
from apjournal.gitrepo.verify import history_walk
from apjournal.model.history import SignatureStatus
from tests.helpers import repos
from tests.helpers.repos import ANA, BEN
from tests.histories.scene import WEEK, Scene, goals, person


@pytest.fixture
def root(scene: Scene) -> Path:
    return scene.root


def new_key(folder: Path, name: str) -> Path:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
    return folder / name


def public(key: Path) -> str:
    return key.with_suffix(".pub").read_text().strip()


def sign(
    scene: Scene, key: Path, words: str, by: tuple[str, str] = ANA, *, files: dict[str, str | None] | None = None
) -> str:
    """Commit a week, or other files, signed with a key, as somebody with git alone does."""
    repos.write(scene.root, {WEEK: goals(words)} if files is None else files)
    repos.git(scene.root, "add", "-A")
    settings = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}")
    repos.git(scene.root, *settings, "commit", "-q", "-S", "-m", "x", **repos.who(by))
    scene.made.append(repos.tip(scene.root))
    return scene.made[-1]


def known_by(scene: Scene, key: str, by: tuple[str, str] = ANA, more: str = "") -> str:
    path = f"{by[1].partition('@')[0]}/partner.md"
    return scene.commit({path: person(by, f"agreed: yes\nsigning_key: {key}\n{more}")}, by)


def sealed(objects: Objects, tip: str = "HEAD") -> dict[str, SignatureStatus]:
    return {commit: seal for commit, _, seal in told(objects, tip)}


def told(objects: Objects, tip: str = "HEAD") -> list[tuple[str, str, SignatureStatus]]:
    """Return for each checked commit whose signature is expected, and its status."""
    git = objects._git
    found = check_signatures(git, history_walk.walk_history(git, objects, repos.tip(git.root, tip)))
    return [(one.commit.id, one.partner, one.seal) for one in found]


def test_a_commit_is_checked_against_the_key_known_before_it(scene: Scene, objects: Objects, tmp_path: Path) -> None:
    one, other = new_key(tmp_path, "one"), new_key(tmp_path, "other")
    before = sign(scene, other, "Before")
    known_by(scene, public(one))
    good, strange = sign(scene, one, "One run"), sign(scene, other, "Two runs")
    plain = scene.commit({WEEK: goals("Three runs")})
    by_ben = scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    change = known_by(scene, public(other))  # it is not signed with the key known so far
    after = sign(scene, other, "Four runs")
    found = sealed(objects)
    assert found == {
        good: SignatureStatus.GOOD,
        strange: SignatureStatus.OTHER_KEY,
        plain: SignatureStatus.NONE,
        change: SignatureStatus.NONE,
        after: SignatureStatus.GOOD,
    }
    assert {before, by_ben}.isdisjoint(found)


def test_a_signature_that_does_not_match_its_commit_is_bad(scene: Scene, objects: Objects, tmp_path: Path) -> None:
    key = new_key(tmp_path, "one")
    known_by(scene, public(key))
    raw = repos.git_bytes(scene.root, "cat-file", "commit", sign(scene, key, "One run"))
    forged = repos.raw_object(scene.root, "commit", raw.removesuffix(b"x\n") + b"y\n")
    repos.git(scene.root, "reset", "-q", "--hard", forged)
    assert sealed(objects) == {forged: SignatureStatus.BAD}


def test_a_signature_stays_valid_if_another_partners_file_lists_the_same_key(
    scene: Scene, objects: Objects, tmp_path: Path
) -> None:
    key = new_key(tmp_path, "one")
    scene.commit({"ben/partner.md": person(BEN, f"agreed: yes\nsigning_key: {public(key)} mine\n")}, BEN)
    known_by(scene, public(key))
    assert set(sealed(objects).values()) == set()
    good = sign(scene, key, "One run")
    assert sealed(objects) == {good: SignatureStatus.GOOD}


def test_a_merge_may_be_signed_with_a_key_that_either_side_knew(scene: Scene, objects: Objects, tmp_path: Path) -> None:
    one, other, strange = (new_key(tmp_path, name) for name in ("one", "other", "strange"))
    known_by(scene, public(one))
    scene.branch(name="laptop")
    note = sign(scene, one, "", files={"ana/notes.md": "from the laptop\n"})
    scene.back()
    change = sign(scene, one, "", files={"ana/partner.md": person(ANA, f"signing_key: {public(other)}\n")})
    merges = {key: signed_merge(scene, key, note, change) for key in (one, other, strange)}
    assert {key: sealed(objects, merge)[merge] for key, merge in merges.items()} == {
        one: SignatureStatus.GOOD,
        other: SignatureStatus.GOOD,
        strange: SignatureStatus.OTHER_KEY,
    }
    repos.git(scene.root, "reset", "-q", "--hard", merges[one])
    old, new = sign(scene, one, "One run"), sign(scene, other, "Two runs")
    found = sealed(objects)
    assert (found[old], found[new]) == (SignatureStatus.OTHER_KEY, SignatureStatus.GOOD), (
        "after the merge the key is the newer one"
    )


@pytest.mark.parametrize("key_on_the_other_side", [True, False])
def test_an_unsigned_merge_is_reported_if_the_newest_partner_file_has_a_key(
    scene: Scene, objects: Objects, tmp_path: Path, key_on_the_other_side: bool
) -> None:
    key = new_key(tmp_path, "one")
    if not key_on_the_other_side:
        known_by(scene, public(key))
    scene.branch(name="laptop")
    note = scene.commit({"ben/notes.md": "x\n"}, BEN)
    scene.back()
    scene.commit({"ana/partner.md": person(ANA, f"signing_key: {public(key) if key_on_the_other_side else ''}\n")})
    merge = scene.merge(note)
    assert sealed(objects).get(merge) == (SignatureStatus.NONE if key_on_the_other_side else None)


def signed_merge(scene: Scene, key: Path, *parents: str) -> str:
    """Make a merge with the files of the last parent, signed with a key, without moving a branch."""
    arguments = [argument for parent in parents for argument in ("-p", parent)]
    settings = ("-c", "gpg.format=ssh", "-c", f"user.signingKey={key}")
    tree = repos.tip(scene.root, f"{parents[-1]}^{{tree}}")
    return repos.git(scene.root, *settings, "commit-tree", "-S", tree, *arguments, "-m", "merge", **repos.who(ANA))


# ---- an address that several claim

HERS_TOO = f"emails: [{ANA[1]}]\n"
BENS_WEEK = "ben/2026-W48.md"


@pytest.mark.parametrize("files", [None, {"README.md": "x\n"}, {BENS_WEEK: goals("One")}])
def test_listing_a_signers_email_address_later_does_not_turn_off_the_signature_check(
    scene: Scene, objects: Objects, tmp_path: Path, files: dict[str, str | None] | None
) -> None:
    key = new_key(tmp_path, "one")
    known_by(scene, public(key))
    scene.commit({"aaron/partner.md": person(("Aaron", "aaron@example.org"), HERS_TOO)}, ("Aaron", "aaron@example.org"))
    good = sign(scene, key, "One run", files=files)
    forged = scene.commit({WEEK: goals("Two runs"), "README.md": "y\n"})
    assert told(objects) == [(good, "ana", SignatureStatus.GOOD), (forged, "ana", SignatureStatus.NONE)]


@pytest.mark.parametrize("files", [None, {"README.md": "x\n"}])
@pytest.mark.parametrize("first", [True, False])
def test_listing_a_signers_email_address_with_another_key_does_not_accuse_the_signer(
    scene: Scene, objects: Objects, tmp_path: Path, files: dict[str, str | None] | None, first: bool
) -> None:
    hers, his = new_key(tmp_path, "one"), new_key(tmp_path, "other")
    aaron = ("Aaron", "aaron@example.org")
    claims = [lambda: known_by(scene, public(hers)), lambda: known_by(scene, public(his), aaron, HERS_TOO)]
    for claim in claims[::-1] if first else claims:
        claim()
    made = sign(scene, hers, "One run", files=files)
    assert (made, "ana", SignatureStatus.GOOD) in told(objects)
    assert all(seal is SignatureStatus.GOOD for commit, _, seal in told(objects) if commit == made)


def test_another_partners_key_for_a_signers_email_address_does_not_count_in_the_signers_folder(
    scene: Scene, objects: Objects, tmp_path: Path
) -> None:
    hers, his = new_key(tmp_path, "one"), new_key(tmp_path, "other")
    known_by(scene, public(hers))
    known_by(scene, public(his), BEN, HERS_TOO)
    in_hers = sign(scene, his, "One run")
    in_both = sign(scene, his, "", files={WEEK: goals("Two runs"), BENS_WEEK: goals("One")})
    in_his = sign(scene, his, "", files={BENS_WEEK: goals("Two")})
    beside = sign(scene, his, "", files={"README.md": "x\n"})
    assert told(objects) == [
        (in_hers, "ana", SignatureStatus.OTHER_KEY),
        (in_both, "ana", SignatureStatus.OTHER_KEY),
        (in_both, "ben", SignatureStatus.GOOD),
        (in_his, "ben", SignatureStatus.GOOD),
        (beside, "ben", SignatureStatus.GOOD),
    ]


def test_a_partner_without_a_key_needs_no_signature_in_their_folder(
    scene: Scene, objects: Objects, tmp_path: Path
) -> None:
    known_by(scene, public(new_key(tmp_path, "other")), BEN, HERS_TOO)
    scene.commit({WEEK: goals("One run")})
    beside = scene.commit({"README.md": "x\n"})
    assert told(objects) == [(beside, "ben", SignatureStatus.NONE)]


@pytest.mark.parametrize("key", ["ssh-ed25519", "ssh-ed25519 AAAA*", "ssh-ed25519 A", "odd/kind AAAA", "AAAA"])
def test_an_invalid_key_in_a_partner_file_is_ignored(scene: Scene, objects: Objects, key: str) -> None:
    known_by(scene, f'"{key}"')
    scene.commit({WEEK: goals("One run")})
    assert sealed(objects) == {}


def test_a_pgp_signature_does_not_count_as_signed(scene: Scene, objects: Objects, tmp_path: Path) -> None:
    key = new_key(tmp_path, "one")
    known_by(scene, public(key))
    raw = repos.git_bytes(scene.root, "cat-file", "commit", sign(scene, key, "One run"))
    other = raw.replace(b"BEGIN SSH SIGNATURE", b"BEGIN PGP SIGNATURE").replace(b"END SSH", b"END PGP")
    repos.git(scene.root, "reset", "-q", "--hard", repos.raw_object(scene.root, "commit", other))
    assert list(sealed(objects).values()) == [SignatureStatus.NONE]


def test_checking_signatures_without_ssh_keygen_raises_a_fault(
    scene: Scene, objects: Objects, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = new_key(tmp_path, "one")
    known_by(scene, public(key))
    sign(scene, key, "One run")
    programs = tmp_path / "programs"
    programs.mkdir()
    git = subprocess.run(["sh", "-c", "command -v git"], capture_output=True, text=True, check=True).stdout.strip()
    (programs / "git").symlink_to(git)
    monkeypatch.setenv("PATH", str(programs))
    with pytest.raises(GitFault, match="cannot check signatures"):
        sealed(objects)


def test_my_gpg_settings_do_not_affect_the_check(
    scene: Scene, objects: Objects, tmp_path: Path, own_home: Path
) -> None:
    key = new_key(tmp_path, "one")
    known_by(scene, public(key))
    good = sign(scene, key, "One run")
    (own_home / ".gitconfig").write_text(
        '[gpg]\nformat = openpgp\nprogram = false\n[gpg "ssh"]\nprogram = false\nallowedSignersFile = /nowhere\n'
        "revocationFile = /nowhere\n[log]\nshowSignature = true\n"
    )
    assert sealed(objects) == {good: SignatureStatus.GOOD}
