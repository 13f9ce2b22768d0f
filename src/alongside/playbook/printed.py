"""The table as it is printed in the docs."""

from collections.abc import Iterator

from alongside.playbook.table import NOTE, TABLE


def table_as_markdown() -> str:
    """Return "what leads to what" as a Markdown table, one line a row, and its footnote."""
    return "\n".join((*_lines(), "", NOTE))


def _lines() -> Iterator[str]:
    yield "| # | when | next | day | why |"
    yield "|---|---|---|---|---|"
    for row in TABLE:
        cells = (str(row.number), row.when, row.then, row.day, row.why)
        yield (
            "| " + " | ".join(cell.replace("|", "\\|").replace("*", "\\*") for cell in cells) + " |"
        )
