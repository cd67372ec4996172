// What Orca says while somebody records a reflection, answers as a family and watches as an observer, with keys pressed as a person
// presses them. Started by tools/spoken.sh: node heard.mjs ORCAS-LOG OUT.
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { make_world, open_browser, open_house } from './house.mjs';
import { family_link, observer_link } from './outside.mjs';

const [, , log, out] = process.argv;
const { chromium } = createRequire(import.meta.url)('playwright-core');
const STILL = 700; // with nothing more said, it has been said

const lines = [];
const said = () => readFileSync(log, 'utf8').split(/\r?\n/).map((line) => /SPEECH OUTPUT: '(.*?)'\s*(?:\[?\{.*)?$/.exec(line)).filter(Boolean).map((found) => found[1].trim());
let from = said().length;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

async function note(what) {
	for (let before = -1, n = said().length; n !== before; n = said().length) {
		before = n;
		await sleep(STILL);
	}
	const all = said();
	lines.push(what, ...all.slice(from).filter(Boolean).map((words) => `    ${words}`));
	from = all.length;
	writeFileSync(out, `${lines.join('\n')}\n`);
}
async function key(name, times = 1) {
	for (let i = 0; i < times; i++) {
		execFileSync('xdotool', ['key', '--clearmodifiers', name]);
		await note(`[${name}]`);
	}
}
async function type(words) {
	execFileSync('xdotool', ['type', '--delay', '10', words]);
	await note(`[types: ${words}]`);
}
// to a control, as somebody gets there who knows the page
async function to(there, what) {
	await there.first().focus();
	await note(`— ${what}`);
}

async function records(page) {
	await to(page.locator('button[name="as"][value="amina"]'), 'sign in: a demo person');
	await key('Return');
	await page.locator('main a', { hasText: /^Record a piece/ }).first().waitFor();
	await note('— the first screen');
	await to(page.locator('main a', { hasText: /^Record a piece/ }), 'to record a piece');
	await key('Return');
	await page.locator('#text').waitFor();
	await note('— recording');
	await to(page.locator('#title'), 'its title');
	await type('At the glass');
	await to(page.locator('#text'), 'what happened');
	await type('I listened to the older child alone. In supervision I looked at my assumptions about race.');
	await page.locator('[data-autosave-status]').filter({ hasText: 'Saved at' }).first().waitFor();
	await note('— suggested and saved');
	await to(page.locator('#codes'), 'statements by their codes');
	await type('2.1 K1, D2');
	await key('Tab');
	await key('Return');
	await page.fill('[name=title]', '');
	await to(page.locator('main button', { hasText: /^Ask .* for a view/ }), 'to be sent, without a title');
	await key('Return');
	await page.locator('.govuk-error-summary').waitFor();
	await note('— with what is wrong');
	await key('Tab');
	await key('Return');
}

async function answers(page, url) {
	await page.goto(url);
	await note('— a family’s form');
	await key('Tab', 4);
	await key('space');
	await to(page.locator('[name="q.listened"]'), 'the first question');
	await key('space');
	await key('Down');
	await page.goto(url);
	await note('— opened again');
	await to(page.locator('main button[type=submit]'), 'sent with nothing in it');
	await key('Return');
	await page.locator('.govuk-error-summary').waitFor();
	await note('— with what is wrong');
	await key('Tab');
}

async function watches(page, url) {
	await page.goto(url);
	await note('— an observer’s form');
	await to(page.locator('[type=checkbox][name^="answers."]'), 'the first tick');
	await key('space');
	await key('Tab');
	await key('space');
	await to(page.locator('[name="answers.saw"]'), 'what was seen');
	await type('She waited.');
	await page.locator('[data-autosave-status]').filter({ hasText: 'Saved at' }).first().waitFor();
	await note('— saved');
	await page.context().setOffline(true);
	await note('— the network is gone');
	await page.context().setOffline(false);
	await note('— it is back');
	await to(page.locator('main button', { hasText: 'Send what I saw' }), 'sent without saying what they do');
	await key('Return');
	await page.locator('.govuk-error-summary').waitFor();
	await note('— with what is wrong');
}

const world = await make_world();
const house = await open_house(world);
const helper = await open_browser();
const [family, observer] = [await family_link(await helper.newContext(), house), await observer_link(await helper.newContext(), house, 'Says why she is there\nNames power')];
await helper.close();
const profile = mkdtempSync(join(tmpdir(), 'cairn-heard.'));
const context = await chromium.launchPersistentContext(profile, {
	executablePath: process.env.HEARD_CHROMIUM || '/usr/bin/chromium', headless: false, viewport: null,
	args: ['--no-sandbox', '--disable-gpu', '--force-renderer-accessibility', '--no-first-run', '--password-store=basic', '--start-maximized', `--app=${house.url}/sign-in`],
});
try {
	const page = context.pages().find((p) => /sign-in/.test(p.url())) || context.pages()[0];
	await page.locator('h1').waitFor();
	await note('— sign in');
	await records(page);
	await answers(page, house.url + family);
	await watches(page, house.url + observer);
} finally {
	await context.close();
	await house.stop();
	world.close();
	rmSync(profile, { recursive: true, force: true });
}
process.exit(0);
