"""Fit how a second opinion is weighed: `python -m evals.checker.fit_opinion --second-opinion local [--limit N]`.

Logistic regression over two numbers, the log odds of the checker (held out by document, as in `fit`) and those of the
opinion, on dev items about which opinion is asked at all. Prints how well each does alone and together, each pair
judged by coefficients that have not seen its document. `--write` changes the model's row of second_opinion.json.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.checking.model import load_model
from assistant.checking.opinion.second_opinion import Combination, SecondOpinion, is_beyond, log_odds
from assistant.checking.reading.lexicon import load_lexicon
from assistant.checking.verdict import Checker
from assistant.logistic import sigmoid
from evals.checker.fit import Rows, held_out, rows_of
from evals.checker.items import LabelledItem, documents, evidence_of, load, load_seed
from evals.checker.opinions import drawn, open_kept
from evals.fitting import regression
from ingest.embedding.embed import open_embedder
from ingest.settings import IngestSettings

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

TARGET = Path(__file__).resolve().parents[2] / "assistant" / "checking" / "data" / "second_opinion.json"
FOLDS = 5
# Of an opinion's log odds. On 133 dev pairs, held-out balanced accuracy for 1.5, 2, 3, 4, unbounded: 0.81, 0.81, 0.78,
# 0.75, 0.75 (the local chat model).
MOST = 2.0


@dataclass(frozen=True)
class Pairs:
    """Log odds of checker and opinion (n, 2), labels (1 supported), and the document of each."""

    odds: Array
    labels: Array
    groups: list[str]


def fit(pairs: Pairs) -> Combination:
    """The coefficients."""
    found = regression.fit(("checker", "opinion"), pairs.odds, pairs.labels, strength=10.0, standardise=False)
    return Combination(found, MOST, len(pairs.labels))


def held_out_chances(pairs: Pairs) -> Array:
    """Chance of each pair from coefficients that have not seen its document."""
    import numpy as np
    from sklearn.model_selection import GroupKFold

    chances = np.zeros(len(pairs.labels))
    for train, test in GroupKFold(FOLDS).split(pairs.odds, pairs.labels, pairs.groups):
        model = fit(Pairs(pairs.odds[train], pairs.labels[train], []))
        chances[test] = [sigmoid(odds) for odds in regression.log_odds(model.logistic, pairs.odds[test])]
    result: Array = chances
    return result


def report(pairs: Pairs) -> dict[str, dict[str, float]]:
    """Area under the curve and balanced accuracy of checker, opinion and both; the opinion's own threshold is 0.5."""
    import numpy as np
    from sklearn.metrics import balanced_accuracy_score, roc_auc_score

    both = np.array([log_odds(float(chance)) for chance in held_out_chances(pairs)])
    columns = {"checker": pairs.odds[:, 0], "opinion": pairs.odds[:, 1], "both": both}
    return {
        name: {
            "auc": round(float(roc_auc_score(pairs.labels, values)), 3),
            "balanced_accuracy": round(float(balanced_accuracy_score(pairs.labels, values >= 0)), 3),
        }
        for name, values in columns.items()
    }


def pairs_of(asked: Sequence[LabelledItem], checker: Checker, opinion: SecondOpinion) -> Pairs:
    """Log odds for the items that are asked about; the checker's are held out over all that it is fitted on."""
    import numpy as np

    corpus = documents()
    items = [*load(split="dev"), *load_seed()]
    rows = rows_of(items, checker, corpus)
    own = dict(zip((item.id for item in items), _held_out_chances_of_checker(rows), strict=True))
    odds, labels, groups = [], [], []
    for item in asked:
        evidence = evidence_of(item, corpus)
        if is_beyond(checker.findings(item.claim, [evidence], item.lang)[0]):
            continue
        said = log_odds(opinion.probability(item.claim, [evidence]))
        odds.append([log_odds(own[item.id]), max(-MOST, min(MOST, said))])
        labels.append(float(item.label == "supported"))
        groups.append(item.uri)
    return Pairs(np.array(odds), np.array(labels), groups)


def _held_out_chances_of_checker(rows: Rows) -> list[float]:
    model = load_model()
    return [sigmoid(model.slope * float(logit) + model.offset) for logit in held_out(rows)]


def row_of(combination: Combination, measured: dict[str, Any], name: str, limit: int | None) -> dict[str, Any]:
    """What second_opinion.json holds for one model."""
    drawing = f" --limit {limit}" if limit else ""
    return {
        **regression.as_data(combination.logistic),
        "most": combination.most,
        "pairs": combination.pairs,
        "fitted": datetime.date.today().isoformat(),
        "by": f"python -m evals.checker.fit_opinion --second-opinion {name}{drawing} --write",
        "held_out": measured,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; prints the row, and writes it when told to."""
    parser = argparse.ArgumentParser(prog="python -m evals.checker.fit_opinion", description=__doc__.splitlines()[0])
    parser.add_argument("--second-opinion", required=True, metavar="NAME", help='"local" or a cross-encoder')
    parser.add_argument("--limit", type=int, metavar="N", help="only N dev items, drawn at random, always the same")
    parser.add_argument("--cache", type=Path, metavar="FILE", help="where opinions are kept, to resume")
    parser.add_argument("--write", action="store_true", help="change second_opinion.json")
    options = parser.parse_args(arguments)
    opinion = open_kept(options.second_opinion, options.cache)
    checker = Checker(load_lexicon(), open_embedder(IngestSettings()))
    pairs = pairs_of(drawn(load(split="dev"), options.limit), checker, opinion)
    row = row_of(fit(pairs), report(pairs), options.second_opinion, options.limit)
    if options.write:
        written = json.loads(TARGET.read_text(encoding="utf-8"))
        written["models"][opinion.name] = row
        regression.write(TARGET, written)
    sys.stdout.write(regression.as_text({opinion.name: row}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
