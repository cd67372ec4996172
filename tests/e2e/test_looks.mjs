// The main pages as people have asked to see them: with a machine's own few colours (forced-colors), and with larger letters, other
// spacing, and a dark or a cream ground (web/look.h). Each page is looked at by axe-core on a phone, and must fit it: at 360 px,
// and at 640, which is a screen of 1280 at 200 %. A line of the result is a look and a page. ONLY_LOOK=dark has one look only.
import { all_laid_out, axe_on, sideways } from './axe.mjs';
import { AXE, failed, make_world, open_browser, open_house, sign_in, tap } from './house.mjs';
import { family_link, findings_path, induction_of, professional_link } from './outside.mjs';

// size, letters, spacing, ground: as the cookie has them
const LOOKS = {
	forced: { media: { forcedColors: 'active' } },
	dark: { cookie: '3224', media: {} },
	cream: { cookie: '3112', media: {} },
};
const shots = process.env.SHOTS;

async function in_context(browser, house, make) {
	const context = await browser.newContext();
	try {
		return await make(context, house);
	} finally {
		await context.close();
	}
}

// [who, path]: the first of the main pages of everybody, and those that hold the most.
async function pages_of(browser, house) {
	const amina = await in_context(browser, house, async (context) => {
		const page = await sign_in(context, house, 'amina');
		const induction = await induction_of(page);
		await page.goto(`${house.url}/evidence`);
		const all = await page.$$eval('main a[href]', (links) => links.map((a) => a.pathname));
		return { record: `${induction}/evidence/new?kind=critical_reflection`, piece: all.find((path) => /^\/evidence\/[0-9a-f-]{36}$/.test(path)) };
	});
	const judge = await in_context(browser, house, async (context) => {
		const page = await sign_in(context, house, 'harpreet');
		return page.locator('main a[href$="/judge"]').first().getAttribute('href');
	});
	return [
		['amina', '/'], ['amina', '/evidence'], ['amina', amina.record], ['amina', amina.piece], ['amina', '/coverage'],
		['amina', await in_context(browser, house, findings_path)], ['harpreet', judge], ['jonas', '/cohort'],
		['', await in_context(browser, house, family_link)], ['', await in_context(browser, house, professional_link)],
	];
}

const short = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id').replace(/\/a\/.*/, '/a/:token');

async function seen_as(name, page, url) {
	const { cookie } = LOOKS[name];
	await page.setViewportSize({ width: 360, height: 740 });
	const answer = await page.goto(url, { waitUntil: 'load' });
	const wrong = answer.ok() ? [] : [`answered ${answer.status()}`];
	const has = await page.evaluate(() => ({ ground: document.documentElement.className, forced: matchMedia('(forced-colors: active)').matches }));
	if (cookie && !has.ground.includes(`c-ground-${cookie[3]}`)) wrong.push(`it does not look as asked: ${has.ground}`);
	if (!cookie && !has.forced) wrong.push('no colours are forced');
	await page.evaluate(all_laid_out);
	await page.evaluate(AXE);
	wrong.push(...await axe_on(page, 360), ...await sideways(page, 360));
	if (shots) await page.screenshot({ path: `${shots}/${name}${short(new URL(url).pathname).replace(/[^a-z0-9]+/gi, '-')}.png`, fullPage: true });
	await page.setViewportSize({ width: 640, height: 740 });
	return [...wrong, ...await sideways(page, 640)];
}

async function look_at_all(browser, house, name, pages) {
	const { cookie, media } = LOOKS[name];
	for (const who of new Set(pages.map(([w]) => w))) {
		const context = await browser.newContext(media);
		const page = who ? await sign_in(context, house, who) : await context.newPage();
		if (cookie) await context.addCookies([{ name: 'cairn-look', value: cookie, url: house.url }]);
		for (const [, path] of pages.filter(([w]) => w === who)) {
			const wrong = await seen_as(name, page, house.url + path).catch((error) => [error.message]);
			tap(!wrong.length, `${name}: ${who || 'nobody'} ${short(path)}`, wrong);
		}
		await context.close();
	}
}

const world = await make_world();
try {
	const house = await open_house(world);
	const browser = await open_browser();
	const pages = await pages_of(browser, house);
	const looks = Object.keys(LOOKS).filter((name) => !process.env.ONLY_LOOK || process.env.ONLY_LOOK === name);
	await Promise.all(looks.map((name) => look_at_all(browser, house, name, pages)));
	await browser.close();
	const faults = await house.stop();
	tap(!faults.length, 'the service was well to the end', faults);
} finally {
	world.close();
}
process.exitCode = failed() ? 1 : 0;
