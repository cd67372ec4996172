# Everything there is to do with Cairn. `make run` is the shortest way to see it; CONTRIBUTING.md has more.
PORT ?= 8080
export PYTHONDONTWRITEBYTECODE := 1
DEMO := var/demo/cairn.db
PYTHON := python3 -B
WITH_POSTGRESQL := $(wildcard tools/with_postgresql.sh)

.PHONY: all build deps run test check fmt bench e2e fuzz soak release clean

# The release program, build/cairn.
all: build
build:
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
	@tools/build.sh build-test -Dtests=true -Dsanitize=true -Doptimization=1 -Ddebug=true
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
	@tools/build.sh build -- $(addprefix ,$(notdir $(basename $(wildcard tests/bench/bench_*.c)))) all
	@$(PYTHON) tools/run_tests.py --build build --bench

# Every page in every role in a browser, with axe-core.
e2e:
	@tools/install_deps.sh test
	@tools/build.sh build-test -Dtests=true -Dsanitize=true -Doptimization=1 -Ddebug=true
	@$(PYTHON) tools/run_tests.py --build build-test --e2e

# Each fuzzer for SECONDS (60), from the corpus in tests/fuzz/.
fuzz:
	@tools/install_deps.sh dev
	@CC=clang tools/build.sh build-fuzz -Dfuzz=true -Doptimization=1 -Ddebug=true -Db_lundef=false
	@$(PYTHON) tools/run_tests.py --build build-fuzz --fuzz $(or $(SECONDS),60)

# A long run under load, watching memory and descriptors.
soak:
	@tools/install_deps.sh dev
	@tools/build.sh build
	@$(PYTHON) tools/run_tests.py --build build --soak

release:
	@tools/install_deps.sh run
	@tools/release.sh

clean:
	rm -rf build build-test build-fuzz
