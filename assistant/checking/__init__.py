"""Is a statement supported by its sources: claims, signals that compare a claim with evidence, a verdict.

Every signal is a small pure module over text; `verdict.Checker` combines them. Nothing here retrieves, and nothing
here needs a model: an embedder may be given and only adds one signal.
"""

from assistant.checking.judge import Judgement, judge
from assistant.checking.reading.lexicon import Lexicon, load_lexicon
from assistant.checking.verdict import Checker, Verdict, checker
from assistant.checking.window import Window

__all__ = ["Checker", "Judgement", "Lexicon", "Verdict", "Window", "checker", "judge", "load_lexicon"]
