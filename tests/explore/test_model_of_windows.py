"""The model of the windows that the widget opens, and of what has to be possible in them."""

from __future__ import annotations

from typing import Any

import pytest

from harness.model import Model, Seen
from tests.explore.stories import chatting, checks, events, has_to_be_possible, opened, sees, world

FAQ = "https://shop.example/faq"
ALL = {"c_name": "Jane", "c_name_byop": "Jane (VIP)", "url_faq": FAQ}


def test_the_new_page_of_a_phone_has_what_the_window_has() -> None:
    model = Model(world({**ALL, "mobile": True}))
    model.predict()
    sees(model, "bar")
    predicted = model.predict({"visitor": "opens"})
    assert checks(predicted, "links", "chat") == [{"faq": FAQ}]
    assert {"$has": {"name": "Jane (VIP)"}} in checks(predicted, "visitors")
    assert checks(predicted, "links") == []


def _on_a_phone() -> Model:
    model = Model(world({"mobile": True}))
    model.predict()
    sees(model, "bar")
    model.predict({"visitor": "opens"})
    sees(model, "bar", "chat")
    return model


SAYS = {"visitor": {"says": "Hello"}, "in": "chat"}


def test_a_chat_can_be_begun_on_the_new_page_as_it_was_opened() -> None:
    assert has_to_be_possible(_on_a_phone().predict(SAYS))


@pytest.mark.parametrize("step", [{"page": "offline"}, {"page": "online"}, {"reload": None}])
def test_what_the_page_calls_afterwards_the_new_page_may_not_follow(step: dict[str, Any]) -> None:
    model = _on_a_phone()
    model.predict(step)
    sees(model, "bar", "chat")
    assert not has_to_be_possible(model.predict(SAYS))


def test_after_a_reload_nothing_is_said_of_what_the_new_page_tells() -> None:
    model = _on_a_phone()
    model.predict({"reload": None})
    sees(model, "bar", "chat")
    assert model.predict({"visitor": {"rates": 5}, "in": "chat"}) == []


def test_an_operator_is_picked_for_one_chat_and_in_one_window() -> None:
    settings = {"assignment": "manual"}
    for then in ({"operator": "ends"}, {"visitor": "opens"}):
        model = Model(world({"mobile": "visitor" in then}, settings=settings))
        model.predict()
        sees(model, "window")
        model.predict({"visitor": {"picks": "Alex"}})
        sees(model, "window")
        model.predict(then)
        sees(model, "window", "chat")
        predicted = model.predict({"visitor": {"says": "Hello"}})
        assert [one.low for one in events(predicted, "onchatstart")] in ([], [0])


def test_the_popup_has_the_links_of_its_own_options() -> None:
    model = Model(world())
    model.predict()
    sees(model, "bar")
    options = {"account": "demo", "mode": "custom", "url_faq": FAQ}
    predicted = model.predict({"popup.init": options})
    assert checks(predicted, "links", "popup") == [{"faq": FAQ}]
    assert checks(predicted, "consent", "popup") == ["hidden"]


@pytest.mark.parametrize("where", ["bar", "popup"])
def test_whether_the_popup_asks_for_consent_is_said_where_no_address_is_filled(where: str) -> None:
    private = {"url_privacy": "https://shop.example/privacy"}
    model = Model(world(private if where == "bar" else {}))
    model.predict()
    sees(model, "bar")
    options = {"account": "demo", "mode": "custom", **(private if where == "popup" else {})}
    assert checks(model.predict({"popup.init": options}), "consent", "popup") == []


def test_a_popup_tells_an_email_only_after_the_consent() -> None:
    told = {"c_email": "jane@example.com", "url_privacy": "https://shop.example/privacy"}
    sees_it = {"$has": {"email": "jane@example.com"}}
    for consents in (False, True):
        model = opened(Model(world(told)))
        if consents:
            model.predict({"visitor": "consents"})
            sees(model, "window")
        options = {"account": "demo", "mode": "custom", **told}
        predicted = checks(model.predict({"popup.init": options}), "visitors")
        assert (sees_it in predicted) == consents
        assert ({"$not": sees_it} in predicted) == (not consents)


def test_a_popup_leaves_chats_to_its_own_operators() -> None:
    operators = [{"id": 1, "name": "Alex"}, {"id": 10, "name": "Alexa"}]
    model = Model(world(operators=operators))
    model.predict()
    sees(model, "bar")
    model.predict({"popup.init": {"account": "demo", "mode": "custom", "operators": "10"}})
    sees(model, "bar", "popup")
    predicted = model.predict({"visitor": {"says": "Hi"}, "in": "popup"})
    row = {"messages": {"$has": {"text": "Hi"}}, "operator": {"$in": [10]}}
    assert {"$has": row} in checks(predicted, "chats")


def test_a_chat_can_be_begun_where_the_status_is_online_and_the_window_open() -> None:
    assert has_to_be_possible(opened(Model(world())).predict({"visitor": {"says": "Hello"}}))


@pytest.mark.parametrize(
    ("embed", "backend", "bar"),
    [
        ({"page": "offline"}, {}, "window"),
        ({}, {"operators": [{"id": 1, "name": "Alex", "online": False}]}, "window"),
        ({}, {"settings": {"assignment": "manual"}}, "window"),
        ({}, {"settings": {"ask_name": True}}, "window"),
        ({}, {}, "bar"),
    ],
)
def test_elsewhere_that_is_not_said(
    embed: dict[str, Any], backend: dict[str, Any], bar: str
) -> None:
    model = opened(Model(world(embed, **backend)), bar)
    assert not has_to_be_possible(model.predict({"visitor": {"says": "Hello"}}))


def test_who_is_asked_for_one_thing_can_give_or_decline_it() -> None:
    for answer in ({"gives": {"name": "Bob"}}, {"declines": "name"}):
        model = opened(Model(world(settings={"ask_name": True})))
        model.predict({"visitor": {"says": "Hello"}})
        sees(model, "window")
        assert has_to_be_possible(model.predict({"visitor": answer}))


def test_which_of_several_is_asked_for_first_is_not_said() -> None:
    model = opened(Model(world(settings={"ask_name": True, "ask_email": True})))
    model.predict({"visitor": {"says": "Hello"}})
    sees(model, "window")
    assert not has_to_be_possible(model.predict({"visitor": {"declines": "email"}}))


def test_an_email_is_given_only_after_the_consent() -> None:
    embed, settings = {"url_privacy": "https://shop.example/privacy"}, {"ask_email": True}
    answer = {"visitor": {"gives": {"email": "bob@example.com"}}}
    for consents, able in ((False, False), (True, True)):
        model = opened(Model(world(embed, settings=settings)))
        model.predict({"visitor": {"says": "Hello"}})
        sees(model, "window")
        if consents:
            model.predict({"visitor": "consents"})
            sees(model, "window")
        assert has_to_be_possible(model.predict(answer)) == able


def test_a_chat_that_could_not_be_rated_before_can_be_rated_after_its_end() -> None:
    rates = {"visitor": {"rates": 5}}
    for refused in (False, True):
        model = chatting(Model(world()))
        if refused:
            model.predict(rates)
            model.undo()
        model.predict({"operator": "ends"})
        sees(model, "window")
        assert has_to_be_possible(model.predict(rates)) == refused


def test_an_offline_message_can_be_left_where_the_status_is_offline() -> None:
    form = {"email": "ann@example.com", "message": "Hi"}
    leaves = {"visitor": {"leaves_message": form}}
    model = opened(Model(world({"page": "offline"})))
    assert has_to_be_possible(model.predict(leaves))
    sees(model, "window")
    assert not has_to_be_possible(model.predict(leaves))  # a second one is not spoken of
    assert not has_to_be_possible(opened(Model(world())).predict(leaves))


def test_what_was_written_before_can_still_be_read() -> None:
    model = chatting(Model(world()))
    predicted = model.predict({"visitor": {"says": "Anybody?"}})
    texts = checks(predicted, "conversation")
    assert {"$has": {"text": "Hello"}} in texts
    assert {"$has": {"text": "Anybody?"}} in texts


def test_who_was_rated_is_whom_the_visitor_has_picked() -> None:
    departments = [{"id": 2, "name": "Orders"}, {"id": 20, "name": "Support"}]
    john = {"id": 21, "name": "John", "departments": [2, 20]}
    settings = {"assignment": "manual"}
    given = world(operators=[john], departments=departments, settings=settings)
    model = opened(Model(given))
    model.predict({"visitor": {"picks": "John, Support"}})
    sees(model, "window")
    predicted = model.predict({"visitor": {"says": "Hello"}})
    row = {"running": True, "operator": {"$in": [21]}, "department": {"$in": [20]}}
    assert {"$has": row} in checks(predicted, "chats")
    model.learn(Seen(looks={("main", "chatbar"): "window"}, windows=frozenset({"main"})))
    (told,) = [
        one
        for one in model.predict({"visitor": {"rates": 4}})
        if one.form == "event" and one.name == "onchatrating"
    ]
    assert told.pattern["operator_id"] == {"$in": [21, "21"]}
    assert told.pattern["department_id"] == {"$in": [20, "20"]}


def test_clones_belong_to_the_operator_of_the_very_name() -> None:
    clones = {"Alex": ["Tech"], "alexa": ["Eshop"]}
    operators = [{"id": 1, "name": "Alex"}, {"id": 10, "name": "Alexa"}]
    given = world({"clone_operators": clones}, operators=operators)
    given["backend"]["settings"] = {"assignment": "manual"}
    model = Model(given)
    model.predict()
    sees(model, "bar")
    rows = checks(model.predict({"visitor": "opens"}), "choices")
    assert {"$has": {"$re": r"(?<!\w)Alex\W+Tech(?!\w)"}} in rows
    assert {"$not": {"$has": {"$re": r"(?<!\w)Alexa\W+Tech(?!\w)"}}} in rows
    assert {"$not": {"$has": {"$re": r"(?<!\w)Alexa\W+Eshop(?!\w)"}}} in rows


@pytest.mark.parametrize("step", [{"trigger": 7}, {"operator": {"invites": "Hello"}}])
def test_operators_and_triggers_reach_a_visitor_while_nobody_is_away(step: dict[str, Any]) -> None:
    triggers = [{"id": 7, "title": "Help"}]
    for online in (True, False):
        operators = [{"id": 1, "name": "Alex"}, {"id": 2, "name": "Eva", "online": online}]
        model = Model(world({"page": "hidden"}, operators=operators, triggers=triggers))
        model.predict()
        sees(model, "hidden")
        assert has_to_be_possible(model.predict(step)) == online


def test_an_operator_can_write_into_a_chat_and_end_it() -> None:
    for act in ({"says": "Hi"}, "ends"):
        assert has_to_be_possible(chatting(Model(world())).predict({"operator": act}))
        assert not has_to_be_possible(opened(Model(world())).predict({"operator": act}))


def test_who_is_asked_for_something_may_not_be_able_to_write_on() -> None:
    model = Model(world(settings={"ask_name": True}))
    model.predict()
    sees(model, "bar")
    model.predict({"page": ["chat", {"message": "An offer"}]})
    sees(model, "window")
    assert has_to_be_possible(model.predict({"visitor": {"says": "Yes"}}))
    sees(model, "window")
    assert not has_to_be_possible(model.predict({"visitor": {"says": "Hello?"}}))


def test_a_proactive_chat_that_can_reach_nobody_may_not_begin() -> None:
    operators = [
        {"id": 1, "name": "Alex", "departments": [2]},
        {"id": 10, "name": "Alexa", "departments": [20]},
    ]
    departments = [{"id": 2, "name": "Orders"}, {"id": 20, "name": "Support"}]
    model = Model(world({"departments": "20"}, operators=operators, departments=departments))
    model.predict()
    sees(model, "bar")
    model.predict({"page": ["chat", {"operators": "1"}]})
    sees(model, "window")
    assert events(model.predict({"visitor": {"says": "Yes"}}), "onchatstart") == []
