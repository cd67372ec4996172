"""source_scan.py: what the two checkers share: our C files and their text without comments or strings."""
import os
import re
import sys

PIECE = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def files(root, *tops):
    """Every .c and .h under the folders `tops` of root, relative, in order."""
    found = []
    for top in tops:
        for folder, _, names in os.walk(os.path.join(root, top)):
            found += [os.path.relpath(os.path.join(folder, n), root) for n in names if n.endswith(('.c', '.h'))]
    return sorted(found)


def read(root, path):
    with open(os.path.join(root, path), encoding='utf-8') as f:
        return f.read()


def blank(text, strings=True):
    """The text with comments (and strings) emptied; lines keep their numbers."""
    def empty(match):
        piece = match.group()
        if piece[0] == '/':
            return ' ' + '\n' * piece.count('\n')
        return piece[0] + piece[-1] if strings else piece
    return PIECE.sub(empty, text)


def report(problems, stamp):
    """Ends the checker: says what is wrong, or touches its stamp."""
    if problems:
        sys.exit('\n'.join(problems))
    if stamp:
        with open(stamp, 'w', encoding='utf-8'):
            pass
