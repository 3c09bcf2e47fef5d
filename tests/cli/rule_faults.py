"""The faults that rules can have: an edit of the small valid rules, and what has to be said of it."""

from __future__ import annotations

from typing import NamedTuple

FACTS = "facts.yaml"
EDITION = "tradgard-2020/edition.yaml"
GARDENS = "tradgard-2020/registers/gardens.yaml"
DOCUMENT = "documents/tradgard-2020.yaml"
WATERED, PLANTED, RAIN, KNOWN, BOARD = (
    f"tradgard-2020/clauses/{name}.yaml" for name in ("watered", "planted", "rain", "known-garden", "board")
)


class Fault(NamedTuple):
    """One edit of the valid rules, and the message that it brings about."""

    file: str
    old: str
    new: str
    said: str
    at: str = ""
    """The file and place of the message, where it is not the file that was edited."""


W, P, R, K, B, E, F, G = WATERED, PLANTED, RAIN, KNOWN, BOARD, EDITION, FACTS, GARDENS
IS_WATERED = "{fact: garden.watered, is: true}"

LABEL = '    label: {sv: "vattning"'

UNKNOWN_NAMES = {
    "fact of a test": Fault(
        W, "garden.watered", "garden.waterd", "6:12: requires.fact: unknown fact «garden.waterd»; did you mean «garden.watered»?"
    ),
    "fact inside all": Fault(
        W,
        IS_WATERED,
        f"{{all: [{IS_WATERED}, {{fact: garden.tree, is: 1}}]}}",
        "6:53: requires.all.1.fact: unknown fact «garden.tree»; did you mean «garden.trees»?",
    ),
    "stated fact": Fault(W, IS_WATERED, "{stated: gardens}", "6:12: requires.stated: unknown fact «gardens»"),
    "fact of a reason": Fault(
        P,
        "{garden.trees} träd",
        "{garden.tree} träd",
        "12:15: reasons.satisfied.sv: unknown field {garden.tree}; did you mean «garden.trees»?",
    ),
    "fact of a presumption": Fault(
        E,
        "fact: garden.watered",
        "fact: garden.waterd",
        "10:6: presumptions.0.fact: unknown fact «garden.waterd»; did you mean «garden.watered»?",
    ),
    "fact of a register": Fault(
        G,
        "counterpart.country",
        "counterpart.contry",
        "4:9: match.country: unknown fact «counterpart.contry»; did you mean «counterpart.country»?",
    ),
    "clause without a file": Fault(
        E, "rain,", "rein,", "13:29: clauses.2: there is no file clauses/rein.yaml; did you mean «rain»?"
    ),
    "parameter": Fault(
        P,
        "parameter: least_trees",
        "parameter: least_tree",
        "7:43: requires.at_least.parameter: unknown parameter «least_tree»; did you mean «least_trees»?",
    ),
    "parameter of a reason": Fault(
        P, "Too few trees", "{parameter.trees}", "13:34: reasons.violated.en: unknown field {parameter.trees}"
    ),
    "definition": Fault(
        R, "defined: rosy", "defined: rozy", "6:12: requires.defined: unknown definition «rozy»; did you mean «rosy»?"
    ),
    "kind": Fault(P, "kind: project", "kind: projekt", "6:11: applies.kind: unknown kind «projekt»; did you mean «project»?"),
    "kind of the edition": Fault(
        E, "[agreement, project]", "[agreement, projekt]", "6:20: kinds.1: unknown kind; did you mean «project»?"
    ),
    "register": Fault(
        K, "register: gardens", "register: garden", "6:12: requires.register: unknown register «garden»; did you mean «gardens»?"
    ),
    "field of a register": Fault(
        K, "field: size", "field: sise", "6:31: requires.field: unknown field «sise»; did you mean «size»?"
    ),
    "entry of a register": Fault(
        K, "field: size, is: large", "entry: nort", "6:31: requires.entry: unknown entry «nort»; did you mean «north»?"
    ),
    "column of a register": Fault(
        G, "size: large, rank: 2", "sice: large, rank: 2", "9:29: entries.1.sice: unknown column; did you mean «size»?"
    ),
    "body": Fault(B, "[namnd]", "[namd]", "6:10: bodies.0: unknown body «namd»; did you mean «namnd»?"),
    "competence clause": Fault(
        B, "bodies: [namnd]", "bodies: [namnd]\nyields_to: [bord]", "7:13: yields_to.0: unknown competence clause «bord»"
    ),
    "document of the edition": Fault(
        E,
        "documents: [tradgard-2020]",
        "documents: [tradgard-2020, tradgard-2021]",
        "5:28: documents.1: there is no file documents/tradgard-2021.yaml",
    ),
    "document of a clause": Fault(
        W,
        "document: tradgard-2020",
        "document: tradgard-2002",
        "4:10: source.document: is not in edition.yaml (documents); did you mean «tradgard-2020»?",
    ),
    "fact of a derivation": Fault(
        F,
        LABEL,
        f"    derived: {{fact: garden.tree, is: 1}}\n{LABEL}",
        "4:15: garden.watered.derived.fact: unknown fact «garden.tree»; did you mean «garden.trees»?",
    ),
    "register of a derivation": Fault(
        F,
        LABEL,
        f"    derived: {{register: capitls, field: id}}\n{LABEL}",
        "4:15: garden.watered.derived.register: unknown register «capitls»; did you mean «capitals»?",
    ),
    "field of a derivation": Fault(
        F,
        LABEL,
        f"    derived: {{register: capitals, field: sise}}\n{LABEL}",
        "4:35: garden.watered.derived.field: unknown field «sise»",
    ),
    "key of a clause": Fault(W, "requires:", "require:", "6:1: require: unknown key (allowed: id, norm, title, "),
    "key of a source": Fault(W, "section:", "sektion:", "4:35: source.sektion: unknown key"),
    "key of an edition": Fault(E, "documents:", "document:", "5:1: document: unknown key (allowed: id, strategy, title, "),
    "key of a fact": Fault(F, "    type: bool", "    type: bool\n    lable: x", "4:5: garden.watered.lable: unknown key"),
    "comparison of a test": Fault(W, "is: true", "iss: true", "6:34: requires.iss: unknown key"),
    "form of a condition": Fault(
        W,
        IS_WATERED,
        "{fakt: garden.watered}",
        "6:1: requires: {'fakt': 'garden.watered'} is no condition; the forms are: all, any, not",
    ),
}

WRONG_VALUES = {
    "norm": Fault(W, "norm: must", "norm: shall", "2:1: norm: 'shall' is not allowed; allowed: must, must_not, should, "),
    "norm nearly right": Fault(W, "norm: must", "norm: musst", "did you mean «must»?"),
    "type of a fact": Fault(
        F, "type: bool", "type: boolean", "3:5: garden.watered.type: 'boolean' is not allowed; allowed: bool, enum, "
    ),
    "effect": Fault(
        P,
        "conditions:",
        "effects: {violated: refuse}\nconditions:",
        "8:11: effects.violated: 'refuse' is not allowed; allowed: reject, incomplete, refer, condition, none",
    ),
    "item that is a text": Fault(
        W, 'section: "1"', 'section: "1", item: three', "4:49: source.item: 'three' has the wrong type: must be a whole number"
    ),
    "title that is a text": Fault(
        W,
        'title: {sv: "Vattnat", en: "Watered"}',
        "title: Watered",
        "3:1: title: 'Watered' has the wrong type: must be a mapping",
    ),
    "exceptions that are a text": Fault(W, "[rain]", "rain", "7:1: exceptions: 'rain' has the wrong type: must be a list"),
    "value of a choice": Fault(
        E, "is: rose", "is: roses", "12:31: definitions.rosy.is: 'roses' is no value; allowed: rose, tulip; did you mean «rose»?"
    ),
    "text for a boolean": Fault(W, "is: true", "is: yes", "6:34: requires.is: 'yes' is no value; allowed: true, false"),
    "text for a number": Fault(P, "{parameter: least_trees}", "many", "7:32: requires.at_least: 'many' must be a number"),
    "bound on a boolean": Fault(
        W, "is: true", "at_least: 1", "6:34: requires.at_least: does not fit a fact of type bool; allowed: is"
    ),
    "two comparisons": Fault(
        P,
        "at_least: {parameter: least_trees}",
        "at_least: 1, at_most: 3",
        "7:1: requires: a test of a fact has exactly one comparison",
    ),
    "no comparison": Fault(W, ", is: true", "", "6:1: requires: a test of a fact has exactly one comparison"),
    "more than there are": Fault(
        W, IS_WATERED, f"{{at_least: 2, of: [{IS_WATERED}]}}", "6:12: requires.at_least: must be a whole number from 1 to 1"
    ),
    "value of a presumption": Fault(
        E, "value: false", "value: maybe", "10:28: presumptions.0.value: 'maybe' is no value; allowed: true, false"
    ),
    "date that does not exist": Fault(
        E,
        "2020-01-01",
        "2020-02-30",
        "4:12: in_force.from: '2020-02-30' has the wrong type: must be a date that exists, yyyy-mm-dd",
    ),
    "period that ends first": Fault(E, "2029-12-31", "2019-12-31", "4:30: in_force.to: comes before the first day"),
    "value of a register": Fault(
        G, "size: large, rank: 2", "size: huge, rank: 2", "9:29: entries.1.size: 'huge' is no value; allowed: small, large"
    ),
    "number of a register": Fault(G, "rank: 2", "rank: two", "9:42: entries.1.rank: 'two' must be a number"),
    "absent of a register": Fault(
        G, "absent: not_listed", "absent: none", "5:1: absent: 'none' is not allowed; allowed: not_listed, unknown"
    ),
    "empty list of clauses": Fault(E, "[watered, planted, rain, known-garden, board]", "[]", "13:1: clauses: may not be empty"),
    "identifier": Fault(
        E, "strategy: tradgard", "strategy: Trädgård", "2:1: strategy: must be lower-case letters a–z, digits and hyphens"
    ),
}

EXCEPTIONS = {
    "names nothing": Fault(
        W, "[rain]", "[rein]", "7:14: exceptions.0: unknown exception (a clause of norm may) «rein»; did you mean «rain»?"
    ),
    "names a demand": Fault(
        W, "[rain]", "[planted]", "7:14: exceptions.0: unknown exception (a clause of norm may) «planted»; there are: rain"
    ),
    "names itself": Fault(R, "requires:", "exceptions: [rain]\nrequires:", "6:14: exceptions.0: runs in a circle: rain → rain"),
    "condition names nothing": Fault(R, "{defined: rosy}", "{exception: rein}", "6:12: requires.exception: unknown exception"),
    "definition in a circle": Fault(
        E,
        "{fact: garden.flower, is: rose}",
        "{defined: rosy}",
        "12:10: definitions.rosy.defined: runs in a circle: rosy → rosy",
    ),
    "derivation in a circle": Fault(
        F,
        LABEL,
        f"    derived: {{fact: garden.watered, is: true}}\n{LABEL}",
        "runs in a circle: garden.watered → garden.watered",
    ),
}

TWICE = {
    "key of a clause": Fault(W, "norm: must", "norm: must\nnorm: may", "3:1: norm: the key stands twice (first on line 2)"),
    "key of an edition": Fault(
        E, "strategy: tradgard", "strategy: tradgard\nstrategy: park", "3:1: strategy: the key stands twice (first on line 2)"
    ),
    "fact": Fault(F, "  trees:\n", "  flower:\n", "13:3: garden.flower: the key stands twice (first on line 6)"),
    "value of a fact": Fault(F, "tulip:", "rose:", "10:7: garden.flower.values.rose: the key stands twice (first on line 9)"),
    "clause in the order": Fault(E, "rain,", "rain, rain,", "13:35: clauses.3: «rain» stands twice"),
    "entry of a register": Fault(G, "id: east", "id: north", "9:5: entries.1: id «north» stands twice"),
    "identifier of a clause": Fault(
        P, "id: planted", "id: watered", "1:1: id: must be «planted», as the file or folder is called"
    ),
    "identifier of an edition": Fault(
        E, "id: tradgard-2020", "id: stockholm-2008", "1:1: id: must be «tradgard-2020», as the file or folder is called"
    ),
    "identifier of a register": Fault(
        G, "id: gardens", "id: partner-cities", "1:1: id: must be «gardens», as the file or folder is called"
    ),
    "identifier of a document": Fault(
        DOCUMENT, "id: tradgard-2020", "id: tradgard-2021", "1:1: id: must be «tradgard-2020», as the file or folder is called"
    ),
}

MISSING = {
    "summary": Fault(W, 'summary: {sv: "Det är vattnat.", en: "It is watered."}\n', "", "1:1: summary: is missing"),
    "summary in English": Fault(
        W,
        'summary: {sv: "Det är vattnat.", en: "It is watered."}',
        'summary: {sv: "Det är vattnat."}',
        "5:1: summary.en: is missing",
    ),
    "words of the summary": Fault(
        W, 'summary: {sv: "Det är vattnat.", en: "It is watered."}', 'summary: {sv: "", en: ""}', "5:11: summary.sv: "
    ),
    "source": Fault(
        W, 'source: {document: tradgard-2020, section: "1", passage: "Påhittad passage"}\n', "", "1:1: source: is missing"
    ),
    "passage": Fault(W, ', passage: "Påhittad passage"', "", "4:1: source.passage: is missing"),
    "words of the passage": Fault(W, 'passage: "Påhittad passage"', 'passage: ""', "4:49: source.passage: "),
    "section": Fault(W, ' section: "1",', "", "4:1: source.section: is missing"),
    "title": Fault(W, 'title: {sv: "Vattnat", en: "Watered"}\n', "", "1:1: title: is missing"),
    "norm": Fault(W, "norm: must\n", "", "1:1: norm: is missing"),
    "reason of a status": Fault(
        W,
        '  violated: {sv: "Det är inte vattnat.", en: "It is not watered."}\n',
        "",
        "8:1: reasons.violated: is missing: the clause can have that status",
    ),
    "wording of a condition": Fault(
        P,
        'conditions:\n  violated: {sv: "Plantera.", en: "Plant."}\n',
        "",
        "1:1: conditions.violated: is missing: the wording of the condition when violated",
    ),
    "bodies": Fault(B, "bodies: [namnd]\n", "", "1:1: bodies: must be given for norm competence and only there"),
    "duty": Fault(K, "norm: strive", "norm: duty", "1:1: duty: must be given for norm duty and only there"),
    "label of a fact": Fault(F, '    label: {sv: "vattning", en: "watering"}\n', "", "2:3: garden.watered.label: is missing"),
    "title of a document": Fault(
        DOCUMENT, 'title: {sv: "Trädgårdspolicy (påhittad)", en: "Garden policy (invented)"}\n', "", "1:1: title: is missing"
    ),
    "clause in the order": Fault(E, ", board]", "]", "1:1: board: the clause is not in edition.yaml (clauses)", B),
    "clause file": Fault(E, "board]", "bard]", "13:49: clauses.4: there is no file clauses/bard.yaml; did you mean «board»?"),
}

TRIED_OUT = {
    "never": Fault(P, "{kind: project}", "false", "6:1: applies: the clause can never apply to any case"),
    "contradiction": Fault(
        P,
        "{kind: project}",
        f"{{all: [{IS_WATERED}, {{not: {IS_WATERED}}}]}}",
        "6:1: applies: the clause can never apply to any case",
    ),
    "two values at once": Fault(
        P,
        "{kind: project}",
        "{all: [{fact: garden.flower, is: rose}, {fact: garden.flower, is: tulip}]}",
        "6:1: applies: the clause can never apply to any case",
    ),
    "empty interval": Fault(
        P,
        "{kind: project}",
        "{all: [{fact: garden.trees, more_than: 3}, {fact: garden.trees, less_than: 4}, {fact: garden.trees, is: 3}]}",
        "6:1: applies: the clause can never apply to any case",
    ),
    "kind that the edition does not take": Fault(
        P, "{kind: project}", "{kind: invitation}", "6:1: applies: the clause can never apply to any case"
    ),
    "unused fact": Fault(
        F,
        "  trees:\n",
        '  paths:\n    type: number\n    label: {sv: "gångar", en: "paths"}\n    question: {sv: "?", en: "?"}\n  trees:\n',
        "13:3: garden.paths: no edition reads this fact; remove it or say why under unread",
    ),
    "unused fact of a list": Fault(
        F,
        "  trees:\n",
        '  soil:\n    type: enum\n    values: {clay: {sv: "lera", en: "clay"}}\n    label: {sv: "jord", en: "soil"}\n    question: {sv: "?", en: "?"}\n  trees:\n',
        "13:3: garden.soil: no edition reads this fact",
    ),
}

SHORT = 'short: {sv: "Trädgårdspolicyn", en: "The garden policy"}\n'
ROW = '- {section: "1", words: "Det ska vattnas", length: 13, sha256: "' + "0" * 64 + '", '


def _ledger(*rows: str, said: str, at: str = "") -> Fault:
    """The document with these rows in its ledger."""
    return Fault(DOCUMENT, SHORT, SHORT + "passages:\n" + "".join(f"  {row}\n" for row in rows), said, at)


EVERY = (
    "clauses: [tradgard-2020/watered, tradgard-2020/planted, tradgard-2020/rain, tradgard-2020/known-garden, tradgard-2020/board]"
)
LEDGERS = {
    "unknown clause": _ledger(
        f"{ROW}class: encoded, clauses: [tradgard-2020/waterd]}}",
        said="passages.0.clauses.0: unknown clause «tradgard-2020/waterd»; did you mean «tradgard-2020/watered»?",
    ),
    "encoded without a clause": _ledger(
        f"{ROW}class: encoded}}", said="5:5: passages.0: clauses is missing: class encoded names them"
    ),
    "set aside without a reason": _ledger(
        f"{ROW}class: opinion}}", said="5:5: passages.0: reason is missing: class opinion gives one"
    ),
    "unknown class": _ledger(
        f"{ROW}class: idea}}", said="passages.0.class: 'idea' is not allowed; allowed: encoded, register, duty, "
    ),
    "too many words": _ledger(
        f"{ROW.replace('Det ska vattnas', 'Det ska vattnas varje dag hela året')}class: encoded, {EVERY}}}",
        said="passages.0.words: six words at most: no more may be quoted",
    ),
    "clause that no row reaches": _ledger(
        f"{ROW}class: encoded, {EVERY.replace(', tradgard-2020/board', '')}}}",
        said="4:1: source: no row of documents/tradgard-2020.yaml leads to this clause",
        at=BOARD,
    ),
}

TEXTS = '{sv: "?", en: "?"}'
PLANTED_END = '  undetermined: {sv: "Okänt: {missing}.", en: "Unknown: {missing}."}\n'


def _reading(alternative: str, *, said: str, more: str = "", file: str = PLANTED) -> Fault:
    """The clause, or the edition, with one reading that has this alternative."""
    reading = (
        f"readings:\n  - id: open\n    question: {TEXTS}\n    chosen: {TEXTS}\n    why: {TEXTS}\n"
        f"    alternatives:\n      - {{id: other, reading: {TEXTS}, {alternative}}}\n{more}"
    )
    old = PLANTED_END if file == PLANTED else "clauses: ["
    return Fault(file, old, PLANTED_END + reading if file == PLANTED else reading + old, said)


OTHER = "readings.0.alternatives.0"
READINGS = {
    "unknown clause": _reading(
        "clauses: {plantd: {norm: must}}", said=f"{OTHER}.clauses.plantd: unknown clause «plantd»; did you mean «planted»?"
    ),
    "unknown fact": _reading(
        "clauses: {planted: {requires: {fact: garden.tree, is: 1}}}",
        said=f"{OTHER}.clauses.planted.requires.fact: unknown fact «garden.tree»; did you mean «garden.trees»?",
    ),
    "unknown body": _reading(
        "when: {body: nämnd}, clauses: {planted: {norm: must}}",
        said=f"{OTHER}.when.body: unknown body «nämnd»; did you mean «namnd»?",
    ),
    "fault of a definition": _reading(
        "definitions: {rosy: {fact: garden.flowr, is: rose}}",
        file=EDITION,
        said=f"{OTHER}.definitions.rosy.fact: unknown fact «garden.flowr»; did you mean «garden.flower»?",
    ),
    "condition without words": _reading(
        "clauses: {watered: {effects: {violated: condition}}}",
        said=f"{OTHER}.clauses.watered.conditions.violated: is missing: the wording of the condition when violated",
    ),
    "no difference": _reading(
        "when: true", said=f"{OTHER}: a reading changes clauses or definitions, or how far the edition reaches"
    ),
    "two differences": _reading(
        "clauses: {planted: {norm: must}}, in_force: {from: 2019-01-01}",
        file=EDITION,
        said=f"{OTHER}: a reading changes clauses or definitions, or how far the edition reaches",
    ),
    "difference that changes nothing": _reading(
        "clauses: {planted: {norm: should}}", said=f"{OTHER}: the reading changes nothing"
    ),
    "status without a reason": _reading(
        "clauses: {board: {applies: {kind: project}}}",
        said=f"{OTHER}.clauses.board.reasons.not_applicable: is missing: the clause can have that status",
    ),
    "period in a clause": _reading("in_force: {from: 2019-01-01}", said=f"{OTHER}.in_force: belongs in edition.yaml"),
    "two of the same name": _reading(
        "clauses: {planted: {norm: must}}",
        more=f"      - {{id: other, reading: {TEXTS}, clauses: {{planted: {{norm: strive}}}}}}\n",
        said="readings.0.alternatives.1.id: «other» stands twice",
    ),
}

PAPERS = {
    "fact to record": Fault(
        P,
        "norm: should\n",
        "norm: should\nrecord: [garden.tree]\n",
        "3:10: record.0: unknown fact «garden.tree»; did you mean «garden.trees»?",
    ),
    "law": Fault(
        P, "norm: should\n", "norm: should\nlaws: [bribary]\n", "3:8: laws.0: unknown law «bribary»; did you mean «bribery»?"
    ),
    "day that is none": Fault(P, "norm: should\n", "norm: should\ndue: {of: begin}\n", "3:7: due.of: «begin» is no date"),
    "day of another type": Fault(
        P, "norm: should\n", "norm: should\ndue: {of: garden.trees}\n", "3:7: due.of: «garden.trees» is no date"
    ),
    "statement of no value": Fault(
        F, LABEL, '    statements: {wet: {sv: "x.", en: "x."}}\n' + LABEL, "garden.watered.statements.wet: «wet» is no value"
    ),
    "description that is no text": Fault(
        F, LABEL, "    described_by: garden.trees\n" + LABEL, "garden.watered.described_by: «garden.trees» is no text"
    ),
    "description that is not there": Fault(
        F,
        LABEL,
        "    described_by: garden.tree\n" + LABEL,
        "garden.watered.described_by: unknown fact «garden.tree»; did you mean «garden.trees»?",
    ),
}

UNREADABLE = {
    "not YAML": Fault(W, "norm: must", "norm: [must", ": the file is not valid YAML or JSON"),
    "alias": Fault(W, "norm: must", "norm: &n must", "2:7: anchors and aliases (& and *): not used in these files"),
    "two documents": Fault(W, "norm: must", "---\nnorm: must", "1:1: the file must hold exactly one YAML mapping"),
    "edition that is no YAML": Fault(
        E, "kinds: [agreement, project]", "kinds: [agreement", ": the file is not valid YAML or JSON"
    ),
}

FAULTS = {
    f"{group}: {name}": fault
    for group, faults in (
        ("unknown", UNKNOWN_NAMES),
        ("wrong", WRONG_VALUES),
        ("exception", EXCEPTIONS),
        ("twice", TWICE),
        ("missing", MISSING),
        ("tried out", TRIED_OUT),
        ("ledger", LEDGERS),
        ("reading", READINGS),
        ("papers", PAPERS),
        ("unreadable", UNREADABLE),
    )
    for name, fault in faults.items()
}
