"""The model alone: what the vendor's page says follows from an act, without a browser."""

from __future__ import annotations

from typing import Any

import pytest

from harness.model import SENTENCES, Model, Occurrence, Prediction, Seen
from harness.model.world import World, matches

_SAME = {"account": "demo", "page": "online"}


def _world(embed: dict[str, Any] | None = None, **backend: Any) -> dict[str, Any]:
    options = {"account": "demo", "page": "online", **(embed or {})}
    return {"backend": backend, "host": {"embed": options}}


def _event(predictions: list[Prediction], name: str) -> Prediction:
    (found,) = [one for one in predictions if one.form == "event" and one.name == name]
    return found


def _check(predictions: list[Prediction], rule: str) -> list[Any]:
    return [one.pattern for one in predictions if one.form == "check" and one.rule == rule]


def _is_sure(predictions: list[Prediction]) -> bool:
    """Whether what is to be done has to be possible."""
    return any(one.form == "done" for one in predictions)


def _chatting(model: Model) -> None:
    model.predict()
    model.learn(Seen(looks={("main", "chatbar"): "window"}, windows=frozenset({"main"})))
    model.predict({"visitor": {"says": "Hello"}})
    told = Occurrence("onchatstart", {"ticket": "T1", "initiator": "client"}, "main")
    looks = {("main", "chatbar"): "window"}
    model.learn(Seen((told,), looks, frozenset({"main"})))


@pytest.mark.parametrize(
    ("page", "becomes"),
    [
        ("online", "offline"),
        ("start-online", "start-offline"),
        ("offline", "offline"),
        ("start-offline", "start-offline"),
        ("hidden", "hidden"),
        ("mini", "mini"),
    ],
)
def test_a_status_is_negated_when_nobody_is_online(page: str, becomes: str) -> None:
    operators = [{"id": 1, "name": "Alex", "online": False}]
    told = _event(Model(_world({"page": page}, operators=operators)).predict(), "onload")
    assert told.pattern == {"page": becomes, "online": False}


def test_onload_comes_once_and_no_chat_is_told_of_without_one() -> None:
    predicted = Model(_world()).predict()
    assert (_event(predicted, "onload").low, _event(predicted, "onload").high) == (1, 1)
    assert _event(predicted, "onchatopened").high == 0
    assert _event(predicted, "onchatstart").high == 0


def test_a_page_that_moved_to_an_address_of_its_own_is_loaded_there_again() -> None:
    model = Model(_world())
    model.predict()
    model.predict({"push_state": "/view"})
    assert _event(model.predict({"refresh": None}), "onload").low == 1


def test_whether_an_operator_is_online_is_unknown_where_the_filter_leaves_them_out() -> None:
    operators = [{"id": 1, "name": "Alex"}, {"id": 10, "name": "Eva", "online": False}]
    model = Model(_world({"operators": "10"}, operators=operators))
    assert "online" not in _event(model.predict(), "onload").pattern
    assert model.unknown["onload"]


def test_a_chat_is_told_of_again_after_a_load_with_its_ticket() -> None:
    model = Model(_world())
    _chatting(model)
    told = _event(model.predict({"refresh": None}), "onchatopened")
    assert told.pattern == {"ticket": "T1", "initiator": "client"}


def test_hosts_share_a_session_unless_they_are_told_not_to() -> None:
    for per_host, high in ((False, 1), (True, 0)):
        options = {"account": "demo", "page": "online", "session_per_host": per_host}
        world = _world(options)
        world["host"]["pages"] = {"https://blog.example/": {"embed": options}}
        model = Model(world)
        _chatting(model)
        told = _event(model.predict({"goto": "https://blog.example/"}), "onchatopened")
        assert told.high == high


def test_a_proactive_chat_is_begun_by_the_api() -> None:
    model = Model(_world({"page": "hidden"}))
    model.predict()
    predicted = model.predict({"page": ["chat", {"message": "An offer"}]})
    assert _check(predicted, "proactive-message") == [{"$has": {"text": "An offer"}}]
    assert _event(predicted, "onchatstart").high == 0
    answer = model.predict({"visitor": {"says": "Yes"}})
    assert _event(answer, "onchatstart").pattern == {"ticket": "$str", "initiator": "api"}


def test_the_welcome_is_of_the_only_operator_who_can_be_assigned() -> None:
    operators = [
        {"id": 1, "name": "Alex", "welcome": "I am Alex"},
        {"id": 10, "name": "Eva", "welcome": "I am Eva"},
    ]
    model = Model(_world(operators=operators))
    model.predict()
    predicted = model.predict({"page": ["chat", {"operators": "10"}]})
    assert _check(predicted, "proactive-welcome") == [{"$has": {"by": "Eva", "text": "I am Eva"}}]
    model = Model(_world(operators=operators))
    model.predict()
    assert not _check(model.predict({"page": "chat"}), "proactive-welcome")


@pytest.mark.parametrize("answer", [{"gives": {"name": "Bob"}}, {"declines": "name"}])
def test_a_chat_waits_for_the_answer_to_an_invitation(answer: dict[str, Any]) -> None:
    model = Model(_world(settings={"ask_name": True}))
    model.predict()
    assert _event(model.predict({"visitor": {"says": "Hello"}}), "onchatstart").high == 0
    predicted = model.predict({"visitor": answer})
    is_given = "gives" in answer
    told = {"accepted": True, "name": "Bob"} if is_given else {"accepted": False}
    assert _event(predicted, "onnamerequired").pattern == told
    assert _event(predicted, "onchatstart").low == 1


def test_an_email_is_not_told_before_the_consent() -> None:
    options = {"url_privacy": "https://shop.example/privacy", "c_email": "a@b.example"}
    model = Model(_world(options))
    rule = "consent-before-personal-data"
    assert {"$not": {"$has": {"email": "a@b.example"}}} in _check(model.predict(), rule)
    after = model.predict({"visitor": "consents"})
    assert {"$has": {"email": "a@b.example"}} in _check(after, "prefilled-seen")


def test_a_consent_counts_that_is_given_in_a_window_whose_page_has_gone() -> None:
    options = {"url_privacy": "https://shop.example/privacy", "c_email": "a@b.example"}
    model = Model(_world({"mobile": True, "page": "start-online", **options}))
    both = Seen(looks={("main", "chatbar"): "bar"}, windows=frozenset({"main", "chat"}))
    model.predict()
    for act in ({"visitor": "opens"}, {"refresh": None}, {"visitor": "consents", "in": "chat"}):
        model.predict(act)
        model.learn(both)
    after = model.predict({"goto": "https://shop.example/"})
    assert _check(after, "consent-before-personal-data") == []
    assert {"$has": {"email": "a@b.example"}} in _check(after, "prefilled-seen")


def test_what_was_typed_before_an_operator_was_picked_may_stand_before_the_message() -> None:
    model = Model(_world(settings={"assignment": "manual", "ask_email": True}))
    model.predict()
    looks = {("main", "chatbar"): "window", ("main", "chats"): []}
    for act in ({"says": "one"}, {"picks": "Alex"}, {"says": "two"}):
        model.predict({"visitor": act})
        model.learn(Seen(looks=looks, windows=frozenset({"main"})))
    predicted = model.predict({"visitor": {"gives": {"email": "a@b.example"}}})
    assert _check(predicted, "chat-carries-messages") == []


def test_an_invitation_shows_nothing_on_a_page_without_the_widget() -> None:
    world = {"host": {"html": "<h1>Shop</h1>"}}
    model = Model(world)
    model.predict()
    model.predict({"init": {"account": "demo", "page": "start-online"}})
    model.learn(Seen(looks={("main", "chatbar"): "bar"}, windows=frozenset({"main"})))
    model.predict({"refresh": None})
    assert _check(model.predict({"operator": {"invites": "Hello"}}), "hidden-is-seen") == []


def test_a_choice_made_before_a_proactive_chat_was_of_another_list() -> None:
    operators = [{"id": 1, "name": "Alex"}, {"id": 10, "name": "Eva"}]
    model = Model(_world(operators=operators, settings={"assignment": "manual"}))
    model.predict()
    model.predict({"visitor": {"picks": "Eva"}})
    model.predict({"page": ["chat", {"message": "An offer", "operators": "1"}]})
    assert _check(model.predict({"visitor": {"says": "Yes"}}), "clones-listed") == []


def test_what_a_bubble_does_beside_a_proactive_chat_is_not_said() -> None:
    model = Model(_world({"bubble": True, "page": "start-online"}))
    assert _check(model.predict(), "bubble-shows-and-hides") == ["shown"]
    model.predict({"page": ["chat", {"message": "An offer"}]})
    assert _check(model.predict({"visitor": "minimizes"}), "bubble-shows-and-hides") == []


def test_which_of_two_chats_an_operator_ends_is_not_said() -> None:
    model = Model(_world())
    _chatting(model)
    model.predict({"popup.init": {"account": "demo"}})
    model.learn(Seen(windows=frozenset({"main", "popup"})))
    for act in ({"visitor": {"says": "Hi"}, "in": "popup"}, {"operator": "ends"}):
        model.predict(act)
        model.learn(Seen(windows=frozenset({"main", "popup"})))
    started = [
        one for one in model.predict({"visitor": {"says": "Again"}}) if one.name == "onchatstart"
    ]
    assert [one.low for one in started if one.form == "event"] in ([], [0])


def test_there_is_no_bubble_on_mobiles() -> None:
    world = _world({"bubble": True})
    world["host"]["device"] = "phone"
    assert _check(Model(world).predict(), "mobile-no-bubbles") == ["hidden"]
    world["host"]["embed"]["mobile"] = False
    assert not _check(Model(world).predict(), "mobile-no-bubbles")


SHOP = "https://shop.example/"


@pytest.mark.parametrize(
    ("target", "address"),
    [
        (SHOP, SHOP),
        ("*cart", f"{SHOP}cart"),
        ("https://shop*cart", f"{SHOP}cart"),
        ("*", SHOP),
        (f"{SHOP}*", SHOP),
        ("*shop*cart*", f"{SHOP}cart?a=1"),
    ],
)
def test_an_asterisk_stands_for_any_text(target: str, address: str) -> None:
    assert matches(target, address)


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("*cart", f"{SHOP}cart/"),
        ("https://shop.example.cart", f"{SHOP}cart"),
        ("https://shop.exampl", SHOP),
        (f"{SHOP}car[t]", f"{SHOP}cart"),
        (f"{SHOP}?", f"{SHOP}a"),
        ("", SHOP),
    ],
)
def test_nothing_else_does(target: str, address: str) -> None:
    assert not matches(target, address)


def test_departments_count_only_where_their_support_is_enabled() -> None:
    departments = [{"id": 2, "name": "Orders"}, {"id": 20, "name": "Support"}]
    operators = [
        {"id": 1, "name": "Alex", "departments": [2]},
        {"id": 2, "name": "Eva", "departments": [20]},
    ]
    for setting, names in ((None, ["Alex"]), (True, ["Alex"]), (False, ["Alex", "Eva"])):
        settings = {} if setting is None else {"departments": setting}
        backend = {"departments": departments, "operators": operators, "settings": settings}
        world = World({"backend": backend, "host": {}})
        assert [one.name for one in world.allowed({"departments": "2"})] == names


def test_a_visitor_who_is_asked_for_something_has_no_list_to_choose_from() -> None:
    backend = {"settings": {"assignment": "manual", "ask_phone": True}}
    model = Model(_world(**backend))
    looks, windows = {("main", "chatbar"): "window"}, frozenset({"main"})
    model.predict()
    model.learn(Seen(looks=looks, windows=windows, has_back_end=True))
    assert _is_sure(model.predict({"visitor": {"picks": "Alex"}}))
    model.undo()
    model.predict({"visitor": {"says": "Hello"}})
    model.learn(Seen(looks={**looks, ("main", "chats"): []}, windows=windows, has_back_end=True))
    assert not _is_sure(model.predict({"visitor": {"picks": "Alex"}}))


def test_where_a_chat_is_proposed_that_no_window_can_open_for_is_not_said() -> None:
    for popups, sure in (("allowed", "api"), ("blocked", None)):
        world = {**_world({"mobile": True}), "browser": {"popups": popups}}
        model = Model(world)
        seen = Seen(looks={("main", "chatbar"): "bar"}, windows=frozenset({"main", "chat"}))
        model.predict()
        for act in ({"visitor": "opens"}, {"page": ["chat", {}]}):
            model.predict(act)
            model.learn(seen)
        started = model.predict({"visitor": {"says": "Hello"}, "in": "chat"})
        assert _event(started, "onchatstart").pattern.get("initiator") == sure


def test_what_a_chat_of_one_page_makes_of_another_is_not_said() -> None:
    looks = {("main", "chatbar"): "window", ("two", "chatbar"): "window"}
    windows = frozenset({"main", "two"})
    model = Model(_world())
    model.predict()
    model.learn(Seen(looks=looks, windows=frozenset({"main"})))
    model.predict({"tab": {"name": "two", "at": "https://shop.example/cart"}})
    model.learn(Seen(looks=looks, windows=windows))
    told = Occurrence("onchatstart", {"ticket": "T1", "initiator": "client"}, "main")
    model.predict({"visitor": {"says": "Hello"}})
    model.learn(Seen((told,), looks, windows))
    assert not _is_sure(model.predict({"visitor": {"says": "There?"}, "in": "two"}))
    model.undo()
    assert _is_sure(model.predict({"visitor": {"says": "There?"}}))


def test_in_which_of_two_tabs_a_trigger_shows_its_message_is_not_said() -> None:
    looks = {(name, "chatbar"): "window" for name in ("main", "two")}
    tab = {"tab": {"name": "two", "at": "https://shop.example/cart"}}
    for tabs in ([], [tab]):
        model = Model(_world(triggers=[{"id": 7, "title": "Help", "message": "May I help?"}]))
        for act in (None, *tabs):
            model.predict(act)
            names = frozenset({"main", "two"} if tabs else {"main"})
            model.learn(Seen(looks=looks, windows=names))
        predicted = model.predict({"trigger": 7})
        assert bool(_check(predicted, "proactive-message")) == (not tabs)
        assert _event(predicted, "ontrigger").low == 1


def test_which_of_two_tabs_answers_a_proactive_chat_is_not_said() -> None:
    looks = {(name, "chatbar"): "window" for name in ("main", "two")}
    tab = {"tab": {"name": "two", "at": "https://shop.example/cart"}}
    for tabs, window, sure in (([], "main", "api"), ([tab], "two", None)):
        model = Model(_world())
        for act in (None, {"page": ["chat", {"message": "An offer"}]}, *tabs):
            model.predict(act)
            names = frozenset({"main", "two"} if tabs else {"main"})
            model.learn(Seen(looks=looks, windows=names))
        started = _event(model.predict({"visitor": {"says": "Hi"}, "in": window}), "onchatstart")
        assert started.pattern.get("initiator") == sure


def test_a_load_forgets_what_was_chosen_by_the_visitor_of_its_host() -> None:
    model = Model(_world({"session_per_host": True}, settings={"assignment": "manual"}))
    looks, windows = {("main", "chatbar"): "window"}, frozenset({"main"})
    for act in (None, {"visitor": {"picks": "Alex"}}, {"refresh": None}):
        model.predict(act)
        model.learn(Seen(looks=looks, windows=windows))
    predicted = model.predict({"visitor": {"says": "Hello"}})
    assert all(one.low == 0 for one in predicted if one.name == "onchatstart")


def test_whom_a_withdrawn_chat_was_for_is_not_said_of_the_next() -> None:
    people = [{"id": 1, "name": "Alex"}, {"id": 10, "name": "Alexa"}]
    looks, windows = {("main", "chatbar"): "window"}, frozenset({"main"})
    for withdraws, said in (([], True), ([{"page": "online"}], False)):
        model = Model(_world(operators=people))
        for act in (None, {"page": ["chat", {"operators": "10"}]}, *withdraws):
            model.predict(act)
            model.learn(Seen(looks=looks, windows=windows))
        predicted = model.predict({"visitor": {"says": "Hello"}})
        assert bool(_check(predicted, "proactive-assignment")) == said


@pytest.mark.parametrize("gone", [{"stop": None}, {"reload": None}, {"refresh": None}])
def test_whom_a_page_of_its_own_tells_without_its_bar_is_not_said(gone: dict[str, Any]) -> None:
    model = Model(_world({"mobile": True}, settings={"ask_phone": True}))
    bar, windows = {("main", "chatbar"): "bar"}, frozenset({"main", "chat"})
    declines = {"visitor": {"declines": "phone"}, "in": "chat"}
    for act in (None, {"visitor": "opens"}, {"visitor": {"says": "Hello"}, "in": "chat"}):
        model.predict(act)
        model.learn(Seen(looks=bar, windows=windows))
    assert _event(model.predict(declines), "onphonerequired").low == 1
    model.undo()
    model.predict(gone)
    model.learn(Seen(looks=bar, windows=windows))
    told = [one for one in model.predict(declines) if one.name == "onphonerequired"]
    assert all(one.low == 0 for one in told)


def test_whom_a_proactive_chat_was_for_says_nothing_of_the_next_chat() -> None:
    people = [{"id": 1, "name": "Alex"}, {"id": 10, "name": "Alexa"}]
    options = {"url_privacy": "/privacy", "c_email": "jane@example.com"}
    model = Model(_world(options, operators=people))
    looks, windows = {("main", "chatbar"): "window"}, frozenset({"main"})
    started = Occurrence("onchatstart", {"ticket": "T1", "initiator": "api"}, "main")
    for act, events in (
        (None, ()),
        ({"page": ["chat", {"operators": "10"}]}, ()),
        ({"visitor": {"says": "Hello"}}, (started,)),
        ({"visitor": "consents"}, ()),
        ({"operator": "ends"}, ()),
    ):
        model.predict(act)
        model.learn(Seen(events, looks, windows))
    assigned = _check(model.predict({"visitor": {"says": "Again"}}), "operators-filter")
    assert {"$has": {"running": True, "operator": {"$in": [1, 10]}}} in assigned


@pytest.mark.parametrize("again", [{"reload": None}, {"refresh": None}, {"init": _SAME}])
def test_a_choice_may_be_forgotten_by_a_widget_that_begins_again(again: dict[str, Any]) -> None:
    model = Model(_world(settings={"assignment": "manual"}))
    looks, windows = {("main", "chatbar"): "window"}, frozenset({"main"})
    for act in (None, {"visitor": {"picks": "Alex"}}, again):
        model.predict(act)
        model.learn(Seen(looks=looks, windows=windows))
    predicted = model.predict({"visitor": {"says": "Hello"}})
    assert all(one.low == 0 for one in predicted if one.name == "onchatstart")


def test_a_popup_does_not_bring_back_what_a_page_of_its_own_told() -> None:
    model = Model(_world({"mobile": True}))
    bar, windows = {("main", "chatbar"): "bar"}, frozenset({"main", "chat"})
    for act in (None, {"visitor": "opens"}, {"visitor": {"says": "Hello"}, "in": "chat"}):
        model.predict(act)
        model.learn(Seen(looks=bar, windows=windows))
    rates = {"visitor": {"rates": 5}, "in": "chat"}
    assert _event(model.predict(rates), "onchatrating").low == 1
    model.undo()
    for act in ({"reload": None}, {"popup.init": {"account": "demo", "mode": "custom"}}):
        model.predict(act)
        model.learn(Seen(looks=bar, windows=windows | {"popup"}))
    assert not [one for one in model.predict(rates) if one.name == "onchatrating"]


@pytest.mark.parametrize("is_enabled", [True, False])
def test_a_name_is_a_row_of_the_list_where_no_department_stands_beside_it(
    *, is_enabled: bool
) -> None:
    backend = {
        "departments": [{"id": 2, "name": "Orders"}],
        "operators": [{"id": 1, "name": "Alex", "departments": [2]}],
        "settings": {"assignment": "manual", "departments": is_enabled},
    }
    model = Model(_world(**backend))
    model.predict()
    model.learn(Seen(looks={("main", "chatbar"): "window"}, windows=frozenset({"main"})))
    predicted = model.predict({"visitor": {"picks": "Alex"}})
    assert _is_sure(predicted) == (not is_enabled)


@pytest.mark.parametrize(
    ("options", "is_said"),
    [
        ({"departments": "20"}, True),
        ({"departments": "20", "clone_operators": {"Alex": ["Tech"]}}, False),
        ({"operators": "2", "clone_operators": {"Alex": ["Tech"]}}, True),
    ],
)
def test_a_clone_in_another_department_may_be_listed(
    options: dict[str, Any], *, is_said: bool
) -> None:
    operators = [
        {"id": 1, "name": "Alex", "departments": [2]},
        {"id": 2, "name": "Eva", "departments": [20]},
    ]
    backend = {
        "departments": [{"id": 2, "name": "Orders"}, {"id": 20, "name": "Support"}],
        "operators": operators,
        "settings": {"assignment": "manual"},
    }
    model = Model(_world(options, **backend))
    rule = "operators-filter" if "operators" in options else "departments-filter"
    listed = _check(model.predict(), rule)
    assert any("Alex" in str(pattern) for pattern in listed) == is_said
    assert any("Eva" in str(pattern) for pattern in listed)


def test_after_what_the_page_does_not_speak_of_nothing_is_predicted() -> None:
    model = Model(_world())
    model.predict()
    assert model.predict({"init": {"account": "demo", "page": "hidden"}}) == []
    assert model.predict({"visitor": {"says": "Hello"}}) == []
    assert model.unknown["what was done before"] == 1


def test_an_act_that_could_not_be_done_leaves_everything_as_it_was() -> None:
    model = Model(_world())
    model.predict()
    model.predict({"visitor": {"says": "Hello"}})
    model.undo()
    assert _event(model.predict({"refresh": None}), "onchatopened").high == 0


def test_every_sentence_has_its_section_and_every_prediction_its_sentence() -> None:
    predicted = Model(_world({"side": "left", "lang": "sk"})).predict()
    assert {one.rule for one in predicted} <= set(SENTENCES)
    assert all(one.section and one.text for one in SENTENCES.values())
