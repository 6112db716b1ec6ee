"""cancu token: the secret goes to stdout once, the list never shows it."""

from click.testing import CliRunner

from cancu.access import Scope, Tokens
from cancu.cli import main


def run(*words):
    return CliRunner().invoke(main, ["token", *words])


def test_made_listed_revoked(tmp_path):
    file = str(tmp_path / "tokens.json")
    made = run("new", "Phòng Thí Dụ", "--scope", "documents", "--scope", "update", "--days", "3", "--file", file)
    secret = made.stdout.strip()
    token = Tokens(tmp_path / "tokens.json").check(secret, Scope.UPDATE)
    listed = run("list", "--file", file).stdout
    assert listed.split("\t")[:3] == [token.id, "Phòng Thí Dụ", "documents,update"]
    assert secret not in listed
    assert token.id in run("revoke", token.id, "--file", file).stdout
    assert run("list", "--file", file).stdout == ""


def test_what_cannot_be_is_told(tmp_path):
    file = str(tmp_path / "tokens.json")
    assert run("new", "a", "--scope", "all", "--file", file).exit_code == 2
    gone = run("revoke", "abc", "--file", file)
    assert gone.exit_code == 2
    assert "abc" in gone.stderr
