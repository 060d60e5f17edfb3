"""PDF files name the shapes that are drawn; this gives back the letters: of ligatures, radicals, joined Arabic."""

import re
import unicodedata

_SHAPES = re.compile("[\u2f00-\u2fd5\ufb00-\ufb4f\ufb50-\ufdcf\ufe70-\ufefc]")
_RADICALS = str.maketrans(
    "\u2e81\u2ea0\u2ec4\u2ec5\u2ec6\u2ec9\u2ecb\u2ed3\u2ed4\u2ed8\u2eda\u2edb\u2edc\u2edd"
    "\u2ee2\u2ee3\u2ee4\u2ee5\u2ee6\u2ee8\u2ee9\u2eec\u2eee\u2ef0",
    "厂民西见角贝车长门青页风飞食马骨鬼鱼鸟麦黄齐齿龙",
)
"""Radicals for which Unicode has an ideograph but no normal form."""


def letters(text: str) -> str:
    """Give a text with letters for shapes; ligatures that the text itself may hold, such as ﷺ, stay."""
    return _SHAPES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text.translate(_RADICALS))
