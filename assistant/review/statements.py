"""Every claim of a text against the sources: found, searched for in both languages, judged, one event each.

Owns the order of these steps for one text. The claims are cut by `checking.claims`, the verdict is `checking`'s; what
is searched may be limited to kinds of sources (the audit reads the AWS documents only).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.checking.claims import Claim, split_claims
from assistant.checking.verdict import Checker, Verdict
from assistant.errors import AssistantError
from assistant.evidence import Candidate, EvidenceFinder
from assistant.retrieve import Retriever, SearchSettings
from assistant.review.errors import TextError
from assistant.review.schema import CheckedClaim, CheckedText, Done, Found, Judged, StatementEvent
from assistant.review.windows import Window, pairs, windows
from assistant.schema import Citation, Failed
from assistant.terms import Names, groups_of
from ingest.errors import IngestError
from ingest.language import FUNCTION_WORDS, detect_language
from ingest.schema import Kind, Lang

MAX_CHARS = 200_000
