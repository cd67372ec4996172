// Every page in every role: signs in as each of the demo people, follows the links they have, and looks at each page at
// 1280, 360 and 320 px. A line of the result is a role and a route; what is wrong stands below it.
//
// Of a pattern such as /evidence/:id at most two pages are looked at a role, so that the run stays short. What no link leads to
// is made first: the pages of people without an account, and a piece with names in it. ONLY_AS=ben,mo looks at those people's
// pages (ONLY_AS=outsider at those); SHOTS=folder keeps a picture of each page at 1280 and 360 px.
import { mkdirSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { all_laid_out, axe_on, sideways } from './axe.mjs';
import { AXE, failed, make_world, open_browser, open_house, people_of, sign_in, tap } from './house.mjs';
import { WORDS, family_link, findings_path, observer_link, professional_link } from './outside.mjs';

const A_ROLE = 2;              // pages of one pattern a role
const A_PERSON = 2;            // … and a person, so that several people's pages are seen
const VISITS = 260;            // in all
const A_TAB = 30;              // visits, before a fresh tab: a browser keeps what axe-core has made
const KB = 1024;
const SMALL = 60 * KB;
const LARGE = 120 * KB;        // pages that show every statement, or a whole cohort
const PACKED = 15 * KB;        // of coverage and cohort, gzipped
const SCRIPT = 40 * KB;        // of ours on a page
const FIRST_SCREENS = ['/', '/evidence', '/coverage', '/desk', '/cohort'];
const MAY_BE_LARGE = /\/coverage$|\/cohort|\/print$/;
const IS_PACKED = /\/coverage$|^\/cohort$/;
const FILE = /\/export\.[a-z]+$|\.(?:csv|ics|json|md|txt|zip|pdf|xlsx)$|\/files\/[^/]+$/;
const MISSING = '/there-is-no-such-page';
const shots = process.env.SHOTS;

// Ids, codes and page numbers are one pattern; of a query only which questions it asks.
function pattern_of(url) {
	const path = url.pathname.split('/').map((part) =>
		/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(part) ? ':id' : /^[\d.]+$/.test(part) ? ':n' : part).join('/');
	const asked = [...new Set(url.searchParams.keys())].sort();
	return path + (asked.length ? `?${asked.join('&')}` : '');
}

// The sign-in page says what somebody does in their own place's words.
const role_of = ({ role }) => (/adviser|Early-career/.test(role) ? 'ECSW' : /assessor/.test(role) ? 'Practice assessor' : role);

const results = new Map();   // "role pattern" -> what is wrong, as lines
const counts = new Map();
let visits = 0;

function wanted(person, pattern) {
	const a_role = `${person.role} ${pattern}`;
	const a_person = `${person.key} ${pattern}`;
	const n = counts.get(a_role) || 0;
	const own = counts.get(a_person) || 0;
	const first = FIRST_SCREENS.includes(pattern) && own === 0;
	const any = counts.get(pattern) || 0;
	const plain = !pattern.includes(':');
	// a page for everybody is looked at once in each further role
	const most = any >= A_ROLE ? 1 : A_ROLE;
	if (!first && (n >= most || own >= (plain ? 1 : A_PERSON) || visits >= VISITS)) return false;
	counts.set(a_role, n + 1);
	counts.set(a_person, own + 1);
	counts.set(pattern, any + 1);
	visits++;
	return true;
}

// What the bytes say: how many they are, and that nothing is styled or scripted inside them.
function read_source(pattern, html) {
	const wrong = [];
	const bytes = Buffer.byteLength(html);
	const most = MAY_BE_LARGE.test(pattern.split('?')[0]) ? LARGE : SMALL;
	if (bytes > most) wrong.push(`${Math.round(bytes / KB)} KB of HTML, more than ${most / KB}`);
	const packed = IS_PACKED.test(pattern.split('?')[0]) ? gzipSync(html).length : 0;
	if (packed > PACKED) wrong.push(`${Math.round(packed / KB)} KB gzipped, more than ${PACKED / KB}`);
	if (/<[^>]+\sstyle=/i.test(html) || /<style\b/i.test(html)) wrong.push('a style inside the page');
	if (/<[^>]+\son[a-z]+=/i.test(html) || /<script(?![^>]*\bsrc=)/i.test(html)) wrong.push('a script inside the page');
	if (!/<title>[^<]*\S[^<]*<\/title>/.test(html)) wrong.push('no title');
	if (!/<html[^>]*\blang="/.test(html)) wrong.push('no language');
	return wrong;
}

// A page of a kind that was seen is the same in each role but for its menu and its words: after the first it is looked at on a
// phone only, where all of it is drawn.
async function look(page, arrive, pattern, name, status) {
	const often = counts.get(pattern) > 1;
	const noise = [];
	const heard = (message) => {
		if (!['error', 'warning'].includes(message.type())) return;
		// a page that answers 404 says so in the console too
		if (status >= 400 && /Failed to load resource/.test(message.text())) return;
		// families' pages name no icon, so that none stands in their history: a browser then asks for one by itself
		if (new URL(message.location().url || 'about:blank').pathname === '/favicon.ico') return;
		noise.push(`console: ${message.text()}`);
	};
	const threw = (error) => noise.push(`script: ${error.message}`);
	page.on('console', heard);
	page.on('pageerror', threw);
	try {
		await page.setViewportSize({ width: 1280, height: 900 });
		const answer = await arrive();
		const wrong = answer.status() === status ? [] : [`answered ${answer.status()}`];
		wrong.push(...read_source(pattern, await answer.text()), ...await scripts_of(page));
		await page.evaluate(AXE);
		await page.evaluate(all_laid_out);
		if (!often) wrong.push(...await axe_on(page, 1280));
		wrong.push(...await sideways(page, 1280));
		if (shots) await page.screenshot({ path: `${shots}/${name}-1280.png`, fullPage: true });
		await page.setViewportSize({ width: 360, height: 740 });
		wrong.push(...await axe_on(page, 360), ...await sideways(page, 360));
		if (shots) await page.screenshot({ path: `${shots}/${name}-360.png`, fullPage: true });
		await page.setViewportSize({ width: 320, height: 740 });
		wrong.push(...await sideways(page, 320), ...noise);
		return wrong;
	} finally {
		page.off('console', heard);
		page.off('pageerror', threw);
	}
}

// How much script a page has loaded, from the cache too.
async function scripts_of(page) {
	const bytes = await page.evaluate(() => performance.getEntriesByType('resource')
		.filter((r) => /\.js$/.test(r.name)).reduce((n, r) => n + r.decodedBodySize, 0));
	return bytes > SCRIPT ? [`${Math.round(bytes / KB)} KB of scripts, more than ${SCRIPT / KB}`] : [];
}

const links_of = (page) => page.$$eval('a[href]', (all) => all.map((a) => a.href));

function note(person, pattern, where, wrong) {
	const key = `${person.role}: ${pattern}`;
	const said = results.get(key) || [];
	said.push(...wrong.map((line) => `${person.key} ${where}: ${line}`));
	results.set(key, said);
}

async function crawl(browser, house, person) {
	const context = await browser.newContext();
	let page = person.key ? await sign_in(context, house, person.key) : await context.newPage();
	let used = 0;
	const todo = [new URL('/', house.url), new URL(MISSING, house.url)];
	if (!person.key) todo.push(new URL('/sign-in', house.url));
	const seen = new Set();
	const again = [];
	while (todo.length || again.length) {
		// what is new comes before another page of a pattern that was seen
		const url = todo.shift() || again.shift();
		url.hash = '';
		const pattern = pattern_of(url);
		if (url.origin !== house.url || seen.has(url.href)) continue;
		if (!url.late && counts.has(`${person.key} ${pattern}`)) {
			url.late = true;
			again.push(url);
			continue;
		}
		seen.add(url.href);
		if (!wanted(person, pattern)) continue;
		if (FILE.test(url.pathname)) {
			const answer = await context.request.get(url.href);
			note(person, pattern, url.pathname, answer.ok() ? [] : [`answered ${answer.status()}`]);
			continue;
		}
		const status = url.pathname === MISSING ? 404 : 200;
		if (++used % A_TAB === 0) {
			await page.close();
			page = await context.newPage();
		}
		const name = `${person.key || 'visitor'}${pattern.replace(/[^a-z0-9]+/gi, '-')}-${counts.get(`${person.key} ${pattern}`)}`;
		try {
			note(person, pattern, url.pathname + url.search, await look(page, () => page.goto(url.href, { waitUntil: 'load' }), pattern, name, status));
			todo.push(...(await links_of(page)).map((href) => new URL(href)));
		} catch (error) {
			note(person, pattern, url.pathname + url.search, [error.message]);
		}
	}
	await context.close();
}

// ---- what no link leads to ----

// A form sent by keyboard: the answer, once it is the page.
async function sent(page) {
	const button = page.locator('main form button[type=submit], main form button:not([type]):not([name])').first();
	const [answer] = await Promise.all([
		page.waitForResponse((r) => r.request().isNavigationRequest() && r.request().method() === 'POST'),
		page.waitForEvent('load'), button.press('Enter'),
	]);
	return answer;
}

// Each is { name, as, status, arrive }: arrive(page) is the answer that became the page. In their order: what is sent is sent.
async function unlinked(browser, house) {
	const made = async (make) => {
		const context = await browser.newContext();
		try {
			return await make(context, house);
		} finally {
			await context.close();
		}
	};
	const professional = await made(professional_link);
	const observer = await made(observer_link);
	const family = await made(family_link);
	const urdu = await made((context, in_house) => family_link(context, in_house, 'آپ کی بات'));
	const findings = await made(findings_path);
	const at = (path) => (page) => page.goto(house.url + path, { waitUntil: 'load' });
	const filled = (path, fields) => async (page) => {
		await at(path)(page);
		for (const [name, words] of Object.entries(fields)) await page.fill(`[name="${name}"]`, words);
		return sent(page);
	};
	return [
		{ name: '/a, a professional', status: 200, arrive: at(professional) },
		{ name: '/a, a professional, not all said', status: 422, arrive: filled(professional, { 'answers.well': 'Well.' }) },
		{ name: '/a, thanks to a professional', status: 200, arrive: filled(professional, WORDS) },
		{ name: '/a, used', status: 200, arrive: at(professional) },
		{ name: '/a, used, the wrong code', status: 422, arrive: filled(professional, { code: 'heron 10 lamp' }) },
		{ name: '/a, an observer', status: 200, arrive: at(observer) },
		{ name: '/a, an observer, nothing said', status: 422, arrive: filled(observer, {}) },
		{ name: '/a, a family', status: 200, arrive: at(family) },
		{ name: '/a, thanks to a family', status: 200, arrive: filled(family, { 'q.words': 'She listens.' }) },
		{ name: '/a, a family in another language', status: 200, arrive: at(urdu) },
		{ name: '/a, a family in another language, nothing said', status: 422, arrive: filled(urdu, {}) },
		{ name: '/a, thanks in another language', status: 200, arrive: filled(urdu, { 'q.words': 'She listens.' }) },
		{ name: '/a, used, in another language', status: 200, arrive: at(urdu) },
		{ name: '/a, closed', status: 404, arrive: at(`/a/${'x'.repeat(43)}`) },
		{ name: '/evidence/:id/privacy, with findings', as: 'amina', status: 200, arrive: at(findings) },
	];
}

async function look_at_unlinked(browser, house) {
	for (const { name, as, status, arrive } of await unlinked(browser, house)) {
		const context = await browser.newContext();
		const person = { key: as || 'outsider', role: as ? 'ECSW' : 'outsider' };
		try {
			const page = as ? await sign_in(context, house, as) : await context.newPage();
			note(person, name, '', await look(page, () => arrive(page), name, `outside${name.replace(/[^a-z0-9]+/gi, '-')}`, status));
		} catch (error) {
			note(person, name, '', [error.message]);
		}
		visits++;
		await context.close();
	}
}

const world = await make_world();
try {
	if (shots) mkdirSync(shots, { recursive: true });
	const house = await open_house(world);
	const browser = await open_browser();
	const first = await browser.newPage();
	const people = (await people_of(first, house)).map((p) => ({ ...p, role: role_of(p) }));
	await first.close();
	// one of each role before anybody's colleague
	const is_first = (p, i) => people.findIndex((other) => other.role === p.role) === i;
	const waiting = [{ key: '', role: 'visitor' }, ...people.filter(is_first), ...people.filter((p, i) => !is_first(p, i))].filter((p) => !process.env.ONLY_AS || process.env.ONLY_AS.split(',').includes(p.key));
	if (!process.env.ONLY_AS || process.env.ONLY_AS.split(',').includes('outsider')) {
		await look_at_unlinked(browser, house).catch((error) => note({ key: '', role: 'outsider' }, 'every page', '', [error.stack]));
	}
	const lane = async () => {
		for (let person = waiting.shift(); person; person = waiting.shift()) {
			await crawl(browser, house, person).catch((error) => note(person, 'every page', '', [error.message]));
		}
	};
	await Promise.all([lane(), lane()]);
	for (const [name, wrong] of [...results].sort(([a], [b]) => a.localeCompare(b))) tap(!wrong.length, name, wrong);
	await browser.close();
	const faults = await house.stop();
	tap(!faults.length, 'the service was well to the end', faults);
	process.stdout.write(`# ${visits} pages looked at\n`);
} finally {
	world.close();
}
process.exitCode = failed() ? 1 : 0;
