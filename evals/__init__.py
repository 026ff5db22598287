"""The fixed question set and its judgement: metrics, runs, comparison, gate. Uses the assistant as people do."""
