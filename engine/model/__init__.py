"""The shapes of everything that is read and shown, as frozen pydantic models."""
