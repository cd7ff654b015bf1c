# make report | quick | prediction | prediction-quick | plan | verify | test | test-slow | test-browser |
# test-slurm | check | bench | docs | lock | clean.
# The environment in .venv sets itself up.
PYTHON ?= python3
CORES ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu)
BIN := .venv/bin
SNAKEMAKE = PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/snakemake --cores $(CORES)
READY := .venv/ready
# What is set for other programs; the workflow keeps it out of its jobs by itself.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP PIP_TARGET PIP_PREFIX PIP_ROOT
export PIP_USER = 0

RESULTS ?= results

.PHONY: report quick prediction prediction-quick plan verify test test-slow test-browser test-slurm check \
	bench docs lock clean

report: $(READY)
	$(SNAKEMAKE)

quick: $(READY)
	$(SNAKEMAKE) --configfile config/quick.yaml

# What make report would do, why, and about how long it takes.
plan: $(READY)
	@$(SNAKEMAKE) --dry-run --quiet

# The second study, of networks that predict pixels: an hour or two, to a PDF of its own.
prediction: $(READY)
	$(SNAKEMAKE) prediction

prediction-quick: $(READY)
	$(SNAKEMAKE) prediction --configfile config/prediction-quick.yaml

# Whether the results are still those that the run wrote.
verify: $(READY)
	@PYTHONPATH=workflow/scripts $(BIN)/python -m rowreader.run.verify "$(RESULTS)"

# Each worker has a TensorFlow of its own, and the runs in them have jobs: four fill eight cores.
PYTEST = PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest
WORKERS = --numprocesses $(CORES) --maxprocesses 4

# All but the slow ones, with one real run to the PDF.
test: $(READY)
	$(PYTEST) $(WORKERS) --dist worksteal -m "not slow"

# Many more real runs: killed, damaged, the second study, CONTRIBUTING's recipes.
test-slow: $(READY)
	$(PYTEST) $(WORKERS) --dist loadfile -m slow

# The pages in a browser. Playwright and the linter are installed here, not for everyone.
test-browser: $(READY)
	@command -v chromium > /dev/null || { \
		echo "make test-browser needs Chromium; on Debian: apt install chromium" >&2; exit 1; }
	$(BIN)/python -m pip install --quiet -r envs/browser.in
	$(BIN)/oxlint workflow/report/page workflow/report/prediction_page
	$(BIN)/oxfmt --check workflow/report/page workflow/report/prediction_page
	$(PYTEST) $(WORKERS) --dist worksteal tests/browser

# Needs root and, from Debian: slurmctld slurmd slurm-client munge.
test-slurm: $(READY)
	$(PYTEST) tests/slurm

check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/snakefmt --check Snakefile workflow/rules
	$(SNAKEMAKE) --lint

bench: $(READY)
	$(SNAKEMAKE) results/data/binarized.npz
	$(BIN)/python tests/bench/throughput.py results/benchmark
	$(BIN)/python tests/bench/throughput.py results/benchmark --pixels
	$(BIN)/python tests/bench/workflow.py results/benchmark

# README's pictures, of the results that are there. Needs, from Debian: graphviz poppler-utils chromium.
PDF = $(wildcard results/report/*_DL_hw3.pdf)
THROUGHPUT = results/benchmark/throughput.png
COMPLETIONS = $(wildcard results/prediction/completion/*.npz)
docs: $(READY)
	$(SNAKEMAKE) --rulegraph dot -- $(PDF) $(PDF:.pdf=.ipynb) $(PDF:.pdf=.html) | dot -Tsvg > docs/rulegraph.svg
	$(BIN)/python docs/draw_pages.py $(PDF) docs/report.png
	$(BIN)/python -m pip install --quiet -r envs/browser.in
	$(BIN)/python docs/draw_browser.py $(PDF:.pdf=.html) docs/page.png
	$(if $(wildcard $(THROUGHPUT)),cp $(THROUGHPUT) docs)
	$(if $(COMPLETIONS),$(BIN)/python docs/draw_completions.py results/prediction docs/completions.gif)

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

# Also what lies behind a link, such as one from results to a scratch disk; the link stays.
clean:
	@for folder in results .snakemake; do \
		if [ -L "$$folder" ] && [ -d "$$folder" ]; then \
			find "$$folder"/ -mindepth 1 -delete && echo "emptied $$folder, a link to $$(readlink "$$folder")"; \
		else rm -rf "$$folder"; fi; \
	done
