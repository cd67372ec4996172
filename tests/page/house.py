"""house.py: a Cairn that serves the demo world, and people who visit it. What page tests are made of.

    world = World()                       the demo database, made once a day; SQLite or PostgreSQL as CAIRN_TEST_DB says
    with House(world) as house:           a fresh copy of it, served by the sanitized build
        amina = house.visitor('amina')    a browser, signed in
        page = amina.get('/evidence')     page.status, page.headers, page.text, page.forms
        amina.post(form, title='A visit') with the hidden fields the page had
    class Visits(InWorld)                  tests that share a world
    house.stop() raises Unwell when a sanitizer spoke, a worker died or the log has a fault in it.

Sessions and tokens of every person in every role they hold are put into the demo database before it is served, so
that no test depends on the sign-in page but the tests of that page. Python's standard library only.
"""
import atexit
import functools
import hashlib
import html.parser
import http.client
import json
import os
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CAIRN = os.environ.get('CAIRN', os.path.join(ROOT, 'build-test', 'cairn'))
ROLES = ['', 'ecsw', 'practice_supervisor', 'practice_assessor', 'coordinator', 'external_moderator', 'national_admin',
         'regulator', 'system_admin', 'observer', 'panel_member', 'hr_contact']
HOUR = 3600 * 1000
NOBODY = 'nobody'
SLOW, NEVER = 1, 1 << 52  # enum job_lane; an instant
# JOB_SWEEP, AUDIT_VERIFY, PEOPLE, SUGGEST_LEARN, ASKS, GIVEN, RETURNS, SUPPORT, DECISIONS, REVIEWS
AT_REST = (5, 23, 25, 34, 35, 40, 41, 43, 45, 46)
START_SECONDS, ANSWER_SECONDS = 60, 60


class Unwell(Exception):
    """The service said or did something it never should."""


# ---- databases ----

def demo_name():
    """Days in it are counted from today, so that it is made anew each day; and by each program."""
    said = os.stat(CAIRN)
    return 'cairn_demo_%s_%x_%x' % (time.strftime('%Y%m%d', time.gmtime()), said.st_ino, said.st_mtime_ns // 1000000)


@functools.lru_cache(maxsize=None)
def demo_folder():
    folder = tempfile.mkdtemp(prefix='cairn-demo.')
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class Sqlite:
    """Opened only while nothing serves it."""

    def __init__(self, folder):
        self.folder, self.count = folder, 0

    def new(self):
        self.count += 1
        return os.path.join(self.folder, 'cairn%d.db' % self.count)

    def demo(self, make):
        url = os.path.join(os.environ.get('CAIRN_TEST_DEMO') or demo_folder(), demo_name() + '.db')
        if not os.path.exists(url):
            make(url + '.part')
            self.run(url + '.part', [])
            os.rename(url + '.part', url)
        return url

    def copy(self, url):
        new = self.new()
        shutil.copyfile(url, new)
        return new

    def drop(self, url):
        for end in ('', '-wal', '-shm', '.lock'):
            if os.path.exists(url + end):
                os.unlink(url + end)

    def rows(self, url, sql):
        with sqlite3.connect(url) as db:
            found = db.execute(sql).fetchall()
        db.close()
        return [[v.hex() if isinstance(v, bytes) else v for v in row] for row in found]

    def run(self, url, statements):
        db = sqlite3.connect(url)
        with db:
            for sql in statements:
                db.execute(sql)
        db.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        db.close()

    def blob(self, data):
        return "X'%s'" % data.hex()


class Postgresql:
    def __init__(self, url):
        self.url, self.count = url, 0

    def new(self):
        self.count += 1
        name = 'cairn_%d_%s' % (self.count, secrets.token_hex(4))
        self.psql(self.url, 'CREATE DATABASE ' + name)
        return self.named(name)

    def demo(self, make):
        name = demo_name()
        if not self.psql(self.url, "SELECT 1 FROM pg_database WHERE datname = '%s'" % name):
            self.psql(self.url, 'CREATE DATABASE %s_part' % name)
            make(self.named(name + '_part'))
            self.psql(self.url, 'ALTER DATABASE %s_part RENAME TO %s' % (name, name))
        return self.named(name)

    def named(self, name):
        return re.sub(r'/[a-z0-9_]+\?', '/%s?' % name, self.url)

    def copy(self, url):
        name = 'cairn_copy_' + secrets.token_hex(4)
        template = re.search(r'/([a-z0-9_]+)\?', url).group(1)
        self.psql(self.url, 'CREATE DATABASE %s TEMPLATE %s STRATEGY file_copy' % (name, template))
        return self.named(name)

    def drop(self, url):
        self.psql(self.url, 'DROP DATABASE %s WITH (FORCE)' % re.search(r'/([a-z0-9_]+)\?', url).group(1))

    def psql(self, url, sql):
        done = subprocess.run(['psql', '-X', '-q', '-A', '-t', '-F', '\x1f', '-v', 'ON_ERROR_STOP=1', '-d', url, '-f', '-'],
                              input=sql, capture_output=True, text=True)
        if done.returncode:
            raise Unwell(done.stderr)
        return done.stdout

    def rows(self, url, sql):
        lines = self.psql(url, sql).splitlines()
        return [[self.value(v) for v in line.split('\x1f')] for line in lines]

    def value(self, text):
        if text.startswith('\\x'):
            return text[2:]
        return int(text) if re.fullmatch(r'-?\d{1,18}', text) else text

    def run(self, url, statements):
        self.psql(url, 'BEGIN;\n' + ';\n'.join(statements) + ';\nCOMMIT;\n')

    def blob(self, data):
        return "'\\x%s'::bytea" % data.hex()


# ---- the demo world ----

class Held:
    """A person in a role, with a session and a token that are good, and a session that has ended."""

    def __init__(self, key, role, row, person):
        self.key, self.role, self.row, self.person = key, role, row, person
        self.session = 'session-%s-%d' % (key, row)
        self.expired = 'expired-%s-%d' % (key, row)
        self.token = 'token-%s-%d' % (key, row)
        self.csrf = hashlib.sha256(self.session.encode()).digest()


def as_uuid(value):
    return '-'.join((value[:8], value[8:12], value[12:16], value[16:20], value[20:])) if len(value) == 32 else value


def read_queries(path):
    with open(path, encoding='utf-8') as f:
        blocks = re.split(r'^-- (\w+).*\n', f.read(), flags=re.M)
    return dict(zip(blocks[1::2], blocks[2::2]))


class World:
    """The demo database with the sessions of everybody in it, and the ids of everything in it by name."""
    read_before = {}  # of a demo database: who and what is in it

    def __init__(self, url=None, extra=()):
        self.folder = tempfile.mkdtemp(prefix='cairn-page.')
        url = url or os.environ.get('CAIRN_TEST_DB', '')
        self.is_postgresql = url.startswith('postgresql:')
        self.store = Postgresql(url) if self.is_postgresql else Sqlite(self.folder)
        self.template = self.store.new() if extra else None
        if extra:
            self.cairn('demo', *extra)
            self.held, self.names = self.read()
        else:
            demo = self.store.demo(lambda url: self.cairn('demo', url=url))
            self.template = self.store.copy(demo)
            if demo not in self.read_before:
                self.read_before[demo] = self.read()
            held, names = self.read_before[demo]
            self.held, self.names = list(held), dict(names)
        self.people = list(dict.fromkeys(h.key for h in self.held))
        self.let_in()
        self.rest()

    def rest(self):
        """What is done once an hour or a day comes when a test asks for it (`InWorld.night`), so that no test meets it half done."""
        self.store.run(self.template, ['DELETE FROM job WHERE kind IN (%s)' % ', '.join(map(str, AT_REST))] + [
            'INSERT INTO job (lane, kind, object, payload, run_at, created) VALUES (%d, %d, 0, \'\', %d, 0)' % (SLOW, kind, NEVER)
            for kind in AT_REST])

    def read(self):
        roles = self.store.rows(self.template, read_queries(os.path.join(HERE, 'ids.sql'))['roles'])
        return [Held(key, ROLES[role], row, person) for key, role, row, person in roles], self.read_names()

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def cairn(self, *arguments, url=None, env=None, check=True):
        done = subprocess.run([CAIRN, '--db', url or self.template, *arguments], capture_output=True, text=True,
                              env=dict(os.environ, **(env or {})))
        if check and done.returncode:
            raise Unwell('cairn %s: %s' % (' '.join(arguments), done.stderr))
        return done

    def read_names(self):
        """'piece:amina-core-group' and so on; pieces have their keys in demo/world.json, by their titles."""
        with open(os.path.join(ROOT, 'demo', 'world.json'), encoding='utf-8') as f:
            world = json.load(f)
        keys = {(p['ecsw'], p['title']): p['key'] for p in world['pieces']}
        names = {}
        for what, sql in read_queries(os.path.join(HERE, 'ids.sql')).items():
            if what == 'roles':
                continue
            for row in self.store.rows(self.template, sql):
                if what == 'piece' and tuple(row[1:]) not in keys:
                    continue  # of the crowd that `--inductions` makes
                name = keys[tuple(row[1:])] if what == 'piece' else ':'.join(str(v) for v in row[1:])
                names['%s:%s' % (what, name)] = as_uuid(str(row[0]))
        names['uuid:of-nothing'] = '0199a000-0000-7000-8000-00000000dead'
        return names

    def let_in(self, held=None):
        now, blob, statements = int(time.time() * 1000), self.store.blob, []

        def session(h, token, seen):
            statements.append(
                'INSERT INTO session (token_hash, person, role_held, csrf, created, last_seen, ends) VALUES '
                '(%s, %d, %d, %s, %d, %d, %d)' % (blob(hashlib.sha256(token.encode()).digest()), h.person, h.row,
                                                  blob(h.csrf), seen, seen, seen + 12 * HOUR))

        for h in held or self.held:
            session(h, h.session, now)
            session(h, h.expired, now - 13 * HOUR)
            statements.append(
                'INSERT INTO api_token (uuid, token_hash, person, role_held, name, read_only, created, expires) VALUES '
                "(%s, %s, %d, %d, 'page tests', 0, %d, %d)" % (blob(secrets.token_bytes(16)), blob(
                    hashlib.sha256(h.token.encode()).digest()), h.person, h.row, now, now + 24 * HOUR))
        self.store.run(self.template, statements)

    def find(self, who):
        """'iris', or 'iris as practice_assessor', or 'iris as practice_assessor 2' for her second such role."""
        key, _, role = who.partition(' as ')
        role, _, nth = role.partition(' ')
        fitting = [h for h in self.held if h.key == key.strip() and role in ('', h.role)]
        if len(fitting) < int(nth or 1):
            raise KeyError('nobody in the demo world is “%s”' % who)
        return fitting[int(nth or 1) - 1]


class InWorld(unittest.TestCase):
    """Tests that share a world; one that changes it takes a copy, `self.url`, and looks into that."""

    @classmethod
    def setUpClass(cls):
        cls.world = World()

    @classmethod
    def tearDownClass(cls):
        cls.world.close()

    def rows(self, sql):
        return self.world.store.rows(self.url, sql)

    def one(self, sql):
        return self.rows(sql)[0][0]

    def run_sql(self, *statements):
        self.world.store.run(self.url, list(statements))

    def told(self, kind, people=None):
        """How many notices of that kind there are for those people (SQL): one that is due at once, by day, is written as a mail; another waits."""
        them = 'SELECT id FROM person' if people is None else people
        return self.one('SELECT (SELECT COUNT(*) FROM mail WHERE kind = %d AND person IN (%s)) + (SELECT COUNT(*) FROM notice WHERE kind = %d AND person IN (%s))'
                        % (kind, them, kind, them))

    def rewrite_programme(self, *statements):
        """As if a programme had been published otherwise: the database refuses to change one that is."""
        self.run_sql('DROP TRIGGER IF EXISTS programme_kept' + (' ON programme' if self.world.is_postgresql else ''), *statements)

    def night(self, kind):
        """The night's work of that kind, once, on `self.url`; mail of it stays in the outbox."""
        self.run_sql('DELETE FROM job WHERE kind = %d' % kind)
        with House(self.world, self.url, env=NOWHERE):
            until = time.monotonic() + 60
            while time.monotonic() < until:
                if self.one('SELECT COUNT(*) FROM job WHERE kind = %d AND (done_at IS NOT NULL OR run_at > created)' % kind):
                    return
                time.sleep(.05)
            self.fail('the night has not been')


# ---- serving it ----

NOWHERE = {'CAIRN_SMTP_URL': 'smtp://127.0.0.1:9', 'CAIRN_MAIL_FROM': 'cairn@demo.example'}  # nobody listens there

FAULTS = re.compile(r'AddressSanitizer|LeakSanitizer|runtime error:|"serve\.(?:died|killed)"|"http\.arena_full"|"rc":"FAULT"'
                    r'|"level":"error"')


class House:
    """A serving Cairn. `expects` is a pattern of log lines that this test provokes on purpose."""

    def __init__(self, world, url=None, expects=None, workers=2, env=None, preexec=None, files=None):
        self.world, self.expects, self.preexec = world, expects, preexec
        self.url = url or world.store.copy(world.template)
        self.workers = workers
        self.env = dict(os.environ, CAIRN_SCAN='none', CAIRN_FILES=files or os.path.join(
            world.folder, 'files-' + secrets.token_hex(4)), **(env or {}))
        self.env.pop('CAIRN_DB', None)
        self.start()

    def start(self):
        self.log_path = os.path.join(self.world.folder, 'log-' + secrets.token_hex(4))
        self.log = open(self.log_path, 'wb')
        self.process = subprocess.Popen(
            [CAIRN, '--db', self.url, 'serve', '--listen', '127.0.0.1:0', '--workers', str(self.workers)], env=self.env,
            stdout=subprocess.PIPE, stderr=self.log, preexec_fn=self.preexec)
        late = threading.Timer(START_SECONDS, self.process.kill)
        late.start()
        line = self.process.stdout.readline().decode()
        late.cancel()
        match = re.search(r'http://127\.0\.0\.1:(\d+)', line)
        if not match:
            self.process.wait()
            raise Unwell('the service did not start:\n' + self.said())
        self.port = int(match.group(1))

    def visitor(self, who=NOBODY, expired=False):
        return Visitor(self, None if who == NOBODY else self.world.find(who), expired)

    def said(self):
        with open(self.log_path, encoding='utf-8', errors='replace') as f:
            return f.read()

    def complaints(self):
        lines = self.said().splitlines()
        bad = [i for i, line in enumerate(lines)
               if FAULTS.search(line) and not (self.expects and re.search(self.expects, line))]
        if bad and 'Sanitizer' in ''.join(lines) or any('runtime error' in line for line in lines):
            return '\n'.join(lines[bad[0]:bad[0] + 60])
        return '\n'.join(lines[i] for i in bad)

    def children(self):
        with open('/proc/%d/task/%d/children' % (self.process.pid, self.process.pid)) as f:
            return [int(pid) for pid in f.read().split()]

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()
        self.log.close()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
                raise Unwell('the service would not stop:\n' + self.said()[-2000:])
            self.process.stdout.close()
            self.log.close()
            if self.process.returncode:
                raise Unwell('the service ended with %d:\n%s' % (self.process.returncode, self.said()[-4000:]))
        if self.complaints():
            raise Unwell('the log of the service says:\n' + self.complaints())

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind:
            self.kill()
        else:
            self.stop()


class InHouse(InWorld):
    """Tests that share a house over one copy of the world, `self.url`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.url = cls.world.store.copy(cls.world.template)
        cls.house = House(cls.world, url=cls.url)

    @classmethod
    def tearDownClass(cls):
        cls.house.stop()
        super().tearDownClass()

    def posted(self, visitor, path, fields=(), status=303):
        answer = visitor.post(path, list(fields))
        self.assertEqual(answer.status, status, answer.text[:1500])
        return answer


# ---- visiting it ----

class Form:
    def __init__(self, action, method):
        self.action, self.method = action, method
        self.hidden, self.fields, self.buttons = [], [], []


class Reader(html.parser.HTMLParser):
    """Links, forms and the words of a page."""
    BLOCKS = set('address article aside blockquote br button caption dd details div dl dt fieldset figure footer form h1 h2 '
                 'h3 h4 header hr legend li main nav ol option p pre section summary table tbody td textarea tfoot th '
                 'thead title tr ul'.split())

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.forms, self.links, self.words = [], [], []
        self.form = self.area = self.select = None
        self.chosen = self.quiet = False
        self.tags = set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        a = dict(attributes)
        self.tags.add(tag)
        if tag in self.BLOCKS:
            self.words.append('\n')
        if tag == 'a' and a.get('href'):
            self.links.append(a['href'])
        elif tag == 'form':
            self.form = Form(a.get('action', ''), a.get('method', 'get').lower())
            self.forms.append(self.form)
        elif tag in ('script', 'style'):
            self.quiet = True
        elif self.form:
            self.field(tag, a)

    def field(self, tag, a):
        name, value = a.get('name'), a.get('value', '')
        if tag == 'textarea':
            self.area, self.area_text = name, ''
        elif tag == 'select':
            self.select, self.first_option = name, None
        elif tag == 'option' and self.select:
            if 'selected' in a:
                self.form.fields.append((self.select, value))
                self.select = None
            elif self.first_option is None:
                self.first_option = value
        elif tag == 'button' and name:
            self.form.buttons.append((name, value))
        elif tag == 'input' and name:
            kind = a.get('type', 'text')
            if kind == 'hidden':
                self.form.hidden.append((name, value))
            elif kind in ('checkbox', 'radio'):
                if 'checked' in a:
                    self.form.fields.append((name, value or '1'))
            elif kind not in ('file', 'submit'):
                self.form.fields.append((name, value))

    def handle_endtag(self, tag):
        if tag in self.BLOCKS:
            self.words.append('\n')
        if tag == 'form':
            self.form = None
        elif tag in ('script', 'style'):
            self.quiet = False
        elif tag == 'textarea' and self.area and self.form:
            # The line break behind the tag is not part of the text.
            self.form.fields.append((self.area, re.sub(r'\A\n', '', self.area_text)))
            self.area = None
        elif tag == 'select' and self.select and self.form:
            if self.first_option is not None:
                self.form.fields.append((self.select, self.first_option))
            self.select = None

    def handle_data(self, data):
        if self.area:
            self.area_text += data
        if not self.quiet:
            self.words.append(data)


class Answer:
    def __init__(self, method, path, status, headers, body):
        self.method, self.path, self.status, self.headers, self.body = method, path, status, headers, body
        self.raw = body.decode('utf-8', 'replace')
        self.type = self.header('Content-Type').partition(';')[0]
        self.is_page = self.type == 'text/html'

    # Reading a page costs more than fetching it: only done for those who ask.
    @functools.cached_property
    def page(self):
        return Reader(self.raw) if self.is_page else None

    @property
    def forms(self):
        return self.page.forms if self.page else []

    @property
    def links(self):
        return self.page.links if self.page else []

    @functools.cached_property
    def text(self):
        return re.sub(r'\s+', ' ', ''.join(self.page.words) if self.page else self.raw)

    def header(self, name):
        return ', '.join(v for n, v in self.headers if n.lower() == name.lower())

    @property
    def json(self):
        return json.loads(self.raw)

    def form(self, path):
        """The form that posts to a path."""
        for form in self.forms:
            action = urllib.parse.urljoin(self.path, form.action or self.path)
            if form.method == 'post' and action.partition('?')[0] == path.partition('?')[0]:
                return form
        return None

    def promises(self):
        """What every answer keeps, whatever it is about."""
        broken = []
        if self.path.startswith('/assets/'):
            return broken
        if self.header('X-Content-Type-Options') != 'nosniff':
            broken.append('no X-Content-Type-Options: nosniff')
        if "default-src 'none'" not in self.header('Content-Security-Policy'):
            broken.append('no strict Content-Security-Policy')
        if self.header('Cache-Control') != 'no-store':
            broken.append('Cache-Control is “%s”' % self.header('Cache-Control'))
        if self.is_page and self.method != 'HEAD':
            broken += ['no <%s>' % tag for tag in ('title', 'h1', 'main') if tag not in self.page.tags]
            broken += ['an inline script, style or handler'] if re.search(
                r'<script(?![^>]*\bsrc=)|<style|\sstyle="|\son[a-z]+="', self.raw) else []
        return broken


class Visitor:
    """One browser, or one program with a token: paths under /api/ carry the token and never the cookie."""

    def __init__(self, house, held=None, expired=False):
        self.house, self.held = house, held
        self.cookies = {'cairn': held.expired if expired else held.session} if held else {}
        self.connection = None
        self.last = None

    def __del__(self):
        if self.connection:
            self.connection.close()

    def request(self, method, path, body=None, headers=(), host=None):
        sent = {'Host': host or '127.0.0.1:%d' % self.house.port}
        if path.startswith('/api/'):
            if self.held:
                sent['Authorization'] = 'Bearer ' + self.held.token
        elif self.cookies:
            sent['Cookie'] = '; '.join('%s=%s' % c for c in self.cookies.items())
        sent.update(headers)
        if isinstance(body, str):
            body = body.encode()
        answer = self.exchange(method, path, body, {n: v for n, v in sent.items() if v is not None})
        self.keep_cookies(answer)
        self.last = answer
        return answer

    def exchange(self, method, path, body, headers):
        """On the connection there is; a connection the server has closed meanwhile is opened again, once."""
        for fresh in (self.connection is None, True):
            if self.connection is None:
                self.connection = http.client.HTTPConnection('127.0.0.1', self.house.port, timeout=ANSWER_SECONDS)
            try:
                self.connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
                for name, value in headers.items():
                    self.connection.putheader(name, value)
                if body is not None or method in ('POST', 'PUT'):
                    self.connection.putheader('Content-Length', str(len(body or b'')))
                self.connection.endheaders(body)
                response = self.connection.getresponse()
                return Answer(method, path, response.status, response.getheaders(), response.read())
            except (ConnectionError, http.client.BadStatusLine, BrokenPipeError):
                self.connection.close()
                self.connection = None
                if fresh:
                    raise

    def keep_cookies(self, answer):
        for name, value in answer.headers:
            if name.lower() == 'set-cookie':
                cookie, *attributes = [part.strip() for part in value.split(';')]
                key, _, content = cookie.partition('=')
                if 'Max-Age=0' in attributes:
                    self.cookies.pop(key, None)
                else:
                    self.cookies[key] = content

    def get(self, path, **more):
        return self.request('GET', path, **more)

    def csrf(self):
        import base64
        return base64.urlsafe_b64encode(self.held.csrf).decode().rstrip('=') if self.held else ''

    def post(self, path, fields=(), headers=(), page=None, whole=False):
        """Posts a form: with the hidden fields (`whole`: all fields) of the page's form for that path, overruled by
        `fields`, pairs of name and value; a value of None leaves the name out."""
        page = page or self.last
        form = page.form(path) if page else None
        given = list(fields)
        names = {name for name, _ in given}
        pairs = list(form.hidden) if form else []
        if form and whole:
            pairs += form.fields
        if 'csrf' not in dict(pairs) and self.held:
            pairs.append(('csrf', self.csrf()))
        pairs = [p for p in pairs if p[0] not in names] + [p for p in given if p[1] is not None]
        return self.request('POST', path, body=urllib.parse.urlencode(pairs),
                            headers=dict({'Content-Type': 'application/x-www-form-urlencoded'}, **dict(headers)))

    def upload(self, path, fields, files):
        """multipart/form-data: fields as in post, files as (name, file name, type, bytes)."""
        boundary, parts = '----cairn' + secrets.token_hex(8), []
        form = self.last.form(path) if self.last else None
        pairs = list(form.hidden) if form else []
        if 'csrf' not in dict(pairs) and self.held:
            pairs.append(('csrf', self.csrf()))
        names = {name for name, _ in fields}
        for name, value in [p for p in pairs if p[0] not in names] + [p for p in fields if p[1] is not None]:
            parts.append(('--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (
                boundary, name, value)).encode())
        for name, file_name, kind, content in files:
            parts.append(('--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\nContent-Type: %s\r\n\r\n' % (
                boundary, name, file_name, kind)).encode() + content + b'\r\n')
        parts.append(('--%s--\r\n' % boundary).encode())
        return self.request('POST', path, body=b''.join(parts),
                            headers={'Content-Type': 'multipart/form-data; boundary=' + boundary})


if __name__ == '__main__':  # the demo database, made for whoever comes next
    World().close()
