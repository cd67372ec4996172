"""Whatever is done to the history behind Cairn's back is found and named: chain and entry. Run with CAIRN_TEST_DB.

A demo's history is signed, and a copy of the signed ends is put aside. Then rows are altered, taken out, put in, moved,
cut off and written anew, each in a database of its own, and `cairn audit verify` says what was done and exits 1; with the
copy also where the signatures went too. `cairn check` says the same, and which files have lost their bytes.
"""
import hashlib
import os
import re
import secrets
import subprocess
import sys
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402

KINDS = {'1': 'induction', '2': 'organisation', '3': 'person', '4': 'framework', '5': 'installation'}


def digest(before, kind, object_, row):
    seq, at, person, acting_as, event, uuid, data = row
    line = '%s|%s|%d|%s|%s|%s|%s|%s|%s' % (kind, object_, seq, at, person or 0, acting_as, event, house.as_uuid(uuid), data)
    return hashlib.sha256(before + line.encode()).digest()


class History(house.InWorld):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = os.path.join(cls.world.folder, 'audit')
        os.mkdir(cls.folder)
        cls.key = os.path.join(cls.world.folder, 'key')
        with open(cls.key, 'w', encoding='ascii') as f:
            f.write('A' * 42 + 'E\n')
        cls.env = {'CAIRN_SIGNING_KEY_FILE': cls.key}
        cls.unsigned = cls.world.store.copy(cls.world.template)
        cls.sign(cls.world.template, {'CAIRN_AUDIT_DIR': cls.folder})
        cls.copies = sorted(os.path.join(cls.folder, n) for n in os.listdir(cls.folder))
        store, url = cls.world.store, cls.world.template
        cls.chain, kind, cls.object, cls.length = store.rows(
            url, 'SELECT id, kind, object, length FROM chain WHERE kind = 1 ORDER BY length DESC LIMIT 1')[0]
        cls.kind = str(kind)
        cls.rows = {r[0]: r for r in store.rows(url, 'SELECT seq, at, COALESCE(person, 0), acting_as, kind, object, data, hash '
                                                'FROM event WHERE chain = %d' % cls.chain)}
        cls.name = '%s %d' % (KINDS[cls.kind], cls.object)

    @classmethod
    def sign(cls, url, env):
        """Runs the jobs until the chains are signed."""
        process = subprocess.Popen([house.CAIRN, '--db', url, 'jobs'], stderr=subprocess.PIPE, text=True,
                                   env=dict(os.environ, **cls.env, **env))
        said = []
        for line in process.stderr:
            said.append(line)
            if '"event":"job.ended"' in line and '"kind":4,' in line:
                break
        process.terminate()
        said.append(process.stderr.read())
        process.stderr.close()
        if process.wait(30) or '"rc":"ok"' not in ''.join(line for line in said if '"kind":4,' in line).lower():
            raise house.Unwell(''.join(said))

    def verify(self, url, *more, env=None):
        done = self.world.cairn('audit', 'verify', *more, url=url, check=False, env=dict(self.env, **(env or {})))
        return done.returncode, done.stderr.splitlines(), done.stdout

    def after(self, *statements, url=None):
        copy = self.world.store.copy(url or self.world.template)
        self.world.store.run(copy, list(statements))
        return copy

    def assert_found(self, url, *lines, more=()):
        """Exactly these findings, each by its beginning."""
        status, found, _ = self.verify(url, *more)
        self.assertEqual(status, 1, found)
        self.assertEqual(len(found), len(lines), '\n'.join(found))
        for want in lines:
            self.assertTrue(any(line.startswith(want) for line in found), '%s\nnot in\n%s' % (want, '\n'.join(found)))

    def here(self, rest):
        return '%s, %s' % (self.name, rest)

    # ---- what is right ----

    def test_a_history_nobody_touched_is_as_it_was_written(self):
        status, found, said = self.verify(self.world.template)
        self.assertEqual((status, found), (0, []))
        self.assertIn('Every entry is as it was written.', said)
        self.assertRegex(said, r'signatures: 1 over \d+ ends')

    def test_it_agrees_with_its_own_copy_and_with_an_export(self):
        exported = os.path.join(self.folder, '..', 'export-' + secrets.token_hex(4))
        self.world.cairn('audit', 'export', exported, env=self.env)
        self.assertEqual(self.verify(self.world.template, '--heads', exported)[:2], (0, []))
        self.assertEqual(self.verify(self.world.template, '--heads', self.copies[0])[:2], (0, []))
        with open(exported, 'rb') as a, open(self.copies[0], 'rb') as b:
            self.assertEqual(a.read(), b.read())
        self.assertEqual(self.world.cairn('audit', 'export', exported, env=self.env, check=False).returncode, 1)

    def test_what_comes_later_is_signed_on_top_and_appended_to_the_copy(self):
        url = self.after()
        with house.House(self.world, url, env=dict(self.env, CAIRN_AUDIT_DIR=self.folder)) as h:
            h.visitor('amina').post('/account/sessions/end')
        folder = os.path.join(self.world.folder, 'later')
        os.mkdir(folder)
        self.sign(self.after('UPDATE job SET run_at = 0 WHERE kind = 4', url=url), {'CAIRN_AUDIT_DIR': folder})
        self.assertEqual(self.verify(url)[:2], (0, []))

    def test_wrong_usage_is_told_from_refusal(self):
        self.assertEqual(self.world.cairn('audit', check=False).returncode, 2)
        self.assertEqual(self.world.cairn('audit', 'nothing', check=False).returncode, 2)
        self.assertEqual(self.world.cairn('audit', 'verify', 'more', check=False).returncode, 2)
        self.assertEqual(self.verify(self.world.template, '--heads', '/nowhere')[0], 1)
        self.assertEqual(self.world.cairn('audit', '--help').returncode, 0)

    # ---- rows ----

    def test_an_altered_entry_is_named(self):
        columns = (('at', 'at + 1'), ('data', "data || ' '"), ('acting_as', '4'), ('person', 'NULL'), ('kind', 'kind + 1'))
        places = list(zip(range(5, 50, 3), columns))
        self.assert_found(self.after(*('UPDATE event SET %s = %s WHERE chain = %d AND seq = %d' % (*how, self.chain, seq)
                                       for seq, how in places)),
                          *(self.here('entry %d: altered' % seq) for seq, _ in places))

    def test_several_in_several_chains_are_all_named(self):
        other, kind, object_ = self.world.store.rows(
            self.world.template, 'SELECT id, kind, object FROM chain WHERE kind = 3 AND length > 1 ORDER BY id LIMIT 1')[0]
        self.assert_found(self.after('UPDATE event SET at = at + 1 WHERE chain = %d AND seq IN (2, 9)' % self.chain,
                                     'UPDATE event SET at = at + 1 WHERE chain = %d AND seq = 1' % other),
                          self.here('entry 2: altered'), self.here('entry 9: altered'),
                          '%s %d, entry 1: altered' % (KINDS[str(kind)], object_))

    def test_an_entry_altered_with_its_hash_is_found_by_the_next(self):
        row, before = self.row(5), self.row_hash(4)
        row = row[:1] + [row[1] + 60000] + row[2:]
        new = digest(before, self.kind, self.object, row)
        self.assert_found(self.after('UPDATE event SET at = at + 60000, hash = %s WHERE chain = %d AND seq = 5' % (
            self.world.store.blob(new), self.chain)), self.here('entry 6: altered: its hash does not follow (or the entry before'))

    def test_removed_entries_are_named(self):
        self.assert_found(self.after('DELETE FROM event WHERE chain = %d AND seq IN (4, 7, 8)' % self.chain),
                          self.here('entry 4: removed'), self.here('entries 7 to 8: removed'))

    def test_an_entry_removed_with_the_numbers_closed_up_is_named(self):
        url = self.after('DELETE FROM event WHERE chain = %d AND seq = 4' % self.chain, *self.renumber(4, -1))
        status, found, _ = self.verify(url)
        self.assertEqual(status, 1)
        self.assertIn(self.here('entry 4: removed.'), found)

    def test_an_inserted_entry_is_named(self):
        row = [4] + self.row(4)[1:]
        new = digest(self.row_hash(3), self.kind, self.object, row)
        url = self.after(*self.renumber(3, 1), self.insert(4, row, new))
        status, found, _ = self.verify(url)
        self.assertEqual(status, 1)
        self.assertIn(self.here('entry 4: inserted: nothing was written there.'), found)
        self.assertEqual([line for line in found if 'altered' in line or 'moved' in line], [])

    def test_an_entry_put_behind_the_end_is_named(self):
        row = [self.length + 1] + self.row(self.length)[1:]
        new = digest(self.row_hash(self.length), self.kind, self.object, row)
        self.assert_found(self.after(self.insert(self.length + 1, row, new)),
                          self.here('entry %d: inserted' % (self.length + 1)))

    def test_entries_that_changed_places_are_named(self):
        swap = ['UPDATE event SET seq = %d WHERE chain = %d AND seq = %d' % (to, self.chain, of)
                for of, to in ((5, 100005), (6, 5), (100005, 6))]
        self.assert_found(self.after(*swap), self.here('entry 5: moved: it was written as entry 6'),
                          self.here('entry 6: moved: it was written as entry 5'))

    def test_a_chain_s_own_record_of_its_end_is_held_to_its_entries(self):
        self.assert_found(self.after('UPDATE chain SET head = %s WHERE id = %d' % (
            self.world.store.blob(b'\1' * 32), self.chain)), self.here('entry %d: the chain' % self.length))

    def test_a_chain_that_is_gone_is_named(self):
        quiet = ['SET session_replication_role = replica'] if self.world.is_postgresql else []
        url = self.after(*quiet, 'DELETE FROM chain WHERE id = %d' % self.chain)
        status, found, _ = self.verify(url)
        self.assertEqual(status, 1)
        self.assertIn('chain row %d: removed, though %d of its entries are there.' % (self.chain, self.length), found)
        self.assertTrue(any(line.startswith(self.here('entries 1 to %d: removed after being signed' % self.length))
                            for line in found), found)

    def test_words_in_an_entry_are_a_fault(self):
        row = self.row(self.length)
        row = [self.length + 1, int(time.time() * 1000)] + row[2:6] + ['{"why":"She was unwell"}']
        new = digest(self.row_hash(self.length), self.kind, self.object, row)
        self.assert_found(self.after(self.insert(self.length + 1, row, new), 'UPDATE chain SET length = length + 1, head = %s '
                                     'WHERE id = %d' % (self.world.store.blob(new), self.chain)),
                          self.here('entry %d: carries words' % (self.length + 1)))

    # ---- whoever computes the hashes again ----

    def cut(self, n):
        last = self.length - n
        return ['DELETE FROM event WHERE chain = %d AND seq > %d' % (self.chain, last),
                'UPDATE chain SET length = %d, head = (SELECT hash FROM event WHERE chain = %d AND seq = %d) WHERE id = %d' % (
                    last, self.chain, last, self.chain)]

    def test_a_chain_cut_off_after_it_was_signed_is_found(self):
        self.assert_found(self.after(*self.cut(3)), self.here('entries %d to %d: removed after being signed' % (
            self.length - 2, self.length)))
        self.assertEqual(self.verify(self.after(*self.cut(3), url=self.unsigned))[0], 0)  # nothing tells it without a signature

    def rewrite(self, url, seq):
        """Entry seq says something else, and every hash from there on is computed again."""
        statements, before = [], self.row_hash(seq - 1)
        for n in range(seq, self.length + 1):
            row = self.row(n)
            if n == seq:
                row = row[:1] + [row[1] + 60000] + row[2:]
            before = digest(before, self.kind, self.object, row)
            statements.append('UPDATE event SET at = %d, hash = %s WHERE chain = %d AND seq = %d' % (
                row[1], self.world.store.blob(before), self.chain, n))
        statements.append('UPDATE chain SET head = %s WHERE id = %d' % (self.world.store.blob(before), self.chain))
        return self.after(*statements, url=url)

    def test_a_chain_written_anew_with_every_hash_right_is_not_what_was_signed(self):
        self.assertEqual(self.verify(self.rewrite(self.unsigned, 5))[0], 0)
        self.assert_found(self.rewrite(self.world.template, 5), self.here('entry %d: not what was signed at 20' % self.length))

    def test_signatures_and_the_ends_they_cover_are_held_to_each_other(self):
        url = self.world.template
        n = self.world.store.rows(url, 'SELECT MAX(id) FROM chain_signature')[0][0]
        self.assert_found(self.after("UPDATE chain_signature SET at = at + 1"), 'signature %d' % n)
        self.assert_found(self.after('DELETE FROM signed_head WHERE kind = 1 AND object = %d' % self.object), 'signature %d' % n)
        status, found, _ = self.verify(url, env={'CAIRN_SIGNING_KEY_FILE': self.other_key()})
        self.assertEqual(status, 1)
        self.assertRegex(found[0], 'made with a key that is none of ours')
        kept = os.path.join(self.world.folder, 'kept')
        with open(kept, 'w', encoding='ascii') as f:
            f.write('# ours until today\n' + self.world.cairn('audit', 'key', env=self.env).stdout)
        self.assertEqual(self.verify(url, '--keys', kept, env={'CAIRN_SIGNING_KEY_FILE': self.other_key()})[:2], (0, []))

    def other_key(self):
        path = os.path.join(self.world.folder, 'other-key')
        with open(path, 'w', encoding='ascii') as f:
            f.write('B' * 42 + 'E\n')
        return path

    def test_a_copy_kept_elsewhere_proves_what_the_database_has_lost(self):
        """Whoever has the database and the key takes entries and all signatures, and signs anew."""
        url = self.after(*self.cut(3), 'DELETE FROM signed_head', 'DELETE FROM chain_signature', 'DELETE FROM signed_upto',
                         'DELETE FROM setting WHERE name = \'heads_exported_upto\'', 'UPDATE job SET run_at = 0 WHERE kind = 4')
        self.sign(url, {})
        self.assertEqual(self.verify(url)[0], 0)
        self.assert_found(url, self.here('entries %d to %d: removed after being signed' % (self.length - 2, self.length)),
                          'line 1 of the copy: the database has no such signature', more=('--heads', self.copies[0]))

    def test_a_copy_that_was_tampered_with_is_said_to_be(self):
        with open(self.copies[0], encoding='ascii') as f:
            line = f.readline()
        for changed in (line.replace('[[1,', '[[2,', 1), re.sub(r'"signature":"..', '"signature":"00', line), 'nothing\n',
                        line[:200] + '\n'):
            path = os.path.join(self.world.folder, 'tampered')
            with open(path, 'w', encoding='ascii') as f:
                f.write(changed)
            status, found, _ = self.verify(self.world.template, '--heads', path)
            self.assertEqual(status, 1)
            self.assertRegex(' '.join(found), 'line 1 of the copy|signature 1')

    # ---- cairn check ----

    def test_check_says_the_same(self):
        url = self.after('UPDATE event SET at = at + 1 WHERE chain = %d AND seq = 5' % self.chain)
        done = self.world.cairn('check', url=url, check=False, env=self.env)
        self.assertEqual(done.returncode, 1)
        self.assertIn(self.here('entry 5: altered'), done.stderr)

    def test_check_names_the_file_whose_bytes_are_gone(self):
        files = os.path.join(self.world.folder, 'files-' + secrets.token_hex(4))
        with house.House(self.world, files=files) as h:
            amina = h.visitor('amina')
            piece = self.world.names['piece:amina-core-group'] if 'piece:amina-core-group' in self.world.names else None
            drafts = [house.as_uuid(r[0]) for r in self.world.store.rows(
                self.world.template, 'SELECT e.uuid FROM evidence e JOIN induction i ON i.id = e.induction JOIN person p ON '
                "p.id = i.ecsw WHERE p.email = 'amina@demo.example' AND e.state = 0")]
            piece = drafts[0] if drafts else piece
            amina.get('/evidence/%s/files' % piece)
            answer = amina.upload('/evidence/%s/files' % piece, [], [('file', 'notes.txt', 'text/plain', b'Some notes of mine.\n')])
            self.assertEqual(answer.status, 303, answer.text)
            url = h.url
        env = dict(self.env, CAIRN_FILES=files)
        self.assertEqual(self.world.cairn('check', url=url, check=False, env=env).returncode, 0)
        kept = [os.path.join(d, n) for d, _, names in os.walk(files) for n in names if len(n) == 64]
        self.assertEqual(len(kept), 1)
        os.truncate(kept[0], 3)
        done = self.world.cairn('check', url=url, check=False, env=env)
        self.assertEqual(done.returncode, 1)
        self.assertIn('of piece %s: its bytes are not those that were kept' % piece, done.stderr)
        os.unlink(kept[0])
        done = self.world.cairn('check', url=url, check=False, env=env)
        self.assertEqual(done.returncode, 1)
        self.assertIn('of piece %s: its bytes are missing (%s)' % (piece, os.path.basename(kept[0])), done.stderr)

    # ---- helpers ----

    def row(self, seq):
        return list(self.rows[seq][:7])

    def row_hash(self, seq):
        return bytes.fromhex(str(self.rows[seq][7])) if seq else b'\0' * 32

    def renumber(self, behind, by):
        return ['UPDATE event SET seq = seq + 100000 WHERE chain = %d AND seq > %d' % (self.chain, behind),
                'UPDATE event SET seq = seq - 100000 + %d WHERE chain = %d AND seq > 100000' % (by, self.chain)]

    def insert(self, seq, row, hash_):
        new = 10 ** 9
        return ("INSERT INTO event (id, chain, seq, at, person, acting_as, kind, object, data, hash) VALUES (%d, %d, %d, %d, %s, %d, "
                "%d, %s, '%s', %s)" % (new, self.chain, seq, row[1], row[2] or 'NULL', row[3], row[4],
                                       self.world.store.blob(bytes.fromhex(str(row[5]))), row[6], self.world.store.blob(hash_)))


if __name__ == '__main__':
    unittest.main(verbosity=2)
