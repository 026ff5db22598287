"""What can go wrong in an evaluation before a single case runs: a bad file, a missing baseline, the wrong options.

A case that fails is no exception here: the runner records it as an error of that case.
"""

from __future__ import annotations

from ingest.errors import CiteprepError


class EvalError(CiteprepError):
    """What goes wrong around an evaluation."""

    code = "evals"


class BadQuestions(EvalError):
    """A question file cannot be read; the message names file and line."""

    code = "bad-questions"
    default_help = "Each line is one JSON object with an id of its own; the format is in docs/evaluation.md."


class BadRun(EvalError):
    """A run or baseline file cannot be read, or two runs cannot be compared."""

    code = "bad-run"


class EvidenceMissing(EvalError):
    """The evidence of a question does not stand in the documents that are searched."""

    code = "evidence-missing"


class CaseFailed(EvalError):
    """The assistant could not answer at all; recorded as the error of the case."""

    code = "case-failed"
