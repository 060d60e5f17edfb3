"""The command line. A command's module is loaded only when the command is called, so that --help stays quick."""

import importlib
import sys

import typer

from factdesk.errors import Invalid, NoRoom, Refusal, means_no_room

COMMANDS = {
    "serve": "Serve the register; the first start makes it, with the example.",
    "migrate": "Bring a register up to the newest version of the program.",
    "seed": "Add what is missing of the example; change nothing that exists.",
    "import": "Bring an article’s text or a table’s claims into the register.",
    "export": "Write the claims that match, or what changed, into a file.",
    "publish": "Publish an article with its drafts, after a preview.",
    "list": "List the claims that match.",
    "compare": "Compare computed with reviewed confidence.",
    "review": "Judge a claim.",
    "user": "Keep the accounts of people: add, list, disable, link.",
    "token": "Keep the tokens of programs: add, list, revoke.",  # nosec B105
    "verify": "Check the audit chain, every row, every derived value and count.",
    "where": "Say where the register and the program’s files lie.",
}
MODULES = {"import": "importing"}
"""Commands whose module bears another name, as theirs is a word of the language."""
USAGE, FAILURE = 2, 1


def main() -> None:
    """Run the command named on the command line. Exit codes: 0 done, 1 failed, 2 not understood."""
    try:
        make_app(next((word for word in sys.argv[1:] if not word.startswith("-")), None))()
    except Refusal as refusal:
        typer.echo(f"factdesk: {refusal.sentence}", err=True)
        sys.exit(USAGE if isinstance(refusal, Invalid) else FAILURE)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(FAILURE)
    except OSError as cause:
        if not means_no_room(cause):
            raise
        typer.echo(f"factdesk: {NoRoom().sentence}", err=True)
        sys.exit(FAILURE)


def make_app(chosen: str | None) -> typer.Typer:
    """Make the command line with one command ready to run; of the others only name and help are there."""
    app = typer.Typer(
        help="A claim register: every assertion of an article with its verdict, confidence and graded sources.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(_common)
    for name, told in COMMANDS.items():
        module = importlib.import_module(f"factdesk.cli.{MODULES.get(name, name)}") if name == chosen else None
        if module is not None and hasattr(module, "app"):
            app.add_typer(module.app, name=name, help=told)
        else:
            app.command(name, help=told)(module.run if module else _not_loaded)
    return app


def _common() -> None:
    """Stand for the command line as a whole, so that a single command would still be named."""


def _not_loaded() -> None:
    """Stand for a command that was not called."""
