"""Which addresses count as public."""

from __future__ import annotations

import pytest

from odind.egress.addresses import is_public, unwrapped

PRIVATE = [
    *("0.0.0.1", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254"),
    *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1"),
    *("192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.1.1.1"),
    *("240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:10.0.0.1"),
    *(
        "::ffff:127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::5db8:d822",
        "64:ff9b:1::1",
        "100::1",
    ),
    *("2001::1", "2001:db8::1", "2002:7f00:1::1", "2002:5db8:d822::1", "fc00::1", "fd12::1"),
    *("fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "ff0e::1"),
]
PUBLIC = (
    "1.1.1.1",
    "93.184.216.34",
    "172.32.0.1",
    "::ffff:93.184.216.34",
    "2606:2800:220:1::1",
    "2a00:1450::1",
)


@pytest.mark.parametrize("text", PRIVATE)
def test_an_address_near_us_is_not_public(text: str):
    assert not is_public(unwrapped(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_an_address_of_the_internet_is_public(text: str):
    assert is_public(unwrapped(text))
