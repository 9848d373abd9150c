import pytest

from lrs.errors import BadRequest
from lrs.xapi.version import Version, spoken


@pytest.mark.parametrize("header", ["1.0", "1.0.0", "1.0.3", "1.0.17"])
def test_1_0_x_is_1_0_3(header: str) -> None:
    assert spoken(header) is Version.V1


@pytest.mark.parametrize("header", ["2.0", "2.0.0", "2.0.17"])
def test_2_0_x_is_2_0_0(header: str) -> None:
    assert spoken(header) is Version.V2


@pytest.mark.parametrize(
    "header", ["", "1", "1.1.0", "0.9.9", "2.1", "1.0.", "1.0.3 ", "v1.0", "1.0.3\n", "10.0", "1.0.x"]
)
def test_anything_else_is_refused(header: str) -> None:
    with pytest.raises(BadRequest, match=r"^X-Experience-API-Version: "):
        spoken(header)
