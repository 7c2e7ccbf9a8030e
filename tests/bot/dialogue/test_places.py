"""Places as people type them, and sentences that only look like places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.gazetteer import Unit, gazetteer
from bot.dialogue.places import MAX_CANDIDATES, Place, find_places
from retriever.text import fold

UNITS = list(dict.fromkeys(unit for units in gazetteer().by_key.values() for unit in units))
PROVINCES = [unit for unit in UNITS if unit.kind == "province"]
OLD_COMMUNES = [unit for unit in UNITS if unit.kind == "commune" and unit.old]


def only(text: str) -> Place:
    places = find_places(text)
    assert len(places) == 1, places
    return places[0]


@pytest.mark.parametrize(
    ("text", "name", "province"),
    [
        ("Phường Giáp Bát, Quận Hoàng Mai, Hà Nội", "Phường Giáp Bát", "Thành phố Hà Nội"),
        ("Giáp Bát, Hoàng Mai", "Phường Giáp Bát", "Thành phố Hà Nội"),
        ("giap bat hoang mai ha noi", "Phường Giáp Bát", "Thành phố Hà Nội"),
        ("phường giáp bác quận hoàng mai", "Phường Giáp Bát", "Thành phố Hà Nội"),
        ("P. 9, Tuy Hòa", "Phường 9", "Tỉnh Đắk Lắk"),
        ("phuong 9 tuy hoa phu yen", "Phường 9", "Tỉnh Đắk Lắk"),
        ("quận 1 hcm", "Quận 1", "Thành phố Hồ Chí Minh"),
        ("TPHCM quận 3", "Quận 3", "Thành phố Hồ Chí Minh"),
        ("q7 tp.hcm", "Quận 7", "Thành phố Hồ Chí Minh"),
        ("Q.gò vấp", "Quận Gò Vấp", "Thành phố Hồ Chí Minh"),
        ("quận gò vấpp", "Quận Gò Vấp", "Thành phố Hồ Chí Minh"),
        ("tx. Dĩ An", "Thành phố Dĩ An", "Thành phố Hồ Chí Minh"),
        ("h. Củ Chi", "Huyện Củ Chi", "Thành phố Hồ Chí Minh"),
        ("Thủ Đức", "Thành phố Thủ Đức", "Thành phố Hồ Chí Minh"),
        ("em ở BMT", "Thành phố Buôn Ma Thuột", "Tỉnh Đắk Lắk"),
        ("o tan binh", "Quận Tân Bình", "Thành phố Hồ Chí Minh"),
        ("tp vinh nghệ an", "Thành phố Vinh", "Tỉnh Nghệ An"),
        ("huyện châu thành tiền giang", "Huyện Châu Thành", "Tỉnh Đồng Tháp"),
        ("châu thành bến tre", "Huyện Châu Thành", "Tỉnh Vĩnh Long"),
        ("tp đà nẵng, quận hải châu", "Quận Hải Châu", "Thành phố Đà Nẵng"),
        ("chu se gia lai", "Huyện Chư Sê", "Tỉnh Gia Lai"),
        ("cu mgar dak lak", "Huyện Cư M'gar", "Tỉnh Đắk Lắk"),
        ("phường xuân hương đà lạt", "Phường Xuân Hương - Đà Lạt", "Tỉnh Lâm Đồng"),
        ("bà rịa vũng tàu", "Tỉnh Bà Rịa - Vũng Tàu", "Thành phố Hồ Chí Minh"),
        ("hoà bình cũ: tỉnh Hoà Bình", "Tỉnh Hòa Bình", "Tỉnh Phú Thọ"),
        ("sài gòn", "Thành phố Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Đắc Lắc", "Tỉnh Đắk Lắk", "Tỉnh Đắk Lắk"),
        ("ở hn", "Thành phố Hà Nội", "Thành phố Hà Nội"),
        ("con từ Huế", "Thành phố Huế", "Thành phố Huế"),
        ("hỏi đường tới ủy ban phường Bến Nghé", "Phường Bến Nghé", "Thành phố Hồ Chí Minh"),
    ],
)
def test_one_address_is_one_place(text: str, name: str, province: str) -> None:
    place = only(text)
    assert (place.name, place.province, place.ambiguous) == (name, province, False)


@pytest.mark.parametrize(
    "text",
    [
        "xã hội hòa bình ổn định",
        "nhà ở xã hội an toàn",
        "đánh giá lại hồ sơ",
        "danh gia lai ho so",
        "dien bien ho so cao bang may",
        "bao cao bang van ban",
        "người Việt Nam định cư ở nước ngoài",
        "khu vực châu Á Thái Bình Dương",
        "hn em di lam",
        "q1 năm 2025 có gì mới",
        "trang web của xã là gì",
        "cán bộ phường hách dịch quá",
        "xã bảo phải kê khai",
        "ủy ban nhân dân cấp xã chỉ đạo",
        "đăng ký ở trung tâm",
        "nộp tại công an",
        "lam o nha bang smartphone",
        "quy dinh o van ban nao",
        "tái định cư",
        "hai chau nha em",
        "di an com roi lam giay to",
        "phương án bồi thường",
        "an ninh trật tự, tân tiến, thành công",
        "tình trạng hôn nhân",
        "hồ sơ 12 tháng, khoản 1 điều 3",
        "hải quan 1 cửa",
        "",
    ],
)
def test_ordinary_words_are_no_places(text: str) -> None:
    assert find_places(text) == ()


def test_there_are_34_provinces_today_and_29_abolished_ones() -> None:
    assert len([u for u in PROVINCES if not u.old]) == 34
    assert len([u for u in PROVINCES if u.old]) == 29


@pytest.mark.parametrize("unit", PROVINCES, ids=lambda u: fold(u.name))
def test_every_province_is_found_by_its_full_name_with_and_without_marks(unit: Unit) -> None:
    for typed in (unit.name, fold(unit.name).lower(), f"em ở {unit.name.split(' ', 1)[1].removeprefix('phố ')}"):
        place = only(typed)
        assert (place.name, place.province, place.new_names, place.old) == (unit.name, unit.province, tuple(unit.new_names), unit.old)


@pytest.mark.parametrize("separator", [", ", " - ", " "])
@pytest.mark.parametrize(("plain", "least"), [(False, 0.9995), (True, 0.998)])
def test_old_communes_are_found_by_their_full_address(plain: bool, least: float, separator: str) -> None:
    sample = OLD_COMMUNES[::3]
    found = sum(_is_found(unit, separator.join([unit.name, *unit.formerly_in]), plain=plain) for unit in sample)
    assert found / len(sample) >= least


def _is_found(unit: Unit, address: str, *, plain: bool) -> bool:
    places = find_places(fold(address).lower() if plain else address)
    return (unit.name, unit.province, tuple(unit.new_names)) in {(p.name, p.province, p.new_names) for p in places}


@given(st.text())
@settings(max_examples=300, deadline=None)
def test_no_text_raises(text: str) -> None:
    find_places(text)


PLACE_WORDS = ["phường", "xã", "q.", "tp", "1", "9", "hà nội", ",", ".", "ở", "tân tiến", "hoàng mai", "tỉnh", "-", "gia lai"]


@given(st.lists(st.sampled_from(PLACE_WORDS), max_size=14))
@settings(max_examples=500, deadline=None)
def test_no_mixture_of_place_words_raises_or_lists_too_many(words: list[str]) -> None:
    places = find_places(" ".join(words))
    for place in places:
        assert place.name
        assert place.province or place.ambiguous
        assert place.old or not place.new_names


def test_a_divided_ward_names_all_its_successors() -> None:
    place = only("phường Giáp Bát quận Hoàng Mai")
    assert place.old
    assert set(place.new_names) == {"Phường Định Công", "Phường Hoàng Mai", "Phường Tương Mai"}
    assert place.formerly_in == ("Quận Hoàng Mai", "Thành phố Hà Nội")


def test_a_district_name_of_many_provinces_lists_each_as_ambiguous() -> None:
    places = find_places("huyện Châu Thành")
    assert len(places) == 10
    assert all(place.ambiguous and place.name == "Huyện Châu Thành" for place in places)
    assert len({place.formerly_in for place in places}) == 10


def test_a_name_too_common_to_list_stands_without_a_province() -> None:
    place = only("phường 1")
    assert (place.name, place.province, place.ambiguous) == ("Phường 1", "", True)
    assert len([u for u in OLD_COMMUNES if u.name == "Phường 1"]) > MAX_CANDIDATES


def test_a_province_elsewhere_in_the_message_decides_between_namesakes() -> None:
    names = [(p.name, p.province) for p in find_places("em quê Bến Tre, đang hỏi cho mẹ ở huyện Châu Thành")]
    assert ("Huyện Châu Thành", "Tỉnh Vĩnh Long") in names
    assert len([name for name, _ in names if name == "Huyện Châu Thành"]) == 1


def test_two_places_stay_two_in_the_order_of_the_text() -> None:
    assert [p.name for p in find_places("tôi quê nghệ an, ở quận 7")] == ["Tỉnh Nghệ An", "Quận 7"]


def test_a_commune_of_today_is_not_old() -> None:
    place = only("phường Sài Gòn, quận 1")
    assert (place.name, place.old, place.new_names) == ("Phường Sài Gòn", False, ())


def test_a_ward_that_its_city_does_not_hold_leaves_the_city() -> None:
    assert [p.name for p in find_places("phường tân tiến biên hòa")] == ["Thành phố Biên Hòa"]


@pytest.mark.parametrize(
    ("text", "name", "province"),
    [
        ("Nội Hoàng, Bắc Giang, Bắc Giang", "Phường Nội Hoàng", "Tỉnh Bắc Ninh"),
        ("X. Hải Long, H. Hải Hậu, Nam Định", "Xã Hải Long", "Tỉnh Ninh Bình"),
        ("phuwowngf xuaan sown, thanhf phoos ddoong trieeuf, tinhr quangr ninh", "Phường Xuân Sơn", "Tỉnh Quảng Ninh"),
        ("xa4 d9a81k som, huye65n d9a81k glong, ti3nh d9a81k no6ng", "Xã Đắk Som", "Tỉnh Lâm Đồng"),
        ("p. tan an tay ninh", "Phường Tân An", "Tỉnh Tây Ninh"),
        ("Phường Tân Phước Kánh, Thành phố Tân Uyên", "Phường Tân Phước Khánh", "Thành phố Hồ Chí Minh"),
        ("Xã Thanh Lng, Huyện Hà Quảng, Cao Bằng", "Xã Thanh Long", "Tỉnh Cao Bằng"),
    ],
)
def test_written_with_keys_slips_and_namesakes(text: str, name: str, province: str) -> None:
    place = only(text)
    assert (place.name, place.province) == (name, province)


def test_a_name_typed_with_marks_is_not_its_twin_with_others() -> None:
    assert {place.name for place in find_places("xã Tân Thanh")} == {"Xã Tân Thanh"}


@pytest.mark.parametrize(
    "text", ["huyện Củ Chi chứ không phải Hóc Môn", "cu chi chu ko phai o hoc mon", "không phải Hóc Môn, huyện Củ Chi"]
)
def test_a_place_denied_is_not_meant(text: str) -> None:
    assert [place.name for place in find_places(f"ở {text}")] == ["Huyện Củ Chi"]


def test_a_ward_known_elsewhere_gives_way_to_the_province_that_does_not_hold_it() -> None:
    assert only("Phường Bến Nghé, Hà Nội").name == "Thành phố Hà Nội"
