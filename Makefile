# Everything a newcomer needs: `make demo` and `make test`. Each makes its own environment in .venv first.

PYTHON  ?= python3
VENV    := .venv
BIN     := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

# Where Python may not keep what it compiled, every process that is started compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

# What every process that tests imports, compiled by one before several begin at once, each of which would compile it.
SHARED := dashboards.server, hypothesis, lifelines, pandas, playwright.sync_api, scipy.stats, statsmodels.api

.PHONY: demo test check bench shots readme lock clean

demo: $(VENV)/ready
	$(BIN)/acquis demo $(if $(PEOPLE),--people $(PEOPLE))

test: $(VENV)/ready-dev
	$(BIN)/python -m pytest --numprocesses 4 --dist worksteal

check: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report --skip-covered --sort=cover

bench: $(VENV)/ready-dev
	$(BIN)/python -m benchmarks $(BENCH)

# The pictures in docs/, of the example organisation that `make demo` made.
shots: $(VENV)/ready-dev
	$(BIN)/python -m tests.support.shots acquis-demo

# Only the packages in the lock file, each checked against its hash; then the project itself, in place. What is imported is
# compiled then: most of what packages bring never is.
define install
test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
$(INSTALL) --require-hashes -r $(1)
$(INSTALL) --no-deps --no-build-isolation --editable .
endef

$(VENV)/ready: requirements.lock pyproject.toml
	$(call install,requirements.lock)
	touch $@

# Its lock file has all of the other: one pass over both takes less.
$(VENV)/ready-dev: requirements-dev.lock requirements.lock pyproject.toml
	$(call install,requirements-dev.lock)
	$(BIN)/python -c "import $(SHARED)"
	touch $(VENV)/ready $@

readme: $(VENV)/ready-dev
	$(BIN)/python -m tests.support.reference

lock:
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --allow-unsafe --output-file requirements.lock pyproject.toml --all-build-deps
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	  --allow-unsafe --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml --all-build-deps

clean:
	rm -rf $(VENV) build dist *.egg-info .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache
