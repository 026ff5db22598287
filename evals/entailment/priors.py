"""What the text of a pair alone gives away about its class, to be left out of what a reader learns.

Whoever writes true and false claims leaves traces ("only", "always" in the false ones), and a network learns these
first. A bag-of-words model that never sees the evidence guesses each pair from the pairs of other documents; training
adds its log odds to the network's own (a product of experts: He et al. 2019, Clark et al. 2019), so that only what the
evidence adds is worth learning. Knows no network.
"""

from __future__ import annotations

from collections.abc import Sequence

from evals.entailment.pairs import CLASSES, Pair

_FOLDS = 5
_STRENGTH = 2.0  # scikit-learn's C
_RAREST = 3  # texts that a word or a pair of words must be in


def priors(pairs: Sequence[Pair]) -> list[tuple[float, ...]]:
    """Log of the chance of each class of each pair, from its text alone; each task by itself.

    Each is guessed from the pairs of other documents. Even chances where there are too few documents to guess from.
    """
    found: dict[int, tuple[float, ...]] = {}
    for task, classes in CLASSES.items():
        places = [place for place, pair in enumerate(pairs) if pair.task == task]
        guessed = _guessed([pairs[place] for place in places], len(classes))
        found |= dict(zip(places, guessed, strict=True))
    return [found[place] for place in range(len(pairs))]


def _guessed(pairs: Sequence[Pair], classes: int) -> list[tuple[float, ...]]:
    import numpy as np

    chances = np.full((len(pairs), classes), 1.0 / classes)
    groups = [pair.group for pair in pairs]
    if len(set(groups)) >= 2 * _FOLDS:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import GroupKFold

        words = TfidfVectorizer(ngram_range=(1, 2), min_df=_RAREST, sublinear_tf=True)
        rows, targets = words.fit_transform([pair.text for pair in pairs]), np.array([pair.target for pair in pairs])
        for train, held in GroupKFold(_FOLDS).split(rows, targets, groups):
            if len(set(targets[train])) < 2:
                continue
            model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit(rows[train], targets[train])
            chances[held] = 0.0
            chances[np.ix_(held, model.classes_)] = model.predict_proba(rows[held])
    return [tuple(row) for row in np.log(np.maximum(chances, 1e-3)).tolist()]
