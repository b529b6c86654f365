"""Signatures, addresses that may be called, and calls to real servers of this machine."""

import base64
import hashlib
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from essor.foundations.errors import UserFault
from essor.records.webhooks.addresses import Target, addresses_of, read_target
from essor.records.webhooks.outbound import EXCERPT_LENGTH, READ_BYTES, post, readable
from essor.records.webhooks.signature import sign, signed_headers
from tests.records.webhooks.made import receiver

# Published by the project that wrote the specification (libraries/javascript/src/webhook.test.ts).
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE = {
    "message_id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "timestamp": 1614265330,
    "body": b'{"test": 2432232314}',
}
PUBLISHED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def hmac_by_hand(key: bytes, content: bytes) -> bytes:
    """RFC 2104, written out: nothing shared with the code that is judged."""
    block = key.ljust(64, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block) + content).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in block) + inner).digest()


def test_the_published_vector_is_signed_as_published():
    assert sign(SECRET, **MESSAGE) == PUBLISHED


def test_each_secret_signs_every_part_of_the_message():
    other = "whsec_" + base64.b64encode(bytes(range(32))).decode()
    headers = signed_headers([other, SECRET], **MESSAGE)
    content = b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330." + MESSAGE["body"]
    mine = base64.b64encode(hmac_by_hand(bytes(range(32)), content)).decode()
    assert headers["webhook-signature"] == f"v1,{mine} {PUBLISHED}"
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == (
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "1614265330",
    )
    for changed in ({"message_id": "msg_x"}, {"timestamp": 1614265331}, {"body": b"{}"}):
        assert sign(SECRET, **{**MESSAGE, **changed}) != PUBLISHED


@pytest.mark.parametrize(
    "url",
    [
        "http://recepteur.exemple.fr/",
        "ftp://recepteur.exemple.fr/",
        "file:///etc/passwd",
        "https://",
        "https:///chemin",
        "https://recepteur.exemple.fr:99999/",
        "https://nom:secret@recepteur.exemple.fr/",
        "https://recepteur.exemple.fr/a\nHost: b",
        "https://recepteur.exemple.fr/a b",
        "https://été.exemple.fr/",
        "https://127.0.0.1/",
        "https://10.0.0.8/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://[fe80::1]/",
        "https://[::ffff:10.0.0.8]/",
        "https://localhost/",
        "https://intranet/",
        "http://localhost:8000/",
        "http://127.0.0.1:8000/",
    ],
)
def test_an_address_to_which_nothing_may_be_sent_is_refused(url: str):
    with pytest.raises(UserFault):
        read_target(url, is_demonstration=False)


def test_a_demonstration_may_call_this_machine_and_no_other_without_tls():
    found = read_target("http://localhost:9000/x?y=1", is_demonstration=True)
    assert (found.is_local, found.port, found.path) == (True, 9000, "/x?y=1")
    for url in ("http://10.0.0.8/", "http://recepteur.exemple.fr/", "https://127.0.0.1/"):
        with pytest.raises(UserFault):
            read_target(url, is_demonstration=True)
    plain = read_target("https://recepteur.exemple.fr", is_demonstration=False)
    assert (plain.port, plain.path, plain.is_local) == (443, "/", False)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "192.0.0.192", "198.18.0.1",
        "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1%eth0", "fc00::1",
        "fd00:ec2::254", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "::7f00:1",
        "2001:db8::1",
    ],
)  # fmt: skip
def test_a_public_name_that_leads_inside_is_refused(address: str):
    target = read_target("https://recepteur.exemple.fr/", is_demonstration=False)
    with pytest.raises(UserFault):
        addresses_of(target, lambda host, port: [address])
    with pytest.raises(UserFault):  # one bad address among good ones is enough
        addresses_of(target, lambda host, port: ["93.184.216.34", address])


def test_public_addresses_pass_and_a_name_that_leads_nowhere_is_said():
    target = read_target("https://recepteur.exemple.fr/", is_demonstration=False)
    good = ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"]
    assert addresses_of(target, lambda host, port: [*good, *good]) == good

    def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror("no such name")

    assert "ne mène à aucune adresse" in post(target, b"{}", {}, resolve=nowhere).fault
    local = read_target("http://localhost:9/", is_demonstration=True)
    with pytest.raises(UserFault):
        addresses_of(local, lambda host, port: ["93.184.216.34"])


def test_a_call_says_what_came_back_and_follows_no_redirection():
    long = ("é\x00<b>" * 2000).encode()
    with receiver((200, long), (302, b""), (429, b"plus tard")) as heard:
        target = read_target(heard.url, is_demonstration=True)
        taken, moved, busy = (post(target, b'{"a":1}', {"webhook-id": "msg_1"}) for _ in range(3))
    assert (taken.is_success, taken.status, len(taken.excerpt)) == (True, 200, EXCERPT_LENGTH)
    assert "\x00" not in taken.excerpt
    assert (moved.is_success, moved.status) == (False, 302)
    assert (busy.status, busy.retry_after_s) == (429, 7200)
    assert heard.bodies == [b'{"a":1}'] * 3
    assert heard.headers[0]["host"] == f"127.0.0.1:{heard.port}"
    assert heard.headers[0]["webhook-id"] == "msg_1"


def test_the_beginning_of_an_answer_is_text_whatever_it_was():
    assert readable(b"\xff\xfe\x00ok\x1b[31m") == "\ufffd\ufffd ok [31m"
    assert READ_BYTES < 10_000


@contextmanager
def drip(pause_s: float) -> Iterator[int]:
    """A server that sends one byte at a time, for ever."""
    stop, server = threading.Event(), socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with server.accept()[0] as client:
            client.sendall(b"HTTP/1.1 200 OK\r\nX-Lent: ")
            while not stop.wait(pause_s):
                try:
                    client.sendall(b"a")
                except OSError:
                    return

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        stop.set()
        thread.join()
        server.close()


def test_a_server_that_answers_byte_by_byte_is_cut_off():
    with drip(0.02) as port:
        target = read_target(f"http://127.0.0.1:{port}/", is_demonstration=True)
        reply = post(target, b"{}", {}, deadline_s=0.3)
    assert reply.status is None or not reply.excerpt
    assert 250 <= reply.duration_ms < 3000


def test_nobody_listening_is_said():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    target = read_target(f"http://127.0.0.1:{port}/", is_demonstration=True)
    reply = post(target, b"{}", {})
    assert reply.fault == "Le serveur refuse la connexion."


def certificate(folder: Path, name: str) -> Path:
    """Make a certificate of this name, signed by itself."""
    made = folder / f"{name}.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
         "-keyout", str(made), "-out", str(folder / f"{name}.crt")],
        check=True, capture_output=True,
    )  # fmt: skip
    made.write_text(made.read_text() + (folder / f"{name}.crt").read_text())
    return made


def read_whole(client: ssl.SSLSocket) -> None:
    """Read a call to the end of its body: closing before it would break the answer off."""
    read = b""
    while not read.endswith(b"\r\n\r\n{}") and (more := client.recv(65536)):
        read += more


@contextmanager
def tls_server(chain: Path) -> Iterator[tuple[int, list[str | None]]]:
    """A server that takes one TLS call, and the names that it was asked under."""
    names: list[str | None] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    context.sni_callback = lambda sock, name, ctx: names.append(name)
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        raw = server.accept()[0]
        try:
            with context.wrap_socket(raw, server_side=True) as client:
                read_whole(client)
                client.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        except OSError:
            raw.close()  # the caller refused our certificate

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield server.getsockname()[1], names
    finally:
        thread.join()
        server.close()


def test_the_chosen_address_is_called_under_the_name_and_its_certificate(tmp_path: Path):
    name = "recepteur.exemple.fr"
    chain = certificate(tmp_path, name)
    trusting = ssl.create_default_context(cafile=tmp_path / f"{name}.crt")
    for asked, is_taken in ((name, True), ("autre.exemple.fr", False)):
        with tls_server(chain) as (port, names):
            target = Target(scheme="https", host=asked, port=port, path="/")
            reply = post(target, b"{}", {}, context=trusting, addresses=lambda t, r: ["127.0.0.1"])
        assert names == [asked]
        assert reply.is_success is is_taken
        assert ("certificat" in reply.fault) is not is_taken
