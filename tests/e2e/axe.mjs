// axe.mjs: what axe-core says of a page (AXE must have been evaluated in it), and what of it is too wide. Lines; none is well.
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
// What colours, letters and spacing can break; names, roles and headings are the same however a page looks.
export const LOOKS_RULES = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable', 'meta-viewport'];

export async function axe_on(page, width, asked = TAGS) {
	const found = await page.evaluate(async (tags) => {
		const { violations } = await globalThis.axe.run(document, { runOnly: tags, resultTypes: ['violations'], preload: false });
		return violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.length} × ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
	}, asked);
	return found.map((line) => `${width} px: ${line}`);
}

export async function sideways(page, width) {
	const wide = await page.evaluate(() => {
		const { scrollWidth, clientWidth } = document.documentElement;
		if (scrollWidth <= clientWidth) return '';
		const who = [...document.querySelectorAll('main *, header *, footer *')].filter((e) => e.getBoundingClientRect().right > clientWidth + 1);
		return `${scrollWidth - clientWidth} px too wide: ${who.slice(0, 3).map((e) => e.outerHTML.slice(0, 120)).join(' | ')}`;
	});
	return wide ? [`${width} px: ${wide}`] : [];
}

// What lies off the screen is laid out only when it comes near: sizes are asked of all of it here.
export function all_laid_out() {
	const sheet = new CSSStyleSheet();
	sheet.replaceSync('* { content-visibility: visible !important; }');
	document.adoptedStyleSheets = [sheet];
}
