"""Source documents: where each passage stands in a reader's own copy, and whether any that binds was left out."""
