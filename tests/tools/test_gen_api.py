"""What tools/gen_api.py reads out of handlers: members, types, what is always there, query parameters."""
import os
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tools'))
import c_tree  # noqa: E402
import gen_api  # noqa: E402

WORDS = """
LIST(kinds, K(KIND_ONE, "one"), K(KIND_TWO, "two"));
LIST(states, K(STATE_NEW, "new"), K(STATE_OLD, "old"));
"""
HEADER = 'enum state { STATE_NEW, STATE_OLD };\nenum kind { KIND_ONE = 1, KIND_TWO };\n'
CODE = r"""
/* json_key(j, "in a comment") */
#define BOTH_OF(j, key, s) (json_key((j), (key)), json_str((j), (s)))
enum { MOST = 40 };

static void row_json(struct json_out *j, const struct row *r)
{
	json_obj(j);
	json_key(j, "id"), json_uuid(j, r->id);
	json_key(j, "kind"), json_str(j, key_of(&kinds, (int)r->kind));
	json_key(j, "state"), json_str(j, key_of(&states, r->state));
	json_key(j, "n");
	r->n < 0 ? json_none(j) : json_i64(j, r->n);
	if (r->late)
		json_key(j, "late"), json_bool(j, true);
	BOTH_OF(j, "says", S("a \"quote\" // and no comment"));
	json_end(j);
}

static enum rc rows_json(struct ctx *cx, const struct rows *rows)
{
	struct json_out *j = reply_json(cx), own = json_begin(cx->arena, 100);

	json_obj(&own);
	json_key(&own, "elsewhere"), json_i64(&own, 1);
	json_end(&own);
	json_obj(j);
	json_key(j, "items"), json_arr(j);
	for (size_t i = 0; i < rows->n; i++)
		row_json(j, &rows->v[i]);
	json_end(j);
	switch (rows->how) {
	case 1:
		json_key(j, "how"), json_str(j, S("one"));
		break;
	default:
		json_key(j, "how"), json_i64(j, 2);
	}
	json_key_str(j, rows->name), json_i64(j, 1);
	json_end(j);
	return answer_json(cx, 200);
}

static int64_t page_of(struct ctx *cx, const char *name)
{
	return query_int(cx, name, 1, MOST, 1);
}

enum rc rows_show(struct ctx *cx)
{
	struct rows rows;
	enum rc rc = read_rows(cx, query(cx, "q"), page_of(cx, "page"), &rows);

	if (rc != OK || cx->json)
		return rc != OK ? rc : rows_json(cx, &rows);
	draw(cx, query(cx, "only_on_the_page"));
	return page(cx, NULL);
}

enum rc rows_save(struct ctx *cx)
{
	return done(cx, url_lit("/rows"), T_SAVED);
}
"""


class Reading(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        os.makedirs(os.path.join(folder.name, 'src', 'app'))
        for name, text in (('words.h', HEADER), ('words.c', WORDS), ('rows.c', CODE)):
            with open(os.path.join(folder.name, 'src', 'app', name), 'w', encoding='utf-8') as f:
                f.write(text)
        self.source = gen_api.Source(folder.name)

    def test_a_list_is_described_member_by_member(self):
        made = gen_api.follow(self.source, 'rows_show').answer()
        self.assertEqual(set(made['properties']), {'items', 'how'})
        self.assertEqual(made['required'], ['items', 'how'])
        self.assertEqual(made['additionalProperties'], {'type': 'integer'}, 'a member whose name is data')
        self.assertEqual(made['properties']['how']['type'], ['string', 'integer'])
        row = made['properties']['items']['items']
        self.assertEqual(row['required'], ['id', 'kind', 'state', 'n', 'says'], 'late is there only at times')
        self.assertEqual(row['properties']['n']['type'], ['integer', 'null'])
        self.assertEqual(row['properties']['id'], {'type': ['string', 'null'], 'format': 'uuid'})
        self.assertFalse(row['additionalProperties'])

    def test_words_of_a_list_of_keys_are_told_with_none_where_nothing_is_numbered_0(self):
        row = gen_api.follow(self.source, 'rows_show').answer()['properties']['items']['items']['properties']
        self.assertEqual(row['state']['enum'], ['new', 'old'])
        self.assertEqual(row['kind']['enum'], ['', 'one', 'two'])

    def test_query_parameters_of_the_page_alone_are_not_the_program_s(self):
        self.assertEqual(gen_api.follow(self.source, 'rows_show').asked,
                         {'q': {'type': 'string'}, 'page': {'type': 'integer', 'minimum': 1, 'maximum': 40}})

    def test_an_act_answers_where_its_object_is(self):
        self.assertEqual(list(gen_api.follow(self.source, 'rows_save').answer()['properties']), ['url'])

    def test_comments_and_strings_are_no_code(self):
        self.assertEqual(c_tree.tokens_of('a /* b */ "c // d" \'"\' e // f'), ['a', '"c // d"', "' '", 'e'])


if __name__ == '__main__':
    unittest.main(verbosity=2)
