"""What does an interview say? Questions, answers so far and the closing review, as lines for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from nytta.engine.errors import Language
from nytta.engine.interview import Presumption, Question, Review
from nytta.engine.ir.wording import Wording
from nytta.engine.load.case import number_meant
from nytta.engine.model.base import Text, text
from nytta.engine.model.case import Case, FactValue
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import Answer, Outcome
from nytta.engine.model.vocabulary import NUMERIC, Fact, allowed_values
from nytta.texts import words
from nytta.texts.answers import led_to, verdicts
from nytta.texts.formats import printable
from nytta.texts.questionnaire import TYPES

WIDEST, NARROWEST = 80, 20
HOW = text(
    sv="Svara med numret eller ordet. ? förklarar frågan, - betyder vet ej, < går tillbaka, = visar och ändrar svaren, . sparar "
    "och lämnar.",
    en="Answer with the number or the word. ? explains the question, - means don't know, < goes back, = shows and changes the "
    "answers, . saves and leaves.",
)
KIND = text(sv="Vad för slags ärende är det?", en="What kind of case is it?")
STRATEGY = text(sv="Vilken strategi ska pröva ärendet?", en="Which strategy is to judge the case?")
DATE = text(
    sv="Vilket datum har ärendet (åååå-mm-dd)? Det avgör vilken utgåva som gäller. Retur: {today}.",
    en="Which date has the case (yyyy-mm-dd)? It decides which edition is in force. Enter: {today}.",
)
NO_DAY = text(sv="Det är inget datum som finns; skriv åååå-mm-dd.", en="That is no date that exists; write yyyy-mm-dd.")
NONE_IN_FORCE = text(
    sv="Ingen utgåva av {strategy} gäller {day}. Det finns: {periods}.",
    en="No edition of {strategy} is in force on {day}. There are: {periods}.",
)
TITLE = text(sv="Rubrik", en="Title")
BODY = text(sv="Organ som ska besluta", en="Body that is about to decide")
NEW_TITLE = text(sv="Vad gäller ärendet, i ord?", en="What is the case about, in words?")
WHICH_BODY = text(sv="Vilket organ ska besluta?", en="Which body is about to decide?")
ANSWER = text(sv="Svar: ", en="Answer: ")
NOT_KNOWN = text(sv="vet ej", en="don't know")
NOT_STATED = text(sv="inte angivet", en="not stated")
NO_NUMBER = text(sv="«{typed}» är inget av numren.", en="«{typed}» is none of the numbers.")
NO_ANSWER = text(
    sv="«{typed}» är inget av svaren. Skriv numret eller ordet.",
    en="«{typed}» is none of the answers. Type the number or the word.",
)
NOTHING_TYPED = text(sv="Skriv ett svar, eller - om ni inte vet.", en="Type an answer, or - if you do not know.")
WHICH_TO_CHANGE = text(sv="Vilket nummer ska ändras? Retur: inget.", en="Which number is to be changed? Enter: none.")
FORMER = text(
    sv="Filen hade annat än svar, till exempel kommentarer; den finns kvar som {file}.",
    en="The file had more than answers, such as comments; it is kept as {file}.",
)
CLOSE = text(
    sv="Retur avslutar, ett nummer ändrar, = visar svaren, < går tillbaka.",
    en="Enter ends, a number changes, = shows the answers, < goes back.",
)
SAVED = text(sv="Sparat i {file}", en="Saved in {file}")
GO_ON = text(sv="Fortsätt med:", en="Go on with:")
GOES_TO = text(sv="Svaren sparas efter hand i {file}.", en="The answers are saved in {file} as you go.")
NOT_SAVED = text(
    sv="Svaren kunde inte sparas ({why}). Här är ärendefilen:",
    en="The answers could not be saved ({why}). Here is the case file:",
)
NOTHING_TO_SAVE = text(sv="Inget är sparat: frågorna hade inte börjat.", en="Nothing is saved: the questions had not begun.")
MINUTES = text(sv="Text till protokollet:", en="Text for the minutes:")
_POSSIBLE = text(sv="Ännu möjligt:", en="Still possible:")
_SETTLED = text(sv="Inget svar kan ändra utfallet:", en="No answer can change the verdict:")
_AS_IT_STANDS = text(sv="Som ärendet är beskrivet nu:", en="As the case is described now:")
_LACKING = text(
    sv="Svar som inte ändrar utfallet men som ärendet behöver för att vara fullständigt: {count}. + ställer de frågorna.",
    en="Answers that do not change the verdict but that the case needs to be complete: {count}. + asks for them.",
)
_BODY_MATTERS = text(
    sv=". Vilket organ det är kan ändra utfallet; = och 2 anger det.",
    en=". Which it is can change the verdict; = and 2 state it.",
)
_NUMBER = text(sv="Fråga {number}.", en="Question {number}.")
_NOW = text(sv="Nu:", en="Now:")
_SEVERAL = text(sv="Flera går: skriv numren med komma, 0 för inget.", en="Several may do: numbers with commas, 0 for none.")
_NEEDED_FOR = text(sv="Behövs för:", en="Needed for:")
_LEADS_TO = text(sv="Svaren leder hit:", en="Where the answers lead:")
_NO_DIFFERENCE = text(
    sv="Svaret avgör inget ensamt, bara tillsammans med andra.", en="The answer settles nothing alone, only with others."
)
_NOT_KNOWN_YET = text(sv="Det ni inte vet kan ännu ändra utfallet:", en="What you do not know can still change the verdict:")
_PRESUMED = text(
    sv="Det förutsätter det här. Skriv numret på det som inte stämmer.",
    en="That presupposes this. Type the number of what is not so.",
)


def wrapped(lines: Iterable[str], width: int) -> str:
    """The lines, broken to fit; what follows a number stays indented behind it."""
    usable = max(NARROWEST, min(width, WIDEST))
    broken: list[str] = []
    for line in lines:
        body = line.lstrip(" ")
        indent = " " * (len(line) - len(body))
        after = indent + " " * (4 if indent and body[:1].isdigit() else 0)
        broken += textwrap.wrap(
            printable(body),
            usable,
            initial_indent=indent,
            subsequent_indent=after,
            break_long_words=False,  # a file's name is to be copied whole
            break_on_hyphens=False,
        ) or [""]
    return "\n".join(broken)


def numbered(names: Iterable[str]) -> list[str]:
    """`  1  ja`."""
    return [f"  {number:<3} {name}" for number, name in enumerate(names, 1)]


class Told:
    """Tells the interviews of one edition in one language."""

    def __init__(self, edition: Edition, language: Language, read: dict[str, tuple[str, ...]]) -> None:
        self._edition = edition
        self._facts = edition.vocabulary.facts
        self._wording = Wording(edition)
        self._language = language
        self._read = read

    def range(self, possible: Sequence[Outcome], *, complete: bool) -> str:
        """`Ännu möjligt: tillstyrks eller avstyrks.` Where the search was not complete, that there may be more."""
        language = self._language
        if not complete:
            return f"{_POSSIBLE[language]} {verdicts(possible, language)} ({words.NOT_ALL[language]})."
        opening = _SETTLED if len(possible) == 1 else _POSSIBLE
        return f"{opening[language]} {verdicts(possible, language)}."

    def question(self, name: str, number: int | None, now: FactValue | None) -> list[str]:
        """The question with its help, what it is answered with now, and what may be answered."""
        fact, language = self._facts[name], self._language
        opening = f"{_NUMBER[language].format(number=number)} " if number else ""
        lines = [opening + fact.question[language], *([f"  {fact.help[language]}"] if fact.help else [])]
        if now is not None:
            lines.append(f"  {_NOW[language]} {self._wording.value(name, now, language)}")
        lines += numbered(self._wording.value(name, one, language) for one in choices(fact, self._edition))
        lines += [f"  {_SEVERAL[language]}"] if fact.type == "set" else []
        return lines if choices(fact, self._edition) else [*lines, f"  ({TYPES[fact.type][language]})"]

    def explained(self, name: str, question: Question | None, answers: Sequence[Answer]) -> list[str]:
        """Which clauses read the fact, and where the answers lead."""
        language = self._language
        clauses = [self._edition.by_id[one.rpartition("/")[2]] for one in self._read.get(name, ())]
        lines = [_NEEDED_FOR[language], *(f"  {one.title[language]} [{one.id}]" for one in clauses)] if clauses else []
        if question is not None:
            led = led_to(name, answers, question.verdicts, self._wording, language)
            lines += [f"{_LEADS_TO[language]} {led}"] if led else [_NO_DIFFERENCE[language]]
        return [*lines, HOW[language]]

    def answers(self, case: Case, names: Sequence[str], unknown: Sequence[str]) -> list[str]:
        """What is said so far, numbered: title, body, and each fact by its question."""
        language = self._language
        said = [f"{TITLE[language]}: {case.title}", self._body(case)]
        for name in names:
            value = NOT_KNOWN[language] if name in unknown else self._wording.value(name, case.facts[name], language)
            said.append(f"{self._facts[name].question[language]} {value}")
        return numbered(said)

    def review(self, step: Review, case: Case, now: Outcome, lacking: int) -> list[str]:
        """The verdict or those still possible and that of the case as it stands, the body, what is not known and presumed."""
        language = self._language
        lines = [self.range(step.verdicts, complete=step.complete)]
        if (now,) != step.verdicts:
            lines.append(f"{_AS_IT_STANDS[language]} {verdicts((now,), language)}.")
        if lacking:
            lines.append(_LACKING[language].format(count=lacking))
        lines.append(f"{self._body(case)}{'' if case.body else _BODY_MATTERS[language]}")
        if step.unknown:
            lines += [_NOT_KNOWN_YET[language], *(f"  {self._facts[one].question[language]}" for one in step.unknown)]
        if step.presumed:
            lines += [_PRESUMED[language], *numbered(map(self._presumption, step.presumed))]
        return lines

    def _body(self, case: Case) -> str:
        body = self._wording.bodies((case.body,), self._language) if case.body else NOT_STATED[self._language]
        return f"{BODY[self._language]}: {body}"

    def _presumption(self, presumed: Presumption) -> str:
        name, value = presumed
        return f"{self._facts[name].question[self._language]} {self._wording.value(name, value, self._language)}"


def choices(fact: Fact, edition: Edition) -> tuple[bool | str, ...]:
    """The values that are offered by number; none where they are too many to list."""
    return allowed_values(fact, edition.vocabulary) if fact.type != "country" else ()


def meant(typed: str, fact: Fact, edition: Edition) -> str:
    """A typed answer as a case file has it: numbers and words in either language become codes, the rest stays as it is."""
    offered = choices(fact, edition)
    if fact.type == "country":
        return _code(typed, edition.vocabulary.countries)
    if fact.type == "set":
        if typed.casefold() in _NOTHING:
            return _NONE
        if (whole := _code(typed, fact.values)) in fact.values:
            return whole
        return ", ".join(_one_of(one.strip(), offered, fact) for one in typed.split(",") if one.strip())
    if fact.type in NUMERIC:
        return number_meant(typed, fact.type) or typed
    return _one_of(typed, offered, fact) if offered else typed


def is_none_of(written: str, fact: Fact, edition: Edition) -> bool:
    """Whether there are values to choose from, and something that was written is none of them."""
    allowed = [_written(one) for one in allowed_values(fact, edition.vocabulary)]
    given = [one.strip() for one in written.split(",")] if fact.type == "set" and written != _NONE else [written]
    return bool(allowed) and written != _NONE and any(one not in allowed for one in given)


def place(typed: str, count: int) -> int | None:
    """Which of so many is meant by a number, from 0; None if it is none of theirs."""
    if not typed.isdecimal() or len(typed) > len(str(count)):
        return None
    return int(typed) - 1 if 0 < int(typed) <= count else None


def _written(value: bool | str) -> str:  # noqa: FBT001 - a value
    return value if isinstance(value, str) else str(value).lower()


def _one_of(typed: str, offered: Sequence[bool | str], fact: Fact) -> str:
    if (chosen := place(typed, len(offered))) is not None:
        return _written(offered[chosen])
    if fact.type == "bool":
        return _TRUTHS.get(typed.casefold()) or _code(typed, fact.values)
    return _code(typed, fact.values)


def _code(typed: str, labels: dict[str, Text]) -> str:
    """The code whose label was typed, else what was typed."""
    wanted = typed.casefold()
    return next((code for code, label in labels.items() if wanted in _spellings(code, label)), typed)


def _spellings(code: str, label: Text) -> Iterator[str]:
    return (one.casefold() for one in (code, label.sv, label.en))


_NONE = "[]"
_NOTHING = ("0", "inget", "ingen", "inga", "none", "nothing", "[]")
_TRUTHS = dict.fromkeys(("ja", "j", "yes", "y", "true"), "true") | dict.fromkeys(("nej", "n", "no", "false"), "false")
