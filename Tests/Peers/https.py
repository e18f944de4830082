"""An HTTPS server on 127.0.0.1 that serves the files of FOLDER/www and misbehaves when its path asks for it.

    https.py FOLDER

/files/FILE           honest: ETag, Last-Modified, Range, If-Range
/act/STEPS/FILE       by plan, one step a request, the last one for all that follow:
    ok                   honest                         whole                honest, but ignores Range
    no-validator         no ETag, no Last-Modified      weak                 weak ETag, no Last-Modified
    modified             Last-Modified only
    503, 429, …          that status                    503-after-7          with Retry-After: 7
    503-date-1772323200  with Retry-After as a date
    length, chunked, close, gzip                        whole body, framed so; close is HTTP/1.0 without a length; gzip is chunked
    cut-length-N …       the same four, cut after N bytes of the body (gzip: ended properly, but the gzip stream is cut);
                         also cut-modified-N: a length, no ETag, but Last-Modified
    abrupt-close-N       like cut-close, without TLS's goodbye
    drip-N               N bytes a second               hang-headers, hang-body-N
    serve:NAME           another file of the folder, honest
    splice               a 206 that fits, of other bytes
    other-total          a 206 that names another total other-start          a 206 that begins elsewhere
    typed:text+html      honest, with that Content-Type
    redirect             to ?to=URL, or to itself
/basic/FILE /bearer/FILE /hmac/FILE    with FOLDER/https.secrets (user, password, token, key)
/requests/PATH        what was asked of /PATH, as JSON
"""
import base64, email.utils, glob, gzip, hashlib, hmac, http.server, importlib.util, json, os, socket, ssl, sys, threading, time
import types, urllib.parse

folder = sys.argv[1]
here = os.path.dirname(os.path.abspath(__file__))
lock = threading.Lock()
asked = {}  # path → requests
secrets = {"user": "qingfen", "password": "password-canary", "token": "token-canary", "key": "hmac-canary"}


def load_plugins():
    plugins = []
    for path in sorted(glob.glob(os.path.join(here, "https_plugins", "*.py"))):
        spec = importlib.util.spec_from_file_location(os.path.basename(path)[:-3], path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        plugins.append(module)
    return plugins


class Cut(Exception):
    """The connection ends here."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "peer", ""

    def log_message(self, *_):
        pass

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        self.where, self.query = url.path, dict(urllib.parse.parse_qsl(url.query))
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        note = {name.lower().replace("-", "_"): value for name, value in self.headers.items()}
        note |= {"method": self.command, "target": self.path, "body": self.body.decode("utf-8", "replace"),
                 "port": self.client_address[1]}
        if not self.where.startswith("/requests/"):
            with lock:
                self.seen = len(asked.setdefault(self.where, []))
                asked[self.where].append(note)
        try:
            self.route()
        except Cut:
            self.close_connection = True
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            self.close_connection = True

    do_POST = do_PUT = do_GET

    def route(self):
        kind, _, rest = self.where[1:].partition("/")
        rest = urllib.parse.unquote(rest)
        if kind == "requests":
            with lock:
                self.answer(200, {"Content-Type": "application/json"}, json.dumps(asked.get("/" + rest, [])).encode())
        elif kind == "files":
            self.honest(rest)
        elif kind == "act":
            steps, _, file = rest.partition("/")
            steps = steps.split(",")
            self.act(steps[min(self.seen, len(steps) - 1)], file)
        elif kind in ("basic", "bearer", "hmac"):
            if self.allowed(kind):
                self.honest(rest)
            else:
                self.answer(401, {}, b"no")
        elif kind == "echo":
            self.answer(int(self.query.get("status", 200)), {"Content-Type": "application/json"}, self.body)
        else:
            self.plugged()

    def plugged(self):
        for plugin in self.server.plugins:
            if self.where.startswith(plugin.PREFIX):
                request = types.SimpleNamespace(
                    method=self.command, path=self.where, query=self.query, headers=self.headers, body=self.body,
                    seen=self.seen, folder=folder)
                return self.answer(*plugin.answer(request))
        self.answer(404, {}, b"no such path")

    def allowed(self, kind):
        given = self.headers.get("Authorization", "")
        if kind == "basic":
            pair = f"{secrets['user']}:{secrets['password']}".encode()
            return given == "Basic " + base64.b64encode(pair).decode()
        if kind == "bearer":
            return given == "Bearer " + secrets["token"]
        stamp, nonce = self.headers.get("X-Timestamp", ""), self.headers.get("X-Nonce", "")
        text = "\n".join([self.command, self.path, stamp, nonce, hashlib.sha256(self.body).hexdigest()])
        return self.headers.get("X-Signature") == hmac.new(secrets["key"].encode(), text.encode(), "sha256").hexdigest()

    # Answers

    def answer(self, status, headers, body):
        self.send_response(status)
        for name, value in headers.items():
            for one in value if isinstance(value, list) else [value]:
                self.send_header(name, one)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def content(self, file):
        path = os.path.join(folder, "www", file)
        with open(path, "rb") as stream:
            return stream.read(), os.stat(path).st_mtime

    def honest(self, file, ranges=True, validators=("etag", "modified"), total=None, start=None, kind="text/csv", other=False):
        try:
            body, modified = self.content(file)
        except OSError:
            return self.answer(404, {}, b"no such file")
        etag = '"%s"' % hashlib.sha256(body).hexdigest()[:16]
        date = email.utils.formatdate(modified, usegmt=True)
        headers = {"Content-Type": kind}
        if "etag" in validators: headers["ETag"] = etag
        if "weak" in validators: headers["ETag"] = "W/" + etag
        if "modified" in validators: headers["Last-Modified"] = date
        wanted = self.headers.get("Range")
        if not (wanted and ranges and self.headers.get("If-Range", etag) in (etag, date)):
            return self.answer(200, headers, body)
        first = int(wanted.removeprefix("bytes=").rstrip("-"))
        if first >= len(body):
            return self.answer(416, {"Content-Range": f"bytes */{len(body)}"}, b"")
        headers["Content-Range"] = f"bytes {first if start is None else start}-{len(body) - 1}/{total or len(body)}"
        self.answer(206, headers, bytes(len(body) - first) if other else body[first:])

    def act(self, step, file):
        name, _, value = step.partition("-")
        if step == "ok": self.honest(file)
        elif step == "whole": self.honest(file, ranges=False)
        elif step == "no": raise Cut
        elif step == "no-validator": self.honest(file, validators=())
        elif step == "weak": self.honest(file, validators=("weak",))
        elif step == "modified": self.honest(file, validators=("modified",))
        elif step == "splice": self.honest(file, other=True)
        elif step == "other-total": self.honest(file, total=7)
        elif step == "other-start": self.honest(file, start=7)
        elif step == "redirect": self.answer(int(self.query.get("status", 302)), {"Location": self.query.get("to", self.path)}, b"")
        elif step.startswith("serve:"): self.honest(os.path.join(os.path.dirname(file), step[6:]))
        elif step.startswith("typed:"): self.honest(file, kind=urllib.parse.unquote(step[6:].replace("+", "/")))
        elif name.isdigit(): self.refuse(int(name), value)
        elif step == "hang-headers": self.hang()
        elif name == "cut": self.framed(file, value.split("-")[0], int(value.split("-")[1]))
        elif name == "abrupt": self.framed(file, "close", int(value.split("-")[1]), goodbye=False)
        elif step in ("length", "chunked", "close", "gzip"): self.framed(file, step, None)
        elif name in ("drip", "hang"): self.slow(file, name, int(value.split("-")[-1]))
        else: self.answer(400, {}, f"unknown step {step}".encode())

    def refuse(self, status, value):
        headers = {"Content-Type": "application/json"}
        if value.startswith("after-"): headers["Retry-After"] = value[6:]
        if value.startswith("date-"): headers["Retry-After"] = email.utils.formatdate(int(value[5:]), usegmt=True)
        self.answer(status, headers, json.dumps({"code": "NO", "status": status}).encode())

    def framed(self, file, framing, cut, goodbye=True):
        """The whole body, or its first `cut` bytes and then the end of the connection."""
        body, modified = self.content(file)
        head = ["HTTP/1.0 200 OK" if framing == "close" else "HTTP/1.1 200 OK", "Content-Type: text/csv"]
        if framing == "modified":
            head.append("Last-Modified: " + email.utils.formatdate(modified, usegmt=True))
            head.append("Date: " + self.date_time_string())
        else:
            head.append('ETag: "%s"' % hashlib.sha256(body).hexdigest()[:16])
        if framing in ("length", "modified"): head.append(f"Content-Length: {len(body)}")
        if framing in ("chunked", "gzip"): head.append("Transfer-Encoding: chunked")
        if framing == "gzip":
            head.append("Content-Encoding: gzip")
            body = gzip.compress(body)
        self.wfile.write("\r\n".join(head + ["", ""]).encode())
        part = body if cut is None else body[:cut]
        if framing in ("chunked", "gzip"):
            for start in range(0, len(part), 5000):
                piece = part[start:start + 5000]
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            if cut is None or framing == "gzip":
                self.wfile.write(b"0\r\n\r\n")
            else:
                self.wfile.write(b"1000\r\n" + body[cut:cut + 4])  # a chunk that is cut
        else:
            self.wfile.write(part)
        if cut is not None or framing == "close":
            self.goodbye(goodbye)

    def goodbye(self, proper):
        self.wfile.flush()
        if proper:
            try:
                self.connection.unwrap()
            except (OSError, ssl.SSLError):
                pass
        raise Cut

    def slow(self, file, name, number):
        body, _ = self.content(file)
        self.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nETag: \"slow\"\r\n\r\n".encode())
        if name == "hang":
            self.wfile.write(body[:number])
            self.hang()
        for start in range(0, len(body), number):
            self.wfile.write(body[start:start + number])
            time.sleep(1)

    def hang(self):
        self.connection.settimeout(120)
        try:
            while self.connection.recv(100): pass
        except OSError:
            pass
        raise Cut


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, certificate, client_authority=None, old=False):
        super().__init__(("127.0.0.1", 0), Handler)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(f"{folder}/tls/{certificate}.pem", f"{folder}/tls/{certificate}.key")
        if old:
            self.context.set_ciphers("ALL:@SECLEVEL=0")
            self.context.minimum_version, self.context.maximum_version = ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_1
        if client_authority:
            self.context.load_verify_locations(f"{folder}/tls/{client_authority}.pem")
            self.context.verify_mode = ssl.CERT_REQUIRED

    def finish_request(self, request, client_address):
        # In the connection's own thread, so that a slow handshake holds up nobody.
        request.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        request.settimeout(120)
        secured = self.context.wrap_socket(request, server_side=True, do_handshake_on_connect=False)
        try:
            secured.do_handshake()
            super().finish_request(secured, client_address)
        except OSError:
            time.sleep(0.2)  # whoever was refused gets to read why
        finally:
            secured.close()


def write_fact(name, text):
    with open(f"{folder}/https.{name}.new", "w") as stream:
        stream.write(str(text))
    os.rename(f"{folder}/https.{name}.new", f"{folder}/https.{name}")


def main():
    plugins = load_plugins()
    write_fact("secrets", json.dumps(secrets))
    servers = {"expired": Server("expired"), "wrong-host": Server("wrong-host"), "other-ca": Server("other"),
               "client": Server("good", client_authority="ca"), "old": Server("good", old=True), "port": Server("good")}
    for name, server in servers.items():
        server.plugins = plugins
        threading.Thread(target=server.serve_forever, daemon=True).start()
        write_fact(name, server.server_port)
    threading.Event().wait()


main()
