"""made.py: a request for every address there is, from the table of routes and from what OpenAPI says of the forms.

What nobody's pages in the demo lead to is made up here: ids of the right kind in the path, and a body whose fields have
the right types. It need not be sensible; it must be well formed, so that more than its form is looked at.
"""
import datetime
import re

import house

# What the parameter of a path names, by the table whose ids it takes.
TABLES = {
    'induction': 'induction', 'evidence': 'evidence', 'person': 'person', 'organisation': 'organisation',
    'framework': 'framework', 'document': 'framework', 'assignment': 'assignment', 'conflict': 'conflict_of_interest',
    'joining': 'joining', 'bulk': 'bulk_import', 'succession': 'succession', 'invitation': 'invitation', 'mail': 'mail',
    'file': 'file', 'import': 'framework_import', 'programme': 'programme', 'training': 'training', 'role': 'role_held',
    'reflection': 'private_reflection', 'supervision': 'supervision', 'goal': 'goal',
    'review': 'review', 'action': 'review_action',
    'talk': 'talk', 'decision': 'decision', 'piece': 'evidence', 'comment': 'talk_comment', 'print': 'print', 'upload': 'upload',
    'ask': 'ask', 'observation': 'observation', 'passkey': 'factor_passkey', 'copy': 'register_copy', 'session': 'session',
    'item': 'framework_item', 'identity': 'identity', 'other': 'framework',
}
PLAIN = {'id': 'case', 'position': '1', 'version': '1', 'row': '1', 'question': 'registered', 'n': '1', 'part': 'observer', 'whose': 'ecsw'}
# A secret stands in these paths, never an id: test_refused.py tries them.
SECRETS = ('token', 'try', 'provider')


def ids_by_kind(store, url):
    return {kind: [house.as_uuid(r[0]) for r in store.rows(url, 'SELECT uuid FROM %s WHERE uuid IS NOT NULL ORDER BY uuid LIMIT 400' % table)]
            for kind, table in TABLES.items()}


def routes(world):
    """[(method, path, answers)] of all addresses."""
    found = []
    for line in world.cairn('routes', '--permissions', '--cells').stdout.splitlines():
        match = re.match(r'(GET|POST) (\S+) \(([^;]+);', line)
        if match:
            found.append(match.groups())
    return found


def value(name, schema, ids):
    """Something that fits."""
    kind = schema.get('type', 'string')
    if 'enum' in schema:
        return schema['enum'][0]
    if kind == 'boolean':
        return False
    if kind == 'integer':
        return max(1, schema.get('minimum', 1))
    if kind == 'array':
        return []
    if schema.get('format') == 'date':
        return datetime.date.today().isoformat()
    for key, table in TABLES.items():
        if key in name and ids.get(key):
            return ids[key][0]
    return 'made.up@example.org' if 'mail' in name else 'Made up'


def bodies(openapi, ids):
    """{path: a body} of every posting that JSON has."""
    schemas, made = openapi['components']['schemas'], {}
    for path, methods in openapi['paths'].items():
        content = methods.get('post', {}).get('requestBody', {}).get('content', {}).get('application/json')
        if content is None:
            continue
        schema = content.get('schema', {})
        schema = schemas.get(schema.get('$ref', '').rsplit('/', 1)[-1], schema)
        made[path] = {name: value(name, s, ids) for name, s in schema.get('properties', {}).items()}
    return made


def path_of(path, ids):
    """With ids in the place of parameters; None where a secret would stand."""
    def put(match):
        name = match.group(1)
        return PLAIN.get(name) or (ids.get(name) or ids['person'])[0]
    return None if any(':' + s in path for s in SECRETS) else re.sub(r':(\w+)', put, path)
