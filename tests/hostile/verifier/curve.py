"""Ed25519 signatures and X25519 agreements, from RFC 8032 and RFC 7748. For verifying only: nothing here hides a secret's timing.

A point that is multiplied often (the base, the keys of a root) has a table of its multiples, so that a signature takes
less than a millisecond.
"""

import hashlib
from functools import lru_cache

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
WINDOW = 6
NEUTRAL = (0, 1, 1, 0)


def prepared(point):
    x, y, z, t = point
    return ((y + x) % P, (y - x) % P, 2 * z % P, 2 * D * t % P)


def add(point, other):
    x, y, z, t = point
    plus, minus, double_z, double_dt = other
    a, b = (y - x) * minus % P, (y + x) * plus % P
    c, d = t * double_dt % P, z * double_z % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def encoded(point):
    x, y, z, _ = point
    inverse = pow(z, -1, P)
    x, y = x * inverse % P, y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decoded(data):
    """The point of an encoding, or None (RFC 8032 section 5.1.3)."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    square = u * pow(v, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * ROOT_OF_MINUS_ONE % P
    if x * x % P != square or (x == 0 and sign == 1):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


def table(point):
    """For each window of a scalar's bits: the multiples of the point by what may stand in it."""
    rows = []
    for _ in range(0, 256, WINDOW):
        row, multiple, step = [None], point, prepared(point)
        for _ in range(1, 2**WINDOW):
            row.append(prepared(multiple))
            multiple = add(multiple, step)
        rows.append(row)
        point = multiple
    return rows


@lru_cache(maxsize=256)
def table_of_minus(public):
    point = decoded(public)
    if point is None:
        return None
    x, y, z, t = point
    return table((-x % P, y, z, -t % P))


def plus_multiple(point, rows, scalar):
    for row in rows:
        digit = scalar & (2**WINDOW - 1)
        if digit:
            point = add(point, row[digit])
        scalar >>= WINDOW
    return point


BASE = table(decoded((4 * pow(5, -1, P) % P).to_bytes(32, "little")))


@lru_cache(maxsize=4096)
def verifies(public, data, signature):
    """Without the cofactor: what is reckoned must be R, byte for byte."""
    if len(signature) != 64:
        return False
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    minus = table_of_minus(public)
    if s >= ORDER or minus is None:
        return False
    k = int.from_bytes(hashlib.sha512(r + public + data).digest(), "little") % ORDER
    return encoded(plus_multiple(plus_multiple(NEUTRAL, BASE, s), minus, k)) == r


def agreement(secret, public):
    """X25519 (RFC 7748 section 5)."""
    k = int.from_bytes(secret, "little") & (2**254 - 8) | 2**254
    u = int.from_bytes(public, "little") & (2**255 - 1)
    x2, z2, x3, z3, swap = 1, 0, u % P, 1, 0
    for place in range(254, -1, -1):
        bit = k >> place & 1
        if bit != swap:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
        aa, bb = a * a % P, b * b % P
        da, cb, e = d * a % P, c * b % P, aa - bb
        x3, z3 = (da + cb) ** 2 % P, u * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")
