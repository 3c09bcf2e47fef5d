"""The one meaning: what conditions and clauses say, apart from how they are written and on what machine they run."""
