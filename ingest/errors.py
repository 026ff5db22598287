"""What can go wrong: the one base of all errors of the product, and those of ingestion, as types a caller can act on.

The other packages add theirs to the same base. Standard library only.
"""

from __future__ import annotations

from typing import ClassVar


class CiteprepError(Exception):
    """Base of everything that is raised on purpose, in every package: a caller that catches it has caught them all.

    `code` is stable, `message` says what happened, `help` what to do. `source` names the file or address concerned,
    "" when there is none.
    """

    code: ClassVar[str] = "citeprep"
    default_help: ClassVar[str] = ""

    def __init__(self, message: str, *, help: str = "", source: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help or self.default_help
        self.source = source

    def __str__(self) -> str:
        return f"{self.message} {self.help}".strip()


class SettingsError(CiteprepError):
    """A setting is unknown or out of bounds."""

    code = "settings"


class IngestError(CiteprepError):
    """What goes wrong between a file and a published index."""

    code = "ingest"


class CorpusNotFound(IngestError):
    """A corpus folder or file that was named does not exist."""

    code = "corpus-not-found"
    default_help = "Give an existing folder or file with --corpus."


class UnreadableFile(IngestError):
    """A file could not be turned into a document; the rest of the corpus still goes in."""

    code = "unreadable"
    default_help = "Open the file in its own program and save it again, or remove it."


class EmptyFile(UnreadableFile):
    """Nothing to read in the file."""

    code = "empty"
    default_help = "Put some text in it or remove it."


class FileTooLarge(UnreadableFile):
    """Over the size limit."""

    code = "too-large"
    default_help = "Split the file, or raise the limit with INGEST_MAX_FILE_MB."


class WrongEncoding(UnreadableFile):
    """Text that is not UTF-8 or UTF-16, and no plausible French or English in another encoding either."""

    code = "encoding"
    default_help = "Save the file as UTF-8."


class BinaryFile(UnreadableFile):
    """Not text, and no format that can be read."""

    code = "binary"
    default_help = "Save or export it as .docx, .pptx, .xlsx, PDF, HTML, Markdown or text."


class ReadTimeout(UnreadableFile):
    """Reading a file took longer than the limit; its process was ended."""

    code = "timeout"
    default_help = "Split the file, or raise the limit with INGEST_PDF_SECONDS."


class DamagedFile(UnreadableFile):
    """An office file, book or notebook that is not what its name says, or is cut."""

    code = "damaged"
    default_help = "Open it in its own program and save it again, or export it as PDF."


class EncryptedFile(UnreadableFile):
    """An office file or book under a password or copy protection."""

    code = "encrypted"
    default_help = "Save a copy without a password, in the present format (.docx, .pptx, .xlsx)."


class DamagedPdf(UnreadableFile):
    """pypdf cannot make sense of the file."""

    code = "pdf-damaged"
    default_help = "Print it to a new PDF from a viewer that opens it."


class EncryptedPdf(UnreadableFile):
    """The PDF asks for a password, or for an algorithm that needs an extra."""

    code = "pdf-encrypted"
    default_help = "Save a copy without a password."


class ScannedPdf(UnreadableFile):
    """A PDF with pages but no text."""

    code = "pdf-scan"
    default_help = "Run optical character recognition on it first."


class PdfTimeout(UnreadableFile):
    """Reading the PDF took longer than the limit."""

    code = "pdf-timeout"
    default_help = "Split the PDF, or raise the limit with INGEST_PDF_SECONDS."


class DamagedArchive(UnreadableFile):
    """A ZIP that cannot be opened, or a member that cannot be unpacked."""

    code = "zip-damaged"
    default_help = "Unpack it yourself and give the folder."


class EncryptedArchive(UnreadableFile):
    """A ZIP member that asks for a password."""

    code = "zip-encrypted"
    default_help = "Unpack it yourself and give the folder."


class NestedTooDeep(UnreadableFile):
    """HTML whose elements lie too deep in one another to be read."""

    code = "nesting"
    default_help = "Save the page as text or PDF."


class UnsafePath(UnreadableFile):
    """A link or archive member that leads outside its folder."""

    code = "unsafe-path"
    default_help = "Copy the file into the folder instead of linking to it."


class BadSourcesFile(IngestError):
    """A sources.toml that is not TOML or whose tables are not what they should be."""

    code = "sources-toml"
    default_help = "Make it again with `python -m ingest list --write-manifest`."


class BadIndex(IngestError):
    """Base of what can be wrong with a published index."""

    code = "index"


class IndexMissing(BadIndex):
    """There is no published index in the folder."""

    code = "index-missing"
    default_help = "Run `make index` (or `python -m ingest build`)."


class IndexMismatch(BadIndex):
    """The index was built with other settings, or another embedding model, than those asked for."""

    code = "index-mismatch"
    default_help = "Build it again with `python -m ingest build`, or set back what it was built with."


class IndexDamaged(BadIndex):
    """The published index fails its own checks."""

    code = "index-damaged"
    default_help = "Run `python -m ingest build`: it makes the index again from the corpus."


class IndexBusy(BadIndex):
    """Another build is writing."""

    code = "index-busy"
    default_help = "Wait for the other build to end."


class IndexWouldShrink(BadIndex):
    """A build would publish an index without most of the documents of a folder that had them."""

    code = "index-would-shrink"
    default_help = (
        "Give every folder each time and look whether it is there and readable; if the documents are meant to go, "
        "build with --allow-removal."
    )


class IndexUnwritable(BadIndex):
    """The index folder cannot be made or written to: no rights, no space, a file of that name."""

    code = "index-unwritable"
    default_help = "Give another folder with --index or INDEX_DIR, or its rights back."


class VectorStoreUnavailable(IngestError):
    """The Chroma server does not answer, or refuses what it was asked."""

    code = "chroma"
    default_help = "Start it with `chroma run`, or unset CHROMA_URL to use a folder."


class EmbedderUnavailable(IngestError):
    """The embedding model cannot be loaded."""

    code = "embedder"


class LibraryError(IngestError):
    """The learner's library cannot do what was asked of it; `code` says what of."""

    code = "library"
    default_help = "Look at the library's folder, or reload the page."


class LibraryFull(LibraryError):
    """No more files, or bytes, fit into the library."""

    code = "library-full"
    default_help = "Remove what you do not need any more."


class NobodysLibrary(LibraryError):
    """It is not said whose library is meant: a window that was open before the program was started again."""

    code = "library-nobody"
    default_help = "Reload the page."


class NotInLibrary(LibraryError):
    """A document or collection that is not, or no longer, in the learner's library."""

    code = "library-gone"
    default_help = "Reload the page: it may have been removed in another window."


class LibraryUnwritable(LibraryError):
    """The library's folder cannot be written to: no rights, no space."""

    code = "library-unwritable"
    default_help = "Free some disk, or give another data folder with CITEPREP_DATA."


class FetchRefused(IngestError):
    """An address that may not be fetched: not https, not allow-listed, private, or refused by robots.txt."""

    code = "fetch-refused"


class FetchFailed(IngestError):
    """A page that could not be brought: status, size, type or time."""

    code = "fetch-failed"
    default_help = "Run the same command again: it resumes where it stopped."
