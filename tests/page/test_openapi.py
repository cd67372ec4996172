"""The description of the JSON interface holds together, and the interface is as it describes."""
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
from test_permissions import printed, read_matrix  # noqa: E402


def walk(value, path=''):
    yield path, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield from walk(inner, '%s/%s' % (path, key))


class Description(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = house.World(url='sqlite')
        cls.house = house.House(cls.world)
        answer = cls.house.visitor().get('/api/v1/openapi.json')
        assert answer.status == 200, answer.raw
        cls.document = answer.json
        cls.operations = [(path, method, operation) for path, methods in cls.document['paths'].items()
                          for method, operation in methods.items()]

    @classmethod
    def tearDownClass(cls):
        cls.house.stop()
        cls.world.close()

    def resolve(self, reference):
        value = self.document
        for part in reference.removeprefix('#/').split('/'):
            value = value[part]
        return value

    def test_it_says_which_version_it_is_and_whose(self):
        self.assertEqual(self.document['openapi'], '3.1.0')
        self.assertEqual(set(self.document) - {'openapi', 'info', 'servers', 'security', 'paths', 'components'}, set())
        self.assertTrue(self.document['info']['title'] and self.document['info']['version'])

    def test_every_reference_leads_somewhere(self):
        references = [v['$ref'] for _, v in walk(self.document) if isinstance(v, dict) and isinstance(v.get('$ref'), str)]
        self.assertGreater(len(references), 10)
        for reference in references:
            self.assertIsInstance(self.resolve(reference), dict, reference)

    def test_every_parameter_of_a_path_is_declared_and_no_other(self):
        for path, method, operation in self.operations:
            declared = [p['name'] for p in operation['parameters'] if p.get('in') == 'path']
            self.assertEqual(declared, re.findall(r'\{(\w+)\}', path), '%s %s' % (method, path))
            self.assertTrue(all(p['required'] for p in operation['parameters'] if 'in' in p))

    def test_operations_have_names_of_their_own_and_answers_with_problems(self):
        names = [operation['operationId'] for _, _, operation in self.operations]
        self.assertEqual(sorted(set(names)), sorted(names))
        for path, method, operation in self.operations:
            self.assertIn('default', operation['responses'], path)
            for response in operation['responses'].values():
                self.assertTrue('description' in response or '$ref' in response)

    def test_schemas_bound_every_text_and_list(self):
        for name, schema in self.document['components']['schemas'].items():
            if name == 'Problem':
                continue
            self.assertFalse(schema['additionalProperties'])
            self.assertLessEqual(set(schema['required']), set(schema['properties']), name)
            for field, rule in schema['properties'].items():
                bounded = {'string': {'maxLength', 'enum', 'format'}, 'array': {'maxItems'}, 'integer': {'maximum'},
                           'boolean': {'type'}, 'object': {'maxProperties'}}[rule['type']]
                self.assertTrue(bounded & set(rule), '%s.%s has no bound' % (name, field))

    def test_it_has_every_json_route_and_no_other(self):
        wanted = {('/api/v1' + re.sub(r':(\w+)', r'{\1}', path), method.lower())
                  for method, path, answers, _, _ in read_matrix(printed()) if 'JSON' in answers}
        wanted |= {(path, 'put') for path, method in wanted if method == 'post'}
        self.assertEqual({(p, m) for p, m, _ in self.operations if p.startswith('/api/v1')}, wanted)

    def test_a_text_one_letter_longer_than_its_schema_says_is_refused_by_name(self):
        amina = self.house.visitor('amina')
        asked = 0
        for path, method, operation in self.operations:
            content = operation.get('requestBody', {}).get('content', {}).get('application/json')
            if method != 'post' or not content or '{' not in path or 'induction}' not in path or not path.endswith('}/evidence'):
                continue
            schema = self.resolve(content['schema']['$ref'])
            for field, rule in schema['properties'].items():
                if 'maxLength' in rule:
                    sent = house.json.dumps({field: 'x' * (rule['maxLength'] + 1)})
                    answer = amina.request('POST', path.replace('{induction}', self.world.names['induction:amina']),
                                           sent, {'Content-Type': 'application/json'})
                    self.assertEqual(answer.status, 422)
                    self.assertIn(field, [e['field'] for e in answer.json['errors']])
                    asked += 1
        self.assertGreater(asked, 1)


if __name__ == '__main__':
    unittest.main(verbosity=2)
