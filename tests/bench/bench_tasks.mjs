// Standard tasks in a real browser: interactions, keys outside free text, pages and bytes (tests/e2e/tasks.mjs says what each is), and
// how soon pages can be used on a slow phone: a CPU four times slower on Chromium's Fast 3G, assets warm. Prints a table; ends
// with 1 when a task or a page is over its bound.
import { make_world, open_browser, open_house } from '../e2e/house.mjs';
import { family_link, findings_path, professional_link } from '../e2e/outside.mjs';
import { BOUNDS, as, over, tasks } from '../e2e/tasks.mjs';

const FAST_3G = { offline: false, downloadThroughput: 180000, uploadThroughput: 84375, latency: 562.5 }; // as Chromium's tools have it
const SLOWER = 4;
const ROUNDS = 5;
const USABLE_MS = 2000; // from asking for the page to its load event

let wrong = 0;
const line = (...cells) => process.stdout.write(`${cells[0].padEnd(62)}${cells.slice(1).map((c) => String(c).padStart(9)).join('')}\n`);

async function measure_tasks(browser, house) {
	line('task', 'did', 'at most', 'keys', 'pages', 'KB');
	for (const [name, task] of Object.entries(tasks)) {
		const hand = await task(browser, house);
		const too_much = over(name, hand);
		line(BOUNDS[name].what, hand.interactions, BOUNDS[name].most, hand.keys, hand.pages, Math.round(hand.bytes / 1024));
		for (const said of too_much) process.stdout.write(`  ${said}\n`);
		wrong += too_much.length;
	}
}

// Usable: everything is there, the scripts have run, and the page answers.
async function usable_ms(page, url) {
	await page.goto('about:blank');
	await page.goto(url, { waitUntil: 'load' });
	return page.evaluate(() => {
		const t = performance.getEntriesByType('navigation')[0];
		return Math.round(t.loadEventEnd || t.domComplete);
	});
}

// One page, ROUNDS times, as a line; over its bound by the least of them: whatever else the machine does only adds.
async function measure_page(page, url, name) {
	const answer = await page.goto(url);
	const kb = Math.round((await answer.body()).length / 1024);
	if (!answer.ok()) throw new Error(`${name} answered ${answer.status()}`);
	const session = await page.context().newCDPSession(page);
	await session.send('Network.enable');
	await session.send('Network.emulateNetworkConditions', FAST_3G);
	await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
	const took = [];
	for (let i = 0; i < ROUNDS; i++) took.push(await usable_ms(page, url));
	await session.send('Network.emulateNetworkConditions', { offline: false, downloadThroughput: -1, uploadThroughput: -1, latency: 0 });
	await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
	await session.detach();
	took.sort((a, b) => a - b);
	line(name, took[0], took[ROUNDS >> 1], USABLE_MS, kb);
	if (took[0] > USABLE_MS) wrong++;
}

// What is led to by a link of the first screen, or of the list of pieces.
async function found_by(page, house) {
	const href = (selector) => page.locator(selector).first().getAttribute('href', { timeout: 1000 }).catch(() => '');
	const found = { record: await href('main a[href*="/evidence/new?kind=critical_reflection"]'), judge: await href('main a[href$="/judge"]') };
	await page.goto(`${house.url}/evidence`);
	const all = await page.$$eval('main a[href]', (links) => links.map((a) => a.pathname)).catch(() => []);
	return { ...found, piece: all.find((path) => /^\/evidence\/[0-9a-f-]{36}$/.test(path)) };
}

async function made(browser, house, make) {
	const context = await browser.newContext();
	try {
		return await make(context, house);
	} finally {
		await context.close();
	}
}

async function measure_slow(browser, house) {
	process.stdout.write('\n');
	line('page, on a phone four times slower and Fast 3G, assets warm', 'least ms', 'median', 'at most', 'KB');
	const links = { professional: await made(browser, house, professional_link), family: await made(browser, house, family_link), findings: await made(browser, house, findings_path) };
	for (const [who, paths] of Object.entries({
		amina: ['/', '/coverage', '/evidence', 'record', 'piece', 'findings', '/next', '/account'],
		harpreet: ['/', 'judge'],
		jonas: ['/cohort', '/people'],
	})) {
		// what a service worker fetches is not slowed down
		const page = await as(browser, house, who, { serviceWorkers: 'block' });
		const found = { ...links, ...await found_by(page, house) };
		for (const path of paths) {
			if (!path.startsWith('/') && !found[path]) throw new Error(`${who} is led to no ${path}`);
			await measure_page(page, `${house.url}${found[path] || path}`, `${who} ${path}`);
		}
		await page.context().close();
	}
	const context = await browser.newContext({ serviceWorkers: 'block' });
	for (const kind of ['professional', 'family']) await measure_page(await context.newPage(), house.url + links[kind], `nobody, a ${kind}’s link`);
	await context.close();
}

const world = await make_world();
try {
	const house = await open_house(world);
	const browser = await open_browser();
	await measure_tasks(browser, house);
	await measure_slow(browser, house);
	await browser.close();
	await house.stop();
} finally {
	world.close();
}
process.exitCode = wrong ? 1 : 0;
