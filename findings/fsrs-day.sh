#!/usr/bin/env bash
# A learner who practises a little earlier each evening gets a card every day for ever: fsrs 6.3.2 counts whole spans of
# 24 hours, not days.
#
# Library:  fsrs 6.3.2 (PyPI, MIT), default parameters, fuzz off.
# Input:    a card missed once, then answered "good" once an evening: at 20:00, 19:45, 19:30 ... (15 minutes earlier each
#           time), or one minute later each time. Every answer is a valid call with an aware UTC time.
# Expected: the same intervals. Both learners answer on the same calendar days, and all is known from the second day on.
# Seen:     `(review_datetime - last_review).days` is 0 for 23 h 45 min, so each answer counts as one of the same day: the
#           interval stays one day, while the other learner gets 2, 4, 7 ... days. No warning.
# Matters:  to whoever shows "what is due today" by the calendar (most apps for learners do): people are not clocks, and
#           those who come early are punished with the whole pile every evening. Intervals also look right in tests, which
#           step by exact days.
# Remedy:   give the library whole local days: the date at which the learner's day begins (say 04:00 in their zone)
#           instead of the moment. The third learner below is the first one, treated like that.
# Here:     assistant/practice/training/schedule.py is the one place that calls fsrs.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check fsrs==6.3.2 >"$work/pip.log" 2>&1 || { cat "$work/pip.log" >&2; exit 2; }

cat >"$work/expected" <<'END'
fsrs 6.3.2
15 minutes earlier each evening, intervals in days: 1 1 1 1 1 1
1 minute later each evening, intervals in days: 2 4 7 9 12 14
15 minutes earlier, given as whole days: 2 4 7 9 12 14
END
"$work/venv/bin/python" - >"$work/seen" <<'END'
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from fsrs import Card, Rating, Scheduler

print("fsrs", version("fsrs"))


def intervals(minutes, moment=lambda time: time):
    # One learning step, as in a sitting where a missed card comes back once.
    step = (timedelta(minutes=10),)
    scheduler = Scheduler(enable_fuzzing=False, learning_steps=step, relearning_steps=step)
    evening = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
    card, _ = scheduler.review_card(Card(), Rating.Again, moment(evening))
    days = []
    for number in range(1, 7):
        card, _ = scheduler.review_card(card, Rating.Good, moment(evening + number * timedelta(days=1, minutes=minutes)))
        days.append((card.due - card.last_review).days)
    return " ".join(map(str, days))


def day(time):
    return (time - timedelta(hours=4)).replace(hour=0, minute=0)


print("15 minutes earlier each evening, intervals in days:", intervals(-15))
print("1 minute later each evening, intervals in days:", intervals(1))
print("15 minutes earlier, given as whole days:", intervals(-15, day))
END
cat "$work/seen"
diff -u "$work/expected" "$work/seen"
echo "as seen before"
