"""From a verdict to what a person or a program reads."""
