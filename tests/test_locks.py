"""The lock and its hashes are of the same packages, and pip takes the file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.locks import HASHES, LOCK, known, locked, reported, written

A, B = "a" * 64, "b" * 64


def test_every_locked_package_but_torch_has_a_hash() -> None:
    names = locked(LOCK.read_text(encoding="utf-8"))
    hashes = known(HASHES.read_text(encoding="utf-8"))
    assert len(names) > 150
    assert sorted(hashes) == names
    assert all(hashes.values())
    assert not any(name.startswith("torch==") for name in names)


def test_hashes_of_another_system_are_added_and_those_of_another_version_go() -> None:
    one = {
        "metadata": {"name": "Some.Thing", "version": "2"},
        "download_info": {"archive_info": {"hashes": {"sha256": B}}},
    }
    text = written(["some-thing==2"], {"some-thing==2": {A}, "some-thing==1": {B}}, reported({"install": [one]}))
    assert known(text) == {"some-thing==2": {A, B}}
    with pytest.raises(LookupError, match="other==1"):
        written(["other==1"], {})


def test_pip_refuses_a_file_with_another_hash(tmp_path: Path) -> None:
    """Without an index: a package that lies in a folder, under a wrong and under the right hash."""
    import hashlib
    import zipfile

    wheel = tmp_path / "citeprep_nothing-1-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as packed:
        packed.writestr("citeprep_nothing.py", "")
        packed.writestr(
            "citeprep_nothing-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: citeprep-nothing\nVersion: 1\n"
        )
        packed.writestr(
            "citeprep_nothing-1.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        packed.writestr("citeprep_nothing-1.dist-info/RECORD", "")
    right = hashlib.sha256(wheel.read_bytes()).hexdigest()
    for sha256, code in ((A, 1), (right, 0)):
        (tmp_path / "hashes").write_text(written(["citeprep-nothing==1"], {"citeprep-nothing==1": {sha256}}))
        command = [
            *(sys.executable, "-m", "pip", "install", "--isolated", "--disable-pip-version-check", "--no-index"),
            *("--find-links", str(tmp_path), "--require-hashes", "--no-deps", "--target", str(tmp_path / sha256[:9])),
            *("-r", str(tmp_path / "hashes")),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        assert ("DO NOT MATCH" in done.stderr) is (code == 1)
