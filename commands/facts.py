"""Which facts matter for a kind of case, and what does a case file to fill in look like?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from nytta.commands.output import hand_over
from nytta.engine.errors import Language
from nytta.options import (
    completed,
    edition_option,
    kinds,
    known,
    lang_option,
    output_options,
    rules_option,
    strategies,
    wrong_call,
)

if TYPE_CHECKING:
    from nytta.engine.load.library import Library
    from nytta.engine.model.edition import Edition


@click.command()
@click.argument("kind", required=False, shell_complete=completed(kinds))
@lang_option
@edition_option
@rules_option
def facts(kind: str | None, lang: Language, edition: str | None, folders: tuple[Path, ...]) -> None:
    """Visa vilka fakta som spelar roll för ett slag av ärende. / Which facts matter for a kind of case.

    Exempel / Example: nytta facts invitation --edition stockholm-2008
    """
    from nytta.engine.load.library import library
    from nytta.engine.policy.relevant import relevant_facts
    from nytta.texts.questionnaire import fact_list

    rules = library(folders)
    if kind is not None:
        _known_kind(kind, rules)
    names = [edition] if edition else [head.id for head in rules.index.heads]
    read = relevant_facts([rules.edition(name) for name in names], kind)
    click.echo(fact_list(rules.index.vocabulary, read, kind, lang), nl=False)


@click.command()
@click.argument("kind", shell_complete=completed(kinds))
@lang_option
@edition_option
@rules_option
@click.option(
    "--strategy",
    metavar="NAME",
    shell_complete=completed(strategies),
    help="Strategi; styr vilka fakta som tas med. / Strategy; decides which facts are asked.",
)
@output_options()
def new(
    kind: str,
    lang: Language,
    edition: str | None,
    folders: tuple[Path, ...],
    strategy: str | None,
    output: Path | None,
    force: bool,  # noqa: FBT001 - click passes it
) -> None:
    """Skriv en ärendefil att fylla i, med frågor. / Write a commented case file to fill in.

    Exempel / Example: nytta new invitation -o inbjudan.yaml
    """
    from nytta.engine.load.library import library
    from nytta.engine.policy.relevant import relevant_facts
    from nytta.texts.questionnaire import case_file

    rules = library(folders)
    _known_kind(kind, rules)
    chosen = _edition_for(rules, edition, strategy, kind)
    read = relevant_facts([chosen], kind)
    hand_over(case_file(chosen, read, kind, lang), output, lang, force=force)


def _known_kind(kind: str, rules: Library) -> None:
    from nytta.engine.load.spellings import called

    kinds = rules.index.vocabulary.kinds
    known(kind, kinds, "KIND", ("okänt slag", "unknown kind"), called(kinds))


def _edition_for(rules: Library, edition: str | None, strategy: str | None, kind: str) -> Edition:
    """The edition named, else the latest of the strategy named, else of the one made for the kind or with the most clauses."""
    if edition is not None:
        head = rules.edition(edition).head
        if head.kinds and kind not in head.kinds:
            raise wrong_call("KIND", f"{edition} prövar inte slaget «{kind}»", f"{edition} does not judge kind «{kind}»")
        return rules.edition(edition)
    if strategy is not None:
        known(strategy, rules.strategies, "--strategy", ("okänd strategi", "unknown strategy"))
    heads = [one for one in rules.index.heads if strategy in (None, one.strategy) and (not one.kinds or kind in one.kinds)]
    if not heads:
        raise wrong_call("KIND", f"{strategy} prövar inte slaget «{kind}»", f"{strategy} does not judge kind «{kind}»")
    narrow = [one for one in heads if one.kinds] or heads
    fullest = max(narrow, key=lambda one: len(one.clauses)).strategy
    return rules.edition(max((one for one in narrow if one.strategy == fullest), key=lambda one: one.in_force.from_).id)
