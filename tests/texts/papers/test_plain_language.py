"""Plain language: each fault is found, its near neighbour is let through, and the papers of the worked cases have none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nytta.engine.errors import Language
from nytta.engine.load.case import read_cases
from nytta.engine.load.library import Library
from nytta.engine.load.yaml import read_one
from nytta.engine.model.case import Case
from nytta.engine.model.verdict import Outcome, Verdict
from nytta.engine.readings import Readings
from nytta.engine.screen import Screening
from nytta.engine.still_open import StillOpen
from nytta.texts.papers.blocks import blocks
from nytta.texts.papers.fields import Papers
from nytta.texts.papers.plain_language import Fault, faults, words_of
from nytta.texts.papers.prose import count, length, lines, sentences
from nytta.texts.papers.render import TEMPLATES, rendered
from tests.conftest import ROOT

LANGUAGES: tuple[Language, ...] = ("sv", "en")
WORKED = sorted(ROOT.glob("cases/**/case.yaml"))
FORMS: list[tuple[str, Language]] = [
    (path.name.partition(".")[0], language)
    for language in LANGUAGES
    for path in sorted(TEMPLATES.glob(f"[!_]*.{language}.md.j2"))
]
FIFTEEN = "Nämnden antar planen för det nya året och sänder den vidare till stadens kontor. "
SHORT = "Det är bra. Det är bra."
THIRTY = " ".join(["ord"] * 28)


def found(markdown: str, language: Language = "sv", library: Library | None = None) -> list[str]:
    """What is wrong with a text, each as a person reads it."""
    bodies = library.index.vocabulary.bodies.values() if library else ()
    return [one.line(language) for one in faults(blocks(markdown), language, bodies)]


def read(markdown: str, language: Language = "sv") -> list[str]:
    """The sentences of a text, without its labels."""
    reading = words_of(language).reading
    return [one.text for one in sentences(lines(blocks(markdown), reading), reading) if not one.label]


EXAMPLES: dict[str, tuple[Language, str, str, str]] = {
    "a sentence of 31 words": (
        "sv",
        f"{SHORT} Nämnden ser {THIRTY} igen.",
        f"{SHORT} Nämnden ser {THIRTY}.",
        "31 ord i en mening",
    ),
    "a sentence of 31 words, in English": (
        "en",
        f"{SHORT} It is {THIRTY} again.",
        f"{SHORT} It is {THIRTY}.",
        "31 words in a sentence",
    ),
    "a long item of a list after a colon": (
        "sv",
        f"{SHORT} Det här saknas: {THIRTY} {THIRTY}, mål och plan.",
        f"{SHORT} Det här saknas: {THIRTY}, {THIRTY} och plan.",
        "56 ord i en mening",
    ),
    "a long explanation after a colon is no list": (
        "sv",
        f"{SHORT} Så här är det: {THIRTY}.",
        f"{SHORT} Så här är det. Se {THIRTY}.",
        "32 ord i en mening",
    ),
    "long sentences throughout": (
        "sv",
        f"{FIFTEEN[:-2]} i dag. {FIFTEEN[:-2]} i dag. Nämnden beslutar.",
        f"{FIFTEEN}{FIFTEEN}Nämnden beslutar.",
        "meningarna är långa: hälften har minst 16 ord",
    ),
    "officialese": ("sv", "Staden erhåller ett bidrag.", "Staden får ett bidrag.", "kanslispråk, ”erhåller”"),
    "officialese in another tense": ("sv", "Det förelåg skäl.", "Det fanns skäl.", "Skriv ”finns”."),
    "officialese of several words": ("sv", "Det sker i enlighet med planen.", "Det sker enligt planen.", "”i enlighet med”"),
    "officialese that begins a sentence": ("sv", "Samtliga nämnder deltar.", "Alla nämnder deltar.", "”Samtliga”"),
    "officialese in a heading": ("sv", "# Yttrande avseende resan", "# Yttrande om resan", "”avseende”"),
    "officialese in a label": ("sv", "- Avseende: resan", "- Gäller: resan avseende Oslo", "”Avseende”"),
    "officialese in a cell": ("sv", "| Vad |\n|---|\n| Tillse det. |", "| Vad |\n|---|\n| Se till det. |", "”Tillse”"),
    "officialese in an item": ("sv", "1. Ombesörj resan.", "1. Ordna resan.", "”Ombesörj”"),
    "a word that only a term may hold": ("sv", "Det finns synnerliga hinder.", "Det finns synnerliga skäl.", "”synnerliga”"),
    "officialese, in English": ("en", "It is done prior to the visit.", "It is done before the visit.", "”prior to”"),
    "an inflected word, in English": ("en", "The city utilised it.", "The city used it.", "Write ”use”."),
    "an abbreviation never spelled out": (
        "sv",
        "Det gäller t.ex. Oslo.",
        "Det gäller till exempel (t.ex.) Oslo.",
        "Skriv ut den första gången: till exempel.",
    ),
    "an abbreviation spelled out too late": (
        "sv",
        "Se utl. 2008:204. Det är utlåtande 2008:204.",
        "Se utlåtande 2008:204 (utl. 2008:204). Sedan står det i utl. 2008:204.",
        "”utl.” är inte utskriven",
    ),
    "an abbreviation in a citation, spelled out nowhere": (
        "sv",
        "Staden deltar. *(utl. 2008:204)*",
        "Staden deltar. *(utl. 2008:204)*\n\n- Stockholms stad, utlåtande 2008:204",
        "”utl.” är inte utskriven",
    ),
    "an abbreviation that is not known": ("sv", "Resan gäller XQZ.", "Resan gäller EU.", "”XQZ” är inte utskriven"),
    "an abbreviation with stops that is not known": ("sv", "Det är bra p.x.", "Det är bra.", "”p.x.” är inte utskriven"),
    "two spaces in a sentence": ("sv", "Nämnden  beslutar.", "Nämnden beslutar.", "fel mellanrum"),
    "two spaces between sentences": (
        "sv",
        "Nämnden beslutar.  Resan blir av.",
        "Nämnden beslutar. Resan blir av.",
        "fel mellanrum",
    ),
    "no space after a question": ("sv", "Vem betalar?Nämnden gör det.", "Vem betalar? Nämnden gör det.", "fel mellanrum"),
    "a space before a stop": ("sv", "Motparten är en förening .", "Motparten är en förening.", "fel mellanrum"),
    "a field in braces": ("sv", "Nämnden antar {title}.", "Nämnden antar ”{title}”.", "ett fält är inte ifyllt"),
    "a field of a template": ("sv", "Nämnden antar {{ paper.title }}.", "Nämnden antar «titel».", "ett fält är inte ifyllt"),
    "a value of Python": ("sv", "Kostnaden är None.", "Kostnaden är «belopp».", "ett fält är inte ifyllt"),
    "an empty list of Python": ("sv", "- []", "- [x]", "ett fält är inte ifyllt"),
    "a value of Python, in English": ("en", "The cost is None.", "None of the committees pays.", "a field is not filled in"),
    "one of several": ("sv", "Nämnden ställer 1 uppgifter.", "Nämnden ställer 1 uppgift.", "Skriv ”1 uppgift”."),
    "several of one": ("sv", "Nämnden vill ha 2 uppgift.", "Nämnden vill ha 2 uppgifter och 2 villkor.", "Skriv ”2 uppgifter”."),
    "the number in letters": ("sv", "Nämnden ställer tre fråga.", "Nämnden ställer tre frågor.", "Skriv ”tre frågor”."),
    "the article": ("sv", "Nämnden ställer en villkor.", "Nämnden ställer ett villkor och 1 villkor.", "Skriv ”ett villkor”."),
    "none of one": ("sv", "Det finns 0 fråga.", "Det finns 0 frågor och 1,5 uppgifter.", "Skriv ”0 frågor”."),
    "one of several, in English": ("en", "It has 1 conditions.", "It has 1 condition and 2 conditions.", "Write ”1 condition”."),
    "a body without its article": (
        "sv",
        "Kommunstyrelse godkänner avtalet.",
        "Kommunstyrelsen godkänner avtalet.",
        "”kommunstyrelsen”",
    ),
    "a body of the edition in its other form": (
        "sv",
        "Ansvarig nämnd godkänner avtalet.",
        "Nämnden godkänner avtalet. Avtalet prövas av ansvarig nämnd.",
        "Skriv ”nämnden”.",
    ),
    "a body without its article, in English": ("en", "Committee approves it.", "The committee approves it.", "”the committee”"),
    "a small letter": ("sv", "nämnden beslutar i dag.", "Nämnden beslutar i dag.", "börjar inte med stor bokstav"),
    "a small letter after a stop": (
        "sv",
        "Nämnden väntar. den vet för lite.",
        "Nämnden väntar. Den vet för lite.",
        "börjar inte med",
    ),
    "no stop": (
        "sv",
        "Nämnden beslutar att resan blir av",
        "Nämnden beslutar att resan blir av.",
        "slutar inte med skiljetecken",
    ),
    "no stop before a citation": (
        "sv",
        "Nämnden beslutar att resan blir av *(bilaga 2)*",
        "Nämnden beslutar att resan blir av. *(bilaga 2)*",
        "slutar inte med skiljetecken",
    ),
    "no stop in a numbered item": ("sv", "1. Anteckna svaret", "1. Anteckna svaret.", "slutar inte med skiljetecken"),
    "a colon that leads nowhere": (
        "sv",
        "Nämnden beslutar det här i ärendet:",
        "Nämnden beslutar det här i ärendet:\n\n- Oslo",
        "slutar inte med skiljetecken",
    ),
    "own words without a stop": (
        "sv",
        "Nyttan beskrivs i ärendet så här: ”bättre vård”",
        "Nyttan beskrivs i ärendet så här: ”Det ger bättre vård.”",
        "slutar inte med skiljetecken",
    ),
}
"""What is wrong with the first text and not with the second, and words of the message."""


@pytest.mark.parametrize(("language", "wrong", "right", "message"), EXAMPLES.values(), ids=EXAMPLES)
def test_a_fault_is_found_and_its_neighbour_is_not(
    language: Language, wrong: str, right: str, message: str, library: Library
) -> None:
    """The first text has this one fault, the second has none."""
    (only,) = set(found(wrong, language, library))
    assert message in only
    assert found(right, language, library) == []


@pytest.mark.parametrize(
    "text",
    [
        "Nämnden antar inbjudan i ärendet ”erhålla  None {x} t.ex. 1 uppgifter nämnd”.",
        "Nämnden godkänner avtalet. *(Bilaga 2, 2) avseende samtliga, punkt 1  {x})*",
        "Nämnden skickar svaret till «adressat saknas».",
        "**erhålla None {x} nämnd  utan punkt**",
        f"Nämnden antar inbjudan i ärendet ”{THIRTY} {THIRTY}”. *({THIRTY} {THIRTY})*",
        "- Yttrande avseende samtliga resor. Stockholms stad, utlåtande 2008:204 (XQZ)",
        "Kommunstyrelsen, 2012-03-01\\\nDatum: 2012-03-01\\\nTill: «adressat saknas»",
        "§ «paragraf» · Diarienummer: «diarienummer saknas»",
        "# Protokollsutdrag",
        "***",
        "",
    ],
)
def test_what_is_not_the_paper_s_own_is_not_examined(text: str) -> None:
    """The case's own words, citations, gaps, titles of documents and lines of particulars have no faults."""
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Se 17 kap. 7 § brottsbalken. Sedan 2012-07-01 gäller 10 kap.", 2),
        ("Se utl. 2008:204, punkt 2. Staden deltar.", 2),
        ("Det var den 3. maj i Oslo. Resan blev av.", 2),
        ("Anna B. Carlsson håller talet. Hon är bra.", 2),
        ("1. Kommunstyrelsen godkänner avtalet i dag.", 1),
        ("Nyttan beskrivs så här: ”Den är stor. Den varar.” Staden deltar.", 2),
        ("Vem betalar? Staden gör det! Bra.", 3),
        ("Staden (se ovan.) Motparten deltar.", 2),
        ("Staden deltar. *(utl. 2008:204, s. 4. Bilaga)* Motparten deltar.", 2),
        ("Kostnaden är 1.5 miljoner. Staden betalar.", 2),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: int) -> None:
    """An abbreviation, an ordinal, an initial, a list's number, own words and citations end no sentence of the paper."""
    assert len(read(text)) == expected, read(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nämnden antar inbjudan i ärendet ”ett två tre”.", 5),
        ("Det finns synnerliga skäl.", 3),
        ("Staden deltar *(utl. 2008:204)*.", 2),
        ("Den 2012-03-01 beslutar «organ».", 3),
        ("Flera sektorer samverkar: näringsliv, akademi och offentlig sektor.", 3),
        ("Det saknas: vem som betalar resekostnaden samt prövningen.", 4),
    ],
)
def test_words_are_counted_as_a_reader_holds_them(text: str, expected: int) -> None:
    """Own words, citations and gaps are no words, a term is one, and a list after a colon counts item by item."""
    reading = words_of("sv").reading
    (only,) = sentences(lines(blocks(text), reading), reading)
    assert length(only, reading) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_sound(language: Language) -> None:
    """No advice is itself officialese, no pattern stands twice, and every term but a name would be split or struck."""
    words = words_of(language)
    for one in words.officialese:
        assert not [fault for fault in found(f"- {one.write}", language) if "kanslispråk" in fault or "officialese" in fault], one
    patterns = Counter(pattern for one in words.officialese for pattern in one.avoid)
    assert [pattern for pattern, times in patterns.items() if times > 1] == []
    assert len(patterns) > 60
    assert all(count(term) > 1 or "-" in term for term in words.terms)
    assert not set(words.known) & set(words.abbreviations)
    forms = Counter(form for one in words.counted for form in {one.one, one.many})
    assert [form for form, times in forms.items() if times > 1] == []


def test_a_fault_speaks_both_languages() -> None:
    """Each fault says in Swedish and in English what is wrong and what to write, with the sentence."""
    (fault,) = faults(blocks("Staden erhåller ett bidrag."), "sv")
    assert isinstance(fault, Fault)
    assert fault.line("sv") == "kanslispråk, ”erhåller”: Staden erhåller ett bidrag. – Skriv ”få”."
    assert fault.line("en") == "officialese, ”erhåller”: Staden erhåller ett bidrag. – Write ”få”."


@pytest.fixture(scope="module")
def judged(library: Library, screening: Callable[[str], Screening]) -> list[tuple[Case, Verdict, Screening]]:
    """Every worked case with its verdict."""
    return list(_judged(library, screening))


def _judged(library: Library, screening: Callable[[str], Screening]) -> Iterator[tuple[Case, Verdict, Screening]]:
    readings, still_open = Readings(library, screening), StillOpen(screening)
    for path in WORKED:
        by_hand = read_one(path.with_name("expected.yaml")).value
        files = read_cases([str(path)], library, by_hand["edition"] if by_hand.get("by_hand") else None)
        for case, edition in files.cases:
            judge = screening(edition)
            yield case, still_open(case, readings(case, judge(case))), judge


@pytest.mark.parametrize(("form", "language"), FORMS)
def test_the_papers_of_the_worked_cases_have_no_faults(
    form: str,
    language: Language,
    judged: list[tuple[Case, Verdict, Screening]],
    library: Library,
    papers: Callable[[str], Papers],
) -> None:
    """Every form of paper of every worked case is in plain language."""
    wrong: dict[str, str] = {}
    for case, verdict, judge in judged:
        markdown = rendered(form, language, papers(judge.edition.id).fields(case, verdict, language))
        wrong |= dict.fromkeys(found(markdown, language, library), case.id)
    assert wrong == {}


def test_there_are_worked_cases_of_every_verdict(judged: list[tuple[Case, Verdict, Screening]]) -> None:
    """The test above is not empty."""
    verdicts: set[Outcome] = {verdict.verdict for _, verdict, _ in judged}
    assert len(verdicts) == 5
    assert len(judged) > 50
    assert FORMS
    assert all(isinstance(path, Path) for path in WORKED)
