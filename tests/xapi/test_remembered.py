from lrs.xapi.remembered import Remembered


def test_what_fits_is_known_and_what_is_large_is_not() -> None:
    remembered: Remembered[int, str] = Remembered()
    remembered.keep(1, "small", 10)
    remembered.keep(2, "large", 5000)
    assert remembered.known == {1: "small"}


def test_it_holds_so_many_bytes_whatever_their_parts() -> None:
    for size in (1, 100, 4096):
        remembered: Remembered[int, bytes] = Remembered()
        most = 0
        for key in range(40_000):
            remembered.keep(key, b"", size)
            assert key in remembered.known
            most = max(most, len(remembered.known))
        assert most * (size + 500) <= 8 << 20 < (most + 1) * (size + 500)
