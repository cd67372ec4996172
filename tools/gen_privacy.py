#!/usr/bin/env python3
"""gen_privacy.py: the words that the privacy check looks up (src/rules/privacy_words/), as one sorted table of C.

    gen_privacy.py --out DIR WORDS.txt LIST.txt...

WORDS.txt is Debian's British English word list (package wbritish, made from SCOWL, whose licence lets anybody use it).
A word is kept as the 32-bit hash of its small letters, with a bit for everything known about it:
  word     stands in WORDS.txt in small letters         proper   stands there with a capital only
  given, surname, place, known                          the lists of those names
  together                                              two words with a space between them, from public.txt
  and one bit for each kind in kinds.txt
privacy_words.gen.h has the bits, privacy_words.gen.c the table, bucketed by the upper twelve bits of the hash.
"""
import argparse
import os
import re

LISTS = ('given', 'surnames', 'places', 'known', 'public')
BUCKETS = 4096
# Found in the word list, and names or fragments all the same.
NOT_WORDS = set('ali ben jo sam tom tim ted al mo mia ella ada eva ava ian ira ned len kat meg mel nan liz lib lex max'.split())


def fold(word):
    return word.replace('’', "'").lower()


def fnv(word):
    h = 0x811C9DC5
    for byte in word.encode():
        h = (h ^ byte) * 0x01000193 & 0xFFFFFFFF
    return h


def words_of(path):
    with open(path, encoding='utf-8') as f:
        for line in f:
            if not line.startswith('#'):
                yield from line.split()


def kinds_of(path):
    kinds = {}
    with open(path, encoding='utf-8') as f:
        for line in f:
            if line.strip() and not line.startswith('#'):
                kind, words = line.split(':', 1)
                kinds.setdefault(kind, set()).update(words.split())
    return kinds


def english(path):
    with open(path, encoding='utf-8') as f:
        return {w.strip() for w in f if w.strip() and not w.strip().endswith("'s")}


def table(words, lists, kinds):
    bits, bit_of = {}, {}
    for n, name in enumerate(['WORD', 'PROPER', 'GIVEN', 'SURNAME', 'PLACE', 'KNOWN', 'TOGETHER'] + list(kinds)):
        bit_of[name] = n
    small = {w for w in words if w == w.lower()} - NOT_WORDS
    for w in small:
        bits[w] = 1 << bit_of['WORD']
    for w in words:
        if fold(w) not in small and re.match(r"^[^\W\d_][\w'’-]+$", w) and fold(w) not in NOT_WORDS:
            bits[fold(w)] = bits.get(fold(w), 0) | 1 << bit_of['PROPER']
    for name, entries in lists.items():
        bit = {'given': 'GIVEN', 'surnames': 'SURNAME', 'places': 'PLACE', 'known': 'KNOWN', 'public': 'TOGETHER'}[name]
        for w in entries:
            w = w.replace('_', ' ')
            bits[fold(w)] = bits.get(fold(w), 0) | 1 << bit_of[bit]
    for kind, entries in kinds.items():
        for w in entries:
            bits[fold(w)] = bits.get(fold(w), 0) | 1 << bit_of[kind]
    hashed = {}
    for w, b in bits.items():
        hashed[fnv(w)] = hashed.get(fnv(w), 0) | b
    return bit_of, sorted(hashed.items())


def write(out, bit_of, rows):
    assert len(bit_of) <= 64
    starts, at = [], 0
    for bucket in range(BUCKETS + 1):
        while at < len(rows) and rows[at][0] >> 20 < bucket:
            at += 1
        starts.append(at)
    sets = sorted({b for _, b in rows})
    assert len(sets) < 65536
    number = {b: n for n, b in enumerate(sets)}
    with open(os.path.join(out, 'privacy_words.gen.h'), 'w', encoding='utf-8') as f:
        f.write('/* made by tools/gen_privacy.py */\n#ifndef PRIVACY_WORDS_GEN_H\n#define PRIVACY_WORDS_GEN_H\n#include <stdint.h>\n')
        for name, n in bit_of.items():
            f.write('#define W_%s (UINT64_C(1) << %d)\n' % (name, n))
        f.write('extern const uint32_t privacy_hashes[];\nextern const uint16_t privacy_sets[];\n'
                'extern const uint64_t privacy_bits[];\nextern const uint32_t privacy_buckets[%d];\n#endif\n' % (BUCKETS + 1))
    with open(os.path.join(out, 'privacy_words.gen.c'), 'w', encoding='utf-8') as f:
        f.write('/* made by tools/gen_privacy.py */\n#include "privacy_words.gen.h"\n')
        for kind, name, values in (('uint32_t', 'privacy_hashes', ['0x%08xu' % h for h, _ in rows]),
                                   ('uint16_t', 'privacy_sets', [str(number[b]) for _, b in rows]),
                                   ('uint64_t', 'privacy_bits', ['UINT64_C(0x%x)' % b for b in sets]),
                                   ('uint32_t', 'privacy_buckets', [str(s) for s in starts])):
            f.write('const %s %s[%d] = {\n' % (kind, name, len(values)))
            for i in range(0, len(values), 12):
                f.write(','.join(values[i:i + 12]) + ',\n')
            f.write('};\n')


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--out', required=True)
    p.add_argument('words')
    p.add_argument('lists', nargs='+')
    a = p.parse_args()
    by_name = {os.path.splitext(os.path.basename(x))[0]: x for x in a.lists}
    lists = {name: set(words_of(by_name[name])) for name in LISTS}
    bit_of, rows = table(english(a.words), lists, kinds_of(by_name['kinds']))
    write(a.out, bit_of, rows)


if __name__ == '__main__':
    main()
