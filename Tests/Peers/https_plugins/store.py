"""A shop's REST interface with paging faults.

/store/PLAN/RUN/refunds has 20 refunds, five a page; RUN is any text, so that every test has its own. PLAN:

honest                by ?cursor=, with total and next
links                 the same by the Link header
repeated, skipped     the third page is the second, or missing           repeated-once   only in the first pull
loop                  the third page leads back to the second
total, total-once     the total grows from page to page (once: only in the first pull)
elsewhere             the Link header leads to another host
throttled-N           429 for N requests in the middle, each with Retry-After: 1
login                 the third page is a login page with status 200
broken                the third page ends in the middle, though its length says that it is whole
"""
import json

PREFIX = "/store/"
SIZE, COUNT = 5, 20


def answer(request):
    _, _, plan, _, feed = request.path.split("/")
    if feed != "refunds" or request.headers.get("Authorization") != "Bearer token-canary":
        return 401, {"Content-Type": "application/json"}, b'{"code":"NO_AUTH"}'
    start = int(request.query.get("cursor", 0))
    name, _, number = plan.removesuffix("-once").partition("-")
    # Behind the page that gave the fault away.
    once = plan.endswith("-once") and request.seen >= {"repeated": 3, "total": 2}[name]
    third = start == 2 * SIZE and not once
    page = {"total": COUNT, "rows": rows(start), "next": next_of(start)}
    headers = {"Content-Type": "application/json; charset=utf-8"}
    if name == "repeated" and third: page["rows"] = rows(SIZE)
    if name == "skipped" and third: page["rows"], page["next"] = rows(3 * SIZE), None
    if name == "loop" and third: page["next"] = SIZE
    if name == "total" and not once: page["total"] += start
    if name == "throttled" and 2 <= request.seen < 2 + int(number):
        return 429, {"Retry-After": "1", "Content-Type": "application/json"}, b'{"code":"TOO_MANY"}'
    if name == "login" and third:
        return 200, {"Content-Type": "text/html"}, b"<!doctype html><title>Login</title>"
    if name in ("links", "elsewhere") and page["next"] is not None:
        host = "https://evil.example" if name == "elsewhere" and third else ""
        headers["Link"] = f'<{host}{request.path}?cursor={page["next"]}>; rel="next"'
    body = json.dumps(page, indent=1).encode()
    return 200, headers, body[:-40] if name == "broken" and third else body


def next_of(start):
    return start + SIZE if start + SIZE < COUNT else None


def rows(start):
    return [{"refund_id": f"R{n}", "order_id": f"O{n}", "amount": {"value": f"{n}.50"}, "refunded_at": "2026-03-01T10:00:00+08:00"}
            for n in range(start, min(start + SIZE, COUNT))]
