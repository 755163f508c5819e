"""A page that would hide a callback, judged twice: as forbidden and as expected."""

from tests.faults.fault import Fault
from tests.faults.pages import FIRED, bomb


def twins(name: str, html: str, callback: str = "onload", **more: object) -> list[Fault]:
    """Where the callback is forbidden the run must not pass; where expected, it is not missing.

    That it has fired the page itself tells, by the class of its document.
    """
    forbidden = bomb(FIRED, html=html, always={"never": [callback]}, **more)
    expected = bomb({"expect": {callback: "$any"}}, FIRED, html=html, **more)
    return [
        Fault(name=f"{name}: {callback} is forbidden", bomb=forbidden),
        Fault(
            name=f"{name}: {callback} is expected",
            bomb=expected,
            may=frozenset({"passed", "broken"}),
            good=2,
        ),
    ]
