"""What a bug report asks for, and what a learner can mend alone: machine, packages, models, index, settings.

One small function a question, each giving findings with a remedy; none raises, prints or repairs. Nothing private is
said: no key, no file name of the learner's, the home folder only as "~".
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from assistant.errors import ModelUnavailable
from assistant.settings import ALL_SETTINGS, AUTO, EXTRACTIVE, LOCAL, AssistantSettings
from ingest.environment import mistyped
from ingest.errors import CiteprepError
from ingest.schema import CheckResult, Severity
from ingest.settings import IngestSettings, user_cache, user_data

_GIGABYTE = 1_000_000_000
_LEAST_MEMORY, _LEAST_DISK = 3.5, 2.0  # gigabytes: the embedder and a small chat model; a build and its models
_PACKAGES = "citeprep torch sentence-transformers chromadb gradio langchain pypdf".split()
_KEYS = {
    "openai": ("OPENAI_API_KEY",),
    "anthropic": ("ANTHROPIC_API_KEY",),
    "bedrock": ("AWS_PROFILE", "AWS_ACCESS_KEY_ID"),
    "bedrock_converse": ("AWS_PROFILE", "AWS_ACCESS_KEY_ID"),
}

Findings = Iterator[CheckResult]


def examine(environ: Mapping[str, str] | None = None) -> list[CheckResult]:
    """All findings, from the machine up to the index; settings that cannot be read stop what depends on them."""
    env = os.environ if environ is None else environ
    results = [*_python(), *_processor(), *_memory(), *_packages(), *_folders()]
    try:
        settings, ingest = AssistantSettings.from_env(env), IngestSettings.from_env(env)
    except CiteprepError as error:
        return [*results, CheckResult("settings", "error", error.message, error.help)]
    results.append(CheckResult("settings", "ok", "All settings have values within their bounds."))
    results += [
        CheckResult("settings", "warning", note, "Correct its name or unset it.")
        for note in mistyped(ALL_SETTINGS, env)
    ]
    checks: tuple[Callable[[], Findings], ...] = (
        lambda: _chat_model(settings, env),
        lambda: _chroma(ingest),
        _ocr,
        lambda: _index(ingest),
    )
    for check in checks:
        results += check()
    return results


def _python() -> Findings:
    said = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}."
    if sys.version_info < (3, 11):  # noqa: UP036 - said for who runs it from source with an older one
        yield CheckResult("python", "error", said, "Install Python 3.11 or newer.")
    else:
        yield CheckResult("python", "ok", said)


def _processor() -> Findings:
    flags = _cpu_flags()
    known = [name for name in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if name in flags]
    said = f"{os.cpu_count() or 1} processors" + (f", with {', '.join(known)}." if known else ".")
    if flags and "avx2" not in flags and platform.machine() in ("x86_64", "AMD64"):
        yield CheckResult(
            "processor", "warning", said, "The local chat model needs AVX2: set CHAT_MODEL=extractive or another model."
        )
    else:
        yield CheckResult("processor", "ok", said)


def _cpu_flags() -> frozenset[str]:
    """What the processor can do, as Linux tells it; empty elsewhere."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return frozenset()
    return next((frozenset(line.split(":", 1)[1].split()) for line in lines if line.startswith("flags")), frozenset())


def _memory() -> Findings:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIGABYTE
    except (AttributeError, OSError, ValueError):
        return
    enough = total >= _LEAST_MEMORY
    remedy = "" if enough else "Set CHAT_MODEL=extractive: answers are quotes then and need about 1.5 GB."
    yield CheckResult("memory", "ok" if enough else "warning", f"{total:.1f} GB in all.", remedy)


def _packages() -> Findings:
    found, missing = [], []
    for name in _PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        yield CheckResult("packages", "error", f"Not installed: {', '.join(missing)}.", "Install the project again.")
    yield CheckResult("packages", "ok", ", ".join(found) + ".")


def _folders() -> Findings:
    """Can the folders of models and of the learner's own data be written, and is there room?"""
    for name, folder in (("cache folder", user_cache()), ("data folder", user_data())):
        place = next(parent for parent in (folder, *folder.parents) if parent.is_dir())
        free = shutil.disk_usage(place).free / _GIGABYTE
        said = f"{_named(folder)}, {free:.1f} GB free."
        if not _writable(place):
            variable = "CITEPREP_CACHE" if name == "cache folder" else "CITEPREP_DATA"
            yield CheckResult(name, "error", f"{said} It cannot be written.", f"Set {variable} to a folder of yours.")
        else:
            low = free < _LEAST_DISK
            yield CheckResult(name, "warning" if low else "ok", said, "Free some disk." if low else "")


def _writable(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _chat_model(settings: AssistantSettings, env: Mapping[str, str]) -> Findings:
    name = settings.chat_model
    if name == EXTRACTIVE:
        yield CheckResult("chat model", "ok", "None: answers are quotes.")
    elif name in (LOCAL, AUTO):
        yield _local_model(settings, asked=name == LOCAL)
    else:
        from assistant.models.provider import require_package

        try:
            require_package(name)
        except ModelUnavailable as error:
            yield CheckResult("chat model", "error", error.message, error.help)
            return
        provider = name.partition(":")[0]
        keys = _KEYS.get(provider, ())
        if keys and not settings.chat_base_url and not any(env.get(key) for key in keys):
            remedy = f"Set {' or '.join(keys)}."
            yield CheckResult("chat model", "error", f"{name}, and no key for {provider} is set.", remedy)
        else:
            yield CheckResult("chat model", "ok", f"{name} (asked only when a question needs it).")


def _local_model(settings: AssistantSettings, *, asked: bool) -> CheckResult:
    from assistant.models.local_file import require

    severity: Severity = "error" if asked else "warning"
    if any(importlib.util.find_spec(package) is None for package in ("xllamacpp", "langchain_openai")):
        remedy = "Install the extra: pip install 'citeprep[local-llm]'. Until then answers are quotes."
        return CheckResult("chat model", severity, "The runtime of the local model is not installed.", remedy)
    try:
        require(user_cache(), settings.chat_model_file)
    except ModelUnavailable as error:
        remedy = f"{error.help} Until then answers are quotes."
        return CheckResult("chat model", severity, error.message, remedy)
    return CheckResult("chat model", "ok", "The local model is installed and its file is the one that was checked.")


def _chroma(ingest: IngestSettings) -> Findings:
    if not ingest.chroma_url:
        return
    import socket
    from urllib.parse import urlsplit

    address = urlsplit(ingest.chroma_url)
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        socket.create_connection((address.hostname or "", port), timeout=3).close()
    except OSError as error:
        remedy = "Start it (`chroma run`), mend CHROMA_URL, or unset it to use a folder."
        yield CheckResult("chroma server", "error", f"Nothing answers at CHROMA_URL: {error}.", remedy)
    else:
        yield CheckResult("chroma server", "ok", "It answers.")


def _ocr() -> Findings:
    """Are scanned pages read? An extra: without it nothing is wrong."""
    from ingest.readers.pdf import ocr

    known = {"fra": "French", "eng": "English"}
    langs = [name for code, name in known.items() if code in ocr.languages()]
    if not langs:
        yield CheckResult("scans", "ok", f"Scanned pages of PDFs are not read. To have them read: {ocr.HOW_TO_GET}.")
    elif len(langs) < len(known):
        remedy = "Install the other one: apt-get install tesseract-ocr-fra (English comes with tesseract-ocr)."
        yield CheckResult("scans", "warning", f"Scanned pages are read in {langs[0]} only.", remedy)
    else:
        yield CheckResult("scans", "ok", "Scanned pages of PDFs are read with tesseract, in French and English.")


def _index(ingest: IngestSettings) -> Findings:
    from ingest.index.check import check_index

    yield from check_index(ingest)


def _named(path: Path) -> str:
    """A path as it may be shown to others: the home folder is "~"."""
    try:
        return f"~/{path.relative_to(Path.home()).as_posix()}"
    except (ValueError, RuntimeError):
        return path.as_posix()
