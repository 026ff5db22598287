"""A small corpus of made-up products, indexed with hashed vectors: enough to break retrieval and see it."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.schema import EvalQuestion
from ingest.embedding.embed import HashingEmbedder
from ingest.index.store import Index, open_index
from ingest.schema import Reference
from ingest.settings import IngestSettings
from tests.fakes import build_here

DIMENSION = 16
_STEMS = "quor zelm brin vask tolu perd hamo lixi ferr nobu".split()
_ENDINGS = "bitex andria oline uster".split()
PRODUCTS = [stem + ending for stem in _STEMS for ending in _ENDINGS]


def sentence(number: int) -> str:
    """What the corpus says of a product; every other product is described in French."""
    name, count = PRODUCTS[number].capitalize(), number + 3
    if number % 2:
        return f"{name} keeps {count} copies of each ledger page in cold storage."
    return f"{name} conserve {count} copies de chaque page du registre en stockage froid."


def uri(number: int) -> str:
    return f"corpus/{'aws' if number % 2 else 'notes'}/{PRODUCTS[number]}.md"


def product_question(number: int) -> EvalQuestion:
    """Asked in the language of the page for the first half of the products, in the other one for the rest."""
    french = (number % 2 == 0) == (number < len(PRODUCTS) // 2)
    name = PRODUCTS[number].capitalize()
    asked = f"Combien de copies {name} garde-t-il ?" if french else f"How many copies does {name} hold?"
    return EvalQuestion(
        id=f"product-{number}",
        kind="open",
        lang="fr" if french else "en",
        question=asked,
        facts=(str(number + 3),),
        evidence=(Reference(uri(number), sentence(number)),),
    )


@pytest.fixture(scope="session")
def product_questions() -> list[EvalQuestion]:
    return [product_question(number) for number in range(len(PRODUCTS))]


@pytest.fixture(scope="session")
def product_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("products")
    for number, name in enumerate(PRODUCTS):
        path = root / uri(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        lang = "en" if number % 2 else "fr"
        text = f"---\ntitle: {name.capitalize()}\nlang: {lang}\n---\n\n# {name.capitalize()}\n\n- {sentence(number)}\n"
        path.write_text(text, encoding="utf-8")
    return root / "corpus"


@pytest.fixture(scope="session")
def product_index(product_corpus: Path) -> Index:
    settings = IngestSettings(
        corpus=(product_corpus,),
        index=product_corpus.parent / "index",
        embedding_model=f"hashing-{DIMENSION}",
        chunk_tokens=80,
    )
    build_here(settings, HashingEmbedder(DIMENSION))
    return open_index(settings)
