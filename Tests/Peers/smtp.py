"""A mail server on 127.0.0.1 with TLS from the start; the user and password of https.py.

    smtp.py FOLDER

Each mail becomes FOLDER/mail/ADDRESS.json, named by its first recipient: from, to, message. `full@…` is refused.
"""
import base64, json, os, socketserver, ssl, sys

folder = sys.argv[1]
user, password = "qingfen", "password-canary"


class Session(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def line(self):
        return self.rfile.readline().decode().rstrip("\r\n")

    def handle(self):
        self.sender, self.to, self.is_known = None, [], False
        self.say("220 peer")
        while True:
            line = self.line()
            word = line.split(" ")[0].upper()
            if word in ("EHLO", "HELO"):
                self.say("250-peer")
                self.say("250 AUTH PLAIN")
            elif word == "AUTH":
                self.log_in(line)
            elif word == "MAIL" and not self.is_known:
                self.say("530 log in first")
            elif word == "MAIL":
                self.sender = line.partition("<")[2].partition(">")[0]
                self.say("250 ok")
            elif word == "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                if address.startswith("full@"):
                    self.say("452 mailbox full")
                else:
                    self.to.append(address)
                    self.say("250 ok")
            elif word == "DATA":
                self.say("354 go on")
                self.keep()
                self.say("250 kept")
            elif word in ("QUIT", ""):
                return self.say("221 bye") if word else None
            else:
                self.say("502 unknown")

    def log_in(self, line):
        words = line.split(" ")
        if len(words) < 3:
            self.say("334 ")
            words.append(self.line())
        self.is_known = base64.b64decode(words[2]).split(b"\0")[1:] == [user.encode(), password.encode()]
        self.say("235 welcome" if self.is_known else "535 wrong user or password")

    def keep(self):
        lines = []
        while (line := self.line()) != ".":
            lines.append(line[1:] if line.startswith("..") else line)
        with open(f"{folder}/mail/{self.to[0]}.json", "w", encoding="utf-8") as file:
            json.dump({"from": self.sender, "to": self.to, "message": "\r\n".join(lines)}, file)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = allow_reuse_address = True

    def get_request(self):
        connection, address = super().get_request()
        return self.context.wrap_socket(connection, server_side=True), address

    def handle_error(self, *_):
        pass  # a client that does not trust us


server = Server(("127.0.0.1", 0), Session)
server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
server.context.load_cert_chain(f"{folder}/tls/good.pem", f"{folder}/tls/good.key")
with open(f"{folder}/smtp.port.new", "w") as file:
    file.write(f"{server.server_address[1]}\n")
os.rename(f"{folder}/smtp.port.new", f"{folder}/smtp.port")
server.serve_forever()
