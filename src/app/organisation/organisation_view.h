/* organisation_view.h — what the pages of organisations show. */
#ifndef APP_ORGANISATION_ORGANISATION_VIEW_H
#define APP_ORGANISATION_ORGANISATION_VIEW_H

#include "web/html.h"

struct organisations_view {
	bool all;     /* everybody's, else one's own and its partners */
	bool may_add;
	struct html list;
};

struct shown_field {
	struct html html;
};
struct form_page_view {
	struct url back, action;
	struct str back_words;
	enum word title, lead, button;
	struct html errors, warn, hidden;
	struct {
		struct shown_field *v;
		size_t n;
	} fields;
	bool has_warn, is_not_possible;
};

struct code_shown {
	struct str id, code, when;
	enum word scheme;
	bool is_now;
};
struct codes_shown {
	struct code_shown *v;
	size_t n;
};
struct contact_shown {
	struct str id, name, email, when;
	struct url replace;
	bool is_primary, is_leaving, may_replace, may_make_primary;
};
struct contacts_shown {
	struct contact_shown *v;
	size_t n;
};
struct partner_shown {
	struct str id, name, when;
	struct url url;
	enum word says;
	bool is_now, may_end;
	bool asks_apart, is_apart;   /* one of this employer's own: does it take part in no cases of its people? */
	struct str apart;
};
struct partners_shown {
	struct partner_shown *v;
	size_t n;
};
struct action_shown {
	enum word name, says;
	struct url url;
};
struct line_shown {
	struct str text;
	struct url url; /* empty for none */
	struct str name;
};
struct lines_shown {
	struct line_shown *v;
	size_t n;
};
struct word_shown {
	enum word text;
};
struct organisation_view {
	struct str name, state, liaison, liaison_email, opened, closed, phone, email, address;
	struct url policy;           /* empty: none is named */
	enum word type;
	bool is_closed, follows, may_list, has_answers, has_happened;
	int64_t inductions;
	bool counts;
	struct codes_shown codes;
	struct contacts_shown contacts;
	struct partners_shown partners;
	struct lines_shown names, became;
	struct {
		struct action_shown v[10];
		size_t n;
	} actions;
	struct {
		struct word_shown v[8];
		size_t n;
	} powers, answers;
	struct html happened;
};
struct close_view {
	int64_t inductions, people;
};
struct codes_view {
	struct str name, csrf;
	struct url back, add, end;
	struct html errors, hidden, scheme, code, starts, ends, end_hidden;
	struct codes_shown now, before;
	bool may;
};
struct coordinators_view {
	struct str name;
	struct url back, primary;
	struct html csrf, errors;
	struct contacts_shown contacts;
};
struct replace_view {
	struct str name, leaver_error;
	struct url back, action;
	struct html errors, hidden, new_name, email;
	struct contacts_shown contacts;
};
struct partners_view {
	struct str name;
	struct url back, add, end, say_apart;
	struct html errors, hidden, end_hidden, partner, kind, starts, ends, apart, csrf;
	struct partners_shown now, before;
	bool may, may_end;
};

struct teams_view {
	struct lines_shown teams;
};
struct part_shown {
	struct str name, becomes, team;
	struct url url, becomes_url;
	int64_t inductions, people, codes, partnerships;
	bool stays, is_rest;
};
struct place_option {
	struct str value, name;
	bool chosen;
};
struct place_shown {
	struct str id, name, goes; /* goes: empty where nobody has said it */
	int64_t n;
	bool known;                /* with their work */
	struct {
		struct place_option *v;
		size_t n;
	} options;
};
struct places_view {
	struct {
		struct place_shown *v;
		size_t n;
	} rows;
	int64_t departures;
	bool may_choose;
};
struct succession_view {
	struct places_view places;
	struct url choose;
	struct html errors;
	struct str on, proposed, decided;
	struct html csrf;
	struct url back, confirm, drop;
	bool is_merge, is_done, is_dropped, is_proposer, too_early, alone, may_confirm, may_drop;
	struct lines_shown problems;
	struct {
		struct part_shown *v;
		size_t n;
	} parts;
};
struct succession_row {
	struct str name, on, by;
	struct url url;
	enum word state;
};
struct successions_view {
	struct {
		struct succession_row *v;
		size_t n;
	} rows;
};

#endif
