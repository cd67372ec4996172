"""The description of the JSON interface holds together, and the interface is as it describes."""
import os
import re
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import house  # noqa: E402
import schema  # noqa: E402
import test_permissions as matrix  # noqa: E402  (not from it: its tests would be run here too)

# Nobody's answer is looked at here, and why. (What is behind a link: test_outsider.py.)
NOT_ASKED = {
    '/a/:token': 'behind a link: test_outsider.py',
    '/o/:token': 'behind a link: test_outline.py',
    '/inductions/:induction/prints/:print': 'made by a job: test_prints.py',
    '/inductions/:induction/prints/:print/file': 'a file, made by a job',
    '/inductions/:induction/agreed/:agreed': 'nothing of the kind is in the demonstration: test_agreed.py',
    '/inductions/:induction/adjustments/:adjustment': 'by the id of one of them: test_adjust.py holds its answers to the description',
    '/decisions/:decision/pieces/:piece': 'only what the reasons point to: test_decision.py',
    '/frameworks/:framework/items/:item/comments': 'of an item of a draft: test_comments.py holds its answer to the description',
    '/frameworks/:framework/comments/mine/:comment': 'by the id of one of them: test_comments.py',
    '/frameworks/:framework/comments/answers/:answer': 'by the id of one of them: test_comments.py',
    '/imports/:bulk/rows/:row': 'of a file that was sent: test_bulk.py',
}
# What a path asks for beside its object.
BESIDE = {':version': ['1'], ':part': ['practice_supervisor', 'practice_assessor', 'observer'],
          ':whose': ['ecsw', 'practice_supervisor', 'practice_assessor']}
A_FEW = 3  # answers an address, of different people, relations and states


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
            self.assertTrue(all(p['required'] for p in operation['parameters'] if p.get('in') == 'path'))

    def test_operations_have_names_of_their_own_and_answers_with_problems(self):
        names = [operation['operationId'] for _, _, operation in self.operations]
        self.assertEqual(sorted(set(names)), sorted(names))
        for path, method, operation in self.operations:
            self.assertIn('default', operation['responses'], path)
            for response in operation['responses'].values():
                self.assertTrue('description' in response or '$ref' in response)

    def test_schemas_bound_every_text_and_list(self):
        for name, form in self.document['components']['schemas'].items():
            if name in ('Problem', 'Done') or name.startswith('answer.'):
                continue
            self.assertFalse(form['additionalProperties'])
            self.assertLessEqual(set(form['required']), set(form['properties']), name)
            for field, rule in form['properties'].items():
                bounded = {'string': {'maxLength', 'enum', 'format'}, 'array': {'maxItems'}, 'integer': {'maximum'},
                           'boolean': {'type'}, 'object': {'maxProperties'}}[rule['type']]
                self.assertTrue(bounded & set(rule), '%s.%s has no bound' % (name, field))

    def test_it_has_every_json_route_and_no_other(self):
        wanted = {('/api/v1' + re.sub(r':(\w+)', r'{\1}', path), method.lower())
                  for method, path, answers, _, _ in matrix.read_matrix(matrix.printed()) if 'JSON' in answers}
        wanted |= {(path, 'put') for path, method in wanted if method == 'post'}
        self.assertEqual({(p, m) for p, m, _ in self.operations if p.startswith('/api/v1')}, wanted)

    def test_a_text_one_letter_longer_than_its_schema_says_is_refused_by_name(self):
        amina = self.house.visitor('amina')
        asked = 0
        for path, method, operation in self.operations:
            content = operation.get('requestBody', {}).get('content', {}).get('application/json')
            if method != 'post' or not content or '{' not in path or 'induction}' not in path or not path.endswith('}/evidence'):
                continue
            form = self.resolve(content['schema']['$ref'])
            for field, rule in form['properties'].items():
                if 'maxLength' in rule:
                    sent = house.json.dumps({field: 'x' * (rule['maxLength'] + 1)})
                    answer = amina.request('POST', path.replace('{induction}', self.world.names['induction:amina']),
                                           sent, {'Content-Type': 'application/json'})
                    self.assertEqual(answer.status, 422)
                    self.assertIn(field, [e['field'] for e in answer.json['errors']])
                    asked += 1
        self.assertGreater(asked, 1)

    def test_every_answer_that_is_json_has_a_schema_with_members(self):
        bare = {'/api/v1/openapi.json'}
        for path, method, operation in self.operations:
            if not path.startswith('/api/v1') or path in bare:
                continue
            content = operation['responses']['200']['content']
            if 'application/octet-stream' in content and 'schema' not in content['application/json']:
                continue
            found = self.resolve(content['application/json']['schema']['$ref'])
            self.assertEqual(found.get('type'), 'object', '%s %s' % (method, path))
            self.assertTrue(found['properties'] or found['additionalProperties'], '%s %s' % (method, path))

    def test_query_parameters_are_there_and_say_what_they_take(self):
        def asked(path):
            return {p['name']: p['schema'] for p in self.document['paths']['/api/v1' + path]['get']['parameters'] if p.get('in') == 'query'}
        self.assertEqual(set(asked('/inductions/{induction}/evidence')), {'q', 'kind', 'state', 'order', 'page'})
        self.assertEqual(asked('/inductions/{induction}/evidence')['page'], {'type': 'integer', 'minimum': 1, 'maximum': 10000})
        self.assertLessEqual({'q', 'role', 'state', 'sort', 'after', 'before', 'limit'}, set(asked('/people')))
        self.assertIn('-name', asked('/people')['sort']['enum'])
        self.assertEqual(set(asked('/desk')), {'page', 'people', 'who'})
        self.assertEqual(asked('/goals/{goal}'), {})


class Answers(house.InWorld):
    """Every address that can be asked for JSON, by some who may, held to what is said of it."""

    def test_every_json_answer_is_as_it_is_described(self):
        files = matrix.plant(self.world)
        facts = matrix.Facts(self.world)
        routes = [r for r in matrix.read_matrix(matrix.printed()) if r[0] == 'GET' and 'JSON' in r[2]]
        faults, answered = [], {}
        with house.House(self.world, files=files) as served:
            described = schema.Described(served.visitor().get('/api/v1/openapi.json').json)
            for route in routes:
                answered[route[1]] = self.ask(served, facts, route, described, faults)
        self.assertEqual(faults, [], '\n' + '\n'.join(sorted(set(re.sub(r'/\d+', '/*', f) for f in faults))[:60]))
        self.assertEqual([p for p, n in answered.items() if not n and p not in NOT_ASKED], [], 'nobody was shown these')

    def ask(self, served, facts, route, described, faults):
        got = 0
        for held in [None] + self.world.held:
            visitor = house.Visitor(served, held)
            for address in self.addresses(facts, route, held):
                answer = visitor.get('/api/v1' + address)
                if answer.status == 200:
                    got += 1
                    faults += described.faults('GET', '/api/v1' + address, answer)
                if got == A_FEW:
                    return got
        return got

    def addresses(self, facts, route, held):
        """Of one object of each relation and state in which this person may see it; without an object, the address."""
        path, kind, role = route[1], matrix.kind_of(route), held.role if held else 'nobody'
        names = self.world.names
        if not kind:
            if ':' not in path and role in route[4]['no object', 'any'].get('yes', ()):
                yield path
            return
        objects = list(facts.objects(kind, held))
        if kind == 'framework':  # the one whose statements have names here
            objects.append((names['framework:pqs-2025-illustrative'],) + objects[-1][1:])
        for object_id, relation, states, _ in objects:
            if matrix.LiveMatrix.expected(None, held, route[4], relation, states) != 'yes':
                continue
            yield from self.filled(path.replace(':' + re.search(r':(\w+)', path).group(1), object_id), path)

    def filled(self, address, path):
        names, slug = self.world.names, 'pqs-2025-illustrative:'
        beside = dict(BESIDE, **{':position': [names['position:' + slug + ('1.1' if 'outcomes' in path else '1.1 K1')]],
                                 ':item': [names['item:' + slug + '1.1 K1']], ':other': [names['framework:' + slug[:-1]]]})
        found = re.search(r':\w+', address)
        if not found:
            yield address + ('?role=practice_assessor' if path in matrix.ASKS_FOR_MORE else '')
            return
        for value in beside.get(found.group(), ()):
            yield from self.filled(address.replace(found.group(), str(value)), path)


if __name__ == '__main__':
    unittest.main(verbosity=2)
