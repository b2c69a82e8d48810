"""`python -m newsearch` is the command `newsearch`."""

from newsearch.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
