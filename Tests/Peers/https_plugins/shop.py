"""A shop's interface and partners' bills, made of what a test writes into FOLDER/www/SHOP.

/shop/SHOP/FEED?since=N     rows of FOLDER/www/SHOP/FEED.csv as JSON pages by ?cursor=, with total; a row's id is its number, from 1
/shop/SHOP/ask/FILE         where the bill www/SHOP/FILE is, with its SHA-256; NO_BILL_EXIST while there is none,
                            BILL_CREATING while www/SHOP/FILE.creating stands there
/shop/SHOP/bill/FILE        the bill, for whoever has the link's token

All but the last want the bearer's token.
"""
import csv, hashlib, json, os

PREFIX = "/shop/"
SIZE = 150
LINK_TOKEN = "link-canary"
JSON_TYPE = {"Content-Type": "application/json; charset=utf-8"}


def answer(request):
    _, _, shop, what, *rest = request.path.split("/")
    folder = os.path.join(request.folder, "www", shop)
    if what == "bill":
        if request.query.get("token") != LINK_TOKEN: return refuse(403, "EXPIRED")
        return 200, {"Content-Type": "text/csv"}, content(os.path.join(folder, *rest))
    if request.headers.get("Authorization") != "Bearer token-canary": return refuse(401, "NO_AUTH")
    if what == "ask": return ask(request, shop, os.path.join(folder, *rest), "/".join(rest))
    return page(os.path.join(folder, what + ".csv"), int(request.query["since"]), int(request.query.get("cursor", 0)))


def ask(request, shop, path, file):
    if os.path.exists(path + ".creating"): return refuse(400, "BILL_CREATING")
    if not os.path.exists(path): return refuse(400, "NO_BILL_EXIST")
    link = f"https://{request.headers['Host']}/shop/{shop}/bill/{file}?token={LINK_TOKEN}"
    digest = hashlib.sha256(content(path)).hexdigest()
    return 200, JSON_TYPE, json.dumps({"code": "OK", "download_url": link, "hash_value": digest}).encode()


def page(path, since, start):
    with open(path, encoding="utf-8", newline="") as file:
        rows = [dict(row, id=number) for number, row in enumerate(csv.DictReader(file), 1) if number > since]
    end = start + SIZE
    document = {"total": len(rows), "items": rows[start:end], "next": str(end) if end < len(rows) else None}
    return 200, JSON_TYPE, json.dumps({"data": document}, ensure_ascii=False).encode()


def refuse(status, code):
    return status, JSON_TYPE, json.dumps({"code": code}).encode()


def content(path):
    with open(path, "rb") as file:
        return file.read()
