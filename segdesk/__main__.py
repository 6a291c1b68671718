"""Start segdesk: the window, or the command line where there are arguments for it."""

import sys


def main() -> None:
    """Run segdesk with the arguments of this process, and end it with its exit status."""
    try:
        sys.exit(_run(sys.argv[1:]))
    except KeyboardInterrupt:  # while the first imports run
        sys.exit(130)


def _run(arguments: list[str]) -> int:
    if not arguments or (len(arguments) == 1 and arguments[0].endswith(".segdesk")):
        from segdesk.gui.app import run as show

        return show(arguments)
    from segdesk.cli import run

    return run(arguments)


if __name__ == "__main__":
    main()
