"""One document as data, for producers to print: the text that a reader has to give back.

Owns the words, their order and the table. Knows nothing of formats or readers. Our own words.
"""

from __future__ import annotations

TITLE = "Entraîner et servir des modèles"

# (kind, content): h2 and p hold text, ul a list of items, table rows of cells, code lines.
BLOCKS: list[tuple[str, object]] = [
    (
        "p",
        "Ce cours résume ce qu'il faut savoir avant l'examen. Il est écrit en français, mais les noms des services et "
        "les extraits de la documentation restent en anglais. « Un modèle entraîné n'est pas un modèle utile », disait "
        "un collègue : il faut encore le déployer, le surveiller et l'améliorer.",
    ),
    ("h2", "Coefficients et efficacité"),
    (
        "p",
        "La première difficulté est de choisir un coefficient d'apprentissage efficace. S'il est trop élevé, la perte "
        "oscille ; s'il est trop faible, l'entraînement est long et coûteux. Une planification décroissante affine la "
        "recherche, et l'arrêt précoce met fin au travail dès que la perte de validation ne baisse plus. Les données "
        "déséquilibrées demandent un soin différent : on pondère les classes, on suréchantillonne la minorité, ou "
        "l'on modifie le seuil de décision après coup.",
    ),
    (
        "p",
        "A profile of the first epochs often shows that the accelerators are idle while files are fetched and "
        "deflated. Off-the-shelf loaders read ahead; a fast file system, a larger batch or a second worker process "
        "are sufficient in most workflows. Real-time metrics are confirmed with a short offline benchmark.",
    ),
    ("h2", "Ways to serve a model"),
    ("p", "Four kinds of endpoints are offered, and each of them fits another pattern of traffic:"),
    (
        "ul",
        [
            "A real-time endpoint keeps instances running and answers within milliseconds.",
            "A serverless endpoint scales to zero, at the price of cold starts after idle periods.",
            "An asynchronous endpoint queues large payloads and writes each result to a bucket.",
            "A batch transform job scores a whole data set and stops its instances afterwards.",
        ],
    ),
    ("h2", "Limits at a glance"),
    ("p", "The table below gives the limits that matter for the choice."),
    (
        "table",
        [
            ["Option", "Payload", "Timeout", "Scales to zero"],
            ["Real-time", "6 MB", "60 s", "no"],
            ["Serverless", "4 MB", "60 s", "yes"],
            ["Asynchronous", "1 GB", "1 h", "yes"],
            ["Batch transform", "100 MB", "none", "not needed"],
        ],
    ),
    ("h2", "Launching a job"),
    ("p", "A training job on spare capacity is described with a few lines:"),
    (
        "code",
        [
            "estimator = Estimator(",
            "    image_uri=image,",
            "    use_spot_instances=True,",
            "    max_wait=7200,",
            ")",
            "estimator.fit(inputs)",
        ],
    ),
    (
        "p",
        "The value of max_wait covers the run and the time spent waiting for capacity. Checkpoints are written to a "
        "bucket, so that an interrupted job resumes where it stopped. Où que l'on soit, la règle est la même : "
        "sauvegarder tôt, reprendre vite, et ne payer que ce qui sert.",
    ),
    ("h2", "Surveiller après la mise en service"),
    (
        "p",
        "La dérive des données se mesure en comparant la distribution des requêtes à celle de l'entraînement. Quand "
        "l'écart dépasse un seuil fixé à l'avance, une alarme est levée et un nouvel entraînement est planifié. "
        "L'explicabilité, elle, aide à vérifier que le modèle ne s'appuie pas sur une variable interdite.",
    ),
    (
        "p",
        "Shadow tests send a copy of live requests to a candidate and compare the answers before any user sees them. "
        "A canary shifts a small share of the traffic first; if an alarm fires, the former variant takes over again. "
        "Blue/green fleets make both moves safe, and the bill shows for how long two fleets were kept.",
    ),
]


def plain_words(*, bullets: bool = True) -> list[str]:
    """The words of the document in reading order, list markers left out."""
    words = TITLE.split()
    for kind, content in BLOCKS:
        if kind in ("h2", "p"):
            words.extend(str(content).split())
        elif kind == "table":
            words.extend(word for row in rows() for cell in row for word in cell.split())
        else:
            assert isinstance(content, list)
            words.extend(word for line in content for word in str(line).split())
    return words


def rows() -> list[list[str]]:
    """The table, its header first."""
    found = next(content for kind, content in BLOCKS if kind == "table")
    assert isinstance(found, list)
    return found
