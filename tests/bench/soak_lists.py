"""soak_lists.py: tests/page/test_lists_more.py with 10,000 rows in every list, on SQLite and then on PostgreSQL."""
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
WALK = [sys.executable, '-B', '-m', 'unittest', '-v', 'tests/page/test_lists_more.py']


def main():
    env = dict(os.environ, ROWS='10000')
    on_sqlite = subprocess.run(WALK, cwd=ROOT, env=dict(env, CAIRN_TEST_DB='')).returncode
    on_postgresql = subprocess.run([os.path.join(ROOT, 'tools', 'with_postgresql.sh'), 'sh', '-c', 'CAIRN_TEST_DB=$CAIRN_TEST_PG exec "$@"',
                                    'sh', *WALK], cwd=ROOT, env=env).returncode
    sys.exit(1 if on_sqlite or on_postgresql else 0)


if __name__ == '__main__':
    main()
