"""Each practice test has a switch that turns its rule off; `python -m tools.switch_off` sees every one of them fail."""

import ast

from tools.practices import ROOT, TESTS, shown_in
from tools.switch_off import switches


def test_every_practice_test_has_a_switch_and_every_switch_a_test() -> None:
    assert set(switches()) == {shown.test for shown in shown_in(TESTS)}


def test_a_switch_stands_once_in_the_program_and_leaves_python() -> None:
    for switch in switches().values():
        held = (ROOT / switch.file).read_text(encoding="utf-8")
        assert held.count(switch.find) == 1, switch.test
        assert ast.parse(held.replace(switch.find, switch.replace)), switch.test
