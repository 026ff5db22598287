"""Is this text right? Every claim of a text, judged against the sources with quotes; and the learner's notes audited.

`statements` checks a text, `audit` a folder of notes, `changes` knows what the sources say has changed since. Nothing
here writes an answer: verdicts come from `checking`, words from the documents.
"""
