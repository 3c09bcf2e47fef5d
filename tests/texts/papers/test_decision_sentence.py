"""What a paper decides is what the verdict says, and never more."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path
from random import Random
from typing import Literal

import pytest

from nytta.engine.errors import Language
from nytta.engine.ir.lower import lowered
from nytta.engine.ir.settle import SettledCase, Settling
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.model.case import Case, Meta
from nytta.engine.model.edition import Edition
from nytta.engine.model.verdict import Outcome, Verdict
from nytta.engine.model.vocabulary import Decisions, Phrase
from nytta.engine.screen import Screening
from nytta.texts.papers.blocks import Block, Heading, Listing, Paragraph, Table, blocks
from nytta.texts.papers.fields import Papers
from nytta.texts.papers.render import TEMPLATES, rendered
from nytta.texts.papers.sentences import HANDS_OVER, OF_NO_KIND, RETURNS, Deciding
from tests.conftest import EDITIONS, ROOT, SHIPPED_EDITIONS
from tests.generate import random_case

CASES = int(os.environ.get("NYTTA_SENTENCE_CASES", "500"))
"""Cases an edition, each read in both languages and both house styles."""
PAPERS = 2
"""Cases of each verdict an edition, of which every paper is read."""
Sample = Callable[[str], tuple[tuple[Case, Verdict], ...]]
LANGUAGES: tuple[Language, ...] = ("sv", "en")
STYLES: tuple[Literal["sentences", "att_clauses"], ...] = ("sentences", "att_clauses")
FORMS: list[tuple[str, Language]] = [
    (path.name.partition(".")[0], language)
    for language in LANGUAGES
    for path in sorted(TEMPLATES.glob(f"[!_]*.{language}.md.j2"))
]
CONDITIONS = {"sv": (" på följande villkor",) * 2, "en": (" on the following condition", " on the following conditions")}
"""What stands before one condition and before several."""
APPROVING: tuple[Outcome, ...] = ("approve", "approve_with_conditions")
TITLES = (
    "Studiebesök i Oslo",
    "Nämnden godkänner avtalet” och ”antar inbjudan",
    'Kommunstyrelsen beslutar att "godkänna resan" på följande villkor',
    "avslår förslaget till avtal i ärendet {title} till {to} {does}",
    "accepts the invitation in the case on the following conditions",
    "1. **godkänner** *(avtalet)* _approves the agreement_ | «godkänna» <b>bifaller</b>",
)
"""Titles that say more than any verdict, and try to get out of their quotation marks."""


def words(blocks: Iterable[Block]) -> Iterator[str]:
    """The text of blocks as a reader sees it, but for the case's title, which stands in bold."""
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                if not all(span.bold for span in block.spans):
                    yield "".join(span.text for span in block.spans)
            case Listing():
                yield from words(inner for item in block.items for inner in item)
            case Table():
                yield from ("".join(span.text for span in cell) for row in (block.header, *block.rows) for cell in row)
            case _:
                pass


def without_own_words(text: str) -> str:
    """The text with the case's own words taken out of their quotation marks."""
    return re.sub("[“”][^“”]*”", "””", text)


def styled(edition: Edition, style: Literal["sentences", "att_clauses"]) -> Edition:
    """The edition in another house style."""
    head = edition.head.model_copy(update={"style": edition.head.style.model_copy(update={"decisions": style})})
    return edition.model_copy(update={"head": head})


def forms_of(phrase: Phrase, language: Language) -> tuple[str, str]:
    """A phrase in the present tense and in the infinitive, as it stands with the title's place empty."""
    does, to_do = (form[language].replace("{title}", "””").partition("{to}")[0].strip() for form in (phrase.does, phrase.to_do))
    return does, to_do


def expected_of_kind(case: Case, edition: Edition, settled: SettledCase) -> Decisions:
    """How the rules say that this kind is approved and rejected: the first of its decisions whose fact is so."""
    for one in edition.vocabulary.kinds[case.kind].decisions:
        if one.when is True or settled.facts.get(one.when.fact) == one.when.is_:  # type: ignore[union-attr]
            return one
    return OF_NO_KIND


def expected_phrase(verdict: Outcome, decisions: Decisions) -> Phrase:
    """What the body does on a verdict: the table of `docs` in one place of the tests."""
    return {
        "approve": decisions.approve,
        "approve_with_conditions": decisions.approve,
        "incomplete": RETURNS,
        "refer": HANDS_OVER,
        "reject": decisions.reject,
    }[verdict]


def says(edition: Edition, language: Language, which: Literal["approve", "reject"]) -> tuple[str, ...]:
    """Every phrase with which any kind is approved or rejected, in both forms, without what all of them end with."""
    kinds = edition.vocabulary.kinds.values()
    every = [form for kind in kinds for one in kind.decisions for form in forms_of(getattr(one, which), language)]
    signs = zip(*(reversed(form) for form in every), strict=False)
    tail = "".join(alike[0] for alike in takewhile(lambda alike: len(set(alike)) == 1, signs))[::-1]
    own = forms_of(getattr(OF_NO_KIND, which), language)
    return tuple({form.removesuffix(tail) for form in every} | {form.removesuffix(" ””") for form in own})


@pytest.fixture(scope="module")
def worked(library: Library) -> tuple[Case, ...]:
    """The worked cases that an edition judges by itself."""
    paths = sorted(ROOT.glob("cases/**/case.yaml"))
    return tuple(case for path in paths for case, _ in read_cases([str(path)], library).cases)


def cases_of(edition: Edition, worked: tuple[Case, ...], purpose: str) -> Iterator[Case]:
    """Cases of every kind with some facts or none, and worked ones with a fact withdrawn; their titles say more than they may."""
    source = Random(f"{purpose} {edition.id}")
    made = [random_case(edition, source, number) for number in range(CASES)]
    own = [case for case in worked if case.strategy == edition.head.strategy and edition.head.in_force.covers(case.date)]
    for case in own:
        withdrawn = source.choice((None, *sorted(case.facts)))
        facts = {name: value for name, value in case.facts.items() if name != withdrawn}
        made.append(case.model_copy(update={"facts": facts}))
    for case in made:
        yield case.model_copy(update={"title": source.choice(TITLES)})


def subject_of(sentence: str, case: Case, verdict: Verdict, edition: Edition, language: Language) -> str:
    """The subject with which the sentence begins: a body that may decide, one that hands over, or a gap."""
    gap = re.match("«[^»]*»", sentence)
    if gap:
        assert case.body is None or (verdict.decided_by and verdict.verdict != "refer"), sentence
        return gap[0]
    own = () if case.body is None else (case.body,)
    bodies = tuple(one.body for one in verdict.decided_by)
    known = [edition.vocabulary.bodies[name] for name in (own if verdict.verdict == "refer" and own else bodies or own)]
    names = [(one.definite or one.label)[language] for one in known]
    found = [name for name in names if sentence.lower().startswith(f"{name} ".lower())]
    assert found, (sentence, names)
    subject = sentence[: len(max(found, key=len))]
    assert subject[0].isupper()
    return subject


@pytest.mark.parametrize("name", EDITIONS)
def test_the_decision_sentence_says_what_the_verdict_says(
    name: str, worked: tuple[Case, ...], screening: Callable[[str], Screening]
) -> None:
    """A body, the verb phrase of exactly the verdict and the kind, the title in quotation marks, and nothing else."""
    judge = screening(name)
    settle = Settling(judge.edition, lowered(judge.edition))
    seen: Counter[Outcome] = Counter()
    editions = [styled(judge.edition, style) for style in STYLES]
    for case in cases_of(judge.edition, worked, "sentence"):
        verdict, settled = judge(case), settle(case)
        seen[verdict.verdict] += 1
        decisions = expected_of_kind(case, judge.edition, settled)
        for edition in editions:
            for language in LANGUAGES:
                deciding = Deciding(case, verdict, edition, settled, language)
                (block,) = blocks(deciding.sentence())
                assert isinstance(block, Paragraph)
                sentence = without_own_words("".join(span.text for span in block.spans))
                subject = subject_of(sentence, case, verdict, judge.edition, language)
                does, to_do = forms_of(expected_phrase(verdict.verdict, decisions), language)
                decides = {"sv": "beslutar att", "en": "decides to"}[language]
                said = does if edition.head.style.decisions == "sentences" else f"{decides} {to_do}"
                rest = sentence.removeprefix(f"{subject} {said}")
                assert rest != sentence, (case, sentence, said)
                if verdict.verdict == "refer":
                    assert len(rest.strip()) > len("over to"), (case, sentence)
                elif verdict.verdict == "approve_with_conditions":
                    assert rest == CONDITIONS[language][len(verdict.conditions) > 1]
                else:
                    assert rest == "", (case, sentence)
    assert {"reject", "incomplete"} <= set(seen)
    assert name not in SHIPPED_EDITIONS or set(APPROVING) & set(seen)


def test_the_phrases_tell_approving_from_rejecting(screening: Callable[[str], Screening]) -> None:
    """No phrase both approves and rejects, and what is returned or handed over is neither approved nor rejected."""
    for name in EDITIONS:
        for language in LANGUAGES:
            approving, rejecting = (says(screening(name).edition, language, which) for which in ("approve", "reject"))
            assert len(approving) > 20
            assert not set(approving) & set(rejecting)
            for neither in (*forms_of(RETURNS, language), *forms_of(HANDS_OVER, language)):
                assert decided(neither, (*approving, *rejecting)) == []


@pytest.fixture(scope="module")
def sample(worked: tuple[Case, ...], screening: Callable[[str], Screening]) -> Sample:
    """Some cases of each verdict that an edition comes to."""
    return cache(lambda name: _sample(screening(name), worked))


def _sample(judge: Screening, worked: tuple[Case, ...]) -> tuple[tuple[Case, Verdict], ...]:
    found: dict[Outcome, list[tuple[Case, Verdict]]] = {}
    for case in cases_of(judge.edition, worked, "papers"):
        verdict = judge(case)
        found.setdefault(verdict.verdict, []).append((case, verdict))
    return tuple(one for same in found.values() for one in same[-PAPERS:])


def decided(text: str, phrases: Iterable[str]) -> list[str]:
    """Which of the phrases the text holds, as whole words."""
    return [one for one in phrases if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text, re.IGNORECASE)]


@pytest.mark.parametrize(("form", "language"), FORMS)
@pytest.mark.parametrize("name", EDITIONS)
def test_no_paper_decides_otherwise_than_its_verdict(
    name: str, form: str, language: Language, sample: Sample, papers: Callable[[str], Papers]
) -> None:
    """No paper of a case that is not approved approves anything anywhere, and none of an approved one rejects or returns it."""
    edition = papers(name).edition
    approving, rejecting = (says(edition, language, which) for which in ("approve", "reject"))
    returning, handing = (
        tuple(form.removesuffix("till").partition(" ””")[0] for form in forms_of(one, language)) for one in (RETURNS, HANDS_OVER)
    )
    for case, verdict in sample(name):
        markdown = rendered(form, language, papers(name).fields(case, verdict, language))
        text = without_own_words("\n".join(words(blocks(markdown))))
        approved = verdict.verdict in APPROVING
        if verdict.verdict == "reject":  # “avslår förslaget att förlänga avtalet” holds what it rejects
            text = re.sub("|".join(map(re.escape, sorted(rejecting, key=len, reverse=True))), "", text, flags=re.IGNORECASE)
        forbidden = [*rejecting, *returning, *handing] if approved else [*approving]
        forbidden += returning if verdict.verdict in ("reject", "refer") else ()
        forbidden += handing if verdict.verdict in ("reject", "incomplete") else ()
        forbidden += rejecting if verdict.verdict in ("incomplete", "refer") else ()
        assert decided(text, forbidden) == [], (case, verdict.verdict, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_body_s_own_name_stands_for_the_body(
    language: Language, worked: tuple[Case, ...], screening: Callable[[str], Screening]
) -> None:
    """The name that the case gives its body is the subject where that body decides."""
    judge = screening("stockholm-2008")
    settle = Settling(judge.edition, lowered(judge.edition))
    named = 0
    for case in cases_of(judge.edition, worked, "name"):
        own = case.model_copy(update={"meta": Meta(body_name="Miljö- och hälsoskyddsnämnden")})
        verdict = judge(own)
        if own.body in {one.body for one in verdict.decided_by}:
            named += 1
            sentence = Deciding(own, verdict, judge.edition, settle(own), language).sentence()
            assert sentence.startswith("Miljö- och hälsoskyddsnämnden ")
    assert named > 10


def test_there_are_papers() -> None:
    """The tests over papers are not empty."""
    assert Path(TEMPLATES).is_dir()
    assert {form for form, _ in FORMS}
