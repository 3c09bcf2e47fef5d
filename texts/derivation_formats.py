"""How is a derivation written down? As text for a terminal, as Markdown, and as a drawn tree in SVG."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from nytta.engine.errors import Language
from nytta.engine.ir.truth import Truth
from nytta.texts import derivation_words as said
from nytta.texts import words
from nytta.texts.derivation import Page, Question, Twig
from nytta.texts.formats import WIDTH, marked, printable


def answer(truth: Truth | str, language: Language) -> str:
    """A truth as a sign and a word, `✓ ja`; an arrow before what is no condition."""
    return "↳" if isinstance(truth, str) else f"{said.SIGNS[truth]} {said.ANSWERS[truth][language]}"


def heading(question: Question, language: Language) -> str:
    """A question with its answer."""
    return f"{question.heading} {said.ANSWERS[question.truth][language].capitalize()}."


# -- text for a terminal


def as_text(page: Page, language: Language) -> str:
    """The derivation for a person at a terminal, 80 columns wide."""
    lines = [*_wrapped(page.title), ""]
    lines += [line for name, value in page.particulars for line in _wrapped(f"{name}: {value}", rest="  ")]
    for one in page.questions:
        lines += ["", heading(one, language), *_tree_lines(one.tree, language, 1)]
    for title, items in lists(page, language):
        lines += ["", title, *(line for one in items for line in _wrapped(one, "  • ", "    "))]
    return "\n".join([*lines, "", *(line for one in page.footer for line in _wrapped(one))]) + "\n"


def lists(page: Page, language: Language) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What follows the trees: the conclusion, and what was presumed."""
    yield said.CONCLUSION[language], page.conclusions
    if page.presumed:
        yield words.PRESUMED[language], page.presumed


def _tree_lines(twig: Twig, language: Language, level: int) -> Iterator[str]:
    indent = "  " * level
    yield from _wrapped(f"{answer(twig.truth, language)}  {twig.words}", indent, f"{indent}    ")
    for note in twig.notes:
        yield from _wrapped(note, f"{indent}    ", f"{indent}    ")
    for part in twig.parts:
        yield from _tree_lines(part, language, level + 1)


def _wrapped(line: str, first: str = "", rest: str = "") -> list[str]:
    return textwrap.wrap(printable(line), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


# -- markdown


def as_markdown(page: Page, language: Language) -> str:
    """The derivation in CommonMark, the trees as lists within lists."""
    parts = [f"# {marked(page.title)}"]
    parts.append("\n".join(f"- **{name}:** {marked(value)}" for name, value in page.particulars))
    for one in page.questions:
        parts += [f"## {heading(one, language)}", "\n".join(_markdown_tree(one.tree, language, 0))]
    for title, items in lists(page, language):
        parts += [f"## {title}", "\n".join(f"- {marked(one)}" for one in items)]
    return "\n\n".join([*parts, "---", "  \n".join(map(marked, page.footer))]) + "\n"


def _markdown_tree(twig: Twig, language: Language, level: int) -> Iterator[str]:
    indent = "  " * level
    lines = [f"**{answer(twig.truth, language)}** {marked(twig.words)}", *(f"*{marked(one)}*" for one in twig.notes)]
    yield f"{indent}- " + f"  \n{indent}  ".join(lines)
    for part in twig.parts:
        yield from _markdown_tree(part, language, level + 1)
