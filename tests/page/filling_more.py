"""filling_more.py: as many rows as asked in the lists that are not declared in src/web/list.h. For test_lists_more.py.

`people` makes those who read them, in the employer that filling.employer made; `fill` gives the rows: inductions of the
employer, a file and a file's rows, pieces of one writer and who read them, what happened to each, registrations to see to.
"""
import secrets
import time

import filling
from filling import many

WRITER, ASSESSOR, SUPERVISOR, READER = 'longwriter', 'longassessor', 'longsupervisor', 'longreader'
ROLES = {WRITER: (1, 'ecsw'), ASSESSOR: (3, 'practice_assessor'), SUPERVISOR: (2, 'practice_supervisor'),
         READER: (2, 'practice_supervisor')}
DAY = 86400000


def uuid(blob):
    return blob(secrets.token_bytes(16))


def people(blob, elsewhere):
    """Statements. The writer works in an organisation with the id `elsewhere`: nobody in the employer's cohort."""
    made = []
    for key, (role, _) in ROLES.items():
        made += [
            "INSERT INTO person (uuid, name, initials, email, email_folded, salt, created, name_sort) VALUES (%s, '%s', 'L.L.', "
            "'%s@demo.example', '%s@demo.example', %s, 0, '%s')" % (uuid(blob), key.title(), key, key, blob(bytes(16)), key),
            "INSERT INTO role_held (uuid, person, organisation, role, starts, created) VALUES (%s, (SELECT id FROM person WHERE "
            "email = '%s@demo.example'), %d, %d, 18000, 0)" % (uuid(blob), key, elsewhere, role)]
    return made


class Ids:
    """What `fill` needs to know of the database: `rows` asks it."""

    def __init__(self, rows, held):
        def one(sql):
            return rows(sql)[0][0]
        self.here = one("SELECT id FROM organisation WHERE name = '%s'" % filling.NAME)
        self.programme, self.framework = rows('SELECT programme, framework FROM induction ORDER BY id')[0]
        self.item = one('SELECT MIN(item) FROM link')
        self.next = {t: one('SELECT COALESCE(MAX(id), 0) + 1 FROM ' + t) for t in (
            'person', 'induction', 'evidence', 'bulk_import', 'chain')}
        self.held = held  # by name


def fill(blob, n, ids):
    now, today, written = int(time.time() * 1000), int(time.time() // 86400), ids.next['induction']
    rows = {t: [] for t in COLUMNS}
    writer, coordinator = ids.held[WRITER].person, ids.held[filling.COORDINATOR]

    def induction(number, ecsw, employer):
        rows['induction'].append('(%d, %s, %d, %d, %d, %d, %d, 0)' % (
            number, uuid(blob), ecsw, ids.programme, ids.framework, employer, today - 100))

    def assigned(number, who, role):
        rows['assignment'].append('(%s, %d, %d, %d, %d, 0)' % (uuid(blob), number, ids.held[who].person, role, today - 30))

    induction(written, writer, 1)
    assigned(written, ASSESSOR, 3)
    assigned(written, READER, 2)
    whole = ids.next['bulk_import'] + n  # the file with n rows was thrown away: it stands in no list
    for i in range(n + 1):
        number = '%05d' % (i * 7919 % 10007)
        rows['bulk_import'].append("(%d, %s, %d, %d, 3, 'file %s.csv', %s, %d, 1, %d, %d, %d)" % (
            ids.next['bulk_import'] + i, uuid(blob), coordinator.person, coordinator.row, number, blob(secrets.token_bytes(32)),
            5 if i == n else 2, n if i == n else 0, now - i // 3, now + 90 * DAY))
    chains = [(1, written), (2, ids.here), (3, writer)]
    for i in range(n):
        number = '%05d' % (i * 7919 % 10007)
        person, name = ids.next['person'] + i, 'Person %s Long' % number
        rows['person'].append("(%d, %s, '%s', 'P.L.', 'more%d@long.example', 'more%d@long.example', %s, 0, '%s', 'SW%s')" % (
            person, uuid(blob), name, i, i, blob(bytes(16)), name.lower(), number))
        rows['role_held'].append('(%s, %d, %d, 1, 18000, 0)' % (uuid(blob), person, ids.here))
        rows['person_listed'].append("(%d, %d, '%s', '01', 18000, 0)" % (ids.here, person, name.lower()))
        rows['register_finding'].append("(%d, 'SW%s', 3, '%s', '', '', 1, 0, 0, 1)" % (person, number, name))
        induction(written + 1 + i, person, ids.here)
        assigned(written + 1 + i, SUPERVISOR, 2)
        rows['bulk_row'].append("(%d, %d, 1, %d, '%s', '', '')" % (whole, i + 1, i % 2, name))
        piece = ids.next['evidence'] + i
        rows['evidence'].append("(%d, %s, %d, 1, 'Piece %s', %d, 0, 'Words', 2, 1, %d, %d, %d, %d)" % (
            piece, uuid(blob), written, number, today - i % 200, now - i, now - i, now - i // 2, now - i // 2))
        rows['link'].append('(%d, %d, 0, %d, %d)' % (piece, ids.item, now - i // 2, now - i // 2))
        for c, kind in enumerate((80, 22, 23)):  # read by the assessor; a role given; an induction begun
            rows['event'].append("(%d, %d, %d, %d, 3, %d, %s, '{}', %s)" % (
                ids.next['chain'] + c, i + 1, now - (n - i) * 1000, ids.held[ASSESSOR].person, kind, uuid(blob), blob(bytes(32))))
    if n:
        rows['chain'] = ['(%d, %d, %d, %d, %s)' % (ids.next['chain'] + c, kind, about, n, blob(bytes(32)))
                         for c, (kind, about) in enumerate(chains)]
    return [s for t in COLUMNS for s in many(t, COLUMNS[t], rows[t])]


COLUMNS = {
    'person': 'id, uuid, name, initials, email, email_folded, salt, created, name_sort, registration',
    'role_held': 'uuid, person, organisation, role, starts, created',
    'person_listed': 'scope, person, name_sort, role_sort, joined, last_in',
    'register_finding': 'person, number, status, name, town, annotations, source, asked_at, changed_at, version',
    'induction': 'id, uuid, ecsw, programme, framework, employer, starts, created',
    'assignment': 'uuid, induction, person, role, starts, created',
    'bulk_import': 'id, uuid, person, role_held, kind, name, hash, state, dates, rows, created, swept_after',
    'bulk_row': 'import, row, state, has_note, name, cells, findings',
    'evidence': 'id, uuid, induction, kind, title, on_date, setting, text, state, version, created, changed, shared_at, submitted_at',
    'link': 'evidence, item, state, created, changed',
    'chain': 'id, kind, object, length, head',
    'event': 'chain, seq, at, person, acting_as, kind, object, data, hash'}
