"""Is the index sound, and does it fit the settings? One small check per question, each with a remedy.

Checks return findings and never raise; nothing here repairs or prints.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from ingest.embedding import e5
from ingest.embedding.calibration import notice_of
from ingest.embedding.embed import embedder_name
from ingest.errors import BadIndex, IndexDamaged, IngestError
from ingest.index.apart import Verify, verify_apart
from ingest.index.manifest import FileRecord, Manifest, current_build, read_manifest
from ingest.index.seal import damaged, is_sealed
from ingest.index.sentences import open_sentences
from ingest.index.store import read_chunks, read_documents, read_vectors, told_files
from ingest.schema import CheckResult, Problem
from ingest.settings import IngestSettings, user_cache
from ingest.sourcing.passed_over import PassedOver
from ingest.sourcing.sources import SourceFile, walk

_OMISSIONS_SHOWN = 10
_REBUILD = "Run `python -m ingest build`."


def check_index(settings: IngestSettings, verify: Verify = verify_apart) -> list[CheckResult]:
    """All findings, most basic first; later checks are left out when there is nothing to look at.

    `verify` looks at the build's search: in a process of its own, since a damaged file can end the one that opens it.
    """
    results = [_model(settings)]
    try:
        folder = current_build(settings.index)
        manifest = read_manifest(folder)
    except BadIndex as error:
        return [*results, CheckResult("index", "error", error.message, error.help or _REBUILD)]
    results.append(
        CheckResult("index", "ok", f"Build {manifest.build}: {manifest.documents} documents, {manifest.chunks} chunks.")
    )
    checks: tuple[Callable[[], CheckResult], ...] = (
        lambda: _fits_model(manifest, settings),
        lambda: _fits_settings(manifest, settings),
        lambda: _files(folder),
        lambda: _slices(folder),
        lambda: _vectors(folder, manifest),
        lambda: _sentences(folder, manifest),
        lambda: _search(folder, verify),
        lambda: _fresh(manifest, settings),
        lambda: _complete(folder, settings),
    )
    for check in checks:
        try:
            results.append(check())
        except IngestError as error:
            results.append(CheckResult(error.code, "error", error.message, error.help or _REBUILD))
    return results


def still_sound(settings: IngestSettings, verify: Verify = verify_apart) -> bool:
    """Whether all of the published build is as it was written and still passes its check. Raises BadIndex for none.

    A server looks after its own collections.
    """
    folder = current_build(settings.index)
    if not is_sealed(folder) or damaged(folder, thorough=True):
        return False
    try:
        if not settings.chroma_url:
            verify(folder)
    except IndexDamaged:
        return False
    return True


def is_sound(results: list[CheckResult]) -> bool:
    """True when no finding is an error."""
    return all(result.severity != "error" for result in results)


def _model(settings: IngestSettings) -> CheckResult:
    name = "embedding model"
    if settings.embedding_model != e5.NAME:
        return CheckResult(
            name, "warning", notice_of(embedder_name(settings)), "Compare answers before you rely on it."
        )
    folder = e5.prepared_folder(user_cache())
    if e5.verify(folder):
        return CheckResult(name, "ok", f"{e5.NAME}@{e5.REVISION} is prepared and its checksum is right.")
    if folder.exists():
        return CheckResult(
            name, "error", "The prepared model is damaged.", f"Remove {folder}; the next build prepares it again."
        )
    return CheckResult(
        name, "warning", "The default model is not prepared yet.", "The next build does it (ten seconds)."
    )


def _fits_model(manifest: Manifest, settings: IngestSettings) -> CheckResult:
    wanted = embedder_name(settings)
    if manifest.embedding_model == wanted:
        return CheckResult("same model", "ok", f"Built with {wanted}.")
    return CheckResult(
        "same model",
        "error",
        f"Built with {manifest.embedding_model}, the settings ask for {wanted}.",
        f"{_REBUILD} Or set EMBEDDING_MODEL back.",
    )


def _fits_settings(manifest: Manifest, settings: IngestSettings) -> CheckResult:
    if manifest.fingerprint == settings.fingerprint():
        return CheckResult("same settings", "ok", f"Fingerprint {manifest.fingerprint}.")
    return CheckResult("same settings", "error", "Built with other chunking settings or an older version.", _REBUILD)


def _files(folder: Path) -> CheckResult:
    if not is_sealed(folder):
        message = (
            "There are no hashes to compare the files of the build with: an earlier version built it, or they are gone."
        )
        return CheckResult("files", "warning", message, _REBUILD)
    if names := damaged(folder, thorough=True):
        return CheckResult(IndexDamaged.code, "error", f"{told_files(names)}.", _REBUILD)
    return CheckResult("files", "ok", "All files of the build are as they were when it was checked.")


def _slices(folder: Path) -> CheckResult:
    texts = {document.id: document.text for document in read_documents(folder)}
    chunks = read_chunks(folder)
    wrong = [chunk.id for chunk in chunks if texts.get(chunk.document_id, "")[chunk.start : chunk.end] != chunk.text]
    if wrong:
        return CheckResult("verbatim", "error", f"{len(wrong)} chunks are not slices of their document.", _REBUILD)
    return CheckResult("verbatim", "ok", f"All {len(chunks)} chunks are exact slices of their documents.")


def _vectors(folder: Path, manifest: Manifest) -> CheckResult:
    import numpy as np

    vectors = read_vectors(folder)
    if vectors.shape != (manifest.chunks, manifest.dimension):
        return CheckResult("vectors", "error", f"Vectors have shape {vectors.shape}.", _REBUILD)
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.isfinite(vectors).all() or (len(lengths) and abs(float(lengths.mean()) - 1) > 0.01):
        return CheckResult("vectors", "error", "Some vectors are not finite unit vectors.", _REBUILD)
    return CheckResult("vectors", "ok", f"{len(vectors)} unit vectors of {manifest.dimension} numbers.")


def _sentences(folder: Path, manifest: Manifest) -> CheckResult:
    if manifest.sentences is None:
        return CheckResult("sentences", "ok", "No vectors of sentences: each question computes those it needs.")
    stored = open_sentences(folder, manifest.sentences, manifest.dimension)
    if damaged := stored.damaged():
        message = f"{damaged} of {len(stored)} vectors of sentences are damaged; questions compute them again."
        return CheckResult("sentences", "error", message, _REBUILD)
    return CheckResult("sentences", "ok", f"{len(stored)} vectors of sentences, {stored.megabytes:.1f} MB.")


def _search(folder: Path, verify: Verify) -> CheckResult:
    try:
        verify(folder)
    except IngestError as error:
        return CheckResult("search", "error", error.message, _REBUILD)
    return CheckResult("search", "ok", "Chroma finds its vectors again.")


def _fresh(manifest: Manifest, settings: IngestSettings) -> CheckResult:
    if message := files_changed(manifest, settings):
        return CheckResult("up to date", "warning", message, _REBUILD)
    return CheckResult("up to date", "ok", "All files are as they were indexed.")


def files_changed(manifest: Manifest, settings: IngestSettings) -> str:
    """How many files changed since the build, in words; "" when none did.

    Those whose size, times or inode are others are compared by content.
    """
    known = {record.uri: record for record in manifest.files}
    files = {item.uri: item for item in walk(settings.roots, settings) if not isinstance(item, Problem)}
    changed = sum(1 for uri, file in files.items() if uri in known and _differs(file, known[uri]))
    added = sum(1 for uri in files if uri not in known and uri not in manifest.passed_over)
    gone = sum(1 for uri in known if uri not in files and not uri.startswith("fetched/"))
    return f"Since the build: {changed} files changed, {added} added, {gone} gone." if changed or added or gone else ""


def _differs(file: SourceFile, known: FileRecord) -> bool:
    if file.stat == known.stat:
        return False
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest() != known.sha256
    except IngestError:
        return True


def _complete(folder: Path, settings: IngestSettings) -> CheckResult:
    """What is in the files and not in the index, by name."""
    passed = PassedOver()
    for _ in walk(settings.roots, settings, passed):
        pass
    found = [left for document in read_documents(folder) for left in document.left_out] + list(passed.left_out())
    if not found:
        return CheckResult("complete", "ok", "Nothing of the files was left out.")
    told = "; ".join(map(str, found[:_OMISSIONS_SHOWN]))
    more = f"; and {len(found) - _OMISSIONS_SHOWN} more" if len(found) > _OMISSIONS_SHOWN else ""
    return CheckResult("complete", "warning", f"Left out: {told}{more}.", "All of them: `python -m ingest list`.")
