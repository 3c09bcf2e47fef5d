"""What the engine finds out about the rules themselves."""
