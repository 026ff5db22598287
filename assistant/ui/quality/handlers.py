"""What the Quality tab shows: what the evaluation found, from the summary that ships with the project.

What is drawn is in `render`. No exception leaves it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from assistant.markup import Html
from assistant.ui.locale import load_labels
from assistant.ui.quality import render as render_quality
from assistant.ui.quality.summary import QualityError, Summary
from assistant.ui.session import Session

_LOG = logging.getLogger(__name__)


def drawn(session: Session, read: Callable[[], Summary | None]) -> Html:
    """The tab in the page's language; the file is read anew, so that a new evaluation shows without a restart."""
    labels = load_labels(session.lang)
    try:
        return render_quality.page(read(), labels)
    except QualityError as error:
        _LOG.warning("%s", error)
        return render_quality.page(None, labels, problem=labels("quality.unreadable"))
    except Exception:
        _LOG.exception("The Quality tab could not be drawn.")
        return render_quality.page(None, labels, problem=labels("quality.unreadable"))
