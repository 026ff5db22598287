"""The claim checker, judged and fitted on labelled claims."""
