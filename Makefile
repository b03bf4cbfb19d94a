# Each target sets up what it needs in .venv, on a fresh Debian or Ubuntu machine with Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
EXAMPLES := kagoya-invoice kagoya-activemail kagoya-domain-expiry eki-net-account webmail-settings
VISIT := --visit
LOCK := --universal --generate-hashes --no-header --no-emit-index-url --quiet

.PHONY: demo test install lint types bench learn lock clean

demo: $(VENV)/.demo $(VENV)/.browser  ## dissect the examples in their worlds; the HTML reports land in out/
	@rm -rf out && mkdir -p out
	@for name in $(EXAMPLES); do \
	  $(BIN)/gyotaku dissect --world loopback:examples/$$name/world $(VISIT) --format html -o out/$$name.html \
	    examples/$$name/mail.eml || exit 1; echo "out/$$name.html"; done
	$(BIN)/gyotaku dissect --format text examples/webmail-settings/mail.eml

install: $(VENV)/.installed         ## only .venv/bin/gyotaku

test: $(VENV)/.dev $(VENV)/.browser ## everything CI runs
	$(BIN)/ruff format --check src tests benchmarks
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/gyotaku brands check
	$(BIN)/pytest -n 2 -m "not browser"
	$(BIN)/pytest -m browser

lint: $(VENV)/.dev
	$(BIN)/ruff format src tests benchmarks
	$(BIN)/ruff check --fix src tests benchmarks

types: $(VENV)/.dev
	$(BIN)/mypy

bench: $(VENV)/.dev                 ## the benchmarks that need no network; each prints its figures
	$(BIN)/python -m benchmarks

learn: $(VENV)/.dev                ## fit the weights on labelled mails and write docs/report-card.md
	$(BIN)/python -m benchmarks.learn

lock: $(VENV)/.dev                  ## renew the hashed locks after a change in pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --group build -o requirements/run.txt pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --group build --group demo -o requirements/demo.txt pyproject.toml
	$(BIN)/uv pip compile $(LOCK) --group build --group demo --group dev -o requirements/dev.txt pyproject.toml

$(VENV)/.installed: requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.demo: $(VENV)/.installed requirements/demo.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/demo.txt
	@touch $@

# A browser for the pictures of pages: Debian's where we may install it, Playwright's own elsewhere. Without one the work goes
# on without pictures, and the reports say so.
$(VENV)/.browser: $(VENV)/.demo
	@BIN=$(BIN) sh scripts/browser.sh
	@touch $@

$(VENV)/.dev: $(VENV)/.demo requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

clean:
	rm -rf $(VENV) out dist .mypy_cache .pytest_cache .ruff_cache
