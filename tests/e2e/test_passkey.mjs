// Passkeys: a browser's own (virtual) authenticator makes one, shows it, and what it said is good once.
import { failed, make_world, open_browser, open_house, sign_in, tap } from './house.mjs';

const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('base64url');
const equal = (name, got, wanted) => tap(got === wanted, name, [`got ${got}`, `wanted ${wanted}`]);
const press = (page, selector) => Promise.all([page.waitForEvent('framenavigated'), page.press(selector, 'Enter')]);
const heading = (page) => page.textContent('h1');

async function with_authenticator(context, house, who) {
	const page = await context.newPage();
	const cdp = await context.newCDPSession(page);
	await cdp.send('WebAuthn.enable');
	await cdp.send('WebAuthn.addVirtualAuthenticator', { options: {
		protocol: 'ctap2', transport: 'internal', hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true,
	} });
	await page.goto(`${house.url}/sign-in`);
	await press(page, `button[name="as"][value="${who}"]`);
	return page;
}

const world = await make_world();
try {
	const house = await open_house(world, { CAIRN_SIGNING_KEY: KEY, CAIRN_SECOND_FACTOR: 'required' });
	const by_number = house.url;
	house.url = house.url.replace('127.0.0.1', 'localhost'); // WebAuthn takes no address in numbers
	const browser = await open_browser();
	const context = await browser.newContext();
	const page = await with_authenticator(context, house, 'jonas');
	equal('a coordinator is led to a second step', await heading(page), 'Your role needs a second step');
	await page.goto(`${house.url}/account/second-factor`);
	await press(page, 'form[action$="/passkeys/start"] button');
	equal('a page asks for a passkey', await heading(page), 'Add a passkey');
	await page.fill('input[name="name"]', 'work phone');
	await Promise.all([page.waitForURL(/second-factor\/passkey$/), page.waitForEvent('framenavigated'), page.press('form[data-passkey] button', 'Enter')]);
	await page.waitForFunction(() => document.querySelector('h1').textContent !== 'Add a passkey', null, { timeout: 15000 });
	equal('the first second step brings recovery codes', await heading(page), 'Keep these ten codes');
	await page.goto(`${house.url}/account/second-factor`);
	tap(/work phone/.test(await page.textContent('main')), 'the passkey is listed by its name');
	await page.goto(`${house.url}/cohort`);
	equal('and the coordinator is in', new URL(page.url()).pathname, '/cohort');

	// in again: the same browser, signed out
	await page.goto(`${house.url}/sign-in`);
	await press(page, 'button[name="as"][value="jonas"]');
	equal('the next time the second step is asked for', await heading(page), 'One more step');
	await press(page, 'form[action="/sign-in/factor/passkey/start"] button');
	equal('the passkey is asked for', await heading(page), 'Show your passkey');
	const sent = page.waitForRequest((r) => r.method() === 'POST' && r.url().endsWith('/sign-in/factor/passkey'));
	await page.press('form[data-passkey] button', 'Enter');
	const body = (await sent).postData();
	await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'), { timeout: 15000 });
	await page.goto(`${house.url}/account`);
	tap(/with your second step/.test(await page.textContent('main')), 'it lets in');

	// what was said then is good for nothing now
	await page.goto(`${house.url}/sign-in`);
	await press(page, 'button[name="as"][value="jonas"]');
	await press(page, 'form[action="/sign-in/factor/passkey/start"] button');
	const csrf = await page.inputValue('form[data-passkey] input[name="csrf"]');
	const old = new URLSearchParams(body);
	old.set('csrf', csrf);
	const again = await context.request.post(`${house.url}/sign-in/factor/passkey`, { data: old.toString(), maxRedirects: 0, headers: { 'content-type': 'application/x-www-form-urlencoded', origin: house.url } });
	tap(again.status() === 303 && /\/sign-in\/factor\?/.test(again.headers().location), 'what a passkey said once is refused the second time', [again.status(), again.headers().location]);
	await page.goto(`${house.url}/cohort`);
	tap(/sign-in\/factor/.test(page.url()), 'and the session is still nobody’s');

	// somebody else's, and without scripts
	const bare = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await bare.goto(`${house.url}/sign-in`);
	await press(bare, 'button[name="as"][value="jonas"]');
	tap(await bare.isVisible('input[name="code"]'), 'without scripts a recovery code can be typed');
	await press(bare, 'form[action="/sign-in/factor/passkey/start"] button');
	tap(/need scripts/.test(await bare.textContent('main')), 'and the passkey page says what it needs');

	house.url = by_number;
	const numbered = await sign_in(await browser.newContext(), house, 'amina');
	await numbered.goto(`${house.url}/account/second-factor`);
	tap(!(await numbered.$('form[action$="/passkeys/start"]')), 'where passkeys can’t be, they are not offered');
	await browser.close();
	const faults = await house.stop();
	tap(!faults.length, 'the service was well to the end', faults);
} finally {
	world.close();
}
process.exitCode = failed() ? 1 : 0;
