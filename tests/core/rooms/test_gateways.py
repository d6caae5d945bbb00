"""Which gateway a join goes to, and whose key signs for it."""

from __future__ import annotations

import pytest

from odind.core.errors import InvalidArgumentError, OdindError, PermissionDeniedError
from odind.core.rooms.gateways import PUBLIC, Gateway, Gateways
from odind.core.tokens.tokens import Tokens
from odind.tokens.access_key import AccessKey
from tests.core.fakes import FakeClock, Keyring

EU = Gateway("https://eu.example", Tokens(Keyring(), AccessKey.generate(), FakeClock().now))
GATEWAYS = Gateways("own", ("other.example", "https://grid:4433"), {"eu": EU, "spare": Gateway("10.0.0.1")})


def refusal(wanted: str, gateways: Gateways = GATEWAYS) -> OdindError:
    with pytest.raises(OdindError) as caught:
        gateways.choose(wanted)
    return caught.value


@pytest.mark.parametrize("wanted", ["", "own"])
def test_the_daemons_own_needs_no_name_and_may_be_called_like_one(wanted: str):
    assert GATEWAYS.choose(wanted) == Gateway("own")


@pytest.mark.parametrize("wanted", ["eu", "https://eu.example"])
def test_a_named_gateway_brings_its_key_whether_its_name_or_its_address_is_given(wanted: str):
    assert GATEWAYS.choose(wanted) is EU


@pytest.mark.parametrize("wanted", ["other.example", "https://grid:4433"])
def test_an_address_that_the_settings_allow_is_taken_as_it_is(wanted: str):
    assert GATEWAYS.choose(wanted) == Gateway(wanted)


def test_an_unknown_name_is_told_with_those_that_there_are():
    error = refusal("ue")
    assert (error.reason, error.metadata) == ("GATEWAY_UNKNOWN", {"name": "ue", "known": "eu, spare"})
    assert isinstance(error, InvalidArgumentError)
    assert refusal("ue", Gateways("own", ("*",))).metadata["known"] == "none"


def test_any_address_goes_with_a_star_and_no_other_without_it():
    assert Gateways("own", ("*",)).choose("third.example") == Gateway("third.example")
    assert isinstance(refusal("third.example"), PermissionDeniedError)
    assert refusal("localhost").reason == "GATEWAY_NOT_ALLOWED"


@pytest.mark.parametrize("name", PUBLIC)
def test_the_public_gateways_are_known_by_name_and_not_allowed_by_it(name: str):
    assert refusal(name, Gateways("own")).metadata == {"gateway": PUBLIC[name]}
    for others in (("*",), (PUBLIC[name],)):
        assert Gateways("own", others).choose(name) == Gateway(PUBLIC[name])
