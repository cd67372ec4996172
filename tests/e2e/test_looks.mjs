// The main pages as people have asked to see them: with a machine's own few colours (forced-colors), and with larger letters, other
// spacing, and a dark or a cream ground (web/look.h). Each page is looked at by axe-core on a phone, for what a look
// can break (test_axe.mjs has the rest), and must fit it: at 360 px,
// and at 640, which is a screen of 1280 at 200 %. A line of the result is a look and a page. ONLY_LOOK=dark has one look only.
import { LOOKS_RULES, all_laid_out, axe_on, sideways } from './axe.mjs';
import { AXE, failed, make_world, open_browser, open_house, sign_in, tap } from './house.mjs';
import { WORDS, family_link, findings_path, induction_of, observer_link, professional_link } from './outside.mjs';

// size, letters, spacing, ground: as the cookie has them
const LOOKS = {
	forced: { media: { forcedColors: 'active' } },
	dark: { cookie: '3224', media: {} },
	cream: { cookie: '3112', media: {} },
};
const MOST = 'dark'; // the largest letters, the widest spacing, the furthest ground
const shots = process.env.SHOTS;

// The first link of the page there whose path is like that; none is a fault of this test.
async function first_link(page, pattern) {
	const all = await page.$$eval('main a[href]', (links) => links.map((a) => a.pathname));
	const found = all.find((path) => new RegExp(pattern).test(path));
	if (!found) throw new Error(`${page.url()} has no link like ${pattern}`);
	return found;
}

async function in_context(browser, house, make) {
	const context = await browser.newContext();
	try {
		return await make(context, house);
	} finally {
		await context.close();
	}
}

const A = '[0-9a-f-]{36}';

// Hers: what she has written, what it shows, who is around her, and what she has asked for.
async function pages_of_amina(browser, house) {
	return in_context(browser, house, async (context) => {
		const page = await sign_in(context, house, 'amina');
		const induction = await induction_of(page);
		const linked_from = async (path, pattern) => {
			await page.goto(house.url + path);
			return first_link(page, pattern);
		};
		const piece = await linked_from('/evidence', `^/evidence/${A}$`);
		const coverage = `${induction}/coverage`;
		const main = ['/', '/evidence', `${induction}/evidence/new?kind=critical_reflection`, piece, coverage];
		const more = [`${piece}/links`, `${induction}/next`, await linked_from(coverage, `${induction}/outcomes/`),
			await linked_from(coverage, `${induction}/statements/`), `${induction}/asks/new`, `${induction}/asks/new?kind=family`,
			`${induction}/asks`, `${induction}/observations/new`, `${induction}/supervision`,
			await linked_from(`${induction}/supervision`, `^/supervision/${A}$`), `${induction}/goals`, `${induction}/calendar`,
			await linked_from(`${induction}/reviews`, `^/reviews/${A}$`), '/account/drafts', '/account/held'];
		return [...main.map((path) => ['amina', path]), ...more.map((path) => ['amina', path, MOST])];
	});
}

// [who, path, look]: the main pages of everybody. A path may be a function, which goes there by itself. Where a look is named, it
// is the only one: the others change nothing that it does not.
async function pages_of(browser, house) {
	const judge = await in_context(browser, house, async (context) => first_link(await sign_in(context, house, 'harpreet'), '/judge$'));
	const decision = await in_context(browser, house, async (context) => first_link(await sign_in(context, house, 'dmitri'), `^/decisions/${A}$`));
	const outline = await in_context(browser, house, async (context) => {
		const page = await sign_in(context, house, 'jonas');
		await page.goto(`${house.url}/job-outlines`);
		return first_link(page, '^/o/');
	});
	return [
		['jonas', '/job-outlines', MOST], ['jonas', '/job-outlines/new', MOST], ['', outline],
		...await pages_of_amina(browser, house), ['amina', await in_context(browser, house, findings_path)], ['harpreet', '/', MOST],
		['harpreet', judge], ['dmitri', decision, MOST], ['jonas', '/cohort'], ['', await in_context(browser, house, family_link)],
		['', await in_context(browser, house, professional_link)], ['', thanked, MOST],
	];
}

// A professional's answers, sent: the page that says so comes once.
async function thanked(page, house) {
	const path = await in_context(page.context().browser(), house, (context) => professional_link(context, house, `Somebody ${Math.random()}`));
	await page.goto(house.url + path);
	for (const [name, words] of Object.entries(WORDS)) await page.fill(`[name="${name}"]`, words);
	const [answer] = await Promise.all([page.waitForNavigation(), page.locator('main form:has([name=send_key]) button').last().press('Enter')]);
	return answer;
}

const short = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/\/([ao])\/.*/, '/$1/:token');

async function seen_as(name, page, house, path) {
	const { cookie } = LOOKS[name];
	await page.setViewportSize({ width: 360, height: 740 });
	const answer = path.call ? await path(page, house) : await page.goto(house.url + path, { waitUntil: 'load' });
	const wrong = answer.ok() ? [] : [`answered ${answer.status()}`];
	const has = await page.evaluate(() => ({ ground: document.documentElement.className, forced: matchMedia('(forced-colors: active)').matches }));
	if (cookie && !has.ground.includes(`c-ground-${cookie[3]}`)) wrong.push(`it does not look as asked: ${has.ground}`);
	if (!cookie && !has.forced) wrong.push('no colours are forced');
	await page.evaluate(all_laid_out);
	await page.evaluate(AXE);
	wrong.push(...await axe_on(page, 360, LOOKS_RULES), ...await sideways(page, 360));
	if (shots) await page.screenshot({ path: `${shots}/${name}${short(new URL(page.url()).pathname).replace(/[^a-z0-9]+/gi, '-')}.png`, fullPage: true });
	await page.setViewportSize({ width: 640, height: 740 });
	return [...wrong, ...await sideways(page, 640)];
}

async function look_at_all(browser, house, name, pages) {
	const { cookie, media } = LOOKS[name];
	pages = pages.filter(([, , only]) => !only || only === name);
	for (const who of new Set(pages.map(([w]) => w))) {
		const context = await browser.newContext(media);
		const page = who ? await sign_in(context, house, who) : await context.newPage();
		if (cookie) await context.addCookies([{ name: 'cairn-look', value: cookie, url: house.url }]);
		for (const [, path] of pages.filter(([w]) => w === who)) {
			const wrong = await seen_as(name, page, house, path).catch((error) => [error.message]);
			tap(!wrong.length, `${name}: ${who || 'nobody'} ${path.name || short(path)}`, wrong);
		}
		await context.close();
	}
}

// ---- on paper ----

// What a form needs to be filled in by hand, and what must not stand on it.
const on_paper = () => {
	const shows = (e) => e.checkVisibility() && e.getBoundingClientRect().height > 0;
	const all = (what) => [...document.querySelectorAll(what)];
	return [
		...all('button, .c-leave, summary, [data-print]').filter(shows).map((e) => `it prints ${e.textContent.trim()}`),
		...all('main form textarea').filter((e) => e.getBoundingClientRect().height < 150).map((e) => `no room to write in ${e.name}`),
		...all('main form [type=radio], main form [type=checkbox]').filter((e) => !e.closest('.govuk-radios__item, .govuk-checkboxes__item'))
			.filter((e) => !shows(e) || getComputedStyle(e).opacity === '0').map((e) => `no circle to tick for ${e.name} ${e.value}`),
		...(all('.c-only-print').some((e) => shows(e) && /^On paper: .*(types|type) (in )?just what you wrote/.test(e.textContent)) ? [] : ['it does not say how it gets in']),
	];
};

async function prints(browser, house, make) {
	const path = await in_context(browser, house, make);
	return in_context(browser, house, async (context) => {
		const page = await context.newPage();
		await page.goto(house.url + path);
		const wrong = await page.getByRole('button', { name: /^Print/ }).isVisible() ? [] : ['nothing offers to print it'];
		await page.emulateMedia({ media: 'print' });
		wrong.push(...await page.evaluate(on_paper));
		tap(!wrong.length, `paper: ${make.name.replace('_', ' ')}`, wrong);
	});
}

const world = await make_world();
try {
	const house = await open_house(world);
	const browser = await open_browser();
	const pages = await pages_of(browser, house);
	const looks = Object.keys(LOOKS).filter((name) => !process.env.ONLY_LOOK || process.env.ONLY_LOOK === name);
	await Promise.all(looks.map((name) => look_at_all(browser, house, name, pages)));
	if (!process.env.ONLY_LOOK || process.env.ONLY_LOOK === 'paper') {
		for (const make of [family_link, professional_link, observer_link]) await prints(browser, house, make);
	}
	await browser.close();
	const faults = await house.stop();
	tap(!faults.length, 'the service was well to the end', faults);
} finally {
	world.close();
}
process.exitCode = failed() ? 1 : 0;
