"""The squares into which a photo is divided where boxes cannot be drawn. Pure."""

COLUMNS = 12
FEWEST, MOST = 5, 20  # rows

Grid = tuple[int, int]  # rows, columns


def grid_of(width: int, height: int) -> Grid:
    """About square pieces, twelve to a row."""
    return (min(MOST, max(FEWEST, round(COLUMNS * height / max(1, width)))), COLUMNS)


def place_of(row: int, column: int, grid: Grid, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in pixels; neighbours leave no gap."""
    rows, columns = grid
    return (
        column * width // columns,
        row * height // rows,
        (column + 1) * width // columns,
        (row + 1) * height // rows,
    )


def squares_of(ticked: list[str], grid: Grid) -> set[tuple[int, int]]:
    """Of "3-11": row and column, from 0; what is not in the grid is left out."""
    rows, columns = grid
    found = set()
    for one in ticked:
        row, _, column = one.partition("-")
        if row.isascii() and column.isascii() and row.isdigit() and column.isdigit() and len(one) < 8:
            found.add((int(row), int(column)))
    return {(row, column) for row, column in found if row < rows and column < columns}
