// What a screen reader is given: Chromium's accessibility tree of the main pages, and of the standard tasks as they are done by keyboard
// alone. Of each page: its title, landmarks, headings in their order; of each control its name, role, state and description; tables and
// groups with what they are called; what is announced while somebody writes. No page is listened to with eyes: a failure names page and
// control. ONLY_SPOKEN=word has the tasks whose name has the word; HEARD=1 prints each page as it is read.
import { failed, make_world, open_browser, open_house, sign_in, tap } from './house.mjs';
import { family_link, findings_path, induction_of, professional_link } from './outside.mjs';

const WAIT = 20000;
const TABS = 150; // at most, to a control
const CONTROLS = new Set(['button', 'link', 'textbox', 'searchbox', 'checkbox', 'radio', 'combobox', 'listbox', 'spinbutton', 'switch', 'slider', 'DisclosureTriangle', 'menuitem', 'tab', 'option']);
const FIELDS = new Set(['textbox', 'searchbox', 'checkbox', 'radio', 'combobox', 'listbox', 'spinbutton']);
const LANDMARKS = new Set(['banner', 'main', 'navigation', 'contentinfo', 'complementary', 'search', 'region', 'form']);
const ONE = ['banner', 'main', 'contentinfo']; // at most one of each
const HEADS = new Set(['columnheader', 'rowheader']);
const PLACES = new Set(['row', 'listitem', 'group', 'radiogroup', 'region', 'article', 'navigation', 'paragraph', 'DescriptionListDetail', 'definition', 'form']);

class Broken extends Error {}
function must(fact, words) {
	if (!fact) throw new Broken(words);
}
const until = async (what, words) => {
	for (const end = Date.now() + WAIT; Date.now() < end;) {
		if (await what().catch(() => false)) return;
		await new Promise((done) => setTimeout(done, 50));
	}
	throw new Broken(words);
};

// ---- the tree ----

const value = (v) => (v && v.value !== undefined ? v.value : '');
const clean = (text) => String(text || '').replace(/\s+/g, ' ').trim();

function node_of(raw, parent) {
	const node = { role: value(raw.role), name: clean(value(raw.name)), description: clean(value(raw.description)), value: value(raw.value),
		dom: raw.backendDOMNodeId, parent, children: [] };
	for (const p of raw.properties || []) node[p.name] = value(p.value);
	return node;
}

// heard — all that is not left out, in the order in which it is read, as a list; each knows what it stands in.
async function heard(page) {
	page.spoken = page.spoken || await page.context().newCDPSession(page);
	await page.spoken.send('Accessibility.enable');
	const { nodes } = await page.spoken.send('Accessibility.getFullAXTree');
	const by_id = new Map(nodes.map((n) => [n.nodeId, n]));
	const all = [];
	(function walk(raw, parent) {
		const node = raw.ignored ? parent : node_of(raw, parent);
		if (!raw.ignored) {
			all.push(node);
			if (parent) parent.children.push(node);
		}
		for (const id of raw.childIds || []) if (by_id.has(id)) walk(by_id.get(id), node);
	})(nodes[0], null);
	return all;
}

const texts = (node) => (node.role === 'StaticText' ? node.name : clean(node.children.map(texts).join(' ')));
const inside = (node, roles) => {
	for (let at = node.parent; at; at = at.parent) if (roles.has(at.role)) return at;
	return null;
};
const said_of = (n) => clean([n.name, n.role, n.level && `level ${n.level}`, n.checked && `checked ${n.checked}`, n.expanded !== undefined && `expanded ${n.expanded}`,
	n.required && 'required', n.invalid && n.invalid !== 'false' && 'invalid', n.disabled && 'disabled', n.description && `(${n.description})`].filter(Boolean).join(', '));

// ---- what is wrong with a page ----

function title_wrong(all, title) {
	const wrong = title.trim() ? [] : ['the page has no title'];
	if (all[0].name !== clean(title)) wrong.push(`the page is called “${all[0].name}”, its title is “${title}”`);
	return wrong;
}

function headings_wrong(all) {
	const heads = all.filter((n) => n.role === 'heading');
	const first = heads.filter((n) => n.level === 1);
	const wrong = first.length === 1 ? [] : [`${first.length} headings of the first level: ${first.map((n) => n.name).join(' | ')}`];
	heads.forEach((n, i) => {
		if (!n.name) wrong.push(`a heading of level ${n.level} with nothing in it`);
		if (i && n.level > heads[i - 1].level + 1) wrong.push(`heading “${n.name}” is of level ${n.level} behind level ${heads[i - 1].level}, “${heads[i - 1].name}”`);
	});
	return wrong;
}

function landmarks_wrong(all) {
	const marks = all.filter((n) => LANDMARKS.has(n.role));
	const wrong = ONE.filter((role) => marks.filter((n) => n.role === role).length > 1).map((role) => `more than one ${role}`);
	if (!marks.some((n) => n.role === 'main')) wrong.push('no main landmark');
	const seen = new Map();
	for (const n of marks.filter((m) => !ONE.includes(m.role) && (m.role !== 'form' || m.name))) { // a form without a name is no landmark
		const key = `${n.role} ${n.name}`;
		if (seen.has(key)) wrong.push(`two landmarks that cannot be told apart: ${n.role} “${n.name}”`);
		seen.set(key, n);
	}
	return wrong;
}

function controls_wrong(all) {
	const wrong = [];
	for (const n of all.filter((m) => CONTROLS.has(m.role))) {
		if (!n.name && !(n.role === 'option' && n.value === '')) wrong.push(`a ${n.role} without a name, in “${texts(inside(n, PLACES) || n).slice(0, 60)}”`);
		if (n.role === 'radio' && !inside(n, new Set(['group', 'radiogroup']))) wrong.push(`radio “${n.name}” is in no group`);
	}
	for (const n of all.filter((m) => (m.role === 'group' || m.role === 'radiogroup') && all.some((c) => c.role === 'radio' && inside(c, new Set([m.role])) === m))) {
		if (!n.name) wrong.push(`a group without a name: ${texts(n).slice(0, 80)}`);
	}
	for (const n of all.filter((m) => m.role === 'image' || m.role === 'img')) if (!n.name) wrong.push('a picture without a name');
	return wrong;
}

// Where a control stands, as it is found out about: the nearest thing around it that is called something or says more than the control, and
// the heading above.
function place_of(n, heading) {
	const around = [];
	for (let at = n.parent; at; at = at.parent) {
		if (!PLACES.has(at.role)) continue;
		const words = at.name || texts(at);
		if (words && words !== n.name) around.push(words);
		if (at.role === 'row' || at.role === 'listitem' || at.role === 'paragraph' || at.role === 'article') break;
	}
	return `${heading} / ${around.join(' / ')}`;
}

async function doubles_wrong(page, all) {
	const links = all.filter((n) => n.role === 'link');
	const urls = new Map(links.map((n) => [n, String(n.url || '').replace(/#$/, '')]));
	const seen = new Map();
	const wrong = [];
	let heading = '';
	for (const n of all) {
		if (n.role === 'heading') heading = n.name;
		if (!CONTROLS.has(n.role) || n.role === 'option' || !n.name) continue;
		const key = [n.role, n.name, n.description, place_of(n, heading)].join('|');
		const other = seen.get(key);
		if (other && !(n.role === 'link' && urls.get(other) === urls.get(n))) wrong.push(`two that cannot be told apart: ${said_of(n)}, under “${heading}”`);
		seen.set(key, n);
	}
	return wrong;
}

function tables_wrong(all) {
	const wrong = [];
	for (const t of all.filter((n) => n.role === 'table' || n.role === 'grid')) {
		const of_it = all.filter((n) => inside(n, new Set(['table', 'grid'])) === t);
		const name = t.name || texts(t).slice(0, 50);
		if (!t.name) wrong.push(`a table without a name: ${name}`);
		const heads = of_it.filter((n) => HEADS.has(n.role));
		if (!heads.some((n) => n.role === 'columnheader')) wrong.push(`table “${name}” has no column headers`);
		const empty = heads.filter((n) => !n.name && !texts(n)).length;
		if (empty) wrong.push(`table “${name}” has ${empty} empty headers`);
	}
	return wrong;
}

function groups_wrong(all) {
	return all.filter((n) => n.role === 'group' && !n.name && all.some((c) => c.role === 'checkbox' && inside(c, new Set(['group'])) === n) &&
		all.filter((c) => c.role === 'checkbox' && inside(c, new Set(['group'])) === n).length > 1)
		.filter((n) => !n.children.some((c) => c.role === 'DisclosureTriangle')).map((n) => `ticks in a group without a name: ${texts(n).slice(0, 80)}`);
}

// What can be focused is in the tree, and what marks something by its colour has words in the tree as well.
const hidden_in_page = () => {
	const shows = (e) => e.checkVisibility({ visibilityProperty: true });
	const called = (e) => `${e.tagName.toLowerCase()} ${e.id || e.name || e.textContent.trim().slice(0, 40)}`;
	const wrong = [];
	for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex="-1"])')) {
		if (e.tabIndex >= 0 && shows(e) && e.closest('[aria-hidden=true], [role=presentation], [role=none]')) wrong.push(`${called(e)} can be focused and is hidden`);
	}
	for (const e of document.querySelectorAll('.c-ball, .c-state, .c-cell, .c-date')) {
		const words = [...e.querySelectorAll('[aria-hidden=true]')].reduce((text, h) => text.replace(h.textContent, ''), e.textContent).trim();
		if (shows(e) && !words && !e.getAttribute('aria-label') && !e.closest('[aria-hidden=true]') && !(e.parentElement && e.parentElement.textContent.trim())) wrong.push(`${e.className} says nothing but by its colour`);
	}
	for (const table of document.querySelectorAll('main table')) {
		let down = 0; // rows that a header beside an earlier one belongs to as well
		for (const row of table.tBodies.length ? [...table.tBodies].flatMap((b) => [...b.rows]) : []) {
			const head = row.querySelector('th');
			if (head) down = head.rowSpan;
			if (!head && down < 1 && shows(row) && row.cells.length) wrong.push(`table “${(table.caption || table).textContent.trim().slice(0, 50)}”: the row “${row.textContent.trim().slice(0, 60)}” has no header`);
			down--;
		}
	}
	for (const e of document.querySelectorAll('main [id]')) if (document.querySelectorAll(`[id="${CSS.escape(e.id)}"]`).length > 1) wrong.push(`two of id ${e.id}`);
	return [...new Set(wrong)];
};

// An error stands in the description of its field, the summary comes first and leads to each.
async function errors_wrong(page, all) {
	const summary = await page.locator('.govuk-error-summary').count();
	if (!summary) return [];
	const wrong = [];
	if (!/^Error/.test(await page.title())) wrong.push(`the title does not say that there is an error: ${await page.title()}`);
	if (!await page.evaluate(() => document.activeElement.matches('.govuk-error-summary'))) wrong.push('the summary of errors is not where the page is read from');
	if (!all.some((n) => n.role === 'alert')) wrong.push('the summary of errors is no alert');
	for (const link of await page.$$eval('.govuk-error-summary a', (links) => links.map((a) => [a.textContent.trim(), a.getAttribute('href')]))) {
		const what = await page.evaluate(([, href]) => {
			const there = document.querySelector(`[id="${CSS.escape(href.slice(1))}"]`);
			if (!there) return 'leads nowhere';
			const around = there.closest('fieldset') || there.querySelector('fieldset') || there;
			const ids = [there, around].flatMap((e) => (e.getAttribute('aria-describedby') || '').split(' '));
			return ids.map((id) => (document.getElementById(id) || { textContent: '' }).textContent).join(' ');
		}, link);
		if (what === 'leads nowhere' || !what.includes(link[0])) wrong.push(`the error “${link[0]}” is not said with its field (${clean(what) || 'no description'})`);
	}
	return wrong;
}

async function wrong_with(page) {
	await page.evaluate(() => { // what is laid out only when it comes near is read as well
		for (const far of document.querySelectorAll('.c-domain, .c-heatwrap')) far.style.contentVisibility = 'visible';
	});
	const all = await heard(page);
	if (process.env.HEARD) for (const n of all) if (CONTROLS.has(n.role) || LANDMARKS.has(n.role) || n.role === 'heading') process.stdout.write(`# ${said_of(n)}\n`);
	return [...title_wrong(all, await page.title()), ...headings_wrong(all), ...landmarks_wrong(all), ...controls_wrong(all), ...await doubles_wrong(page, all),
		...tables_wrong(all), ...groups_wrong(all), ...await page.evaluate(hidden_in_page), ...await errors_wrong(page, all)];
}

// listen — a page as a whole; its faults are told under the name.
async function listen(page, name) {
	const wrong = [...new Set(await wrong_with(page))];
	tap(!wrong.length, `${name}: ${new URL(page.url()).pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/\/a\/[\w-]+/, '/a/:token')}`, wrong);
	return wrong;
}

// ---- by keyboard ----

async function focused(page) {
	page.spoken = page.spoken || await page.context().newCDPSession(page);
	await page.spoken.send('Accessibility.enable');
	const { result } = await page.spoken.send('Runtime.evaluate', { expression: 'document.activeElement === document.body ? document : document.activeElement' });
	const { nodes } = await page.spoken.send('Accessibility.getPartialAXTree', { objectId: result.objectId, fetchRelatives: false });
	await page.spoken.send('Runtime.releaseObject', { objectId: result.objectId });
	return nodes[0].ignored ? { role: 'nothing that is read', name: '', description: await page.evaluate(() => document.activeElement.outerHTML.slice(0, 200)) } : node_of(nodes[0], null);
}

// tab_to — on, with the Tab key, to what is called so. What it passes must be called something.
async function tab_to(page, role, name) {
	for (let i = 0; i < TABS; i++) {
		await page.keyboard.press('Tab');
		const at = await focused(page);
		if (at.role !== 'RootWebArea') must(at.name, `${page.url()}: Tab comes to a ${at.role} without a name, on the way to ${name}: ${at.description}`);
		if (at.role === role && (name.test ? name.test(at.name) : at.name === name)) return at;
	}
	throw new Broken(`${page.url()}: ${role} ${name} is not reached by Tab`);
}

async function type_into(page, role, name, words) {
	const at = await tab_to(page, role, name);
	await page.keyboard.type(words);
	return at;
}

async function enter(page) {
	await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

// What regions that are read out as they change came to say, and whether they were there before they said it.
const ears = () => {
	window.announced = [];
	const live = '[role=status], [role=alert], [aria-live]:not([aria-live=off])';
	const known = new WeakSet();
	const hear = (records) => {
		for (const { target } of records) {
			const region = (target.nodeType === 1 ? target : target.parentElement)?.closest(live);
			if (region && known.has(region)) window.announced.push(region.textContent.replace(/\s+/g, ' ').trim());
		}
		for (const e of document.querySelectorAll(live)) known.add(e);
	};
	new MutationObserver(hear).observe(document, { childList: true, characterData: true, subtree: true });
};
const announces = (page, what) => until(() => page.evaluate((words) => window.announced.some((said) => new RegExp(words).test(said)), what.source),
	`${page.url()}: nothing read out says ${what}`);

// ---- the tasks ----

const tasks = {};
const press = (page, name) => Promise.all([page.waitForEvent('load'), page.locator('main').getByRole('button', { name }).last().press('Enter')]);
const go = (page, path) => page.goto(new URL(path, page.url()).href);
const A = '[0-9a-f-]{36}';

async function first_link(page, pattern) {
	const found = (await page.$$eval('main a[href]', (links) => links.map((a) => a.pathname))).find((path) => new RegExp(pattern).test(path));
	must(found, `${page.url()} has no link like ${pattern}`);
	return found;
}

async function as(run, who) {
	const page = await sign_in(await run.context(), run.house, who);
	await page.goto(`${run.house.url}/`);
	return page;
}

tasks.signing_in = async (run) => {
	const page = await (await run.context()).newPage();
	await page.goto(`${run.house.url}/sign-in`);
	await listen(page, 'signing in');
	await tab_to(page, 'button', /^Amina/);
	await Promise.all([page.waitForURL((url) => url.pathname !== '/sign-in'), page.keyboard.press('Enter')]);
	await listen(page, 'the first screen');
	const skip = await tab_to(page, 'link', /^Skip to main content/);
	must(skip.name, 'nothing leads past the header');
};

tasks.recording_a_reflection_by_keyboard = async (run) => {
	const page = await as(run, 'amina');
	await tab_to(page, 'button', /^Record a piece/);
	await enter(page);
	await listen(page, 'recording');
	await type_into(page, 'textbox', /^(Title|What would you call it|A title)/, 'At the glass');
	await page.locator('#text').focus();
	await page.keyboard.type('I knocked twice and waited. I listened to the older child alone and wrote down her own words. In supervision I looked at my assumptions about poverty and race.');
	await announces(page, /suggest/i);
	await page.evaluate(() => dispatchEvent(new Event('online'))); // which saves at once
	await announces(page, /Saved at/);
	await page.locator('#codes').focus();
	await page.keyboard.type('2.1 K1, D2');
	await tab_to(page, 'button', /^Add/);
	await page.keyboard.press('Enter');
	await page.locator('[data-picker-found] li').first().waitFor();
	await announces(page, /linked|added|2\.1/i);
	await listen(page, 'with statements linked');
	await page.locator('#codes').fill('9.9 K99');
	await page.locator('[name=title]').fill('');
	await press(page, /^Ask .* for a view/).catch(() => press(page, /^Ask|^Hand in|^Share/));
	await page.locator('.govuk-error-summary').waitFor();
	await listen(page, 'with what is wrong');
};

tasks.what_could_tell_who_somebody_is = async (run) => {
	const context = await run.context();
	const path = await findings_path(context, run.house);
	const page = context.pages()[0];
	await go(page, path);
	await listen(page, 'findings');
	const all = await heard(page);
	must(all.some((n) => n.role === 'heading' && /^\d+ of \d+ answered/.test(n.name)),
		`how many were found is not said: ${all.filter((n) => n.role === 'heading').map((n) => n.name)}`);
};

tasks.asking_for_feedback_and_giving_it = async (run) => {
	const page = await as(run, 'amina');
	await go(page, `${await induction_of(page)}/asks/new`);
	await listen(page, 'asking a professional');
	await press(page, /^Show a link/);
	await page.locator('.govuk-error-summary').waitFor();
	await listen(page, 'with what is wrong');
	const path = await professional_link(await run.context(), run.house);
	const giver = await (await run.context()).newPage();
	await giver.goto(run.house.url + path);
	await listen(giver, 'a professional’s');
	await type_into(giver, 'textbox', /^What did Amina do well/, 'She asked the child first.');
	await giver.evaluate(() => dispatchEvent(new Event('online')));
	await announces(giver, /Saved at/);
	await press(giver, 'Send');
	await giver.locator('.govuk-error-summary').waitFor();
	await listen(giver, 'with what is wrong');
	for (const [name, words] of [['Your name', 'C. Okafor'], ['What you do', 'Pastoral lead'], ['Where you work', 'Hollin Primary']]) await giver.getByLabel(name).fill(words);
	await press(giver, 'Send');
	await listen(giver, 'thanks');
	await giver.goto(run.house.url + path);
	await listen(giver, 'coming back');
};

tasks.a_familys_answers = async (run) => {
	const path = await family_link(await run.context(), run.house);
	const page = await (await run.context()).newPage();
	await page.goto(run.house.url + path);
	await listen(page, 'a family’s');
	await tab_to(page, 'link', 'Leave this page now');
	await press(page, 'Send my answers');
	await page.locator('.govuk-error-summary').waitFor();
	await listen(page, 'with what is wrong');
	await tab_to(page, 'radio', /Me, on my own/);
	await page.keyboard.press('Space');
	await tab_to(page, 'radio', 'Yes');
	await page.keyboard.press('Space');
	must((await focused(page)).checked === 'true', 'the answer is not said to be chosen');
	await press(page, 'Send my answers');
	await listen(page, 'thanks');
};

tasks.an_observer_with_ticks = async (run) => {
	const context = await run.context();
	const amina = await as(run, 'amina');
	await go(amina, `${await induction_of(amina)}/observations/new`);
	await listen(amina, 'planning an observation');
	for (const [name, words] of Object.entries({ title: 'Heard from outside', focus: 'How I begin', name: 'Wren Hollis', looks: 'Says why she is there\nNames power' })) await amina.fill(`[name=${name}]`, words);
	await amina.check('#on-in-0');
	await amina.check('[name=watcher][value=outside]');
	await Promise.all([amina.waitForEvent('load'), amina.locator('main form button[type=submit]').last().press('Enter')]);
	const show = amina.locator('form[action$="/link"] button').first();
	if (await show.count()) await Promise.all([amina.waitForEvent('load'), show.press('Enter')]);
	await listen(amina, 'the link, once');
	const page = await context.newPage();
	await page.goto(run.house.url + /\/a\/[\w-]{43}/.exec(await amina.content())[0]);
	await listen(page, 'an observer’s');
	await page.evaluate(() => navigator.serviceWorker.ready);
	const tick = await tab_to(page, 'checkbox', /^Says why she is there/);
	must(tick.checked === 'false', `a tick is said to be ${tick.checked}`);
	await page.keyboard.press('Space');
	must((await focused(page)).checked === 'true', 'a tick is not said to be set');
	await context.setOffline(true);
	await announces(page, /No connection since/);
	await context.setOffline(false);
	await press(page, /^Send what I saw/);
	await page.locator('.govuk-error-summary').waitFor();
	await listen(page, 'with what is wrong');
};

tasks.an_assessor_gives_a_view = async (run) => {
	const page = await as(run, 'harpreet');
	await listen(page, 'the desk');
	await go(page, await first_link(page, '/judge$'));
	await listen(page, 'deciding');
	await press(page, /^Agree/);
	await page.locator('.govuk-error-summary').waitFor();
	await listen(page, 'with what is wrong');
	await page.locator('#sentence').fill('You let people see you before they have to decide about you.');
	await page.evaluate(() => dispatchEvent(new Event('online')));
	await announces(page, /Saved at/);
	await press(page, /^Agree/);
	await listen(page, 'decided');
};

tasks.her_own_pages = async (run) => {
	const page = await as(run, 'amina');
	const induction = await induction_of(page);
	const from = async (path, pattern) => {
		await go(page, path);
		return first_link(page, pattern);
	};
	for (const [name, path] of [['evidence', '/evidence'], ['a piece', await from('/evidence', `^/evidence/${A}$`)], ['coverage', `${induction}/coverage`],
		['an outcome', await from(`${induction}/coverage`, `${induction}/outcomes/`)], ['what next', `${induction}/next`], ['the calendar', `${induction}/calendar`],
		['a review', await from(`${induction}/reviews`, `^/reviews/${A}$`)], ['supervision', `${induction}/supervision`], ['reflections', '/reflections'],
		['a reflection', '/reflections/new'], ['asking a family', `${induction}/asks/new?kind=family`]]) {
		await go(page, path);
		await listen(page, name);
	}
};

tasks.a_decision = async (run) => {
	const page = await as(run, 'dmitri');
	await go(page, await first_link(page, `^/decisions/${A}$`));
	await listen(page, 'a decision');
	const efe = await as(run, 'efe');
	await go(efe, await first_link(efe, `^/decisions/${A}$`));
	await listen(efe, 'not yet');
};

tasks.a_cohort = async (run) => {
	const page = await as(run, 'jonas');
	for (const [name, path] of [['the cohort', '/cohort'], ['over two years', '/cohort/timeline'], ['people', '/people']]) {
		await go(page, path);
		await listen(page, name);
	}
};

class Run {
	constructor(browser, house) {
		Object.assign(this, { browser, house, open: [] });
	}

	async context() {
		const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 } });
		context.setDefaultTimeout(WAIT);
		await context.addInitScript(ears);
		this.open.push(context);
		return context;
	}

	async close() {
		for (const context of this.open.splice(0)) await context.close();
	}
}

const world = await make_world();
try {
	const house = await open_house(world);
	const browser = await open_browser();
	for (const [name, task] of Object.entries(tasks)) {
		if (process.env.ONLY_SPOKEN && !name.includes(process.env.ONLY_SPOKEN)) continue;
		const run = new Run(browser, house);
		try {
			await task(run);
			tap(true, name);
		} catch (error) {
			tap(false, name, [error instanceof Broken ? error.message : error.stack]);
		}
		await run.close();
	}
	await browser.close();
	const faults = await house.stop();
	tap(!faults.length, 'the service was well to its end', faults);
} finally {
	world.close();
}
process.exitCode = failed() ? 1 : 0;
