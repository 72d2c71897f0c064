"""A program that does nothing, made with typer: what any command line made with it takes to start."""

import typer

app = typer.Typer()


@app.command()
def nothing() -> None:
    """Do nothing."""


if __name__ == "__main__":
    app()
