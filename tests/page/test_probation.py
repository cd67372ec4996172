"""Probation is the employer's date: shown as entered, by whom and why, never worked out or moved, and to nobody else. CAIRN_TEST_DB."""
import datetime
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import schema  # noqa: E402


def boxes(name, date):
    return [(name + '-day', date.day), (name + '-month', date.month), (name + '-year', date.year)]


class Probation(house.InWorld):
    def setUp(self):
        self.url = self.world.store.copy(self.world.template)
        self.house = house.House(self.world, url=self.url)
        self.addCleanup(self.house.stop)
        self.amina, self.grace, self.harpreet, self.jonas = (self.house.visitor(w) for w in ('amina', 'grace', 'harpreet', 'jonas'))
        self.of = '/inductions/%s' % self.world.names['induction:amina']
        self.on = datetime.date.today() + datetime.timedelta(days=100)

    def enter(self, who, date, why, status=303):
        page = who.get(self.of + '/probation')
        sent = who.post(self.of + '/probation', (boxes('ends_on', date) if date else []) + [('why', why)], page=page)
        self.assertEqual(sent.status, status, sent.text[:600])
        return sent

    def test_it_is_shown_as_entered_with_who_and_why_and_what_was_before(self):
        self.assertIn('ask HR', self.amina.get(self.of + '/calendar').text)
        self.enter(self.jonas, self.on, 'From the contract')
        words = '%d %s' % (self.on.day, self.on.strftime('%B %Y'))
        for who in (self.amina, self.grace, self.jonas):
            text = who.get(self.of + '/calendar').text
            self.assertIn('Ends on %s. The employer’s date: entered by Jonas Reed' % words, text)
            self.assertIn('From the contract', text)
        self.enter(self.grace, self.on + datetime.timedelta(days=30), 'HR wrote to both of us')
        text = self.amina.get(self.of + '/calendar').text
        self.assertIn('entered by Grace Holloway', text)
        self.assertIn('What was entered before', text)
        self.assertIn('From the contract', text)
        held = self.amina.get('/api/v1' + self.of + '/probation')
        self.assertEqual([i['why'] for i in held.json['items']], ['HR wrote to both of us', 'From the contract'])
        described = schema.Described(self.amina.get('/api/v1/openapi.json').json)
        self.assertEqual(described.faults('GET', '/api/v1' + self.of + '/probation', held), [])
        self.enter(self.grace, None, 'It is over')
        self.assertIn('No probation, or it is over', self.amina.get(self.of + '/calendar').text)

    def test_nobody_else_sees_it_and_its_person_does_not_enter_it(self):
        self.enter(self.jonas, self.on, 'From the contract')
        self.assertNotIn('From the contract', self.harpreet.get(self.of + '/calendar').text)
        self.assertEqual(self.harpreet.get('/api/v1' + self.of + '/probation').status, 404)
        for stranger in ('iris', 'nadia', 'olu', 'mo', 'karen'):
            self.assertEqual(self.house.visitor(stranger).get(self.of + '/probation').status, 404, stranger)
        self.assertEqual(self.amina.get(self.of + '/probation').status, 303)
        sent = self.amina.post(self.of + '/probation', [('why', 'Mine'), ('version', '1')], page=self.amina.get(self.of + '/calendar'))
        self.assertEqual(sent.status, 404)

    def test_a_pause_does_not_move_it(self):
        self.enter(self.jonas, self.on, 'From the contract')
        before = self.jonas.get('/api/v1' + self.of + '/calendar').json['end']['latest']
        today = datetime.date.today()
        sent = self.amina.post(self.of + '/pause', boxes('starts', today + datetime.timedelta(days=2)) + boxes('ends', today + datetime.timedelta(days=60)) +
                               [('act', 'keep')], page=self.amina.get(self.of + '/pause'))
        self.assertEqual(sent.status, 303, sent.text[:500])
        self.assertNotEqual(self.jonas.get('/api/v1' + self.of + '/calendar').json['end']['latest'], before)
        self.assertEqual(self.jonas.get('/api/v1' + self.of + '/probation').json['items'][0]['ends_on'], self.on.isoformat())

    def test_what_is_wrong_is_said_and_an_older_page_overrules_nobody(self):
        self.enter(self.jonas, self.on, '', status=422)
        page = self.enter(self.jonas, datetime.date(1999, 1, 1), 'From the contract', status=422)
        self.assertIn('From the contract', page.text)
        old = self.grace.get(self.of + '/probation')
        self.enter(self.jonas, self.on, 'From the contract')
        late = self.grace.post(self.of + '/probation', [('why', 'Late')], page=old)
        self.assertEqual(late.status, 409)


if __name__ == '__main__':
    unittest.main()
