"""How the `harness` command ends, whatever happens in it: with a status and no stray traceback."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING

import click

from harness.statuses import DEFECT, INTERRUPTED, PASSED, UNUSABLE

if TYPE_CHECKING:
    from collections.abc import Sequence


def status_of_command(arguments: Sequence[str] | None = None) -> int:
    """Run the command; a defect of the harness shows its traceback and says that it is one."""
    from harness.report.untrusted import read_names_as_utf8, tolerate_narrow_consoles

    read_names_as_utf8()
    from harness.commands.command_line import cli

    tolerate_narrow_consoles()
    try:
        cli.main(arguments, standalone_mode=False)
    except (KeyboardInterrupt, click.exceptions.Abort):
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return UNUSABLE
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else PASSED
    except Exception:  # noqa: BLE001 - the last line of defence says whose fault it is
        traceback.print_exc()
        click.echo(
            "\nThis is a defect of the harness itself, not of your scenarios. "
            "Please report it with the lines above.",
            err=True,
        )
        return DEFECT
    return PASSED
