# Everything there is to do with Cairn. `make run` is the shortest way to see it; CONTRIBUTING.md has more.
PORT ?= 8080
export PYTHONDONTWRITEBYTECODE := 1
DEMO := var/demo/cairn.db
PYTHON := python3 -B
# -g1: a sanitizer names the line, and the build takes a quarter less than with all that a debugger wants.
SANITIZED := -Dtests=true -Dsanitize=true -Doptimization=1 -Ddebug=false -Dc_args=-g1

.PHONY: all build deps run test check fmt bench e2e fuzz soak spoken release clean

# The release program, build/cairn. Installs what is missing first, as all of these do.
all: build
build:
	@tools/install_deps.sh run
	@tools/build.sh build

# Demo data and a service on http://127.0.0.1:$(PORT). Installs what is missing first.
run:
	@tools/install_deps.sh run
	@tools/build.sh build
	@mkdir -p $(dir $(DEMO))
	@tools/demo.sh build/cairn $(DEMO) $(PORT)

# Everything that is tested, with sanitizers. ONLY=word runs the programs whose name has the word.
test:
	@tools/install_deps.sh test
	@tools/build.sh build-test $(SANITIZED)
	@$(PYTHON) tools/run_tests.py --build build-test $(if $(ONLY),--only $(ONLY))

# What can be said without running anything.
check:
	@tools/install_deps.sh dev
	@tools/build.sh build
	@$(PYTHON) tools/check_layers.py .
	@$(PYTHON) tools/check_banned.py .
	@$(PYTHON) tools/gen_text.py --check-used . text/en.txt
	@$(PYTHON) tools/gen_sql.py --check --schema-doc docs/schema.md migrations
	@tools/check_docs.sh build/cairn

fmt:
	@tools/install_deps.sh dev
	@git ls-files 'src/*.c' 'src/*.h' 'tests/*.c' 'tests/*.h' | xargs clang-format -i

# Speed, as ratios to a reference measured in the same run.
bench:
	@tools/install_deps.sh dev
	@tools/build.sh build -- all bench
	@for p in $(basename $(wildcard tests/bench/bench_*.c)); do build/tests/$${p##*/} || exit 1; done
	@for p in $(wildcard tests/bench/bench_*.py); do CAIRN=build/cairn $(PYTHON) $$p || exit 1; done
	@for p in $(wildcard tests/bench/bench_*.mjs); do CAIRN=$(CURDIR)/build/cairn node $$p || exit 1; done

# Every page in every role in a browser, with axe-core.
e2e:
	@tools/install_deps.sh test
	@tools/build.sh build-test $(SANITIZED)
	@$(PYTHON) tools/run_tests.py --build build-test --kind e2e

# What the Orca screen reader says of three tasks, in build/spoken.txt, to be read (docs/spoken.md).
spoken:
	@tools/install_deps.sh spoken
	@tools/build.sh build
	@tools/spoken.sh build/cairn build/spoken.txt

# Each fuzzer for SECONDS (60), from the corpus in tests/fuzz/corpus/NAME/.
fuzz:
	@tools/install_deps.sh fuzz
	@tools/build_fuzz.sh
	@tools/fuzz.sh $(or $(SECONDS),60)

# kill -9 under load, drafts at once and swapped ids, at length: SOAK_KILLS (2,000), SOAK_DRAFTS (4,000), SOAK_SWAPS (250,000). Then a whole
# induction in a browser on each programme we ship, with pictures in build/two-years/.
soak:
	@tools/install_deps.sh test
	@tools/build.sh build
	@for p in $(wildcard tests/bench/soak*.py); do CAIRN=$(CURDIR)/build/cairn $(PYTHON) $$p || exit 1; done
	@for p in $(basename $(notdir $(wildcard programmes/*.json))); do echo "a whole induction on $$p"; \
		PROGRAMME=$$p SHOTS=build/two-years/$$p CAIRN=$(CURDIR)/build/cairn node tests/e2e/test_two_years.mjs || exit 1; done

# A tarball that builds without Node.
release:
	@tools/install_deps.sh run
	@tools/release.sh

clean:
	rm -rf build build-test build-fuzz
