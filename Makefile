# make report | quick | test | test-browser | test-slurm | check | bench | lock | clean. The environment in .venv sets itself up.
PYTHON ?= python3
CORES ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu)
BIN := .venv/bin
SNAKEMAKE = PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/snakemake --cores $(CORES)
READY := .venv/ready

.PHONY: report quick test test-browser test-slurm check bench lock clean

report: $(READY)
	$(SNAKEMAKE)

quick: $(READY)
	$(SNAKEMAKE) --configfile config/quick.yaml

test: $(READY)
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest

# The page in a browser. Playwright and the linter are installed here, not for everyone.
test-browser: $(READY)
	@command -v chromium > /dev/null || { \
		echo "make test-browser needs Chromium; on Debian: apt install chromium" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet -r envs/browser.in
	$(BIN)/oxlint workflow/report/page
	$(BIN)/oxfmt --check workflow/report/page
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest tests/browser

# Needs root and, from Debian: slurmctld slurmd slurm-client munge.
test-slurm: $(READY)
	$(BIN)/python -m pytest tests/slurm

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/snakefmt --check Snakefile workflow/rules
	$(SNAKEMAKE) --lint

bench: $(READY)
	$(SNAKEMAKE) results/data/binarized.npz
	$(BIN)/python tests/bench/throughput.py results/benchmark
	$(BIN)/python tests/bench/workflow.py results/benchmark

# The stamp is written last and holds the lock's content: an interrupted set-up starts again, and a
# lock that only looks newer changes nothing.
$(READY): envs/requirements.lock
	@cmp -s $< $@ && touch $@ && exit 0; \
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || { \
		echo "rowreader needs Python 3.11 to 3.13, and $(PYTHON) is another; name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }; \
	$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) has no venv; on Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }; \
	$(PYTHON) -m venv --clear .venv && \
	$(BIN)/python -m pip install --quiet --compile --require-hashes -r $< && \
	cp $< $@

# Pin the newest versions, with hashes. Needs uv.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		--upgrade -o envs/requirements.lock envs/requirements.in

clean:
	rm -rf results .snakemake
