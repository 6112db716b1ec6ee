"""Tokens: what is allowed, what is kept, and what is refused."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from cancu.access import Scope, Tokens
from cancu.errors import AccessError, ForbiddenError, NotFoundError, ParameterError, StoreError


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    return Tokens(tmp_path / "deep" / "tokens.json")


def test_a_token_allows_its_scopes_and_nothing_else(tokens):
    token, secret = tokens.new("Văn phòng", [Scope.DOCUMENTS, Scope.DOCUMENTS])
    assert token.scopes == (Scope.DOCUMENTS,)
    assert re.fullmatch(r"cancu_[0-9a-f]{8}_[0-9a-f]{64}", secret)
    assert tokens.check(secret, Scope.DOCUMENTS).id == token.id
    with pytest.raises(ForbiddenError):
        tokens.check(secret, Scope.UPDATE)


@pytest.mark.parametrize(
    "change",
    [lambda _: None, lambda _: "", lambda s: s[:-1], lambda s: s + "x", lambda s: s.upper(), lambda s: s.split("_")[2],
     lambda _: "\ud800", lambda _: "cancu__"],
)  # fmt: skip
def test_anything_but_the_whole_secret_is_refused(tokens, change):
    _, secret = tokens.new("a", [Scope.UPDATE])
    with pytest.raises(AccessError):
        tokens.check(change(secret), Scope.UPDATE)


def test_no_file_means_nobody_may_write(tokens):
    with pytest.raises(AccessError):
        tokens.check("cancu_1_2", Scope.UPDATE)
    assert tokens.held() == ()


def test_the_file_holds_no_secret_and_is_the_owners_alone(tokens, tmp_path):
    _, secret = tokens.new("a", [Scope.UPDATE])
    path = tmp_path / "deep" / "tokens.json"
    assert secret.split("_")[2] not in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    assert [token.digest for token in tokens.held()] == [""]


def test_another_process_sees_what_is_revoked(tokens, tmp_path):
    token, secret = tokens.new("a", [Scope.UPDATE])
    other, other_secret = tokens.new("b", [Scope.UPDATE])
    serving = Tokens(tmp_path / "deep" / "tokens.json")
    assert serving.check(secret, Scope.UPDATE).name == "a"
    assert tokens.revoke(token.id).name == "a"
    with pytest.raises(AccessError):
        serving.check(secret, Scope.UPDATE)
    assert serving.check(other_secret, Scope.UPDATE).id == other.id
    with pytest.raises(NotFoundError):
        tokens.revoke(token.id)


def test_a_token_ends_with_its_days(tokens, monkeypatch):
    token, secret = tokens.new("a", [Scope.REVIEW], days=2)
    assert tokens.check(secret, Scope.REVIEW).id == token.id
    end = dt.datetime.fromisoformat(token.expires)
    assert token.is_over(end)
    assert not token.is_over(end - dt.timedelta(seconds=1))
    monkeypatch.setattr("cancu.access._now", lambda: end)
    with pytest.raises(AccessError):
        tokens.check(secret, Scope.REVIEW)


@pytest.mark.parametrize("text", ["", "{}", "[{}]", '[{"id": 1}]', "không phải JSON", '[{"scopes": ["all"]}]'])
def test_a_damaged_file_lets_nobody_in_and_is_not_overwritten(tokens, tmp_path, text):
    if text == "{}":
        text = '{"id": "x"}'
    path = tmp_path / "deep" / "tokens.json"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    for call in (lambda: tokens.check("cancu_1_2", Scope.UPDATE), lambda: tokens.new("a", [Scope.UPDATE])):
        with pytest.raises(StoreError):
            call()
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("name", "scopes"), [("", [Scope.UPDATE]), (" ", [Scope.UPDATE]), ("a", [])])
def test_a_token_needs_a_name_and_a_scope(tokens, name, scopes):
    with pytest.raises(ParameterError):
        tokens.new(name, scopes)


def test_the_file_is_plain_json(tokens, tmp_path):
    tokens.new("Sở Thí Dụ", [Scope.REVIEW, Scope.DOCUMENTS])
    entry = json.loads((tmp_path / "deep" / "tokens.json").read_text(encoding="utf-8"))[0]
    assert set(entry) == {"id", "name", "scopes", "created", "digest", "expires"}
    assert entry["scopes"] == ["documents", "review"]
