"""Tables of cases: columns in, verdicts out."""
