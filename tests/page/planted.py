"""planted.py: what the demo world has none of, put into a database before it is served.

The permission matrix and the swapped ids want one of everything: files in every state of their scan, imports of every
sender, invitations that are over, conflicts, merges in every state, an induction that has ended and one that has come
from another employer, somebody who has left and may not sign in, an assessor from before.
"""
import hashlib
import os
import secrets
import time

DAY, DAY_MS = 86400, 86400000
CHECKED, ROW_BAD, ROW_READY = 2, 0, 1
COORDINATOR, NATIONAL = 4, 6


class Planter:
    def __init__(self, store, url):
        self.store, self.url, self.statements = store, url, []
        self.now = int(time.time() * 1000)
        self.today = self.now // DAY_MS

    def value(self, v):
        if v is None:
            return 'NULL'
        return str(v) if isinstance(v, int) else self.store.blob(v) if isinstance(v, bytes) else v

    def add(self, table, **columns):
        """A row: numbers, bytes, and SQL as text (words in quotes of their own)."""
        self.statements.append('INSERT INTO %s (%s) VALUES (%s)' % (
            table, ', '.join(columns), ', '.join(self.value(v) for v in columns.values())))

    def new(self, table, **columns):
        self.add(table, uuid=secrets.token_bytes(16), **columns)

    def one(self, sql):
        return self.store.rows(self.url, sql)[0][0]

    def person(self, key):
        return self.one("SELECT id FROM person WHERE email = '%s@demo.example'" % key)

    def done(self):
        self.store.run(self.url, self.statements)


def imports(p):
    """One of each coordinator and national administrator, for each organisation they act for."""
    for person, row in p.store.rows(p.url, 'SELECT person, id FROM role_held WHERE role IN (%d, %d) AND ends IS NULL ORDER BY id'
                                    % (COORDINATOR, NATIONAL)):
        p.new('bulk_import', person=person, role_held=row, kind="(SELECT 2)", name="'people %d.csv'" % row, hash=bytes(32),
              state=CHECKED, dates=0, rows=2, created=p.now, swept_after=p.now + 30 * DAY_MS)
        for number, state in ((1, ROW_BAD), (2, ROW_READY)):
            p.statements.append(
                "INSERT INTO bulk_row (import, row, state, has_note, name, cells, findings) SELECT b.id, %d, %d, 0, "
                "'Planted Row', 'Planted Row', '' FROM bulk_import b WHERE b.role_held = %d" % (number, state, row))


def invitations(p):
    """Over, and to coordinate, at both employers."""
    jonas, karen, mo = p.person('jonas'), p.person('karen'), p.person('mo')
    for n, (by, as_, role) in enumerate(((jonas, 4, 3), (karen, 4, 3), (mo, 6, 4), (jonas, 4, 4), (karen, 4, 4))):
        employer = 'SELECT organisation FROM role_held WHERE person = %d AND role = 4' % (karen if n in (1, 4) else jonas)
        for over in (0, 1):
            key = 'planted%d%d@demo.example' % (n, over)
            p.new('invitation', organisation='(%s ORDER BY id LIMIT 1)' % employer, role=role, name="'Planted Guest'",
                  folded="'planted guest %s'" % key, email="'%s'" % key, email_folded="'%s'" % key, starts=p.today,
                  token_hash=secrets.token_bytes(32), made_by=by, made_as=as_, created=p.now, sent_at=p.now,
                  expires=p.now + DAY_MS, revoked_at=p.now if over else None)


def conflicts(p):
    """Declared by the assessor of before, by a coordinator about one of theirs, at two employers, and of an ended induction."""
    p.statements.append('UPDATE assignment SET ends = %d WHERE person = %d AND ends IS NULL AND induction IN (SELECT id FROM '
                        'induction WHERE ecsw = %d)' % (p.today - 1, p.person('grace'), p.person('chloe')))
    for about, person in (('ben', 'jonas'), ('chloe', 'grace'), ('dmitri', 'karen'), ('dmitri', 'mo')):
        p.new('conflict_of_interest', person=p.person(person), about=p.person(about), kind=1, starts=p.today,
              declared_by=p.person(person), created=p.now)


def successions(p):
    """A merge in each state, by pilar and by mo; the one that was done brought an induction from Northmoor to Calder Vale."""
    mo, pilar, karen, jonas = p.person('mo'), p.person('pilar'), p.person('karen'), p.person('jonas')
    for state, by in ((0, pilar), (0, mo), (1, mo), (2, mo)):
        p.new('succession', kind=1, state=state, on_date=p.today - 20, proposed_by=by, proposed_at=p.now,
              decided_by=mo if state else None, decided_at=p.now if state else None)
        p.add('succession_part', succession='(SELECT MAX(id) FROM succession)', organisation="(SELECT id FROM organisation WHERE "
              "name LIKE 'Harbourside%')", becomes="(SELECT id FROM organisation WHERE name LIKE 'Calder Vale%')")
    here = 'SELECT organisation FROM role_held WHERE person = %d AND role = 4 AND ends IS NULL ORDER BY id LIMIT 1'
    p.add('induction_employer_before', induction="(SELECT MIN(id) FROM induction WHERE employer = (%s) AND id > 6)" % (here % karen),
          employer='(%s)' % (here % jonas), ends=p.today - 21, succession='(SELECT id FROM succession WHERE state = 1)')


def profiles(p):
    """A role profile of Northmoor and of Calder Vale in each state, the department's acts by mo and by pilar."""
    mo, pilar, jonas, karen = p.person('mo'), p.person('pilar'), p.person('jonas'), p.person('karen')
    for by, like in ((jonas, 'Northmoor%'), (karen, 'Calder Vale%')):
        for state in range(1, 7):
            for admin in (mo, pilar):
                p.new('role_profile', organisation="(SELECT id FROM organisation WHERE name LIKE '%s')" % like,
                      framework='(SELECT MAX(framework) FROM role_profile)', name="'Planted job'", name_sort="'planted job'", job="'Planted'",
                      state=state, version=1, created=p.now, created_by=by, asked_at=p.now if state > 1 else None,
                      asked_by=(admin if state == 2 else by) if state > 1 else None, approved_at=p.now if state > 3 else None,
                      approved_by=admin if state > 3 else None, published_at=p.now if state > 4 else None,
                      published_by=(mo + pilar - admin) if state > 4 else None)


def endings(p):
    """An induction that has ended; assessors and supervisors whose time with an ECSW is over; people who have
    left Northmoor: for good, to coordinate elsewhere, for the department."""
    jonas = p.person('jonas')
    here = 'SELECT organisation FROM role_held WHERE person = %d AND role = 4 ORDER BY id LIMIT 1' % jonas
    p.statements.append('UPDATE induction SET ended = %d WHERE id = (SELECT MIN(i.id) FROM induction i WHERE i.id > 6 AND '
                        'i.employer = (%s))' % (p.today, here))
    p.statements.append('UPDATE assignment SET ends = %d WHERE id IN (SELECT MIN(a.id) FROM assignment a WHERE a.ends IS NULL '
                        'AND a.starts < %d AND a.induction > 8 GROUP BY a.role)' % (p.today - 1, p.today - 1))
    for name, now in (('leaver', 0), ('mover', COORDINATOR), ('riser', NATIONAL)):
        address = "'%s@planted.example'" % name
        p.new('person', name="'Planted %s'" % name.title(), initials="'P.L.'", email=address, email_folded=address,
              salt=bytes(16), created=1, disabled_at=None if now else p.now, name_sort="'planted %s'" % name)
        person = '(SELECT id FROM person WHERE email = %s)' % address
        p.new('role_held', person=person, organisation='(%s)' % here, role=2, starts=p.today - 400, ends=p.today - 30, created=1)
        if now:
            p.new('role_held', person=person, organisation='(SELECT MIN(organisation) FROM role_held WHERE role = %d AND '
                  'organisation <> (%s))' % (now, here), role=now, starts=p.today - 29, created=1)


def files(p, folder):
    """On a draft and on pieces handed in, in every state of the scan, and removed; their bytes are in `folder`."""
    pieces = p.store.rows(p.url, 'SELECT e.id, e.state, i.ecsw, CASE WHEN e.assessed_at IS NULL THEN 0 ELSE 1 END FROM evidence e JOIN induction i ON i.id = e.induction '
                          'WHERE e.state IN (0, 2) AND i.ended IS NULL AND i.ecsw IN (SELECT person FROM demo_person) ORDER BY e.id')
    done = set()
    for piece, state, ecsw, assessed in pieces:
        if (state, ecsw, assessed) in done:
            continue
        done.add((state, ecsw, assessed))
        for scan, removed in ((1, False),) if state == 0 else ((1, False), (3, False), (0, False), (2, False), (1, True)):
            content = b'planted %d %d %d\n' % (piece, scan, removed)
            hash_ = hashlib.sha256(content)
            place = os.path.join(folder, hash_.hexdigest()[:2], hash_.hexdigest()[2:4])
            os.makedirs(place, exist_ok=True)
            with open(os.path.join(place, hash_.hexdigest()), 'wb') as f:
                f.write(content)
            p.add('file_content', hash=hash_.digest(), size=len(content), scan=scan, created=1)
            p.new('file', evidence=piece, hash=hash_.digest(), name="'notes.txt'", type="'text/plain'", person=ecsw, created=1,
                  removed_at=2 if removed else None)


def programmes(p):
    """A draft and a withdrawn one, like one that is published."""
    columns = 'name, framework, months, enough_kinds, enough_observed, enough_months, answer_days, rules, created'
    for slug, state in (('planted-draft', 1), ('planted-withdrawn', 3)):
        p.statements.append("INSERT INTO programme (uuid, slug, state, %s) SELECT %s, '%s', %d, %s FROM programme WHERE slug = 'department-screens'" % (
            columns, p.store.blob(secrets.token_bytes(16)), slug, state, columns))


def framework_imports(p):
    p.statements.append('UPDATE framework SET created_by = %d WHERE state = 0' % p.person('mo'))
    p.new('framework_import', person=p.person('mo'), name="'x.csv'", bytes=1, state=4, result="'{}'", created=1)


def asks(p):
    """An observer asked by an assessor, and an observation that a supervisor is to watch."""
    harpreet, grace = p.person('harpreet'), p.person('grace')
    pieces = p.store.rows(p.url, "SELECT e.id, e.induction FROM evidence e JOIN induction i ON i.id = e.induction JOIN person p "
                          "ON p.id = i.ecsw WHERE p.email = 'amina@demo.example' AND e.state = 2 ORDER BY e.id LIMIT 1")
    p.new('ask', kind=3, induction=pieces[0][1], evidence=pieces[0][0], asked_by=harpreet, asked_as=3, days=14, created=p.now)
    p.new('observation', evidence=pieces[0][0], focus="'planted'", planned_by=harpreet, planned_at=p.now, observer=grace,
          observer_role=2)


def talks(p):
    """About a submitted piece of each of two people: begun by its writer, by who is assigned, by who was, and one that is held."""
    for ecsw, by, role, held in (('amina', 'amina', 1, 0), ('amina', 'harpreet', 3, 0), ('amina', 'grace', 2, 0),
                                 ('amina', 'harpreet', 3, 1), ('chloe', 'grace', 2, 0)):
        piece = ("(SELECT MIN(e.id) FROM evidence e JOIN induction i ON i.id = e.induction WHERE e.state = 2 AND i.ecsw = %d)"
                 % p.person(ecsw))
        p.new('talk', evidence=piece, evidence_version=1, field="''", quote="''", at_byte=0, person=p.person(by), began=p.now)
        p.new('talk_comment', talk='(SELECT MAX(id) FROM talk)', person=p.person(by), role=role, text="'planted'", said_at=p.now,
              held=held)
        for person in {p.person(ecsw), p.person(by)}:
            p.add('talk_with', talk='(SELECT MAX(id) FROM talk)', person=person, since=p.now)


def decisions(p):
    """A draft, and one that a second assessor reads without the name."""
    for ecsw, state in (('yasmin', 1), ('euan', 3)):
        p.new('decision', induction='(SELECT MIN(id) FROM induction WHERE ecsw = %d)' % p.person(ecsw), state=state, judgement=2, round=1,
              version=1, drawn=0, moderated=0, created=p.now, changed=p.now)
        p.add('recommendation', decision='(SELECT MAX(id) FROM decision)', round=1, reasons="'planted'", next_steps="''", support="''",
              owed_said="''", owed="''")
    p.add('decision_reader', decision='(SELECT MAX(id) FROM decision)', kind=1, round=1, person=p.person('idris'), named_at=p.now)


EVERYTHING = (imports, programmes, invitations, conflicts, successions, profiles, endings, framework_imports, asks, talks, decisions)


def plant(store, url, folder):
    p = Planter(store, url)
    for add in EVERYTHING:
        add(p)
    files(p, folder)
    p.done()
