"""Bills in two steps.

/bills/PLAN/RUN/ask answers where the bill is: /bills/PLAN/RUN/file?token=…, valid as PLAN says; RUN is any text. PLAN:

good                  with its SHA-1                                     wrong-hash      with that of another file
empty                 400 and NO_BILL_EXIST                              creating        400 and BILL_CREATING
elsewhere             the link leads to localhost instead of 127.0.0.1; the file is refused to whoever sends credentials
expired-once          the first link is dead at once                     expired         every link is
login                 a login page with status 200
"""
import hashlib, json

PREFIX = "/bills/"
BILL = b"reference,amount,time\nR1,1.00,2026-03-01 10:00:00\n"


def answer(request):
    _, _, plan, run, what = request.path.split("/")
    given = request.headers.get("Authorization")
    json_type = {"Content-Type": "application/json"}
    if what == "file":
        token = request.query.get("token", "")
        if plan == "elsewhere" and given: return 400, {}, b"credentials went astray"
        if plan == "expired" or (plan == "expired-once" and token == "link-canary-0"): return 403, json_type, b'{"code":"EXPIRED"}'
        return 200, {"Content-Type": "text/csv"}, BILL
    if given != "Bearer token-canary": return 401, json_type, b'{"code":"NO_AUTH"}'
    if plan == "empty": return 400, json_type, b'{"code":"NO_BILL_EXIST"}'
    if plan == "creating": return 400, json_type, b'{"code":"BILL_CREATING"}'
    if plan == "login": return 200, {"Content-Type": "text/html"}, b"<html>Login</html>"
    host = request.headers["Host"]
    if plan == "elsewhere": host = host.replace("127.0.0.1", "localhost")
    digest = hashlib.sha1(b"another" if plan == "wrong-hash" else BILL).hexdigest()
    link = f"https://{host}/bills/{plan}/{run}/file?token=link-canary-{request.seen}"
    return 200, json_type, json.dumps({"download_url": link, "hash_type": "SHA1", "hash_value": digest}).encode()
