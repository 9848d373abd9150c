import io

from hypothesis import given
from hypothesis import strategies as st

from lrs.transfer.lines import lines


@given(st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line), max_size=20), st.integers(1, 10))
def test_every_line_that_says_something_comes_once_with_its_number(parts: list[bytes], longest: int) -> None:
    data = b"\n".join(parts)
    got = list(lines(io.BytesIO(data), longest))
    expected = [
        (number, part) for number, part in enumerate(parts, 1) if part.strip() and not part.startswith(b"\xef\xbb\xbf")
    ]
    found = [(line.number, line.whole) for line in got if line.number in dict(expected)]
    assert [number for number, _ in found] == [number for number, part in expected]
    assert all(whole or len(dict(expected)[number]) >= longest for number, whole in found)
    assert not got or got[-1].end <= len(data)


def test_a_line_without_end_takes_no_memory() -> None:
    class Endless(io.RawIOBase):
        left = 50_000_000
        asked = 0

        def readline(self, size: int | None = -1) -> bytes:  # type: ignore[override]  # only what lines() calls
            taken = min(size or 0, self.left)
            self.left -= taken
            self.asked = max(self.asked, taken)
            return b"x" * taken

    file = Endless()
    (only,) = lines(file, 1000)  # type: ignore[arg-type]  # as above
    assert (only.whole, len(only.text), only.end) == (False, 1001, 50_000_000)
    assert file.asked <= 1 << 20


def test_a_byte_order_mark_before_the_first_line_is_passed_over() -> None:
    assert [line.text for line in lines(io.BytesIO(b"\xef\xbb\xbf{}\r\n\r\n{ }"))] == [b"{}", b"{ }"]
