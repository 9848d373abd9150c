"""A second file that completes the rows of a first, held in memory by its key."""

from pathlib import Path

from lrs.errors import BadRequest
from lrs.recipes.readers import plain
from lrs.recipes.table import Row, open_table
from schemas.recipe import Join


class Lookup:
    """The rows of a joined file by the columns it is joined on."""

    def __init__(self, folder: Path, join: Join) -> None:
        self.file, self.on = join.file, join.on
        path = folder / join.file
        if not path.is_file():
            raise BadRequest(f"{path}: there is no such file; the recipe joins it on {', '.join(join.on)}")
        table = open_table(path, [frozenset({plain(name)}) for name in join.on])
        self.headings = table.headings
        plains = [plain(heading) for heading in table.headings]
        keys = [plains.index(plain(name)) for name in join.on]
        self._rows = {
            tuple(row.cells[key].strip() for key in keys): row.cells for row in table.rows() if isinstance(row, Row)
        }

    def find(self, key: list[str]) -> list[str] | None:
        """Return the cells of the row with this key, or None."""
        return self._rows.get(tuple(cell.strip() for cell in key))
