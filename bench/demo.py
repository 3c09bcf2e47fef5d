"""What does the program say about worked cases? Screens some with `nytta` itself and shows the answers: `make demo`."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(sysconfig.get_path("scripts"), "nytta")
SHOWN = PROGRAM.relative_to(ROOT) if PROGRAM.is_relative_to(ROOT) else PROGRAM
ITEMS = 2
"""Items shown of the first section of an answer; the first answer is shown with its particulars."""
INTRO = """\
nytta prövar en kommuns internationella engagemang mot kommunens egen strategi. Ett ärende går in som
fakta; ut kommer ett utfall med skäl och hänvisning till stället i strategin. En människa beslutar.
Här är {count} ärenden. Svaren är förkortade ([…]); kommandot ovanför varje svar visar hela.

nytta checks a municipality's international engagements against its own strategy. A case goes in as facts;
out comes a verdict with reasons, each with its place in the strategy. A person decides.
Here are {count} cases. The answers are shortened ([…]); the command above each shows the whole.
In English: NYTTA_LANG=en make demo"""
OUTRO = """\
Ett eget ärende / A case of your own:
  {program} new invitation -o inbjudan.yaml
  {program} screen inbjudan.yaml"""


class Matter(NamedTuple):
    """A worked case and the question it answers."""

    case: str
    sv: str
    en: str


MATTERS = (
    Matter(
        "stockholm/oslo-climate-host-pays-2010",
        "Värden för en klimatkonferens i Oslo bjuder in staden och betalar resan. Kan staden tacka ja?",
        "The host of a climate conference in Oslo invites the city and pays for the travel. Can the city accept?",
    ),
    Matter(
        "stockholm/intelligent-communities-2009",
        "Kan staden sluta en överenskommelse med Alumni Association of Intelligent Communities?",
        "Can the city make an agreement with the Alumni Association of Intelligent Communities?",
    ),
    Matter(
        "stockholm/suleimanya-2008",
        "En motion vill att staden sluter avtal med Suleimanya om demokrati. Vad säger strategin?",
        "A motion wants the city to make an agreement with Suleimanya on democracy. What does the strategy say?",
    ),
    Matter(
        "stockholm/london-agreement-2009",
        "Kan staden sluta avtal med London om miljöfrågor?",
        "Can the city make an agreement with London on the environment?",
    ),
    Matter(
        "stockholm/intelligent-community-award-2009",
        "Staden ska ta emot ett pris i New York. Handlingarna säger inte vem som betalar resan.",
        "The city is to receive a prize in New York. The papers do not say who pays for the travel.",
    ),
    Matter(
        "stockholm/working-time-directive-2010",
        "En nämnd vill ge stadens syn på ett EU-direktiv som berör fyra nämnder. Får den det?",
        "A committee wants to give the city's view on an EU directive that concerns four committees. May it?",
    ),
    Matter(
        "linkoping/palo-alto-new-agreement-without-review-2018",
        "Kan Linköping sluta ett nytt avtal med systerorten Palo Alto utan att först se över relationen?",
        "Can Linköping make a new agreement with its sister city Palo Alto without first reviewing the relation?",
    ),
)


def answers(*options: str) -> list[str]:
    """What the program prints about each matter; where it fails, this script ends as it does."""
    call = [str(PROGRAM), "screen", *map(path, MATTERS), *options]
    run = subprocess.run(call, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=False)
    if run.returncode != 0:
        sys.exit(run.returncode)
    return re.split(r"\n\n─+\n\n", run.stdout)


def path(matter: Matter) -> str:
    """The case file, from the project's folder."""
    return f"cases/{matter.case}/case.yaml"


def top(answer: str, *, particulars: bool) -> str:
    """The verdict, with or without the particulars of the case, and the first items of what decides it."""
    verdict, about, section, *_ = answer.split("\n\n")
    heading, *items = re.split(r"\n(?=  \S)", section)
    parts = [verdict, about] if particulars else [verdict]
    return "\n\n".join([*parts, "\n".join([heading, *items[:ITEMS], "  […]"])])


def main() -> None:
    """Prints each matter: the question, the command, the answer."""
    print(INTRO.format(count=len(MATTERS)))
    both = zip(answers(), answers("--lang", "en"), strict=True)
    for number, (matter, (answer, english)) in enumerate(zip(MATTERS, both, strict=True), 1):
        print(f"\n── {number}. {matter.sv}\n      {matter.en}\n$ {SHOWN} screen {path(matter)}\n")
        print(top(answer, particulars=number == 1))
        if answer != english:
            verdict, *_, meaning = english.split("\n\n")[0].splitlines()
            print(f"  (In English: {verdict}. {meaning})")
    print("\n" + OUTRO.format(program=SHOWN))


if __name__ == "__main__":
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `make demo | head` ends quietly
    main()
