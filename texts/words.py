"""The fixed words of every format, in both languages."""

from __future__ import annotations

from nytta.engine.model.base import Text
from nytta.engine.model.verdict import Outcome

VERDICTS: dict[Outcome, Text] = {
    "approve": Text(sv="Tillstyrks", en="Approve"),
    "approve_with_conditions": Text(sv="Tillstyrks med villkor", en="Approve with conditions"),
    "incomplete": Text(sv="Kompletteras", en="Incomplete"),
    "refer": Text(sv="Överlämnas", en="Refer"),
    "reject": Text(sv="Avstyrks", en="Reject"),
}
MEANINGS: dict[Outcome, Text] = {
    "approve": Text(sv="Ingenting i strategin talar emot.", en="Nothing in the strategy speaks against it."),
    "approve_with_conditions": Text(
        sv="Strategin tillåter det om villkoren nedan uppfylls.",
        en="The strategy allows it if the conditions below are met.",
    ),
    "incomplete": Text(
        sv="Ärendet kan inte bedömas förrän frågorna nedan har besvarats.",
        en="The case cannot be judged until the questions below are answered.",
    ),
    "refer": Text(sv="Ärendet hör hemma någon annanstans.", en="The case belongs elsewhere."),
    "reject": Text(sv="Strategin tillåter det inte.", en="The strategy does not allow it."),
}
AGAINST = Text(sv="Det här talar emot", en="What speaks against it")
MISSING = Text(sv="Det här behöver ni ta reda på", en="What you need to find out")
CONDITIONS = Text(sv="Villkor", en="Conditions")
DUTIES = Text(sv="Att göra när engagemanget genomförs", en="To do when the engagement goes ahead")
DUTIES_IF_REJECTED = Text(sv="Att göra om engagemanget ändå genomförs", en="To do if the engagement goes ahead anyway")
FOR = Text(sv="Det här talar för", en="What speaks for it")
NOTES = Text(sv="Att känna till", en="Worth knowing")
PRESUMED = Text(sv="Det här har vi utgått från", en="What was presumed")
PRESUMED_NOTE = Text(sv="ärendet säger inget annat", en="the case says nothing else")
DECIDED_BY = Text(sv="Beslutas av", en="Decided by")
NOT_SETTLED = Text(sv="framgår när frågorna nedan har besvarats", en="depends on the answers to the questions below")
NOT_SAID = Text(sv="framgår inte av strategin", en="the strategy does not say")
CASE = Text(sv="Ärende", en="Case")
DATED = Text(sv="daterat", en="dated")
JUDGED_BY = Text(sv="Prövat mot", en="Judged by")
IN_FORCE = Text(sv="gäller", en="in force")
STATE_AS = Text(sv="anges som", en="stated as")
NEEDED_FOR = Text(sv="behövs för", en="needed for")
WARNING = Text(sv="Obs", en="Note")
ITEM = Text(sv="punkt", en="item")
DECISION_SUPPORT = Text(
    sv="Beslutsstöd: ett ansvarigt organ fattar beslutet. Att ärendet stämmer med strategin är ingen juridisk prövning.",
    en="Decision support: a responsible body takes the decision. Fitting the strategy is no legal clearance.",
)
EDITION = Text(sv="Utgåva", en="Edition")
