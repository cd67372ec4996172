"""One thing for several people of the timeline: nothing happens before it was shown, what was done is not done twice, and naming somebody is
confirmed where a spreadsheet's rows are. CAIRN_TEST_DB."""
import os
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

REMINDED, TOLD = 456, 50
PAGE = '/timeline/several'
API = '/api/v1' + PAGE


class Several(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.waits = self.one('SELECT MIN(i.id) FROM review v JOIN induction i ON i.id = v.induction JOIN person p ON p.id = i.ecsw '
                              "WHERE v.state = 0 AND p.email_folded = 'amina@demo.example'")
        self.run_sql('UPDATE review SET reminded_on = NULL WHERE induction = %d' % self.waits)
        self.served = house.House(self.world, self.url, env=house.NOWHERE)
        self.addCleanup(self.served.stop)
        self.jonas = self.served.visitor('jonas')

    def uuid(self, key):
        return self.world.names['induction:' + key]

    def post(self, who, **fields):
        form = self.jonas.get(PAGE + '?q=').form('/timeline/several')
        return self.jonas.post('/timeline/several', form.hidden + [('who', self.uuid(key)) for key in who] + list(fields.items()))

    def reminders(self):
        return self.one('SELECT COUNT(*) FROM event WHERE kind = %d' % REMINDED)

    def test_what_would_come_of_it_is_shown_and_changes_nothing(self):
        page = self.post(('amina', 'chloe'), do='look', what='remind')
        self.assertEqual(page.status, 200)
        for words in ('Reminds Amina Yusuf', 'No review waits for anybody.', 'A reminder would go out for one person. Nothing has happened yet.'):
            self.assertIn(words, page.text)
        self.assertNotIn('Ben Alder', page.text)
        self.assertEqual(self.reminders(), 0)
        self.assertEqual(self.rows('SELECT 1 FROM review WHERE induction = %d AND reminded_on IS NOT NULL' % self.waits), [])

    def test_each_is_told_once_a_day_and_the_page_says_whom(self):
        self.assertIn('reminded', self.post(('amina', 'chloe'), do='send', what='remind').text)
        said = self.reminders()
        self.assertGreater(said, 0)
        again = self.post(('amina',), do='send', what='remind')
        self.assertIn('Nobody was reminded.', again.text)
        self.assertIn('Reminded today already.', again.text)
        self.assertEqual(self.reminders(), said)

    def test_nobody_is_reminded_while_the_clock_is_stopped_and_why_is_not_said(self):
        self.run_sql('INSERT INTO pause_period (uuid, induction, starts, ends, kind, created) VALUES (%s, %d, %d, NULL, 1, 0)' % (
            self.world.store.blob(b'away from all of'), self.waits, int(time.time() // 86400) - 3))
        page = self.post(('amina',), do='send', what='remind')
        self.assertIn('The clock is stopped: nobody is reminded.', page.text)
        self.assertNotRegex(page.text, '[Pp]arental|[Ss]ick')
        self.assertEqual(self.reminders(), 0)

    def test_naming_somebody_is_an_import_that_waits_to_be_confirmed(self):
        before = self.one('SELECT COUNT(*) FROM assignment')
        sent = self.post(('amina', 'chloe'), do='look', what='practice_supervisor', person='harpreet@demo.example',
                         **{'starts-day': '1', 'starts-month': '12', 'starts-year': '2030'})
        self.assertEqual(sent.status, 303)
        self.assertIn('/imports/', sent.header('Location'))
        until = time.monotonic() + 60
        while self.one('SELECT state FROM bulk_import ORDER BY id DESC LIMIT 1') == 0 and time.monotonic() < until:
            time.sleep(.1)
        shown = self.jonas.get(sent.header('Location')).text
        self.assertIn('Check 2 assignments before anything is added', shown)
        self.assertEqual(self.one('SELECT COUNT(*) FROM assignment'), before)

    def test_what_is_missing_is_said_and_what_was_chosen_stays(self):
        page = self.post((), do='look', what='remind')
        self.assertEqual(page.status, 422)
        self.assertIn('Choose at least one person', page.text)
        page = self.post(('chloe',), do='look', what='practice_assessor', person='')
        self.assertEqual(page.status, 422)
        self.assertIn('Enter the work email of the person to name', page.text)
        self.assertEqual(page.raw.count('name="who" value="%s" checked' % self.uuid('chloe')), 1)
        self.assertEqual(page.raw.count('name="who" value="%s" checked' % self.uuid('amina')), 0)

    def test_a_filter_says_who_can_be_chosen_and_nobody_of_another_employer_is(self):
        there = self.jonas.get(API + '?q=chloe').json['items']
        self.assertEqual([one['name'] for one in there], ['Chloe Marsh'])
        others = [self.world.names[name] for name in self.world.names if name.startswith('induction:')]
        mine = {one['id'] for one in self.jonas.get(API).json['items']}
        strange = [one for one in others if one not in mine]
        self.assertTrue(strange)
        form = self.jonas.get(PAGE).form('/timeline/several')
        page = self.jonas.post('/timeline/several', form.hidden + [('who', one) for one in strange[:3]] + [('do', 'send'), ('what', 'remind')])
        self.assertEqual(page.status, 422)
        self.assertEqual(self.reminders(), 0)


if __name__ == '__main__':
    unittest.main()
