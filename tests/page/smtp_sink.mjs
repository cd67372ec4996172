// smtp_sink.mjs: a real SMTP server (npm smtp-server) for test_mail.py. Says "PORT n" on stdout, then one line of JSON for
// each thing that happens: {"mail": {...}}, {"refused": status}. Arguments: JSON of what it is to do:
//     answers   statuses for RCPT, one a try, the last for all that follow; 250 takes it
//     data      the same for the message itself
//     slow      ms before each answer to RCPT
//     tls       {key, cert}: STARTTLS is offered with these
//     user, password   a login is asked for
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { SMTPServer } = require('smtp-server');
const what = JSON.parse(process.argv[2] || '{}');
const say = (o) => process.stdout.write(`${JSON.stringify(o)}\n`);
const next = (list) => (list && list.length ? (list.length > 1 ? list.shift() : list[0]) : 250);

function refusal(status) {
	const error = new Error(`said ${status}`);
	error.responseCode = status;
	return error;
}

const server = new SMTPServer({
	authOptional: !what.user,
	disabledCommands: [...(what.tls ? [] : ['STARTTLS']), ...(what.user ? [] : ['AUTH'])],
	...(what.tls || {}),
	logger: false,
	size: 4 << 20,
	onAuth(auth, session, done) {
		if (auth.username === what.user && auth.password === what.password) return done(null, { user: 1 });
		say({ refused: 535 });
		return done(refusal(535));
	},
	onRcptTo(address, session, done) {
		const status = next(what.answers);
		if (status !== 250) say({ refused: status, to: address.address });
		setTimeout(() => done(status === 250 ? null : refusal(status)), what.slow || 0);
	},
	onData(stream, session, done) {
		const parts = [];
		stream.on('data', (part) => parts.push(part));
		stream.on('end', () => {
			const status = next(what.data);
			if (status !== 250) {
				say({ refused: status });
				return done(refusal(status));
			}
			say({ mail: { from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map((r) => r.address),
				secure: session.secure, text: Buffer.concat(parts).toString('latin1') } });
			return done();
		});
	},
});
server.on('error', (error) => say({ error: String(error.message) }));
server.listen(0, '127.0.0.1', () => process.stdout.write(`PORT ${server.server.address().port}\n`));
process.stdin.on('end', () => process.exit(0)).resume();
