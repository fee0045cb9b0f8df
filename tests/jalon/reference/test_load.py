"""Vocabularies are loaded whole or not at all, again without effect, and nothing is deleted."""

import json
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from jalon.reference import actions, queries
from jalon.reference.choices import SkillKind, VocabularyKind
from jalon.reference.models import Commune, Occupation, OccupationLabel, OccupationSkill, Skill, Vocabulary
from jalon.reference.sources.rome import read_rome
from tests.jalon.reference.conftest import Writer
from tests.shared_data import DATA, needs

pytestmark = pytest.mark.django_db

LABELS = {"H2913": "Soudeur / Soudeuse", "N1101": "Cariste"}
TITLES = {"10": ("H2913", "Soudeur / Soudeuse à l'arc"), "11": ("N1101", "Cariste")}


def counts(vocabulary: Vocabulary, name: str) -> dict[str, int]:
    return {sort: n for sort, n in vocabulary.changes[name].items() if sort != "names" and n}


def test_first_load_adds_everything_with_its_marks(rome_folder: Writer) -> None:
    loaded = actions.load_rome(rows=read_rome(rome_folder(LABELS, TITLES)))

    assert counts(loaded, "occupations") == {"added": 2}
    assert counts(loaded, "links") == {"added": 6}
    welder = Occupation.objects.get(code="H2913")
    assert welder.definition == "Assemble. Contrôle."
    links = [(link.skill.label, link.core, link.emerging) for link in queries.skills_of(welder)]
    assert links == [
        ("Travail la nuit", True, True), ("Souder", True, False), ("Métaux", False, False),
    ]  # fmt: skip
    assert Skill.objects.get(code="2").kind == SkillKind.SOFT
    assert OccupationLabel.objects.get(code="10").label == "Soudeur / Soudeuse à l’arc"


def test_loading_again_changes_nothing(rome_folder: Writer) -> None:
    rows = read_rome(rome_folder(LABELS, TITLES))

    assert actions.load_rome(rows=rows) == actions.load_rome(rows=rows)
    assert Vocabulary.objects.count() == 1


def test_next_version_says_what_it_renames_retires_and_adds(rome_folder: Writer) -> None:
    actions.load_rome(rows=read_rome(rome_folder(LABELS, TITLES)))
    labels = {"H2913": "Soudeur / Soudeuse de métaux", "K2204": "Agent / Agente de propreté"}
    titles = {"10": ("H2913", "Soudeur / Soudeuse à l'arc"), "12": ("K2204", "Nettoyeur / Nettoyeuse")}

    loaded = actions.load_rome(rows=read_rome(rome_folder(labels, titles, version="2")))

    assert counts(loaded, "occupations") == {"added": 1, "renamed": 1, "retired": 1}
    assert loaded.changes["occupations"]["names"]["retired"] == ["Cariste"]
    assert counts(loaded, "titles") == {"added": 1, "retired": 1}
    assert counts(loaded, "links") == {"added": 3, "retired": 3}
    assert Occupation.objects.get(code="N1101").retired
    assert queries.search_titles("cariste") == []


def test_a_retired_occupation_comes_back(rome_folder: Writer) -> None:
    first = read_rome(rome_folder(LABELS, TITLES))
    actions.load_rome(rows=first)
    actions.load_rome(
        rows=read_rome(rome_folder({"H2913": "Soudeur / Soudeuse"}, {"10": TITLES["10"]}, version="2"))
    )

    again = actions.load_rome(rows=first)

    assert counts(again, "occupations") == {"restored": 1}
    assert OccupationSkill.objects.filter(retired=True).count() == 0


def test_starter_is_complete_and_gives_way_to_rome(rome_folder: Writer) -> None:
    starter = actions.load_starter()

    assert actions.load_starter() == starter
    assert counts(starter, "occupations") == {"added": 68}
    assert queries.search_titles("soudeuse")[0].code == "H2913"

    rome = actions.load_rome(rows=read_rome(rome_folder(LABELS, TITLES)))

    assert counts(rome, "occupations") == {"retired": 66, "changed": 2}
    assert actions.load_starter() == rome


@needs("rome4_v460")
def test_codes_of_the_starter_are_those_of_rome() -> None:
    actions.load_starter()
    ours = dict(Occupation.objects.values_list("code", "label"))
    official = {code: label for code, (label, _) in read_rome(DATA / "rome4_v460").occupations.items()}

    assert ours == {code: official[code] for code in ours}


@pytest.mark.parametrize(
    ("leave_out", "said"),
    [("texte", "unix_texte_v…_utf8.csv : fichier absent."), ("coherence_item", "unix_coherence_item")],
)
def test_missing_file_is_told_and_nothing_changes(rome_folder: Writer, leave_out: str, said: str) -> None:
    folder = rome_folder(LABELS, TITLES, leave_out=leave_out)

    with pytest.raises(CommandError) as refused:
        call_command("reference_load_rome", str(folder))

    assert refused.value.returncode == 2
    assert said in str(refused.value)
    assert not Occupation.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"code_rome;libelle_rome\nH2913;Soudeur\n", "il manque la colonne code_rome, libelle_rome"),
        ("code_rome,libelle_rome\nH2913,Dégât\n".encode("latin-1"), "ce n’est pas du texte UTF-8"),
        (b"", "il manque la colonne"),
    ],
)
def test_wrong_file_is_told(rome_folder: Writer, content: bytes, said: str) -> None:
    folder = rome_folder(LABELS, TITLES)
    (folder / "unix_referentiel_code_rome_v1_utf8.csv").write_bytes(content)

    with pytest.raises(CommandError, match=said):
        call_command("reference_load_rome", str(folder))


@pytest.mark.parametrize("content", ["", "[]", "{}", '[{"nom": "Ici"}]', '[{"code": "59183", "nom": 4}]'])
def test_wrong_communes_are_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "communes.json").write_text(content)

    with pytest.raises(CommandError, match=r"communes.json"):
        call_command("reference_load_communes", str(tmp_path / "communes.json"))


def test_communes_are_loaded_and_found(tmp_path: Path) -> None:
    file = tmp_path / "communes.json"
    places = [("59183", "Dunkerque", 2.37, 51.03), ("59340", "Leffrinckoucke", 2.44, 51.05)]
    entries = [{"code": c, "nom": n, "centre": {"coordinates": [lon, lat]}} for c, n, lon, lat in places]
    file.write_text(json.dumps([*entries, {"code": "97701", "nom": "Saint-Barthélemy"}]))

    loaded = actions.load_communes(file=file)

    assert counts(loaded, "communes") == {"added": 3}
    assert [each.code for each in queries.search_communes("dunkerke")] == ["59183"]
    assert [each.code for each in queries.search_communes("St Barthelemy")] == ["97701"]
    nearest = queries.commune_near(51.045, 2.43)
    assert nearest is not None
    assert nearest.name == "Leffrinckoucke"


@needs("rome4_v460")
def test_real_rome_loads_in_under_a_minute(capsys: pytest.CaptureFixture[str]) -> None:
    started = time.monotonic()
    call_command("reference_load_rome", str(DATA / "rome4_v460"))
    first = time.monotonic() - started
    call_command("reference_load_rome", str(DATA / "rome4_v460"))

    said = capsys.readouterr().out
    assert "métiers : 1584 ajoutés" in said
    assert "appellations : 13120 ajoutés" in said
    assert "liens : 104219 ajoutés" in said
    assert said.rstrip().endswith("ROME 4.0 460 est déjà chargé : rien à changer.")
    assert OccupationSkill.objects.filter(core=True).count() == 18900 + 1731
    assert first < 60


@needs("geo", "communes.json")
def test_real_communes_load() -> None:
    call_command("reference_load_communes", str(DATA / "geo" / "communes.json"))

    assert Commune.objects.count() == 35064
    assert Commune.objects.filter(lat__isnull=True).count() == 94
    assert queries.current_version(VocabularyKind.COMMUNES) is not None
