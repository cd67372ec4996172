/* files_sound.c — how long a recording is, and whether it is one: enough of three containers to say so.
 *
 * Sources: ISO 14496-12 (boxes), RFC 3533 and 7845 (Ogg, Opus), the Vorbis I specification, ISO 11172-3 (frames of MP3) and
 * the customary "Xing" frame with their count.
 */
#include "app/files/files_inside.h"

#include "base/text.h"

enum { SECONDS_MAX = 10 * 60, BOXES_DEEP = 4, OGG_TAIL = 1 << 17, MP3_SEARCH = 64 << 10 };

static uint64_t be(const char *p, int n)
{
	uint64_t v = 0;

	for (int i = 0; i < n; i++)
		v = v << 8 | (unsigned char)p[i];
	return v;
}

static uint64_t le(const char *p, int n)
{
	uint64_t v = 0;

	for (int i = n; i > 0; i--)
		v = v << 8 | (unsigned char)p[i - 1];
	return v;
}

/* A length in seconds is rounded up; 0 is one that could not be found. */
static uint64_t seconds(uint64_t units, uint64_t a_second)
{
	return units && a_second ? units / a_second + 1 : 0;
}

/* ---- M4A ---- */

struct mp4 {
	uint64_t seconds;
	bool has_pictures;
};

static void mvhd(struct mp4 *m, struct str box)
{
	if (box.n >= 32 && box.p[0] == 1)
		m->seconds = seconds(be(box.p + 24, 8), be(box.p + 20, 4));
	else if (box.n >= 20)
		m->seconds = seconds(be(box.p + 16, 4), be(box.p + 12, 4));
}

static void boxes(struct mp4 *m, struct str in, int deep)
{
	while (in.n >= 8) {
		uint64_t size = be(in.p, 4), head = 8;
		struct str kind = str_sub(in, 4, 4), box;

		if (size == 1 && in.n >= 16) {
			size = be(in.p + 8, 8);
			head = 16;
		} else if (size == 0)
			size = in.n;
		if (size < head || size > in.n)
			return;
		box = str_sub(in, head, size - head);
		if (str_eq(kind, S("mvhd")))
			mvhd(m, box);
		else if (str_eq(kind, S("hdlr")) && str_eq(str_sub(box, 8, 4), S("vide")))
			m->has_pictures = true;
		else if (deep < BOXES_DEEP && (str_eq(kind, S("moov")) || str_eq(kind, S("trak")) || str_eq(kind, S("mdia"))))
			boxes(m, box, deep + 1);
		in = str_sub(in, size, SIZE_MAX);
	}
}

/* ---- Ogg ---- */

static uint64_t ogg_seconds(struct str bytes)
{
	size_t opus = str_find(str_sub(bytes, 0, 4096), S("OpusHead"));
	size_t vorbis = str_find(str_sub(bytes, 0, 4096), S("\1vorbis"));
	uint64_t rate = opus != SIZE_MAX ? 48000 : vorbis != SIZE_MAX && vorbis + 16 <= bytes.n ? le(bytes.p + vorbis + 12, 4) : 0;
	struct str rest = bytes.n > OGG_TAIL ? str_sub(bytes, bytes.n - OGG_TAIL, SIZE_MAX) : bytes;
	uint64_t last = 0;
	size_t at;

	while ((at = str_find(rest, S("OggS"))) != SIZE_MAX && at + 14 <= rest.n) {
		uint64_t granule = le(rest.p + at + 6, 8);

		if (granule != UINT64_MAX && granule > last)
			last = granule;
		rest = str_sub(rest, at + 4, SIZE_MAX);
	}
	return seconds(last, rate);
}

/* ---- MP3 ---- */

struct mp3_frame {
	uint64_t bits_a_second, rate, samples;
};

static bool mp3_frame(const char *p, struct mp3_frame *ret)
{
	static const int rates[] = { 44100, 48000, 32000 };
	static const int first[] = { 0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320 };
	static const int second[] = { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160 };
	unsigned b1 = (unsigned char)p[1], b2 = (unsigned char)p[2], version = b1 >> 3 & 3, bits = b2 >> 4, rate = b2 >> 2 & 3;

	if ((unsigned char)p[0] != 0xFF || (b1 & 0xE0) != 0xE0 || version == 1 || (b1 >> 1 & 3) != 1 || bits == 0 || bits == 15 || rate == 3)
		return false;
	ret->bits_a_second = (uint64_t)(version == 3 ? first[bits] : second[bits]) * 1000;
	ret->rate = (uint64_t)rates[rate] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
	ret->samples = version == 3 ? 1152 : 576;
	return true;
}

static uint64_t mp3_seconds(struct str bytes)
{
	struct mp3_frame f;
	size_t at = 0, end, counted;

	if (bytes.n > 10 && str_starts(bytes, S("ID3")))
		at = 10 + ((size_t)(bytes.p[6] & 127) << 21 | (size_t)(bytes.p[7] & 127) << 14 | (size_t)(bytes.p[8] & 127) << 7 |
		           (size_t)(bytes.p[9] & 127));
	end = at + MP3_SEARCH;
	for (; at + 4 <= bytes.n && at < end; at++) {
		if (!mp3_frame(bytes.p + at, &f))
			continue;
		counted = str_find(str_sub(bytes, at, 64), S("Xing"));
		if (counted == SIZE_MAX)
			counted = str_find(str_sub(bytes, at, 64), S("Info"));
		if (counted != SIZE_MAX && at + counted + 12 <= bytes.n && (bytes.p[at + counted + 7] & 1))
			return seconds(be(bytes.p + at + counted + 8, 4) * f.samples, f.rate);
		return seconds((uint64_t)(bytes.n - at) * 8, f.bits_a_second);
	}
	return 0;
}

enum file_trouble file_probe_sound(struct str bytes)
{
	struct mp4 m = { 0 };

	if (str_starts(bytes, S("OggS")))
		m.seconds = ogg_seconds(bytes);
	else if (str_eq(str_sub(bytes, 4, 4), S("ftyp")))
		boxes(&m, bytes, 0);
	else
		m.seconds = mp3_seconds(bytes);
	if (m.has_pictures)
		return FILE_FILM;
	return !m.seconds ? FILE_BROKEN : m.seconds > SECONDS_MAX + 1 ? FILE_LONG : FILE_FINE;
}
