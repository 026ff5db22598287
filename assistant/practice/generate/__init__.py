"""Practice items from the learner's own sources: facts with their quotes, items from templates, rules before release.

    sources   sentences of the index, where they stand
    families  names that can be mistaken for one another (data)
    facts     what sentences say of the members of families, with the sentences themselves
    needs     statements as situations, for stems
    drafts    items with a claim behind every option
    rules     one reason to reject an item per function
    select    what is released: shares of domains, languages and types
    build     the order of all this, and its report

No model is needed; `rephrase` may use one for the wording of stems only.
"""
