"""Two hundred acts by ten people on one induction, on a programme the test has made up: reviews, leave, pauses and extensions that are agreed, and
the decision. What each comes to is told beforehand by a second telling of the rules, here in Python; what no act did has no event; and the events alone
tell what stands in the end. CAIRN_TEST_DB. `MODEL=` is another programme and another walk."""
import copy
import datetime
import json
import os
import random
import re
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import made_programmes  # noqa: E402
import test_decision as decisions  # noqa: E402

SEED = int(os.environ.get('MODEL', '1'))
ACTS = int(os.environ.get('MODEL_ACTS', '200'))
EPOCH = datetime.date(1970, 1, 1)
FINE, MISSING, REFUSED = 'fine', 'missing', 'refused'  # 200 or 201; 404; anything that says why not
LONG, AHEAD = 10 * 366, 2 * 366
WRITING, READY, MET, CANCELLED = 0, 1, 2, 3
ASKED, STANDS, DECLINED, TAKEN_BACK, CHANGED = 1, 2, 3, 4, 5
ROLE = {'yasmin': 'ecsw', 'winston': 'practice_supervisor', 'beatriz': 'practice_assessor', 'karen': 'coordinator'}
NUMBER = {'ecsw': 1, 'practice_supervisor': 2, 'practice_assessor': 3, 'coordinator': 4}
THREE = ('yasmin', 'winston', 'beatriz')
RECORDS, ANSWERS = ('yasmin', 'karen'), ('yasmin', 'winston', 'karen')
KINDS = (310, 311, 312, 350, 352, 353, 354, 355, 357, 358) + tuple(range(380, 393)) + tuple(range(410, 417))


def day(n):
    return (EPOCH + datetime.timedelta(days=n)).isoformat()


def number_of(iso):
    return (datetime.date.fromisoformat(iso) - EPOCH).days


class Decision(decisions.Model):
    """As the fixed walk tells it, with the panel and the moderation of a made-up programme."""

    def __init__(self, rules):
        super().__init__()
        self.rules = rules

    def do_confirm(self, key, words):
        if not self.chair(key, words) or [s[1] for s in self.panel.values()].count('yes') < self.rules['quorum']:
            return None
        return 'moderation' if self.rules['moderate_one_in'] and not self.moderated else 'confirmed'


class Reference:
    """What stands, and what an act comes to: (FINE, {kind of event: how many}), or why not."""

    def __init__(self, programme, starts, today):
        self.p, self.starts, self.today = programme, starts, today
        self.decision, self.reviews, self.leave, self.agreed, self.newest = Decision(programme['decision']), {}, {}, {}, None

    # ---- whose, and while the induction runs ----

    def open(self):
        return not (self.decision.force == decisions.MEETS)

    def stands_against(self, key, who):
        return MISSING if key not in who else None if self.open() else REFUSED

    # ---- reviews ----

    def point(self, key, month):
        no = self.stands_against(key, THREE)
        if no or month not in self.p['reviews']:
            return no or REFUSED, {}
        there = any(r['month'] == month and r['state'] != CANCELLED for r in self.reviews.values())
        return FINE, {} if there else {380: 1}

    def interim(self, key, due, concern):
        no = self.stands_against(key, THREE)
        if no or not concern or not 0 <= due - self.today <= 90 or any(not r['month'] and r['state'] < MET for r in self.reviews.values()):
            return no or REFUSED, {}
        return FINE, {381: 1}

    def prepared(self, review, month):
        self.reviews.setdefault(review, {'month': month, 'state': WRITING, 'given': set(), 'signed': set(), 'released': False, 'begun': None})

    def part(self, key, r, save):
        no = self.stands_against(key, THREE)
        role = ROLE.get(key)
        if no or r['state'] == CANCELLED or (r['state'] != WRITING and role in r['given']):
            return no or REFUSED, {}
        if role not in self.p['reviewing']['parts']:
            return MISSING, {}
        if save:
            return (REFUSED if role in r['given'] else FINE), {}
        last = r['state'] == WRITING and set(self.p['reviewing']['parts']) <= r['given'] | {role}
        r['given'].add(role)
        if last:
            r['state'], r['released'] = READY, True
        return FINE, {382: 1, 383: 1} if last else {382: 1}

    AFTER = {('met', WRITING): MET, ('met', READY): MET, ('moved', WRITING): WRITING, ('moved', READY): READY, ('split', WRITING): READY,
             ('split', READY): READY, ('cancelled', WRITING): CANCELLED}

    def hold(self, key, r, act, on, coming):
        no = self.stands_against(key, THREE)
        to = self.AFTER.get((act, r['state']))
        been, comes = self.starts <= on <= self.today, 0 <= coming - self.today <= 366
        if no or to is None or (act in ('met', 'split') and not been) or (act == 'met' and r['begun'] is not None and on < r['begun']):
            return no or REFUSED, {}
        if act in ('moved', 'split') and not comes:
            return REFUSED, {}
        events = {{'met': 387, 'moved': 384, 'split': 385, 'cancelled': 386}[act]: 1}
        if act in ('met', 'split') and not r['released']:
            events[383], r['released'] = 1, True
        if act == 'split' and r['begun'] is None:
            r['begun'] = on
        r['state'] = to
        return FINE, events

    def action(self, key, r):
        no = self.stands_against(key, THREE)
        return (no or REFUSED, {}) if no or r['state'] not in (READY, MET) else (FINE, {388: 1})

    def sign(self, key, r, differs):
        no = self.stands_against(key, THREE)
        if no or r['state'] != MET or ROLE[key] in r['signed']:
            return no or REFUSED, {}
        r['signed'].add(ROLE[key])
        return FINE, {392 if differs else 391: 1}

    # ---- leave by right ----

    def spans(self, but=None):
        return [(s, e) for i, (s, e) in self.leave.items() if i != but] + [
            (a['starts'], a['ends']) for i, a in self.agreed.items() if a['what'] == 'pause' and a['state'] == STANDS and i != but]

    def fits(self, starts, ends, but=None):
        far = starts > self.today + AHEAD or starts < self.starts - LONG or (ends is not None and ends - starts > LONG)
        beside = all((ends is not None and ends < s) or (e is not None and e < starts) for s, e in self.spans(but))
        return not (ends is not None and (ends < starts or ends < self.starts)) and not far and beside

    def tell(self, key, starts, ends, one):
        no = self.stands_against(key, RECORDS)
        if no or (one and one not in self.leave) or not self.fits(starts, ends, one):
            return no or REFUSED, {}
        return FINE, {311 if one else 310: 1}

    def told(self, starts, ends, one, now):
        self.leave.pop(one, None)
        self.leave[now] = (starts, ends)

    def untell(self, key, one):
        no = self.stands_against(key, RECORDS)
        if no or one not in self.leave:
            return no or REFUSED, {}
        del self.leave[one]
        return FINE, {312: 1}

    # ---- what is agreed ----

    def kind(self, ground):
        return next((k for k in self.p['pauses']['agreed'] if k['key'] == ground), None)

    def knows_ground(self, key, a):
        return key == 'yasmin' or a['by_whom'] == key or (ROLE[key] == a['by'] and a['state'] in (ASKED, STANDS))

    def possible(self, w, old):
        others = [a for i, a in self.agreed.items() if a['what'] == w['what'] and a['state'] == STANDS and i != old]
        used = sum(a['days'] for a in others)
        if w['what'] == 'extension':
            e = self.p.get('extensions')
            return bool(e) and len(others) < e['count'] and w['days'] <= e['days'] and w['days'] <= e['days_in_all'] - used
        return self.fits(w['starts'], w['ends'], old) and w['days'] <= min(self.kind(w['ground'])['days'], self.p['pauses']['days_in_all'] - used)

    def wish(self, what, ground, starts, ends, weeks):
        """What is asked for, or None where it can't be meant."""
        if what == 'extension':
            e = self.p.get('extensions')
            if not e or ground not in [g['key'] for g in e['grounds']] or weeks < 1:
                return None
            return {'what': what, 'ground': ground, 'starts': None, 'ends': None, 'days': 7 * weeks, 'by': e['by']}
        if not self.kind(ground) or starts is None or ends is None or ends < starts:
            return None
        return {'what': what, 'ground': ground, 'starts': starts, 'ends': ends, 'days': ends - starts + 1, 'by': self.kind(ground)['by']}

    def ask(self, key, what, ask, ground, starts, ends, weeks, knows):
        """(what it comes to, its events, what to do once the new one's id is known)."""
        no = self.stands_against(key, RECORDS)
        one = self.agreed.get(ask)
        if no or (ask and not one):
            return no or REFUSED, {}, None
        if one and (one['what'] != what or not (one['state'] == ASKED or (one['state'] == STANDS and what == 'pause'))):
            return REFUSED, {}, None
        if any(i != ask for i, a in self.agreed.items() if a['what'] == what and a['state'] == ASKED):
            return REFUSED, {}, None
        w = self.wish(what, one['ground'] if one and not self.knows_ground(key, one) else ground, starts, ends, weeks)
        if not w or (key != 'yasmin' and not knows):
            return REFUSED, {}, None
        old = ask if one and one['state'] == STANDS else one['replaces'] if one else None
        if not self.possible(w, old):
            return REFUSED, {}, None
        if one and one['state'] == STANDS and w['ground'] == one['ground'] and one['starts'] <= w['starts'] and w['ends'] <= one['ends']:
            one.update(w)
            return FINE, {411: 1}, None
        stands = key != 'yasmin' and w['by'] == ROLE[key]
        yes = {(412 if what == 'pause' else 415): 1} if stands else {}
        if one and one['state'] == ASKED:
            one.update(w)
            if stands:
                self.agree(one)
            return FINE, {411: 1, **yes}, None

        def add(now):
            self.agreed[now] = dict(w, state=ASKED, replaces=ask if one else None, by_whom=key)
            if stands:
                self.agree(self.agreed[now])
        return FINE, {410: 1, **yes}, add

    def agree(self, a):
        if a['replaces'] and self.agreed[a['replaces']]['state'] == STANDS:
            self.agreed[a['replaces']]['state'] = CHANGED
        a['state'] = STANDS

    def answer(self, key, one, act, said):
        no = self.stands_against(key, ANSWERS)
        if no:
            return no, {}
        a, own = self.agreed[one], key == 'yasmin'
        agreeing, pause = not own and ROLE[key] == a['by'], a['what'] == 'pause'
        if act == 'take_back':
            if a['state'] == ASKED and (own or a['by_whom'] == key):
                a['state'] = TAKEN_BACK
                return FINE, {414: 1}
            if a['state'] == STANDS and (agreeing or (own and pause)):
                a['state'] = TAKEN_BACK
                return FINE, {414 if pause else 416: 1}
            return REFUSED, {}
        if a['state'] != ASKED or not agreeing:
            return REFUSED, {}
        if act == 'decline':
            a['state'] = DECLINED if said else ASKED
            return (FINE, {413: 1}) if said else (REFUSED, {})
        if not self.possible(a, a['replaces']):
            return REFUSED, {}
        self.agree(a)
        return FINE, {412 if pause else 415: 1}


class Walk(decisions.Walks):
    """The people and the decision are those of the walk on the shipped programme; what it says is made up here."""
    seed = SEED
    OUTSIDE = ('amina', 'grace', 'harpreet', 'jonas', 'idris', 'lena', 'mo')
    test_a_long_walk_goes_nowhere_the_table_does_not_and_its_events_tell_it_all = None

    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.rng = random.Random(self.seed)
        self.programme = made_programmes.programme(self.rng, 'made-%d' % self.seed)
        self.bring_in()
        for kind in (41, 43, 45, 46):  # what the nights do is done, and the next is a night away
            self.night(kind)
        self.today = int(time.time() // 86400)
        self.starts = self.today - 31 * self.programme['months'] - 60
        self.run_sql('DROP TRIGGER induction_begins ON induction' if self.world.is_postgresql else 'DROP TRIGGER induction_stays',
                     "UPDATE induction SET starts = %d, programme = (SELECT id FROM programme WHERE slug = '%s') WHERE ecsw = "
                     "(SELECT id FROM person WHERE email = 'yasmin@demo.example')" % (self.starts, self.programme['slug']))
        self.house = house.House(self.world, self.url)
        self.addCleanup(self.house.stop)
        self.who, self.one = {}, None
        self.path = '/inductions/' + self.world.names['induction:yasmin']
        self.id = self.one_of("SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email = 'yasmin@demo.example'")
        self.model = Reference(self.programme, self.starts, self.today)
        self.begun = self.counts()
        self.expected = dict.fromkeys(KINDS, 0)

    def bring_in(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'made.json')
            with open(path, 'w', encoding='utf-8') as f:
                json.dump(self.programme, f)
            said = self.world.cairn('programme', 'check', path, url=self.url, check=False)
            self.assertEqual(said.returncode, 0, 'MODEL=%d: %s%s' % (self.seed, said.stdout, said.stderr))
            self.world.cairn('programme', 'import', path, url=self.url)
        self.world.cairn('programme', 'publish', self.programme['slug'], '--sole-operator', url=self.url)

    # ---- helps ----

    def one_of(self, sql):
        return self.rows(sql)[0][0]

    def counts(self):
        return dict.fromkeys(KINDS, 0) | {int(k): int(n) for k, n in self.rows('SELECT kind, COUNT(*) FROM event WHERE kind IN (%s) GROUP BY kind'
                                                                            % ', '.join(str(k) for k in KINDS))}

    def blob(self, uuid):
        return self.world.store.blob(bytes.fromhex(uuid.replace('-', '')))

    def newest_id(self, table):
        return house.as_uuid(str(self.rows('SELECT uuid FROM %s WHERE induction = %d ORDER BY id DESC LIMIT 1' % (table, self.id))[0][0]))

    def cast(self, key):
        return self.CAST.get(key, key)

    def pauses_version(self):
        return self.one_of('SELECT COALESCE(MAX(id), 0) + COUNT(replaced_at) FROM pause_period WHERE induction = %d' % self.id)

    def comes_to(self, answer):
        return FINE if answer.status in (200, 201, 204) else MISSING if answer.status == 404 else REFUSED

    # ---- one act each: what to send, and what the model says ----

    def some_review(self):
        return self.rng.choice(sorted(self.model.reviews)) if self.model.reviews else None

    def try_point(self, key):
        month = self.rng.choice(self.programme['reviews'] + [1])
        if any(e is None for s, e in self.model.spans()):
            return None  # nobody can say when it is due
        said, events = self.model.point(key, month)
        answer = self.send(key, self.path + '/reviews', {'month': month})
        if answer.status == 201:
            self.model.prepared(re.search('/reviews/([0-9a-f-]{36})', answer.header('Location')).group(1), month)
        return said, events, answer, month

    def try_interim(self, key):
        due, concern = self.today + self.rng.choice((-1, 0, 10, 90, 91)), self.rng.choice(('', 'The caseload.', 'The caseload.'))
        said, events = self.model.interim(key, due, concern)
        answer = self.send(key, self.path + '/reviews', {'due': day(due), 'concern': concern})
        if answer.status == 201:
            self.model.prepared(re.search('/reviews/([0-9a-f-]{36})', answer.header('Location')).group(1), None)
        return said, events, answer, (due - self.today, concern)

    def try_part(self, key):
        one = self.some_review()
        if not one:
            return None
        role, save = ROLE.get(key, 'ecsw'), self.rng.random() < 0.2
        mine = self.visitor(key).get('/api/v1/reviews/%s/parts/%s' % (one, role))
        body = {'act': 'save' if save else 'give', 'strengths': 'Asks first.', 'needs': 'Saying no.'}
        if mine.status == 200 and role != 'practice_supervisor':
            step = self.rng.choice(self.programme['reviewing']['scale'])['key']
            body['outcome'] = {}
            for o in mine.json['outcomes']:
                body['outcome'][o['code'] + '.step'] = step
                if role == 'practice_assessor':
                    body['outcome'][o['code'] + '.reason'] = 'Seen in two pieces.'
        said, events = self.model.part(key, self.model.reviews[one], save)
        answer = self.send(key, '/reviews/%s/parts/%s' % (one, role), body, mine.json['version'] if mine.status == 200 else 0)
        return said, events, answer, (one, save)

    def review_version(self, one):
        return self.one_of('SELECT version FROM review WHERE uuid = ' + self.blob(one))

    def try_hold(self, key):
        one = self.some_review()
        if not one:
            return None
        act = self.rng.choice(('met', 'met', 'moved', 'split', 'cancelled'))
        on = self.rng.choice((self.today, self.today - 3, self.today - 10, self.today + 1, self.starts - 1))
        coming = self.rng.choice((self.today, self.today + 5, self.today + 366, self.today + 367, self.today - 1))
        body = {'act': act, 'on': day(coming if act == 'moved' else on), 'next': day(coming), 'why': 'diary'}
        said, events = self.model.hold(key, self.model.reviews[one], act, on, coming)
        return said, events, self.send(key, '/reviews/%s/hold' % one, body, self.review_version(one)), (one, act, on - self.today, coming - self.today)

    def try_action(self, key):
        one = self.some_review()
        if not one:
            return None
        word = ''.join(self.rng.choice('bdglmnprt') + self.rng.choice('aeiou') for _ in range(7))  # no number that could be somebody's
        body = {'text': 'read of %s' % word, 'owner': 'ecsw', 'by': day(self.today + 9)}
        said, events = self.model.action(key, self.model.reviews[one])
        return said, events, self.send(key, '/reviews/%s/actions' % one, body), one

    def try_sign(self, key):
        one = self.some_review()
        if not one:
            return None
        differs = self.rng.random() < 0.3
        said, events = self.model.sign(key, self.model.reviews[one], differs)
        body = {'agrees': 'differ', 'differs': 'I see it otherwise.'} if differs else {'agrees': 'agree'}
        return said, events, self.send(key, '/reviews/%s/sign' % one, body, self.review_version(one)), (one, differs)

    def some_days(self):
        starts = self.today + self.rng.randint(-200, 300)
        return self.rng.choice(((starts, starts + self.rng.randint(0, 60)),) * 12 + ((starts, starts - 1), (self.today + AHEAD + 1, self.today + AHEAD + 2),
                                                                                (self.starts - 20, self.starts - 10)))

    def try_tell(self, key):
        starts, ends = self.some_days()
        ends = None if ends >= starts and self.rng.random() < 0.04 else ends
        one = self.rng.choice([None, None, *self.model.leave])
        body = {'act': 'keep', 'starts': day(starts), **({'ends': day(ends)} if ends is not None else {}), **({'pause': one} if one else {}), 'kind': 'sick'}
        said, events = self.model.tell(key, starts, ends, one)
        answer = self.send(key, self.path + '/pause', body, self.pauses_version())
        if answer.status in (200, 201):
            self.model.told(starts, ends, one, self.newest_id('pause_period'))
        return said, events, answer, (starts - self.today, ends and ends - self.today, one)

    def try_untell(self, key):
        one = self.rng.choice([*self.model.leave, self.world.names['uuid:of-nothing']])
        said, events = self.model.untell(key, one)
        return said, events, self.send(key, self.path + '/pause', {'act': 'take_back', 'pause': one}, self.pauses_version()), one

    def asks_version(self):
        return self.pauses_version() + self.one_of('SELECT COALESCE(SUM(version), 0) FROM agreed_ask WHERE induction = %d' % self.id)

    def try_ask(self, key):
        what = self.rng.choice(('pause', 'pause', 'extension'))
        starts, ends = self.some_days()
        ask = self.rng.choice([None, None, *self.model.agreed])
        if ask and what == 'pause' and self.model.agreed[ask]['what'] == 'pause' and self.rng.random() < 0.6:  # shorter, mostly
            starts, ends = self.model.agreed[ask]['starts'], self.model.agreed[ask]['ends'] - self.rng.randint(0, 5)
        grounds = [k['key'] for k in (self.programme['pauses']['agreed'] if what == 'pause' else self.programme.get('extensions', {}).get('grounds', []))]
        ground = self.model.agreed[ask]['ground'] if ask and self.rng.random() < 0.6 else self.rng.choice(grounds * 4 + ['nothing'])
        weeks, knows = self.rng.choice((0, 1, 2, 4, 8, 30)), self.rng.random() < 0.85
        body = {'what': what, 'ground': ground, 'knows': knows, **({'ask': ask} if ask else {}),
                **({'weeks': weeks} if what == 'extension' else {'starts': day(starts), 'ends': day(ends)})}
        said, events, add = self.model.ask(key, what, ask, ground, starts, ends, weeks, knows)
        answer = self.send(key, self.path + '/agreed', body, self.asks_version())
        if add and answer.status in (200, 201):
            add(self.newest_id('agreed_ask'))
        return said, events, answer, (body, starts - self.today, ends - self.today)

    def try_answer(self, key):
        if not self.model.agreed:
            return None
        one = self.rng.choice(sorted(self.model.agreed))
        waits = [i for i, a in self.model.agreed.items() if a['state'] == ASKED]
        if waits and self.rng.random() < 0.7:
            one = self.rng.choice(waits)
        act, words = self.rng.choice(('agree', 'agree', 'agree', 'decline', 'take_back')), self.rng.choice(('', 'Not now.'))
        version = self.one_of('SELECT version FROM agreed_ask WHERE uuid = ' + self.blob(one))
        said, events = self.model.answer(key, one, act, words)
        return said, events, self.send(key, '%s/agreed/%s' % (self.path, one), {'act': act, 'said': words}, version), (one, act, words)

    ACTS_OF = {'point': THREE, 'interim': THREE, 'part': THREE, 'hold': THREE, 'action': THREE, 'sign': THREE, 'tell': RECORDS, 'untell': RECORDS,
               'ask': RECORDS, 'answer': ANSWERS}
    OFTEN = ('point', 'interim') + ('part', 'hold') * 3 + ('action', 'sign', 'sign', 'tell', 'tell', 'untell') + ('ask', 'answer') * 3

    # ---- the decision, as the fixed walk does it ----

    def decide(self, left):
        before, was = dict(self.counted), self.model.decision.force
        self.follow(self.model.decision, self.rng, left)
        events = {k: self.counted[k] - before[k] for k in self.counted if self.counted[k] != before[k]}
        if (was == decisions.MEETS) != (self.model.decision.force == decisions.MEETS):
            events[358 if was == decisions.MEETS else 357] = 1
        self.held += bool(events)
        return events

    def act(self, left):
        if self.rng.random() < 0.4:
            return self.decide(left), 'the decision, %s' % self.model.decision.state
        what = self.rng.choice(self.OFTEN)
        key = self.rng.choice(self.ACTS_OF[what]) if self.rng.random() < 0.8 else self.rng.choice(tuple(ROLE) + self.OUTSIDE)
        done = getattr(self, 'try_' + what)(key)
        if done is None:
            return {}, what
        said, events, answer, about = done
        told = 'MODEL=%d, %d left, %s: %s %r: %d %s' % (self.seed, left, key, what, about, answer.status, answer.raw[:200] if answer.status == 422 else '')
        self.assertEqual(self.comes_to(answer), said, told)
        self.assertLess(answer.status, 500, told)
        self.held += said == FINE and bool(events)
        return events, told

    # ---- what stands, and what the events alone say of it ----

    def stored(self):
        self.house.stop()
        reviews = {house.as_uuid(str(u)): int(s) for u, s in self.rows('SELECT uuid, state FROM review WHERE induction = %d' % self.id)}
        spans = {(int(s), int(e) if e not in (None, '') else None) for s, e in self.rows(
            'SELECT starts, ends FROM pause_period WHERE replaced_at IS NULL AND induction = %d' % self.id)}
        agreed = {house.as_uuid(str(u)): (int(s), int(d)) for u, s, d in self.rows('SELECT uuid, state, days FROM agreed_ask WHERE induction = %d' % self.id)}
        ended = self.one_of('SELECT COUNT(*) FROM induction WHERE ended IS NOT NULL AND id = %d' % self.id)
        return reviews, spans, agreed, bool(int(ended))

    def told_again_of_the_rest(self):
        reviews, leave, agreed, ended = {}, {}, {}, False
        for kind, about, data in self.rows('SELECT e.kind, e.object, e.data FROM event e JOIN chain c ON c.id = e.chain '
                                           'WHERE c.kind = 1 AND c.object = %d AND e.kind IN (%s) ORDER BY e.id' % (self.id, ', '.join(str(k) for k in KINDS))):
            kind, about, d = int(kind), house.as_uuid(str(about)), json.loads(data)
            days = lambda: (number_of(d['from']), number_of(d['to']) if 'to' in d else None)
            if kind in (380, 381):
                reviews[about] = WRITING
            elif kind == 383 and reviews[about] == WRITING or kind == 385:
                reviews[about] = READY
            elif kind in (386, 387):
                reviews[about] = CANCELLED if kind == 386 else MET
            elif kind in (310, 311):
                leave.pop(d.get('was'), None)
                leave[about] = days()
            elif kind == 312:
                leave.pop(about)
            elif kind == 410:
                agreed[about] = {'state': ASKED, 'span': None if 'days' in d else days(), 'days': d.get('days'), 'was': d.get('was')}
            elif kind == 411:
                agreed[about].update({'span': None if 'days' in d else days(), 'days': d.get('days')})
            elif kind in (412, 415):
                if agreed.get(agreed[about]['was'], {}).get('state') == STANDS:
                    agreed[agreed[about]['was']]['state'] = CHANGED
                agreed[about]['state'] = STANDS
            elif kind in (413, 414, 416):
                agreed[about]['state'] = DECLINED if kind == 413 else TAKEN_BACK
            elif kind in (357, 358):
                ended = kind == 357
        spans = set(leave.values()) | {a['span'] for a in agreed.values() if a['span'] and a['state'] == STANDS}
        return reviews, spans, {i: (a['state'], a['days'] if a['days'] else a['span'][1] - a['span'][0] + 1) for i, a in agreed.items()}, ended

    def in_the_model(self):
        m = self.model
        return ({i: r['state'] for i, r in m.reviews.items()}, set(m.spans()), {i: (a['state'], a['days']) for i, a in m.agreed.items()}, not m.open())

    def test_two_hundred_acts_on_a_made_up_programme_do_what_a_second_telling_of_the_rules_says(self):
        self.counted, self.held = dict.fromkeys(self.KINDS, 0), 0
        before = self.begun
        for n in range(ACTS):
            events, told = self.act(ACTS - 1 - n)
            now = self.counts()
            self.assertEqual({k: now[k] - before[k] for k in KINDS if now[k] != before[k]}, events, told)
            before = now
        self.assertGreater(self.held, ACTS // 5, 'MODEL=%d' % self.seed)
        stored = self.stored()
        self.assertEqual(stored, self.in_the_model(), 'MODEL=%d' % self.seed)
        self.assertEqual(stored, self.told_again_of_the_rest(), 'MODEL=%d' % self.seed)
        told, outcomes = self.told_again()
        for uuid, *row in self.rows('SELECT uuid, state, judgement, round FROM decision'):
            self.assertEqual(told[uuid], tuple(row), 'MODEL=%d' % self.seed)
        self.assertEqual({i: (d, j) for i, d, j in self.rows('SELECT o.induction, d.uuid, o.judgement FROM outcome o JOIN decision d ON d.id = o.decision '
                                                             'WHERE o.ended_at IS NULL')}, outcomes, 'MODEL=%d' % self.seed)
        checked = self.world.cairn('check', url=self.url, check=False)
        self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

del decisions.Walks  # it plays where it stands


class Again(Walk):
    """Another programme, and another walk."""
    seed = SEED + 500


if __name__ == '__main__':
    unittest.main()
