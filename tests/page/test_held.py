"""Everything held about oneself is everything: each table that names a person, or hangs on an induction or a piece of theirs, is
read for it, or stands here with the reason why not. CAIRN_TEST_DB."""
import glob
import json
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
import house  # noqa: E402

NOT_READ = {
    'framework': 'who made and published a version: in the history',
    'framework_opened': 'who opened a draft for comments: in the history',
    'draft_answer': 'what the department said of comments, in its name; who said it is in the history',
    'sent': 'hashes of what one’s forms have sent, for 30 days, and where the answer led',
    'framework_import': 'a file of standards, not of people',
    'succession': 'who proposed and confirmed: in the history',
    'evidence_version': 'the person’s own words, in the portfolio',
    'evidence_answer': 'the person’s own words, in the portfolio',
    'evidence_version_answer': 'the person’s own words, in the portfolio',
    'evidence_theme': 'part of the piece',
    'link': 'part of the piece',
    'ask_family': 'what the supervisor settled before a family was asked: counted with the request',
    'showcase': 'which of the person’s pieces stand first: on the pages of their outcomes',
    'not_applicable': 'what somebody said of a statement: on the page of the statement',
    'view_link': 'part of the view: on the piece',
    'view_taint': 'part of the view: on the piece',
    'supervision_before': 'part of the record of supervision: on its page',
    'supplement': 'what an employer asks of everybody besides the standards: on its page, and changing it is in the history',
    'role_profile': 'what is said of a kind of job, not of a person: on its page, open to everybody once it is published',
    'programme_move': 'going to a newer version of one’s programme: on the page about one’s programme, each, and by whom',
    'variation': 'what an employer has varied for everybody, with its reason: on the page of the programme, and adopting it is in the history',
    'induction_profile': 'on the page about the kind of job of one’s induction: each, from which day and by whom',
    'job_outline': 'what a coordinator says of a job, not of a person: on its page, and making it is in the history',
    'return_plan': 'a plan for coming back: on its page, and in a copy of the portfolio',
    'adjustment': 'what somebody asked for and what was agreed: on its page, and in a copy of their own portfolio',
    'adjustment_before': 'what was answered before: on its page',
    'probation': 'the employer’s date: on the page of dates',
    'adjustment_share': 'with whom it is shared: on its page',
    'return_plan_before': 'what such a plan said before: on its page',
    'time_plan': 'what was agreed of time and workload: on its page',
    'time_answer': 'whether the time was given: on its page',
    'cases_held': 'how many cases were held: on its page',
    'support_owed': 'what is owed of support: on the page of protected time',
    'support_pact': 'the agreement about support: on its page, and in a copy of the portfolio',
    'support_pact_signature': 'who signed it: on its page',
    'review_change': 'why a review was moved or cancelled: on its page',
    'review_pointed': 'part of a part of a review: on its page',
    'after_step': 'what follows an outcome: on its page, and on first screens until it is done',
    'review_action': 'what was agreed in a review: on its page, and on first screens until it is done',
    'given_answer': 'part of the piece, once it is released',
    'privacy_seen': 'part of the piece: which kinds of finding it has had',
    'coverage': 'sums of the pieces',
    'coverage_brief': 'sums of the pieces',
    'sign_in_link': 'a secret that lives for minutes',
    'oidc_try': 'a secret that lives for minutes',
    'factor_asked': 'a second of waiting',
    'induction_employer_before': 'in the history of the induction',
    'person_listed': 'an index of names and addresses',
    'person_word': 'an index of names and addresses',
    'register_copy': 'who uploaded the register: in the history',
    'eligibility_result': 'said with the joining',
    'bulk_row': 'spreadsheets others sent; dropped after their days',
    'print': 'what one asked for lives seven days, on its page; the asking is in the history',
    'print_piece': 'which pieces are in such a copy',
    'person_look': 'on the page of how pages look, where it is changed',
    'upload': 'a file of one’s own on its way; dropped after a day',
    'mail_wishes': 'on the page of one’s mail, where they are changed',
    'decision': 'on the page of the outcome',
    'outcome': 'on the page of the outcome',
    'recommendation_piece': 'on the page of the outcome: which pieces its reasons rest on',
    'decision_act': 'on the page of the outcome; who did what for somebody else is in the history',
    'panel_member': 'who sat is in the history of the induction; what they said, on the page of the outcome while it runs',
    'decision_reader': 'who read is in the history of the induction',
    'calendar_feed': 'on the page of one’s calendar feed: since when it is on and when it was last read; its address is known to nobody',
    'given_stopped': 'said on the page of one’s own time, where it is changed',
}


def read_for_it():
    text = ''
    for path in glob.glob(os.path.join(ROOT, 'src/app/account/held*.sql')) + [
            os.path.join(ROOT, 'src/app', name) for name in ('account/account.sql', 'people/people_acts.sql', 'people/people_store.sql')]:
        with open(path, encoding='utf-8') as file:
            text += file.read()
    return text


def about_people():
    for path in sorted(glob.glob(os.path.join(ROOT, 'migrations/*.sql'))):
        with open(path, encoding='utf-8') as file:
            for name, body in re.findall(r'CREATE TABLE (\w+) \((.*?)\n\) STRICT', file.read(), re.S):
                if re.search(r'REFERENCES (person|induction|evidence|joining|assignment|view_given) ', body):
                    yield name


class Held(unittest.TestCase):
    def test_every_table_about_people_is_read_or_says_why_not(self):
        sql, tables = read_for_it(), set(about_people())
        self.assertGreater(len(tables), 50)
        missing = {t for t in tables if not re.search(r'(FROM|JOIN) %s\b' % t, sql)}
        self.assertEqual(missing - set(NOT_READ), set())
        self.assertEqual(set(NOT_READ) - missing, set(), 'reasons for tables that are read, or not there')

    def test_what_is_counted_is_what_is_there(self):
        world = house.World()
        self.addCleanup(world.close)
        url = world.store.copy(world.template)

        def number(sql):
            return int(world.store.rows(url, sql)[0][0])
        mine = "(SELECT id FROM person WHERE email_folded = 'amina@demo.example')"
        of_mine = 'induction IN (SELECT id FROM induction WHERE ecsw = %s)' % mine
        with house.House(world, url) as served:
            amina = served.visitor('amina')
            kept = json.loads(amina.get('/api/v1/account/held').raw)['kept_in_its_own_place']
            page = amina.get('/account/held').raw
        for key, sql in (('private_reflections', 'private_reflection WHERE person = ' + mine),
                         ('goals', 'goal WHERE ' + of_mine), ('supervision_of_you', 'supervision WHERE ' + of_mine),
                         ('requests_to_others', 'ask WHERE ' + of_mine), ('files_you_added', 'file WHERE person = ' + mine)):
            there = number('SELECT COUNT(*) FROM ' + sql)
            self.assertEqual(kept[key], there, key)
        self.assertGreater(kept['supervision_of_you'], 0)
        self.assertIn('Supervision of you</dt><dd>%d<' % kept['supervision_of_you'], page)
        self.assertNotIn('Mail does not reach you', page)

    def test_what_is_ones_own_and_what_one_did_are_counted_once(self):
        world = house.World()
        self.addCleanup(world.close)
        url = world.store.copy(world.template)
        grace, amina = ["(SELECT id FROM person WHERE email_folded = '%s@demo.example')" % key for key in ('grace', 'amina')]
        pieces = "SELECT e.id FROM evidence e JOIN induction i ON i.id = e.induction WHERE i.ecsw = %s AND e.id NOT IN (SELECT evidence FROM " \
                 "observation) ORDER BY e.id LIMIT 3" % amina
        for n, (piece,) in enumerate(world.store.rows(url, pieces)):  # she planned one, watched one, and did both
            world.store.run(url, ["INSERT INTO observation (evidence, uuid, planned_by, planned_at, observer, observer_role, focus) SELECT %d, %s, "
                                  "%s, 0, %s, 2, ''" % (int(piece), world.store.blob(b'what was seen %02d' % n), amina if n == 1 else grace, grace if n else 'NULL')])
        both = 'i.ecsw = %(who)s OR o.observer = %(who)s OR o.planned_by = %(who)s'
        with house.House(world, url) as served:
            for key, who in (('grace', grace), ('amina', amina)):
                kept = json.loads(served.visitor(key).get('/api/v1/account/held').raw)['kept_in_its_own_place']
                for name, sql in (
                        ('observations', 'observation o JOIN evidence e ON e.id = o.evidence JOIN induction i ON i.id = e.induction WHERE ' + both % {'who': who}),
                        ('requests_to_others', 'ask k JOIN induction i ON i.id = k.induction WHERE i.ecsw = %s OR k.asked_by = %s' % (who, who)),
                        ('pieces_held_back', 'privacy_hold d JOIN evidence e ON e.id = d.evidence JOIN induction i ON i.id = e.induction '
                                          'WHERE i.ecsw = %s OR d.person = %s' % (who, who))):
                    self.assertEqual(kept[name], int(world.store.rows(url, 'SELECT COUNT(*) FROM ' + sql)[0][0]), (key, name))

    def test_counting_what_is_kept_reads_no_table_from_end_to_end(self):
        world = house.World()
        self.addCleanup(world.close)
        if world.is_postgresql:
            self.skipTest('its plan depends on how many rows there are')
        with open(os.path.join(ROOT, 'src/app/account/held_more.sql'), encoding='utf-8') as file:
            sql = re.search(r'-- name: held_kept .*?(SELECT .*?)(?=\n-- name|\Z)', file.read(), re.S).group(1).replace(':person', '1')
        plan = [row[3] for row in world.store.rows(world.template, 'EXPLAIN QUERY PLAN ' + sql)]
        self.assertGreater(len(plan), 30)
        self.assertEqual([step for step in plan if re.match(r'SCAN (?!\(?subquery|w\b|CONSTANT)', step)], [])


if __name__ == '__main__':
    unittest.main()
