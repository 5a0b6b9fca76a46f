"""The command line as a whole: each command by its name, and a way out for a name that is none."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

import app.main  # noqa: F401 - every model
from app.cli.__main__ import WHERE, command_line
from app.core.db import Audited, Base


@pytest.mark.parametrize("name", WHERE)
def test_a_command_is_found_in_the_module_that_is_said_to_have_it(name: str) -> None:
    told = CliRunner().invoke(command_line([name]), [name, "--help"])
    assert told.exit_code == 0
    assert f" {name} " in told.output


def test_the_help_names_every_command() -> None:
    told = CliRunner().invoke(command_line(["--help"]), ["--help"])
    assert told.exit_code == 0
    assert all(f"│ {name} " in told.output for name in WHERE)


def test_a_name_that_is_no_command_is_refused_with_the_one_that_was_meant() -> None:
    told = CliRunner().invoke(command_line(["vorker"]), ["vorker"])
    assert told.exit_code == 2
    assert "worker" in told.output


def test_checking_the_trail_reads_in_nothing_that_only_the_web_needs() -> None:
    looked = (
        "import sys; from app.cli.__main__ import command_line; from app.cli.mapping import read_in_models; "
        "command_line(['audit']); read_in_models(); print('fastapi' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", looked], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"


def test_every_audited_row_has_its_class_where_the_check_of_the_trail_reads_in() -> None:
    audited = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Audited)]
    assert len(audited) > 15
    assert [one.__module__ for one in audited if "models" not in one.__module__.split(".")] == []
