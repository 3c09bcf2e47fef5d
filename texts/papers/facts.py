"""What is said of a case's facts? Each in words, as a sentence where there is one, as a visible gap where it is not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup

from nytta.engine.errors import Language
from nytta.engine.ir.settle import SettledCase
from nytta.engine.ir.wording import Wording
from nytta.engine.model.base import text
from nytta.engine.model.edition import Edition
from nytta.texts.papers.markdown import quoted, words
from nytta.texts.papers.sentences import gap

NOT_STATED = text(sv="uppgift saknas: {label}", en="not stated: {label}")
_STOPS = (".", "!", "?")


class Facts(Mapping[str, Markup]):
    """The facts of a settled case in words, by dotted name; a gap where one is not known."""

    def __init__(self, edition: Edition, settled: SettledCase, language: Language) -> None:
        self._known = edition.vocabulary.facts
        self._wording = Wording(edition)
        self._settled = settled
        self._language = language

    def __getitem__(self, name: str) -> Markup:
        return self.worded(name) or gap(NOT_STATED[self._language].format(label=self.label(name)))

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def label(self, name: str) -> str:
        """What the fact is called."""
        return self._known[name].label[self._language]

    def worded(self, name: str) -> Markup | None:
        """A fact's value in words; a text is quoted; None where it is not known."""
        value = self._settled.facts.get(name)
        if value is None:
            return None
        if self._known[name].type == "text":
            return quoted(str(value), self._language)
        return words(self._wording.value(name, value, self._language))

    def stated(self, name: str) -> Markup | None:
        """A sentence that says what is so; None where the fact is not known or has no sentence."""
        value, worded = self._settled.facts.get(name), self.worded(name)
        statements = self._known[name].statements
        said = statements.get(str(value).lower() if isinstance(value, bool) else str(value)) or statements.get("any")
        if worded is None or said is None:
            return None
        sentence = Markup(said[self._language]).format(value=worded)  # noqa: S704 - the rules' own words
        return sentence if sentence.rstrip("”“").endswith(_STOPS) else sentence + "."

    def own_words(self, names: Iterable[str]) -> list[Markup]:
        """The sentences in which the case itself describes what these facts are about, each once."""
        described = dict.fromkeys(self._known[name].described_by for name in names if name in self._known)
        return [said for name in described if name is not None and (said := self.stated(name)) is not None]
