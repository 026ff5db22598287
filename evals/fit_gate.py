"""Fit the refusal gate's weights on dev questions: `python -m evals.fit_gate [--write]`.

Prints a cross-validated trade-off; with `--write` puts the weights into assistant/data/gate.json. Never looks at
test questions. Owns nothing that runs when questions are answered.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant import refusal
from assistant.answer import Assistant, open_assistant
from assistant.refusal import Features
from assistant.schema import Turn
from assistant.settings import AssistantSettings
from ingest.settings import PROJECT_ROOT, IngestSettings

QUESTIONS = PROJECT_ROOT / "evals" / "questions"
GATE = Path(refusal.__file__).parent / "data" / "gate.json"
_KINDS = ("open", "followup", "adversarial", "unanswerable")
_NAMES = tuple(field.name for field in dataclasses.fields(Features))


def dev_rows(assistant: Assistant) -> list[tuple[list[float], int, str]]:
    """Features, label (1 when the corpus answers the question) and id of every dev question without options."""
    rows = []
    for kind in _KINDS:
        for line in (QUESTIONS / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            if item["split"] != "dev":
                continue
            history = [Turn(turn["role"], turn["text"]) for turn in item["history"]]
            gate = assistant.gate(item["question"], history)
            rows.append(([getattr(gate.features, name) for name in _NAMES], int(bool(item["evidence"])), item["id"]))
    return rows


def fit(rows: Sequence[tuple[list[float], int, str]]) -> tuple[dict[str, Any], list[str]]:
    """Weights as data, and a table of refusal precision and recall by threshold from cross-validation."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    values = np.array([row[0] for row in rows])
    labels = np.array([row[1] for row in rows])
    mean, scale = values.mean(axis=0), values.std(axis=0) + 1e-9
    scaled = (values - mean) / scale
    model = LogisticRegression(C=0.5)
    folds = [StratifiedKFold(10, shuffle=True, random_state=seed) for seed in range(5)]
    guessed = np.mean(
        [cross_val_predict(model, scaled, labels, cv=f, method="predict_proba")[:, 1] for f in folds], axis=0
    )
    table = ["threshold  refusal precision  refusal recall  answerable kept"]
    for threshold in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        refused = guessed < threshold
        right = int((refused & (labels == 0)).sum())
        precision, recall = right / max(1, int(refused.sum())), right / max(1, int((labels == 0).sum()))
        kept = float((~refused)[labels == 1].mean())
        table.append(f"{threshold:9.2f}  {precision:17.2f}  {recall:14.2f}  {kept:15.2f}")
    model.fit(scaled, labels)
    data = {
        "what": "Logistic score that the evidence answers the question (assistant/refusal.py): [weight, mean, scale].",
        "fitted": f"python -m evals.fit_gate; {len(rows)} dev questions, {int((labels == 0).sum())} unanswerable",
        "bias": round(float(model.intercept_[0]), 4),
        "features": {
            name: [round(float(w), 4), round(float(m), 4), round(float(s), 4)]
            for name, w, m, s in zip(_NAMES, model.coef_[0], mean, scale, strict=True)
        },
    }
    return data, table


def main(argv: Sequence[str] | None = None) -> int:
    """Command line."""
    parser = argparse.ArgumentParser(
        prog="python -m evals.fit_gate", description="Fit the refusal gate on dev questions."
    )
    parser.add_argument("--write", action="store_true", help="write the weights into assistant/data/gate.json")
    arguments = parser.parse_args(argv)
    assistant = open_assistant(AssistantSettings(chat_model="extractive"), IngestSettings.from_env())
    data, table = fit(dev_rows(assistant))
    sys.stdout.write("\n".join(table) + "\n")
    if arguments.write:
        GATE.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
