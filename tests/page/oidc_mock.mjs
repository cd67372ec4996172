// oidc_mock.mjs: an OpenID Connect provider (npm oauth2-mock-server) for test_provider.py. Says "PORT n" on stdout. Takes lines
// of JSON on stdin and answers each with {"done": …}:
//     {"claims": {…}, "userinfo": {…}}   what tokens and UserInfo say from now on; null takes a claim out
//     {"header": {…}}                    put into the token's header; {"alg": "none"} leaves it unsigned
//     {"shift": {…}}                     seconds added to exp, iat or nbf
//     {"rotate": true}                   its keys are thrown away and a new one made
//     {"count": true}                    {"done": {"jwks": n, "token": n, "assertion": {…} or null}}: what it was asked so far
// With {"pem": PEM} as its argument it wants private_key_jwt of ES256 and says in `assertion` what it was shown.
import { createPublicKey, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const require = createRequire(import.meta.url);
const { OAuth2Server } = require('oauth2-mock-server');
const what = JSON.parse(process.argv[2] || '{}');
const alg = what.alg || 'RS256';
const asked = { jwks: 0, token: 0, assertion: null };
let now = { claims: {}, userinfo: {}, header: {}, shift: {} };
let kid = 1;

const { issuer, service } = new OAuth2Server();
await issuer.keys.generate(alg, { kid: `key-${kid}` });
// its keys are the newest one
const { get, toJSON } = Object.getPrototypeOf(issuer.keys);
issuer.keys.get = () => get.call(issuer.keys, `key-${kid}`);
issuer.keys.toJSON = (secret) => toJSON.call(issuer.keys, secret).filter((key) => key.kid === `key-${kid}`);

const decoded = (part) => JSON.parse(Buffer.from(part, 'base64url'));
const b64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const put = (into, from) => Object.entries(from).forEach(([name, value]) => {
	if (value === null) delete into[name];
	else into[name] = value;
});

function assertion_of(jwt) {
	const [header, claims, signature] = jwt.split('.');
	const right = verify('sha256', Buffer.from(`${header}.${claims}`), { key: createPublicKey(what.pem), dsaEncoding: 'ieee-p1363' },
		Buffer.from(signature, 'base64url'));
	return { right, header: decoded(header), claims: decoded(claims) };
}

service.on('beforeTokenSigning', (token) => {
	const { payload } = token;
	if (!('nonce' in payload)) return; // the access token
	put(payload, now.claims);
	Object.entries(now.shift).forEach(([name, seconds]) => { payload[name] = (payload[name] || payload.iat) + seconds; });
	put(token.header, now.header);
});
service.on('beforeResponse', (answer, request) => {
	asked.token += 1;
	if (what.pem && request.body.client_assertion) asked.assertion = assertion_of(request.body.client_assertion);
	const id_token = answer.body.id_token.split('.');
	if (now.header.alg === 'none') answer.body.id_token = `${b64({ alg: 'none' })}.${id_token[1]}.`;
});
service.on('beforeUserinfo', (answer) => put(answer.body, now.userinfo));

const server = createServer((request, response) => {
	if (request.url.startsWith('/jwks')) asked.jwks += 1;
	service.requestHandler(request, response);
});
server.listen(0, '127.0.0.1', () => {
	issuer.url = `http://127.0.0.1:${server.address().port}`;
	process.stdout.write(`PORT ${server.address().port}\n`);
});

async function act(line) {
	if (line.rotate) {
		kid += 1;
		await issuer.keys.generate(alg, { kid: `key-${kid}` });
		return issuer.keys.toJSON().map((key) => key.kid);
	}
	if (line.count) return asked;
	now = { claims: {}, userinfo: {}, header: {}, shift: {}, ...line };
	return true;
}
const lines = createInterface({ input: process.stdin });
lines.on('line', async (line) => process.stdout.write(`${JSON.stringify({ done: await act(JSON.parse(line)) })}\n`));
lines.on('close', () => process.exit(0));
