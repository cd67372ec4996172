"""Supervision, private reflections, goals: sent twice they are one; a changed record is signed again. CAIRN_TEST_DB."""
import os
import sys
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402


class OwnTwice(house.InHouse):
    def setUp(self):
        self.amina, self.grace = self.house.visitor('amina'), self.house.visitor('grace')
        self.induction = self.world.names['induction:amina']

    def where(self, answer):
        return urllib.parse.urlsplit(answer.header('Location')).path

    def supervision(self, day, actions='Write up the visit the same day.', status=303):
        on = time.localtime(time.time() - 86400 * day)
        path = '/inductions/%s/supervision' % self.induction
        self.grace.get(path + '/new')
        return self.posted(self.grace, path, [('on-day', on.tm_mday), ('on-month', on.tm_mon), ('on-year', on.tm_year), ('held', 'yes'),
                                              ('actions', actions)], status)

    def test_the_same_record_of_supervision_twice_is_one(self):
        told = self.told(36)
        one = self.where(self.supervision(3))
        self.assertEqual(self.where(self.supervision(3)), one)
        self.assertEqual(self.told(36), told + 1)
        self.assertIn('change that record', self.supervision(3, 'Something else.', status=422).text)

    def test_a_changed_record_is_signed_and_shared_again_and_both_stay_known(self):
        harpreet = self.house.visitor('harpreet')
        path = self.where(self.supervision(5, 'First words.'))
        self.amina.get(path)
        self.posted(self.amina, path + '/countersign', [('remark', 'I agree.'), ('version', '1')])
        self.posted(self.amina, path + '/share')
        self.assertIn('First words.', harpreet.get(path).text)
        self.grace.get(path + '/edit')
        on = time.localtime(time.time() - 86400 * 5)
        self.posted(self.grace, path, [('on-day', on.tm_mday), ('on-month', on.tm_mon), ('on-year', on.tm_year), ('held', 'yes'),
                                       ('actions', 'Second words.'), ('version', str(self.grace.get('/api/v1' + path).json['version']))])
        self.assertEqual(harpreet.get(path).status, 404)
        for visitor in (self.amina, self.grace):
            page = visitor.get(path).text
            for words in ('Second words.', 'First words.', 'What it said before', 'I agree.'):
                self.assertIn(words, page)
        read = self.amina.get('/api/v1' + path).json
        self.assertEqual((read['countersigned'], read['shared_with_assessor'], read['before'][0]['actions']), (False, False, 'First words.'))
        self.amina.get(path)
        self.posted(self.amina, path + '/share')
        self.assertIn('First words.', harpreet.get(path).text)

    def test_what_was_signed_and_never_shared_is_not_shared_with_its_change(self):
        harpreet = self.house.visitor('harpreet')
        path = self.where(self.supervision(7, 'Between the two of us.'))
        self.amina.get(path)
        self.posted(self.amina, path + '/countersign', [('version', '1')])
        self.grace.get(path + '/edit')
        on = time.localtime(time.time() - 86400 * 7)
        self.posted(self.grace, path, [('on-day', on.tm_mday), ('on-month', on.tm_mon), ('on-year', on.tm_year), ('held', 'yes'),
                                       ('actions', 'For all.'), ('version', '2')])
        self.amina.get(path)
        self.posted(self.amina, path + '/share')
        self.assertIn('For all.', harpreet.get(path).text)
        self.assertNotIn('Between the two of us', harpreet.last.raw + harpreet.get('/api/v1' + path).raw)

    def test_the_same_reflection_twice_is_one_and_so_is_the_piece_made_of_it(self):
        for _ in range(2):
            self.amina.get('/reflections/new')
            self.posted(self.amina, '/reflections', [('title', 'A door'), ('text', 'What I did not say at the door.')])
        self.assertEqual(self.one("SELECT COUNT(*) FROM private_reflection WHERE title = 'A door'"), 1)
        path = '/reflections/%s' % house.as_uuid(self.one("SELECT uuid FROM private_reflection WHERE title = 'A door'"))
        self.amina.get(path)
        one, two = (self.where(self.posted(self.amina, path + '/make-piece')) for _ in range(2))
        self.assertEqual(one, two)
        self.assertEqual(self.one("SELECT COUNT(*) FROM evidence WHERE title = 'A door'"), 1)

    def test_the_same_goal_twice_is_one(self):
        path = '/inductions/%s/goals' % self.induction
        for _ in range(2):
            self.amina.get(path)
            self.posted(self.amina, path, [('text', 'Chair a meeting with a family')])
        self.assertEqual(self.one("SELECT COUNT(*) FROM goal WHERE text = 'Chair a meeting with a family'"), 1)

    def test_the_next_page_of_a_search_is_of_the_same_search(self):
        for n in range(26):
            self.amina.get('/reflections/new')
            self.posted(self.amina, '/reflections', [('title', 'Harbour %d' % n), ('text', 'by the sea')])
        read = self.amina.get('/api/v1/reflections?q=harbour').json
        self.assertEqual(len(read['items']), 25)
        self.assertEqual([i['title'][:7] for i in self.amina.get(read['next']).json['items']], ['Harbour'])
        self.assertIn('q=harbour', read['next'])

    def test_whoever_owes_a_part_hears_of_it_once_and_the_ecsw_that_it_came(self):
        owed, given = self.told(37), self.told(38)
        path = '/inductions/%s/evidence' % self.induction
        self.amina.get(path + '/new?kind=direct_observation')
        piece = self.where(self.posted(self.amina, path, [
            ('kind', 'direct_observation'), ('title', 'Core group'), ('on-day', '1'), ('on-month', '6'), ('on-year', '2190'),
            ('setting', 'core_group'), ('prompts.focus', 'Whether I stop.'), ('prompts.observer', 'practice_supervisor'), ('do', 'share')]))
        self.assertEqual(self.told(37), owed + 2)  # the observer's part, and the assessor's
        for saw in ('She stopped.', 'She stopped twice.'):
            version = self.grace.get('/api/v1' + piece).json['version']
            self.grace.get(piece + '/parts/observer')
            self.posted(self.grace, piece + '/parts/observer', [('prompts.saw', saw), ('prompts.focus_seen', 'Yes.'), ('prompts.said', 'yes'),
                                                                ('version', str(version))])
        self.assertEqual(self.told(38), given + 1)
        self.assertEqual(self.told(37), owed + 2)


if __name__ == '__main__':
    unittest.main()
