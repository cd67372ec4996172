// tasks.mjs: what people come to do most often, done by the shortest way the pages offer, and counted on the way.
//
//     const hand = new Hand(page);                 counts what is done by it on any number of pages
//     const sums = await tasks.find_thin(house, hands);
//
// An interaction is a tap, or a field filled; each of the three boxes of a date is a field. Keys are those typed outside
// free text. Pages are those on which something was done; the one that confirms is not counted, since nothing is done there.
// Bytes are what came over the network for all pages, without assets, which are there already. It begins on the first
// screen of whoever is signed in, or where the mail with the link is read, and ends when the confirmation says so.
import { sign_in } from './house.mjs';

export const BOUNDS = {
	reflection_by_suggestions: { most: 12, pages: 2, what: 'a reflection with 8 statements, tapping suggestions' },
	reflection_by_codes: { most: 6, pages: 2, what: 'a reflection with 8 statements, typing codes' },
	agree_a_piece: { most: 3, sentences: 1, what: 'agreeing a piece of 8 links' },
	professional_feedback: { most: 10, what: 'a professional’s feedback, from the mailed link' },
	observation_by_a_colleague: { most: 10, what: 'an observation asked for, given by the supervisor, received' },
	observation_by_an_outsider: { most: 12, what: 'the same by somebody without an account' },
	talk_about_a_passage: { most: 8, pages: 4, what: 'a comment on a passage, from both first screens to resolved' },
	print_a_piece: { most: 4, pages: 4, what: 'a piece as a PDF, from the first screen to the file' },
	find_thin: { most: 2, what: 'where domain 4 is thin, from the page to sign in on' },
};

const WORDS = `I knocked twice and then stood where the mother could see me through the glass. I said who I was before I said why I had come,
and asked her what she had been told. The children were in the kitchen. I listened to the older child first, alone, and wrote down
her own words. With the health visitor I talked through neglect, what domestic abuse does to a child’s development, and what the
family itself wanted to change; we agreed a plan together with the school, and who would check it. In supervision I looked at my
own assumptions about the estate they live on, about poverty and race, and at what I would do otherwise next time.`;

export class Hand {
	constructor() {
		this.taps = this.fields = this.keys = this.sentences = this.bytes = 0;
		this.documents = new Set();
		this.begun = false;
	}

	// bytes of pages are counted from here on; assets are warm
	async watch(page) {
		const session = await page.context().newCDPSession(page);
		const urls = new Map();
		await session.send('Network.enable');
		session.on('Network.responseReceived', (e) => urls.set(e.requestId, e.response.url));
		session.on('Network.loadingFinished', (e) => {
			if (this.begun && !/\/assets\/|favicon/.test(urls.get(e.requestId) || '')) this.bytes += e.encodedDataLength;
		});
		return page;
	}

	async #at(page) {
		this.begun = true;
		this.documents.add(await page.evaluate(() => `${location.pathname} ${performance.timeOrigin}`));
	}

	// a tap that leads on to another page
	async press(page, there) {
		await this.#at(page);
		this.taps++;
		await at_rest(page, there);
		await Promise.all([page.waitForEvent('load'), there.click()]);
	}

	// a tap, or a sweep over words, that stays on the page
	async touch(page, what) {
		await this.#at(page);
		this.taps++;
		await what();
	}

	// a tap on a box: its whole row is the target
	async tick(page, box) {
		await this.#at(page);
		this.taps++;
		await at_rest(page, box);
		await box.check({ force: true });
	}

	async fill(page, selector, text) {
		await this.#at(page);
		this.fields++;
		this.keys += text.length;
		await page.locator(selector).fill(text);
	}

	// free text, in sentences of one's own; `alone` where it is the one sentence a task is allowed besides
	async write(page, selector, text, alone = false) {
		await this.#at(page);
		if (alone) this.sentences++;
		else this.fields++;
		await page.locator(selector).fill(text);
	}

	get interactions() {
		return this.taps + this.fields;
	}

	get pages() {
		return this.documents.size;
	}
}

// A page that scrolls to a box does it gently, and nobody taps until it has: what is tapped stands still.
async function at_rest(page, box) {
	await box.scrollIntoViewIfNeeded();
	await box.evaluate((there) => new Promise((done) => {
		const look = (before) => {
			const { x, y } = there.getBoundingClientRect();
			if (before && x === before.x && y === before.y) done();
			else setTimeout(look, 100, { x, y });
		};
		look(null);
	}));
}

function must(fact, words) {
	if (!fact) throw new Error(words);
}

const words = (page) => page.locator('main').innerText();

async function confirmed(page, ...all) {
	const text = await words(page);
	for (const what of all) must(what.test(text), `${page.url()} does not confirm it: ${what}`);
}

// A browser window of its own for somebody, on their first screen, with the assets there already.
export async function as(browser, house, who, options = {}) {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
	context.setDefaultTimeout(20000);
	const page = await sign_in(context, house, who);
	await page.goto(`${house.url}/`);
	return page;
}

const link = (page, name) => page.locator('main').getByRole('link', { name }).or(page.locator('main').getByRole('button', { name })).first();

// what waits to be answered on the first screen
const answers = (page, name) => page.locator('section[aria-labelledby="h-watch"]').getByRole('link', { name });

async function begin(hand, page, title) {
	await hand.watch(page);
	await hand.press(page, link(page, /^Record a piece/));
	await hand.write(page, '#title', title);
}

async function hand_in(hand, page, title) {
	await hand.press(page, link(page, /^Ask .* for a view/));
	await confirmed(page, /Harpreet/, new RegExp(title));
	must(!/\/privacy/.test(page.url()), 'a privacy check without findings came between');
}

// Eight links on the piece that was just handed in.
async function has_eight(page) {
	const linked = await page.locator('main').evaluate((main) => new Set(main.innerText.match(/\b\d\.\d [KD]\d+\b/g) || []).size);
	const said = /\b(?:8|eight) (?:links|statements)/i.test(await words(page));
	must(linked === 8 || said, `${linked} statements are linked, not 8`);
}

async function shown_link(page) {
	const found = /https?:\/\/\S*\/a\/[\w-]+/.exec(await page.locator('#message').inputValue());
	must(found, `${page.url()} shows no link`);
	return found[0];
}

// Somebody without an account, on a phone, with the message open that has the link.
async function outside(browser, url) {
	const context = await browser.newContext({ viewport: { width: 360, height: 740 } });
	const page = await context.newPage();
	await page.setContent(`<main><a href="${url}">${url}</a></main>`);
	return page;
}

export const tasks = {
	async reflection_by_suggestions(browser, house) {
		const hand = new Hand();
		const page = await as(browser, house, 'amina');
		await begin(hand, page, 'At the glass');
		await hand.write(page, '#text', WORDS);
		const offered = page.locator('[data-suggest-list] input[name="link"]');
		await offered.nth(7).waitFor({ state: 'attached' });
		for (let i = 0; i < 8; i++) await hand.tick(page, offered.nth(i));
		await hand_in(hand, page, 'At the glass');
		await has_eight(page);
		return hand;
	},

	async reflection_by_codes(browser, house) {
		const hand = new Hand();
		const page = await as(browser, house, 'amina');
		await begin(hand, page, 'Eight by their codes');
		await hand.write(page, '#text', WORDS);
		await hand.fill(page, '#codes', '2.1 K1, D2, D3; 3.2 K1, D1; 4.4 K1, D2; 6.3 K1');
		await hand_in(hand, page, 'Eight by their codes');
		await has_eight(page);
		return hand;
	},

	async agree_a_piece(browser, house) {
		const hand = new Hand();
		const page = await hand.watch(await as(browser, house, 'harpreet'));
		await hand.press(page, link(page, 'Eight by their codes'));
		await hand.write(page, '#sentence', 'You let people see you before they have to decide about you.', true);
		await hand.press(page, link(page, /^Agree these 8/));
		await confirmed(page, /8 agreed/);
		return hand;
	},

	async professional_feedback(browser, house) {
		const asker = await as(browser, house, 'amina');
		await asker.goto(new URL(await link(asker, 'For feedback').getAttribute('href'), house.url).href);
		await asker.fill('#name', 'Ms Okafor');
		await asker.fill('#about', 'The strategy meeting');
		await Promise.all([asker.waitForEvent('load'), link(asker, /^Show a link/).click()]);
		if (!await asker.locator('#message').count()) await Promise.all([asker.waitForEvent('load'), link(asker, /^Show a link/).click()]);
		const hand = new Hand();
		const page = await hand.watch(await outside(browser, await shown_link(asker)));
		await hand.press(page, page.locator('a'));
		await hand.write(page, '[name="answers.well"]', 'She asked the child first.');
		await hand.write(page, '[name="answers.differently"]', 'Nothing.');
		await hand.write(page, '[name="answers.else"]', 'We would work with her again.');
		await hand.fill(page, '[name="name"]', 'C. Okafor');
		await hand.fill(page, '[name="role"]', 'Pastoral lead');
		await hand.fill(page, '[name="organisation"]', 'Hollin Primary');
		await hand.press(page, page.locator('main').getByRole('button', { name: /^Send/ }).first());
		await confirmed(page, /thank/i);
		return hand;
	},

	async observation_by_a_colleague(browser, house) {
		const hand = new Hand();
		const page = await hand.watch(await as(browser, house, 'amina'));
		await plan(hand, page, async () => hand.tick(page, page.getByLabel(/Grace Holloway/).first()));
		const grace = await hand.watch(await as(browser, house, 'grace'));
		await hand.press(grace, link(grace, /Do I leave room/));
		await hand.write(grace, '[name="answers.saw"]', 'She waited for the parent to finish.');
		await hand.tick(grace, grace.locator('[name="was_there"]'));
		await hand.press(grace, link(grace, /^Send/));
		await confirmed(grace, /Do I leave room/);
		await page.goto(`${house.url}/`);
		await hand.press(page, answers(page, /Do I leave room/));
		await confirmed(page, /She waited for the parent to finish/);
		return hand;
	},

	async observation_by_an_outsider(browser, house) {
		const hand = new Hand();
		const page = await hand.watch(await as(browser, house, 'amina'));
		await plan(hand, page, async () => {
			await hand.fill(page, '[name="name"]', 'Ms Okafor');
		}, 'Who speaks most?');
		await hand.press(page, link(page, /^Show a link/));
		const other = await hand.watch(await outside(browser, await shown_link(page)));
		await hand.press(other, other.locator('a'));
		await hand.write(other, '[name="answers.saw"]', 'The father, and she let him.');
		await hand.fill(other, '[name="role"]', 'Health visitor');
		await hand.tick(other, other.locator('[name="was_there"]'));
		await hand.press(other, other.locator('main').getByRole('button', { name: /^Send/ }).first());
		await confirmed(other, /thank/i);
		await page.goto(`${house.url}/`);
		await hand.press(page, answers(page, /Who speaks most/));
		await confirmed(page, /The father, and she let him/);
		return hand;
	},

	async talk_about_a_passage(browser, house) {
		const hand = new Hand();
		const grace = await hand.watch(await as(browser, house, 'grace'));
		await hand.press(grace, link(grace, 'Eight by their codes'));
		await hand.touch(grace, () => grace.locator('[data-field="text"] p').first().click({ clickCount: 3 })); // as a finger sweeps over it
		await hand.touch(grace, () => grace.locator('[data-passage-take] button').click());
		const quoted = await grace.locator('#quote').inputValue();
		must(quoted.length > 20 && WORDS.includes(quoted), `the words swept over are not in the form: ${quoted}`);
		await hand.write(grace, '[name="comment"]', 'Say more about this.');
		await hand.press(grace, grace.locator('form[data-passage] button:not([type="button"])').last());
		await confirmed(grace, /Say more about this/);
		const page = await hand.watch(await as(browser, house, 'amina'));
		await hand.press(page, page.locator('section[aria-labelledby="h-talks"]').getByRole('link', { name: 'Eight by their codes' }));
		await hand.press(page, link(page, /^Resolved/));
		await confirmed(page, /Resolved by Amina/);
		return hand;
	},

	async print_a_piece(browser, house) {
		const hand = new Hand();
		const page = await hand.watch(await as(browser, house, 'amina'));
		await hand.press(page, page.locator('header, nav').getByRole('link', { name: 'Evidence' }).first());
		await hand.press(page, link(page, 'Eight by their codes'));
		await hand.press(page, link(page, /^Save as a PDF/));
		const file = link(page, /^Download the PDF/);
		await file.waitFor(); // it is made by a job, and the page asks for itself
		const [download] = await Promise.all([page.waitForEvent('download'), hand.touch(page, () => file.click())]);
		must(/\.pdf$/.test(download.suggestedFilename()), `it is called ${download.suggestedFilename()}`);
		return hand;
	},

	async find_thin(browser, house) {
		const hand = new Hand();
		const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
		const page = await hand.watch(await context.newPage());
		await page.goto(`${house.url}/sign-in`);
		await hand.press(page, page.locator('button[name="as"][value="amina"]'));
		await hand.press(page, link(page, /4 Intervention/));
		let top = -1;
		for (let i = 0; i < 50 && (top < 0 || top > 900); i++) { // the browser scrolls there, gently
			if (i) await page.waitForTimeout(100);
			top = await page.evaluate(() => document.querySelector('#hd4').getBoundingClientRect().top);
		}
		must(top >= 0 && top < 900, `domain 4 is not where the page opens, but at ${top}`);
		const thin = await page.locator('#d4 tbody[data-state]:not([data-state="enough"])').count();
		must(thin >= 1, 'nothing there says which outcomes are thin');
		return hand;
	},
};

async function plan(hand, page, who, focus = 'Do I leave room for the parent?') {
	await hand.press(page, link(page, 'To observe you'));
	await hand.write(page, '#focus', focus);
	await hand.tick(page, page.locator('#on-in-3'));
	await who();
	await hand.press(page, link(page, 'Plan it'));
}

// over — what is more than it may be, as lines.
export function over(name, hand) {
	const { most, pages, sentences = 0 } = BOUNDS[name];
	const wrong = [];
	if (hand.interactions > most) wrong.push(`${hand.interactions} interactions, at most ${most} were meant`);
	if (pages && hand.pages > pages) wrong.push(`on ${hand.pages} pages, at most ${pages} were meant`);
	if (hand.sentences > sentences) wrong.push(`${hand.sentences} sentences besides`);
	return wrong;
}
