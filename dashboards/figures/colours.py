"""Colours made of others: tints, bands, what can be read on them, and a set that colour-blind eyes tell apart."""

# Okabe and Ito (2008), Color Universal Design, without black and yellow, which one of the two themes swallows.
OKABE_ITO = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00")


def mixed(first: str, second: str, share: float) -> str:
    """Return the colour so far on the way from one to the other: 0 is the first, 1 the second."""
    return "#" + "".join(
        f"{round(one + (other - one) * share):02X}" for one, other in zip(_parts(first), _parts(second), strict=True)
    )


def rgba(colour: str, opacity: float) -> str:
    """Return a colour one sees through."""
    return "rgba({},{},{},{})".format(*_parts(colour), opacity)


def readable_on(ground: str, first: str, second: str) -> str:
    """Return whichever of two colours stands out more on a ground."""
    return max(first, second, key=lambda colour: contrast(ground, colour))


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lights = sorted((_luminance(first), _luminance(second)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    shares = [part / 255 for part in _parts(colour)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
