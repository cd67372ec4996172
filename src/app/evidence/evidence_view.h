/* evidence_view.h — what the templates of this feature show. */
#ifndef APP_EVIDENCE_EVIDENCE_VIEW_H
#define APP_EVIDENCE_EVIDENCE_VIEW_H

#include "web/html.h"

#define LIST_VIEW(name) \
	struct name##s {    \
		struct name *v; \
		size_t n;       \
	}

/* ---- choosing statements ---- */

struct evidence_tick {
	struct str key, number, code;
	struct html text;
	bool on, fixed;
	int32_t item; /* index */
};
LIST_VIEW(evidence_tick);
struct evidence_outcome {
	struct str code, name;
	bool alone; /* nothing to fold: ticks stand by themselves */
	struct evidence_ticks ticks;
	size_t statements, number; /* how many there are; which outcome of the page it is */
	bool more;                 /* than stand here */
	struct url list;           /* where the rest is asked for */
};
LIST_VIEW(evidence_outcome);
struct evidence_domain {
	struct str code, name;
	bool alone;
	size_t statements;
	struct evidence_outcomes outcomes;
};
LIST_VIEW(evidence_domain);
struct evidence_chip {
	struct str key, number, text;
};
LIST_VIEW(evidence_chip);
struct evidence_chip_group {
	struct str code, name;
	struct evidence_chips chips;
};
LIST_VIEW(evidence_chip_group);
struct evidence_thread {
	struct str key, title;
	bool chosen;
};
LIST_VIEW(evidence_thread);
struct evidence_picker {
	struct evidence_domains domains;
	struct url fetch; /* the statements that do not stand on the page; empty when all do */
	bool listed;      /* all were asked for: their domains are open */
	struct evidence_chip_groups linked;
	size_t linked_n;
	struct evidence_ticks found;
	bool searched;
	struct str find, codes;
	struct evidence_threads threads;
	struct html suggest; /* app/suggest */
	bool many;           /* so many that it asks which are strongest */
	struct str codes_error, link_error;
	bool adding; /* to a piece whose words stand */
};

/* ---- the record page ---- */

struct evidence_note {
	struct str text;
};
LIST_VIEW(evidence_note);
struct evidence_kind_choice {
	struct str key;
	enum word name;
	struct str hint;
	struct url url;
	bool chosen;
};
LIST_VIEW(evidence_kind_choice);
struct evidence_draft {
	struct str title, when;
	struct url url;
	struct str tab;
};
LIST_VIEW(evidence_draft);
/* One question of the form. A long text is laid out with its notes; anything else comes drawn. */
struct evidence_prompt {
	struct str id, label, help, value, error, described;
	struct html html;
	struct evidence_notes notes;
	bool is_long, is_text, folds, open;
	int rows;
};
LIST_VIEW(evidence_prompt);
struct evidence_record {
	struct url action, back, privacy, put_aside;
	struct html csrf, hidden, errors;
	struct str title; /* of the page: the kind */
	enum word back_word;
	bool is_new, is_draft, is_shared, is_submitted;
	bool only_words; /* held back with a view: kind, date, links and files stand */
	struct str kind;  /* its key */
	struct str saved;
	struct str warning; /* why a save did not go through; empty for none */
	struct html title_field, on_field, setting_field;
	struct evidence_kind_choices kinds;
	struct str kind_error;
	struct str note, stage; /* of the form; when in the programme */
	struct evidence_prompts prompts;
	struct evidence_threads themes;
	bool has_themes, themes_open, has_setting, no_files;
	struct str themes_error, last_said; /* last_said: setting and themes of the piece before; empty for none */
	struct html files;
	struct evidence_picker picker;
	struct str assessor, supervisor;
	int answer_days;
	struct evidence_drafts drafts;
	struct str restored; /* when the words shown were kept; empty when none were restored */
};
struct evidence_choose_kind {
	struct url back;
	struct evidence_kind_choices kinds;
	struct evidence_drafts drafts;
};

/* ---- two versions ---- */

struct evidence_span {
	struct str text;
	bool added, removed;
};
LIST_VIEW(evidence_span);
struct evidence_difference {
	struct str label;
	struct str mine, theirs; /* as they are */
	struct evidence_spans spans;
	bool same;
};
LIST_VIEW(evidence_difference);
struct evidence_kept {
	struct str name, text;
};
LIST_VIEW(evidence_kept);
struct evidence_conflict {
	struct url action, piece;
	struct html hidden;
	struct str saved;
	bool stands; /* a view was given: the words can't be changed any more */
	struct evidence_differences rows;
	struct str mine_title, mine_text, mine_codes, mine_on, mine_kind, mine_setting;
	struct str mine_day, mine_month, mine_year;
	struct evidence_chips mine_links;
	struct evidence_kepts mine_answers, mine_themes;
	enum word mine_act_word;
	struct str mine_act;
};
struct evidence_version_view {
	struct url back, before, after, concern;
	bool has_before, has_after, can_concern;
	struct str title, saved, before_label, after_label;
	int64_t number;
	struct evidence_differences rows;
	bool is_first;
};

struct evidence_changed_view {
	struct str read; /* when the reader last read it */
	struct evidence_differences rows;
};

/* ---- a piece ---- */

struct evidence_voice {
	struct str text, who;
	bool is_own, agreed;
};
LIST_VIEW(evidence_voice);
struct evidence_link {
	struct str id, key, code;
	struct html text;
	struct url url;
	struct str when;
	struct evidence_voices voices;
	struct str typed, error; /* of an answer */
	struct html again;
	bool can_answer;
};
LIST_VIEW(evidence_link);
struct evidence_link_group {
	struct str name; /* of the mark: agreed, waiting, question, none */
	struct str sign, title;
	struct evidence_links links;
};
LIST_VIEW(evidence_link_group);
struct evidence_paragraph {
	struct str text;
	struct html html; /* the same; words somebody speaks about lead to what was said */
};
LIST_VIEW(evidence_paragraph);
struct evidence_said {
	struct str who, role, when;
	bool is_own, tainted; /* tainted: its writer has declared a conflict of interest since */
	enum word lead;
	struct str text;
	struct evidence_voices asks;
};
LIST_VIEW(evidence_said);
struct evidence_past {
	struct str what, more, when, iso;
	struct url version;
	bool has_version;
};
LIST_VIEW(evidence_past);
struct evidence_said_answer {
	struct str id, label, field; /* field: as a comment on it is filed */
	struct evidence_paragraphs text;
};
LIST_VIEW(evidence_said_answer);
struct evidence_answer_part {
	struct str id, by;
	enum word title;
	bool is_writers, is_mine, is_owed;
	struct url url;
	struct evidence_said_answers answers;
};
LIST_VIEW(evidence_answer_part);
struct evidence_words {
	struct evidence_answer_parts parts;
};
struct evidence_owed_row {
	struct url url;
	struct str title, name, due;
	enum word part, kind;
	bool late;
};
LIST_VIEW(evidence_owed_row);
struct evidence_owed_view {
	struct url icon;
	struct evidence_owed_rows rows;
};
struct evidence_field {
	struct html html;
};
LIST_VIEW(evidence_field);
struct evidence_part_view {
	struct url action, back, concern;
	struct html hidden, errors, again;
	struct str kicker, title, lead, note, due, send;
	bool moved;
	struct evidence_fields fields;
	struct evidence_answer_parts parts;
};
struct evidence_fact {
	enum word label;
	struct str value;
};
LIST_VIEW(evidence_fact);
struct evidence_piece {
	struct html outsiders;     /* what people without an account said for it, and its observation */
	struct html talk, changed; /* conversations; what its words have become since the reader last read them */
	struct url back, edit, add_links, withdraw, answer, judge, concern, privacy, send_back, pdf;
	struct html csrf;
	struct html errors;
	enum word back_word;
	struct str kicker, title, lead;
	struct str printed, name, employer, assessor;
	bool is_own, can_edit, can_add_links, can_withdraw, can_judge, can_concern, is_withdrawn, is_draft, has_question, is_held, can_send_back;
	struct url question;
	int64_t version;
	struct str links_title;
	struct evidence_link_groups groups;
	struct evidence_links withdrawable;
	struct evidence_facts facts;
	struct evidence_answer_parts parts;
	struct url part; /* this reader's part that is owed */
	bool owes_part;
	struct html files;
	struct evidence_saids said;
	struct evidence_pasts history;
	struct str concern_noted;
	struct str answer_kept; /* typed for a link that is no longer a question */
};

/* ---- the list ---- */

struct evidence_row {
	struct url url;
	struct str title, kind, on, counts;
	enum word state;
	struct str state_text;
	bool is_ball, is_you, is_agreed, is_plain;
};
LIST_VIEW(evidence_row);
struct evidence_option {
	struct str key;
	enum word name;
	bool chosen;
};
LIST_VIEW(evidence_option);
struct evidence_list_view {
	struct str title, lead;
	bool is_own, is_empty, is_none, has_induction, can_add;
	struct url record, asks, prints, action, all, order; /* asks: what others were asked for (app/outsider) */
	struct str q, none;
	struct evidence_options kinds, states;
	struct str shown;
	bool oldest;
	struct str order_value;
	struct evidence_rows rows;
	bool has_before, has_next;
	struct url before, next;
	int page, pages;
	int64_t total_all;
};

#endif
