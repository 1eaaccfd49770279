# Each target works alone on a fresh machine: set_up.sh makes .venv, and returns at once when
# nothing has changed.

SHELL := bash
BIN := .venv/bin
ORDINARY := not verify and not bench
KERNELS := $(addprefix tests/unit/,agents model record rules)

.PHONY: help set-up run film serve screenshots test browser lint check verify standards bench \
  profile studies ensemble atlas validation docs clean

help:
	@echo "make run      simulate the day of the account; tables and a figure in out/account"
	@echo "make test     style, types, import contracts, then every ordinary test"
	@echo "make check    while you work: style, types, and the tests named after the files you changed"
	@echo "make lint     style, types and import contracts alone"
	@echo "make verify   the long statistical suites; the registry in out/verification"
	@echo "make standards  that registry as a page of the documentation: docs/standards.md"
	@echo "make bench    speed, beside pure Mesa"
	@echo "make profile  where the time of a step goes, phase by phase"
	@echo "make studies  the research questions: tables and figures in out/studies"
	@echo "make serve    the page with the moving crowd, on this machine"
	@echo "make screenshots  pictures of every page, light and dark, wide and phone: out/pages"
	@echo "make film     the day as an animation: out/film/account.webp"
	@echo "make ensemble  settings consistent with the account, by the hundred: out/ensemble"
	@echo "make atlas    the page's map of volunteers, shipped with it: a quarter of an hour of two cores"
	@echo "make validation  the model beside measured crowds: docs/validation.md and its figure"
	@echo "make docs     the documentation, its examples executed: out/docs"
	@echo "make clean    remove .venv, caches and everything in out/"

set-up:
	@./set_up.sh

run: set-up
	@$(BIN)/gatecrush run account --out out/account
	@echo "Tables, summary and figure of the day: out/account"

# Kernels compile once and are then read from disk: a short run compiles them before the test
# processes start, so that these do not all compile the same thing at once.
# The rooms of the kernels are tested as plain Python, too, where a debugger, a reader and the
# measurement of coverage can follow them: out/coverage/index.html shows which lines no test reached.
test: lint browser
	@echo "compiling the kernels (a minute or two the first time)"
	@$(BIN)/gatecrush run account --set run.end=5.05 --quiet >/dev/null
	NUMBA_DISABLE_JIT=1 $(BIN)/pytest -q -n 2 -m "$(ORDINARY)" --cov --cov-report= --cov-fail-under=0 \
	  $(KERNELS)
	$(BIN)/pytest -n 2 -m "$(ORDINARY)" --durations=15 --cov --cov-append --cov-report=html

# The page is tested in Chromium; where it cannot be installed those tests are skipped.
browser:
	@command -v chromium-headless-shell chromium google-chrome >/dev/null || [ "$$(id -u)" != 0 ] \
	  || ! command -v apt-get >/dev/null || { apt-get update -qq \
	    && for each in chromium-headless-shell chromium; do \
	      apt-get install -qq -y --no-install-recommends $$each && exit; done; false; } \
	  || echo "no Chromium: the tests of the page in a browser will be skipped" >&2

lint: set-up
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# A quick look after an edit, no gate: the compiler stays off, so that nothing is compiled anew.
check: set-up
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy --no-error-summary
	@tests="$$($(BIN)/python tests/architecture/changed.py)"; \
	  if [ -z "$$tests" ]; then echo "no unit tests are named after what was changed"; \
	  else NUMBA_DISABLE_JIT=1 $(BIN)/pytest -q -m "$(ORDINARY)" $$tests; fi

# The registry of standard tests is written anew from what all tests that belong to it came to.
verify: set-up
	rm -f out/verification/standards.json
	$(BIN)/pytest -n 2 -m "verify or standard" --standards out/verification

# What make verify wrote last becomes a page of the documentation.
standards:
	@test -f out/verification/standards.json || { echo "make verify comes first" >&2; exit 2; }
	mkdir -p docs && cp out/verification/standards.json out/verification/standards.md docs/

bench: set-up
	$(BIN)/python tests/benchmarks/compare.py
	$(BIN)/python tests/benchmarks/sweep_overhead.py

profile: set-up
	$(BIN)/python tests/benchmarks/compare.py --phases

studies: set-up
	$(BIN)/gatecrush studies

serve: set-up
	@$(BIN)/gatecrush serve

screenshots: set-up browser
	@$(BIN)/gatecrush serve --port 8766 & server=$$!; trap "kill $$server" EXIT; \
	  $(BIN)/python docs/screenshots.py http://127.0.0.1:8766 --out out/pages

film: set-up
	$(BIN)/gatecrush film account --out out/film/account.webp

# Goes on where it was; its table is usable at any time. To ship it, copy account.csv and
# account.json to experiments/ensemble, then: gatecrush ensemble checks (new days), ensemble report.
ensemble: set-up
	$(BIN)/gatecrush ensemble search --out out/ensemble

# Goes on where it was; a test fails when what ships is stale.
atlas: set-up
	$(BIN)/python -c "from gatecrush.experiments.glances.atlas import make; make()"

validation: set-up
	$(BIN)/gatecrush validate --out docs

# Nothing is loaded from elsewhere, now or when the pages are read.
docs: set-up
	$(BIN)/python -m sphinx -W --keep-going -b html docs out/docs
	@echo "Open out/docs/index.html"

clean:
	rm -rf .venv out build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache \
	  .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
