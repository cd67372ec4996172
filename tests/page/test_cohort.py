"""What the cohort must hold to whatever is in the database: a name that a spreadsheet would run, and an export that
is recorded. CAIRN_TEST_DB."""
import csv
import io
import os
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

EXPORTED = 83


class Cohort(unittest.TestCase):
    def setUp(self):
        self.world = house.World()
        self.addCleanup(self.world.close)
        self.url = self.world.store.copy(self.world.template)

    def serve(self):
        return house.House(self.world, url=self.url)

    def test_a_name_a_spreadsheet_would_run_is_made_harmless(self):
        self.world.store.run(self.url, ["UPDATE person SET name = '=HYPERLINK(1)' WHERE email_folded = 'amina@demo.example'"])
        served = self.serve()
        jonas = served.visitor('jonas')
        files = [jonas.get(path).raw for path in ('/cohort.csv', '/timeline.csv')]
        served.stop()
        for text in files:
            rows = list(csv.reader(io.StringIO(text, newline='')))
            self.assertIn("'=HYPERLINK(1)", [row[0] for row in rows])
            self.assertFalse([cell for row in rows for cell in row if cell and cell[0] in '=+-@'])

    def test_a_late_review_is_said_with_whom_it_waits_and_since_when(self):
        self.world.store.run(self.url, [
            "UPDATE review SET prepared_on = prepared_on - 60, due_on = due_on - 60 WHERE state = 0",
            "UPDATE review SET planned_on = prepared_on + 30 WHERE state = 0"])
        served = self.serve()
        jonas = served.visitor('jonas')
        late = jonas.get('/timeline?standing=late').raw
        first = jonas.get('/timeline').raw
        served.stop()
        self.assertIn('>Amina Yusuf</a>', late)
        self.assertIn('Late. 12-month review,', late)
        self.assertIn('Waiting for Amina Yusuf and Harpreet Bains to write, since', late)
        self.assertIn('review is late; the row says who has it', first)

    def test_an_export_is_recorded_with_its_number_of_rows(self):
        served = self.serve()
        status = served.visitor('jonas').get('/cohort.csv?intake=Intake+8').status
        served.stop()
        self.assertEqual(status, 200)
        rows = self.world.store.rows(self.url, 'SELECT e.data, c.kind FROM event e JOIN chain c ON c.id = e.chain '
                                            'WHERE e.kind = %d' % EXPORTED)
        self.assertEqual([(row[0], int(row[1])) for row in rows], [('{"what":"cohort","rows":1}', 2)])


if __name__ == '__main__':
    unittest.main()
