"""What does the program ask? The facts of a kind as a list to read, and as a case file to fill in."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

from nytta.engine.errors import Language
from nytta.engine.model.case import Meta, Stay
from nytta.engine.model.edition import Edition
from nytta.engine.model.vocabulary import Fact, Vocabulary, allowed_values

_WIDTH = 80
_MANY = 20
TYPES: dict[str, dict[Language, str]] = {
    "number": {"sv": "tal", "en": "number"},
    "percent": {"sv": "procent, 0–100", "en": "percent, 0–100"},
    "money": {"sv": "kronor", "en": "SEK"},
    "date": {"sv": "datum, åååå-mm-dd", "en": "date, yyyy-mm-dd"},
    "text": {"sv": "text", "en": "text"},
    "country": {"sv": "landskod, till exempel NO", "en": "country code, such as NO"},
}


def answers(fact: Fact, vocabulary: Vocabulary) -> str:
    """What may be answered, as it is written in a case file, without a language of its own: `city | host`."""
    allowed = allowed_values(fact, vocabulary)
    if not allowed or len(allowed) > _MANY:
        return ""
    names = ["true", "false"] if fact.type == "bool" else [str(one) for one in allowed]
    return f"[{', '.join(names)}]" if fact.type == "set" else " | ".join(names)


def _answer(fact: Fact, vocabulary: Vocabulary, language: Language) -> str:
    return answers(fact, vocabulary) or TYPES[fact.type][language]


def fact_list(vocabulary: Vocabulary, read: Mapping[str, tuple[str, ...]], kind: str | None, language: Language) -> str:
    """The facts that matter, each with its question, what may be answered and the clauses that read it."""
    named = vocabulary.kinds[kind].label[language] if kind else ""
    heading = {
        "sv": f"Fakta som spelar roll{f' för {named}' if named else ''}",
        "en": f"Facts that matter{f' for: {named}' if named else ''}",
    }
    lines = [heading[language], ""]
    for name, clauses in read.items():
        fact = vocabulary.facts[name]
        lines.append(f"{name}: {_answer(fact, vocabulary, language)}")
        text = f"{fact.question[language]} {fact.help[language]}" if fact.help else fact.question[language]
        if fact.derived is not None:
            text += {"sv": " (Härleds om inget anges.)", "en": " (Derived if not stated.)"}[language]
        lines += textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")
        lines += textwrap.wrap(
            ", ".join(clauses), _WIDTH, initial_indent="  → ", subsequent_indent="    ", break_on_hyphens=False
        )
        lines.append("")
    return "\n".join(lines)


def case_file(edition: Edition, read: Mapping[str, tuple[str, ...]], kind: str, language: Language) -> str:
    """A case file of the kind with every fact that matters, each under its question and without an answer.

    Only the date has to be filled in before the file can be screened: it decides which edition judges.
    """
    head, vocabulary = edition.head, edition.vocabulary
    period = f"{head.in_force.from_}–{head.in_force.to or ''}"
    about = vocabulary.kinds[kind].description[language]
    intro = {
        "sv": f"{about} Fyll i datum och svar efter kolonen, och byt ut id och title. Lämna tomt det ni inte vet: då frågar "
        f"programmet, om det behövs. Pröva med: nytta screen FIL",
        "en": f"{about} Fill in the date and the answers after the colon, and replace id and title. Leave blank what you do "
        f"not know: the program asks if it matters. Then run: nytta screen FILE",
    }
    date_note = {
        "sv": f"ärendets datum, åååå-mm-dd; utgåvan {head.id} gäller {period}",
        "en": f"the case's date, yyyy-mm-dd; edition {head.id} is in force {period}",
    }
    body_note = {"sv": "organ som ska besluta, om det är känt", "en": "body that is about to decide, if known"}
    id_note = {"sv": "kort namn på ärendet", "en": "short name of the case"}
    title_note = {"sv": "vad ärendet gäller, i ord", "en": "what the case is about, in words"}
    label = vocabulary.kinds[kind].label[language]
    lines = [
        *_comment(intro[language], ""),
        f"id: {kind}  # {id_note[language]}",
        f"title: {label[:1].upper()}{label[1:]}  # {title_note[language]}",
        f"strategy: {head.strategy}",
        f"kind: {kind}",
        f"date:  # {date_note[language]}",
        f"body:  # {body_note[language]}: {' | '.join(vocabulary.bodies)}",
        "facts:",
    ]
    group = ""
    texts = [name for name, fact in vocabulary.facts.items() if fact.type == "text" and name.partition(".")[0] in _groups(read)]
    for name in (name for name in vocabulary.facts if name in read or name in texts):
        fact = vocabulary.facts[name]
        if name.partition(".")[0] != group:
            group = name.partition(".")[0]
            lines.append(f"  {group}:")
        text = fact.question[language] + {"sv": " (Härleds om det lämnas tomt.)", "en": " (Derived if left blank.)"}[language] * (
            fact.derived is not None
        )
        lines += [*_comment(text, "    "), *_comment(_answer(fact, vocabulary, language), "    ")]
        lines.append(f"    {name.partition('.')[2]}:")
    return "\n".join([*lines, *_meta(language)]) + "\n"


def _meta(language: Language) -> list[str]:
    """What the papers of the case need, without answers."""
    intro = {
        "sv": "För handlingarna (nytta text). Det som saknas blir en synlig lucka i dem.",
        "en": "For the papers (nytta text). What is missing becomes a visible gap in them.",
    }
    notes = {
        "sv": {"body_name": "organets eget namn, till exempel kulturnämnden", "attachments": "bilagor, en text för var och en"},
        "en": {"body_name": "the body's own name, such as kulturnämnden", "attachments": "a text for each"},
    }
    lines = ["meta:", *_comment(intro[language], "  ")]
    for name, field in Meta.model_fields.items():
        note = notes[language].get(name)
        lines.append(f"  {name}:{' []' if field.default == () else ''}{f'  # {note}' if note else ''}")
        if name == "period":
            lines += [f"    {day.alias or key}:  # {TYPES['date'][language]}" for key, day in Stay.model_fields.items()]
    return lines


def _groups(read: Mapping[str, tuple[str, ...]]) -> set[str]:
    return {name.partition(".")[0] for name in read}


def _comment(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=f"{indent}# ", subsequent_indent=f"{indent}# ", break_on_hyphens=False)
