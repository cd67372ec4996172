"""One way to count months, by the programme's rules: after a pause, part-time work and an agreed extension every screen and JSON says the
same month, and the same day for each review. CAIRN_TEST_DB."""
import csv
import datetime
import io
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

API = '/api/v1'


class Months(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.today = self.one("SELECT MAX(i.starts) FROM induction i JOIN person p ON p.id = i.ecsw WHERE p.email_folded = 'ben@demo.example'")
        self.induction = self.one("SELECT i.id FROM induction i JOIN person p ON p.id = i.ecsw "
                                  "WHERE p.email_folded = 'amina@demo.example' AND i.ended IS NULL")
        self.path = '/inductions/' + self.world.names['induction:amina']
        self.served = house.House(self.world, self.url)
        self.addCleanup(self.served.stop)

    def visitor(self, who):
        return self.served.visitor(who)

    def calendar(self):
        return self.visitor('amina').get(API + self.path + '/calendar').json

    def pause(self, starts, ends):
        self.run_sql('INSERT INTO pause_period (uuid, induction, starts, ends, created) VALUES (%s, %d, %d, %d, 0)'
                     % (self.world.store.blob(b'%15d!' % starts), self.induction, self.today + starts, self.today + ends))

    def part_time(self, starts):
        self.run_sql('UPDATE hours_period SET replaced_at = 1 WHERE induction = %d' % self.induction,
                     'INSERT INTO hours_period (uuid, induction, starts, hours, full_week, created) VALUES (%s, %d, %d, 1850, 3700, 0)'
                     % (self.world.store.blob(b'half of the week'), self.induction, self.today + starts))

    def extend(self, weeks):
        amina, jonas = self.visitor('amina'), self.visitor('jonas')
        amina.get(self.path + '/agreed?what=extension')
        self.assertEqual(amina.post(self.path + '/agreed', [('ground', 'agreed-plan'), ('weeks', str(weeks))]).status, 303)
        row = self.rows('SELECT uuid, version FROM agreed_ask ORDER BY id DESC')[0]
        where = self.path + '/agreed/' + str(house.as_uuid(row[0]))
        jonas.get(where)
        self.assertEqual(jonas.post(where, [('act', 'agree'), ('version', str(row[1]))]).status, 303)

    def row_of(self, text, name):
        """What stands in the row of a page about somebody: from their name on."""
        return text.split('>' + name)[1][:700]

    def of_amina(self, items):
        return [i for i in items if i['name'] == 'Amina Yusuf']

    def say_the_same(self, month):
        """Every screen and every JSON that says a month."""
        words, first = 'month %d of 24' % month, 'Month %d of 24' % month
        amina, harpreet, jonas = self.visitor('amina'), self.visitor('harpreet'), self.visitor('jonas')
        calendar = self.calendar()
        self.assertEqual((calendar['month'], calendar['months']), (month, 24))
        for path in ('/', '/account', self.path + '/calendar'):
            self.assertIn(words, amina.get(path).text, path)
        self.assertIn(first, amina.get('/').text)
        for visitor in (amina, harpreet, jonas):
            self.assertIn(first, visitor.get(self.path).text)
            person = visitor.get(API + self.path).json
            self.assertEqual((person['month'], person['months']), (month, 24))
            listed = self.of_amina(visitor.get(API + '/inductions').json['items'])
            self.assertEqual({(i['month'], i['months']) for i in listed}, {(month, 24)})
        desk = harpreet.get('/desk').raw
        self.assertIn('Amina Yusuf</b>, ' + words, desk)
        self.assertTrue(re.search(r'>Amina Yusuf</a>.{0,900}?<div>%d <span class="c-quiet">of 24' % month, desk, re.S))
        said = harpreet.get(API + '/desk').json
        for part in ('people', 'waiting'):
            self.assertEqual({(p['month'], p['months']) for p in self.of_amina(said[part]['items'])}, {(month, 24)}, part)
        piece = self.world.names['piece:amina-obs-core-group']
        self.assertIn('Amina Yusuf, ' + words, harpreet.get('/evidence/%s/judge' % piece).text)
        self.assertIn(first, jonas.get('/cohort').raw.split('>Amina Yusuf')[1][:300])
        rows = list(csv.DictReader(io.StringIO(jonas.get('/cohort.csv').raw.lstrip('\ufeff'))))
        self.assertEqual({r['Month'] for r in rows if 'Amina Yusuf' in r.values()}, {str(month)})
        self.assertIn(first + ', latest end', jonas.get('/timeline').text)
        line = self.of_amina(jonas.get(API + '/timeline').json['items'])
        self.assertEqual({(m['month'], m['months']) for m in line}, {(month, 24)})
        self.say_the_same_dates(calendar, amina, line[0])

    def say_the_same_dates(self, calendar, amina, line):
        due = {r['month']: r['due'] for r in calendar['reviews']}
        coming = {r['month']: r['on'] for r in line['reviews'] if r['month'] and r['mark'] in ('next', 'later')}
        self.assertTrue(coming)
        self.assertEqual(coming, {m: due[m] for m in coming})
        home = amina.get('/').raw.split('<ol class="c-path">')[1].split('</ol>')[0]
        for month, day in due.items():
            day = datetime.date.fromisoformat(day)
            says = '%d %s' % (day.day, day.strftime('%b'))
            self.assertRegex(home, r'<b>%d months</b><span>(Review )?%s' % (month, says))
        end = datetime.date.fromisoformat(calendar['end']['latest'])
        self.assertIn('<b>Latest end</b><span>%d %s' % (end.day, end.strftime('%B %Y')), home)

    def test_every_screen_says_the_same_month_and_the_same_day_for_each_review(self):
        plain = self.calendar()['month']
        self.say_the_same(plain)
        self.pause(-90, -1)
        paused = self.calendar()['month']
        self.assertIn(plain - paused, (2, 3))
        self.say_the_same(paused)
        self.part_time(-150)
        part_time = self.calendar()['month']
        self.assertEqual(paused - part_time, 1)
        self.say_the_same(part_time)
        end = self.calendar()['end']['latest']
        self.extend(8)
        self.assertGreater(self.calendar()['end']['latest'], end)
        self.say_the_same(part_time)

    def test_nobody_is_in_a_month_before_their_first_day(self):
        self.run_sql('UPDATE induction SET starts = %d WHERE id = %d' % (self.today + 20, self.induction))
        amina, jonas = self.visitor('amina'), self.visitor('jonas')
        self.assertIn('not begun yet', amina.get('/account').text)
        self.assertEqual(amina.get(API + self.path).json['month'], 0)
        self.assertIn('Not begun yet', amina.get(self.path).text)
        self.assertNotIn('You are here', amina.get('/').text)
        self.assertIn('Not begun yet', jonas.get('/cohort').raw.split('>Amina Yusuf')[1][:300])
        self.assertIn('Not begun yet, latest end', jonas.get('/timeline').text)

    def test_a_date_that_nobody_can_say_is_not_made_up(self):
        self.run_sql('INSERT INTO pause_period (uuid, induction, starts, created) VALUES (%s, %d, %d, 0)'
                     % (self.world.store.blob(b'nobody says when'), self.induction, self.today - 1))
        home = self.visitor('amina').get('/').raw.split('<ol class="c-path">')[1].split('</ol>')[0]
        self.assertIn('<b>18 months</b><span>Not known yet', home)
        self.assertIn('<b>Latest end</b><span>Not known yet', home)


if __name__ == '__main__':
    unittest.main()
