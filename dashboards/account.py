"""Your account: who you are here, and another password."""

import time

from flask import Flask, Response, render_template, request

from dashboards.access import Sessions, home
from dashboards.roles import ROLES
from lrs.errors import Refusal
from lrs.organisation import accounts
from lrs.organisation.accounts import SHORTEST, Account
from lrs.resources.service import Service

MESSAGES = (
    WAIT := "Too many attempts. Try again in {n} {n:second|seconds}.",
    WRONG := "This is not your password now.",
    DIFFERENT := "The new password was not written twice alike.",
    LENGTH := "The new password needs at least {n} characters, at most 1,000.",
)


def install(app: Flask, service: Service, sessions: Sessions) -> None:
    """Add the page to an application."""

    def page() -> Response:
        account = sessions.account()
        if account is None:  # the guard has sent them to sign in
            return Response(status=401)
        if request.method == "GET":
            return _page(sessions, account, done="changed" in request.args)
        return _change(service, sessions, account)

    app.add_url_rule("/account", "account", page, methods=["GET", "POST"])


def _change(service: Service, sessions: Sessions, account: Account) -> Response:
    who, now = f"account {account.email}", time.monotonic()
    wait = sessions.throttle.wait(who, now=now)
    if wait:
        return _page(sessions, account, WAIT, 429, n=int(wait) + 1)
    if not sessions.proves(account, request.form.get("secret", "")[:500]):
        sessions.throttle.wrong(who, now=now)
        return _page(sessions, account, WRONG, 400)
    sessions.throttle.right(who)
    fresh = request.form.get("fresh", "")
    if fresh != request.form.get("again", ""):
        return _page(sessions, account, DIFFERENT, 400)
    try:
        accounts.set_password(service.store, account.email, fresh)
    except Refusal:
        return _page(sessions, account, LENGTH, 400, n=SHORTEST)
    changed = accounts.account(service.store, account.email)
    return sessions.signed_in(changed or account, "/account?changed")


def _page(
    sessions: Sessions, account: Account, problem: str = "", status: int = 200, *, done: bool = False, **values: object
) -> Response:
    say = sessions.words()
    body = render_template(
        "account.html",
        say=say,
        account=account,
        role=say(ROLES.get(account.role, ROLES["executive"])),
        home=home(account),
        problem=say(problem, **values) if problem else "",
        done=say("The password is changed.") if done and not problem else "",
        token=sessions.token(),
        shortest=SHORTEST,
    )
    return Response(body, status)
