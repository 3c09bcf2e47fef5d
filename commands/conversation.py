"""How is an interview held? One question after the other, with going back and changing, every answer kept at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from shlex import join

import click

from nytta.commands.beginning import Beginning, Head
from nytta.commands.dialogue import Dialogue, LeavingError
from nytta.commands.judging import override_warning, screenings, standard_input
from nytta.commands.kept import Kept
from nytta.commands.output import say
from nytta.engine.errors import InputError, Language
from nytta.engine.interview import Interview, Interviewing, Question, Review
from nytta.engine.load.begun import begun
from nytta.engine.load.case import with_facts
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import Document
from nytta.engine.model.base import Text
from nytta.engine.model.case import Case
from nytta.engine.policy.relevant import relevant_facts
from nytta.engine.readings import Readings
from nytta.engine.still_open import StillOpen, grouped
from nytta.texts import interview_words as words
from nytta.texts.interview import Told
from nytta.texts.typed_answers import is_none_of, meant, place


def hold(library: Library, language: Language, head: Head, begun_in: str | None, output: Path | None, *, force: bool) -> None:
    """Asks, and keeps each answer; raises InputError where the call, the file begun or the place to write to is wrong."""
    document = begun(begun_in, standard_input) if begun_in else Document("nytta ask")
    dialogue = Dialogue(language)
    try:
        case, edition = Beginning(library, dialogue)(document, head, output)
    except (LeavingError, KeyboardInterrupt) as left:
        dialogue.tell("", words.NOTHING_TO_SAVE[language])
        if isinstance(left, KeyboardInterrupt):
            raise click.Abort from None
        return
    is_resumed = begun_in not in (None, "-") and str(output) == begun_in
    kept = Kept(case, output, library.index.vocabulary, force=force, is_resumed=is_resumed)
    _Conversation(library, dialogue, case, edition, kept, by_hand=head.edition is not None).run()


class _Conversation:
    """The questions on the facts, with going back and changing, until nothing is left to ask."""

    def __init__(self, library: Library, dialogue: Dialogue, case: Case, edition: str, kept: Kept, *, by_hand: bool) -> None:
        self._talk = dialogue
        self._library = library
        self._language = dialogue.language
        self._edition = self._library.edition(edition)
        self._screenings = screenings(library)
        self._screening = self._screenings(edition)
        self._next = Interviewing(self._edition, self._screening)
        self._told = Told(self._edition, self._language, relevant_facts([self._edition], case.kind))
        self._kept = kept
        self._warnings = override_warning(case, edition, library) if by_hand else ()
        chosen = ["--edition", edition] if by_hand else []
        language = ["--lang", "en"] if self._language == "en" else []
        self._options = [*(part for one in library.folders[1:] for part in ("--rules", str(one))), *chosen, *language]
        self._state = Interview(case)

    def run(self) -> None:
        """Asks until the official ends or leaves; what is said by then is in the file."""
        language, file = self._language, str(self._kept.file)
        self._talk.tell("", words.HOW[language], *self._kept.opening(language))
        try:
            while not self._step():
                self._kept(self._state.case)
        except (LeavingError, KeyboardInterrupt) as left:
            self._close(words.GO_ON, "ask", "--facts", file, "-o", file)
            if isinstance(left, KeyboardInterrupt):
                raise click.Abort from None
            return
        if not self._kept.is_printed:
            self._verdict()
        if self._screening(self._state.case).verdict == "incomplete":
            self._close(words.GO_ON, "ask", "--facts", file, "-o", file)
        else:
            self._close(words.MINUTES, "text", file, "--form", _MINUTES)

    def _close(self, onward: Text, *command: str) -> None:
        """Says where the answers are, and the command that goes on from there by the same rules and in the same language."""
        closing = self._kept.closing(self._language)
        if closing:
            self._talk.tell("", *closing, onward[self._language])
            say(f"  {join(['nytta', *command, *self._options])}")

    def _step(self) -> bool:
        """One question or the review; whether that was the end."""
        step = self._next(self._state)
        if isinstance(step, Review):
            return self._review(step)
        self._talk.tell("", self._told.range(step.verdicts, complete=step.complete))
        self._question(step.fact, step)
        return False

    # -- a question

    def _question(self, fact: str, step: Question | None) -> None:
        """Asks for a fact until it is answered, the official goes back or turns to the other answers."""
        now = self._state.case.facts.get(fact)
        number = len(self._state.asked) + 1 if step else None
        self._talk.tell("", *self._told.question(fact, number, now))
        while True:
            typed = self._talk.read(words.ANSWER[self._language])
            word = typed.casefold()
            if word in _EXPLAIN:
                answers = tuple(grouped(self._next.answers(self._state, step))) if step else ()
                self._talk.tell(*self._told.explained(fact, step, answers))
            elif word in _UNKNOWN:
                self._state = self._state.answered(fact, None)
                return
            elif word in _BACK:
                self._state = self._state.back() if step else self._state
                return
            elif word in _ANSWERS:
                self._change()
                return
            elif not typed:
                self._talk.tell(words.NOTHING_TYPED[self._language])
            elif self._answered(fact, typed):
                return

    def _answered(self, fact: str, typed: str) -> bool:
        """Takes an answer, or says why it is none."""
        described, language = self._edition.vocabulary.facts[fact], self._language
        written = meant(typed, described, self._edition)
        if is_none_of(written, described, self._edition):
            self._talk.tell(words.NO_ANSWER[language].format(typed=typed))
            return False
        try:
            value = with_facts(self._state.case, [f"{fact}={written}"], self._library).facts.get(fact)
        except InputError as error:
            self._talk.tell(*(one.sv if language == "sv" else one.en for one in error.problems))
            return False
        self._state = self._state.answered(fact, value)
        return True

    # -- the answers so far

    def _names(self) -> list[str]:
        """The facts that are stated or said to be unknown, in the order in which they were asked, what was known before first."""
        state = self._state
        return list(dict.fromkeys((*(one for one in state.case.facts if one not in state.asked), *state.asked)))

    def _change(self) -> None:
        """Shows the answers so far and asks one of them again; the others stay."""
        names = self._names()
        said = self._told.answers(self._state.case, names, self._state.unknown)
        self._talk.tell("", *said, words.WHICH_TO_CHANGE[self._language])
        typed = self._talk.read(words.ANSWER[self._language])
        if not typed:
            return
        chosen = place(typed, len(_HEAD) + len(names))
        if chosen is None:
            self._talk.tell(words.NO_NUMBER[self._language].format(typed=typed))
        elif chosen >= len(_HEAD):
            self._question(names[chosen - len(_HEAD)], None)
        else:
            self._change_head(_HEAD[chosen])

    def _change_head(self, key: str) -> None:
        """Asks for the title or the body; a sign that is no answer leaves it, and «vet ej» takes the body away."""
        signs = (*_EXPLAIN, *_BACK, *_ANSWERS, "")
        if key == "body":
            names = {name: body.label for name, body in self._edition.vocabulary.bodies.items()}
            value = self._talk.chosen(words.WHICH_BODY, names, leave_by=(*signs, *_UNKNOWN))
        else:
            self._talk.tell("", words.NEW_TITLE[self._language])
            typed = self._talk.read(words.ANSWER[self._language])
            value = None if typed.casefold() in (*signs, *_UNKNOWN) else typed
        if value is not None:
            self._state = replace(self._state, case=self._state.case.model_copy(update={key: value}))

    # -- the end

    def _review(self, step: Review) -> bool:
        """Shows what came of it; whether the official ends here."""
        now = self._screening(self._state.case).verdict
        said = self._told.review(step, self._state.case, now, len(self._lacking()))
        self._talk.tell("", *said, words.CLOSE[self._language])
        typed = self._talk.read(words.ANSWER[self._language]).casefold()
        chosen = place(typed, len(step.presumed))
        if not typed:
            self._state = self._state.confirming(step.presumed)
            return True
        if typed in _BACK:
            self._state = self._state.back()
        elif typed in _ANSWERS:
            self._change()
        elif typed in _MORE:
            self._complete()
        elif typed in _EXPLAIN:
            self._talk.tell(words.HOW[self._language])
        elif chosen is not None:
            self._question(step.presumed[chosen][0], None)
        else:
            self._talk.tell(words.NO_NUMBER[self._language].format(typed=typed))
        return False

    def _complete(self) -> None:
        """Asks for what the case lacks although it changes nothing, until an answer is left open."""
        while lacking := self._lacking():
            before = self._state
            self._question(lacking[0], None)
            if self._state == before:
                return
            self._kept(self._state.case)

    def _lacking(self) -> list[str]:
        """What the clauses lack that has not been said to be unknown."""
        missing = self._screening(self._state.case).missing
        return [one.fact for one in missing if one.fact not in self._state.unknown]

    def _verdict(self) -> None:
        """The verdict with its reasons, on standard output."""
        from nytta.texts.formats import as_text
        from nytta.texts.outline import outline

        case = self._state.case
        verdict = Readings(self._library, self._screenings)(case, self._screening(case, self._warnings))
        verdict = StillOpen(self._screenings)(case, verdict)
        click.echo(as_text(outline(verdict, self._edition, self._language), self._language))


_MINUTES = "protokollsutdrag"
_HEAD = ("title", "body")
_EXPLAIN = ("?", "hjälp", "help")
_UNKNOWN = ("-", "vet ej", "vet inte", "don't know", "dont know")
_BACK = ("<", "tillbaka", "back")
_ANSWERS = ("=", "svar", "answers")
_MORE = ("+", "mer", "more")
