"""schema.py: is a JSON answer what /api/v1/openapi.json says of its address? As much of JSON Schema as Cairn's description uses.

    described = Described(visitor.get('/api/v1/openapi.json').json)
    described.faults('GET', '/api/v1/evidence/0199…', answer)      [] or what does not fit, with its place
"""
import re

UUID = re.compile(r'[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')
FORMATS = {'uuid': UUID, 'date': re.compile(r'\d{4}-\d\d-\d\d'), 'date-time': re.compile(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z')}
TYPES = {'object': dict, 'array': list, 'string': str, 'boolean': bool, 'null': type(None)}


def is_of(kind, value):
    if kind == 'integer':
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[kind])


class Described:
    def __init__(self, document):
        self.document, self.routes = document, []
        for path, methods in document['paths'].items():
            pattern = re.compile(re.sub(r'\\?\{\w+\\?\}', '[^/]+', path))
            self.routes.append((path.count('{'), path, pattern, methods))
        self.routes.sort(key=lambda r: r[0])  # an address without a parameter is meant first

    def operation(self, method, path):
        path = path.partition('?')[0]
        for _, template, pattern, methods in self.routes:
            if pattern.fullmatch(path) and method.lower() in methods:
                return template, methods[method.lower()]
        return None, None

    def schema(self, operation, status):
        answer = operation['responses'].get(str(status), {})
        return answer.get('content', {}).get('application/json', {}).get('schema')

    def faults(self, method, path, answer):
        template, operation = self.operation(method, path)
        if operation is None:
            return ['%s %s is not described' % (method, path)]
        if answer.type != 'application/json' or answer.status not in (200, 201) or method == 'HEAD':
            return []
        schema = self.schema(operation, answer.status)
        if schema is None:
            return []
        return ['%s %s: %s' % (method, template, f) for f in self.check(schema, answer.json, '')]

    def check(self, schema, value, at):
        if '$ref' in schema:
            found = self.document
            for part in schema['$ref'].removeprefix('#/').split('/'):
                found = found[part]
            return self.check(found, value, at)
        kinds = schema.get('type', [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if kinds and not any(is_of(k, value) for k in kinds):
            return ['%s is %r, not %s' % (at or '/', value, ' or '.join(kinds))]
        if 'enum' in schema and value not in schema['enum']:
            return ['%s is %r, none of %s' % (at, value, schema['enum'])]
        if isinstance(value, str) and 'format' in schema and not FORMATS[schema['format']].fullmatch(value):
            return ['%s is %r, no %s' % (at, value, schema['format'])]
        if isinstance(value, list):
            return [f for i, v in enumerate(value) for f in self.check(schema.get('items', {}), v, '%s/%d' % (at, i))]
        return self.members(schema, value, at) if isinstance(value, dict) else []

    def members(self, schema, value, at):
        known, rest = schema.get('properties', {}), schema.get('additionalProperties', {})
        faults = ['%s/%s is not there' % (at, name) for name in schema.get('required', []) if name not in value]
        for name, inner in value.items():
            if name in known:
                faults += self.check(known[name], inner, '%s/%s' % (at, name))
            elif rest is False:
                faults.append('%s/%s is not described' % (at, name))
            else:
                faults += self.check(rest, inner, '%s/%s' % (at, name))
        return faults
