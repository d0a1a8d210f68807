"""Hand-worked numbers of the region: distances, fields, R&D and who performs it."""

from __future__ import annotations

import csv
import math

import numpy as np
import pytest

from sim.region import (
    DEFENCE_UPWEIGHT,
    FIELD_NAMES,
    FIELDS,
    RELATEDNESS,
    TEN_FIELDS,
    Accounts,
    City,
    Region,
    fill_accounts,
    fill_performers,
    great_circle_km,
)
from sim.region.fields import BASE_MIX, DEFENCE_CODING, PILLAR_CODING
from sim.scenario.region_files import CITIES, load_region, shipped_regions


@pytest.fixture(scope="module")
def circle() -> Region:
    return load_region("chengdu-chongqing")


@pytest.fixture(scope="module")
def cities(circle: Region) -> dict[str, City]:
    return {city.key: city for city in circle.cities}


def index(name: str) -> int:
    return FIELD_NAMES.index(name)


def cosine(first: np.ndarray, second: np.ndarray) -> float:
    return float(first @ second / math.sqrt((first @ first) * (second @ second)))


def accounts(key: str, population: float, gdp: float | None, rd: float | None, share: float | None) -> Accounts:
    return Accounts(key, population, gdp, rd, share, "sourced", "sourced")


class TestDistance:
    def test_chengdu_to_chongqing_by_the_spherical_law_of_cosines(self, circle: Region) -> None:
        chengdu, chongqing = math.radians(30.67), math.radians(29.57)
        cosine_of_angle = math.sin(chengdu) * math.sin(chongqing) + math.cos(chengdu) * math.cos(chongqing) * math.cos(
            math.radians(106.55 - 104.07)
        )
        expected = 6371.0088 * math.acos(cosine_of_angle)
        assert expected == pytest.approx(268.0, abs=0.1)
        assert circle.distance_km[0, 1] == pytest.approx(expected, abs=1e-4)

    def test_quarter_and_half_of_the_circumference(self) -> None:
        assert great_circle_km(0, 0, 90, 0) == pytest.approx(6371.0088 * math.pi / 2, abs=1e-6)
        assert great_circle_km(0, -90, 0, 90) == pytest.approx(6371.0088 * math.pi, abs=1e-6)
        assert great_circle_km(12.3, 179.5, 12.3, -180.5) == 0.0

    def test_matrix_is_symmetric_with_zero_diagonal_and_read_only(self, circle: Region) -> None:
        matrix = circle.distance_km
        assert matrix.shape == (16, 16)
        assert np.array_equal(matrix, matrix.T)
        assert not matrix.diagonal().any()
        assert matrix[~np.eye(16, dtype=bool)].min() > 30
        with pytest.raises(ValueError, match="read-only"):
            matrix[0, 1] = 0.0


class TestFields:
    def test_ten_fields_with_unique_names(self) -> None:
        assert len(set(FIELD_NAMES)) == len({field.label_zh for field in FIELDS}) == 10
        assert FIELD_NAMES[0] == "electronics_communications"
        assert FIELD_NAMES[9] == "instruments_sensors"

    def test_relatedness_is_a_symmetric_share_with_unit_diagonal(self) -> None:
        assert RELATEDNESS.shape == (10, 10)
        assert np.array_equal(RELATEDNESS, RELATEDNESS.T)
        assert (RELATEDNESS.diagonal() == 1).all()
        others = RELATEDNESS[~np.eye(10, dtype=bool)]
        assert others.min() >= 0.1
        assert others.max() <= 0.6
        assert not RELATEDNESS.flags.writeable

    def test_relatedness_is_read_in_the_order_of_the_fields(self) -> None:
        assert RELATEDNESS[index("aviation"), index("space")] == 0.60
        assert RELATEDNESS[index("vehicles_ordnance"), index("machinery_equipment")] == 0.55
        assert RELATEDNESS[index("software_information_security"), index("materials_chemicals")] == 0.10

    def test_codings_name_existing_fields_and_give_at_most_the_whole_phrase(self) -> None:
        for keyword, weights in PILLAR_CODING + DEFENCE_CODING:
            assert set(weights) <= set(FIELD_NAMES), keyword
            assert math.fsum(weights.values()) in (0.0, pytest.approx(1.0)), keyword
        assert tuple(BASE_MIX) == FIELD_NAMES
        assert math.fsum(BASE_MIX.values()) == pytest.approx(1.0, abs=1e-12)

    def test_city_without_pillars_has_the_average_mix(self) -> None:
        assert TEN_FIELDS.mix("", "") == pytest.approx(list(BASE_MIX.values()))
        assert TEN_FIELDS.mix("basket weaving; liquor & food", "") == pytest.approx(list(BASE_MIX.values()))

    def test_hand_worked_mix(self) -> None:
        """0.4 base + 0.4 (half steel, a quarter electronics, a quarter nothing) + 0.2 ordnance; sum 0.9."""
        mix = TEN_FIELDS.mix("steel; electronic information & liquor", "ordnance group, ordnance works")
        assert mix[index("materials_chemicals")] == pytest.approx((0.4 * 0.14 + 0.2) / 0.9)
        assert mix[index("electronics_communications")] == pytest.approx((0.4 * 0.22 + 0.1 * 0.7) / 0.9)
        assert mix[index("vehicles_ordnance")] == pytest.approx((0.4 * 0.05 + 0.2) / 0.9)
        assert mix[index("aviation")] == pytest.approx(0.4 * 0.03 / 0.9)
        assert mix.sum() == pytest.approx(1.0, abs=1e-12)

    def test_words_are_recognised_at_their_beginning_in_any_case(self) -> None:
        assert TEN_FIELDS.uncoded("Steel; microship; relationships") == ("microship", "relationships")

    def test_defence_fields_are_more_frequent_among_military_organisations(self) -> None:
        for field, weight in zip(FIELDS, DEFENCE_UPWEIGHT, strict=True):
            assert (weight > 1) == field.defence, field.name
        shifted = TEN_FIELDS.military_mix(np.full(10, 0.1))
        assert shifted[index("space")] == pytest.approx(3.0 / (1.5 + 4 * 3.0 + 2.0 + 4 * 1.0))
        assert shifted.sum() == pytest.approx(1.0, abs=1e-12)


class TestCircle:
    def test_every_published_pillar_is_coded(self, circle: Region) -> None:
        assert [TEN_FIELDS.uncoded(city.pillars) for city in circle.cities] == [()] * 16

    def test_mixes_are_shares_and_read_only(self, circle: Region) -> None:
        for city in circle.cities:
            for mix in (city.field_mix, city.military_field_mix):
                assert mix.shape == (10,)
                assert mix.min() > 0
                assert mix.sum() == pytest.approx(1.0, abs=1e-12)
                assert not mix.flags.writeable

    @pytest.mark.parametrize("core", ["chengdu", "chongqing"])
    def test_both_cores_take_electronics_and_vehicles_as_pillars(self, cities: dict[str, City], core: str) -> None:
        """Gu & Li section 4.2."""
        pillars_only = TEN_FIELDS.mix(cities[core].pillars, "")
        average = TEN_FIELDS.mix("", "")
        for name in ("electronics_communications", "vehicles_ordnance"):
            share_from_pillars = pillars_only[index(name)] - 0.5 * average[index(name)]
            assert share_from_pillars > 0.05, name
        assert cities[core].field_mix[index("vehicles_ordnance")] > average[index("vehicles_ordnance")]

    def test_cores_resemble_each_other_more_than_half_of_the_pairs_but_are_not_in_the_top_quartile(
        self, circle: Region
    ) -> None:
        """The coding is not tuned to pattern P20, and the initial mixes alone do not meet it."""
        mixes = [city.field_mix for city in circle.cities]
        pairs = [cosine(mixes[one], mixes[two]) for one in range(16) for two in range(one)]
        cores = cosine(mixes[0], mixes[1])
        assert np.median(pairs) < cores < np.quantile(pairs, 0.75)

    def test_only_mianyang_has_a_coordination_office(self, circle: Region) -> None:
        """Gu & Li section 2.1."""
        assert [city.key for city in circle.cities if city.own_coordination_office] == ["mianyang"]

    def test_fields_and_counts_are_those_of_the_city_file(self, circle: Region) -> None:
        text = (shipped_regions()["chengdu-chongqing"] / CITIES).read_text(encoding="utf-8")
        rows = list(csv.DictReader(text.splitlines()))
        assert len(rows) == len(circle.cities)
        for row, city in zip(rows, circle.cities, strict=True):
            mix = TEN_FIELDS.mix(row["pillar_industries"], row["defence_science_presence"])
            assert city.field_mix == pytest.approx(mix)
            assert city.military_field_mix == pytest.approx(TEN_FIELDS.military_mix(mix))
            assert city.universities == int(row["n_universities_institutes"])

    def test_sixteen_cities_of_two_jurisdictions(self, circle: Region) -> None:
        assert circle.name == "chengdu-chongqing"
        assert circle.jurisdictions == ("Chongqing", "Sichuan")
        assert sum(city.jurisdiction == "Sichuan" for city in circle.cities) == 15
        assert [city.key for city in circle.cities if city.tier == "core"] == ["chongqing", "chengdu"]
        assert sum(city.military_organisations for city in circle.cities) == 254
        assert sum(city.hightech_firms for city in circle.cities) == 17_172
        assert sum(city.universities for city in circle.cities) == 193


class TestResearch:
    def test_circle_total_is_the_published_one(self, circle: Region) -> None:
        assert math.fsum(city.rd_billion_yuan for city in circle.cities) == pytest.approx(155.52, abs=1e-3)

    def test_stated_expenditures_are_kept(self, cities: dict[str, City]) -> None:
        assert cities["chongqing"].rd_billion_yuan == 52.679
        assert cities["chongqing"].grades["rd_billion_yuan"] == "sourced"
        assert cities["deyang"].rd_billion_yuan == 7.695
        assert cities["chongqing"].rd_intensity == pytest.approx(0.0211, abs=5e-5)

    def test_mianyang_and_chengdu(self, cities: dict[str, City]) -> None:
        assert cities["mianyang"].rd_billion_yuan == pytest.approx(301.008 * 0.0714)
        assert cities["mianyang"].grades["rd_billion_yuan"] == "derived"
        assert cities["chengdu"].rd_billion_yuan == 54.84 == pytest.approx(45.25 * 1.212, abs=0.01)
        assert cities["chengdu"].grades["rd_billion_yuan"] == "derived"

    def test_unpublished_sums_keep_the_published_order_of_2018(self, cities: dict[str, City]) -> None:
        """Above one billion in this order, all others below; the province grew 1.432-fold from 2018 to 2020."""
        above = ["chengdu", "mianyang", "deyang", "yibin", "leshan", "luzhou", "zigong", "nanchong"]
        spent = [cities[key].rd_billion_yuan for key in above]
        assert spent == sorted(spent, reverse=True)
        others = set(cities) - {*above, "chongqing"}
        assert max(cities[key].rd_billion_yuan for key in others) < 1.0 * 105.53 / 73.71 < spent[-1]
        assert cities["yibin"].rd_intensity > 0.0101 > max(cities[key].rd_intensity for key in others - {"yaan"})
        assert {cities[key].grades["rd_billion_yuan"] for key in (*others - {"yaan"}, "yibin")} == {"assumption"}

    def test_gdp_of_ziyang_and_yaan_by_hand(self, cities: dict[str, City]) -> None:
        """8.31 (100m) at 1.10 % of GDP; the rest of the 1,562.17 of both."""
        ziyang, yaan = cities["ziyang"], cities["yaan"]
        assert yaan.gdp_billion_yuan == 75.5 == pytest.approx(0.831 / 0.011, abs=0.1)
        assert ziyang.gdp_billion_yuan + yaan.gdp_billion_yuan == pytest.approx(156.217, abs=0.05)
        assert ziyang.grades["gdp_billion_yuan"] == yaan.grades["gdp_billion_yuan"] == "derived"

    def test_nanchong_by_hand(self, cities: dict[str, City]) -> None:
        north_east = 759.55 - cities["dazhou"].gdp_billion_yuan - cities["guangan"].gdp_billion_yuan
        assert cities["nanchong"].gdp_billion_yuan == pytest.approx(north_east - 100.801 - 76.699)

    def test_students_give_universities_where_no_count_was_found(self, cities: dict[str, City]) -> None:
        """242,064 students in the 15 institutions of Mianyang and Nanchong: 16,138 each (2019)."""
        students = {"deyang": 86_348, "luzhou": 54_941, "zigong": 46_392, "ziyang": 7_907}
        for city, there in students.items():
            assert cities[city].universities == max(1, round(there / ((156_732 + 85_332) / 15)))

    def test_zone_totals_of_the_source_notes(self, cities: dict[str, City]) -> None:
        south = [cities[key] for key in ("zigong", "luzhou", "neijiang", "yibin")]
        assert math.fsum(city.population for city in south) == pytest.approx(14_473_000, abs=1_000)
        assert math.fsum(city.gdp_billion_yuan for city in south) == pytest.approx(788.37, abs=0.001)
        ring = ("deyang", "mianyang", "leshan", "meishan", "suining", "ziyang", "yaan")
        plain = math.fsum(cities[key].population for key in (*ring, "chengdu"))
        assert math.fsum(cities[key].gdp_billion_yuan for key in ring) == pytest.approx(1180.67, abs=0.05)
        assert plain == pytest.approx(41_935_000, abs=1_000)

    def test_grades_follow_the_sources(self, cities: dict[str, City]) -> None:
        assert cities["meishan"].grades["population"] == "derived"
        assert cities["luzhou"].grades["gdp_billion_yuan"] == "derived"
        assert cities["deyang"].grades["hightech_firms"] == "derived"
        assert cities["chengdu"].grades["military_organisations"] == "assumption"
        assert cities["leshan"].grades["military_organisations"] == "sourced"


class TestBlanks:
    def test_blanks_follow_the_stated_cities(self) -> None:
        cities = [
            accounts("a", 100, 50, 2.0, None),
            accounts("b", 100, 150, None, 0.02),
            accounts("c", 40, None, None, None),
            accounts("d", 10, None, None, 0.05),
        ]
        filled = fill_accounts(cities)
        assert filled[2].gdp_billion_yuan == pytest.approx(40.0)
        assert filled[2].rd_intensity == pytest.approx((0.04 + 0.02 + 0.05) / 3)
        assert [row.gdp_grade for row in filled] == ["sourced", "sourced", "assumption", "assumption"]
        assert [row.rd_grade for row in filled] == ["sourced", "derived", "assumption", "assumption"]

    def test_without_any_rd_the_default_rate_holds(self) -> None:
        (filled,) = fill_accounts([accounts("a", 100, 50, None, None)])
        assert filled.rd_billion_yuan == pytest.approx(1.1)

    def test_without_any_gdp_nothing_can_be_filled(self) -> None:
        with pytest.raises(ValueError, match="no city states a GDP"):
            fill_accounts([accounts("a", 100, None, 1.0, None)])


class TestPerformers:
    def test_published_shares_without_the_others(self, cities: dict[str, City]) -> None:
        """Chongqing 2020: 79.1, 8.3, 9.2 of 96.6; Sichuan 2021: 52.3, 38.8, 7.9 of 99.0."""
        chongqing, mianyang = cities["chongqing"].performer_shares, cities["mianyang"].performer_shares
        assert list(chongqing.values()) == pytest.approx([79.1 / 96.6, 8.3 / 96.6, 9.2 / 96.6])
        assert list(mianyang.values()) == pytest.approx([52.3 / 99.0, 38.8 / 99.0, 7.9 / 99.0])
        assert cities["chongqing"].grades["performer_shares"] == "sourced"
        assert cities["mianyang"].grades["performer_shares"] == "derived"

    def test_a_city_that_states_nothing_gets_the_mean_of_the_others_by_their_rd(self) -> None:
        first, blank, third = fill_performers([(0.4, 0.2, 0.2), None, (0.2, 0.6, 0.2)], [3.0, 50.0, 1.0])
        assert list(first.values()) == pytest.approx([0.5, 0.25, 0.25])  # of 0.8
        assert list(third.values()) == pytest.approx([0.2, 0.6, 0.2])
        assert list(blank.values()) == pytest.approx([0.425, 0.3375, 0.2375])  # three quarters of the first

    def test_where_no_city_states_any_all_get_the_usual_ones(self) -> None:
        (shares,) = fill_performers([None], [1.0])
        assert shares["institutes"] == pytest.approx((8.3 / 96.6 + 38.8 / 99.0) / 2)
        assert math.fsum(shares.values()) == pytest.approx(1.0)
        assert fill_performers([(0.5, 0.5, 0.0), None], [0.0, 1.0])[1] == shares  # who spends nothing says nothing
