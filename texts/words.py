"""The fixed words of every format, in both languages."""

from __future__ import annotations

from nytta.engine.model.base import Text, text
from nytta.engine.model.verdict import Outcome

VERDICTS: dict[Outcome, Text] = {
    "approve": text(sv="Tillstyrks", en="Approve"),
    "approve_with_conditions": text(sv="Tillstyrks med villkor", en="Approve with conditions"),
    "incomplete": text(sv="Kompletteras", en="Incomplete"),
    "refer": text(sv="Överlämnas", en="Refer"),
    "reject": text(sv="Avstyrks", en="Reject"),
}
MEANINGS: dict[Outcome, Text] = {
    "approve": text(sv="Ingenting i strategin talar emot.", en="Nothing in the strategy speaks against it."),
    "approve_with_conditions": text(
        sv="Strategin tillåter det om villkoren nedan uppfylls.",
        en="The strategy allows it if the conditions below are met.",
    ),
    "incomplete": text(
        sv="Ärendet kan inte bedömas förrän frågorna nedan har besvarats.",
        en="The case cannot be judged until the questions below are answered.",
    ),
    "refer": text(sv="Ärendet hör hemma någon annanstans.", en="The case belongs elsewhere."),
    "reject": text(sv="Strategin tillåter det inte.", en="The strategy does not allow it."),
}
AGAINST = text(sv="Det här talar emot", en="What speaks against it")
MISSING = text(sv="Det här behöver ni ta reda på", en="What you need to find out")
MAY_CHANGE_IT = text(sv="Det här kan ännu ändra utfallet", en="What can still change the verdict")
ONLY_IF_UNKNOWN = text(sv="behövs bara om svaren ovan inte avgör det", en="needed only if the answers above do not settle it")
CAN_BECOME = text(sv="Kan bli, när allt är känt", en="Can become, once all is known")
BOUND = text(
    sv="Ärendet är inte fullständigt. Svaren på frågorna nedan saknas, men ändrar inte vad det blir.",
    en="The case is not complete. The answers to the questions below are lacking, but do not change what it becomes.",
)
IN_ANY_CASE = text(sv="Vad svaren än blir", en="Whatever the answers")
NOT_ALL = text(sv="fler utfall kan finnas: sökningen nådde sin gräns", en="there may be more: the search reached its bound")
CONDITIONS = text(sv="Villkor", en="Conditions")
CONDITIONS_IF_REJECTED = text(sv="Villkor som annars hade gällt", en="Conditions that would otherwise apply")
DUTIES = text(sv="Att göra när engagemanget genomförs", en="To do when the engagement goes ahead")
DUTIES_IF_REJECTED = text(sv="Att göra om engagemanget ändå genomförs", en="To do if the engagement goes ahead anyway")
FOR = text(sv="Det här talar för", en="What speaks for it")
NOTES = text(sv="Att känna till", en="Worth knowing")
PRESUMED = text(sv="Det här har vi utgått från", en="What was presumed")
PRESUMED_NOTE = text(sv="ärendet säger inget annat", en="the case says nothing else")
DECIDED_BY = text(sv="Beslutas av", en="Decided by")
DECIDED_IF_KEPT = text(sv="Beslutas av, om ärendet stannar här", en="Decided by, if the case stays here")
NOT_SETTLED = text(sv="framgår när frågorna nedan har besvarats", en="depends on the answers to the questions below")
MAY_CHANGE = text(sv="kan ändras av svaren på frågorna nedan", en="may change with the answers to the questions below")
NOT_STATED = text(sv="inte angivet", en="not stated")
NOT_SAID = text(sv="framgår inte av strategin", en="the strategy does not say")
CASE = text(sv="Ärende", en="Case")
DATED = text(sv="daterat", en="dated")
JUDGED_BY = text(sv="Prövat mot", en="Judged by")
IN_FORCE = text(sv="gäller", en="in force")
IN_FORCE_FROM = text(sv="gäller från", en="in force from")
STATE_AS = text(sv="anges som", en="stated as")
NEEDED_FOR = text(sv="behövs för", en="needed for")
READINGS = text(sv="Omstridda läsningar", en="Contested readings")
NO_READINGS = text(
    sv="Ingen av de läsningar som dokumenten lämnar öppna ändrar något i ärendet.",
    en="None of the readings that the documents leave open changes anything in the case.",
)
HANGS = text(sv="Utfallet hänger på hur strategin läses.", en="The verdict hangs on how the strategy is read.")
READ_OTHERWISE = text(sv="Med en annan läsning blir utfallet", en="Read otherwise the verdict is")
ONLY_OTHERWISE = text(
    sv="Så som vi läser den gäller utgåvan inte ärendet. Utfallet förutsätter den andra läsningen",
    en="As we read it the edition does not reach the case. The verdict presupposes the other reading",
)
CHOSEN = text(sv="Så läser vi:", en="Our reading:")
INSTEAD = text(sv="En annan läsning:", en="Another reading:")
SAME_VERDICT = text(sv="Utfallet blir ändå detsamma: {verdict}.", en="The verdict is the same all the same: {verdict}.")
OTHER_VERDICT = text(sv="Då blir utfallet {verdict}.", en="Then the verdict is {verdict}.")
NOT_KNOWN = text(sv="För att veta utfallet behövs då: {missing}.", en="To know the verdict, this is then needed: {missing}.")
NOT_JUDGED = text(sv="ingen prövning, eftersom utgåvan då inte gäller", en="none, since the edition is then not in force")
OR = text(sv=" eller ", en=" or ")
WARNING = text(sv="Obs", en="Note")
ITEM = text(sv="punkt", en="item")
DECISION_SUPPORT = text(
    sv="Beslutsstöd: ett ansvarigt organ fattar beslutet. Att ärendet stämmer med strategin är ingen juridisk prövning.",
    en="Decision support: a responsible body takes the decision. Fitting the strategy is no legal clearance.",
)
EDITION = text(sv="Utgåva", en="Edition")
