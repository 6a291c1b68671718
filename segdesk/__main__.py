"""Start segdesk: the command line today, the window once it is there."""

import sys


def main() -> None:
    """Run segdesk with the arguments of this process, and end it with its exit status."""
    from segdesk.cli import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
