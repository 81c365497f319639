#!/usr/bin/env python3
"""Checks loyaltui's signed checkpoints and receipts without loyaltui: Python's standard library is all it needs.

    python3 verify_note.py VKEY FILE...

VKEY is the verifier key that `loyaltui checkpoint --out FILE` prints; get it from somewhere else than the notes. A FILE is a
checkpoint or a receipt. For each it prints what is proven; the exit code is 1 if one of them does not hold. Of two
checkpoints of the same size the roots must be equal; whether a longer one continues a shorter one is told by
`loyaltui verify --note FILE... --vkey VKEY`, which has the operations.

The formats are published by C2SP: signed-note, tlog-checkpoint, tlog-proof; the tree is that of RFC 6962; the signatures are
Ed25519 (RFC 8032).
"""
import base64, hashlib, os, struct, sys
from datetime import datetime, timezone

# Ed25519: points are x = X/Z, y = Y/Z on -x^2 + y^2 = 1 + d x^2 y^2 modulo p, with T = XY/Z; q is the order of the base point.
p, q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
d = -121665 * pow(121666, -1, p) % p


def add(one, two):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = one, two
    a, b, c, e = (y1 - x1) * (y2 - x2), (y1 + x1) * (y2 + x2), 2 * t1 * t2 * d, 2 * z1 * z2
    f, g, h, i = b - a, e - c, e + c, b + a
    return f * g % p, h * i % p, g * h % p, f * i % p


def times(n, point):
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = add(total, point)
        point, n = add(point, point), n >> 1
    return total


def equal(one, two):
    return all((one[n] * two[2] - two[n] * one[2]) % p == 0 for n in (0, 1))


def point(data):
    number = int.from_bytes(data, "little")
    y, odd = number & (2**255 - 1), number >> 255
    square = (y * y - 1) * pow(d * y * y + 1, -1, p) % p
    x = pow(square, (p + 3) // 8, p)
    if (x * x - square) % p:
        x = x * pow(2, (p - 1) // 4, p) % p
    if y >= p or (x * x - square) % p or (x == 0 and odd):
        raise ValueError("not a point of the curve")
    x = p - x if x % 2 != odd else x
    return x, y, 1, x * y % p


BASE = point((4 * pow(5, -1, p) % p).to_bytes(32, "little"))


def signed_by(public, text, signature):
    if len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    hashed = hashlib.sha512(signature[:32] + public + text).digest()
    try:
        ours = add(point(signature[:32]), times(int.from_bytes(hashed, "little") % q, point(public)))
        return s < q and equal(times(s, BASE), ours)
    except ValueError:
        return False


def decoded(text):
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("not base64 as the standard has it")
    return data


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def number(text):
    if not text.isascii() or not text.isdigit() or str(int(text)) != text:
        raise ValueError("not a number: " + text)
    return int(text)


def read_key(vkey):
    name, key_id, data = (vkey.strip().split("+", 2) + ["", ""])[:3]
    data = decoded(data)
    if len(data) != 33 or data[0] != 1 or not is_hex(key_id) or bytes.fromhex(key_id) != sha(name.encode(), b"\n", data)[:4]:
        raise ValueError("not a verifier key")
    return name, bytes.fromhex(key_id), data[1:]


def is_hex(text):
    return len(text) == 8 and all(c in "0123456789abcdef" for c in text)


def read_note(note, key):
    """Size and root of a checkpoint that the key has signed."""
    name, key_id, public = key
    if any(c < " " and c != "\n" for c in note) or not note.endswith("\n") or "\n\n" not in note:
        raise ValueError("not a signed note")
    at = note.rindex("\n\n") + 1
    text, lines = note[:at], note[at + 1 : -1].split("\n")
    ours = []
    for line in lines:
        if line.count(" ") < 2:
            raise ValueError("not a signed note")
        dash, signer, data = line.split(" ", 2)
        data = decoded(data)
        if dash != "\u2014" or not signer or "+" in signer or len(data) < 5:
            raise ValueError("not a signed note")
        if (signer, data[:4]) == (name, key_id):
            ours.append(data[4:])
    if not ours or not all(signed_by(public, text.encode(), signature) for signature in ours):
        raise ValueError("not signed by " + name)
    origin, size, root, *more = text[:-1].split("\n") + [""] * max(0, 2 - text[:-1].count("\n"))
    if origin != name or len(decoded(root)) != 32 or "" in more:
        raise ValueError("not a checkpoint of " + name)
    return number(size), decoded(root)


def root_of(leaf, index, size, hashes):
    """Where the hashes lead from a leaf (RFC 9162, 2.1.3.2)."""
    root, last = sha(b"\0", leaf), size - 1
    if index > last:
        raise ValueError("not in the tree")
    for sibling in hashes:
        if last == 0:
            raise ValueError("too many hashes")
        if index & 1 or index == last:
            root = sha(b"\1", sibling, root)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            root = sha(b"\1", root, sibling)
        index, last = index >> 1, last >> 1
    if last:
        raise ValueError("too few hashes")
    return root


def columns(data):
    """What an operation says, out of the bytes that were hashed: integers of 8 bytes, texts after their length in 4."""
    rest = [data[13 + 16 + 16 :]]

    def take(n):
        value, rest[0] = rest[0][:n], rest[0][n:]
        return value

    integer = lambda: struct.unpack(">q", take(8))[0]
    text = lambda: take(struct.unpack(">I", take(4))[0]).decode()
    optional = lambda read: read() if take(1) == b"\1" else None
    integer(), take(32)
    seq, op, (kind, at, day), operator = integer(), take(16).hex(), (integer(), integer(), integer()), text()
    member, reason, points = optional(integer), optional(text), optional(integer)
    when = datetime.fromtimestamp(at / 1000, timezone.utc).isoformat(timespec="seconds")
    return f"operation {seq} ({op}), kind {kind}, {when}, by {operator}, member row {member}, reason {reason}, points {points}"


def check(text, key):
    if not text.startswith("c2sp.org/tlog-proof@v1\n"):
        size, root = read_note(text, key)
        return (size, root), f"{size} operations, root {base64.b64encode(root).decode()}"
    proof, note = text.split("\n\n", 1)
    _, extra, index, *hashes = proof.split("\n")
    if not extra.startswith("extra ") or not index.startswith("index "):
        raise ValueError("not a receipt")
    data, hashes = decoded(extra[6:]), [decoded(line) for line in hashes]
    size, root = read_note(note, key)
    if any(len(h) != 32 for h in hashes) or root_of(sha(data), number(index[6:]), size, hashes) != root:
        raise ValueError("the operation does not lead to the checkpoint")
    return (size, root), columns(data)


def main(vkey, files):
    try:
        key, roots, bad = read_key(vkey), {}, 0
    except ValueError as error:
        sys.exit(f"the verifier key can't be read: {error}")
    for file in files:
        try:
            if not os.path.isfile(file) or os.path.getsize(file) > 1 << 20:
                raise ValueError("not a file of a note's size")
            with open(file, encoding="utf-8", newline="") as opened:
                (size, root), told = check(opened.read(), key)
            if roots.setdefault(size, root) != root:
                raise ValueError("another root than a checkpoint of the same size")
            print(f"{file}: {told}")
        except (ValueError, IndexError, OSError) as error:
            bad = 1
            print(f"{file}: does not hold: {error}")
    return bad


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2:]))
