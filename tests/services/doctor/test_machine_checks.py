"""Folders that a service copies file by file, known by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.services.doctor.machine_checks import detect_cloud_drive


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/ana/Dropbox/journal", "Dropbox"),
        ("/home/ana/Dropbox (Personal)/journal", "Dropbox"),
        ("/Users/ana/Library/CloudStorage/Dropbox/journal", "Dropbox"),
        ("/mnt/c/Users/ana/OneDrive - Example Ltd/journal", "OneDrive"),
        ("/Users/ana/Library/CloudStorage/OneDrive-Personal/journal", "OneDrive"),
        ("/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/journal", "iCloud Drive"),
        ("/Users/ana/iCloud Drive/journal", "iCloud Drive"),
        ("/Users/ana/Library/CloudStorage/GoogleDrive-ana@example.org/My Drive/journal", "Google Drive"),
        ("/home/ana/Google Drive/journal", "Google Drive"),
        ("/home/ana/Nextcloud/journal", "Nextcloud"),
        ("/home/ana/pCloud Drive/journal", "a cloud drive"),
    ],
)
def test_a_folder_of_a_cloud_drive_is_recognised_by_its_name(path: str, service: str) -> None:
    assert detect_cloud_drive(Path(path)) == service


@pytest.mark.parametrize("path", ["/home/ana/journal", "/home/ana/dropboxes/journal", "/srv/cloud/journal"])
def test_an_ordinary_folder_is_not_treated_as_a_cloud_drive(path: str) -> None:
    assert detect_cloud_drive(Path(path)) is None


def test_a_symlink_that_leads_into_a_cloud_drive_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "Dropbox" / "journal").mkdir(parents=True)
    link = tmp_path / "journal"
    link.symlink_to(tmp_path / "Dropbox" / "journal")
    assert detect_cloud_drive(link) == "Dropbox"
