/* layout_view.h — what the frame around every page shows (layout.html) and the plain message page (message.html). */
#ifndef WEB_LAYOUT_VIEW_H
#define WEB_LAYOUT_VIEW_H

#include "web/html.h"

struct menu_item {
	enum word text;
	struct url url;
	bool current;
};
struct menu_items {
	struct menu_item v[8];
	size_t n;
};
struct layout {
	struct str title;
	bool is_error;             /* "Error: " before the title, so that a screen reader says it first */
	struct menu_items menu;
	struct str gone;           /* who has just signed out here; empty for nobody */
	struct str device;         /* who it is, on their device; empty when nobody is signed in */
	struct str person;         /* empty when nobody is signed in */
	struct url account;
	bool demo, demo_people;    /* demo line; with a way to look around as somebody else */
	struct str strip;          /* empty for none */
	struct url change_role;    /* where to choose another role; empty for those with one */
	bool wide, illustrative, dock;
	struct str house;          /* of a page for people without an account (layout_outside.html); empty: it names nobody */
	struct html leave;         /* there: the words of the way out; empty for the usual ones */
	bool own_width;            /* main brings its own containers */
	struct str notice;         /* empty for none */
	struct html main;
	struct str look;           /* classes of how this device wants pages, with a space before each; empty for as they are */
	struct url display;        /* where to say so */
	struct html look_fields;   /* the same on the page itself, where nothing leads away from it */
	struct str here, printed;  /* this page's own path; who printed it and when, on paper */
};

/* A typed text handed back because it could not be saved. */
struct kept_text {
	struct str label, text;
};
struct kept_texts {
	struct kept_text *v;
	size_t n;
};
struct message {
	enum word title, lead, what; /* what: what to do; 0 for none */
	struct str detail;           /* a sentence more, empty for none */
	bool sign_in;                /* show the way in */
	struct kept_texts kept;
	struct str request_id;
};

#endif
