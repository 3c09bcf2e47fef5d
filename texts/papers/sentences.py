"""What does the body decide, in a sentence? The verdict, the kind and the body make it; a case's own words never do."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from nytta.engine.errors import Language
from nytta.engine.ir.evaluate import meaning
from nytta.engine.ir.lower import Lowering
from nytta.engine.ir.settle import SettledCase
from nytta.engine.ir.wording import either
from nytta.engine.model.base import Text, text
from nytta.engine.model.case import Case
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import Verdict
from nytta.engine.model.vocabulary import Decisions, Phrase
from nytta.texts.papers.markdown import quoted, words

DECIDES = text(sv="{subject} beslutar att {to_do}", en="{subject} decides to {to_do}")
DOES = text(sv="{subject} {does}", en="{subject} {does}")
ON_CONDITION = text(sv="{sentence} på följande villkor", en="{sentence} on the following condition")
ON_CONDITIONS = text(sv="{sentence} på följande villkor", en="{sentence} on the following conditions")
RETURNS = Phrase(
    does=text(sv="återremitterar ärendet {title} för komplettering", en="returns the case {title} for completion"),
    to_do=text(sv="återremittera ärendet {title} för komplettering", en="return the case {title} for completion"),
)
HANDS_OVER = Phrase(
    does=text(sv="överlämnar ärendet {title} till {to}", en="hands the case {title} over to {to}"),
    to_do=text(sv="överlämna ärendet {title} till {to}", en="hand the case {title} over to {to}"),
)
OF_NO_KIND = Decisions(
    approve=Phrase(
        does=text(sv="godkänner ärendet {title}", en="approves the case {title}"),
        to_do=text(sv="godkänna ärendet {title}", en="approve the case {title}"),
    ),
    reject=Phrase(
        does=text(sv="avslår ärendet {title}", en="rejects the case {title}"),
        to_do=text(sv="avslå ärendet {title}", en="reject the case {title}"),
    ),
)
"""For a kind that does not say how it is decided."""
WHERE_IT_BELONGS = text(sv="den som ansvarar för frågan", en="whoever is responsible for the matter")
DECIDING_BODY = text(sv="beslutande organ saknas", en="deciding body not known")
RECIPIENT = text(sv="mottagare: {bodies}", en="recipient: {bodies}")
ONE_OF = text(sv="beslutande organ: {bodies}", en="deciding body: {bodies}")


def gap(what: str) -> Markup:
    """A place that a person has to fill in."""
    return Markup("«{}»").format(words(what))


@dataclass(frozen=True, slots=True)
class Deciding:
    """Says what is decided on one case, in one language."""

    case: Case
    verdict: Verdict
    edition: Edition
    settled: SettledCase
    language: Language

    def sentence(self) -> Markup:
        """The decision, as the edition's style has it, without its full stop: conditions may follow."""
        form = DECIDES if self.edition.head.style.decisions == "att_clauses" else DOES
        phrase = self.phrase()
        said = Markup(form[self.language]).format(  # noqa: S704 - our own words
            subject=capitalised(self.subject()), does=self.filled(phrase.does), to_do=self.filled(phrase.to_do)
        )
        if self.verdict.verdict != "approve_with_conditions":
            return said
        conditional = ON_CONDITION if len(self.verdict.conditions) == 1 else ON_CONDITIONS
        return Markup(conditional[self.language]).format(sentence=said)  # noqa: S704 - our own words

    def phrase(self) -> Phrase:
        """What the body does: approve, reject, return or hand over."""
        match self.verdict.verdict:
            case "approve" | "approve_with_conditions":
                return self._of_kind().approve
            case "reject":
                return self._of_kind().reject
            case "incomplete":
                return RETURNS
            case "refer":
                return HANDS_OVER

    def _of_kind(self) -> Decisions:
        lowering = Lowering(self.edition)
        for one in self.edition.vocabulary.kinds[self.case.kind].decisions:
            if meaning(lowering.condition(one.when, ("when",)))(self.settled.values):
                return one
        return OF_NO_KIND

    def filled(self, phrase: Text) -> Markup:
        """A phrase with the case's title and, where it is handed over, to whom."""
        template = Markup(phrase[self.language])  # noqa: S704 - the rules' own words
        return template.format(title=quoted(self.case.title, self.language), to=self.handed_to())

    def subject(self) -> Markup:
        """The body that decides, by its own name where the case gives it; a gap where it is not settled.

        A body that may not decide hands the case over and does nothing else.
        """
        language, body = self.language, self.case.body
        bodies = tuple(dict.fromkeys(one.body for one in self.verdict.decided_by))
        if body is not None and (self.verdict.verdict == "refer" or not bodies or body in bodies):
            return words(self._own_name() or self.name(body))
        if not bodies or self.unsettled():
            return gap(DECIDING_BODY[language])
        if len(bodies) == 1:
            return words(self.name(bodies[0]))
        return gap(ONE_OF[language].format(bodies=either(list(map(self.name, bodies)), language)))

    def unsettled(self) -> bool:
        """Whether what is missing may yet say that another body decides."""
        return any(one.norm == "competence" and one.status == "undetermined" for one in self.verdict.findings)

    def _own_name(self) -> str | None:
        """What the case calls the body, unless a verb of a decision hides in the name."""
        given = self.case.meta.body_name if self.case.meta else None
        if given is None:
            return None
        every = [OF_NO_KIND, *(one for kind in self.edition.vocabulary.kinds.values() for one in kind.decisions)]
        phrases = [RETURNS, HANDS_OVER, *(phrase for one in every for phrase in (one.approve, one.reject))]
        verbs = {phrase.does[self.language].partition(" ")[0] for phrase in phrases}
        return given if verbs.isdisjoint(given.casefold().split()) else None

    def name(self, body: str) -> str:
        """A body in the definite form."""
        known = self.edition.vocabulary.bodies[body]
        return (known.definite or known.label)[self.language]

    def handed_to(self) -> Markup:
        """Where the case belongs, if it is handed over: another body, or what the clause says; a gap where several may take it."""
        language = self.language
        for one in self.verdict.findings:
            if one.effect == "refer" and one.norm == "competence":
                names = list(map(self.name, dict.fromkeys(by.body for by in self.verdict.decided_by)))
                return words(names[0]) if len(names) == 1 else gap(RECIPIENT[language].format(bodies=either(names, language)))
            if one.effect == "refer":
                clause = self.edition.by_id[one.clause.partition("/")[2]]
                return words((clause.refers_to or WHERE_IT_BELONGS)[language])
        return Markup()


def capitalised(sentence: Markup) -> Markup:
    """The sentence with its first letter large."""
    return Markup(sentence[:1].upper()) + sentence[1:]  # noqa: S704 - the same words
