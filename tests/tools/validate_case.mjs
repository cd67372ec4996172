// validate_case.mjs [--case PROGRAM] [FILE…]: are these CASE 1.1 packages valid by the official schema?
//
// PROGRAM (the test program test_framework_case_files) writes packages into a folder, which are then checked
// too. The schema is not ours to ship: where ../shared/data/case is missing, this says so and passes.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const schemaFile = join(root, '../shared/data/case/schema-case-v1p1-cfpackage.json');

if (!existsSync(schemaFile)) {
	console.log('skipped: ../shared/data/case/schema-case-v1p1-cfpackage.json is not here');
	process.exit(0);
}

const { default: Ajv } = await import('ajv/dist/2019.js');
const { default: addFormats } = await import('ajv-formats');
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
const valid = ajv.compile(JSON.parse(readFileSync(schemaFile, 'utf8')));

const args = process.argv.slice(2);
let made = null;
let files = args;
if (args[0] === '--case') {
	made = mkdtempSync(join(tmpdir(), 'cairn-case-'));
	execFileSync(args[1], [made], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
	files = [...args.slice(2), ...readdirSync(made).sort().map((name) => join(made, name))];
}

let bad = 0;
for (const file of files) {
	if (valid(JSON.parse(readFileSync(file, 'utf8')))) continue;
	bad++;
	for (const e of valid.errors.slice(0, 10)) console.error(`${file}${e.instancePath}: ${e.message}`);
}
if (made) rmSync(made, { recursive: true });
console.log(`${files.length - bad} of ${files.length} CASE packages are valid`);
process.exit(bad || files.length === 0 ? 1 : 0);
