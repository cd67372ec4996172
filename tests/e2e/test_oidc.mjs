// Signing in through another service: forged answers first (oauth2-mock-server, no browser), then a real provider
// (oidc-provider) in Chromium, with scripts and without. Both stand on loopback; nothing here leaves the machine.
import { createHmac, createPrivateKey, createPublicKey, createSign, generateKeyPairSync, constants } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { failed, make_world, open_browser, open_house, sign_in, tap } from './house.mjs';

const require = createRequire(import.meta.url);
const { OAuth2Server } = require('oauth2-mock-server');
const CLIENT = 'cairn-test';
const KEY = Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('base64url');
const FAULTS_EXPECTED = /oidc\.(?:refused|not_read)/;

const equal = (name, got, wanted) => tap(got === wanted, name, [`got ${got}`, `wanted ${wanted}`]);
const settings_of = (n, issuer, more = {}) => Object.fromEntries(Object.entries({
	ISSUER: issuer, NAME: `Service ${n}`, CLIENT_ID: CLIENT, CLIENT_SECRET: 'a secret: with %', ...more,
}).map(([k, v]) => [`CAIRN_OIDC_${n}_${k}`, v]));

// ---- a visitor without a browser ----

class Visitor {
	constructor(house) { this.house = house; this.jar = new Map(); }
	async ask(path, form) {
		const headers = { cookie: [...this.jar].map((c) => c.join('=')).join('; ') };
		const answer = await fetch(new URL(path, this.house.url), {
			method: form ? 'POST' : 'GET', redirect: 'manual', headers, body: form && new URLSearchParams(form),
		});
		for (const line of answer.headers.getSetCookie()) {
			const [pair] = line.split(';');
			this.jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
		}
		const location = answer.headers.get('location') || '';
		return { status: answer.status, text: await answer.text(), location, refresh: answer.headers.get('refresh') || '' };
	}
	// to where the provider would be: { wait, there }
	async go(number) {
		const began = await this.ask(`/sign-in/with/${number}`, { next: '/help' });
		for (let i = 0; i < 100; i++) {
			const page = await this.ask(began.location);
			const to = /url=(.*)$/.exec(page.refresh);
			if (to) return { wait: began.location, there: new URL(to[1]) };
			if (page.status !== 200) throw new Error(`going: ${page.status}`);
			await pause(100);
		}
		throw new Error('going: it never led there');
	}
	// what the waiting page says at last
	async wait(path) {
		for (let i = 0; i < 200; i++) {
			const page = await this.ask(path);
			if (page.status !== 200 || !page.refresh) return page;
			await pause(50);
		}
		throw new Error('waiting: for ever');
	}
}
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const at_provider = async (there) => new URL((await fetch(there, { redirect: 'manual' })).headers.get('location'));
const back = (url) => url.pathname + url.search;

const verdict = (page) => (/not linked with anybody/.test(page.text) ? 'believed'
	: /could not be trusted/.test(page.text) ? 'refused' : /start again/.test(page.text) ? 'gone' : `${page.status} ${page.location}`);

// ---- tokens, well made and not ----

const b64 = (v) => Buffer.from(typeof v === 'string' ? v : JSON.stringify(v)).toString('base64url');
function signed(header, claims, jwk, how = header.alg) {
	const text = `${b64(header)}.${b64(claims)}`;
	if (how === 'none') return `${text}.`;
	if (how === 'HS256') {
		const pem = createPublicKey(createPrivateKey({ key: jwk, format: 'jwk' })).export({ type: 'spki', format: 'pem' });
		return `${text}.${createHmac('sha256', pem).update(text).digest('base64url')}`;
	}
	const key = createPrivateKey({ key: jwk, format: 'jwk' });
	const more = { PS256: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }, ES256: { dsaEncoding: 'ieee-p1363' }, RS256: {} }[how];
	return `${text}.${createSign('sha256').update(text).sign({ key, ...more }).toString('base64url')}`;
}

async function forged(world) {
	const one = new OAuth2Server();
	const two = new OAuth2Server();
	const keys = {};
	for (const alg of ['RS256', 'PS256', 'ES256']) keys[alg] = await one.issuer.keys.generate(alg, { kid: `the-${alg}` });
	const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
	await two.issuer.keys.generate('RS256');
	await one.start(0, '127.0.0.1');
	await two.start(0, '127.0.0.1');
	const house = await open_house(world, { CAIRN_SIGNING_KEY: KEY, ...settings_of(1, one.issuer.url), ...settings_of(2, two.issuer.url) });
	let make = null;
	one.service.on('beforeResponse', (answer) => {
		const [, claims] = answer.body.id_token.split('.');
		const now = Math.floor(Date.now() / 1000);
		const good = { ...JSON.parse(Buffer.from(claims, 'base64url')), iat: now, exp: now + 300, nbf: undefined };
		if (make) answer.body.id_token = make({ alg: 'RS256', kid: 'the-RS256' }, good, answer.body);
	});

	async function attempt(how) {
		make = how;
		const visitor = new Visitor(house);
		const { wait, there } = await visitor.go(1);
		await visitor.ask(back(await at_provider(there)));
		return verdict(await visitor.wait(wait));
	}
	const cases = [
		['a token signed with RS256 is believed', (h, c) => signed(h, c, keys.RS256), 'believed'],
		['a token signed with PS256 is believed', (h, c) => signed({ alg: 'PS256', kid: 'the-PS256' }, c, keys.PS256), 'believed'],
		['a token signed with ES256 is believed', (h, c) => signed({ alg: 'ES256', kid: 'the-ES256' }, c, keys.ES256), 'believed'],
		['a list of one audience is believed', (h, c) => signed(h, { ...c, aud: [CLIENT] }, keys.RS256), 'believed'],
		['a token for several, made for us, is believed', (h, c) => signed(h, { ...c, aud: [CLIENT, 'x'], azp: CLIENT }, keys.RS256), 'believed'],
		['another issuer is refused', (h, c) => signed(h, { ...c, iss: two.issuer.url }, keys.RS256), 'refused'],
		['an issuer with a slash too many is refused', (h, c) => signed(h, { ...c, iss: `${c.iss}/` }, keys.RS256), 'refused'],
		['another audience is refused', (h, c) => signed(h, { ...c, aud: 'somebody-else' }, keys.RS256), 'refused'],
		['several audiences without azp are refused', (h, c) => signed(h, { ...c, aud: [CLIENT, 'x'] }, keys.RS256), 'refused'],
		['a token made for another is refused', (h, c) => signed(h, { ...c, azp: 'x' }, keys.RS256), 'refused'],
		['another nonce is refused', (h, c) => signed(h, { ...c, nonce: 'another' }, keys.RS256), 'refused'],
		['no nonce is refused', (h, c) => signed(h, { ...c, nonce: undefined }, keys.RS256), 'refused'],
		['an expired token is refused', (h, c) => signed(h, { ...c, exp: c.iat - 61, iat: c.iat - 400 }, keys.RS256), 'refused'],
		['a token without an end is refused', (h, c) => signed(h, { ...c, exp: undefined }, keys.RS256), 'refused'],
		['a token from the future is refused', (h, c) => signed(h, { ...c, iat: c.iat + 120, exp: c.exp + 900 }, keys.RS256), 'refused'],
		['an old token is refused', (h, c) => signed(h, { ...c, iat: c.iat - 3600 }, keys.RS256), 'refused'],
		['no subject is refused', (h, c) => signed(h, { ...c, sub: '' }, keys.RS256), 'refused'],
		['a wrong at_hash is refused', (h, c) => signed(h, { ...c, at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' }, keys.RS256), 'refused'],
		['alg none is refused', (h, c) => signed({ alg: 'none' }, c, keys.RS256), 'refused'],
		['alg None, in other letters, is refused', (h, c) => signed({ alg: 'None' }, c, keys.RS256, 'none'), 'refused'],
		['HS256 with the public key as its secret is refused', (h, c) => signed({ ...h, alg: 'HS256' }, c, keys.RS256), 'refused'],
		['a stranger’s key under a known id is refused', (h, c) => signed(h, c, stranger), 'refused'],
		['a stranger’s key under its own id is refused', (h, c) => signed({ ...h, kid: 'stranger' }, c, stranger), 'refused'],
		['a key in the header itself is refused', (h, c) => signed({ alg: 'RS256', jwk: createPublicKey(createPrivateKey({ key: stranger, format: 'jwk' })).export({ format: 'jwk' }) }, c, stranger), 'refused'],
		['an algorithm of another kind of key is refused', (h, c) => signed({ alg: 'ES256', kid: 'the-RS256' }, c, keys.ES256), 'refused'],
		['a header that asks for more is refused', (h, c) => signed({ ...h, crit: ['b64'], b64: false }, c, keys.RS256), 'refused'],
		['a token that was changed is refused', (h, c) => signed(h, c, keys.RS256).replace(/\.[^.]+\./, `.${b64({ ...c, sub: 'root' })}.`), 'refused'],
		['no token at all is refused', () => '', 'refused'],
		['half a token is refused', (h, c) => signed(h, c, keys.RS256).slice(0, 200), 'refused'],
		['a token of 100 KB is refused', (h, c) => signed(h, { ...c, x: 'x'.repeat(100000) }, keys.RS256), 'refused'],
	];
	for (const [name, how, wanted] of cases) equal(name, await attempt(how), wanted);
	make = null;

	// the browser, the state, the provider
	const visitor = new Visitor(house);
	let { wait, there } = await visitor.go(1);
	const answer = await at_provider(there);
	const thief = new Visitor(house);
	equal('a code brought by another browser is not taken', verdict(await thief.ask(back(answer))), 'gone');
	equal('another browser learns nothing of the waiting page', verdict(await thief.ask(wait)), 'gone');
	equal('an answer of one provider is not another’s', verdict(await visitor.ask(back(answer).replace('/return/1', '/return/2'))), 'gone');
	await visitor.ask(back(answer));
	equal('the answer itself is taken', verdict(await visitor.wait(wait)), 'believed');
	equal('a state is good once', verdict(await visitor.ask(back(answer))), 'gone');
	({ wait, there } = await visitor.go(1));
	equal('a made-up state is not taken', verdict(await visitor.ask(`/sign-in/return/1?code=x&state=${'A'.repeat(43)}`)), 'gone');
	const other = await at_provider(there);
	await visitor.ask(`${back(other)}&iss=${encodeURIComponent(two.issuer.url)}`);
	equal('an answer that says it is another issuer’s is refused', verdict(await visitor.wait(wait)), 'refused');
	({ wait, there } = await visitor.go(1));
	await visitor.ask(`/sign-in/return/1?error=access_denied&state=${there.searchParams.get('state')}`);
	tap(/without saying who you are/.test((await visitor.wait(wait)).text), 'who is sent back without a code is told so');
	equal('there is no provider 3', (await visitor.ask('/sign-in/with/3', { next: '/' })).status, 404);
	tap(there.searchParams.get('code_challenge_method') === 'S256' && /^[\w-]{43}$/.test(there.searchParams.get('code_challenge')) &&
		there.searchParams.get('redirect_uri') === `${house.url}/sign-in/return/1`, 'PKCE and a redirect address of its own');

	await one.stop();
	({ wait, there } = await visitor.go(1));
	await visitor.ask(`/sign-in/return/1?code=x&state=${there.searchParams.get('state')}`);
	const unreachable = await visitor.wait(wait);
	tap(unreachable.status === 503 && /did not answer/.test(unreachable.text), 'a provider that does not answer is said so');
	await two.stop();
	const faults = await house.stop();
	tap(!faults.length, 'the service was well to the end of the forgeries', faults);
	tap(FAULTS_EXPECTED.test(house.said()) && !/johndoe|a secret/.test(house.said()), 'the log says why, and nobody’s name');
}

// ---- a real provider ----

async function open_provider() {
	const { default: Provider } = await import('oidc-provider');
	let handle = (_, res) => { res.statusCode = 503; res.end(); };
	const agents = new Set();
	const server = createServer((req, res) => { agents.add(req.headers['user-agent'] || ''); handle(req, res); });
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	const issuer = `http://127.0.0.1:${server.address().port}`;
	const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const signing = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
	const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
	const serve = (house) => {
		const client = (id, number, more) => ({ client_id: id, redirect_uris: [`${house.url}/sign-in/return/${number}`], response_types: ['code'], grant_types: ['authorization_code'], ...more });
		const provider = new Provider(issuer, {
			clients: [
				client('by-secret', 1, { client_secret: 'a secret: with %' }),
				client('by-key', 2, {
					token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256', id_token_signed_response_alg: 'ES256',
					jwks: { keys: [pair.publicKey.export({ format: 'jwk' })] },
				}),
			],
			jwks: { keys: [{ ...signing, use: 'sig', alg: 'ES256', kid: 'e' }, { ...rsa, use: 'sig', alg: 'RS256', kid: 'r' }] },
			pkce: { methods: ['S256'], required: () => true },
			extraParams: ['vtr'],
			conformIdTokenClaims: true,
			claims: { openid: ['sub', 'vot'], email: ['email', 'email_verified'] },
			features: { devInteractions: { enabled: true } },
			cookies: { keys: ['for a test'] },
			findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, vot: 'Cl.Cm', email: `${id}@demo.example`, email_verified: true }) }),
		});
		handle = provider.callback();
	};
	return { issuer, serve, agents, pem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), close: () => server.close() };
}

// At the provider's own pages: who one is there, and yes. Without scripts a click waits for what never comes, so: keys.
async function at_real_provider(page, login, house) {
	const ours = (url) => url.origin === house.url && !url.pathname.startsWith('/sign-in/wait') && !url.pathname.startsWith('/sign-in/return');
	await page.waitForURL((url) => url.pathname.startsWith('/interaction'), { timeout: 30000 });
	await page.fill('input[name="login"]', login);
	await page.fill('input[name="password"]', 'anything');
	const consent = page.waitForSelector('form[action*="/confirm"], form:has(input[name="prompt"][value="consent"])', { timeout: 30000 });
	await page.press('input[name="password"]', 'Enter');
	await consent;
	await Promise.all([page.waitForEvent('framenavigated'), page.press('button[type="submit"]', 'Enter')]);
	return ours;
}

async function settle(page, house) {
	for (let i = 0; i < 100; i++) {
		const url = new URL(page.url());
		const text = await page.textContent('h1').catch(() => '');
		if (url.origin === house.url && !(url.pathname.startsWith('/sign-in/wait') && text === 'One moment')) return text;
		await pause(150);
	}
	return `still at ${page.url()}`;
}

const press = (page, selector) => Promise.all([page.waitForEvent('framenavigated'), page.press(selector, 'Enter')]);

async function real(world) {
	const provider = await open_provider();
	const key = settings_of(2, provider.issuer, { CLIENT_ID: 'by-key', CLIENT_KEY: provider.pem, PROFILE: 'one-login', NAME: 'One Login' });
	delete key.CAIRN_OIDC_2_CLIENT_SECRET;
	const house = await open_house(world, { CAIRN_SIGNING_KEY: KEY, CAIRN_SECOND_FACTOR: 'required', ...settings_of(1, provider.issuer, { CLIENT_ID: 'by-secret' }), ...key });
	provider.serve(house);
	const browser = await open_browser();

	async function through(page, number, login) {
		await page.goto(`${house.url}/sign-in`);
		await press(page, `form[action="/sign-in/with/${number}"] button`);
		await at_real_provider(page, login, house);
		return settle(page, house);
	}
	async function linking(page, number, login) {
		await page.goto(`${house.url}/account`);
		await press(page, `form[action="/account/providers/${number}/link"] button`);
		await at_real_provider(page, login, house);
		return settle(page, house);
	}
	for (const [javaScriptEnabled, who, other] of [[true, 'amina', 'ben'], [false, 'chloe', 'dmitri']]) {
		const how = javaScriptEnabled ? 'with scripts' : 'without scripts';
		const fresh = async () => (await browser.newContext({ javaScriptEnabled })).newPage();
		let page = await fresh();
		equal(`${how}: an account that is not linked lets nobody in`, await through(page, 1, who), 'You are not signed in this way yet');
		tap(/Then link Service 1 on your account page/.test(await page.textContent('main')), `${how}: and is told what to do`);

		page = await sign_in(await browser.newContext({ javaScriptEnabled }), house, who);
		equal(`${how}: an account with the same address is linked`, await linking(page, 1, who), 'Your account');
		tap(/Linked: from now on/.test(await page.textContent('main')), `${how}: and said to be`);

		page = await fresh();
		await through(page, 1, who);
		await page.goto(`${house.url}/account`);
		const account = await page.textContent('main');
		tap(account.includes(`${who}@demo.example`) && /Through another service/.test(account), `${how}: from then on it signs in`, [account.slice(0, 300)]);

		page = await sign_in(await browser.newContext({ javaScriptEnabled }), house, other);
		equal(`${how}: an account with another address is not linked`, await linking(page, 1, `not-${other}`), 'You are not signed in this way yet');
		tap(/does not vouch for the address/.test(await page.textContent('main')), `${how}: and says why`);
	}
	// a coordinator comes in by GOV.UK One Login, which asked for a second factor: Cairn asks for none of its own
	const grace_period = await browser.newContext();
	let page = await sign_in(grace_period, house, 'jonas');
	tap(/\/sign-in\/factor/.test(page.url()), 'a coordinator by one press is asked for a second factor');
	await press(page, 'form[action="/sign-in/factor/later"] button');
	equal('private_key_jwt with ES256 is taken, and the account linked', await linking(page, 2, 'jonas'), 'Your account');
	page = await (await browser.newContext()).newPage();
	await through(page, 2, 'jonas');
	equal('the provider’s second factor counts', new URL(page.url()).pathname, '/');
	await page.goto(`${house.url}/account`);
	tap(/with your second step/.test(await page.textContent('main')), 'and is shown beside the session');
	await press(page, 'form[action$="/unlink"] button');
	page = await (await browser.newContext()).newPage();
	equal('who has unlinked is let in no more', await through(page, 2, 'jonas'), 'You are not signed in this way yet');
	tap([...provider.agents].some((a) => /^Cairn\/[\d.]+ \(\+http/.test(a)), 'requests say who asks (User-Agent)', [...provider.agents]);
	await browser.close();
	const faults = await house.stop();
	tap(!faults.length, 'the service was well to the end', faults);
	provider.close();
}

const world = await make_world();
try {
	await forged(world);
	await real(world);
} finally {
	world.close();
}
process.exitCode = failed() ? 1 : 0;
