"""How a claim and a sentence agree or differ, one signal a file. Decides nothing."""
