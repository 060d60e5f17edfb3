import unicodedata

from factdesk.readers.glyphs import letters


def test_shapes_become_letters():
    assert letters("the ﬁve ﬄ") == "the five ffl"
    assert letters("⼗⼆⽉关⻔。⻋站。居⺠") == "十二月关门。车站。居民"
    assert letters("ﺑﺌﺮ") == "بئر"


def test_letters_stay_as_they_are():
    for text in ("five ½ ① ﷺ e\u0301 é Å", "مُحَمَّد", "十二月关门"):
        assert letters(text) == text


def test_every_radical_has_its_ideograph():
    radicals = [chr(code) for code in range(0x2F00, 0x2FD6)]
    assert all(unicodedata.name(letters(radical)).startswith("CJK UNIFIED") for radical in radicals)
    assert (
        letters("⺁⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰")
        == "厂民西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙"
    )
