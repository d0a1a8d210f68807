# `make run` and `make test` need python3 (3.11 or newer) and make, and a network the first time only.
# Paths are relative throughout, so that a folder with a space in its name is as good as any.

MAIN_JOB = .venv/bin/sim run baseline --out results/baseline && \
	.venv/bin/sim compare baseline reform_package capacity_first finance_led coordination_led openness \
	no_barriers --readings 32 --within 90s --jobs 2 --out results/main && \
	.venv/bin/sim report results/main && \
	.venv/bin/sim sweep experiments/q01_binding_barrier --set readings.number=14 --jobs 2 --out results/first && \
	.venv/bin/sim report results/first

PY ?= python3
# In two processes, a file of tests in each, the ten slowest named; or, such as, TEST_FLAGS="-k secrecy".
TEST_FLAGS ?= -n 2 --dist loadfile --durations=10

SHELL := /bin/sh
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: run test test-long test-all validate robustness archive app check audit code bench torture docs clean help FORCE

# A .venv is fit if its Python still runs and it was made here: one that was moved calls its old place.
FIT := $(shell { .venv/bin/python -c "import sys; sys.exit(sys.version_info < (3, 11))" && [ -x .venv/bin/pip ] && \
	(. .venv/bin/activate && [ "$$VIRTUAL_ENV" = "$$(pwd -P)/.venv" ]); } 2>/dev/null && echo yes)

# With PY= given, a .venv of another version is not what was asked for.
ifneq ($(origin PY),file)
VERSION_OF = $(shell { "$(1)" -c "import sys; print(sys.version)"; } 2>/dev/null)
ifneq ($(call VERSION_OF,$(PY)),$(call VERSION_OF,.venv/bin/python))
FIT := no
endif
endif

ifneq ($(FIT),yes)
.venv/bin/activate: FORCE
endif

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: .venv/installed ## run the main job on the real region; says where the results are
	$(MAIN_JOB)
	@echo "Results: results/baseline (one run: history, deals, figures), results/main/report.html (the comparison:"
	@echo "a brief, then the evidence), results/first/report.html (which barrier binds: a first, small answer)."

test: .venv/installed-dev ## run the tests: rules, laws, doors; some minutes
	.venv/bin/python -m pytest $(TEST_FLAGS)

test-long: .venv/installed-dev ## run those that make test leaves out: the page, kills, wheels, tutorials, whole runs beside plain Mesa
	.venv/bin/python -m pytest -m "long and not slow" $(TEST_FLAGS)

test-all: test test-long ## run both

validate: .venv/installed-dev ## print the evidence: patterns, laws, docking, oracle; VALIDATE_FLAGS=--quick is shorter, --open opens the seals
	.venv/bin/python -m experiments.evidence $(VALIDATE_FLAGS)

robustness: .venv/installed-dev ## write docs/robustness.md, where each answer breaks, and docs/what_we_can_say.md
	.venv/bin/python -m experiments.robustness
	.venv/bin/python -m experiments.what_we_can_say

archive: .venv/installed-dev ## write dist/archive: sources, wheel, locked environment, results, figures; for a public archive
	.venv/bin/python -m experiments.archive

check: .venv/installed-dev ## lint, types, architecture
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	@if command -v npx >/dev/null; then npx --yes -p typescript@5 tsc -p sim/page/web; \
	else echo "The types of the page's modules are not checked: no npx here"; fi
	@$(MAKE) --no-print-directory audit

audit: .venv/installed-dev ## known security holes of what is installed; needs a network
	.venv/bin/python -m tests.audit

torture: .venv/installed-dev ## attack it: kills, full disks, fuzzed input, long runs; takes long
	.venv/bin/python -m tests.torture $(TORTURE_FLAGS)

code: .venv/installed-code ## make sim/code anew, after a change of the rules: the libraries that run the model without Numba
	.venv/bin/python -m exporting $(CODE_FLAGS)

bench: .venv/installed-dev ## speed and memory, each against a named alternative
	.venv/bin/python -m benchmarks

app: .venv/installed-app ## open the browser laboratory
	.venv/bin/sim app

docs: .venv/installed-docs ## the documents as a web site
	.venv/bin/python -m sphinx -q -W --keep-going -b html docs docs/_build/html
	@echo "Open docs/_build/html/index.html in a browser; it needs no network."

clean: ## remove .venv, caches and build leftovers; results/ stays
	rm -rf .venv dist build docs/_build docs/gallery docs/zh/gallery htmlcov .coverage .coverage.* .hypothesis
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find sim tests -name __pycache__ -type d -prune -exec rm -rf {} +

FORCE:

.venv/bin/activate:
	@found=$$("$(PY)" -c "import sys; print(sys.version.split()[0])" 2>/dev/null) || found=; \
	goal="$(or $(firstword $(MAKECMDGOALS)),run)"; \
	case "$$found" in \
	3.1[1-9]*|3.[2-9][0-9]*|[4-9].*) ;; \
	"") echo "error: Python 3.11 or newer is needed, but \"$(PY)\" does not run. Name another: make $$goal PY=..." >&2; \
	  exit 1 ;; \
	*) echo "error: Python 3.11 or newer is needed, but \"$(PY)\" is $$found. Try: make $$goal PY=python3.12" >&2; \
	  exit 1 ;; \
	esac; \
	"$(PY)" -c "import venv, ensurepip" 2>/dev/null || { \
	  echo "error: \"$(PY)\" ($$found) cannot make a virtual environment. Try: apt install python3-venv" >&2; \
	  exit 1; }; \
	echo "Making .venv with Python $$found"; \
	rm -rf .venv && "$(PY)" -m venv .venv

# The stamps go first and come back last, so that an install that was interrupted is done again.
.venv/installed: .venv/bin/activate pyproject.toml constraints.txt
	@echo "Installing into .venv: once, about a minute"
	@rm -f .venv/installed .venv/installed-app .venv/installed-docs .venv/installed-dev
	.venv/bin/python -m pip install --quiet -c constraints.txt -e .
	@touch .venv/installed

.venv/installed-app: .venv/bin/activate pyproject.toml constraints.txt
	@echo "Installing into .venv, with the browser laboratory: once, about a minute"
	@rm -f .venv/installed .venv/installed-app .venv/installed-docs .venv/installed-dev
	.venv/bin/python -m pip install --quiet -c constraints.txt -e ".[app]"
	@touch .venv/installed .venv/installed-app

.venv/installed-docs: .venv/bin/activate pyproject.toml constraints.txt
	@echo "Installing into .venv, with what builds the web site: once, about a minute"
	@rm -f .venv/installed .venv/installed-app .venv/installed-docs .venv/installed-dev
	.venv/bin/python -m pip install --quiet -c constraints.txt -e ".[docs]"
	@touch .venv/installed .venv/installed-docs

.venv/installed-code: .venv/installed-dev
	@echo "Installing into .venv, with Zig, which links the libraries: once, about a minute"
	@rm -f .venv/installed-code
	.venv/bin/python -m pip install --quiet -c constraints.txt -e ".[code]"
	@touch .venv/installed-code

.venv/installed-dev: .venv/bin/activate pyproject.toml constraints.txt
	@echo "Installing into .venv, with the tools for tests: once, about a minute"
	@rm -f .venv/installed .venv/installed-app .venv/installed-docs .venv/installed-dev
	.venv/bin/python -m pip install --quiet -c constraints.txt -e ".[dev]"
	@touch .venv/installed .venv/installed-app .venv/installed-docs .venv/installed-dev
