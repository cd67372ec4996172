/* Frameworks in and out: what is read, what is refused and how it is said, and that everything comes back. */
#include "framework_help.h"

#include <stdio.h>

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena *a;

static int set_up(void **state)
{
	(void)state;
	a = arena_new((size_t)2 << 30);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(a);
	return 0;
}

static const struct case_export_options options = { .now = 1700000000000 };

static void is_text(struct str s, const char *wanted)
{
	assert_string_equal(str_c(a, s), wanted);
}

static struct str case_of(const struct framework *fw)
{
	struct str s = STR_NONE;

	assert_int_equal(framework_export_case(a, fw, &options, &s), OK);
	return s;
}

static void assert_same(const struct framework *x, const struct framework *y, bool thorough)
{
	is_text(first_difference(a, x, y, thorough), "");
}

/* ---- everything comes back ---- */

static void any_framework_survives_case(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 150; seed++) {
		const struct framework *fw = random_framework(a, seed, 1 + seed % 40, false);

		assert_non_null(fw);
		assert_same(fw, import_text(a, case_of(fw), FORMAT_CASE), true);
		arena_reset(a);
	}
}

static void any_framework_survives_csv(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 200; seed++) {
		const struct framework *fw = random_framework(a, seed, 1 + seed % 40, true), *back;
		struct framework_import_options io = { .format = FORMAT_CSV, .title = fw->title };
		struct framework *made = NULL;
		struct framework_problems *p = framework_problems_new(a);
		struct str s;

		assert_int_equal(framework_export_csv(a, fw, &s), OK);
		if (framework_import(a, s, &io, &made, p) != OK)
			print_problems(p);
		back = made;
		assert_same(fw, back, false);
		arena_reset(a);
	}
}

static void any_framework_survives_markdown(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 300; seed++) {
		const struct framework *fw = random_framework(a, seed, 1 + seed % 40, true), *back;
		struct str s;

		assert_int_equal(framework_export_markdown(a, fw, &s), OK);
		back = import_text(a, s, FORMAT_MARKDOWN);
		if (first_difference(a, fw, back, false).n)
			printf("%.*s\n", STR_FMT(s));
		assert_same(fw, back, false);
		arena_reset(a);
	}
}

static void case_export_is_the_same_each_time(void **state)
{
	const struct framework *fw = random_framework(a, 5, 30, false);
	struct str once = case_of(fw);

	(void)state;
	is_text(case_of(import_text(a, once, FORMAT_CASE)), str_c(a, once));
}

/* ---- real and shipped frameworks ---- */

static void shipped(const char *path, size_t domains, size_t outcomes, size_t knows, size_t does)
{
	const struct framework *fw = import_file(a, path);
	struct str s;

	assert_non_null(fw);
	assert_true(fw->illustrative);
	assert_int_equal(fw->domains_n, domains);
	assert_int_equal(fw->outcomes_n, outcomes);
	assert_int_equal(fw->knows_n, knows);
	assert_int_equal(fw->does_n, does);
	assert_same(fw, import_text(a, case_of(fw), FORMAT_CASE), true);
	assert_int_equal(framework_export_markdown(a, fw, &s), OK);
	assert_same(fw, import_text(a, s, FORMAT_DETECT), false);
}

static void the_shipped_frameworks_have_their_shape(void **state)
{
	(void)state;
	shipped("frameworks/pqs-2025-illustrative.json", 6, 26, 199, 200);
	shipped("frameworks/ten-standards-illustrative.json", 2, 10, 11, 11);
}

static void a_real_case_package_is_read(void **state)
{
	struct str bytes = file_read(a, "../shared/data/case/opensalt-framework.json");
	const struct framework *fw;
	struct str again;

	(void)state;
	if (!bytes.p) {
		print_message("skipped: ../shared/data/case/opensalt-framework.json is not here\n");
		skip();
	}
	fw = import_text(a, bytes, FORMAT_DETECT);
	assert_non_null(fw);
	assert_int_equal(fw->n, 16);
	is_text(fw->title, "What Standards Could Be");
	assert_int_equal(fw->links_n, 23); /* 39 associations without the 16 isChildOf */
	again = case_of(fw);
	assert_same(fw, import_text(a, again, FORMAT_CASE), true);
	assert_int_equal(str_find(again, S("CFDocumentURI")), SIZE_MAX);
	assert_int_not_equal(str_find(again, S("educationalLevel")), SIZE_MAX);
	assert_int_equal(str_find(again, S("<sup>")), SIZE_MAX);
}

static void a_real_spreadsheet_is_read(void **state)
{
	struct str bytes = file_read(a, "../shared/data/case/opensalt-sample.csv");
	const struct framework *fw;
	int32_t i;

	(void)state;
	if (!bytes.p) {
		print_message("skipped: ../shared/data/case/opensalt-sample.csv is not here\n");
		skip();
	}
	fw = import_text(a, bytes, FORMAT_DETECT);
	assert_non_null(fw);
	assert_int_equal(fw->n, 10);
	i = framework_find_code(fw, S("M.F.1-2.S1b"));
	assert_true(i >= 0);
	is_text(fw->items[fw->items[i].parent].code, "M.F.1-2.S1");
	assert_int_equal(fw->items[framework_find_code(fw, S("M"))].parent, -1);
	assert_int_equal(fw->links_n, 4);
}

/* ---- CASE as it is found ---- */

#define DOC "\"CFDocument\":{\"identifier\":\"a9c718c8-88e7-5fb0-9574-17b206ba21f3\",\"uri\":\"u\",\"creator\":\"c\","    \
	"\"title\":\"T\",\"lastChangeDateTime\":\"2020-01-02T03:04:05\",\"CFPackageURI\":{\"uri\":\"x\"}}"
#define ID(n) "00000000-0000-4000-8000-00000000000" #n
#define ITEM(n, code) "{\"identifier\":\"" ID(n) "\",\"uri\":\"u" #n "\",\"fullStatement\":\"text " #n "\","              \
	"\"humanCodingScheme\":\"" code "\",\"CFDocumentURI\":\"x\",\"lastChangeDateTime\":\"2020-01-02T03:04:05Z\"}"
#define CHILD(n, child, parent) "{\"identifier\":\"10000000-0000-4000-8000-00000000000" #n "\",\"uri\":\"a\","            \
	"\"associationType\":\"isChildOf\",\"sequenceNumber\":" #n ",\"lastChangeDateTime\":\"2020-01-02T03:04:05Z\","     \
	"\"originNodeURI\":{\"title\":\"t\",\"identifier\":\"" child "\",\"uri\":\"u\"},"                                  \
	"\"destinationNodeURI\":{\"title\":\"t\",\"identifier\":\"" parent "\",\"uri\":\"u\"}}"
#define DOC_ID "a9c718c8-88e7-5fb0-9574-17b206ba21f3"
#define PACKAGE(items, associations) "{" DOC ",\"CFItems\":[" items "],\"CFAssociations\":[" associations "]}"

static void items_stand_in_the_order_of_their_numbers(void **state)
{
	const struct framework *fw = import_text(a, S(PACKAGE(ITEM(1, "A") "," ITEM(2, "B") "," ITEM(3, "C"),
		CHILD(9, ID(1), DOC_ID) "," CHILD(5, ID(2), DOC_ID) "," CHILD(7, ID(3), ID(2)))), FORMAT_CASE);

	(void)state;
	assert_non_null(fw);
	is_text(fw->items[0].code, "B");
	is_text(fw->items[1].code, "C");
	is_text(fw->items[2].code, "A");
	assert_int_equal(fw->items[1].parent, 0);
	assert_int_equal(fw->changed, 1577934245000);
}

static void an_item_may_have_two_parents(void **state)
{
	const struct framework *fw = import_text(a, S(PACKAGE(ITEM(1, "A") "," ITEM(2, "B") "," ITEM(3, "C"),
		CHILD(1, ID(1), DOC_ID) "," CHILD(2, ID(2), DOC_ID) "," CHILD(3, ID(3), ID(1)) "," CHILD(4, ID(3), ID(2)))),
		FORMAT_CASE);
	int32_t c;

	(void)state;
	assert_non_null(fw);
	c = framework_find_code(fw, S("C"));
	is_text(fw->items[fw->items[c].parent].code, "A");
	assert_int_equal(fw->items[c].more_parents_n, 1);
	is_text(fw->items[fw->items[c].more_parents[0]].code, "B");
	assert_same(fw, import_text(a, case_of(fw), FORMAT_CASE), true);
}

static void cycles_are_refused_by_name(void **state)
{
	(void)state;
	assert_true(is_said(import_problems(a, S(PACKAGE(ITEM(1, "A") "," ITEM(2, "B"),
		CHILD(1, ID(1), ID(2)) "," CHILD(2, ID(2), ID(1)))), FORMAT_CASE), PROBLEM_ERROR, "", "child of B, child of A"));
	/* through a second parent */
	assert_true(is_said(import_problems(a, S(PACKAGE(ITEM(1, "A") "," ITEM(2, "B"),
		CHILD(1, ID(1), DOC_ID) "," CHILD(2, ID(2), ID(1)) "," CHILD(3, ID(1), ID(2)))), FORMAT_CASE),
		PROBLEM_ERROR, "", "each other"));
	assert_true(is_said(import_problems(a, S(PACKAGE(ITEM(1, "A"), CHILD(1, ID(1), ID(1)))), FORMAT_CASE), PROBLEM_ERROR,
		"CFAssociations[0]", "A is its own parent"));
}

static void dangling_ends_are_refused_by_name(void **state)
{
	(void)state;
	assert_true(is_said(import_problems(a, S(PACKAGE(ITEM(1, "A"), CHILD(1, ID(1), ID(7)))), FORMAT_CASE), PROBLEM_ERROR,
		"CFAssociations[0].destinationNodeURI", "not among the CFItems"));
	assert_true(is_said(import_problems(a, S(PACKAGE(ITEM(1, "A"), CHILD(1, ID(8), ID(1)))), FORMAT_CASE), PROBLEM_ERROR,
		"CFAssociations[0].originNodeURI", "not among the CFItems"));
}

static void every_problem_is_listed_with_its_path(void **state)
{
	const struct framework_problems *p = import_problems(a,
		S("{" DOC ",\"CFItems\":[{\"uri\":\"u\",\"fullStatement\":\"x\"},7,"
		  "{\"identifier\":\"" ID(1) "\",\"uri\":\"u\"}," ITEM(1, "A") "]}"), FORMAT_CASE);

	(void)state;
	assert_true(is_said(p, PROBLEM_ERROR, "CFItems[0].identifier", "no identifier"));
	assert_true(is_said(p, PROBLEM_ERROR, "CFItems[1]", "not an object"));
	assert_true(is_said(p, PROBLEM_ERROR, "CFItems[2].fullStatement", "no fullStatement"));
	assert_true(is_said(import_problems(a, S(PACKAGE(ITEM(1, "A") "," ITEM(1, "B"), "")), FORMAT_CASE), PROBLEM_ERROR,
		"CFItems[1].identifier", "CFItems[0] has the same"));
	assert_true(is_said(import_problems(a, S("{\"CFItems\":[]}"), FORMAT_CASE), PROBLEM_ERROR, "CFDocument", "CASE package"));
	assert_true(is_said(import_problems(a, S("[]"), FORMAT_CASE), PROBLEM_ERROR, "CFDocument", "CASE package"));
}

static void hostile_json_gets_a_clear_error(void **state)
{
	struct buf deep = buf_new(a, 1 << 20);

	(void)state;
	assert_true(is_said(import_problems(a, S("{\"a\":1,\n\"a\":2}"), FORMAT_CASE), PROBLEM_ERROR, "line 2", "same name twice"));
	assert_true(is_said(import_problems(a, S("{\"a\":\"\xff\"}"), FORMAT_CASE), PROBLEM_ERROR, "line 1", "UTF-8"));
	assert_true(is_said(import_problems(a, S("{\"a\":1e400}"), FORMAT_CASE), PROBLEM_ERROR, "line 1", "too large"));
	for (int i = 0; i < 100000; i++)
		buf_add(&deep, S("{\"a\":["));
	assert_true(is_said(import_problems(a, buf_str(&deep), FORMAT_CASE), PROBLEM_ERROR, "line 1", "levels deep"));
	assert_true(is_said(import_problems(a, S("  \n"), FORMAT_CASE), PROBLEM_ERROR, "", "empty"));
}

static void html_never_comes_through(void **state)
{
	const struct framework *fw = import_text(a, S("{" DOC ",\"CFItems\":[{\"identifier\":\"" ID(1) "\",\"uri\":\"u\","
		"\"fullStatement\":\"<p>Half: <sup>1</sup>/<sub>2</sub> &amp; more<script>alert(1)</script></p>"
		"<<b>img onerror=x> a < b\"}]}"), FORMAT_CASE);

	(void)state;
	assert_non_null(fw);
	is_text(fw->items[0].text, "Half: 1/2 & more a < b");
	assert_true(is_said(import_problems(a, S("{" DOC ",\"CFItems\":[{\"identifier\":\"" ID(1) "\",\"uri\":\"u\","
		"\"fullStatement\":\"<i>x</i>\"}]}"), FORMAT_CASE), PROBLEM_WARNING, "", "HTML tags"));
}

static void unknown_fields_are_kept_under_extensions(void **state)
{
	const struct framework *fw = import_text(a, S("{" DOC ",\"mine\":1,\"CFItems\":[{\"identifier\":\"" ID(1) "\",\"uri\":\"u\","
		"\"fullStatement\":\"x\",\"colour\":\"red\",\"subject\":\"Maths\",\"statusStartDate\":\"soon\",\"notes\":null,"
		"\"language\":\"en\"}]}"), FORMAT_CASE);
	struct str s;

	(void)state;
	assert_non_null(fw);
	is_text(fw->items[0].extra, "{\"subject\":[\"Maths\"],\"language\":\"en\","
	                            "\"extensions\":{\"colour\":\"red\",\"statusStartDate\":\"soon\"}}");
	is_text(fw->package_extra, "{\"extensions\":{\"mine\":1}}");
	s = case_of(fw);
	assert_int_not_equal(str_find(s, S("\"extensions\":{\"mine\":1}")), SIZE_MAX);
	assert_same(fw, import_text(a, s, FORMAT_CASE), true);
}

static void identifiers_that_are_no_uuid_are_derived_once(void **state)
{
	static const char text[] = "{\"CFDocument\":{\"identifier\":\"doc\",\"title\":\"T\"},\"CFItems\":["
	                           "{\"identifier\":\"one\",\"fullStatement\":\"1\"},{\"identifier\":\"two\",\"fullStatement\":\"2\"}],"
	                           "\"CFAssociations\":[{\"associationType\":\"isChildOf\",\"originNodeURI\":\"http://x/one\","
	                           "\"destinationNodeURI\":{\"identifier\":\"doc\"}},{\"associationType\":\"isChildOf\","
	                           "\"originNodeURI\":{\"identifier\":\"two\"},\"destinationNodeURI\":{\"uri\":\"http://x/one\"}}]}";
	const struct framework *fw = import_text(a, str_from_c(text), FORMAT_CASE);

	(void)state;
	assert_non_null(fw);
	assert_int_equal(fw->items[1].parent, 0);
	assert_same(fw, import_text(a, str_from_c(text), FORMAT_CASE), true);
}

static void carried_definitions_and_rubrics_are_made_to_fit(void **state)
{
	const struct framework *fw = import_text(a, S("{" DOC ",\"CFItems\":[" ITEM(1, "A") "],"
		"\"CFDefinitions\":{\"CFItemTypes\":[{\"title\":\"Cluster\",\"description\":null,\"odd\":1}],\"CFConcepts\":["
		"{\"identifier\":\"" ID(5) "\",\"uri\":\"u\",\"title\":\"Identity\",\"keywords\":\"identity\",\"hierarchyCode\":\"1\","
		"\"lastChangeDateTime\":\"2020-01-01\"}]},"
		"\"CFRubrics\":[{\"title\":\"R\",\"CFRubricCriteria\":[{\"weight\":1,\"CFRubricCriterionLevels\":[{\"odd\":2}]}]}]}"),
		FORMAT_CASE);
	struct str s;

	(void)state;
	assert_non_null(fw);
	is_text(fw->threads[0].key, "identity");
	s = case_of(fw);
	assert_int_not_equal(str_find(s, S("\"extensions\":{\"odd\":1}")), SIZE_MAX);
	assert_int_not_equal(str_find(s, S("CFRubricCriterionLevels")), SIZE_MAX);
	assert_same(fw, import_text(a, s, FORMAT_CASE), true);
}

/* ---- tables ---- */

static void a_simple_table_is_read(void **state)
{
	const struct framework *fw = import_text(a, S("\xef\xbb\xbf" "code;kind;text;parent;threads\r\n"
		"1;Domain;Justice;;\r\n1.1;Outcome;Fairness;1;identity; \r\n1.1 K1;;Knows power;1.1;\"identity; law\"\r\n"), FORMAT_CSV);
	int32_t k;

	(void)state;
	assert_non_null(fw);
	k = framework_find_code(fw, S("1.1 K1"));
	assert_int_equal(fw->items[k].kind, ITEM_KNOWS);
	assert_int_equal(fw->items[k].threads_n, 2);
	assert_int_equal(fw->threads_n, 2);
	is_text(fw->title, "Untitled framework");
}

static void a_table_says_what_is_wrong_with_which_line(void **state)
{
	const struct framework_problems *p = import_problems(a, S("code,text,parent\nA,\"two\nlines\",\nB,b,Z\n,,A\n"), FORMAT_CSV);

	(void)state;
	assert_true(is_said(p, PROBLEM_ERROR, "line 4, parent", "“Z” is not the code"));
	assert_true(is_said(p, PROBLEM_ERROR, "line 5, text", "neither a code nor a text"));
	assert_true(is_said(import_problems(a, S("a,b\n1,2\n"), FORMAT_CSV), PROBLEM_ERROR, "row 1", "no column for the text"));
	assert_true(is_said(import_problems(a, S("code,text,parent\nA,x,B\nB,y,A\n"), FORMAT_CSV), PROBLEM_ERROR, "", "each other"));
}

/* ---- publications ---- */

static void shape_is(const struct framework *fw, const char *wanted)
{
	struct buf b = buf_new(a, 10000);

	assert_non_null(fw);
	for (size_t i = 0; i < fw->n; i++)
		buf_addf(&b, "%.*s%.*s|%.*s\n", fw->items[i].depth, "......", STR_FMT(fw->items[i].code), STR_FMT(fw->items[i].text));
	is_text(buf_str(&b), wanted);
}

static const char publication[] = "1|Anti-discriminatory practice\n.1.1|Identity and power\n..1.1 K1|How power works in families\n"
	"..1.1 K2|What identity means to a child\n..1.1 D1|Names power in the room\n.1.2|Fairness\n..1.2 D1|Challenges unfairness\n"
	"2|Relationships\n.2.1|Trust\n..2.1 K1|12 months is long for a child\n";

static void plain_text_is_read_by_its_codes(void **state)
{
	const struct framework *fw = import_text(a, S("Standards of practice\n\nThese standards are for all.\n\n"
		"1 Anti-discriminatory practice\n\n1.1 Identity and power\nKnows\n1.1 K1 How power works\n   in families\n"
		"1.1 K2. What identity means to a child\nDoes:\nD1 Names power in the room\n\nOutcome 1.2: Fairness\n"
		"\xe2\x80\xa2 1.2D1 Challenges unfairness\n\n2. Relationships\n\n2.1 Trust\n\n2.1 K1\n12 months is long for a child\n"), FORMAT_DETECT);

	(void)state;
	shape_is(fw, publication);
	is_text(fw->title, "Standards of practice");
	is_text(fw->description, "These standards are for all.");
	assert_int_equal(fw->outcomes_n, 3);
	assert_int_equal(fw->domains_n, 2);
}

static void markdown_is_read_by_its_codes(void **state)
{
	shape_is(import_text(a, S("# Standards of practice\n\n## 1 Anti-discriminatory practice\n\n### 1.1 Identity and power\n\n"
		"#### Knows\n\n- How power works in families\n- What identity means to a child\n\n#### Does\n\n* **D1** Names power in the room\n\n"
		"### 1.2 Fairness\n\nDoes\n\n1. Challenges unfairness\n\n## 2 Relationships\n\n### 2.1 Trust\n\n2.1 K1 12 months is *long*\nfor a child\n"),
		FORMAT_DETECT), publication);
	(void)state;
}

static void html_is_read_by_its_codes(void **state)
{
	const struct framework *fw = import_text(a, S("<!DOCTYPE html><html><head><title>Standards</title><style>h1{}</style></head>"
		"<body><nav><ul><li>1 Home</li></ul></nav><h1>Standards of practice</h1><h2 class=\"a>b\">1 Anti-discriminatory practice</h2>"
		"<h3>1.1 Identity &amp; power</h3><ul><li><p>1.1 K1 How power works in&nbsp;families</p></li><li>1.1 K2 What identity "
		"means to a child</ul><table><tr><td>1.1 D1 Names <b>power</b> in the room</td></tr></table><h3>1.2 Fairness</h3>"
		"<h4>Does</h4><ol><li>Challenges<br>unfairness<script>1.2 K9 no</script></li></ol>"
		"<h2>2 Relationships</h2><!-- 3 no --><h3>2.1 Trust</h3><p>2.1 K1 12 months is long for a child"), FORMAT_DETECT);

	(void)state;
	assert_non_null(fw);
	is_text(fw->items[1].text, "Identity & power");
	fw->items[1].text = S("Identity and power");
	shape_is(fw, publication);
	is_text(fw->title, "Standards of practice");
}

static void ten_flat_standards_need_no_levels(void **state)
{
	const struct framework *fw = import_text(a, S("Standards\n\n1. Relationships\n\n2. Communication\n\n3. Assessment\n"), FORMAT_TEXT);

	(void)state;
	shape_is(fw, "1|Relationships\n2|Communication\n3|Assessment\n");
	assert_int_equal(fw->outcomes_n, 3);
	assert_int_equal(fw->linkable_n, 3);
}

static void text_without_codes_says_what_to_do(void **state)
{
	(void)state;
	assert_true(is_said(import_problems(a, S("Dear all,\n\nplease find nothing here.\n"), FORMAT_TEXT), PROBLEM_ERROR, "",
		"Number the headings"));
	assert_true(is_said(import_problems(a, S("1 T\xff"), FORMAT_TEXT), PROBLEM_ERROR, "", "UTF-8"));
}

static void publications_in_files_are_read(void **state)
{
	const struct framework *fw = import_file(a, "tests/data/frameworks/standards.txt");

	(void)state;
	shape_is(fw, "1|Builds relationships with children and families\n2|Assesses risk with care, and says what is not known\n"
	             "3|Knows the law\n");
	shape_is(import_file(a, "tests/data/frameworks/standards.html"),
	         "1|Fostering\n.1.1|Children live where they thrive\n..1.1 K1|What makes a placement hold\n"
	         "..1.1 D1|Matches with care \xe2\x80\x94 never by vacancy\n.1.2|Carers are backed\n..1.2 K1|What carers carry\n"
	         "..1.2 K2|Who helps at night\n");
	fw = import_file(a, "tests/data/frameworks/capabilities.md");
	assert_non_null(fw);
	is_text(fw->title, "Practice capabilities");
	assert_int_equal(fw->n, 12);
	assert_int_equal(fw->outcomes_n, 3);
	fw = import_file(a, "tests/data/frameworks/odd.json");
	assert_non_null(fw);
	assert_int_equal(framework_find_thread(fw, S("law")), 1);
	assert_same(fw, import_text(a, case_of(fw), FORMAT_CASE), true);
}

/* ---- size ---- */

static struct str large_case(size_t items, size_t more_links)
{
	struct buf b = buf_new(a, 64 << 20);

	buf_add(&b, S("{" DOC ",\"CFItems\":["));
	for (size_t i = 0; i < items; i++)
		buf_addf(&b, "%s{\"identifier\":\"00000000-0000-4000-8000-%012zu\",\"uri\":\"u\",\"fullStatement\":\"Statement %zu about "
		             "assessing risk with families and children\",\"humanCodingScheme\":\"%zu.%zu K%zu\","
		             "\"lastChangeDateTime\":\"2020-01-02T03:04:05Z\"}", i ? "," : "", i, i, i / 400, i / 20, i % 20);
	buf_add(&b, S("],\"CFAssociations\":["));
	for (size_t i = 0; i < items + more_links; i++) {
		size_t child = i % items;

		buf_addf(&b, "%s{\"identifier\":\"10000000-0000-4000-8000-%012zu\",\"uri\":\"a\",\"associationType\":\"%s\","
		             "\"sequenceNumber\":%zu,\"lastChangeDateTime\":\"2020-01-02T03:04:05Z\",", i ? "," : "", i,
		         i < items ? "isChildOf" : "isRelatedTo", i);
		buf_addf(&b, "\"originNodeURI\":{\"title\":\"t\",\"identifier\":\"00000000-0000-4000-8000-%012zu\",\"uri\":\"u\"},", child);
		if (child % 20 || i >= items)
			buf_addf(&b, "\"destinationNodeURI\":{\"title\":\"t\",\"identifier\":\"00000000-0000-4000-8000-%012zu\",\"uri\":\"u\"}}",
			         child / 20 * 20);
		else
			buf_add(&b, S("\"destinationNodeURI\":{\"title\":\"t\",\"identifier\":\"" DOC_ID "\",\"uri\":\"u\"}}"));
	}
	buf_add(&b, S("]}"));
	return buf_str(&b);
}

static void large_packages_are_read(void **state)
{
	const struct framework *fw = import_text(a, large_case(585, 3368 - 585), FORMAT_CASE);

	(void)state;
	assert_non_null(fw);
	assert_int_equal(fw->n, 585);
	assert_int_equal(fw->links_n, 3368 - 585);
	fw = import_text(a, large_case(15000, 0), FORMAT_CASE);
	assert_non_null(fw);
	assert_int_equal(fw->n, 15000);
	assert_true(is_said(import_problems(a, large_case(20001, 0), FORMAT_CASE), PROBLEM_ERROR, "CFItems", "at most 20000"));
	assert_true(is_said(import_problems(a, (struct str){ arena_alloc(a, 17 << 20), 17 << 20 }, FORMAT_CASE), PROBLEM_ERROR, "",
		"16 MB"));
}

static void twenty_thousand_rows_are_read_and_no_more(void **state)
{
	struct buf b = buf_new(a, 16 << 20);

	(void)state;
	buf_add(&b, S("code,kind,text,parent,threads\n"));
	for (int i = 0; i < 20000; i++)
		buf_addf(&b, "C%d,,Statement %d,%s,one; two\n", i, i, i % 50 ? strf(a, "C%d", i / 50 * 50).p : "");
	assert_int_equal(import_text(a, buf_str(&b), FORMAT_CSV)->n, 20000);
	buf_add(&b, S("D,,One more,,\n"));
	assert_true(is_said(import_problems(a, buf_str(&b), FORMAT_CSV), PROBLEM_ERROR, "", "more than 20000"));
}

static void sixty_four_levels_and_no_more(void **state)
{
	struct buf b = buf_new(a, 1 << 20);

	(void)state;
	buf_add(&b, S("code,text,parent\n"));
	for (int i = 0; i < 64; i++)
		buf_addf(&b, "C%d,x,%s\n", i, i ? strf(a, "C%d", i - 1).p : "");
	assert_non_null(import_text(a, buf_str(&b), FORMAT_CSV));
	buf_add(&b, S("C64,x,C63\n"));
	assert_true(is_said(import_problems(a, buf_str(&b), FORMAT_CSV), PROBLEM_ERROR, "", "C64 is more than 64 levels deep"));
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		T(any_framework_survives_case), T(any_framework_survives_csv), T(any_framework_survives_markdown),
		T(case_export_is_the_same_each_time), T(the_shipped_frameworks_have_their_shape), T(a_real_case_package_is_read),
		T(a_real_spreadsheet_is_read), T(items_stand_in_the_order_of_their_numbers), T(an_item_may_have_two_parents),
		T(cycles_are_refused_by_name), T(dangling_ends_are_refused_by_name), T(every_problem_is_listed_with_its_path),
		T(hostile_json_gets_a_clear_error), T(html_never_comes_through), T(unknown_fields_are_kept_under_extensions),
		T(identifiers_that_are_no_uuid_are_derived_once), T(carried_definitions_and_rubrics_are_made_to_fit),
		T(a_simple_table_is_read), T(a_table_says_what_is_wrong_with_which_line), T(plain_text_is_read_by_its_codes),
		T(markdown_is_read_by_its_codes), T(html_is_read_by_its_codes), T(ten_flat_standards_need_no_levels),
		T(text_without_codes_says_what_to_do), T(publications_in_files_are_read), T(large_packages_are_read), T(twenty_thousand_rows_are_read_and_no_more),
		T(sixty_four_levels_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
