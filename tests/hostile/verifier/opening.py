"""docs/trust.md sections 3, 11 and 12: who signed an envelope, whether a device is among the targets, what a box holds."""

import hashlib

from . import cipher, curve
from .forms import Refused, from_base64, is_shaped, is_whole, length, read_canonical, refuse


def type_of(kind):
    return f"application/vnd.fettle.{kind}.v1+json"


def unpacked(envelope, kind, skip=None):
    """Steps 1 to 4 of section 3: the payload, what is signed, and the signatures."""
    refuse(not is_shaped(envelope), "fields")
    signatures = envelope["signatures"]
    long = length(envelope["payload"]) > 65_536 or len(signatures) > 16
    wrong = any(length(one["keyid"]) > 128 or length(one["sig"]) != 88 for one in signatures)
    refuse(skip != "size" and (long or wrong), "size")
    payload = from_base64(envelope["payload"], skip)
    read = [(one["keyid"], from_base64(one["sig"], skip)) for one in signatures]
    refuse(payload is None or any(sig is None for _, sig in read), "b64")
    type_ = envelope["payloadType"]
    refuse(skip != "type" and type_ != type_of(kind), "type")
    encoded = type_.encode("utf-8", "surrogatepass")
    return payload, b"DSSEv1 %d %s %d %s" % (len(encoded), encoded, len(payload), payload), read


def signers_of(data, signatures, root, roles, skip=None):
    """Step 5: the key ids of those who validly signed."""
    allowed = {keyid for role in roles for keyid in root["roles"][role]["keys"]}
    named = [(keyid, sig) for keyid, sig in signatures if keyid in allowed]
    refuse(skip != "key" and not named, "key")
    valid = {keyid for keyid, sig in named if curve.verifies(from_base64(root["keys"][keyid]["key"]), data, sig)}
    if skip == "signature":
        return {keyid for keyid, _ in named}
    refuse(not valid, "signature")
    return valid


def people(root, role, signers):
    return {root["keys"][keyid]["person"] for keyid in signers if keyid in root["roles"][role]["keys"]}


def fits_tree(path, targets, device):
    """Section 11."""
    if not isinstance(path, dict) or not isinstance(path.get("hashes"), list):
        return False
    parts = [from_base64(one) if isinstance(one, str) else None for one in path["hashes"]]
    if not parts or any(part is None or len(part) != 32 for part in parts):
        return False
    place, width = path.get("index"), targets["count"]
    if not is_whole(place, 0, width - 1):
        return False
    place, siblings = int(place), parts[1:]
    found = digest(2, digest(0, device["id"].encode("utf-8")) + parts[0])
    while width > 1:
        if place % 2 == 1 or place != width - 1:
            if not siblings:
                return False
            sibling, siblings = siblings[0], siblings[1:]
            found = digest(3, sibling + found if place % 2 else found + sibling)
        place, width = place // 2, (width + 1) // 2
    return not siblings and digest(4, targets["count"].to_bytes(4, "big") + found).hex() == targets["hash"]


def digest(kind, data):
    return hashlib.sha256(bytes([kind]) + data).digest()


def opened_box(box, secret):
    """Section 12: what a box holds, by `<step>.<name>`."""
    try:
        key, nonce, text = (from_base64(box[field]) for field in ("key", "nonce", "box"))
        if box.keys() != {"v", "key", "nonce", "box"} or not is_whole(box["v"], 1, 1) or len(key) != 32 or len(nonce) != 12:
            return {}
        shared = curve.agreement(secret, key)
        if shared == bytes(32):
            return {}
        public = curve.agreement(secret, (9).to_bytes(32, "little"))
        plain = cipher.opened(cipher.derived(shared, key + public, b"fettle sealed v1"), nonce, text)
        content = read_canonical(plain)
        secrets = content["secrets"]
        return secrets if content.keys() == {"secrets"} and all(is_secret(one) for one in secrets.values()) else {}
    except (AttributeError, KeyError, TypeError, Refused):
        return {}


def is_secret(value):
    return value.keys() == {"salt", "value"} and len(from_base64(value["salt"])) == 32 and isinstance(value["value"], str)
