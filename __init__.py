"""nytta: checks a municipality's international engagements against its own strategy."""
