"""AES-256-GCM (FIPS 197, NIST SP 800-38D) for opening, nonces of 12 bytes, no additional data; and HKDF-SHA-256 for 32 bytes."""

import hashlib
import hmac


def doubled(byte):
    return (byte << 1 ^ (0x11B if byte & 0x80 else 0)) & 0xFF


def rotated(byte, by):
    return (byte << by | byte >> 8 - by) & 0xFF


def substitutes():
    box, p, q = [0] * 256, 1, 1
    while True:
        p ^= doubled(p)
        for by in (1, 2, 4):
            q = (q ^ q << by) & 0xFF
        if q & 0x80:
            q ^= 0x09
        box[p] = q ^ rotated(q, 1) ^ rotated(q, 2) ^ rotated(q, 3) ^ rotated(q, 4) ^ 0x63
        if p == 1:
            box[0] = 0x63
            return box


S = substitutes()


def round_keys(key):
    words, constant = [list(key[i : i + 4]) for i in range(0, 32, 4)], 1
    for i in range(8, 60):
        word = list(words[-1])
        if i % 8 == 0:
            word = [S[byte] for byte in word[1:] + word[:1]]
            word[0] ^= constant
            constant = doubled(constant)
        elif i % 8 == 4:
            word = [S[byte] for byte in word]
        words.append([a ^ b for a, b in zip(words[i - 8], word)])
    return [sum(words[i : i + 4], []) for i in range(0, 60, 4)]


def mixed(a, b, c, d):
    return doubled(a) ^ doubled(b) ^ b ^ c ^ d


def encrypted(keys, block):
    state = [a ^ b for a, b in zip(block, keys[0])]
    for number, key in enumerate(keys[1:], 1):
        state = [S[state[(i + 4 * (i % 4)) % 16]] for i in range(16)]
        if number < 14:
            columns = [state[i : i + 4] for i in range(0, 16, 4)]
            state = [mixed(*(column[i:] + column[:i])) for column in columns for i in range(4)]
        state = [a ^ b for a, b in zip(state, key)]
    return bytes(state)


def multiplied(x, y):
    """In GF(2^128), the most significant bit being the first."""
    product = 0
    for place in range(127, -1, -1):
        if x >> place & 1:
            product ^= y
        y = y >> 1 ^ (0xE1 << 120 if y & 1 else 0)
    return product


def opened(key, nonce, box):
    """The plaintext, or None where the tag, the last 16 bytes, is not its."""
    if len(box) < 16:
        return None
    keys, text, tag = round_keys(key), box[:-16], box[-16:]
    h, sum_ = int.from_bytes(encrypted(keys, bytes(16)), "big"), 0
    blocks = [text[i : i + 16] for i in range(0, len(text), 16)]
    for block in [*blocks, (len(text) * 8).to_bytes(16, "big")]:
        sum_ = multiplied(sum_ ^ int.from_bytes(block.ljust(16, b"\0"), "big"), h)
    first = int.from_bytes(encrypted(keys, nonce + b"\0\0\0\1"), "big")
    if not hmac.compare_digest((sum_ ^ first).to_bytes(16, "big"), tag):
        return None
    streams = (encrypted(keys, nonce + count.to_bytes(4, "big")) for count in range(2, len(blocks) + 2))
    return b"".join(bytes(a ^ b for a, b in zip(block, stream)) for block, stream in zip(blocks, streams))


def derived(secret, salt, info):
    """HKDF (RFC 5869), one block of it."""
    extracted = hmac.new(salt, secret, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\1", hashlib.sha256).digest()
