// A whole induction, from the invitation to the outcome, in a browser whose service is at other days: who joins works part-time for
// some months, is away on parental leave, is given longer by agreement, is told that the standard is not met yet, appeals, is heard
// by new people, and meets it in the end. Each step is somebody's, on the page they would do it on.
//
// PROGRAMME= is another of those shipped (`make soak` plays each). SHOTS=folder keeps pictures on the way.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CAIRN, failed, make_world, open_browser, open_house, tap } from './house.mjs';

const WAIT = 20000;
const DAY = 864e5;
const shots = process.env.SHOTS;

// What a programme makes different: its first review, the work that is linked and the outcome that is not there yet, how much longer by
// agreement, whether it says what completing changes, and the days on which it all happens.
const TWO_YEARS = {
	review: '6-month review', codes: '4.4 K1, D2', links: 2, outcome: '3.3', weeks: '13', changes: true,
	days: { hours: 150, review: 180, leave: 240, back: 512, full_time: 600, more: 700, raised: 900, not_yet: 1000, by: 1100, again: 1150, met: 1100, issued: 1130 },
};
const PROGRAMMES = {
	'swip-2025': TWO_YEARS,
	'department-screens': { ...TWO_YEARS, changes: false },
	'early-career-2027': { ...TWO_YEARS, standards: 'pqs-2025-illustrative' }, // which it leaves to whoever brings it in
	'asye-2026': {
		review: '3-month review', codes: '4 K1, D1', links: 2, outcome: '3', weeks: '12', changes: true,
		days: { hours: 60, review: 85, leave: 120, back: 392, full_time: 420, more: 450, raised: 600, not_yet: 660, by: 740, again: 780, met: 745, issued: 775 },
	},
	'three-year-academy': { ...TWO_YEARS, around: 36 }, // the story is that of the national one inside it; the months of the local one
};
const PROGRAMME = process.env.PROGRAMME || 'swip-2025';
const P = PROGRAMMES[PROGRAMME];
if (!P) throw new Error(`there is no story of ${PROGRAMME}`);
const NAME = 'Sorrel Tansy';
const MAIL = 'sorrel@demo.example';
const NEW = { alder: 'Alder Winnow', bryony: 'Bryony Larch', clover: 'Clover Haythorne' };

class Broken extends Error {}
function must(fact, words) {
	if (!fact) throw new Broken(words);
}

// ---- the days ----

class Story {
	constructor(world, browser) {
		Object.assign(this, { world, browser, house: null, day: 0, who: new Map(), invited: new Set(['sorrel']), steps: 0 });
		const now = new Date();
		this.began = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
	}

	// The service ends, and is there again `day` days after the first: whoever was signed in has to do so again.
	async at(day) {
		await this.end();
		this.day = day;
		this.house = await open_house(this.world, { CAIRN_NOW: `+${day}d`, CAIRN_SMTP_URL: 'smtp://127.0.0.1:9', CAIRN_MAIL_FROM: 'cairn@demo.example' });
		this.world.template = dirname(this.house.db);
	}

	async end() {
		for (const page of this.who.values()) await page.context().close();
		this.who.clear();
		if (!this.house) return;
		const faults = await this.house.stop();
		this.house = null;
		must(!faults.length, `the service was not well: ${faults.join('; ')}`);
	}

	rows(sql) {
		const program = 'import sqlite3, sys\nwith sqlite3.connect(sys.argv[1], timeout=30) as db:\n    for row in db.execute(sys.argv[2]): print(*row)';
		return execFileSync('python3', ['-c', program, this.house.db, sql], { encoding: 'utf8' }).trim();
	}

	date(day = this.day) {
		return new Date(this.began + day * DAY);
	}

	async as(key) {
		if (this.who.has(key)) return this.who.get(key);
		const context = await this.browser.newContext({ viewport: { width: 1280, height: 900 } });
		context.setDefaultTimeout(WAIT);
		const [name, role] = key.split(' as ');
		const page = await this.by_mail(context, name);
		if (role) {
			await page.goto(`${this.house.url}/account/role`);
			await press(page, new RegExp(role));
		}
		this.who.set(key, page);
		return page;
	}

	// The link in a mail to them, which is not sent: nobody listens where it should go.
	async mailed(address, what, after = 0) {
		for (let i = 0; i < WAIT / 100; i++) {
			const found = new RegExp(`/${what}/([\\w-]{43})`).exec(this.rows(`SELECT body FROM mail WHERE address = '${address}' AND id > ${after} ORDER BY id DESC LIMIT 20`));
			if (found) return `${this.house.url}/${what}/${found[1]}`;
			await new Promise((done) => { setTimeout(done, 100); });
		}
		throw new Broken(`no mail to ${address} with a link to ${what} came`);
	}

	// As everybody comes in: by the link that was mailed, the first time that of the invitation.
	async by_mail(context, key) {
		const page = await context.newPage();
		const address = `${key}@demo.example`;
		if (this.invited.delete(key)) await page.goto(await this.mailed(address, 'invitations'));
		else {
			await page.goto(`${this.house.url}/sign-in`);
			await page.fill('[name="email"]', address);
			const last = Number(this.rows('SELECT COALESCE(MAX(id), 0) FROM mail'));
			await press(page, /link/i);
			await page.goto(await this.mailed(address, 'sign-in', last));
		}
		await press(page, /./);
		if (/factor/.test(page.url())) await press(page, /later|not now/i);
		return page;
	}

	async picture(page, name) {
		if (shots) await page.screenshot({ path: `${shots}/${String(++this.steps).padStart(2, '0')}-${name}.png`, fullPage: true });
	}
}

// ---- what people do on a page ----

async function press(page, name) {
	const main = page.locator('main');
	const there = main.getByRole('button', { name }).or(main.getByRole('link', { name })).first();
	if (!await there.count()) throw new Broken(`${page.url()} has nothing called ${name} to press:\n${await main.innerText()}`);
	// by keyboard: what a page says as it comes to life may move a button from under the pointer
	await Promise.all([page.waitForEvent('load'), there.press('Enter')]);
	const wrong = page.locator('.govuk-error-summary');
	if (await wrong.count()) throw new Broken(`${page.url()} says ${await wrong.first().innerText()}`);
}

// fields by their names: true ticks the only one there is, a date fills its three boxes, words are typed or the value picked
async function fill(page, fields) {
	for (const [name, value] of Object.entries(fields)) {
		if (value instanceof Date) {
			await fill(page, { [`${name}-day`]: `${value.getUTCDate()}`, [`${name}-month`]: `${value.getUTCMonth() + 1}`, [`${name}-year`]: `${value.getUTCFullYear()}` });
			continue;
		}
		const there = page.locator(`main [name="${name}"]`);
		if (!await there.count()) throw new Broken(`${page.url()} asks for no ${name}:\n${await page.locator('main').innerText()}`);
		const kind = await there.first().evaluate((e) => (e.type === 'radio' || e.type === 'checkbox' ? 'tick' : e.tagName));
		if (kind === 'SELECT') await there.first().selectOption(value);
		else if (kind !== 'tick') await there.first().fill(value);
		else await (value === true ? there.first() : page.locator(`main [name="${name}"][value="${value}"]`)).check();
	}
}

async function says(page, ...all) {
	const text = await page.locator('main').innerText();
	for (const what of all) must(what instanceof RegExp ? what.test(text) : text.includes(what), `${page.url()} does not say “${what}”:\n${text}`);
}

// Whom the coordinator names for what comes next: a reader, a panel whose chair is the first, or a moderator.
async function named(story, people) {
	const page = await story.as('karen');
	await page.goto(`${story.house.url}/decisions/${story.decision}/people`);
	for (const name of people) await page.locator('main label', { hasText: name }).first().click();
	if (await page.locator('main [name=chair]').count()) await page.locator('main label', { hasText: people[0] }).last().click();
	await press(page, /Name/);
}

// Each says that they have no conflict and what they think; whoever is in the chair confirms.
async function sit(story, panel, end, says = 'I say yes') {
	for (const who of panel) {
		const page = await story.as(who);
		await page.goto(`${story.house.url}/decisions/${story.decision}`);
		await press(page, 'Nothing stands between us');
		await fill(page, { words: 'It rests on the work.' });
		await press(page, says);
	}
	const chair = await story.as(panel[0]);
	await chair.goto(`${story.house.url}/decisions/${story.decision}`);
	await fill(chair, { words: 'It rests on the work.' });
	await press(chair, new RegExp(end));
}

// One in five is drawn by chance: then somebody from outside agrees first.
async function moderated(story) {
	const page = await story.as('karen');
	await page.goto(`${story.house.url}/decisions/${story.decision}`);
	if (!/A moderator from outside/.test(await page.locator('main').innerText())) return;
	await named(story, ['Lena Whitlock']);
	const lena = await story.as('lena');
	await lena.goto(`${story.house.url}/decisions/${story.decision}`);
	await press(lena, /Nothing stands between/);
	await fill(lena, { words: 'The reasons bear it.' });
	await press(lena, /^Agree/);
}

// A part of a review: every text that is asked for, and the outcomes that have changed.
async function write_part(page) {
	for (const area of await page.locator('main form[method=post] textarea:visible').all()) await area.fill('Says what is seen, and asks before acting.');
	for (const step of await page.locator('main input[value=with_check_ins]:visible').all()) await step.check();
	for (const box of await page.locator('main form[method=post] input[type=checkbox]:visible').all()) await box.check();
	await press(page, /Hand it in/);
}

async function never(page, ...all) {
	const text = await page.locator('main').innerText();
	for (const what of all) must(!what.test(text), `${page.url()} says ${what}`);
}

const id_in = (page) => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(page.url())[0];

// ---- the story ----

const steps = {};

steps.somebody_is_asked_about_and_begins = async (story) => {
	const page = await story.as('karen');
	await page.goto(`${story.house.url}/joining/new`);
	await fill(page, { programme: PROGRAMME, name: NAME, email: MAIL });
	await press(page, 'Begin the questions');
	await press(page, 'Begin the questions');
	for (let i = 0; i < 12 && /questions/.test(page.url()); i++) {
		const first = page.locator('main input[type=radio]').first();
		await first.check();
		await press(page, /Continue|Next|Save/);
	}
	await says(page, NAME);
	await press(page, /Keep this result/);
	await press(page, /Start .* induction/);
	await fill(page, { starts: story.date(), hours: '37', full_week: '37', team: 'Family help', intake: 'Autumn' });
	await press(page, /Start/);
	story.induction = id_in(page);
	if (P.around) {
		const [inside, local] = story.rows('SELECT LOWER(HEX(n.uuid)), LOWER(HEX(l.uuid)) FROM induction n JOIN induction l ON l.id = n.contained_in ORDER BY n.id DESC LIMIT 1')
			.split(' ').map((id) => id.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'));
		must([inside, local].includes(story.induction), 'what was begun is not the one with another inside it');
		Object.assign(story, { induction: inside, local });
	}
	await story.picture(page, 'begun');
};

steps.people_are_named_around_them = async (story) => {
	const page = await story.as('karen');
	for (const [role, name] of [['practice_supervisor', 'Winston Ashdown'], ['practice_assessor', 'Beatriz Lowe']]) {
		await page.goto(`${story.house.url}/inductions/${story.induction}/around/new?role=${role}`);
		await page.getByLabel(name).check();
		await press(page, 'Name this person');
	}
	await says(page, 'Winston Ashdown', 'Beatriz Lowe');
};

steps.they_accept_the_invitation_and_share_a_piece = async (story) => {
	const page = await story.as('sorrel');
	await says(page, 'Welcome, Sorrel');
	await press(page, 'Start writing');
	await fill(page, { title: 'A first visit', text: 'I stood where I could be seen, and said who I was before I said why I had come.', on: story.date() });
	await page.fill('#codes', P.codes);
	await page.locator('[data-picker-add]').click();
	await page.locator('[data-picker-found] li').first().waitFor();
	await press(page, /^Ask .* for a view/);
	await says(page, 'A first visit', /Beatriz/);
	story.piece = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
};

steps.the_assessor_reads_it = async (story) => {
	const page = await story.as('beatriz');
	await page.goto(`${story.house.url}/desk`);
	await press(page, 'A first visit');
	await fill(page, { sentence: 'You let people see you before they have to decide about you.' });
	await press(page, /^Agree/);
	await says(page, new RegExp(`Decided: ${P.links} agreed`));
};

steps.hours_change_from_a_day_on = async (story) => {
	await story.at(P.days.hours);
	const page = await story.as('karen');
	await page.goto(`${story.house.url}/inductions/${story.induction}/hours`);
	await fill(page, { from: story.date(), hours: '22.2' });
	await press(page, 'Keep these hours');
	await page.goto(`${story.house.url}/inductions/${story.induction}/calendar`);
	await says(page, /0\.6/);
};

steps.each_writes_their_part_of_the_first_review = async (story) => {
	await story.at(P.days.review);
	for (const [who, whose] of [['sorrel', 'ecsw'], ['winston', 'practice_supervisor'], ['beatriz', 'practice_assessor']]) {
		const page = await story.as(who);
		await page.goto(`${story.house.url}/inductions/${story.induction}/reviews`);
		await press(page, P.review);
		story.review = id_in(page);
		await press(page, /Write your part/);
		await write_part(page);
	}
};

steps.it_is_held_and_signed_by_each = async (story) => {
	const page = await story.as('winston');
	await page.goto(`${story.house.url}/reviews/${story.review}`);
	await press(page, 'Record that it was held');
	await press(page, 'It was held');
	for (const who of ['sorrel', 'winston', 'beatriz']) {
		const reader = await story.as(who);
		await reader.goto(`${story.house.url}/reviews/${story.review}`);
		await fill(reader, { agrees: who === 'beatriz' ? 'differ' : 'agree', ...(who === 'beatriz' && { differs: 'I would put it more strongly.' }) });
		await press(reader, /^Sign$/);
	}
	await (await story.as('sorrel')).reload();
	await says(await story.as('sorrel'), 'I would put it more strongly.');
	await story.picture(await story.as('sorrel'), 'review');
};

steps.leave_stops_the_clock_and_moves_every_date_after_it = async (story) => {
	await story.at(P.days.leave);
	const page = await story.as('sorrel');
	await page.goto(`${story.house.url}/inductions/${story.induction}/pause`);
	await fill(page, { starts: story.date(), ends: story.date(P.days.back), kind: 'parental' });
	await press(page, /Stop the clock/);
	await says(page, /The clock is stopped until/, 'Every latest date after this moves by it');
	await story.picture(page, 'leave');
	const karen = await story.as('karen');
	await karen.goto(`${story.house.url}/inductions/${story.induction}/calendar`);
	await never(karen, /[Pp]arental/); // dates, never reasons
};

steps.back_and_full_time_again = async (story) => {
	await story.at(P.days.full_time);
	const page = await story.as('karen');
	await page.goto(`${story.house.url}/inductions/${story.induction}/hours`);
	await fill(page, { from: story.date(), hours: '37' });
	await press(page, 'Keep these hours');
	await page.goto(`${story.house.url}/inductions/${story.induction}/calendar`);
	await says(page, /Part-time: 0\.6 of full time/, /Full-time/);
};

steps.more_time_is_asked_for_and_agreed = async (story) => {
	await story.at(P.days.more);
	const page = await story.as('sorrel');
	await page.goto(`${story.house.url}/inductions/${story.induction}/agreed?what=extension`);
	await fill(page, { ground: 'agreed-plan', weeks: P.weeks });
	await press(page, 'Ask for it');
	await says(page, `${7 * P.weeks} more days are asked for. It moves nothing until it is given.`);
	const karen = await story.as('karen');
	await karen.goto(page.url());
	await press(karen, 'See what was asked for');
	await press(karen, /^Agree/);
	await says(karen, 'Agreed. Every date that follows has moved with it');
};

steps.the_ecsw_is_asked_about_what_is_owed = async (story) => {
	await story.at(P.days.not_yet);
	const page = await story.as('beatriz');
	await page.goto(`${story.house.url}/inductions/${story.induction}/decision`);
	await press(page, 'Recommend “does not yet meet”');
	story.decision = id_in(page);
	await fill(page, { outcomes: P.outcome });
	await press(page, 'Save and go on later');
	await page.goto(`${story.house.url}/decisions/${story.decision}/draft`);
	await fill(page, {
		[`about.${P.outcome}-seen`]: 'The step to your own view was taken with you.', [`about.${P.outcome}-show`]: 'Two assessments that need no rewriting.',
		reasons: 'Two things are not there yet.', raised_on: story.date(P.days.raised), support: 'An hour a fortnight.', what1: 'An hour a fortnight',
		by1: story.date(P.days.by), who1: 'Coordinator', again_on: story.date(P.days.again), owed_said: 'The work was done in months when all was given.',
	});
	await press(page, 'Ask Sorrel about it');
	const sorrel = await story.as('sorrel');
	await sorrel.goto(`${story.house.url}/decisions/${story.decision}`);
	await says(sorrel, 'What you were owed');
	await never(sorrel, /not there yet/);
	await fill(sorrel, { words: 'It fell out in spring.' });
	await press(sorrel, 'Send my answer');
};

steps.it_is_read_by_a_second_assessor_without_a_name = async (story) => {
	const page = await story.as('beatriz');
	await page.goto(`${story.house.url}/decisions/${story.decision}/draft`);
	await fill(page, { sure: true });
	await press(page, 'Send for a second reading');
	const karen = await story.as('karen');
	await named(story, ['Idris Pebblecombe']);
	const idris = await story.as('idris');
	await idris.goto(`${story.house.url}/decisions/${story.decision}`);
	await never(idris, /Sorrel|Beatriz|oes not yet meet/);
	await fill(idris, { words: 'The view of the writer is not there.' });
	await press(idris, 'It does not show it yet');
};

steps.the_ecsw_is_told_and_responds = async (story) => {
	const page = await story.as('sorrel');
	await page.goto(`${story.house.url}/decisions/${story.decision}`);
	await says(page, 'This is not a decision about your job or your registration', 'Two things are not there yet.');
	await story.picture(page, 'told');
	await fill(page, { words: 'I see it differently.' });
	await press(page, 'Send my response');
};

steps.a_panel_confirms_it_and_it_is_issued = async (story) => {
	await named(story, ['Iris Tennant', 'Marguerite Oakenshaw', 'Rosalind Vane']);
	await sit(story, ['iris', 'marguerite as Panel member', 'rosalind as Panel member'], 'Confirm');
	await moderated(story);
	const page = await story.as('karen');
	await page.goto(`${story.house.url}/decisions/${story.decision}`);
	await press(page, 'Issue the outcome');
	await says(page, 'Outcome: Does not yet meet the standard', /An appeal is possible until/);
};

steps.they_appeal_and_new_people_allow_it = async (story) => {
	const page = await story.as('sorrel');
	await page.goto(`${story.house.url}/decisions/${story.decision}`);
	await fill(page, { ground: 'support', words: 'Supervision was not given for months.' });
	await press(page, 'Appeal');
	const karen = await story.as('karen');
	for (const [key, name] of Object.entries(NEW)) { // nobody here is left who has had no part in it
		await karen.goto(`${story.house.url}/people/invite`);
		await fill(karen, { name, email: `${key}@demo.example`, role: 'panel_member' });
		await press(karen, 'Send the invitation');
		story.invited.add(key);
		await story.as(key);
	}
	await named(story, Object.values(NEW));
	await sit(story, Object.keys(NEW), '^Take it out of force', 'I say take it out of force');
};

steps.it_is_judged_again_and_met = async (story) => {
	await story.at(P.days.met);
	const page = await story.as('beatriz');
	await page.goto(`${story.house.url}/inductions/${story.induction}/decision`);
	await press(page, 'Recommend “meets”');
	story.decision = id_in(page);
	await fill(page, { reasons: 'You stayed when it was hard, and your assessments stand.' });
	await press(page, /Send/);
	await story.at(P.days.issued); // the days to respond are over
	await named(story, ['Iris Tennant', 'Marguerite Oakenshaw', 'Rosalind Vane']);
	await sit(story, ['iris', 'marguerite as Panel member', 'rosalind as Panel member'], 'Confirm');
	await moderated(story);
	const karen = await story.as('karen');
	await karen.goto(`${story.house.url}/decisions/${story.decision}`);
	await press(karen, 'Issue the outcome');
	const sorrel = await story.as('sorrel');
	await sorrel.goto(`${story.house.url}/decisions/${story.decision}`);
	await says(sorrel, 'Outcome: Meets the standard', ...(P.changes ? ['What completing changes'] : []));
	await story.picture(sorrel, 'met');
	if (!P.around) {
		await sorrel.goto(story.house.url);
		await says(sorrel, /It ended on/);
		return;
	}
	await sorrel.goto(`${story.house.url}/inductions/${story.local}/calendar`); // which goes on
	await says(sorrel, `${P.around} months`);
	must(story.rows(`SELECT COUNT(*) FROM induction WHERE ended IS NULL AND LOWER(HEX(uuid)) = '${story.local.replaceAll('-', '')}'`) === '1', 'the local one ended as well');
};

const world = await make_world();
const browser = await open_browser();
const story = new Story(world, browser);
try {
	if (shots) mkdirSync(shots, { recursive: true });
	await story.at(0);
	if (P.standards)
		for (const words of [['import', PROGRAMME, '--framework', P.standards], ['publish', PROGRAMME, '--sole-operator']])
			execFileSync(CAIRN, ['--db', story.house.db, 'programme', ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
	story.rows(`UPDATE programme SET organisation = NULL WHERE slug = '${PROGRAMME}'`); // for everybody, where it is one employer's
	for (const [name, step] of Object.entries(steps)) {
		try {
			await step(story);
			tap(true, name);
		} catch (error) {
			tap(false, name, [error instanceof Broken ? error.message : error.stack]);
			for (const page of story.who.values()) await story.picture(page, `${name}-failed`).catch(() => {});
			break; // each goes on from the one before
		}
	}
	await story.end();
} finally {
	await browser.close();
	world.close();
}
process.exitCode = failed() ? 1 : 0;
