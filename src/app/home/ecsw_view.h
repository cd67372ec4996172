/* ecsw_view.h — what an ECSW's first screen shows. */
#ifndef APP_HOME_ECSW_VIEW_H
#define APP_HOME_ECSW_VIEW_H

#include "app/coverage/coverage.h"

struct path_mark {
	struct str text, when, css; /* css: classes, from a fixed set */
	int at;                     /* months from the start */
	bool now, done;
};
struct path_marks {
	struct path_mark v[16];
	size_t n;
};
struct need {
	struct url url;
	struct str who, title, about, due;
	bool late;
	struct str comment, by, code, asked; /* a question; empty for a draft */
	struct str action;
};
struct needs {
	struct need *v;
	size_t n;
};
struct task {
	struct url url;
	struct str title, note, due, due_note;
	bool late;
};
struct tasks {
	struct task *v;
	size_t n;
};
struct helper {
	struct str name;
	enum word role, what;
};
struct helpers {
	struct helper *v;
	size_t n;
};
struct news_item {
	struct url url;
	struct str title, says, sentence, by;
};
struct news_items {
	struct news_item *v;
	size_t n;
};
struct kind_link {
	struct url url;
	enum word text;
};
struct kind_links {
	struct kind_link v[8];
	size_t n;
};
struct ecsw_home {
	struct html after;       /* steps of theirs that follow it */
	struct html decisions;   /* the outcome, once there is something to know */
	struct url outcome;
	struct html talk;        /* conversations that wait for them */
	struct html agreed;      /* what they asked for that waits to be agreed */
	struct html moves;       /* an offer of a newer version of their programme */
	struct html time;        /* the question about protected time */
	struct html support;     /* what of support waits for them */
	struct html reviews;     /* those that wait for them, and what was agreed */
	struct html supervision; /* records to countersign */
	struct html observed;    /* observations to reflect on or to agree */
	struct url supervisions, agreement, adjustments, plan, ask;
	struct str day, name;
	bool is_empty;
	bool details_open;        /* registration details are missing */
	int details_done, details_all;
	struct str lead;
	struct url record;
	struct kind_links kinds;
	struct path_marks path;
	struct needs needs;
	struct tasks waiting;
	struct news_items news;
	struct helpers people;
	struct domain_views domains;
	int enough, all;
	struct url peb_full, peb_half, peb_none, late_icon;
};

#endif
