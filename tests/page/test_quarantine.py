"""A piece that is held back is its writer's alone: every address there is, asked by everybody around it. CAIRN_TEST_DB.

All of one ECSW's pieces are held, with a mark in every word of theirs: titles, text, answers, versions, what was asked and given.
Then every GET of the table of routes is made with every id of theirs, as a page and as JSON, and every page that leads on from
somebody's first screen is followed. Nobody but the writer reads the mark.
"""
import html
import json
import os
import re
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import made  # noqa: E402
import planted  # noqa: E402

MARK = 'quarantined-words'
ID = re.compile(r'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}')
LINK = re.compile(r'/a/[A-Za-z0-9_-]{43}')
OF_AMINA = "(SELECT e.id FROM evidence e JOIN induction i ON i.id = e.induction JOIN person p ON p.id = i.ecsw " \
           "WHERE p.email = 'amina@demo.example')"
NOWHERE = {'CAIRN_SMTP_URL': 'smtp://127.0.0.1:9', 'CAIRN_MAIL_FROM': 'cairn@demo.example'}
AROUND = ('grace as practice_supervisor', 'harpreet as practice_assessor', 'iris', 'karen', 'dmitri')
PAGES_EACH = 150


class Quarantine(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World()
        cls.url = cls.world.store.copy(cls.world.template)
        cls.files = os.path.join(cls.world.folder, 'planted')
        planted.plant(cls.world.store, cls.url, cls.files)
        cls.house = house.House(cls.world, cls.url, env=NOWHERE, files=cls.files)
        cls.induction = cls.world.names['induction:amina']
        cls.links = cls.ask()
        cls.hold()
        cls.around = [w for w in AROUND] + cls.coordinators() + cls.observers()

    @classmethod
    def tearDownClass(cls):
        cls.house.stop()
        cls.world.close()

    @classmethod
    def rows(cls, sql):
        return cls.world.store.rows(cls.url, sql)

    @classmethod
    def coordinators(cls):
        employer = cls.rows("SELECT i.employer FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email = 'amina@demo.example'")[0][0]
        held = cls.rows('SELECT r.id FROM role_held r WHERE r.role = 4 AND r.organisation = %d' % employer)
        return ['%s as %s' % (h.key, h.role) for h in cls.world.held if [h.row] in [list(r) for r in held]][:2]

    @classmethod
    def observers(cls):
        """Whoever is assigned to watch, without reading portfolios."""
        held = cls.rows('SELECT a.person FROM assignment a JOIN induction i ON i.id = a.induction JOIN person p ON p.id = i.ecsw '
                        "WHERE p.email = 'amina@demo.example' AND a.role = 9")
        return ['%s as observer' % h.key for h in cls.world.held if h.role == 'observer' and [h.person] in [list(r) for r in held]]

    @classmethod
    def ask(cls):
        """Links to an observation and to a professional's feedback, while nothing is held."""
        amina, links = cls.house.visitor('amina'), []
        amina.get('/inductions/%s/observations/new' % cls.induction)
        amina.post('/inductions/%s/observations' % cls.induction, [
            ('title', 'What will be seen'), ('focus', 'Do I leave room?'), ('on', time.strftime('%Y-%m-%d')),
            ('on-day', time.strftime('%d')), ('on-month', time.strftime('%m')), ('on-year', time.strftime('%Y')),
            ('watcher', 'outside'), ('name', 'Olive Ember'), ('address', 'olive@example.org')])
        amina.get('/inductions/%s/asks/new?kind=professional' % cls.induction)
        amina.post('/inductions/%s/asks' % cls.induction, [('kind', 'professional'), ('name', 'Dee Moor'),
                                                           ('about', 'our visits'), ('act', 'show')])
        for row in cls.rows('SELECT uuid FROM ask WHERE evidence IN %s AND kind <> 2 AND done_at IS NULL AND revoked_at IS NULL '
                            'AND asked_as = 1 ORDER BY id DESC LIMIT 2' % OF_AMINA):
            path = '/asks/' + house.as_uuid(row[0])
            amina.get(path)
            found = LINK.search(amina.post(path + '/link').raw)
            if found:
                links.append(found.group(0))
        return links

    @classmethod
    def hold(cls):
        now = int(time.time() * 1000)
        mark = lambda table, column, where: "UPDATE %s SET %s = '%s ' || id WHERE %s" % (table, column, MARK, where)  # noqa: E731
        of = 'evidence IN ' + OF_AMINA
        plain = lambda table, column: "UPDATE %s SET %s = '%s' WHERE %s" % (table, column, MARK, of)  # noqa: E731
        cls.world.store.run(cls.url, [
            mark('evidence', 'title', 'id IN ' + OF_AMINA), "UPDATE evidence SET text = title WHERE id IN %s" % OF_AMINA,
            plain('evidence_version', 'title'), plain('evidence_version', 'text'), plain('evidence_answer', 'text'),
            plain('evidence_version_answer', 'text'), plain('observation', 'focus'), plain('given_answer', 'text'),
            plain('ask', 'about') + ' AND kind <> 2', "UPDATE file SET name = '%s.txt' WHERE %s" % (MARK, of),
            "UPDATE evidence SET state = 1, shared_at = %d WHERE id IN %s AND state = 0 AND kind = 3" % (now, OF_AMINA),
            'UPDATE evidence SET held = 2 WHERE state IN (1, 2) AND id IN %s' % OF_AMINA,
            'INSERT INTO privacy_hold (evidence, kind, version, classes, words, person, began) SELECT e.id, 2, e.version, 2, '
            "'%s', (SELECT i.ecsw FROM induction i WHERE i.id = e.induction), %d FROM evidence e WHERE e.held = 2" % (MARK, now)])

    def ids(self):
        """Every id of hers, by what a path calls it."""
        ids = {'induction': [self.induction], 'person': [self.world.names['person:amina']]}
        for name, sql in (('evidence', 'SELECT uuid FROM evidence WHERE id IN ' + OF_AMINA),
                          ('file', 'SELECT uuid FROM file WHERE evidence IN ' + OF_AMINA),
                          ('observation', 'SELECT uuid FROM observation WHERE evidence IN ' + OF_AMINA),
                          ('ask', 'SELECT k.uuid FROM ask k WHERE k.induction IN (SELECT induction FROM evidence WHERE id IN %s)' % OF_AMINA),
                          ('position', 'SELECT DISTINCT t.position FROM link l JOIN framework_item t ON t.id = l.item '
                                       'WHERE l.evidence IN %s LIMIT 20' % OF_AMINA),
                          ('goal', 'SELECT g.uuid FROM goal g WHERE g.induction IN (SELECT induction FROM evidence WHERE id IN %s)' % OF_AMINA)):
            ids[name] = [str(r[0]) if name == 'position' else house.as_uuid(r[0]) for r in self.rows(sql)]
        ids['version'] = ['1', '2', '3']
        ids['part'] = ['supervisor', 'observer', 'assessor']
        return ids

    def addresses(self):
        """Every GET with every fitting id of hers."""
        ids, found = self.ids(), set()
        for method, path, answers in made.routes(self.world):
            names = re.findall(r':(\w+)', path)
            if method != 'GET' or any(n not in ids for n in names) or path.startswith(('/sign-', '/assets')):
                continue
            paths = [path]
            for n in names:
                paths = [p.replace(':' + n, i, 1) for p in paths for i in ids[n]]
            for p in paths:
                if 'page' in answers:
                    found.add(p)
                if 'JSON' in answers:
                    found.add('/api/v1' + p)
        return sorted(found)

    def read(self, who, answer):
        self.assertNotIn(MARK, answer.raw, '%s reads it at %s' % (who, answer.path))
        self.assertNotIn(MARK, str(answer.headers), '%s at %s' % (who, answer.path))

    def test_the_writer_reads_all_of_it(self):
        amina = self.house.visitor('amina')
        self.assertGreater(len(self.links), 1)
        self.assertGreater(len(self.ids()['evidence']), 8)
        for evidence in self.ids()['evidence']:
            self.assertIn(MARK, amina.get('/evidence/' + evidence).raw)
        self.assertIn(MARK, amina.get('/inductions/%s/asks' % self.induction).raw)
        pages, path = '', '/inductions/%s/events' % self.induction
        while path:
            page = amina.get(path).raw
            pages, on = pages + page, re.search(r'href="([^"]*/events[?]before=[0-9]+)"', page)
            path = on and html.unescape(on.group(1)) if len(pages) < 4000000 else None
        self.assertIn(MARK, pages)

    def test_nobody_around_it_reads_a_word_at_any_address(self):
        addresses = self.addresses()
        self.assertGreater(len(addresses), 250)
        self.assertGreaterEqual(len(self.around), 6)
        for who in self.around:
            visitor, answered = self.house.visitor(who), 0
            for path in addresses:
                answer = visitor.get(path)
                answered += answer.status == 200
                self.read(who, answer)
            self.assertGreater(answered, 10, who)

    def test_nobody_finds_a_word_on_a_page_that_leads_on(self):
        for who in self.around:
            visitor, todo, seen = self.house.visitor(who), ['/'], set()
            while todo and len(seen) < PAGES_EACH:
                path = todo.pop(0)
                shape = ID.sub('ID', path)
                if path in seen or sum(ID.sub('ID', s) == shape for s in seen) > 12:
                    continue
                seen.add(path)
                answer = visitor.get(path)
                self.read(who, answer)
                if answer.is_page:
                    todo += [u for u in answer.links if u.startswith('/') and not u.startswith(('/assets', '/sign-out'))]
            self.assertGreater(len(seen), 15, who)

    def test_a_link_shows_no_word_of_it_and_what_is_sent_is_kept_without_lifting_it(self):
        nobody = self.house.visitor()
        before = self.rows('SELECT COUNT(*) FROM evidence WHERE held <> 0')[0][0]
        versions = self.rows('SELECT SUM(version) FROM evidence WHERE held <> 0')[0][0]
        for link in self.links:
            self.read('a link', nobody.get(link))
            self.read('a link', nobody.post(link, [('send_key', 'k' + link[-8:])]))
            self.read('a link', nobody.post(link, [
                ('send_key', 'k' + link[-8:]), ('answers.well', 'She waited.'), ('answers.saw', 'She waited.'), ('name', 'Olive Ember'),
                ('role', 'Teacher'), ('organisation', 'Hill Lane'), ('was_there', '1')]))
        self.assertEqual(self.rows("SELECT COUNT(*) FROM given_answer WHERE text = 'She waited.'")[0][0], len(self.links))
        self.assertEqual(self.rows('SELECT COUNT(*) FROM evidence WHERE held <> 0')[0][0], before)
        self.assertGreater(self.rows('SELECT SUM(version) FROM evidence WHERE held <> 0')[0][0], versions)
        self.assertIn('404', str(self.house.visitor('harpreet as practice_assessor').get('/evidence/' + self.ids()['evidence'][0]).status))

    def test_others_words_are_theirs_to_change_and_are_covered_where_they_stand(self):
        """Two professionals for one of ben's: one is told what was found and sends it all the same."""
        ben, nobody, induction = self.house.visitor('ben'), self.house.visitor(), self.world.names['induction:ben']
        ben.get('/inductions/%s/asks/new?kind=professional' % induction)
        ask = ben.post('/inductions/%s/asks' % induction, [('kind', 'professional'), ('name', 'Dee Moor'), ('about', 'our visits'),
                                                           ('act', 'show')]).header('Location')
        ben.get(ask)
        link = LINK.search(ben.post(ask + '/link').raw).group(0)
        said = [('answers.well', 'Ben stayed calm when Kayleigh shouted.'), ('name', 'Dee Moor'), ('role', 'Teacher'),
                ('organisation', 'Hill Lane'), ('send_key', 'a-key-of-one')]
        page = nobody.get(link)
        again = nobody.post(link, said, page=page)
        self.assertEqual(again.status, 422)
        self.assertIn('“Kayleigh” looks like this: A person’s name', again.text)
        self.assertIn('Ben stayed calm when Kayleigh shouted.', again.raw)  # nothing typed is lost
        self.assertNotIn('“Ben” looks', again.text)  # the worker they write about
        never = nobody.post(link, said[1:] + [('answers.well', 'Case ZW19C00430.'), ('read_again', '1')], page=page)
        self.assertEqual(never.status, 422)
        self.assertEqual(nobody.post(link, said + [('read_again', '1')], page=page).status, 200)
        piece = house.as_uuid(self.rows("SELECT e.uuid FROM evidence e JOIN given_answer g ON g.evidence = e.id "
                                        "WHERE g.text LIKE '%Kayleigh%'")[0][0])
        privacy = ben.get('/evidence/%s/privacy?then=share' % piece)
        self.assertIn('Dee Moor wrote this', privacy.text)
        found = next(f for f in ben.get('/api/v1/evidence/%s/privacy' % piece).json['findings'] if f['text'] == 'Kayleigh')
        self.assertEqual(found['by'], 'Dee Moor')
        self.assertEqual(ben.post('/evidence/%s/privacy' % piece, [('do', 'share')], page=privacy).status, 422)
        ben.get('/evidence/%s/privacy' % piece)
        ben.post('/evidence/%s/privacy' % piece, [('do', 'replace'), ('finding', str(found['number'])), ('instead', 'a liar')])
        self.assertEqual(self.rows("SELECT text FROM given_answer WHERE text LIKE 'Ben stayed%'")[0][0],
                         'Ben stayed calm when [K] shouted.')

    def test_a_name_a_supervisor_gives_is_answered_before_anybody_reads_it(self):
        amina, grace = self.house.visitor('ben'), self.house.visitor('grace as practice_supervisor')
        induction = self.world.names['induction:ben']
        amina.get('/inductions/%s/observations/new' % induction)
        today = time.localtime()
        watcher = self.rows("SELECT p.uuid FROM person p WHERE p.email = 'grace@demo.example'")[0][0]
        made_ = amina.post('/inductions/%s/observations' % induction, [
            ('title', 'A first visit'), ('focus', 'Do I leave room?'), ('on-day', str(today.tm_mday)), ('on-month', str(today.tm_mon)),
            ('on-year', str(today.tm_year)), ('watcher', '2-' + house.as_uuid(watcher))])
        self.assertEqual(made_.status, 303, made_.text[:500])
        path = made_.header('Location')
        self.assertEqual(grace.get(path + '/watch').status, 200)
        said = [('answers.saw', 'Kayleigh opened up to Ben.'), ('was_there', '1')]
        self.assertIn('“Kayleigh” looks like this', grace.post(path + '/watch', said).text)
        grace.get(path + '/watch')
        sent = grace.post(path + '/watch', said + [('read_again', '1')])
        self.assertEqual((sent.status, sent.header('Location')), (303, '/'))
        for who in ('grace as practice_supervisor', 'harpreet as practice_assessor'):
            self.assertEqual(self.house.visitor(who).get(path).status, 404)
        piece = house.as_uuid(self.rows("SELECT e.uuid FROM evidence e WHERE e.title = 'A first visit'")[0][0])
        amina.get('/evidence/%s/privacy' % piece)
        amina.post('/evidence/%s/privacy' % piece, [('do', 'replace'), ('finding', '1')])
        amina.get('/evidence/%s/privacy' % piece)
        self.assertEqual(amina.post('/evidence/%s/privacy' % piece, [('do', 'save')]).status, 303)
        self.assertIn('[K] opened up to Ben.', grace.get(path).text)

    def test_a_supervisor_reads_how_many_are_held_and_nobody_which(self):
        held = self.rows('SELECT COUNT(*) FROM evidence WHERE held <> 0 AND id IN ' + OF_AMINA)[0][0]
        for who in ('grace as practice_supervisor', 'harpreet as practice_assessor'):
            visitor = self.house.visitor(who)
            self.assertIn('%d pieces are held back' % held, visitor.get('/inductions/' + self.induction).text)
            self.assertEqual(visitor.get('/api/v1/inductions/' + self.induction).json['held_back'], held)
        coordinator = self.house.visitor(self.coordinators()[0])
        self.assertNotIn('pieces are held back', coordinator.get('/inductions/' + self.induction).text)
        self.assertNotIn('held_back', coordinator.get('/api/v1/inductions/' + self.induction).json)

    def test_a_coordinator_reads_kinds_of_finding_once_five_people_are_behind_them(self):
        employer = self.rows("SELECT i.employer FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email = 'amina@demo.example'")[0][0]
        pieces = self.rows('SELECT MIN(e.id), i.ecsw FROM evidence e JOIN induction i ON i.id = e.induction WHERE i.employer = %d AND e.state = 2 '
                           'AND i.ended IS NULL AND i.is_national = 1 GROUP BY i.ecsw ORDER BY 1 LIMIT 5' % employer)
        self.assertEqual(len(pieces), 5)
        coordinator = self.house.visitor(self.coordinators()[0])

        def saw(class_, people):
            self.world.store.run(self.url, ['DELETE FROM privacy_seen WHERE class = %d' % class_] + [
                'INSERT INTO privacy_seen (evidence, class, first_at) VALUES (%d, %d, 1)' % (p[0], class_) for p in pieces[:people]])
        saw(14, 4)
        page = coordinator.get('/cohort')
        self.assertNotIn('A number plate', page.text)
        self.assertIn('fewer than 5 people are left out', page.text)
        saw(14, 5)
        page = coordinator.get('/cohort')
        self.assertRegex(page.text, r'A number plate ?5')
        self.read('the coordinator', page)
        for part in ('q=a', 'standing=late', 'needs=1', 'page=2'):  # numbers of everybody beside some of them
            self.assertNotIn('A number plate', coordinator.get('/cohort?' + part).text, part)

        def counts(*statements):
            self.world.store.run(self.url, statements)
            return 'A number plate' in coordinator.get('/cohort').text
        one, who = pieces[0]
        for state in (0, 3):
            self.assertFalse(counts('UPDATE evidence SET state = %d WHERE id = %d' % (state, one)), state)
        self.assertTrue(counts('UPDATE evidence SET state = 1 WHERE id = %d' % one))
        self.assertFalse(counts('INSERT INTO departure (uuid, person, organisation, kind, last_day, recorded_by, created) '
                                'VALUES (%s, %d, %d, 1, 1, %d, 1)' % (self.world.store.blob(bytes(16)), who, employer, who)))
        self.assertTrue(counts('DELETE FROM departure WHERE person = %d AND organisation = %d' % (who, employer),
                               'UPDATE evidence SET state = 2 WHERE id = %d' % one))

    def test_what_was_pointed_at_is_forgotten_when_a_held_piece_is_withdrawn(self):
        ben, harpreet = self.house.visitor('ben'), self.house.visitor('harpreet as practice_assessor')
        made_ = ben.request('POST', '/api/v1/inductions/%s/evidence' % self.world.names['induction:ben'], body=json.dumps(
            {'kind': 'learning', 'title': 'A talk on bicycles', 'on': '2026-01-02', 'text': 'Of the red bicycle.', 'do': 'share'}),
            headers={'Content-Type': 'application/json'})
        path = made_.header('Location')[len('/api/v1'):]
        harpreet.get(path + '/send-back')
        self.assertEqual(harpreet.post(path + '/send-back', [('what', 'jigsaw'), ('words', 'the red bicycle')]).status, 303)
        hold = "FROM privacy_hold h JOIN evidence e ON e.id = h.evidence WHERE e.title = 'A talk on bicycles'"
        self.assertEqual(self.rows('SELECT h.words ' + hold)[0][0], 'the red bicycle')
        ben.get(path)
        self.assertEqual(ben.post(path + '/withdraw').status, 303)
        self.assertEqual(self.rows("SELECT COUNT(*) %s AND h.words = '' AND h.ended IS NOT NULL" % hold)[0][0], 1)
        self.assertEqual(harpreet.get(path).status, 404)

    def test_nothing_of_it_is_in_a_mail(self):
        self.assertEqual(self.rows("SELECT COUNT(*) FROM mail WHERE body LIKE '%%%s%%' OR subject LIKE '%%%s%%'" % (MARK, MARK))[0][0], 0)


if __name__ == '__main__':
    unittest.main()
