"""`python -m factdesk` is `factdesk`."""

from factdesk.cli import main

main()
