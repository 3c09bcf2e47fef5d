"""How is a condition written in a rule file? One class a form of `rules/README.md`."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, model_validator
from typing_extensions import TypeAliasType

from nytta.engine.model.base import Model

Scalar = bool | int | float | str


class Parameter(Model):
    """A value of the edition's parameters, by name."""

    parameter: str


Value = TypeAliasType(
    "Value",
    Annotated[
        Annotated[Parameter, Tag("<parameter>")] | Annotated[Scalar, Tag("<value>")],
        Discriminator(lambda v: "<parameter>" if isinstance(v, dict | Parameter) else "<value>"),
    ],
)

OPERATIONS = (
    "is",
    "in",
    "includes",
    "includes_at_least",
    "at_least",
    "at_most",
    "more_than",
    "less_than",
    "within_months_before",
    "within_months_after",
)
BOUNDS = ("at_least", "at_most", "more_than", "less_than")


class _Test(Model):
    """What a fact or a register's field is compared with: exactly one operation."""

    is_: Value | None = Field(None, alias="is")
    in_: tuple[Value, ...] | None = Field(None, alias="in", min_length=1)
    at_least: Value | None = None
    at_most: Value | None = None
    more_than: Value | None = None
    less_than: Value | None = None

    @property
    def operations(self) -> tuple[str, ...]:
        """The operations that are written, by their names in the file."""
        return tuple(name for name in OPERATIONS if getattr(self, _attribute(name), None) is not None)

    def operand(self, operation: str) -> Any:
        """The right-hand side of a written operation."""
        return getattr(self, _attribute(operation))


def _attribute(operation: str) -> str:
    return f"{operation}_" if operation in ("is", "in") else operation


class FactTest(_Test):
    """A test of one fact; unknown where the fact is not stated or its value is pending."""

    fact: str
    includes: Value | None = None
    includes_at_least: Value | None = None
    of: tuple[Scalar, ...] | None = None
    within_months_before: Value | None = None
    within_months_after: Value | None = None
    pending: tuple[Scalar, ...] = ()

    @model_validator(mode="after")
    def _one_operation(self) -> FactTest:
        if len(self.operations) != 1:
            raise ValueError("one_operation")
        if self.of is not None and self.includes_at_least is None:
            raise ValueError("of_alone")
        return self


class RegisterTest(_Test):
    """A test of the register entry that the case's facts match."""

    register_: str = Field(alias="register")
    entry: str | None = None
    listed: Literal[True] | None = None
    field: str | None = None

    @model_validator(mode="after")
    def _one_question(self) -> RegisterTest:
        asked = [self.entry is not None, self.listed is not None, self.field is not None]
        if sum(asked) != 1 or len(self.operations) != (self.field is not None):
            raise ValueError("one_question")
        return self


class KindTest(Model):
    """The case is of this kind, or of one of these."""

    kind: str | Annotated[tuple[str, ...], Field(min_length=1)]


class BodyTest(Model):
    """The case names this body, or one of these, as the one that is to decide; false where it names nobody."""

    body: str | Annotated[tuple[str, ...], Field(min_length=1)]


class StatedTest(Model):
    """Some fact of the group, or the fact, is stated; unknown otherwise, never false."""

    stated: str


class ExceptionHolds(Model):
    """The named clause applies and what it requires holds."""

    exception: str


class Defined(Model):
    """The edition's definition of that name holds."""

    defined: str


class AllOf(Model):
    """Every part holds (Kleene)."""

    all: tuple[Condition, ...] = Field(min_length=1)


class AnyOf(Model):
    """Some part holds (Kleene)."""

    any: tuple[Condition, ...] = Field(min_length=1)


class NotThat(Model):
    """The part does not hold (Kleene)."""

    not_: Condition = Field(alias="not")


class AtLeastOf(Model):
    """At least that many of the parts hold (Kleene)."""

    at_least: Value
    of: tuple[Condition, ...] = Field(min_length=1)


_FORMS = ("all", "any", "not", "fact", "register", "kind", "body", "stated", "exception", "defined", "of")


def _form(value: Any) -> str | None:
    if isinstance(value, bool):
        return "<constant>"
    if isinstance(value, dict):
        return next((f"<{form}>" for form in _FORMS if form in value), None)
    return _FORM_OF.get(type(value))


Condition = TypeAliasType(
    "Condition",
    Annotated[
        Annotated[bool, Tag("<constant>")]
        | Annotated[AllOf, Tag("<all>")]
        | Annotated[AnyOf, Tag("<any>")]
        | Annotated[NotThat, Tag("<not>")]
        | Annotated[FactTest, Tag("<fact>")]
        | Annotated[RegisterTest, Tag("<register>")]
        | Annotated[KindTest, Tag("<kind>")]
        | Annotated[BodyTest, Tag("<body>")]
        | Annotated[StatedTest, Tag("<stated>")]
        | Annotated[ExceptionHolds, Tag("<exception>")]
        | Annotated[Defined, Tag("<defined>")]
        | Annotated[AtLeastOf, Tag("<of>")],
        Discriminator(_form),
    ],
)

_FORM_OF: dict[type, str] = {
    AllOf: "<all>",
    AnyOf: "<any>",
    NotThat: "<not>",
    FactTest: "<fact>",
    RegisterTest: "<register>",
    KindTest: "<kind>",
    BodyTest: "<body>",
    StatedTest: "<stated>",
    ExceptionHolds: "<exception>",
    Defined: "<defined>",
    AtLeastOf: "<of>",
}
