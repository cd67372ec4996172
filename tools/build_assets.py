#!/usr/bin/env python3
"""Build what the pages are dressed in: cairn.css, cairn.js, offline.js, icons.svg, favicon.svg, hills.svg and the type.

    tools/build_assets.py OUT            build into the folder OUT
    tools/build_assets.py OUT --serve N  then show docs/kit on http://127.0.0.1:N under the service's own policy

It needs `npm ci` to have run (sass, esbuild, govuk-frontend and the type come from there) and nothing else. The same
sources give the same bytes: nothing here reads the clock, the machine's name or the order of a folder.

OUT is what the generator embeds in the binary under names with their hash in them. Files therefore refer to each other
as /assets/NAME, which the embedder rewrites.
"""

import argparse
import http.server
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = ROOT / "node_modules" / ".bin"
TYPE = ROOT / "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files"
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
          "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
UNUSED = re.compile(r"link--(muted|inverse|text-colour|no-underline|no-visited)|link-image|button--(inverse|warning)|"
                    r"input--width-(10|20|30)|input--extra-letter|input__(prefix|suffix|wrapper)|label--(xl|l|m)\b|"
                    r"legend--(xl|l|m)\b|fieldset__heading|visually-hidden-foc|(checkboxes|radios)__(divider|conditional)|"
                    r"wrapper--(auto-spacing|l)\b|exit-this-page")
CSS_CAP = 80 * 1024
JS_CAP = 40 * 1024  # as the style sheet is counted: 1,024 bytes each
OFFLINE_CAP = 14 * 1024  # docs/adr/0024: one file for page and worker, and half of it is about losing nothing


def run(*command):
    """Run one tool of node_modules; its words are shown only if it fails."""
    done = subprocess.run([str(c) for c in command], cwd=ROOT, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{command[0]}: failed\n{done.stdout}{done.stderr}")


def blocks(css):
    """Split a style sheet into its top-level rules, each as (prelude, whole text)."""
    depth = start = 0
    for i, ch in enumerate(css):
        if ch == "{":
            if depth == 0:
                prelude = css[start:i]
            depth += 1
        elif ch == "}":
            depth -= 1
            if depth == 0:
                yield prelude.strip(), css[start:i + 1]
                start = i + 1


def used(rule):
    """One rule without the selectors of variants no page uses."""
    selectors = [s for s in rule[1].split(",") if not UNUSED.search(s)]
    return f"{','.join(selectors)}{{{rule[2]}}}" if selectors else ""


def leaner(css):
    """Take out of GOV.UK's rules what we never use: the family and smoothing that every rule repeats (c-page sets them
    once), colour variables nobody overrides, addresses printed after links, and fixes for browsers of before 2023."""
    css = css.lstrip("\ufeff")
    ours = css.index("@font-face")  # our rules begin with the type
    css, ours = css[:ours], css[ours:]
    css = re.sub(r"var\(--govuk-[a-z-]+,\s*(#[0-9a-f]+)\)", r"\1", css)
    css = re.sub(r"font-family:inherit;?", "", css)
    css = css.replace("-webkit-font-smoothing:antialiased;-moz-osx-font-smoothing:grayscale;", "")
    css = css.replace("-webkit-text-decoration-skip-ink:none;text-decoration-skip-ink:none;"
                      "-webkit-text-decoration-skip:none;text-decoration-skip:none", "text-decoration-skip-ink:none")
    kept = []
    for prelude, text in blocks(css):
        if prelude.startswith("@supports not (text-wrap"):
            continue
        if prelude == "@media print" and (re.search(r"href\^=", text) or "govuk-" in text and "font-size" in text):
            continue
        text = re.sub(r"([^{}@]+)\{([^{}]*)\}", used, text)
        text = re.sub(r"[^{}]+\{\}", "", text)
        if re.fullmatch(r"@media[^{]*\{\}", text) or not text:
            continue
        kept.append(text)
    return gathered("".join(kept)) + gathered(ours)  # none of GOV.UK's may come after one of ours


def gathered(css):
    """Put each @media question once, after all plain rules: narrower and narrower, then paper and forced colours."""
    plain, asked = [], {}
    for prelude, text in blocks(css):
        if prelude.startswith("@media"):
            asked.setdefault(re.sub(r"\s+", "", prelude), [prelude, []])[1].append(text[text.index("{") + 1:-1])
        else:
            plain.append(text)

    def order(question):
        width = re.search(r"([\d.]+)(px|em)", question)
        size = float(width[1]) * (16 if width[2] == "em" else 1) if width else 0
        if "print" in question or "forced-colors" in question:
            return (2, 0)
        return (1, -size) if "max-width" in question else (0, size)

    return "".join(plain) + "".join(f"{asked[q][0]}{{{''.join(asked[q][1])}}}" for q in sorted(asked, key=order))


def build(out):
    out.mkdir(parents=True, exist_ok=True)
    raw = out / "cairn.raw.css"
    run(BIN / "sass", "--load-path=node_modules", "--style=compressed", "--no-source-map", "--no-charset",
        "--quiet", "assets/cairn.scss", raw)
    raw.write_text(leaner(raw.read_text(encoding="utf-8")), encoding="utf-8")
    run(BIN / "esbuild", raw, "--minify", "--charset=utf8", "--target=chrome100,firefox100,safari15",
        f"--outfile={out / 'cairn.css'}", "--log-level=warning")
    raw.unlink()
    run(BIN / "sass", "--style=compressed", "--no-source-map", "--no-charset", "--quiet", "assets/look.scss", out / "look.css")
    for script, target in (("cairn.js", "es2018"), ("offline.js", "es2020")):
        run(BIN / "esbuild", f"assets/js/{script}", "--bundle", "--minify", "--format=iife", "--charset=utf8",
            f"--target={target}", "--legal-comments=none", f"--outfile={out / script}", "--log-level=warning")
    for name in ("icons.svg", "favicon.svg", "hills.svg"):
        picture = (ROOT / "assets" / name).read_text(encoding="utf-8")
        picture = re.sub(r"<!--.*?-->", "", picture, flags=re.S)
        (out / name).write_text(re.sub(r">\s+<", "><", picture).strip() + "\n", encoding="utf-8")
    shutil.copyfile(TYPE / "atkinson-hyperlegible-next-latin-wght-normal.woff2", out / "atkinson.woff2")

    sizes = {p.name: p.stat().st_size for p in sorted(out.iterdir()) if p.is_file()}
    for name, size in sizes.items():
        print(f"{size:7d}  {name}")
    scripts = sizes["cairn.js"] + sizes["offline.js"]
    if sizes["cairn.css"] > CSS_CAP or scripts > JS_CAP or sizes["offline.js"] > OFFLINE_CAP:
        sys.exit(f"too heavy: cairn.css may have {CSS_CAP} bytes, a page's scripts {JS_CAP}, offline.js {OFFLINE_CAP} of them")


def serve(out, port):
    class Kit(http.server.SimpleHTTPRequestHandler):
        def translate_path(self, path):
            path = path.split("?")[0].split("#")[0]
            if path.startswith("/assets/"):
                return str(out / pathlib.PurePosixPath(path).name)
            return super().translate_path(path)

        def end_headers(self):
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("Cache-Control", "no-store")
            super().end_headers()

        def do_POST(self):  # so that autosave has someone to talk to
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *words):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port),
                                             lambda *a: Kit(*a, directory=str(ROOT)))
    print(f"http://127.0.0.1:{port}/docs/kit/home.html", flush=True)
    server.serve_forever()


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("out", type=pathlib.Path)
    ask.add_argument("--serve", type=int, metavar="PORT")
    asked = ask.parse_args()
    if not (BIN / "sass").exists():
        sys.exit("run `npm ci` first: sass and esbuild are missing")
    out = asked.out.resolve()
    build(out)
    if asked.serve:
        serve(out, asked.serve)


if __name__ == "__main__":
    main()
