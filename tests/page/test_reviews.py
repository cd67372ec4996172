"""A review from its parts to its signatures, typed by three and by one for all; what the night prepares; pauses. CAIRN_TEST_DB."""
import datetime
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402


def day(name, days):
    on = datetime.date.today() + datetime.timedelta(days=days)
    return [(name + '-day', on.day), (name + '-month', on.month), (name + '-year', on.year)]


class OfAmina(house.InHouse):
    def setUp(self):
        self.amina, self.grace, self.harpreet = (self.house.visitor(n) for n in ('amina', 'grace', 'harpreet'))
        self.of = '/inductions/%s/reviews' % self.world.names['induction:amina']

    def posted(self, visitor, path, fields=(), status=303, page=None):
        visitor.get(page or path)
        return super().posted(visitor, path, fields, status)

    def review(self, month):
        return '/reviews/' + [r['id'] for r in self.amina.get('/api/v1' + self.of).json['items'] if r['month'] == month][0]

    def interim(self, visitor, concern='The caseload.'):
        """One between two points, asked for; the one before it is not to be held."""
        self.run_sql("UPDATE review SET state = 3 WHERE kind = 2 AND state < 2")
        return urllib.parse.urlsplit(self.posted(visitor, self.of, [('month', ''), ('concern', concern)] + day('due', 10)).header('Location')).path

    def held(self, visitor, path):
        self.posted(visitor, path + '/hold', [('act', 'met')] + day('on', 0), page=path + '/hold?act=met')

    def outcomes(self, path, reasons):
        """Everything that is asked about, answered."""
        whose = 'practice_assessor' if reasons else 'ecsw'
        asked = (self.harpreet if reasons else self.amina).get('/api/v1%s/parts/%s' % (path, whose)).json['outcomes']
        fields = []
        for one in asked:
            if one['asked']:
                fields += [('outcome.%s.step' % one['code'], 'with_check_ins')]
                fields += [('outcome.%s.reason' % one['code'], 'Seen in two pieces.')] * reasons
        return fields


class Reviews(OfAmina):
    def test_the_last_part_releases_all_and_a_conversation_follows(self):
        path = self.review(12)
        grace_wrote = 'brings what she does not know'
        own = self.outcomes(path, False)
        self.assertEqual(len(own), 26)
        self.posted(self.amina, path + '/parts/ecsw', [('act', 'give'), ('strengths', 'I ask first.'), ('needs', 'Saying no.')] + own)
        for visitor, words in ((self.amina, grace_wrote), (self.harpreet, grace_wrote), (self.harpreet, 'I ask first.'), (self.grace, 'I ask first.')):
            self.assertNotIn(words, visitor.get(path).text)
        judged = self.outcomes(path, True)
        self.assertEqual(len(judged), 52)
        self.posted(self.harpreet, path + '/parts/practice_assessor',
                    [('act', 'give'), ('strengths', 'She listens.'), ('needs', 'Court work.')] + [f for f in judged if f[0] != 'outcome.2.2.reason'],
                    422)
        self.posted(self.harpreet, path + '/parts/practice_assessor', [('act', 'give'), ('strengths', 'She listens.'), ('needs', 'Court work.')] + judged)
        for visitor in (self.amina, self.grace, self.harpreet):
            page = visitor.get(path).text
            for words in ('I ask first.', grace_wrote, 'She listens.', 'Seen in two pieces.'):
                self.assertIn(words, page)
        # what others have read is not written anew
        self.assertEqual(self.amina.get(path + '/parts/ecsw').status, 403)
        self.posted(self.grace, path + '/hold', [('act', 'split'), ('why', 'more_time')] + day('on', -1) + day('next', 3), page=path + '/hold?act=split')
        self.assertIn('it goes on', self.amina.get(path).text)
        self.posted(self.grace, path + '/hold', [('act', 'met')] + day('on', 0), page=path + '/hold?act=met')
        self.assertIn('Held in two parts', self.amina.get(path).text)
        self.act(path)
        for visitor in (self.amina, self.grace, self.harpreet):
            self.posted(visitor, path + '/sign', [('agrees', 'agree')], page=path)
        self.assertIn('Held and signed', self.amina.get(self.of).text)
        self.assertNotIn('12-month review', self.harpreet.get('/desk').text)

    def act(self, path):
        fields = [('text', 'Sit in on a hearing.'), ('owner', 'practice_supervisor')] + day('by', 30)
        self.posted(self.amina, path + '/actions', fields, page=path)
        self.posted(self.amina, path + '/actions', fields, page=path)
        self.assertEqual(self.one("SELECT COUNT(*) FROM review_action WHERE text = 'Sit in on a hearing.'"), 1)
        self.assertIn('Sit in on a hearing.', self.grace.get('/desk').text)
        action = [a for a in self.grace.get('/api/v1' + path).json['actions'] if a['text'] == 'Sit in on a hearing.'][0]
        done = '%s/actions/%s' % (path, action['id'])
        for _ in range(2):
            self.posted(self.grace, done, [('done', '1')], page=path)
        self.assertNotIn('Sit in on a hearing.', self.grace.get('/desk').text)
        self.assertIn('Sit in on a hearing.', self.amina.get(path).text)
        self.posted(self.grace, done, [], page=path)
        self.assertIn('Sit in on a hearing.', self.grace.get('/desk').text)

    def test_a_review_is_prepared_with_what_people_said_since_the_last_one(self):
        heard = 'What a grandmother told the family support worker'
        self.assertNotIn('What people said since the last review', self.amina.get(self.review(12)).text)  # she said it before that
        met = self.one('SELECT MAX(met_on) FROM review WHERE month = 6 AND induction = (SELECT induction FROM evidence WHERE title = \'%s\')' % heard)
        on = self.one("SELECT on_date FROM evidence WHERE title = '%s'" % heard)
        self.run_sql("UPDATE evidence SET on_date = %d WHERE title = '%s'" % (met + 1, heard))
        for visitor in (self.amina, self.grace, self.harpreet):
            self.assertIn(heard, visitor.get(self.review(12)).text.partition('What people said since the last review')[2][:400])
        self.run_sql("UPDATE evidence SET on_date = %d WHERE title = '%s'" % (on, heard))

    def test_a_review_says_how_many_of_what_is_required_are_wanted_by_then(self):
        page = self.amina.get(self.review(12)).text
        self.assertRegex(page, r'Direct observation \d+ of 3, 1 by this review')
        self.assertNotIn('by this review', self.amina.get(self.review(6)).text)  # nothing is wanted by then

    def test_an_adjustment_gives_more_days_for_ones_own_part(self):
        i = self.one("SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email = 'amina@demo.example'")
        one = '(SELECT id FROM review WHERE kind = 1 AND month = 12 AND induction = %d)' % i
        today = self.one('SELECT CAST(MAX(at) / 86400000 AS INTEGER) FROM event')
        planned, prepared = self.rows('SELECT planned_on, prepared_on FROM review WHERE id = ' + one)[0]
        self.run_sql('INSERT INTO review_part (review, role, person, typed_by, strengths, needs, onward, given_at, version, changed) SELECT %s, 3, person, '
                     "person, 'a', 'b', 'c', 1, 1, 1 FROM assignment WHERE role = 3 AND induction = %d AND NOT EXISTS (SELECT 1 FROM review_part x "
                     'WHERE x.review = %s AND x.role = 3)' % (one, i, one),
                     'UPDATE review SET planned_on = %d, prepared_on = %d WHERE id = %s' % (today + 1, today - 40, one))
        late = lambda: [r['days_late'] for r in self.amina.get('/api/v1' + self.of).json['items'] if r['month'] == 12][0]
        try:
            before = late()
            self.assertGreater(before, 0)
            self.run_sql('INSERT INTO adjustment (uuid, induction, kind, help, starts, answers, state, words, days, answered_by, answered_at, reminded_on, version, '
                         "created, changed) SELECT %s, %d, 1, 'More time', %d, person, 2, 'Agreed', 10, person, 1, 1, 1, 1, 1 FROM assignment WHERE role = 2 AND "
                         'induction = %d' % (self.world.store.blob(b'more time of one'), i, today - 1, i))
            self.assertEqual(late(), 0)
            self.assertNotIn('Was wanted', self.amina.get('/').text.partition('12-month review')[2][:200])
            self.run_sql("DELETE FROM adjustment WHERE help = 'More time'")
            self.assertEqual(late(), before)
        finally:
            self.run_sql('DELETE FROM review_part WHERE role = 3 AND review = %s' % one, 'UPDATE review SET planned_on = %s, prepared_on = %d WHERE id = %s'
                         % (planned if planned not in (None, '') else 'NULL', prepared, one))

    def test_one_person_types_for_all_in_the_room_and_the_record_says_so(self):
        path = urllib.parse.urlsplit(self.posted(self.grace, self.of, [('month', ''), ('concern', 'The caseload.')] + day('due', 10)).header('Location')).path
        asked = self.amina.get('/api/v1%s/parts/ecsw' % path).json['outcomes']
        steps = [('outcome.%s.step' % o['code'], 'alongside') for o in asked if o['asked']]
        fields = [('act', 'give'), ('strengths', 'What she said.'), ('needs', 'What she needs.')] + steps
        self.posted(self.grace, path + '/parts/ecsw', fields, 422)
        self.posted(self.grace, path + '/parts/ecsw', fields + [('together', '1')])
        self.assertEqual(self.one("SELECT COUNT(*) FROM review_part WHERE person <> typed_by"), 1)
        self.assertNotIn('What she said.', self.harpreet.get(path).text)
        # whoever has begun to write their own is not written for
        self.posted(self.harpreet, path + '/parts/practice_assessor', [('act', 'save'), ('strengths', 'My own words.')])
        self.assertEqual(self.grace.get(path + '/parts/practice_assessor').status, 303)
        self.posted(self.grace, path + '/hold', [('act', 'met')] + day('on', 0), page=path + '/hold?act=met')
        page = self.amina.get(path).text
        self.assertIn('What Amina Yusuf said in the room, typed by Grace Holloway', page)
        self.assertNotIn('My own words.', page)

    def asked_and_past(self, visitor, path, field, fields, page=None):
        """A name is asked about at its field; a number that leads to a child stops it; once it has been read again it goes."""
        self.assertNotIn('name="read_again"', visitor.get(page or path).raw)
        answer = self.posted(visitor, path, fields + [(field, 'As Kayleigh Ward writes of play.')], 422, page)
        self.assertIn('“Kayleigh Ward” looks like this', answer.text)
        for there in ('href="#%s"' % field, 'name="read_again"', 'As Kayleigh Ward writes of play.'):
            self.assertIn(there, answer.raw)
        answer = self.posted(visitor, path, fields + [(field, 'Kayleigh Ward, ZW19C00430.'), ('read_again', '1')], 422, page)
        self.assertLess(answer.text.index('“ZW19C00430” looks like this'), answer.text.index('“Kayleigh Ward” looks like this'))
        return self.posted(visitor, path, fields + [(field, 'As Kayleigh Ward writes of play.'), ('read_again', '1')], 303, page)

    def test_a_wrong_finding_keeps_nothing_out_of_a_review_once_it_has_been_read_again(self):
        self.run_sql("UPDATE review SET state = 3 WHERE kind = 2 AND state < 2")
        asked = self.asked_and_past(self.grace, self.of, 'concern', [('month', '')] + day('due', 10))
        path = urllib.parse.urlsplit(asked.header('Location')).path
        self.asked_and_past(self.grace, path + '/hold', 'words', [('act', 'moved'), ('why', 'other')] + day('on', 4), path + '/hold?act=moved')
        self.held(self.grace, path)
        self.asked_and_past(self.amina, path + '/actions', 'text', [('owner', 'ecsw')] + day('by', 9), path)
        self.asked_and_past(self.harpreet, path + '/sign', 'differs', [('agrees', 'differ')], path)
        for said in ("review WHERE concern", "review_action WHERE text", "review_change WHERE words", "review_signature WHERE words"):
            self.assertEqual(self.one("SELECT COUNT(*) FROM %s LIKE 'As Kayleigh Ward %%'" % said), 1, said)

    def test_words_that_lead_to_a_child_are_not_handed_in(self):
        path = self.review(18) if any(r['month'] == 18 and r['id'] for r in self.amina.get('/api/v1' + self.of).json['items']) else None
        if not path:
            path = urllib.parse.urlsplit(self.posted(self.harpreet, self.of, [('month', '18')]).header('Location')).path
        words = 'She wrote the statement for ZW19C00430.'
        self.posted(self.grace, path + '/parts/practice_supervisor', [('act', 'give'), ('strengths', words), ('needs', 'Rest.'), ('read_again', '1')], 422)
        self.assertEqual(self.one("SELECT COUNT(*) FROM review_part WHERE strengths LIKE '%ZW19C%'"), 0)
        for act, when in (('cancelled', []), ('moved', day('on', 9))):
            self.posted(self.grace, path + '/hold', [('act', act), ('why', 'other'), ('words', 'About ZW19C00430.')] + when, 422, path + '/hold?act=' + act)
        self.assertEqual(self.one("SELECT COUNT(*) FROM review_change WHERE words LIKE '%ZW19C%'"), 0)
        self.posted(self.grace, path + '/hold', [('act', 'cancelled'), ('why', 'dates_changed')], page=path + '/hold?act=cancelled')
        again = self.posted(self.harpreet, self.of, [('month', '18')])
        self.assertNotEqual(urllib.parse.urlsplit(again.header('Location')).path, path)


class MoreReviews(OfAmina):
    def typed(self, path, words):
        asked = self.amina.get('/api/v1%s/parts/ecsw' % path).json['outcomes']
        steps = [('outcome.%s.step' % o['code'], 'alongside') for o in asked if o['asked']]
        return [('act', 'give'), ('strengths', words), ('needs', 'What she needs.'), ('together', '1')] + steps

    def test_what_was_typed_for_somebody_is_typed_anew_until_it_is_released_and_no_longer(self):
        path = self.interim(self.grace)
        part = path + '/parts/ecsw'
        fields = self.typed(path, 'What she said first.')
        self.posted(self.grace, part, fields)
        self.posted(self.grace, part, self.typed(path, 'What she said then.'))
        page, more = self.grace.get(part), self.typed(path, 'Not what she said.')
        self.held(self.grace, path)
        stored = "SELECT COUNT(*) FROM review_part WHERE strengths = 'What she said then.' AND version = 2"
        self.assertEqual(self.one(stored), 1)
        self.assertEqual(self.grace.post(part, more, page=page).status, 409)
        self.assertEqual(self.grace.get(part).status, 303)
        self.assertEqual(self.grace.get('/api/v1' + part).status, 409)
        self.assertEqual(self.one(stored), 1)
        self.assertNotIn(part, self.grace.get(path).text)

    def test_a_part_that_comes_late_is_added_and_says_so_and_is_read_before_one_signs(self):
        path = self.interim(self.harpreet)
        self.held(self.harpreet, path)
        before = self.grace.get('/api/v1' + path).json['version']
        self.posted(self.grace, path + '/parts/practice_supervisor', [('act', 'give'), ('strengths', 'LATECANARY She asks.'), ('needs', 'Rest.')])
        page = self.amina.get(path).text
        self.assertIn('LATECANARY', page)
        self.assertRegex(page, r'Written by Grace Holloway, [^,]+, after the others were released')
        self.assertEqual(self.amina.post(path + '/sign', [('version', str(before)), ('agrees', 'agree')], page=self.amina.get(path)).status, 409)
        self.posted(self.amina, path + '/sign', [('agrees', 'agree')], page=path)

    def test_two_in_one_role_are_both_read_and_whoever_has_it_now_may_write(self):
        path = self.interim(self.amina)
        part = path + '/parts/practice_supervisor'
        self.posted(self.grace, part, [('act', 'give'), ('strengths', 'FIRSTCANARY'), ('needs', 'Rest.')])
        self.run_sql("UPDATE review_part SET person = (SELECT id FROM person WHERE email_folded = 'winston@demo.example'), typed_by = "
                     "(SELECT id FROM person WHERE email_folded = 'winston@demo.example') WHERE strengths = 'FIRSTCANARY'")
        page = self.grace.get(path)
        self.assertIn('Winston Ashdown has written it', page.text)
        self.assertNotIn('FIRSTCANARY', page.text)
        self.assertIn(part, page.links)
        self.posted(self.grace, part, [('act', 'give'), ('strengths', 'SECONDCANARY'), ('needs', 'Rest.')])
        self.held(self.grace, path)
        for visitor in (self.amina, self.grace, self.harpreet):
            page = visitor.get(path)
            self.assertIn('FIRSTCANARY', page.text)
            self.assertIn('SECONDCANARY', page.text)
            self.assertIn('id="practice_supervisor-2"', page.raw)

    def test_it_is_moved_once_and_not_by_whoever_looks_at_how_it_was(self):
        path = self.interim(self.grace)
        moved = [('act', 'moved'), ('why', 'diary')] + day('on', 12)
        stale = self.harpreet.get(path + '/hold?act=moved')
        self.run_sql('UPDATE review SET reminded_on = 1 WHERE kind = 2 AND state = 0')
        self.posted(self.grace, path + '/hold', moved, page=path + '/hold?act=moved')
        self.assertIn('Grace Holloway moved it', self.amina.get(path).text)
        self.assertIn('Planned for', self.amina.get(self.of).text)
        answer = self.harpreet.post(path + '/hold', [('act', 'moved'), ('why', 'parts_missing')] + day('on', 20), page=stale)
        self.assertEqual(answer.status, 409)
        self.assertEqual(self.amina.get(path).text.count('moved it'), 1)
        # that everybody was told today is the reminder of this week
        self.assertEqual(self.one('SELECT COUNT(*) FROM review WHERE kind = 2 AND state = 0 AND reminded_on = prepared_on'), 1)
        # a meeting says in the record that it released what is there
        released = 'SELECT COUNT(*) FROM event WHERE kind = (SELECT kind FROM event e WHERE e.data = \'{}\' AND e.object = ' \
                   '(SELECT uuid FROM review WHERE state = 2 AND month = 6 AND induction = %s) LIMIT 1) AND object = ' \
                   '(SELECT uuid FROM review WHERE kind = 2 AND state IN (0, 2) ORDER BY id DESC LIMIT 1)' % self.induction()
        self.assertEqual(self.one(released), 0)
        self.held(self.grace, path)
        self.assertEqual(self.one(released), 1)

    def induction(self):
        return self.one("SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'amina@demo.example' AND i.ended IS NULL")

    def agree(self, path, days):
        self.posted(self.amina, path + '/actions', [('text', 'Read a serious case review.'), ('owner', 'practice_supervisor')] + day('by', days), page=path)

    def test_the_same_is_agreed_again_for_another_day_and_once_it_is_done(self):
        six, twelve = self.review(6), self.review(12)
        there = "SELECT COUNT(*) FROM review_action WHERE text = 'Read a serious case review.'"
        for days, all_ in ((20, 1), (20, 1), (40, 2)):
            self.agree(six, days)
            self.assertEqual(self.one(there), all_)
        # agreed on after the next review was prepared, and open: that one shows it
        self.assertIn('Read a serious case review.', self.amina.get(twelve).text)
        self.run_sql("UPDATE review_action SET done_at = 1, done_by = added_by WHERE text = 'Read a serious case review.'")
        self.assertNotIn('Read a serious case review.', self.amina.get(twelve).text)
        self.agree(six, 20)
        self.assertEqual(self.one(there), 3)

    def test_first_screens_go_by_the_programme_and_end_with_a_departure(self):
        path = self.interim(self.amina)
        self.assertIn('Write your part', self.grace.get('/desk').text)
        wanted = (datetime.date.today() + datetime.timedelta(days=5)).strftime('%-d %B %Y')
        self.assertNotIn('By ' + wanted, self.harpreet.get('/desk').text)
        self.rewrite_programme("UPDATE programme SET edition = edition + 1, rules = REPLACE(REPLACE(rules, '\"practice_supervisor\",\"practice_assessor\"]', '\"practice_assessor\"]'), "
                               "'\"parts_days\":7', '\"parts_days\":5')")
        self.addCleanup(self.rewrite_programme, "UPDATE programme SET edition = edition + 1, rules = REPLACE(REPLACE(rules, '\"practice_assessor\"]', "
                        "'\"practice_supervisor\",\"practice_assessor\"]'), '\"parts_days\":5', '\"parts_days\":7')")
        self.assertIn('By ' + wanted, self.harpreet.get('/desk').text)
        desk = self.grace.get('/desk').text
        self.assertIn('No part of yours is asked for. Waiting for:', desk)
        self.assertNotIn('Write your part', desk)
        self.assertEqual(self.grace.get(path + '/parts/practice_supervisor').status, 404)
        self.run_sql("INSERT INTO departure (uuid, person, organisation, kind, last_day, recorded_by, created, done_at) SELECT %s, i.ecsw, i.employer, 1, "
                     "%d, i.ecsw, 0, 1 FROM induction i WHERE i.id = %d" % (self.world.store.blob(b'she left forever'), self.today() - 1, self.induction()))
        self.assertNotIn(path, self.harpreet.get('/desk').raw)
        self.assertNotIn('Interim review: Amina', self.grace.get('/desk').text)
        self.assertNotIn('Wednesday mornings', self.grace.get('/desk').text)
        self.run_sql('DELETE FROM departure WHERE last_day = %d' % (self.today() - 1))
        self.assertIn('Wednesday mornings', self.grace.get('/desk').text)

    def test_paper_has_what_each_said_of_each_outcome_and_whose_an_action_is(self):
        path = self.interim(self.grace)
        self.posted(self.grace, path + '/parts/ecsw', self.typed(path, 'PAPERCANARY'))
        self.held(self.grace, path)
        prints = self.of.replace('/reviews', '/prints')
        where = self.posted(self.amina, prints, [('outcomes', '1'), ('pieces', '1')]).header('Location')
        until = time.monotonic() + 60
        while self.amina.get('/api/v1' + where).json['state'] != 'done':
            self.assertLess(time.monotonic(), until)
            time.sleep(.05)
        with tempfile.NamedTemporaryFile(suffix='.pdf') as f:
            f.write(self.amina.get(where + '/file').body)
            f.flush()
            said = subprocess.run(['pdftotext', '-layout', f.name, '-'], capture_output=True, text=True, check=True).stdout
        said = re.sub(r'\s+', ' ', said)
        for words in ('Practice supervisor. Written by Grace Holloway', 'What I am proud of', 'Has the support been what was promised?',
                      'Confidently. Two children ask for her by name', 'Actions', 'Grace Holloway, Practice supervisor. By',
                      'What Amina Yusuf said in the room, typed by Grace Holloway', 'PAPERCANARY', 'Not done.'):
            self.assertIn(words, said)

    def today(self):
        return self.one('SELECT MAX(prepared_on) FROM review')


if __name__ == '__main__':
    unittest.main()
