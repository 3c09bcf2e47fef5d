"""What a case may carry for its papers."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from nytta.engine.model.case import LONGEST_NAME, Meta


@pytest.mark.parametrize("name", ["kulturnämnden", "Rinkeby-Kista stadsdelsnämnd", "x" * LONGEST_NAME])
def test_a_body_has_a_name_of_its_own(name: str) -> None:
    """As it is called in its municipality."""
    assert Meta(body_name=name).body_name == name


@pytest.mark.parametrize("name", ["", "x" * (LONGEST_NAME + 1), "Nämnden antar. Kulturnämnden", "a: b", "a\nb", "a, b"])
def test_a_name_is_no_sentence(name: str) -> None:
    """A decision begins with it, so nothing more than a name may stand there."""
    with pytest.raises(ValidationError, match="no_name"):
        Meta(body_name=name)
