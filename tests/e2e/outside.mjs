// outside.mjs: links for people without an account, as whoever asks for them is shown them, and a piece with names in it. Each
// function signs in by itself, in `context`, which should have nobody else.
//
//     const path = await professional_link(context, house);      "/a/…"
import { sign_in } from './house.mjs';

export const WORDS = { 'answers.well': 'He kept his word.', name: 'Odile Marsh', role: 'Health visitor', organisation: 'Northmoor NHS' };

const press = (page, button) => Promise.all([page.waitForEvent('load'), button.press('Enter')]);
const go = (page, path) => page.goto(new URL(path, page.url()).href);

// The path of her induction, which her list has links to.
export async function induction_of(page) {
	const list = await page.evaluate(() => fetch('/evidence').then((answer) => answer.text()));
	return /\/inductions\/[0-9a-f-]{36}/.exec(list)[0];
}

async function shown(page) {
	const show = page.locator('form[action$="/link"] button').first();
	if (await show.count()) await press(page, show);
	const address = /\/a\/[\w-]{43}/.exec(await page.content());
	if (!address) throw new Error(`no link is shown at ${page.url()}`);
	return address[0];
}

export async function professional_link(context, house, name = 'Odile Marsh') {
	const page = await sign_in(context, house, 'amina');
	await go(page, `${await induction_of(page)}/asks/new`);
	await page.fill('[name=name]', name);
	await page.fill('[name=about]', 'The visit in May');
	await press(page, page.locator('button[name=act][value=show]'));
	return shown(page);
}

// With `looks`, a line each, there is something to tick.
export async function observer_link(context, house, looks = '') {
	const page = await sign_in(context, house, 'amina');
	await go(page, `${await induction_of(page)}/observations/new`);
	for (const [name, words] of Object.entries({ title: 'Seen from outside', focus: 'How I begin', name: 'Wren Hollis', looks })) await page.fill(`[name=${name}]`, words);
	await page.check('#on-in-0'); // today
	await page.check('[name=watcher][value=outside]');
	await press(page, page.locator('main form button[type=submit]').last());
	return shown(page);
}

// Proposed by amina, confirmed by her supervisor, who is shown the link. With `own`, every text of the page is that in Urdu.
export async function family_link(context, house, own = '') {
	const amina = await sign_in(context, house, 'amina');
	await go(amina, `${await induction_of(amina)}/asks/new?kind=family`);
	await amina.locator('[name=who]').first().check();
	await amina.fill('[name=about]', 'Whom we met on Tuesday');
	await press(amina, amina.locator('main form button[type=submit]').last());
	const ask = new URL(amina.url()).pathname;
	if (own) {
		await go(amina, `${ask}/words`);
		await amina.fill('[name=language]', 'ur');
		await amina.check('[name=right_to_left]');
		for (const box of await amina.locator('main input[name^="w."]').all()) await box.fill(own);
		await press(amina, amina.locator('main form button[type=submit]').last());
	}
	await context.clearCookies();
	const grace = await sign_in(context, house, 'grace');
	await go(grace, `${ask}/confirm`);
	for (const box of await grace.locator('main form:has([name=agrees]) [type=checkbox]').all()) await box.check();
	await grace.check('[name=proceedings][value=none]');
	await press(grace, grace.locator('main form:has([name=agrees]) button[type=submit]'));
	return shown(grace);
}

// A piece that was to be shared and has names in it: where they are answered, as amina is led there.
export async function findings_path(context, house) {
	const page = await sign_in(context, house, 'amina');
	await go(page, `${await induction_of(page)}/evidence/new?kind=learning`);
	await page.fill('[name=title]', 'A visit to Jordan');
	await page.fill('[name=text]', 'I met Jordan and rang 07700 900142. The case is ZW19C00430.\n\nLater Jordan drew a house with his sister Keira Holloway.');
	await press(page, page.locator('button[name=do][value=share]'));
	const { pathname, search } = new URL(page.url());
	if (!pathname.endsWith('/privacy')) throw new Error(`nothing was found: ${pathname}`);
	return pathname + search;
}
