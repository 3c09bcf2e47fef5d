"""The words of a derivation, in both languages."""

from __future__ import annotations

from nytta.engine.explain import Origin, Part
from nytta.engine.ir.dates import months_after, months_before
from nytta.engine.ir.truth import Truth
from nytta.engine.model.base import Text, text
from nytta.engine.model.provisions import Effect, Status
from nytta.texts import rules

SIGNS: dict[Truth, str] = {True: "✓", False: "✗", None: "?"}
ANSWERS: dict[Truth, Text] = {
    True: text(sv="ja", en="yes"),
    False: text(sv="nej", en="no"),
    None: text(sv="okänt", en="unknown"),
}
STATUSES = {name: text(sv=sv, en=name.replace("_", " ")) for name, sv in rules.STATUS_WORDS.items()}
NORMS = {name: text(sv=sv, en=name.replace("_", " ")) for name, sv in rules.NORMS.items()}
EFFECTS: dict[Effect, Text] = {
    "reject": text(sv="ärendet avstyrks", en="the case is rejected"),
    "incomplete": text(sv="ärendet behöver kompletteras", en="the case is incomplete"),
    "refer": text(sv="ärendet överlämnas", en="the case is referred"),
    "condition": text(sv="ett villkor ställs", en="a condition is set"),
    "none": text(sv="ingen verkan på utfallet", en="no effect on the verdict"),
}
PARTS: dict[Part, dict[Truth, Text]] = {
    "applies": {
        True: text(sv="klausulen gäller", en="the clause applies"),
        False: text(sv="klausulen gäller inte", en="the clause does not apply"),
        None: text(sv="det är inte känt om klausulen gäller", en="it is not known whether the clause applies"),
    },
    "requires": {
        True: text(sv="kravet är uppfyllt", en="the demand is met"),
        False: text(sv="kravet är inte uppfyllt", en="the demand is not met"),
        None: text(sv="det är inte känt om kravet är uppfyllt", en="it is not known whether the demand is met"),
    },
    "excused": {
        True: text(sv="ett undantag gäller", en="an exception holds"),
        False: text(sv="inget undantag gäller", en="no exception holds"),
        None: text(sv="det är inte känt om ett undantag gäller", en="it is not known whether an exception holds"),
    },
}
ORIGINS: dict[Origin, Text] = {
    "stated": text(sv="angivet", en="stated"),
    "derived": text(sv="härlett", en="derived"),
    "presumed": text(sv="utgåvan förutsätter det när ärendet inget säger", en="presumed by the edition where the case is silent"),
}
QUESTIONS: dict[Part, Text] = {
    "applies": text(sv="Gäller klausulen ärendet?", en="Does the clause apply to the case?"),
    "requires": text(sv="Är kravet uppfyllt?", en="Is the demand met?"),
    "excused": text(sv="Gäller något undantag?", en="Does an exception hold?"),
}
WHO = text(sv="Är det rätt organ som beslutar?", en="Does the right body decide?")
CONSTANTS: dict[tuple[Part, bool], Text] = {
    ("applies", True): text(sv="Klausulen gäller alla ärenden.", en="The clause applies to every case."),
    ("applies", False): text(sv="Klausulen gäller inga ärenden.", en="The clause applies to no case."),
    ("requires", True): text(sv="Klausulen ställer inget eget krav.", en="The clause makes no demand of its own."),
    ("requires", False): text(sv="Klausulen kan aldrig uppfyllas.", en="The clause can never be met."),
    ("excused", False): text(sv="Klausulen har inga undantag.", en="The clause has no exceptions."),
    ("excused", True): text(sv="Ett undantag gäller alltid.", en="An exception always holds."),
}
DUTY = text(
    sv="En åtgärd kräver inget mer än att klausulen gäller. Se ovan.",
    en="A duty requires nothing more than that the clause applies. See above.",
)
ALL = text(sv="Allt det här:", en="All of this:")
ANY = text(sv="Minst ett av det här:", en="At least one of this:")
NOT = text(sv="Det här är inte så:", en="This is not so:")
AT_LEAST = text(sv="Minst {count} av det här:", en="At least {count} of this:")
DEFINED = text(sv="Definitionen «{name}»", en="Definition «{name}»")
EXCEPTION = text(sv="Undantaget «{title}» [{name}]", en="Exception «{title}» [{name}]")
WHEN = text(sv="När undantaget gäller", en="When the exception applies")
TERMS = text(sv="Vad undantaget kräver", en="What the exception requires")
YIELDS = text(sv="«{title}» [{name}] går inte före", en="«{title}» [{name}] does not take precedence")
DECIDES = text(sv="Beslutet hör till {bodies}", en="The decision belongs to {bodies}")
NOBODY = text(
    sv="Ärendet nämner inget organ. Då räcker det att veta vem som får besluta.",
    en="The case names no body. It is then enough to know who may decide.",
)
IN_CASE = text(sv="I ärendet: {value}", en="In the case: {value}")
KIND = text(sv="Ärendets slag: {values}", en="Kind of case: {values}")
BODY = text(sv="Organet som beslutar: {values}", en="The body that decides: {values}")
NAMED = text(sv="ärendet nämner {body}", en="the case names {body}")
NAMED_NOBODY = text(sv="ärendet nämner inget organ", en="the case names no body")
NOT_KNOWN = text(sv="inte känt", en="not known")
ALWAYS = text(sv="Alltid", en="Always")
NEVER = text(sv="Aldrig", en="Never")
ANYTHING = text(sv="Något är angivet av: {labels}", en="Something is stated of: {labels}")
NOTHING = text(sv="inget av det är angivet", en="none of it is stated")
UNKNOWN = text(sv="inte angivet ({name})", en="not stated ({name})")
TELLS = text(sv="inte känt. Det skulle framgå av: {labels}", en="not known. This would tell: {labels}")
SEE_ABOVE = text(sv="se ovan", en="see above")
FOLLOWS = text(sv="Så härleds «{label}»", en="How «{label}» is derived")
LISTED = text(sv="Finns i registret «{title}»", en="Is listed in the register «{title}»")
ENTRY = text(sv="Är «{entry}» i registret «{title}»", en="Is «{entry}» in the register «{title}»")
FIELD = text(sv="Fältet {field} i registret «{title}»: {values}", en="Field {field} of the register «{title}»: {values}")
FOUND = text(sv="Registret «{title}»: posten «{entry}»", en="Register «{title}»: entry «{entry}»")
ABSENT = text(sv="Registret «{title}»: finns inte där", en="Register «{title}»: not listed")
UNSURE = text(sv="Registret «{title}»: går inte att avgöra", en="Register «{title}»: cannot be settled")
PENDING = text(sv="{values} räcker inte som svar", en="{values} is no answer yet")
OPERATIONS: dict[str, Text] = {
    "is": text(sv="{value}", en="{value}"),
    "includes": text(sv="{value} ingår", en="includes {value}"),
    "at_least": text(sv="minst {value}", en="at least {value}"),
    "at_most": text(sv="högst {value}", en="at most {value}"),
    "more_than": text(sv="mer än {value}", en="more than {value}"),
    "less_than": text(sv="mindre än {value}", en="less than {value}"),
    "within_months_before": text(sv="högst {value} månader före ärendet", en="at most {value} months before the case"),
    "within_months_after": text(sv="högst {value} månader efter ärendet", en="at most {value} months after the case"),
}
OF_A_DAY: dict[str, Text] = {
    "at_least": text(sv="tidigast {value}", en="{value} or later"),
    "at_most": text(sv="senast {value}", en="{value} or earlier"),
    "more_than": text(sv="efter {value}", en="after {value}"),
    "less_than": text(sv="före {value}", en="before {value}"),
}
INCLUDES_AT_LEAST = text(sv="minst {count} av {values}", en="at least {count} of {values}")
MEASURED = {
    "within_months_before": (months_before, text(sv="{count} månader före ärendet", en="{count} months before the case")),
    "within_months_after": (months_after, text(sv="{count} månader efter ärendet", en="{count} months after the case")),
}
WHY = text(sv="Klausulen är {status}: {why}.", en="The clause is {status}: {why}.")
WHY_NOT = text(sv="Inte «{status}»: {why}.", en="Not «{status}»: {why}.")
AND = {"sv": " och ", "en": " and "}
AND_MORE = text(sv="med mera", en="and more")
NAMES = {
    "clause": text(sv="Klausul", en="Clause"),
    "status": text(sv="Bedömning", en="Finding"),
    "reason": text(sv="Skäl", en="Reason"),
    "effect": text(sv="Verkan", en="Effect"),
    "norm": text(sv="Norm", en="Norm"),
    "summary": text(sv="Innehåll", en="Summary"),
    "source": text(sv="Källa", en="Source"),
    "verdict": text(sv="Ärendets utfall", en="Verdict on the case"),
}
CONCLUSION = text(sv="Slutsats", en="Conclusion")
RESTS_ON: dict[Status, tuple[Part, ...]] = {
    "not_applicable": ("applies",),
    "satisfied": ("applies", "requires"),
    "violated": ("applies", "requires", "excused"),
    "excused": ("applies", "requires", "excused"),
    "undetermined": ("applies", "requires", "excused"),
}
"""The parts that a status is told by."""
