// What people come to do, from the first page to the last, each journey once with scripts and once without. The two runs
// have a demo world each; journeys go in order, and what an earlier one wrote is there for the later ones.
//
// ONLY_JOURNEY=word plays the journeys whose name has the word. A journey that fails leaves a picture in SHOTS, if set.
import { mkdirSync } from 'node:fs';
import { failed, make_world, open_browser, open_house, sign_in, tap } from './house.mjs';

const WAIT = 20000;
const shots = process.env.SHOTS;

class Broken extends Error {}
function must(fact, words) {
	if (!fact) throw new Broken(words);
}

class Run {
	constructor(browser, house, scripts) {
		Object.assign(this, { browser, house, scripts, open: [] });
	}

	async context() {
		const context = await this.browser.newContext({ javaScriptEnabled: this.scripts, acceptDownloads: true, viewport: { width: 1280, height: 900 } });
		context.setDefaultTimeout(WAIT);
		this.open.push(context);
		return context;
	}

	async visitor() {
		const page = await (await this.context()).newPage();
		page.scripts = this.scripts;
		await page.goto(this.house.url);
		return page;
	}

	async as(who) {
		const page = await sign_in(await this.context(), this.house, who);
		page.scripts = this.scripts;
		return page;
	}

	async tab(page) {
		const other = await page.context().newPage();
		other.scripts = this.scripts;
		return other;
	}

	async close(name) {
		let pictures = 0;
		for (const context of this.open.splice(0)) {
			for (const page of name && shots ? context.pages() : []) {
				await page.screenshot({ path: `${shots}/${name}-${this.scripts ? 'with' : 'without'}-${++pictures}.png`, fullPage: true }).catch(() => {});
			}
			await context.close();
		}
	}
}

// ---- what the pages have, by the words people see ----

const go = (page, path) => page.goto(new URL(path, page.url()).href);
// what is laid out only when it comes near is read as well
const words = (page) => page.locator('main').evaluate((main) => {
	for (const far of main.querySelectorAll('.c-domain, .c-heatwrap')) far.style.contentVisibility = 'visible';
	return main.innerText;
});
// With scripts by mouse, without them by keyboard: so both ways are walked. (A browser without scripts draws no frames for
// the driver to wait for either.)
const push = (page, there) => (page.scripts === false ? there.press('Enter') : there.click());
const check = (page, box) => (page.scripts === false ? box.isChecked().then((on) => on || box.press('Space')) : box.check());

// a link that looks like a button says that it is one
const named = (where, name) => where.getByRole('button', { name }).or(where.getByRole('link', { name })).first();

async function press(page, name, where = page.locator('main')) {
	const there = named(where, name);
	must(await there.count(), `${page.url()} has nothing called ${name} to press`);
	await Promise.all([page.waitForEvent('load'), push(page, there)]);
}

async function says(page, ...all) {
	const text = await words(page);
	for (const what of all) must(what instanceof RegExp ? what.test(text) : text.includes(what), `${page.url()} does not say “${what}”`);
}

async function never(page, ...all) {
	const text = await words(page);
	for (const what of all) must(!text.includes(what), `${page.url()} says “${what}”`);
}

const error_shown = async (page) => {
	must(await page.locator('.govuk-error-summary').count(), `${page.url()} shows no summary of errors`);
	must(/^Error/.test(await page.title()), `the title does not begin with Error: ${await page.title()}`);
};

async function begin_piece(page, title, text) {
	await go(page, '/');
	await press(page, /^(Record a piece|Start writing)/);
	await page.fill('#title', title);
	await page.fill('#text', text);
	const today = await page.evaluate(() => new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London' }).format(new Date()).split('/'));
	for (const [i, part] of ['day', 'month', 'year'].entries()) await page.fill(`[name="on-${part}"]`, String(Number(today[i])));
}

// Typing codes: without scripts the page comes back with them linked; with scripts at once.
async function type_codes(run, page, codes) {
	await page.fill('#codes', codes);
	const add = page.locator('[data-picker-add]');
	if (run.scripts) {
		await add.click();
		await page.locator('[data-picker-found] li').first().waitFor(); // the statements may have to be fetched first
	} else await Promise.all([page.waitForEvent('load'), push(page, add)]);
}

// Ticking one statement in the list by outcome, which is folded.
async function tick(page, code) {
	const row = page.locator(`[data-filter-item="${code}"] input`);
	const outcome = page.locator(`#browse [data-outcome="${code.split(' ')[0]}"]`);
	async function unfold() {
		for (const fold of [page.locator('#browse > details').filter({ has: page.locator(`[data-outcome="${code.split(' ')[0]}"]`) }), outcome]) {
			if (await fold.getAttribute('open') === null) await push(page, fold.locator('> summary'));
		}
	}
	await unfold();
	if (page.scripts === false && !await row.count()) {
		await press(page, /^Show the/, outcome);
		await unfold();
	}
	await check(page, row);
}

const linked = (page) => page.locator('[data-picker-list]').innerText();
// ---- the journeys ----

const journeys = {};
const TITLE = 'What I heard at the door';
const TEXT = 'I knocked twice and then stood where I could be seen.\n\nJ.’s mother opened on the chain. I said who I was before I said why.';

journeys.an_ecsw_records_links_saves_and_hands_in = async (run) => {
	const page = await run.as('amina');
	await begin_piece(page, TITLE, TEXT);
	await type_codes(run, page, '4.4 K1, D2; 6.3 K1');
	must(/4\.4/.test(await linked(page)) && /6\.3/.test(await linked(page)), 'codes typed are not linked');
	await tick(page, '1.1 K1');
	await press(page, /Save draft/);
	must(await page.inputValue('#title') === TITLE, 'the title is lost');
	await go(page, '/');
	await says(page, TITLE, 'Your draft');
	await press(page, TITLE);
	must(await page.inputValue('#text').then((t) => t.replace(/\r/g, '')) === TEXT, 'the text of the draft came back otherwise');
	for (const code of ['4.4', '6.3', '1.1']) must((await linked(page)).includes(code), `${code} is not linked any more`);
	await press(page, /^Ask .* for a view/);
	await says(page, TITLE, /Harpreet/);
	run.piece = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
	await go(page, '/');
	await says(page, TITLE, /waiting for your assessor/);
	await go(page, '/coverage');
	await says(page, /4\.4/);
	const row = page.locator('tbody[data-state]').filter({ hasText: '4.4' }).first();
	must(await row.getAttribute('data-state') !== 'none', 'outcome 4.4 still has nothing');
};

journeys.an_unknown_code_is_told_and_nothing_is_lost = async (run) => {
	const page = await run.as('amina');
	await begin_piece(page, 'With a slip in the codes', TEXT);
	await page.fill('#codes', '4.4 K99');
	await press(page, /Save draft/);
	await error_shown(page);
	must(await page.inputValue('#title') === 'With a slip in the codes', 'the title is lost');
	must((await page.inputValue('#text')).replace(/\r/g, '') === TEXT, 'the text is lost');
	must(/K99/.test(await page.inputValue('#codes')), 'what was typed as a code is lost');
};

journeys.the_statements_come_by_keyboard_are_told_and_are_searched = async (run) => {
	if (!run.scripts) return 'without scripts a button draws them: an_ecsw_records_links_saves_and_hands_in';
	const page = await run.as('amina');
	await begin_piece(page, 'By keyboard', TEXT);
	must(await page.locator('#browse input').count() === 0, 'statements stand on the page that nobody asked for');
	const domain = page.locator('#browse > details', { hasText: '2 Relationships' });
	const outcome = page.locator('#browse [data-outcome="2.3"]');
	await domain.locator('> summary').press('Enter');
	await outcome.locator('> summary').press('Enter');
	await outcome.locator('input').nth(14).waitFor();
	must(await page.locator('[data-picker-status]').textContent() === '15 statements shown', 'nothing is told about them');
	must(await outcome.locator('> summary').evaluate((e) => e === document.activeElement), 'the focus went elsewhere');
	await page.keyboard.press('Tab');
	await page.keyboard.press('Space');
	must(/2\.3[^]*K1/.test(await linked(page)), 'the first of them is not linked');
	must(/2\.3 K1 linked. 1 linked/.test(await page.locator('[data-picker-status]').textContent()), 'that is not told');
	await page.fill('#find', 'gillick');
	await page.locator('[data-filter-count]', { hasText: '1 statement' }).waitFor();
	must(await page.locator('#browse [data-filter-item]:visible').count() === 1, 'more is shown than was looked for');
	await press(page, /Save draft/);
	must(/2\.3[^]*K1/.test(await linked(page)), 'the link is not saved');
	must(await page.locator('#browse input').count() === 1, 'the page has more or less than what is chosen');
	return undefined;
};

journeys.statements_that_do_not_come_are_told_and_nothing_is_lost = async (run) => {
	if (!run.scripts) return 'nothing is fetched without scripts';
	const page = await run.as('amina');
	await page.route('**/statements?as=*', (route) => route.abort());
	await begin_piece(page, 'Without the list', TEXT);
	const outcome = page.locator('#browse [data-outcome="2.3"]');
	await page.locator('#browse > details', { hasText: '2 Relationships' }).locator('> summary').click();
	await outcome.locator('> summary').click();
	await outcome.getByText('could not be fetched').waitFor();
	must(/could not be fetched/.test(await page.locator('[data-picker-status]').textContent()), 'it is not told');
	await page.fill('#find', 'gillick');
	await page.locator('[data-filter-count]', { hasText: 'could not be fetched' }).waitFor();
	await page.fill('#codes', '4.4 K1');
	await page.locator('[data-picker-add]').click();
	await page.locator('[data-picker-found]', { hasText: 'They stay in the box' }).waitFor();
	must(await page.inputValue('#codes') === '4.4 K1', 'the codes are gone');
	await page.unroute('**/statements?as=*');
	await outcome.getByRole('button').click();
	await outcome.locator('input').nth(14).waitFor();
	must(await outcome.locator('input').first().evaluate((e) => e === document.activeElement), 'whoever pressed the button is not at the first of them');
	await press(page, /Save draft/);
	must(/4\.4[^]*K1/.test(await linked(page)), 'the codes are not linked');
	// refused, the page itself is asked, and it says why
	await page.evaluate(() => caches.delete('cairn-assets'));
	await page.route('**/statements?as=*', (route) => route.fulfill({ status: 500, body: '' }));
	await page.reload();
	await page.fill('#title', 'Typed before it was refused');
	await page.locator('#browse > details', { hasText: '2 Relationships' }).locator('> summary').click();
	await outcome.locator('> summary').click();
	await outcome.getByText('could not be fetched').waitFor();
	await Promise.all([page.waitForEvent('load'), outcome.getByRole('button').click()]);
	must(await page.locator('#browse input').count() > 300, 'the list is not drawn');
	must(await page.inputValue('#title') === 'Typed before it was refused', 'the title is lost');
	await press(page, /Save draft/); // nothing is left behind for whoever signs in next
	return undefined;
};

journeys.coverage_opens_at_the_domain_that_was_asked_for_on_a_phone = async (run) => {
	const page = await run.as('amina');
	await page.setViewportSize({ width: 360, height: 740 });
	await go(page, '/coverage');
	const waits = () => page.locator('#d6').evaluate((domain) => getComputedStyle(domain).contentVisibility);
	must(await waits() === 'auto', 'what is out of sight is laid out at once');
	const here = page.url();
	await page.goto('about:blank');
	await page.goto(`${here}#d5`);
	let top = -1;
	for (let i = 0; i < 50 && !(top >= 0 && top < 740); i++) { // the browser scrolls there, gently
		if (i) await page.waitForTimeout(100);
		top = await page.locator('#hd5').evaluate((heading) => heading.getBoundingClientRect().top);
	}
	must(top >= 0 && top < 740, `domain 5 is not where the page opens, but at ${top}`);
	must(await waits() === 'visible', 'what stands above it may still move it');
};

journeys.an_assessor_needs_the_sentence_first = async (run) => {
	const page = await run.as('harpreet');
	await go(page, '/desk');
	await press(page, TITLE);
	await check(page, page.locator('[name="return"]').last());
	await page.locator('textarea[name="comment"]').last().fill('What did you do next?');
	await press(page, /^Agree (the rest|\d+)/);
	await error_shown(page);
	await says(page, 'Write one sentence');
	must(await page.locator('textarea[name="comment"]').last().inputValue() === 'What did you do next?', 'the comment is lost');
	must(await page.locator('[name="return"]').last().isChecked(), 'the tick is lost');
};

journeys.an_assessor_returns_one_and_agrees_the_rest = async (run) => {
	const page = await run.as('harpreet');
	await go(page, '/desk');
	await says(page, TITLE);
	await press(page, TITLE);
	if (!await page.locator('textarea[name="comment"]').last().inputValue()) {
		const last = page.locator('.c-claim').last();
		await check(page, last.locator('[name="return"]'));
		await last.locator('textarea').fill('What did you do next?');
	}
	run.asked = await page.locator('.c-claim').last().locator('.c-claim__code').innerText();
	await page.fill('#sentence', 'You let people see you before they have to decide about you.');
	await press(page, /^Agree/);
	await says(page, /Decided: 3 agreed, 1 returned/, 'What did you do next?');
};

journeys.the_ecsw_sees_the_question_first_and_answers = async (run) => {
	const page = await run.as('amina');
	await says(page, TITLE, 'Harpreet Bains has a question', 'What did you do next?');
	await go(page, run.piece);
	const form = page.locator('form').filter({ has: page.locator('textarea[name="answer"]') }).first();
	await form.locator('textarea').fill('I waited, and then asked what would help.');
	await press(page, /^Send/, form);
	await says(page, 'I waited, and then asked what would help.');
	await go(page, '/');
	await never(page, 'What did you do next?');
};

journeys.the_assessor_agrees_what_came_back = async (run) => {
	const page = await run.as('harpreet');
	await go(page, '/desk');
	await press(page, TITLE);
	await says(page, 'I waited, and then asked what would help.');
	await page.fill('#sentence', 'You notice what waiting can do.');
	await press(page, /^Agree/);
	await says(page, /Decided: 1 agreed/);
	const amina = await run.as('amina');
	await go(amina, run.piece);
	await never(amina, 'waiting for');
	await go(amina, '/coverage');
	const outcome = amina.locator('tbody[data-state]').filter({ hasText: '4.4' }).first();
	must(/agreed/i.test(await outcome.innerText() + await outcome.innerHTML()), 'coverage does not say agreed');
};

journeys.a_decision_can_be_taken_back = async (run) => {
	const page = await run.as('harpreet');
	await go(page, '/desk/decided');
	await press(page, TITLE);
	if (!await page.getByRole('button', { name: 'Take this decision back' }).count()) await go(page, `${run.piece}/judged`);
	await press(page, 'Take this decision back');
	await go(page, '/desk');
	await says(page, TITLE);
};

journeys.two_tabs_with_one_piece_lose_nothing = async (run) => {
	const one = await run.as('amina');
	await begin_piece(one, 'Two tabs', 'As it was.');
	await press(one, /Save draft/);
	await go(one, '/');
	await press(one, 'Two tabs');
	const two = await run.tab(one);
	await two.goto(one.url());
	await one.fill('#text', 'Written in the first tab.');
	await press(one, /Save draft/);
	await two.fill('#text', 'Written in the second tab.');
	await press(two, /Save draft/);
	await says(two, 'changed while you were writing', 'Written in the first tab.', 'Written in the second tab.');
	await press(two, 'Save yours');
	await go(two, '/evidence');
	await press(two, 'Two tabs');
	must(/Written in the second tab/.test(await two.content()), 'the version kept is not the one chosen');
};

// With scripts words are on the device too, and signing out takes them away: it says so first. only_here: the service does not get
// them meanwhile, which would make the warning needless.
const only_here = (page) => page.context().route(/keep=1/, (route) => route.abort());
async function sign_out(run, page) {
	await page.goto(`${run.house.url}/account`);
	if (!run.scripts) return press(page, /^Sign out$/);
	const has_typed = () => page.evaluate(() => new Promise((done) => {
		const asked = indexedDB.open('cairn');
		asked.onsuccess = () => {
			const keys = asked.result.transaction('kept').objectStore('kept').getAllKeys();
			keys.onsuccess = () => { asked.result.close(); done(keys.result.some((id) => id.includes('.typed.'))); };
		};
	}));
	for (let i = 0; !await has_typed(); i++) {
		must(i < WAIT / 100, 'the device does not keep what was typed');
		await page.waitForTimeout(100);
	}
	// by keyboard: what the page says of the device may move a button from under the pointer
	await named(page.locator('main'), /^Sign out$/).press('Enter');
	await page.getByText('Signing out deletes it').waitFor();
	await page.waitForTimeout(1100); // a second press within a second is the same press
	await Promise.all([page.waitForEvent('load'), named(page.locator('main'), 'Sign out and delete').press('Enter')]);
}

journeys.a_session_that_ends_while_writing_keeps_the_words = async (run) => {
	const page = await run.as('farah');
	await only_here(page);
	await begin_piece(page, 'Written as the session ended', 'Every word of this must be there again.');
	// ended on the server, as by a long pause; the browser still has its cookie
	const cookies = await page.context().cookies();
	const other = await run.tab(page);
	await sign_out(run, other);
	await page.context().addCookies(cookies);
	await press(page, /Save draft/);
	await says(page, 'kept as a draft');
	await go(page, '/sign-in');
	await press(page, /Farah Quill/);
	await go(page, '/');
	await press(page, /^(Record a piece|Start writing)/);
	await says(page, 'What you had written is here as a draft', 'Written as the session ended');
	await press(page, /Go on with it|Written as the session ended/);
	must(await page.inputValue('#text') === 'Every word of this must be there again.', 'the words are not there');
};

journeys.signing_out_in_another_tab_leaves_the_words_to_copy = async (run) => {
	const page = await run.as('farah');
	await only_here(page);
	await begin_piece(page, 'Written beside a signed-out tab', 'These words must not be gone either.');
	const other = await run.tab(page);
	await sign_out(run, other);
	await press(page, /Save draft/);
	await says(page, 'Sign in to go on', 'What you typed');
	const typed = await page.locator('textarea').evaluateAll((all) => all.map((area) => area.value));
	must(typed.includes('These words must not be gone either.'), 'the words are not on the page');
};

journeys.what_is_typed_is_kept_without_saving = async (run) => {
	if (!run.scripts) return 'autosave needs scripts; without them a page says what is saved';
	const page = await run.as('dmitri');
	await begin_piece(page, 'Typed and left', 'Not saved by any button.');
	await page.locator('[data-autosave-status]').filter({ hasText: /^Saved at/ }).first().waitFor();
	const where = page.url();
	await page.goto('about:blank');
	await page.goto(where);
	await says(page, 'What you had written is here as a draft', 'Typed and left');
	await press(page, /Go on with it/);
	must(await page.inputValue('#text') === 'Not saved by any button.', 'the words are not there');
	return '';
};

journeys.back_after_handing_in_makes_no_second_piece = async (run) => {
	const page = await run.as('dmitri');
	await begin_piece(page, 'Sent once', 'One piece, however often it is sent.');
	await press(page, /Save draft/);
	await page.goBack();
	await go(page, '/evidence?q=' + encodeURIComponent('Sent once'));
	must(await page.getByRole('link', { name: 'Sent once' }).count() === 1, 'there is not exactly one piece');
};

journeys.a_double_press_makes_one_piece = async (run) => {
	const page = await run.as('dmitri');
	await begin_piece(page, 'Pressed twice', 'One piece, however often it is pressed.');
	const save = page.getByRole('button', { name: 'Save draft' });
	await Promise.all([page.waitForEvent('load'), save.press('Enter', { noWaitAfter: true }), save.press('Enter', { noWaitAfter: true }).catch(() => {})]);
	await page.waitForLoadState('networkidle');
	await go(page, '/evidence?q=' + encodeURIComponent('Pressed twice'));
	const n = await page.getByRole('link', { name: 'Pressed twice' }).count();
	must(n === 1, `there are ${n} pieces`);
};

journeys.a_visitor_reads_and_searches_the_standards = async (run) => {
	const page = await run.visitor();
	await go(page, '/frameworks');
	await press(page, /Post-qualifying|standards/i);
	await press(page, /Search/);
	await page.getByRole('searchbox').fill('domestic abuse');
	await press(page, /Search/, page.locator('main'));
	await says(page, /domestic abuse/i);
	await Promise.all([page.waitForEvent('load'), push(page, page.locator('main a[href*="/items/"]').first())]);
	must(/\/items\//.test(page.url()), 'a hit does not lead to its statement');
	await go(page, '/frameworks');
	must(await page.locator('main a[href^="/frameworks/"]').count() >= 1, 'no standards are listed');
};

journeys.what_is_not_there_and_what_is_not_yours_look_the_same = async (run) => {
	const amina = await run.as('amina');
	const karen = await run.as('karen');
	const none = await karen.goto(`${run.house.url}/evidence/0199a000-0000-7000-8000-00000000dead`);
	const there_not = await words(karen);
	const hers = await karen.goto(`${run.house.url}${run.piece || '/evidence/0199a000-0000-7000-8000-00000000dead'}`);
	must(none.status() === 404 && hers.status() === 404, `answers were ${none.status()} and ${hers.status()}`);
	const plain = (text) => text.replace(/[0-9a-f-]{12,}/g, 'ID'); // the number of the request
	must(plain(there_not) === plain(await words(karen)), 'the two pages differ');
	const refused = await amina.goto(`${run.house.url}/desk`);
	must([403, 404].includes(refused.status()), `an ECSW at the desk got ${refused.status()}`);
	must(await amina.getByRole('link').count() > 3, 'the page leads nowhere');
};

const PDF = Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
xref
0 4
0000000000 65535 f 
0000000009 00000 n 
0000000054 00000 n 
0000000105 00000 n 
trailer<</Size 4/Root 1 0 R>>
startxref
166
%%EOF
`);

journeys.a_file_is_added_and_opened = async (run) => {
	const page = await run.as('amina');
	await begin_piece(page, 'With a blank template', 'The planner I drew for mornings.');
	await press(page, /Save draft/);
	await go(page, `${new URL(page.url()).pathname.replace(/\/edit$/, '')}/files`);
	await page.setInputFiles('#file', { name: 'morning-planner.pdf', mimeType: 'application/pdf', buffer: PDF });
	await press(page, /^Add/);
	const there = page.getByRole('link', { name: 'morning-planner.pdf' });
	for (let i = 0; i < 40 && !await there.count(); i++) {
		await page.waitForTimeout(500);
		await page.reload();
	}
	must(await there.count(), 'the file cannot be opened');
	const answer = await page.context().request.get(new URL(await there.getAttribute('href'), page.url()).href);
	must(answer.ok(), `opening it answered ${answer.status()}`);
	must(/^attachment/.test(answer.headers()['content-disposition']), 'it is not an attachment');
	must((await answer.body()).equals(PDF), 'the bytes are not those that were added');
};

journeys.a_coordinator_filters_the_cohort_and_takes_it_along = async (run) => {
	const page = await run.as('jonas');
	await go(page, '/cohort');
	const all = await page.locator('.c-heat tbody th[scope="row"]').count();
	await page.fill('#q', 'Amina');
	const filter = page.locator('form.c-filter');
	await press(page, /./, filter);
	await says(page, 'Amina Yusuf');
	const found = await page.locator('.c-heat tbody th[scope="row"]').count();
	must(found === 1 && all > 1, `${found} of ${all} people are shown`);
	const csv = page.locator('main a[href*="cohort.csv"]').first();
	const answer = await page.context().request.get(new URL(await csv.getAttribute('href'), page.url()).href);
	must(answer.ok() && /text\/csv/.test(answer.headers()['content-type']), `the table answered ${answer.status()}`);
	const text = await answer.text();
	must(text.includes('Amina Yusuf') && !text.includes('Ben Alder'), 'the table is not the list that was shown');
	await press(page, 'Amina Yusuf');
	must(await page.locator('h1').innerText() === 'Amina Yusuf', 'a name does not lead to its person');
};

journeys.somebody_speaks_about_words_of_a_piece = async (run) => {
	const page = await run.as('grace');
	await go(page, '/desk');
	await press(page, /The cooker, the form and the visit/);
	const sentence = 'The kitchen was not in use because the cooker had failed';
	if (run.scripts) {
		await page.evaluate((wanted) => {
			const walker = document.createTreeWalker(document.querySelector('[data-field="text"]'), NodeFilter.SHOW_TEXT);
			for (let node = walker.nextNode(); node; node = walker.nextNode()) {
				const at = node.data.indexOf(wanted);
				if (at < 0) continue;
				const range = document.createRange();
				range.setStart(node, at);
				range.setEnd(node, at + wanted.length);
				getSelection().removeAllRanges();
				getSelection().addRange(range);
				document.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
			}
		}, sentence);
		await page.getByRole('button', { name: 'Say something about these words' }).click();
		must(await page.inputValue('#quote') === sentence, 'the words that were selected are not in the form');
	} else {
		await push(page, page.locator('#say details summary'));
		await page.fill('#quote', sentence);
	}
	await page.fill('#comment', `How did you find that out, ${run.scripts ? 'then' : 'there'}?`);
	await press(page, /^Send$/);
	await says(page, 'How did you find that out', `“${sentence}”`);
	must(await page.locator('[data-field="text"] a.c-term', { hasText: sentence }).count(), 'the words are not marked in the piece');
};

const FRAMEWORK = 'code,kind,text,parent,threads\n1,domain,Being there,,\n1.1,outcome,Listens,1,\n' +
	'1.1 K1,knows,Why people fall silent,1.1,\n1.1 D1,does,Waits,1.1,\n';

journeys.one_administrator_imports_and_another_publishes = async (run) => {
	const page = await run.as('mo');
	await go(page, '/frameworks');
	await press(page, /Add|Import/);
	await page.setInputFiles('#file', { name: 'being-there.csv', mimeType: 'text/csv', buffer: Buffer.from(FRAMEWORK) });
	await push(page, page.locator('details summary').last());
	await page.fill('[name="title"]', 'Being there');
	await page.fill('[name="version"]', '1');
	await press(page, /^Check/);
	await says(page, 'Being there', /Waits/);
	await press(page, /^Add/);
	await says(page, /draft/i);
	await go(page, '/frameworks');
	await press(page, /Being there/);
	const where = new URL(page.url()).pathname;
	await go(page, `${where}/publish`);
	await says(page, /two people|somebody else|another/i);
	const second = await run.as('pilar');
	await go(second, `${where}/publish`);
	await press(second, /^Publish/);
	const visitor = await run.visitor();
	await go(visitor, '/frameworks');
	await says(visitor, 'Being there');
};

// ---- playing them ----

async function play(run) {
	for (const [name, journey] of Object.entries(journeys)) {
		if (process.env.ONLY_JOURNEY && !name.includes(process.env.ONLY_JOURNEY)) continue;
		const says_how = `${name}, ${run.scripts ? 'with' : 'without'} scripts`;
		try {
			const why = await journey(run);
			tap(true, why ? `${says_how} # SKIP ${why}` : says_how);
			await run.close();
		} catch (error) {
			tap(false, says_how, error.message.split('\n').slice(0, 4));
			await run.close(name);
		}
	}
	const faults = await run.house.stop();
	tap(!faults.length, `the service was well to the end, ${run.scripts ? 'with' : 'without'} scripts`, faults);
}

const world = await make_world();
try {
	if (shots) mkdirSync(shots, { recursive: true });
	const browser = await open_browser();
	const runs = [];
	for (const scripts of [true, false]) runs.push(new Run(browser, await open_house(world), scripts));
	await Promise.all(runs.map(play));
	await browser.close();
} finally {
	world.close();
}
process.exitCode = failed() ? 1 : 0;
