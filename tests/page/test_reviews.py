"""A review from its parts to its signatures, typed by three and by one for all; what the night prepares; pauses. CAIRN_TEST_DB."""
import datetime
import os
import sys
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402


def day(name, days):
    on = datetime.date.today() + datetime.timedelta(days=days)
    return [(name + '-day', on.day), (name + '-month', on.month), (name + '-year', on.year)]


class Reviews(house.InHouse):
    def setUp(self):
        self.amina, self.grace, self.harpreet = (self.house.visitor(n) for n in ('amina', 'grace', 'harpreet'))
        self.of = '/inductions/%s/reviews' % self.world.names['induction:amina']

    def posted(self, visitor, path, fields=(), status=303, page=None):
        visitor.get(page or path)
        return super().posted(visitor, path, fields, status)

    def review(self, month):
        return '/reviews/' + [r['id'] for r in self.amina.get('/api/v1' + self.of).json['items'] if r['month'] == month][0]

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

    def test_words_that_lead_to_a_child_are_not_handed_in(self):
        path = self.review(18) if any(r['month'] == 18 and r['id'] for r in self.amina.get('/api/v1' + self.of).json['items']) else None
        if not path:
            path = urllib.parse.urlsplit(self.posted(self.harpreet, self.of, [('month', '18')]).header('Location')).path
        words = 'She wrote the statement for ZW19C00430.'
        self.posted(self.grace, path + '/parts/practice_supervisor', [('act', 'give'), ('strengths', words), ('needs', 'Rest.'), ('read_again', '1')], 422)
        self.assertEqual(self.one("SELECT COUNT(*) FROM review_part WHERE strengths LIKE '%ZW19C%'"), 0)
        self.posted(self.grace, path + '/hold', [('act', 'cancelled'), ('why', 'other'), ('words', 'About ZW19C00430.')], 422, path + '/hold?act=cancelled')
        self.posted(self.grace, path + '/hold', [('act', 'cancelled'), ('why', 'dates_changed')], page=path + '/hold?act=cancelled')
        again = self.posted(self.harpreet, self.of, [('month', '18')])
        self.assertNotEqual(urllib.parse.urlsplit(again.header('Location')).path, path)


if __name__ == '__main__':
    unittest.main()
