/* fetch.c — libcurl, on a short lead. */
#include "web/fetch.h"

#include <curl/curl.h>

enum { CONNECT_SECONDS = 5, WHOLE_SECONDS = 15 };

struct taking {
	struct buf body;
};

static size_t take(char *p, size_t size, size_t n, void *arg)
{
	struct taking *t = arg;

	buf_add(&t->body, (struct str){ p, size * n });
	return t->body.full ? 0 : size * n; /* less than what came ends it */
}

static struct curl_slist *headers_of(struct arena *a, const struct fetch *f)
{
	struct curl_slist *list = curl_slist_append(NULL, "Accept: application/json");

	if (list && f->bearer.n)
		list = curl_slist_append(list, strf(a, "Authorization: Bearer %.*s", STR_FMT(f->bearer)).p);
	return list;
}

static void set_up(CURL *curl, struct arena *a, const struct fetch *f, struct curl_slist *headers, struct taking *t)
{
	curl_easy_setopt(curl, CURLOPT_URL, str_c(a, f->url));
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, strf(a, "Cairn/" CAIRN_VERSION " (+%.*s)", STR_FMT(f->agent_url)).p);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)WHOLE_SECONDS);
	curl_easy_setopt(curl, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)f->max);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	if (f->form.n) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)f->form.n);
		curl_easy_setopt(curl, CURLOPT_COPYPOSTFIELDS, f->form.p);
	}
	if (f->user.n) {
		curl_easy_setopt(curl, CURLOPT_HTTPAUTH, (long)CURLAUTH_BASIC);
		curl_easy_setopt(curl, CURLOPT_USERNAME, str_c(a, f->user));
		curl_easy_setopt(curl, CURLOPT_PASSWORD, str_c(a, f->password));
	}
}

enum rc fetch(struct arena *a, const struct fetch *f, struct fetched *ret, struct str *ret_why)
{
	struct taking t = { buf_new(a, f->max) };
	CURL *curl = curl_easy_init();
	struct curl_slist *headers = headers_of(a, f);
	CURLcode code = CURLE_OUT_OF_MEMORY;
	long status = 0;

	if (curl && headers) {
		set_up(curl, a, f, headers, &t);
		code = curl_easy_perform(curl);
		curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
	}
	curl_slist_free_all(headers);
	curl_easy_cleanup(curl);
	if (code != CURLE_OK || t.body.full) {
		*ret_why = t.body.full ? S("the answer is too large") : strf(a, "no answer: %s", curl_easy_strerror(code));
		return t.body.full ? TOO_LARGE : BUSY;
	}
	*ret = (struct fetched){ (int)status, buf_str(&t.body) };
	return OK;
}
