"""A second reading of docs/trust.md, in another language: checks every vector below the folder given.

Prints one line of JSON: how many checks held. Ends with an AssertionError at the first that does not.
"""

import base64
import hashlib
import json
import re
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
SAFE = 2**53 - 1
held = 0


class Refused(Exception):
    pass


def refuse(condition, code):
    if condition:
        raise Refused(code)


def check(one, other, what):
    global held
    assert one == other, f"{what}: {one!r} is not {other!r}"
    held += 1


def base32(data, characters):
    bits = "".join(f"{byte:08b}" for byte in data)
    return "".join(ALPHABET[int(bits[i : i + 5], 2)] for i in range(0, characters * 5, 5))


def key_id(public):
    return "k" + base32(hashlib.sha256(public).digest(), 26)


def device_id(public):
    return "d" + base32(hashlib.sha256(public).digest(), 26)


def write_text(text):
    short = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}
    refuse(any(0xD800 <= ord(c) <= 0xDFFF for c in text), "canonical")
    return '"' + "".join(short.get(ord(c)) or (c if ord(c) >= 32 else f"\\u{ord(c):04x}") for c in text) + '"'


def write(value, depth=0):
    refuse(depth > 16, "canonical")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        refuse(abs(value) > SAFE, "canonical")
        return str(value)
    if isinstance(value, str):
        return write_text(value)
    if isinstance(value, list):
        return "[" + ",".join(write(item, depth + 1) for item in value) + "]"
    refuse(not isinstance(value, dict) or "__proto__" in value, "canonical")
    # surrogatepass: a key with half a pair is refused when it is written, not when it is sorted.
    ordered = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(f"{write_text(key)}:{write(value[key], depth + 1)}" for key in ordered) + "}"


def parse_canonical(payload):
    try:
        value = json.loads(payload.decode("utf-8"))
    except ValueError:
        raise Refused("json") from None
    refuse(write(value).encode("utf-8") != payload, "canonical")
    return value


def from_base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Refused("b64") from None
    refuse(base64.b64encode(data).decode() != text, "b64")
    return data


def pae(kind, payload):
    return b"DSSEv1 %d %s %d " % (len(kind), kind.encode(), len(payload)) + payload


def verifies(public, data, signature):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
        return True
    except InvalidSignature:
        return False


def only(value, fields):
    refuse(not isinstance(value, dict) or set(value) != set(fields), "fields")
    return value


def unpack(envelope, kind):
    only(envelope, ["payload", "payloadType", "signatures"])
    for one in envelope["signatures"]:
        only(one, ["keyid", "sig"])
    refuse(len(envelope["payload"]) > 65_536 or len(envelope["signatures"]) > 16, "size")
    refuse(any(len(one["sig"]) != 88 or len(one["keyid"]) > 128 for one in envelope["signatures"]), "size")
    payload = from_base64(envelope["payload"])
    signatures = [(one["keyid"], from_base64(one["sig"])) for one in envelope["signatures"]]
    refuse(envelope["payloadType"] != f"application/vnd.fettle.{kind}.v1+json", "type")
    return payload, pae(envelope["payloadType"], payload), signatures


def signers(data, signatures, keys):
    known = {key_id(key): key for key in keys}
    named = [(keyid, sig) for keyid, sig in signatures if keyid in known]
    refuse(not named, "key")
    valid = {keyid for keyid, sig in named if verifies(known[keyid], data, sig)}
    refuse(not valid, "signature")
    return valid


def keys_of(root, role):
    return [from_base64(root["keys"][keyid]["key"]) for keyid in root["roles"][role]["keys"]]


def require(root, role, valid):
    people = {root["keys"][keyid]["person"] for keyid in valid if keyid in root["roles"][role]["keys"]}
    refuse(len(people) < root["roles"][role]["threshold"], "threshold")


def first_root(envelope, fingerprint):
    payload, data, signatures = unpack(envelope, "root")
    refuse(hashlib.sha256(payload).hexdigest() != fingerprint, "fingerprint")
    root = parse_canonical(payload)
    require(root, "admin", signers(data, signatures, keys_of(root, "admin")))
    return root, fingerprint


def next_root(current, previous, envelope):
    payload, data, signatures = unpack(envelope, "root")
    require(current, "admin", signers(data, signatures, keys_of(current, "admin")))
    root = parse_canonical(payload)
    refuse(root["tenant"] != current["tenant"], "tenant")
    refuse(root["version"] != current["version"] + 1 or root["previous"] != previous, "root")
    require(root, "admin", signers(data, signatures, keys_of(root, "admin")))
    return root, hashlib.sha256(payload).hexdigest()


def open_by_enroller(root, envelope, kind, read):
    payload, data, signatures = unpack(envelope, kind)
    valid = signers(data, signatures, keys_of(root, "enroller"))
    value = parse_canonical(payload)
    require(root, "enroller", valid)
    read(value)
    refuse(value["tenant"] != root["tenant"], "tenant")
    return value


def read_grant(value):
    refuse(not isinstance(value, dict), "fields")
    refuse("v" in value and value["v"] != 1 or "v" not in value, "version")
    only(value, ["v", "tenant", "device", "version", "site", "labels"])
    refuse(type(value["version"]) is not int or value["version"] < 1, "fields")
    refuse(not re.fullmatch("d[0-9a-hjkmnp-tv-z]{26}", value["device"]), "fields")


def read_token(value):
    only(value, ["v", "tenant", "key", "site", "labels", "uses", "notBefore", "notAfter"])


def open_device(envelope, token_key):
    payload, data, signatures = unpack(envelope, "device")
    signers(data, signatures, [token_key])
    record = parse_canonical(payload)
    public = from_base64(record["publicKey"])
    refuse(device_id(public) != record["id"], "id")
    refuse(from_base64(record["tokenKey"]) != token_key, "key")
    signers(data, signatures, [public])
    return record


def parse_token(text):
    refuse(not text.startswith("fettle1-"), "text")
    number = "".join(f"{ALPHABET.index(c):05b}" for c in text[8:])
    whole = bytes(int(number[i : i + 8], 2) for i in range(0, len(number), 8))
    length = {70: 64, 100: 96}[len(whole)]
    body, checksum = whole[:length], whole[length:]
    refuse(hashlib.sha256(b"fettle1-\0" + body).digest()[: len(checksum)] != checksum, "text")
    return body[:32].hex(), body[32:64].hex(), body[64:].hex() or None


def outcome(run):
    try:
        run()
        return "accepted"
    except Refused as refusal:
        return str(refusal)


def main(folder):
    def vectors(name):
        return json.loads((folder / f"{name}.json").read_text("utf-8"))

    public = {}
    for one in vectors("keys"):
        private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(one["seed"]))
        key = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        public[one["name"]] = key
        check(base64.b64encode(key).decode(), one["publicKey"], "public key")
        check((key_id(key), device_id(key)), (one["keyId"], one["deviceId"]), "ids")
        check(base64.b64encode(private.sign(b"fettle")).decode(), one["signature"], "signature")
    for one in vectors("canonical"):
        try:
            written = write(json.loads(one["json"])).encode("utf-8").hex()
        except Refused:
            written = None
        check(written, one["canonical"], one["json"])
    for one in vectors("encodings"):
        check(pae(one["type"], bytes.fromhex(one["payload"])).hex(), one["pae"], "encoding")
    words = vectors("words")
    check((len(words), len({word[:4] for word in words})), (256, 256), "words")
    envelopes, prints = vectors("envelopes"), vectors("fingerprints")
    for one in prints:
        check(" ".join(words[byte] for byte in bytes.fromhex(one["fingerprint"])[:8]), one["words"], "words")
    root, found = first_root(envelopes["root"], prints[0]["fingerprint"])
    check(next_root(root, found, envelopes["next"])[1], prints[1]["fingerprint"], "next root")
    token = open_by_enroller(root, envelopes["token"], "token", read_token)
    check(from_base64(token["key"]), public["token"], "token")
    check(open_by_enroller(root, envelopes["grant"], "grant", read_grant)["version"], 3, "grant")
    check(open_device(envelopes["device"], public["token"])["host"], "db-1.example", "device")
    for one in vectors("enrolment-tokens"):
        check(parse_token(one["text"]), (one["seed"], one["fingerprint"], one["pin"]), "enrolment token")
    for one in vectors("transcripts"):
        digest = hashlib.sha256(write(one["messages"]).encode("utf-8")).digest()
        data = f"fettle transcript v1 {one['role']}\0".encode() + digest
        check(data.hex(), one["bytes"], "transcript")
        check(verifies(public[one["signer"]], data, from_base64(one["signature"])), True, "signed transcript")
    for one in vectors("refused-grants"):
        came = outcome(lambda: open_by_enroller(root, one["envelope"], "grant", read_grant))
        check(came, one["code"], one["why"])
    print(json.dumps({"held": held}))


main(Path(sys.argv[1]))
