"""`python -m app` is `bookreader`."""

from app.cli import main

main()
