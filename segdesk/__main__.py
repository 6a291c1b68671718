"""Start segdesk: the command line today, the window once it is there."""

import sys


def main() -> None:
    """Run segdesk with the arguments of this process, and end it with its exit status."""
    try:
        from segdesk.cli import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:  # while the first imports run
        status = 130
    sys.exit(status)


if __name__ == "__main__":
    main()
