// house.mjs: a Cairn that serves the demo world to a browser, and the browser. What these tests are made of.
//
//     const world = await make_world();            the demo database, made once, in a folder of its own
//     const house = await open_house(world);       a fresh copy of it, served on a free port
//     const browser = await open_browser();        Debian's Chromium without a window, which costs half as much as with one
//     const page = await sign_in(context, house, 'amina');
//     await house.stop();                          true when the service was well to its end
//
// The program is $CAIRN, as in all tests. Nothing is left behind but what a test that was killed left in /tmp.
import { spawn, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, openSync, closeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const require = createRequire(import.meta.url);
const { chromium } = require('playwright-core');
export const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
export const CAIRN = process.env.CAIRN || join(ROOT, 'build-test', 'cairn');
const CHROMIUM = process.env.CHROMIUM || '/usr/bin/chromium-headless-shell';
const START_MS = 60000;
const FAULTS = /AddressSanitizer|LeakSanitizer|runtime error:|"serve\.(?:died|killed)"|"http\.arena_full"|"rc":"FAULT"|"level":"error"/;

// whoever ends a test ends its services too
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

export async function make_world() {
	const folder = mkdtempSync(join(tmpdir(), 'cairn-e2e.'));
	const template = join(folder, 'template');
	mkdirSync(template);
	execFileSync(CAIRN, ['--db', join(template, 'cairn.db'), 'demo'], { stdio: ['ignore', 'ignore', 'inherit'] });
	return { folder, template, houses: 0, close: () => rmSync(folder, { recursive: true, force: true }) };
}

export async function open_house(world, settings = {}) {
	const folder = join(world.folder, `house${++world.houses}`);
	// the whole folder: what has been written may still be in the log beside the database
	cpSync(world.template, folder, { recursive: true });
	const log = openSync(join(folder, 'log'), 'w');
	const child = spawn(CAIRN, ['--db', join(folder, 'cairn.db'), 'serve', '--listen', '127.0.0.1:0', '--workers', '2'], {
		env: { ...process.env, CAIRN_SCAN: 'none', ...settings },
		stdio: ['ignore', 'pipe', log],
	});
	closeSync(log);
	const abandon = () => child.kill('SIGTERM');
	process.once('exit', abandon);
	const said = () => readFileSync(join(folder, 'log'), 'utf8');
	const ended = new Promise((done) => child.once('exit', (code, signal) => done(signal || code)));
	const url = await first_address(child).catch((error) => { throw new Error(`${error.message}\n${said()}`); });
	async function stop() {
		if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
		const late = setTimeout(() => child.kill('SIGKILL'), 30000);
		const how = await ended;
		clearTimeout(late);
		process.off('exit', abandon);
		const faults = said().split('\n').filter((line) => FAULTS.test(line));
		if (how !== 0) faults.push(`the service ended with ${how}`);
		return faults;
	}
	return { url, stop, said, db: join(folder, 'cairn.db') };
}

// The line that says it serves has the address in it.
function first_address(child) {
	return new Promise((done, fail) => {
		let text = '';
		const late = setTimeout(() => { child.kill('SIGKILL'); fail(new Error('the service did not start')); }, START_MS);
		child.once('error', fail);
		child.once('exit', () => { clearTimeout(late); fail(new Error('the service ended at once')); });
		child.stdout.on('data', (bytes) => {
			text += bytes;
			const found = /http:\/\/127\.0\.0\.1:\d+/.exec(text);
			if (found) {
				clearTimeout(late);
				done(found[0]);
			}
		});
	});
}

export const open_browser = () => chromium.launch({
	executablePath: CHROMIUM,
	args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
		'--disable-component-update', '--disable-sync'],
});

export async function sign_in(context, house, who) {
	const page = await context.newPage();
	await page.goto(`${house.url}/sign-in`);
	// by keyboard: a click waits for frames, which a page without scripts does not announce
	await Promise.all([page.waitForURL((url) => url.pathname !== '/sign-in'), page.press(`button[name="as"][value="${who}"]`, 'Enter')]);
	return page;
}

// The demo people as the sign-in page lists them: { key, name, role }.
export const people_of = async (page, house) => {
	await page.goto(`${house.url}/sign-in`);
	return page.$$eval('button[name="as"]', (all) => all.map((b) => ({
		key: b.value,
		name: b.firstChild.textContent.trim(),
		role: b.closest('li').querySelector('p').textContent.split(/[,·]/)[0].trim(),
	})));
};

// ---- TAP ----

let failures = 0;
export function tap(good, name, why = []) {
	if (!good) failures++;
	process.stdout.write(`${good ? 'ok' : 'not ok'} ${name}\n`);
	for (const line of good ? [] : why) process.stdout.write(`# ${String(line).replace(/\n/g, '\n# ')}\n`);
}
export const skip = (name, why) => process.stdout.write(`ok ${name} # SKIP ${why}\n`);
export const failed = () => failures;
