"""Short texts are kept while they are typed, and stand in the boxes again; each form under its own address. CAIRN_TEST_DB."""
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

TYPED = 'Half a w'


class Kept(house.InHouse):
    def pages(self):
        """Who, the page, where its form posts to, and a box of it."""
        amina = self.world.names['induction:amina']
        other = self.world.names['person:ben']
        desk = self.world.names['person:harpreet']
        organisation = house.as_uuid(self.one("SELECT o.uuid FROM organisation o JOIN role_held h ON h.organisation = o.id "
                                              "JOIN person p ON p.id = h.person WHERE p.email = 'jonas@demo.example' LIMIT 1"))
        return [
            ('amina', '/account/profile', '/account/profile', 'name'),
            ('amina', '/details/qualification', '/details/qualification', 'qualification'),
            ('jonas', '/inductions/%s/details/qualification' % amina, '/inductions/%s/details/qualification' % amina,
             'qualification'),
            ('jonas', '/people/invite', '/people/invite', 'name'),
            ('jonas', '/joining/new', '/joining', 'name'),
            ('jonas', '/people/%s/edit' % other, '/people/%s/edit' % other, 'name'),
            ('jonas', '/inductions/%s/hours' % amina, '/inductions/%s/hours' % amina, 'hours'),
            ('jonas', '/inductions/%s/place' % amina, '/inductions/%s/place' % amina, 'team'),
            ('jonas', '/people/%s/caseload' % desk, '/people/%s/training' % desk, 'title'),
            ('grace', '/inductions/%s/time/plan' % amina, '/inductions/%s/time/plan' % amina, 'held'),
            ('mo', '/organisations/%s/codes' % organisation, '/organisations/%s/codes' % organisation, None),
            ('mo', '/organisations/%s/partners' % organisation, '/organisations/%s/partners' % organisation, None),
            ('mo', '/organisations/%s/coordinators/replace' % organisation,
             '/organisations/%s/coordinators/replace' % organisation, 'name'),
            ('mo', '/organisations/new', '/organisations', 'name'),
            ('mo', '/organisations/%s/edit' % organisation, '/organisations/%s' % organisation, 'name'),
        ]

    def test_what_is_typed_into_a_short_box_stands_there_again(self):
        for who, page, to, box in self.pages():
            with self.subTest(who=who, page=page):
                visitor = self.house.visitor(who)
                opened = visitor.get(page)
                self.assertEqual(opened.status, 200)
                form = opened.form(to)
                self.assertTrue(dict(form.hidden).get('tab'), 'no tab: nothing is kept')
                box = box or next(n for n, v in form.fields if not v)
                saved = visitor.post(to + '?keep=1', [(box, TYPED)], page=opened, whole=True)
                self.assertEqual((saved.status, 'saved_at' in saved.json), (200, True), saved.text)
                self.assertEqual(dict(visitor.get(page).form(to).fields)[box], TYPED)
                self.assertNotEqual(dict(visitor.get(page + '?draft=none').form(to).fields)[box], TYPED)
                kept = visitor.get('/account/drafts')
                self.assertNotIn('Without a title', kept.text)
                self.assertIn(page, [link.partition('?')[0] for link in kept.page.links])

    def test_who_was_overtaken_sees_both_once_and_goes_on_being_kept(self):
        looked = 0
        for who, page, to, box in self.pages():
            with self.subTest(who=who, page=page):
                visitor = self.house.visitor(who)
                opened = visitor.get(page + '?draft=none')
                form = opened.form(to)
                if 'version' not in dict(form.hidden):
                    continue
                box = box or next(n for n, v in form.fields if not v)
                late = visitor.post(to, [('version', '999'), (box, '37'), ('from-day', '1'), ('from-month', '3'), ('from-year', '2030')],
                                    page=opened, whole=True)
                self.assertEqual(late.status, 409, late.text[:500])
                self.assertEqual(late.text.count('Yours, not saved yet'), 1)
                again = late.form(to)
                self.assertEqual(dict(again.fields)[box], '37')
                self.assertTrue(dict(again.hidden)['tab'])
                self.assertEqual(dict(again.hidden)['version'], dict(form.hidden)['version'])
                looked += 1
        self.assertEqual(looked, 7)


if __name__ == '__main__':
    unittest.main()
