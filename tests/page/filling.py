"""filling.py: an employer with as many rows in each of its lists as asked. For test_lists.py and `make bench`.

`employer` makes it, with one coordinator who stands in none of the lists; `fill` gives its people, their mail, offers and
joinings, and as many charities. Names are given in an order that is not that of their making.
"""
import secrets
import time

A_TIME = 500
NAME, COORDINATOR = 'Longlist Trust', 'longlist'
DAY_MS = 86400000


def many(table, columns, rows):
    """INSERT statements of at most A_TIME rows."""
    return ['INSERT INTO %s (%s) VALUES %s' % (table, columns, ', '.join(rows[i:i + A_TIME]))
            for i in range(0, len(rows), A_TIME)]


def employer(blob):
    """Statements; its ids are found by NAME and by the address COORDINATOR@demo.example."""
    here = "(SELECT id FROM organisation WHERE name = '%s')" % NAME
    return [
        "INSERT INTO organisation (uuid, name, name_sort, type, created) VALUES (%s, '%s', '%s', 1, 1)" % (
            blob(secrets.token_bytes(16)), NAME, NAME.lower()),
        "INSERT INTO person (uuid, name, initials, email, email_folded, salt, created, name_sort) VALUES (%s, 'Long List', "
        "'L.L.', '%s@demo.example', '%s@demo.example', %s, 0, 'long list')" % (
            blob(secrets.token_bytes(16)), COORDINATOR, COORDINATOR, blob(bytes(16))),
        "INSERT INTO role_held (uuid, person, organisation, role, starts, created) VALUES (%s, (SELECT id FROM person WHERE "
        "email = '%s@demo.example'), %s, 4, 18000, 0)" % (blob(secrets.token_bytes(16)), COORDINATOR, here)]


def fill(blob, n, organisation, coordinator, first_person, first_organisation, programme):
    """`first_…`: an id from which on none is taken."""
    now, rows = int(time.time() * 1000), {t: [] for t in (
        'organisation', 'person', 'role_held', 'person_listed', 'person_word', 'mail', 'invitation', 'joining', 'role_profile', 'draft_comment')}

    def uuid():
        return blob(secrets.token_bytes(16))

    for i in range(n):
        number = '%05d' % (i * 7919 % 10007)
        person, name, word = first_person + i, 'Person %s Long' % number, 'long%d' % i
        role = 2 + i % 2
        rows['organisation'].append("(%d, %s, 'Longlist Charity %s', 'longlist charity %s', 6, %d)" % (
            first_organisation + i, uuid(), number, number, 1000 + i))
        rows['person'].append("(%d, %s, '%s', 'P.L.', '%s@long.example', '%s@long.example', %s, 0, '%s')" % (
            person, uuid(), name, word, word, blob(bytes(16)), name.lower()))
        rows['role_held'].append('(%s, %d, %d, %d, 18000, 0)' % (uuid(), person, organisation, role))
        rows['person_listed'].append("(%d, %d, '%s', '%s', %d, %d)" % (
            organisation, person, name.lower(), '%02d' % role, 18000 + i % 97, 1000 * (i % 89)))
        rows['person_word'] += ["(%d, '%s', %d)" % (organisation, w, person) for w in set(name.lower().split()) | {word}]
        rows['mail'].append("(%s, %d, '%s@long.example', 'A subject', '', %d, %s, %d, %d)" % (
            uuid(), person, word, now - i // 3, str(now) if i % 2 else 'NULL', i % 2, organisation))
        rows['invitation'].append("(%s, %d, 2, '%s', '%s %s@guest.example', '%s@guest.example', '%s@guest.example', 18000, %s, "
                                  '%d, 4, %d, %d, %d, %s)' % (
                                      uuid(), organisation, name, name.lower(), word, word, word, blob(secrets.token_bytes(32)),
                                      coordinator, now - i // 2, now, now + DAY_MS + i // 3, str(now) if i % 3 == 0 else 'NULL'))
        rows['joining'].append("(%s, %d, %d, '%s', '%s', '%s@long.example', %d, %d, 1, 1000, %d)" % (
            uuid(), organisation, programme, name, name.lower(), word, i % 4, i % 3, 1000 + i // 2))
        rows['role_profile'].append("(%s, %d, (SELECT MIN(id) FROM framework), '%s', '%s', '', 5, 1, 1, %d, %d)" % (
            uuid(), organisation, name, name.lower(), coordinator, now - i // 3))
        rows['draft_comment'].append("(%s, (SELECT MIN(framework) FROM framework_opened), %d, %d, 4, 1, %d, 2, '%s', 1, %d, %d)" % (
            uuid(), i * 7919 % 31, coordinator, 1 + i % 5, name, now - i // 3, now))
    columns = {
        'draft_comment': 'uuid, framework, place, person, role, employer_type, sort, shown, words, version, created, changed',
        'organisation': 'id, uuid, name, name_sort, type, created',
        'person': 'id, uuid, name, initials, email, email_folded, salt, created, name_sort',
        'role_held': 'uuid, person, organisation, role, starts, created',
        'person_listed': 'scope, person, name_sort, role_sort, joined, last_in',
        'person_word': 'scope, word, person',
        'mail': 'uuid, person, address, subject, body, created, sent_at, kind, organisation',
        'invitation': 'uuid, organisation, role, name, folded, email, email_folded, starts, token_hash, made_by, made_as, created, '
                      'sent_at, expires, revoked_at',
        'role_profile': 'uuid, organisation, framework, name, name_sort, job, state, version, created, created_by, published_at',
        'joining': 'uuid, organisation, programme, name, name_folded, email, state, outcome, version, created, changed'}
    return [s for t in rows for s in many(t, columns[t], rows[t])]
