"""crowd.py: thousands of people of one programme at one employer, as statements for either database, for benchmarks.

They began on as many days of the last two years, every fifth part-time, every tenth paused, with the reviews held that were due before. A
practice supervisor has eight of them, an assessor sixteen.
"""
import secrets
import time

FIRST, EACH_SUPERVISES, EACH_ASSESSES = 1000000, 8, 16  # ids; how many people one helps
MET, POINTS, CLOSES = 2, (6, 12, 18, 24), 28  # days after its month, in the programme of the demo


def rows_of(table, columns, rows):
    """INSERTs of a few hundred rows each."""
    for i in range(0, len(rows), 400):
        yield "INSERT INTO %s (%s) VALUES %s" % (table, columns, ", ".join("(%s)" % ", ".join(map(str, r)) for r in rows[i:i + 400]))


def crowd(store, programme, framework, employer, count, waiting_each=0):
    """`count` people and who helps them; one in `waiting_each` has a review whose parts are waited for."""
    def uuid():
        return store.blob(secrets.token_bytes(16))

    today, now = int(time.time() // 86400), int(time.time() * 1000)
    supervisors, assessors = count // EACH_SUPERVISES + 1, count // EACH_ASSESSES + 1
    people, listed, roles, inductions, around, hours, pauses, reviews, signed = [], [], [], [], [], [], [], [], []
    for n in range(count + supervisors + assessors):
        who, role = FIRST + n, 1 if n < count else 2 if n < count + supervisors else 3
        mail = "'crowd-%d@demo.example'" % n
        people.append((who, uuid(), "'Practitioner %d'" % n, "'P'", mail, mail, uuid(), now))
        listed.append((0, who, "'practitioner %d'" % n))
        roles.append((who, uuid(), who, employer, role, today - 900, now))
    for n in range(count):
        i, starts = FIRST + n, today - 735 + n * 735 // count
        helpers = {2: FIRST + count + n // EACH_SUPERVISES, 3: FIRST + count + supervisors + n // EACH_ASSESSES}
        inductions.append((i, uuid(), i, programme, framework, employer, starts, now))
        hours.append((i, uuid(), i, starts, 2220 if n % 5 == 0 else 3700, 3700, now))
        for role, who in helpers.items():
            around.append((2 * i + role, uuid(), i, who, role, starts, now))
        if n % 10 == 0 and starts < today - 30:
            pauses.append((i, uuid(), i, today - 20, today + 40 + n % 60, 1, now))
        for month in POINTS:
            due = starts + month * 487 // 16
            if due + CLOSES >= today - 30:
                if waiting_each and n % waiting_each == 0:
                    reviews.append((i * 100 + month, uuid(), i, 1, month, 0, today + 3, today - 25, today + 31, "NULL", today - 39, "NULL",
                                    1, now, now))
                break
            review = i * 100 + month
            reviews.append((review, uuid(), i, 1, month, MET, due, due - CLOSES, due + CLOSES, due, due - 42, now, 1, now, now))
            signed += [(review, role, {1: i, **helpers}[role], 1, "''", now) for role in (1, 2, 3)]
    for table, columns, all_of in (
            ("person", "id, uuid, name, initials, email, email_folded, salt, created", people),
            ("person_listed", "scope, person, name_sort", listed),
            ("role_held", "id, uuid, person, organisation, role, starts, created", roles),
            ("induction", "id, uuid, ecsw, programme, framework, employer, starts, created", inductions),
            ("hours_period", "id, uuid, induction, starts, hours, full_week, created", hours),
            ("assignment", "id, uuid, induction, person, role, starts, created", around),
            ("pause_period", "id, uuid, induction, starts, ends, kind, created", pauses),
            ("review", "id, uuid, induction, kind, month, state, due_on, opens_on, closes_on, met_on, prepared_on, released_at, version, "
                       "created, changed", reviews),
            ("review_signature", "review, role, person, agrees, words, signed_at", signed)):
        yield from rows_of(table, columns, all_of)
