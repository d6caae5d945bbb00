"""Ports for daemons of tests: two processes of the tests never draw the same one."""

from __future__ import annotations

from itertools import chain, islice

from .installed import free_port, ports_of


def test_processes_of_the_tests_have_no_port_in_common():
    drawn = [list(islice(ports_of(process), 2_500)) for process in ("", *(f"gw{n}" for n in range(1, 8)))]

    assert sorted(chain(*drawn)) == list(range(10_000, 30_000))


def test_a_process_in_the_place_of_one_that_died_has_ports_too():
    assert set(islice(ports_of("gw11"), 2_500)) == set(islice(ports_of("gw3"), 2_500))


def test_no_port_is_drawn_twice_in_a_row():
    assert len({free_port() for _ in range(100)}) == 100
