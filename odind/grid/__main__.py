"""`python -m odind.grid` is `odind grid`."""

from .command import grid_command

if __name__ == "__main__":
    grid_command(prog_name="odind grid")
