from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import ALEX, EVA, JOHN, ORDERS, arrive, make

from harness.stub.backend import Backend, NotPossible, Operator
from harness.stub.backend.assigning import listed

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def choices(backend: Backend, **options: object) -> list[tuple[str, Any, str]]:
    """The rows that a visitor chooses from."""
    rows = backend.snapshot(arrive(backend, options=options))["choices"]
    return [(one["name"], one["department"], one["department_name"]) for one in rows]


@pytest.mark.parametrize(
    ("value", "numbers"),
    [
        ("2,5", [2, 5]),
        (" 5 , 2,2", [5, 2]),
        ("", []),
        (None, []),
        ("x,-1,٣,1.5,,4", [4]),
        ("1" * 400, []),
        ((3, "4", True), [3]),
        ([[]], []),
        ({"1": 2}, []),
    ],
)
def test_a_list_of_ids_holds_whole_numbers_and_nothing_else(
    value: object, numbers: list[int]
) -> None:
    assert listed(value) == numbers


@pytest.mark.parametrize("assignment", ["automatic", "manual"])
@pytest.mark.parametrize(
    ("options", "settings", "is_online"),
    [
        ({"operators": "1,3"}, {}, True),
        ({"operators": "2"}, {}, False),
        ({"operators": ""}, {}, True),
        ({"operators": "x"}, {}, True),
        ({"departments": "2,5"}, {}, True),
        ({"departments": "5"}, {}, False),
        ({"departments": "5"}, {"departments": False}, True),
        ({"departments": "2", "operators": "1"}, {}, True),
        ({"departments": "5", "operators": "1"}, {}, False),
    ],
)
def test_only_allowed_operators_count_as_online(
    *, assignment: str, options: dict[str, str], settings: dict[str, bool], is_online: bool
) -> None:
    backend = make(assignment=assignment, **settings)
    assert backend.snapshot(arrive(backend, options=options))["online"] is is_online


def test_the_first_operator_who_is_online_gets_the_chat() -> None:
    backend = make(JOHN, EVA, ALEX)
    assert backend.visitor_says(arrive(backend), "Hi").operator.name == "Eva"


def test_the_chat_is_in_the_first_department_that_the_page_allows() -> None:
    backend = make(EVA)
    found = [
        backend.visitor_says(arrive(backend, options={"departments": within}), "Hi").partner
        for within in ("", "5", "5,2")
    ]
    assert [(one.department, one.department_name) for one in found] == [
        (2, "Orders"),
        (5, "Returns"),
        (2, "Orders"),
    ]
    assert [chat["department"] for chat in backend.chats()] == [2, 5, 2]


def test_without_department_support_a_chat_has_no_department() -> None:
    backend = make(EVA, departments=False)
    chat = backend.visitor_says(arrive(backend, options={"departments": "9"}), "Hi")
    assert (chat.partner.department, chat.department) == (None, "")
    assert backend.chats()[0]["department"] is None


def test_nothing_is_chosen_from_unless_the_assignment_is_manual() -> None:
    backend = make()
    view = arrive(backend)
    assert backend.snapshot(view)["choices"] == []
    with pytest.raises(NotPossible, match="there is no such choice"):
        backend.visitor_chooses(view, 1, 2)


def test_the_list_has_a_row_for_each_operator_in_each_department() -> None:
    backend = make(ALEX, EVA, JOHN, assignment="manual")
    assert choices(backend) == [
        ("Alex", 2, "Orders"),
        ("Eva", 2, "Orders"),
        ("Eva", 5, "Returns"),
        ("John", None, ""),
    ]
    assert choices(backend, departments="5") == [("Eva", 5, "Returns")]
    assert choices(backend, operators="1,2") == [("Alex", 2, "Orders"), ("John", None, "")]


def test_the_list_tells_who_is_online() -> None:
    backend = make(EVA, JOHN, assignment="manual")
    rows = backend.snapshot(arrive(backend))["choices"]
    assert rows[2] == {
        "operator": 2,
        "name": "John",
        "photo": None,
        "department": None,
        "department_name": "",
        "online": False,
    }
    assert rows[0]["photo"] == "//shop.example/eva.png"
    assert rows[0]["online"] is True


def test_without_department_support_the_list_has_each_operator_once() -> None:
    backend = make(ALEX, EVA, assignment="manual", departments=False)
    assert choices(backend, departments="5") == [("Alex", None, ""), ("Eva", None, "")]


def test_clones_follow_the_list_and_a_department_that_does_not_exist_appears() -> None:
    backend = make(ALEX, JOHN, assignment="manual")
    clones = {
        "John": ["Returns", "Tech. Support"],
        "Alex": ["Orders", "Tech. Support"],
        "Nobody": ["X"],
    }
    assert choices(backend, clone_operators=clones) == [
        ("Alex", 2, "Orders"),
        ("John", None, ""),
        ("John", 5, "Returns"),
        ("John", None, "Tech. Support"),
        ("Alex", None, "Tech. Support"),
    ]


def test_clones_are_for_manual_assignment_only() -> None:
    assert choices(make(), clone_operators={"Alex": ["Tech. Support"]}) == []


def test_clones_respect_what_the_page_allows() -> None:
    backend = make(ALEX, JOHN, assignment="manual")
    clones = {"John": ["Returns", "Orders"], "Alex": ["Returns"]}
    assert choices(backend, clone_operators=clones, operators="2", departments="2") == [
        ("John", 2, "Orders")
    ]


def test_a_clone_shares_its_name_with_every_operator_of_that_name() -> None:
    twins = (Operator(1, "Alex"), Operator(2, "Alex"))
    backend = Backend(twins, (ORDERS,), {"assignment": "manual"})
    clones = {"Alex": ["Orders", "Orders", ""]}
    assert choices(backend, clone_operators=clones)[2:] == [
        ("Alex", 2, "Orders"),
        ("Alex", 2, "Orders"),
    ]


def test_a_chat_needs_a_choice_and_goes_to_whom_the_visitor_chose() -> None:
    backend = make(ALEX, EVA, assignment="manual")
    view = arrive(backend)
    assert backend.snapshot(view)["settings"]["manual"] is True
    assert backend.snapshot(view)["operator"] is None
    with pytest.raises(NotPossible, match=r"^choose$"):
        backend.visitor_says(view, "Hi")
    backend.visitor_chooses(view, 3, 5, "Returns")
    assert backend.snapshot(view)["chosen"] == 2
    assert backend.snapshot(view)["operator"]["name"] == "Eva"
    backend.visitor_says(view, "Hi")
    chat = backend.snapshot(view)["chat"]
    assert (chat["operator_id"], chat["department_id"], chat["department"]) == (3, 5, "Returns")


def test_a_chat_in_a_department_that_was_made_up_has_its_name_and_no_id() -> None:
    backend = make(ALEX, assignment="manual")
    view = arrive(backend, options={"clone_operators": {"Alex": ["Tech"]}})
    backend.visitor_chooses(view, 1, None, "Tech")
    backend.visitor_says(view, "Hi")
    chat = backend.snapshot(view)["chat"]
    assert (chat["department_id"], chat["department"]) == (None, "Tech")
    assert backend.chats()[0]["department"] == "Tech"


@pytest.mark.parametrize(
    "choice", [(9, 2, ""), (1, 5, ""), (1, None, ""), (1, None, "Tech"), (2, 2, "Orders")]
)
def test_only_what_is_in_the_list_can_be_chosen(choice: tuple[int, int | None, str]) -> None:
    backend = make(ALEX, JOHN, assignment="manual")
    view = arrive(backend)
    with pytest.raises(NotPossible, match="there is no such choice"):
        backend.visitor_chooses(view, *choice)
    assert backend.snapshot(view)["chosen"] is None


def test_somebody_who_is_offline_can_be_chosen_but_not_talked_to() -> None:
    backend = make(ALEX, JOHN, assignment="manual")
    view = arrive(backend)
    backend.visitor_chooses(view, 2, None)
    with pytest.raises(NotPossible, match=r"^choose$"):
        backend.visitor_says(view, "Hi")
    backend.operator_goes("offline")
    with pytest.raises(NotPossible, match="no operator is online"):
        backend.visitor_says(view, "Hi")


def test_a_proactive_chat_names_who_gets_it_so_that_nobody_has_to_be_chosen() -> None:
    backend = make(ALEX, EVA, assignment="manual")
    view = arrive(backend)
    backend.visitor_sees(view, "chat", "res", {"operators": "3"})
    assert backend.snapshot(view)["settings"]["manual"] is False
    assert backend.visitor_says(view, "Hi").operator.name == "Eva"


@given(JSON, JSON, JSON)
def test_any_options_give_a_list(operators: object, departments: object, clones: object) -> None:
    backend = make(ALEX, EVA, JOHN, assignment="manual")
    options = {"operators": operators, "departments": departments, "clone_operators": clones}
    view = arrive(backend, options=options)
    for index, one in enumerate(backend.snapshot(view)["choices"]):
        backend.visitor_chooses(view, one["operator"], one["department"], one["department_name"])
        assert backend.snapshot(view)["chosen"] == index
