// No standard task takes more taps and fields than it may (tasks.mjs has the tasks and their bounds); `make bench` reports
// keys, pages, bytes and time as well.
import { failed, make_world, open_browser, open_house, tap } from './house.mjs';
import { BOUNDS, over, tasks } from './tasks.mjs';

const world = await make_world();
try {
	const house = await open_house(world);
	const browser = await open_browser();
	for (const [name, task] of Object.entries(tasks)) {
		try {
			const hand = await task(browser, house);
			const wrong = over(name, hand);
			tap(!wrong.length, `${name} takes at most ${BOUNDS[name].most}`, wrong);
		} catch (error) {
			tap(false, `${name} takes at most ${BOUNDS[name].most}`, error.message.split('\n').slice(0, 6));
		}
	}
	await browser.close();
	const faults = await house.stop();
	tap(!faults.length, 'the service was well to the end', faults);
} finally {
	world.close();
}
process.exitCode = failed() ? 1 : 0;
