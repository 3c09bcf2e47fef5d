"""How is it said which answers lead to which verdicts?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from nytta.engine.errors import Language
from nytta.engine.ir.wording import Wording, either
from nytta.engine.model.base import Text, text
from nytta.engine.model.case import FactValue
from nytta.engine.model.verdict import Answer, Outcome
from nytta.texts.words import VERDICTS

MOST_NAMED = 5
"""The most values that are named one by one where it can be said which are the others."""
_STILL_OPEN = text(sv="fortfarande öppet", en="still open")
_OTHERWISE = text(sv="annat svar", en="any other answer")
_ANY = text(sv="när det är angivet", en="once it is stated")
_UP_TO = text(sv="högst {high}", en="at most {high}")
_FROM = text(sv="minst {low}", en="at least {low}")
_UNTIL_DAY = text(sv="senast {high}", en="{high} at the latest")
_FROM_DAY = text(sv="tidigast {low}", en="{low} at the earliest")


def verdicts(possible: Sequence[Outcome], language: Language) -> str:
    """`tillstyrks, tillstyrks med villkor eller avstyrks`, as a part of a sentence."""
    return either([VERDICTS[one][language].lower() for one in possible], language)


def led_to(fact: str, answers: Sequence[Answer], possible: Sequence[Outcome], wording: Wording, language: Language) -> str:
    """`ja → fortfarande öppet; nej → avstyrks`; nothing where one answer by itself decides as little as another."""

    def then(one: Answer) -> str:
        return _STILL_OPEN[language] if one.verdicts == possible else verdicts(one.verdicts, language)

    if len(answers) < 2:  # noqa: PLR2004 - one group of answers tells nothing apart
        return ""
    rest = max(answers, key=lambda one: (one.any_other, len(one.values)))
    others = rest.any_other or len(rest.values) > MOST_NAMED
    named = [one for one in answers if not (others and one is rest)]
    said = [f"{answer(fact, one, wording, language)} → {then(one)}" for one in named]
    return "; ".join([*said, *([f"{_OTHERWISE[language]} → {then(rest)}"] if others else ())])


def answer(fact: str, given: Answer, wording: Wording, language: Language) -> str:
    """The values and ranges of an answer: `Norge eller Danmark`, `högst 49 procent`."""
    said = [wording.value(fact, one, language) for one in given.values]
    said += [between(fact, low, high, wording, language) for low, high in given.ranges]
    return either([*said, *([_ANY[language]] if given.any_other else ())], language)


def between(fact: str, low: FactValue | None, high: FactValue | None, wording: Wording, language: Language) -> str:
    """A range in words, both ends included."""
    is_day = isinstance(low if low is not None else high, date)
    ends = {name: wording.value(fact, one, language) for name, one in (("low", low), ("high", high)) if one is not None}
    if low is not None and low == high:
        return ends["low"]
    if not ends:
        return _OTHERWISE[language]
    if len(ends) == 2:  # noqa: PLR2004 - both ends
        return f"{ends['low']}–{ends['high']}"
    form: Text = (_UNTIL_DAY if is_day else _UP_TO) if low is None else (_FROM_DAY if is_day else _FROM)
    return form[language].format(**ends)
