// Forms that work without a network once they have been opened, in Chromium with the network cut: what is typed stays, what is sent
// goes once, nobody reads it but whom it belongs to, and signing out takes it all away. Each case has a browser of its own; the
// house is one. ONLY_OFFLINE=word plays the cases whose name has the word; SLOW=6 gives every page a sixth of the processor.
//
// A device does things by itself and in its own time: what comes is waited for (until, waitFor), and that something does not
// come is asked once it has had its chance (ready_to_type, or what is said only when there is nothing else).
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { AXE, failed, make_world, open_browser, open_house, sign_in, tap } from './house.mjs';
import { observer_link, professional_link } from './outside.mjs';

const WAIT = 30000;
const SLOW = Number(process.env.SLOW);
const MARK = 'heronlamp marker';
const shots = process.env.SHOTS;
const PHONE = { viewport: { width: 360, height: 780 } };

class Broken extends Error {}
function must(fact, words) {
	if (!fact) throw new Broken(words);
}

const go = (page, path) => page.goto(new URL(path, page.url()).href);
const line = (page) => page.locator('.c-unsent');
const count = async (page, words) => {
	await go(page, `/reflections?q=${encodeURIComponent(words)}`);
	return page.locator('main .c-lines a').filter({ hasText: words }).count();
};
const until = async (what, words) => {
	for (const end = Date.now() + WAIT; Date.now() < end;) {
		if (await what().catch(() => false)) return; // a page may be on its way to another
		await new Promise((done) => setTimeout(done, 100));
	}
	throw new Broken(words);
};
// The boxes come back once they are looked for; what should be in one is waited for.
const box_has = (page, name, words, why) => until(async () => (await page.inputValue(`[name="${name}"]`)) === words, why);
// The script has been here, and has looked for what was kept.
const ready_to_type = (page) => page.locator('body:has(.c-unsent) main form:has([name=offline]):not([aria-busy])').first().waitFor();

// Everything this origin keeps on the device, as text: records as they lie there, and the bytes in them.
const on_the_disk = (page) => page.evaluate(async () => {
	const db = await new Promise((done, fail) => {
		const asked = indexedDB.open('cairn');
		asked.onsuccess = () => done(asked.result);
		asked.onerror = () => fail(asked.error);
	});
	const seen = { keys: 0, kept: 0, text: '', can_be_taken_out: false, caches: [] };
	for (const store of db.objectStoreNames) {
		const records = await new Promise((done) => {
			const asked = db.transaction(store).objectStore(store).getAll();
			asked.onsuccess = () => done(asked.result);
		});
		for (const r of records) {
			if (r.key) {
				seen.keys++;
				seen.can_be_taken_out = seen.can_be_taken_out || r.key.extractable;
			}
			if (r.sealed) seen.kept++;
			seen.text += JSON.stringify(r) + (r.sealed ? new TextDecoder('latin1').decode(r.sealed) : '');
		}
	}
	db.close();
	for (const name of await caches.keys()) {
		for (const request of await (await caches.open(name)).keys()) seen.caches.push(new URL(request.url).pathname);
	}
	seen.text += JSON.stringify({ ...localStorage });
	return seen;
});

// A page that has been opened: the worker is there and has it.
async function ready(page) {
	await page.evaluate(() => navigator.serviceWorker.ready);
	await until(() => page.evaluate(async () => {
		const db = await new Promise((done) => { const a = indexedDB.open('cairn'); a.onsuccess = () => done(a.result); });
		if (!db.objectStoreNames.contains('kept')) { db.close(); return false; }
		const n = await new Promise((done) => { const a = db.transaction('kept').objectStore('kept').getAll(); a.onsuccess = () => done(a.result.filter((r) => r.type === 'page').length); });
		db.close();
		return navigator.serviceWorker.controller !== null && n > 0 && (await caches.keys()).length > 0;
	}), 'the page is not kept on the device');
}

async function opened(run, who, path) {
	const context = await run.context();
	const page = await sign_in(context, run.house, who);
	await go(page, path);
	await ready(page);
	return { context, page };
}
// By keyboard: what a page says of itself may move a button from under the pointer.
const send = (page) => page.locator('main form:has([name=offline]) button[type=submit], main form:has([name=offline]) .c-acts button').last().press('Enter');
const unsent = (page) => line(page).filter({ hasText: 'Not sent yet' }).waitFor();

async function reflected(page, title) {
	await page.fill('[name=title]', title);
	await page.fill('[name=text]', `${MARK}: ${title}`);
}

// The piece of evidence with an observation that `watcher` is to give: its page.
async function planned(run, title) {
	const page = await sign_in(await run.context(), run.house, 'amina');
	const list = await page.evaluate(() => fetch('/evidence').then((a) => a.text()));
	const induction = /inductions\/([0-9a-f-]{36})/.exec(list)[1];
	await go(page, `/inductions/${induction}/observations/new`);
	await page.fill('[name=title]', title);
	await page.fill('[name=focus]', 'How I begin');
	await page.check('#on-in-0'); // today
	await page.getByLabel(/Grace/).first().check();
	await Promise.all([page.waitForEvent('load'), page.getByRole('button', { name: /Plan/ }).click()]);
	must(/\/observations\/[0-9a-f-]{36}$/.test(new URL(page.url()).pathname), `not planned: ${page.url()}`);
	return { page, path: new URL(page.url()).pathname, induction };
}

// The page to record a piece on, opened; the list of statements is kept as well.
async function recording(run) {
	const context = await run.context();
	const page = await sign_in(context, run.house, 'amina');
	const list = await page.evaluate(() => fetch('/evidence').then((a) => a.text()));
	await go(page, `/inductions/${/inductions\/([0-9a-f-]{36})/.exec(list)[1]}/evidence/new?kind=critical_reflection`);
	await ready(page);
	await until(() => page.evaluate(async () => (await (await caches.open('cairn-assets')).keys()).some((r) => r.url.includes('/statements?'))), 'the statements are not kept');
	return { context, page };
}

async function unfold(page, code) {
	for (const name of [`#browse > details:has([data-outcome="${code}"])`, `#browse [data-outcome="${code}"]`]) {
		if (await page.locator(name).getAttribute('open') === null) await page.locator(`${name} > summary`).click();
	}
	return page.locator(`#browse [data-outcome="${code}"]`);
}

const linked = async (run) => professional_link(await run.context(), run.house);

const cases = {};

cases.an_observation_written_without_a_network_goes_once = async (run) => {
	const { page: amina, path } = await planned(run, 'Watched without a signal');
	const { context, page } = await opened(run, 'grace', `${path}/watch`);
	await run.cut(context);
	await page.reload();
	await line(page).filter({ hasText: 'No connection since' }).waitFor();
	await page.fill('[name="answers.saw"]', `${MARK} She said at the door why she had come.`);
	await page.press('[name=was_there]', 'Space');
	must(await page.isChecked('[name=was_there]'), 'it cannot be ticked');
	await send(page);
	await unsent(page);
	await run.picture(page, 'unsent');
	await page.evaluate(AXE);
	const found = await page.evaluate(() => window.axe.run().then((all) => all.violations.map((v) => `${v.id}: ${v.nodes[0].html}`)));
	must(found.length === 0, found.join('\n'));
	await run.mend(context);
	await page.waitForURL((url) => url.pathname === path);
	await until(async () => (await page.locator('main').innerText()).includes('She said at the door'), 'what was seen is not there');
	await go(amina, path);
	must((await amina.locator('main').innerText()).split('She said at the door').length === 2, 'it is not there exactly once');
	await go(page, '/account');
	await until(async () => (await on_the_disk(page)).text.includes('unsent') === false, 'it is still kept');
};

cases.words_typed_without_a_network_are_there_after_a_reload_and_unreadable_on_the_disk = async (run) => {
	const { context, page } = await opened(run, 'amina', '/reflections/new');
	await run.cut(context);
	await reflected(page, 'Typed in a tunnel');
	await page.reload();
	await box_has(page, 'text', `${MARK}: Typed in a tunnel`, 'the words are gone');
	const disk = await on_the_disk(page);
	must(disk.keys === 1 && !disk.can_be_taken_out, 'the key can be taken out');
	must(disk.kept >= 2, 'nothing is kept');
	must(!/heronlamp|tunnel|Amina|reflections|csrf/i.test(disk.text), `a word can be read: ${/.{30}(heronlamp|tunnel|Amina|reflections|csrf).{30}/i.exec(disk.text)}`);
	must(disk.caches.length > 0 && disk.caches.every((path) => path.startsWith('/assets/')), `kept beside assets: ${disk.caches}`);
	await run.picture(page, 'typed');
};

cases.whoever_types_before_their_words_are_back_has_both = async (run) => {
	const { context, page } = await opened(run, 'amina', '/reflections/new');
	await run.cut(context);
	await reflected(page, 'Begun before');
	await page.addInitScript(() => { // a device that is slow to find them
		const post = ServiceWorker.prototype.postMessage;
		ServiceWorker.prototype.postMessage = function (what, ports) {
			if (what !== 'settled') return post.call(this, what, ports);
			window.let_go = () => post.call(this, what, ports);
		};
	});
	await page.reload();
	await line(page).filter({ hasText: 'Looking for what you typed' }).waitFor();
	await page.fill('[name=text]', 'Gone on with.');
	await page.evaluate(() => window.let_go());
	await box_has(page, 'title', 'Begun before', 'the title did not come back');
	await box_has(page, 'text', `${MARK}: Begun before\n\nGone on with.`, 'one has taken the place of the other');
};

cases.a_session_that_ended_sends_once_the_same_person_is_back_and_never_as_another = async (run) => {
	const { context, page } = await opened(run, 'amina', '/reflections/new');
	await run.cut(context);
	await reflected(page, 'Past the hour');
	await send(page);
	await unsent(page);
	await context.clearCookies();
	await run.mend(context);
	await page.goto(`${run.house.url}/help`);
	await line(page).filter({ hasText: 'Sign in again as the same person' }).waitFor();
	const ben = await sign_in(context, run.house, 'ben');
	await go(ben, '/reflections/new');
	await ready_to_type(ben);
	must(await count(ben, 'Past the hour') === 0, 'it was sent as another');
	await go(ben, '/reflections/new');
	await ready_to_type(ben);
	await run.cut(context);
	await line(ben).filter({ hasText: 'No connection since' }).waitFor(); // which gives way to what is not sent, if there is any
	must(!(await ben.locator('body').innerText()).includes('Past the hour'), 'another person is shown it');
	await go(ben, '/reflections/new').catch(() => {});
	must(!(await ben.content()).includes('Amina'), 'another person is given the page');
	await run.mend(context);
	await context.clearCookies();
	const back = await sign_in(context, run.house, 'amina');
	await until(async () => (await count(back, 'Past the hour')) > 0, 'it was not sent');
	must(run.rows("SELECT COUNT(*) FROM private_reflection WHERE title = 'Past the hour'")[0] === '1', 'it was sent more than once');
};

cases.signing_out_warns_and_takes_the_key_away = async (run) => {
	const { context, page } = await opened(run, 'amina', '/reflections/new');
	await go(page, '/account');
	const account = await context.newPage();
	await account.goto(`${run.house.url}/account`);
	await run.cut(context);
	await go(page, '/reflections/new');
	await reflected(page, 'Left on a shared computer');
	await send(page);
	await unsent(page);
	const out = account.locator('form[action="/sign-out"]');
	await out.locator('button').press('Enter');
	await out.locator('[role=alert]').filter({ hasText: 'Signing out deletes it' }).waitFor();
	must(new URL(account.url()).pathname === '/account', 'it signed out without asking');
	await run.picture(account, 'sign-out');
	must((await on_the_disk(account)).keys === 1, 'the key went before the answer');
	await page.close(); // what comes back with the network would be sent
	await run.mend(context);
	await until(async () => { // a second press at once is the same press
		await out.locator('button').press('Enter', { timeout: 1000 }).catch(() => {});
		return new URL(account.url()).pathname !== '/account';
	}, 'it does not sign out');
	await nothing_left(account, 'something is left');
};

cases.a_link_opened_in_time_is_sent_after_it_has_ended = async (run) => {
	const path = await linked(run);
	const context = await run.context();
	const page = await context.newPage();
	await page.goto(run.house.url + path);
	await ready(page);
	await run.cut(context);
	await page.reload();
	await page.fill('[name="answers.well"]', `${MARK} He kept his word.`);
	await page.reload();
	await box_has(page, 'answers.well', `${MARK} He kept his word.`, 'the words are gone');
	await page.fill('[name=name]', 'Odile Marsh');
	await page.fill('[name=role]', 'Health visitor');
	await page.fill('[name=organisation]', 'Northmoor NHS');
	await send(page);
	await unsent(page);
	must(!(await on_the_disk(page)).text.includes(path.slice(3)), 'the link can be read on the disk');
	await run.picture(page, 'link');
	run.expire_links();
	await run.mend(context);
	await page.locator('h1').filter({ hasText: /Thank/ }).waitFor();
	must(await page.locator('.c-big').count() === 1, 'the code that deletes it is not shown');
	must(run.rows("SELECT COUNT(*) FROM ask WHERE given_name = 'Odile Marsh' AND done_at IS NOT NULL")[0] === '1', 'it is not there once');
};

cases.two_tabs_drop_nothing = async (run) => {
	const { context, page } = await opened(run, 'amina', '/reflections/new');
	const other = await context.newPage();
	await other.goto(`${run.house.url}/reflections/new`);
	await run.cut(context);
	for (const [tab, title] of [[page, 'From the left tab'], [other, 'From the right tab']]) await reflected(tab, title);
	await Promise.all([page.reload(), other.reload()]);
	await box_has(page, 'title', 'From the left tab', 'the left tab has other words');
	await box_has(other, 'title', 'From the right tab', 'the right tab has other words');
	await send(page);
	await unsent(page);
	await send(other);
	await line(other).filter({ hasText: /2 are kept/ }).waitFor();
	await run.mend(context);
	await until(async () => (await on_the_disk(other)).text.includes('unsent') === false, 'not all was sent');
	for (const tab of [page, other]) await tab.waitForURL((url) => url.pathname === '/reflections'); // each goes on by itself
	for (const title of ['From the left tab', 'From the right tab']) must(await count(other, title) === 1, `${title} is not there once`);
};

cases.statements_are_opened_ticked_and_kept_without_a_network = async (run) => {
	const { context, page } = await recording(run);
	await run.cut(context);
	await page.reload();
	await reflected(page, 'Linked in a tunnel');
	await (await unfold(page, '2.3')).locator('label').nth(1).click();
	await page.fill('#codes', '4.4 K1');
	await page.locator('[data-picker-add]').click();
	await page.locator('[data-picker-list]', { hasText: '4.4' }).waitFor();
	await page.fill('#find', 'gillick');
	await page.locator('[data-filter-count]', { hasText: '1 statement' }).waitFor();
	await page.fill('#find', '');
	await page.reload();
	await page.locator('[data-picker-list]', { hasText: '2.3' }).waitFor();
	must(/4\.4/.test(await page.locator('[data-picker-list]').innerText()), 'the code typed is not linked after a reload');
	must(await (await unfold(page, '2.3')).locator('input').nth(1).isChecked(), 'the tick is gone when its row comes');
	// and where the list was not kept
	await page.evaluate(() => caches.open('cairn-assets').then(async (c) => { for (const r of await c.keys()) if (r.url.includes('/statements?')) await c.delete(r); }));
	await page.reload();
	await page.locator('[data-picker-list]', { hasText: '4.4' }).waitFor();
	await (await unfold(page, '2.3')).getByText('could not be fetched').waitFor();
	await run.picture(page, 'no-list');
	must(await page.inputValue('[name=text]') === `${MARK}: Linked in a tunnel`, 'the words are gone');
	await page.locator('button[name=do][value=draft]').click();
	await unsent(page);
	await run.mend(context);
	await until(async () => (await on_the_disk(page)).text.includes('unsent') === false, 'it was not sent');
	const sent = run.rows("SELECT i.code FROM evidence e JOIN link l ON l.evidence = e.id JOIN framework_item i ON i.id = l.item WHERE e.title = 'Linked in a tunnel' ORDER BY i.code");
	must(sent.join() === '2.3 K2,4.4 K1', `linked to ${sent}`);
};

cases.killed_while_it_was_being_sent_it_goes_once = async (run) => {
	const { context, page } = await opened(run, 'amina', '/reflections/new');
	run.wire.deafen(/POST \/reflections /); // the service takes it, the answer is never heard
	await reflected(page, 'Killed on the way');
	await send(page);
	await until(async () => run.wire.lost === 1, 'it was never sent');
	must(run.rows("SELECT COUNT(*) FROM private_reflection WHERE title = 'Killed on the way'")[0] === '1', 'the service had not taken it');
	await page.close();
	const again = await context.newPage();
	await again.goto(`${run.house.url}/reflections`);
	await until(async () => (await on_the_disk(again)).text.includes('unsent') === false, 'it was not let go');
	must(await count(again, 'Killed on the way') === 1, 'it is not there exactly once');
};

cases.what_is_refused_is_shown_with_the_words_still_there = async (run) => {
	const { context, page } = await opened(run, 'amina', '/reflections/new');
	await reflected(page, 'Changed in two places');
	await Promise.all([page.waitForEvent('load'), send(page)]);
	await go(page, '/reflections?q=Changed+in+two');
	await Promise.all([page.waitForEvent('load'), page.locator('main a', { hasText: 'Changed in two places' }).click()]);
	await until(() => page.evaluate(() => document.querySelector('[name=offline]') !== null), 'no form');
	const path = new URL(page.url()).pathname;
	await page.reload();
	await run.cut(context);
	await page.fill('[name=text]', 'Written on the phone');
	await send(page);
	await unsent(page);
	await page.goto('about:blank');
	const elsewhere = await sign_in(await run.context(), run.direct, 'amina');
	await go(elsewhere, path);
	await elsewhere.fill('[name=text]', 'Written at the desk');
	await Promise.all([elsewhere.waitForEvent('load'), send(elsewhere)]);
	await run.mend(context);
	await page.goto(`${run.house.url}/reflections`);
	await line(page).filter({ hasText: 'was not accepted' }).waitFor();
	await run.picture(page, 'refused');
	must((await line(page).locator('details').textContent()).includes('Written on the phone'), 'the words are not beside the reason');
	await Promise.all([page.waitForEvent('load'), line(page).locator('a').click()]);
	await box_has(page, 'text', 'Written on the phone', 'the words are not in the box');
	must((await page.locator('main').innerText()).includes('Written at the desk'), 'the other version is not shown');
	await Promise.all([page.waitForEvent('load'), send(page)]);
	await go(page, path);
	await box_has(page, 'text', 'Written on the phone', 'it was not saved');
	await ready_to_type(page);
	await until(async () => (await line(page).innerText()) === '', 'something is still said to be unsent');
};

// ---- signing out, however ----

// Something that has been typed, which the device has and the service has not; and a page to sign out from.
async function typed_and_leaving(run, title) {
	const { context, page } = await opened(run, 'amina', '/reflections/new');
	await page.route(/keep=1/, (route) => route.abort());
	await reflected(page, title);
	await until(async () => (await on_the_disk(page)).text.includes('.typed.'), 'what is typed is not kept');
	const account = await context.newPage();
	await account.goto(`${run.house.url}/account`);
	return { context, page, account, out: account.locator('main form[action="/sign-out"]') };
}
// The worker answers once it has done what it was handed.
const settled = (page) => page.evaluate(() => new Promise((done) => {
	const { port1, port2 } = new MessageChannel();
	port1.onmessage = done;
	navigator.serviceWorker.controller.postMessage('settled', [port2]);
}));
const nothing_left = (page, why) => until(async () => { const disk = await on_the_disk(page); return disk.keys === 0 && disk.kept === 0; }, why);

cases.a_device_that_cannot_say_what_it_keeps_keeps_nobody_here = async (run) => {
	for (const broken of [() => { IDBFactory.prototype.open = () => ({}); window.is_late = true; }, () => { IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); }; }]) {
		const { account, out } = await typed_and_leaving(run, 'On a device that is full');
		await account.addInitScript(broken);
		await account.reload();
		if (await account.evaluate(() => window.is_late)) { // it may have something: that is asked first
			await out.locator('button').press('Enter');
			await out.locator('[role=alert]').waitFor();
			await account.waitForTimeout(1100);
		}
		await Promise.all([account.waitForURL((url) => url.pathname !== '/account'), out.locator('button').press('Enter')]);
		await go(account, '/account');
		must(await out.count() === 0, 'still signed in');
	}
};

cases.a_double_press_is_warned_like_one = async (run) => {
	const { account, out } = await typed_and_leaving(run, 'Pressed twice');
	await out.evaluate((form) => new Promise((done) => {
		new MutationObserver(() => { // it asks: once more, under the same finger
			if (!form.querySelector('[role=alert]')) return;
			form.requestSubmit();
			done();
		}).observe(form, { childList: true });
		for (let i = 0; i < 2; i++) form.requestSubmit();
	}));
	await out.locator('[role=alert]').filter({ hasText: 'Signing out deletes it' }).waitFor();
	must((await on_the_disk(account)).keys === 1 && new URL(account.url()).pathname === '/account', 'it signed out');
};

cases.signed_out_before_any_script_was_there_nothing_is_left = async (run) => {
	const one = await typed_and_leaving(run, 'Pressed at once');
	await Promise.all([one.account.waitForURL((url) => url.pathname !== '/account'), one.out.evaluate((form) => form.submit())]);
	await nothing_left(one.account, 'the worker left something');
	await one.context.close();
	const two = await typed_and_leaving(run, 'Without a worker');
	await two.account.evaluate(() => { // a page that no worker has: what it sends, none sees
		const form = document.querySelector('main form[action="/sign-out"]');
		return fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)), redirect: 'manual' });
	});
	await go(two.account, '/');
	await nothing_left(two.account, 'the page that says so left something');
};

cases.what_is_typed_after_signing_out_elsewhere_is_not_kept = async (run) => {
	const { page, account, out } = await typed_and_leaving(run, 'Before');
	await out.locator('button').press('Enter');
	await out.locator('[role=alert]').waitFor();
	await until(async () => { // a second press at once is the same press
		await out.locator('button').press('Enter', { timeout: 1000 }).catch(() => {});
		return new URL(account.url()).pathname !== '/account';
	}, 'it does not sign out');
	await nothing_left(account, 'something is left');
	await page.fill('[name=text]', `${MARK} after`);
	await page.evaluate(() => dispatchEvent(new Event('pagehide')));
	await settled(page);
	const disk = await on_the_disk(page);
	must(disk.keys === 0 && disk.kept === 0, 'there is a key again');
};

// ---- what else is let go, and what is not ----

cases.words_typed_while_others_are_being_saved_stay = async (run) => {
	const { context, page } = await opened(run, 'amina', '/reflections/new');
	let saved;
	const answered = new Promise((done) => { saved = done; });
	let asked;
	const is_saving = new Promise((done) => { asked = done; });
	await page.route(/keep=1/, async (route) => { asked(); await answered; await route.continue(); });
	await reflected(page, 'First half');
	await page.evaluate(() => dispatchEvent(new Event('online'))); // which saves at once
	await is_saving;
	await reflected(page, 'First half and second half');
	await until(async () => (await on_the_disk(page)).text.includes('.typed.'), 'what is typed is not kept');
	saved();
	await page.locator('[data-autosave-status]').filter({ hasText: 'Saved at' }).first().waitFor();
	await run.cut(context);
	await page.reload();
	await box_has(page, 'title', 'First half and second half', 'the second half is gone');
};

cases.two_devices_send_each_their_own = async (run) => {
	const both = [await opened(run, 'amina', '/reflections/new'), await opened(run, 'amina', '/reflections/new')];
	for (const { context } of both) await run.cut(context);
	for (const [i, { page }] of both.entries()) {
		await reflected(page, `From device ${i}`);
		await send(page);
		await unsent(page);
	}
	for (const { context } of both) await run.mend(context);
	for (const { page } of both) await page.waitForURL((url) => url.pathname === '/reflections');
	for (const i of [0, 1]) must(await count(both[0].page, `From device ${i}`) === 1, `what device ${i} sent is not there once`);
};

// Something typed that the service does not have; what is in those stores has then been there for `days`, and nobody has come since.
async function typed_days_ago(run, days, stores, title) {
	const { context, page } = await opened(run, 'amina', '/reflections/new');
	await ready_to_type(page);
	await run.cut(context);
	run.wire.refuse(/^POST \S+keep=1/m); // which a page that is left may still send once the network is back
	await reflected(page, title);
	await until(async () => (await on_the_disk(page)).text.includes('.typed.'), 'what is typed is not kept');
	await page.evaluate(() => { // a page that is left keeps and sends what stands in it: that is today's, and other cases'
		for (const left of ['visibilitychange', 'pagehide']) addEventListener(left, (event) => event.stopImmediatePropagation(), { capture: true });
	});
	await page.goto('about:blank');
	await run.mend(context);
	await page.goto(`${run.house.url}/help`);
	await page.evaluate(([names, by]) => new Promise((done) => {
		indexedDB.open('cairn').onsuccess = ({ target: { result: db } }) => {
			const doing = db.transaction(names, 'readwrite');
			for (const name of names) {
				doing.objectStore(name).openCursor().onsuccess = ({ target: { result: at } }) => {
					if (!at) return;
					if (at.value.at) at.update({ ...at.value, at: at.value.at - by });
					at.continue();
				};
			}
			doing.oncomplete = () => { db.close(); done(); };
		};
	}), [stores, days * 864e5]);
	return page;
}

cases.what_is_older_than_fourteen_days_is_not_shown_and_goes = async (run) => {
	const page = await typed_days_ago(run, 15, ['kept'], 'Fifteen days ago');
	await go(page, '/reflections/new');
	await ready_to_type(page);
	must(await page.inputValue('[name=title]') !== 'Fifteen days ago', 'it is shown'); // others' drafts may be: the service has those
	await until(async () => !(await on_the_disk(page)).text.includes('.typed.'), 'it is still there');
};

cases.the_key_of_whoever_has_not_written_here_for_fourteen_days_goes_with_all_of_theirs = async (run) => {
	const page = await typed_days_ago(run, 15, ['keys'], 'A key of long ago');
	must((await on_the_disk(page)).keys === 1, 'there was no key to go');
	await go(page, '/help');
	await nothing_left(page, 'the key is still there, or something under it');
};

cases.a_page_that_shows_what_was_there_before_is_let_go = async (run) => {
	const { context, page } = await opened(run, 'amina', '/reflections/new');
	await reflected(page, 'As it was');
	await Promise.all([page.waitForURL((url) => url.pathname === '/reflections'), send(page)]);
	await go(page, '/reflections?q=As+it+was');
	const path = await page.locator('main a', { hasText: 'As it was' }).first().getAttribute('href');
	await go(page, path);
	await until(async () => (await on_the_disk(page)).text.split('.page.').length > 2, 'its page is not kept');
	await page.fill('[name=text]', 'As it is');
	await Promise.all([page.waitForURL((url) => url.pathname === '/reflections'), send(page)]);
	await until(async () => (await on_the_disk(page)).text.split('.page.').length === 2, 'it is still kept');
	await run.cut(context);
	must(await go(page, path).then(() => false, () => true), 'it is shown');
};

// ---- links ----

async function on_a_link(run, fields) {
	const path = await linked(run);
	const context = await run.context();
	const page = await context.newPage();
	await page.goto(run.house.url + path);
	await ready(page);
	await ready_to_type(page);
	for (const [name, words] of Object.entries(fields)) await page.fill(`[name="${name}"]`, words);
	return { path, context, page };
}
const SAID = { 'answers.well': `${MARK} He kept his word.`, name: 'Odile Marsh', role: 'Health visitor', organisation: 'Northmoor NHS' };

cases.what_a_link_sends_online_is_posted_once = async (run) => {
	const { path, page } = await on_a_link(run, SAID);
	await send(page);
	await page.locator('h1').filter({ hasText: /Thank/ }).waitFor();
	await page.waitForLoadState();
	await until(async () => !(await on_the_disk(page)).text.includes('unsent'), 'it is still kept');
	must(run.wire.asked.filter((line) => line === `POST ${path}`).length === 1, 'it was posted more than once');
};

cases.the_code_is_shown_when_the_link_is_opened_again = async (run) => {
	const { path, context, page } = await on_a_link(run, SAID);
	await run.cut(context);
	await send(page);
	await unsent(page);
	await page.goto('about:blank');
	await run.mend(context);
	await page.goto(`${run.house.url}/help`); // where nobody is who could be shown it
	await until(async () => (await on_the_disk(page)).text.includes('.done.'), 'it was not sent');
	await page.goto(run.house.url + path);
	await page.locator('.c-big').waitFor();
	must(!(await on_the_disk(page)).text.includes('.done.'), 'it would be asked for ever');
};

cases.what_a_link_keeps_on_a_phone_can_be_deleted_there_while_it_waits = async (run) => {
	const { path, context, page } = await on_a_link(run, SAID);
	await run.cut(context);
	await send(page);
	await unsent(page);
	await run.picture(page, 'forget');
	await page.locator('summary', { hasText: 'Is it safe on this phone?' }).click();
	await page.locator('[data-forget]').click();
	await line(page).filter({ hasText: 'Deleted from this phone.' }).waitFor();
	await nothing_left(page, 'something is left');
	must(!(await page.content()).includes('heronlamp') && await page.locator('form [name=send_key]').count() === 0, 'it is still shown');
	await run.mend(context);
	await page.goto(run.house.url + path);
	await ready(page);
	must(!run.wire.asked.includes(`POST ${path}`) || await page.locator('form [name=send_key]').count() === 1, 'it was sent');
	must(await page.inputValue('[name="answers.well"]') === '', 'the words are back');
};

cases.what_an_observer_ticks_without_a_network_is_sent_once = async (run) => {
	const path = await observer_link(await run.context(), run.direct, 'Says why she is there\nNames power\nStays kind');
	const context = await run.context();
	const page = await context.newPage();
	await page.goto(run.house.url + path);
	await ready(page);
	await ready_to_type(page);
	await run.cut(context);
	for (const label of ['Says why she is there', 'Stays kind', 'I was there, and this is what I saw']) await page.getByLabel(label).check();
	await page.fill('[name="answers.saw"]', 'She waited.');
	await page.fill('[name=role]', 'Health visitor');
	await send(page);
	await unsent(page);
	await run.mend(context);
	await page.locator('h1').filter({ hasText: /Thank/ }).waitFor();
	const given = run.rows("SELECT text FROM given_answer WHERE kind = 3 AND evidence = (SELECT evidence FROM ask ORDER BY id DESC LIMIT 1)").sort();
	must(given.join(' | ') === '1,3 | She waited.', `what is there: ${given.join(' | ')}`);
};

cases.words_for_a_link_that_was_used_meanwhile_stay = async (run) => {
	const { path, context, page } = await on_a_link(run, SAID);
	await run.cut(context);
	await send(page);
	await unsent(page);
	const elsewhere = await (await run.context()).newPage();
	await elsewhere.goto(run.direct.url + path);
	for (const [name, words] of Object.entries({ ...SAID, 'answers.well': 'Sent from another device.' })) await elsewhere.fill(`[name="${name}"]`, words);
	await send(elsewhere);
	await elsewhere.locator('h1').filter({ hasText: /Thank/ }).waitFor();
	await run.mend(context);
	await line(page).filter({ hasText: 'was not accepted' }).waitFor();
	must((await line(page).locator('details').textContent()).includes('He kept his word'), 'the words are gone');
};

cases.a_familys_answers_wait_unseen_and_are_let_go_when_the_link_is_closed = async (run) => {
	const path = await linked(run);
	run.rows("INSERT INTO ask_family (ask, who, confirmed_at) SELECT MAX(id), 1, 1 FROM ask");
	run.rows('UPDATE ask SET kind = 2 WHERE id = (SELECT MAX(id) FROM ask)');
	const context = await run.context();
	const page = await context.newPage();
	await page.goto(run.house.url + path);
	await ready(page);
	await run.cut(context);
	await page.fill('[name="q.words"]', `${MARK} She shouted.`);
	await page.reload();
	await line(page).filter({ hasText: 'No connection since' }).waitFor();
	must(await page.inputValue('[name="q.words"]') === '', 'what is typed is kept');
	await page.fill('[name="q.words"]', `${MARK} She shouted.`);
	await send(page);
	await unsent(page);
	must(!(await page.content()).includes('heronlamp'), 'it is shown');
	await page.goto('about:blank');
	run.rows('UPDATE ask SET revoked_at = 1 WHERE id = (SELECT MAX(id) FROM ask)');
	await run.mend(context);
	await page.goto(run.house.url + path);
	await until(async () => !(await on_the_disk(page)).text.includes('unsent'), 'it is still kept');
	must(!(await page.content()).includes('heronlamp'), 'it is shown on the page of a closed link');
};

cases.what_a_family_sent_and_was_refused_is_back_in_the_page_that_sent_it_and_in_no_other = async (run) => {
	const path = await linked(run);
	run.rows("INSERT INTO ask_family (ask, who, confirmed_at) SELECT MAX(id), 1, 1 FROM ask");
	run.rows('UPDATE ask SET kind = 2 WHERE id = (SELECT MAX(id) FROM ask)');
	const context = await run.context();
	const page = await context.newPage();
	await page.goto(run.house.url + path);
	await ready(page);
	const long = `${MARK} She shouted. `.repeat(400); // longer than an answer may be
	const sends = async (words) => {
		await run.cut(context);
		await page.fill('[name="q.words"]', words);
		await send(page);
		await unsent(page);
		must(await page.inputValue('[name="q.words"]') === '', 'it is shown while it waits');
	};
	await sends(long);
	const helper = await context.newPage(); // opens the link next, while it waits
	await helper.goto(run.house.url + path);
	await unsent(helper);
	await run.mend(context);
	await box_has(page, 'q.words', long, 'the words are not back');
	await line(page).filter({ hasText: 'Not sent: it was not accepted. ' }).waitFor();
	must(!(await helper.content()).includes('heronlamp') && await helper.inputValue('[name="q.words"]') === '', 'a helper reads it');
	await until(async () => !(await on_the_disk(page)).text.includes('unsent'), 'it is still kept');
	await page.reload();
	await ready(page);
	must(!(await page.content()).includes('heronlamp') && await page.inputValue('[name="q.words"]') === '', 'it is there for whoever opens it anew');
	await sends(long);
	await run.mend(context);
	await box_has(page, 'q.words', long, 'the words are not back a second time');
	await page.fill('[name="q.words"]', 'She shouted.');
	await send(page);
	await page.locator('h1').filter({ hasText: /Thank/ }).waitFor();
};

// ---- the wire between browser and service, which can be cut ----

// Cutting the network of a page does not cut that of its worker; nothing gets past this.
async function make_wire(house) {
	const to = new URL(house.url).port;
	const open = new Set();
	const wire = { is_cut: false, deaf: null, refused: null, lost: 0, asked: [] };
	const server = createServer((near) => {
		if (wire.is_cut) return near.destroy();
		const far = connect(to, '127.0.0.1');
		let drops = false;
		for (const [one, other] of [[near, far], [far, near]]) {
			open.add(one);
			one.on('error', () => {});
			one.on('close', () => { open.delete(one); other.destroy(); });
		}
		near.on('data', (bytes) => {
			wire.asked.push(...(bytes.toString('latin1').match(/^(GET|POST) \S+/gm) || []));
			if (wire.refused && wire.refused.test(bytes.toString('latin1'))) return near.destroy();
			if (wire.deaf && wire.deaf.test(bytes.toString('latin1'))) { drops = true; wire.deaf = null; }
			far.write(bytes);
		});
		far.on('data', (bytes) => {
			if (!drops) return near.write(bytes);
			wire.lost++;
			return near.destroy();
		});
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	wire.url = `http://127.0.0.1:${server.address().port}`;
	wire.cut = () => { wire.is_cut = true; for (const socket of open) socket.destroy(); };
	wire.mend = () => { wire.is_cut = false; };
	wire.deafen = (what) => { wire.deaf = what; };
	wire.refuse = (what) => { wire.refused = what; };
	wire.close = () => { wire.cut(); server.close(); };
	return wire;
}

// ---- playing ----

class Run {
	constructor(browser, direct, wire, name) {
		Object.assign(this, { browser, direct, wire, name, house: { url: wire.url }, open: [] });
	}

	async cut(context) {
		this.wire.cut();
		await context.setOffline(true);
	}

	async mend(context) {
		this.wire.mend();
		await context.setOffline(false);
	}

	async context() {
		const context = await this.browser.newContext(PHONE);
		context.setDefaultTimeout(WAIT);
		if (SLOW) context.on('page', async (page) => (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: SLOW }).catch(() => {}));
		this.open.push(context);
		return context;
	}

	async picture(page, name) {
		if (shots) await page.screenshot({ path: `${shots}/offline-${name}.png`, fullPage: true });
	}

	rows(sql) {
		const program = 'import sqlite3, sys\nwith sqlite3.connect(sys.argv[1], timeout=30) as db:\n    for row in db.execute(sys.argv[2]): print(*row)';
		return execFileSync('python3', ['-c', program, this.direct.db, sql], { encoding: 'utf8' }).trim().split('\n');
	}

	expire_links() {
		this.rows('UPDATE ask SET expires = opened_at + 1000 WHERE opened_at IS NOT NULL');
	}

	async close() {
		for (const context of this.open.splice(0)) await context.close();
	}
}

if (shots) mkdirSync(shots, { recursive: true });
const world = await make_world();
const house = await open_house(world);
const wire = await make_wire(house);
const browser = await open_browser();
try {
	for (const [name, play] of Object.entries(cases)) {
		if (process.env.ONLY_OFFLINE && !name.includes(process.env.ONLY_OFFLINE)) continue;
		const run = new Run(browser, house, wire, name);
		try {
			await play(run);
			tap(true, name);
		} catch (error) {
			for (const context of run.open) for (const page of context.pages()) await run.picture(page, `${name}-failed`).catch(() => {});
			tap(false, name, [error instanceof Broken ? error.message : error.stack]);
		}
		await run.close();
		wire.mend();
		wire.refuse(null);
	}
} finally {
	await browser.close();
	wire.close();
	const faults = await house.stop();
	tap(faults.length === 0, 'the_service_was_well_to_its_end', faults);
	world.close();
}
process.exit(failed() ? 1 : 0);
