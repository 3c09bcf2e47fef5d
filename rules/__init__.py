"""The strategies, as data."""
