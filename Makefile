# Everything a newcomer needs: `make demo` and `make test`. Both install into .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# durable-rules 2.0.28 is C source that calls a function which Python 3.13 no longer has under that name, and which
# newer compilers refuse without a declaration; this renames the call.
export CPPFLAGS := -DPyEval_CallObject=PyObject_CallObject $(CPPFLAGS)
STAMP := $(VENV)/installed

.PHONY: demo test coverage lint schemas papers reference bench peers clean
demo: $(STAMP)
	@$(BIN)/python bench/demo.py

test: $(STAMP)
	$(BIN)/python -m pytest -n auto

coverage: $(STAMP)
	$(BIN)/python tools/coverage.py

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/python tools/types.py

schemas: $(STAMP)
	$(BIN)/python -m nytta.engine.policy.schema rules/schema

papers: $(STAMP)
	$(BIN)/python tools/papers.py

reference: $(STAMP)
	$(BIN)/python tools/reference.py > docs/cli.md

bench: $(STAMP)
	$(BIN)/python -m pip install -qq --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python bench/run.py
	$(BIN)/python bench/completions.py
	$(BIN)/python bench/columns.py
	$(BIN)/python bench/batch.py

peers: $(STAMP)
	$(BIN)/python -m pip install -qq --constraint constraints.txt --editable '.[bench]'
	$(BIN)/python bench/peers_table.py

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --upgrade pip
	$(BIN)/python -m pip install -qq --constraint constraints.txt --editable '.[test,lint]'
	@touch $(STAMP)

clean:
	rm -rf $(VENV) build *.egg-info
