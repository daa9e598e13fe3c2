#!/usr/bin/env python3
"""Verifies proofs of a Signpost's log with nothing but Python's standard library, written from docs/audit.md alone.

Usage: verify.py KEY EVIDENCE.zip [CHECKPOINT ...]
       verify.py KEY < LINES

Of an evidence file, says what it found or what is wrong; with checkpoints that were kept, also whether its log is theirs. Of lines, each is a JSON object: an answer of
/decisions/POSITION/proof, or {"old": checkpoint, "new": checkpoint, "proof": [...]} with an answer of
/seals/consistency; for each, prints true or false. Ends with 0 if nothing is wrong, else with 1.
"""

import base64
import csv
import functools
import hashlib
import io
import json
import sys
import zipfile
import zlib

# Ed25519, RFC 8032, section 5.1 and the reference code of section 6: slow, short, and for verifying only.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def x_of(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - x2) % P:
        return None
    return P - x if x & 1 != sign else x


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def add(a, b):
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return (i * j % P, k * m % P, j * k % P, i * m % P)


def times(n, a):
    out = (0, 1, 1, 0)
    while n:
        if n & 1:
            out = add(out, a)
        a, n = add(a, a), n >> 1
    return out


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def signed(public, message, signature):
    a, r = point(public), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or a is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = times(s, BASE), add(r, times(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


class Bad(Exception):
    """What was to be verified does not hold."""


def sha256(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha256(b"\x01" + left + right)


def hashes(answer):
    return [base64.b64decode(text, validate=True) for text in answer["proof"]]


def read_key(text):
    name, ident, key = text.split("+", 2)
    key = base64.b64decode(key, validate=True)
    ident = bytes.fromhex(ident)
    if len(key) != 33 or key[0] != 1 or sha256(name.encode() + b"\n" + key)[:4] != ident:
        raise Bad("not a key")
    return name, ident, key[1:]


@functools.lru_cache(maxsize=16)
def checkpoint(note, key):
    name, ident, public = key
    text, _, signatures = note.rpartition("\n\n")
    text += "\n"
    origin, size, root = text.split("\n")[:3]
    for line in signatures.splitlines():
        dash, signer, blob = line.split(" ")
        blob = base64.b64decode(blob, validate=True)
        if dash == "\u2014" and signer == name == origin and blob[:4] == ident:
            if not signed(public, text.encode(), blob[4:]):
                raise Bad("a wrong signature")
            return int(size), base64.b64decode(root, validate=True)
    raise Bad("not signed with this key")


def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def included(m, n, leaf, proof):
    """The root that an inclusion proof leads to."""
    if n == 1:
        if proof:
            raise Bad("too long")
        return leaf
    if not proof:
        raise Bad("too short")
    k, last, rest = split(n), proof[-1], proof[:-1]
    return node(included(m, k, leaf, rest), last) if m < k else node(last, included(m - k, n - k, leaf, rest))


def consistent(m, n, old, proof, whole=True):
    """The roots of the first m and of all n leaves that a consistency proof leads to."""
    if m == n:
        if whole:
            if proof:
                raise Bad("too long")
            return old, old
        if len(proof) != 1:
            raise Bad("not one hash")
        return proof[0], proof[0]
    if not proof:
        raise Bad("too short")
    k, last, rest = split(n), proof[-1], proof[:-1]
    if m <= k:
        before, after = consistent(m, k, old, rest, whole)
        return before, node(after, last)
    before, after = consistent(m - k, n - k, old, rest, False)
    return node(last, before), node(last, after)


def verify(answer, key):
    if "record" in answer:
        size, root = checkpoint(answer["checkpoint"], key)
        index = answer["position"] - 1
        leaf = sha256(b"\x00" + answer["record"].encode())
        if not 0 <= index < size or json.loads(answer["record"])["position"] != answer["position"]:
            raise Bad("another position")
        if included(index, size, leaf, hashes(answer)) != root:
            raise Bad("another root")
    else:
        (m, old), (n, new) = checkpoint(answer["old"], key), checkpoint(answer["new"], key)
        if not 0 < m <= n or consistent(m, n, old, hashes(answer)) != (old, new):
            raise Bad("another root")


WHOLE = ("code", "audience", "unit")


def lines(archive, name):
    with archive.open(name) as file:
        yield from file


def unchanged(archive):
    """Compares every file with its digest; none may be missing or without one."""
    listed = {}
    for line in lines(archive, "SHA256SUMS"):
        digest, _, name = line.decode().rstrip("\n").partition("  ")
        listed[name] = digest
    names = sorted(name for name in archive.namelist() if name != "SHA256SUMS")
    if names != sorted(listed):
        raise Bad("the files are not those that are listed in SHA256SUMS")
    for name in names:
        digest = hashlib.sha256()
        with archive.open(name) as file:
            while part := file.read(1 << 16):
                digest.update(part)
        if digest.hexdigest() != listed[name]:
            raise Bad(f"{name} was changed")


def proved(archive, key):
    """Every decision is in the log of the checkpoint, and of those on one thing none is missing in between."""
    note = archive.read("checkpoint").decode()
    size, _ = checkpoint(note, key)
    last, count, numbers = 0, 0, {}
    records, proofs = lines(archive, "decisions.jsonl"), lines(archive, "proofs.jsonl")
    for record in records:
        answer = json.loads(next(proofs, b"null"))
        decision = json.loads(record)
        position, thing = decision["position"], (decision["kind"], decision["id"])
        if answer is None or answer["record"].encode() != record.rstrip(b"\n") or answer["checkpoint"] != note:
            raise Bad(f"decision {position} has another proof")
        try:
            verify(answer, key)
        except Bad as bad:
            raise Bad(f"decision {position}: {bad}") from bad
        if position <= last:
            raise Bad(f"decision {position} is out of order")
        if thing[0] in WHOLE and decision["sequence"] != numbers.get(thing, 0) + 1:
            raise Bad(f"before decision {position} one on {thing[0]} {thing[1]} is missing")
        last, numbers[thing], count = position, decision["sequence"], count + 1
    if next(proofs, None) is not None:
        raise Bad("there are proofs of decisions that are not there")
    return count, size


def counted(archive):
    """The tables of scans agree with each other."""
    per_day, count = {}, 0
    rows = csv.DictReader(io.TextIOWrapper(archive.open("scans.csv"), "utf-8", newline=""))
    for row in rows:
        thing = (row["at"][:10], row["served"], row["served_url"], row["served_title"])
        per_day[thing] = per_day.get(thing, 0) + 1
        count += 1
    rows = csv.DictReader(io.TextIOWrapper(archive.open("scans-per-target.csv"), "utf-8", newline=""))
    said = {(row["day"], row["served"], row["served_url"], row["served_title"]): int(row["scans"]) for row in rows}
    if said != per_day:
        raise Bad("scans.csv and scans-per-target.csv do not agree")
    return count


def goes_on(archive, key, kept):
    """The log is that of a checkpoint that was kept, and only grew since."""
    note = archive.read("checkpoint").decode()
    (m, old), (n, new) = checkpoint(kept, key), checkpoint(note, key)
    proof = []
    if m != n:
        names = archive.namelist()
        proofs = lines(archive, "consistency.jsonl") if "consistency.jsonl" in names else []
        answers = (json.loads(line) for line in proofs)
        answer = next((answer for answer in answers if (answer["from"], answer["to"]) == (m, n)), None)
        if answer is None:
            raise Bad(f"there is no proof about a checkpoint of {m}: ask for the evidence with checkpoint={m}")
        proof = hashes(answer)
    if not 0 < m <= n or consistent(m, n, old, proof) != (old, new):
        raise Bad(f"its log is not the one that the checkpoint of {m} was signed for")
    return m


def evidence(path, key, kept):
    with zipfile.ZipFile(path) as archive:
        decisions, size = proved(archive, key)
        scans = counted(archive)
        unchanged(archive)
        olders = [goes_on(archive, key, note) for note in kept]
    for older in olders:
        print(f"its log is that of the checkpoint of {older} that was kept")
    print(f"{decisions} decisions are proved by the checkpoint of {size}; {scans} scans are as they were put in")


USAGE = """python3 verify.py KEY evidence.zip [CHECKPOINT ...]
                                       verifies an evidence file, also by checkpoints that were kept
python3 verify.py KEY < proofs.jsonl   verifies proofs, an answer of /decisions/{position}/proof a line

KEY is a public key of the log, such as example.org/tlog+95019e3c+Ae3a…; in an evidence file, keys has them."""


def misused(why):
    print(why, file=sys.stderr)
    sys.exit(2)


def main():
    if len(sys.argv) < 2 or sys.argv[1] in ("-h", "--help"):
        misused(USAGE)
    try:
        key = read_key(sys.argv[1])
    except (Bad, ValueError):
        misused(f"{sys.argv[1]} is not a key\n\n{USAGE}")
    if len(sys.argv) > 2:
        try:
            kept = []
            for name in sys.argv[3:]:
                with open(name, encoding="utf-8", newline="") as file:
                    kept.append(file.read())
        except OSError as error:
            misused(str(error))
        try:
            evidence(sys.argv[2], key, kept)
        except (Bad, ValueError, KeyError, TypeError, zipfile.BadZipFile, zlib.error, EOFError) as bad:
            print(f"BAD: {bad}")
            sys.exit(1)
        return
    good = True
    for line in sys.stdin:
        try:
            verify(json.loads(line), key)
            print("true")
        except (Bad, ValueError, KeyError):
            print("false")
            good = False
    sys.exit(0 if good else 1)


main()
