"""Practice items from anybody's notes, without a chat model: facts found by syntax and shape, options from facts alike.

parse   sentences as trees (spaCy, an optional extra)
facts   what a document says in a form that can be asked: definitions, conditions, purposes, limits, tables, terms
items   a fact as a question among facts of its kind
build   the order of all this, what is kept of each document, and the report
"""
