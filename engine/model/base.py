"""What do all models share? Frozen, strict, and nothing unknown is let through."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from nytta.engine.errors import Language

IDENTIFIER = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"


class Model(BaseModel):
    """A value: frozen, strictly typed, without unknown keys."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", populate_by_name=True, defer_build=True)


class Text(Model):
    """The same words in Swedish and English."""

    sv: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def __getitem__(self, language: Language) -> str:
        return self.sv if language == "sv" else self.en


text = Text.model_construct
"""Words of the program's own: not validated, so that the program can start without building a validator."""
