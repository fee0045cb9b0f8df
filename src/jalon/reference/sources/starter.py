"""The vocabulary that ships with the project: three CSV files of our own words, with the codes of ROME."""

from hashlib import sha256
from pathlib import Path

from jalon.reference.sources.rows import LinkRow, TitleRow, VocabularyRows, read_table


def read_starter(folder: Path) -> VocabularyRows:
    """Occupations, titles and skills; the version is a digest of the files.

    Titles are numbered per occupation (`s:H2913:3`), skills by their line (`s:12`): codes of our own, which
    never meet those of ROME.
    """
    occupations = read_table(folder / "occupations.csv", ("code", "label", "definition"))
    titles = read_table(folder / "titles.csv", ("code", "title"))
    skills = read_table(folder / "skills.csv", ("number", "kind", "label", "core_of", "also_of"))
    return VocabularyRows(
        version=_digest(folder),
        occupations={row["code"]: (row["label"], row["definition"]) for row in occupations},
        titles=_titles(titles),
        skills={f"s:{row['number']}": (row["label"], row["kind"]) for row in skills},
        links=[link for row in skills for link in _links(row)],
    )


def _titles(rows: list[dict[str, str]]) -> list[TitleRow]:
    seen: dict[str, int] = {}
    titles = []
    for row in rows:
        seen[row["code"]] = seen.get(row["code"], 0) + 1
        code = f"s:{row['code']}:{seen[row['code']]}"
        titles.append(TitleRow(code, row["code"], row["title"], row["title"]))
    return titles


def _links(row: dict[str, str]) -> list[LinkRow]:
    skill = f"s:{row['number']}"
    return [LinkRow(code, skill, core=True) for code in row["core_of"].split()] + [
        LinkRow(code, skill, core=False) for code in row["also_of"].split()
    ]


def _digest(folder: Path) -> str:
    content = b"".join(path.read_bytes() for path in sorted(folder.glob("*.csv")))
    return sha256(content).hexdigest()[:12]
