# What the project can be told to do. `make help` lists it.

PYTHON ?= python3
ARGS ?=
# What cannot even read the bootstrap gets the sentence here. Signals that come while Python starts
# wait until it asks for them, where env can hold them back (GNU, since 2019); -S makes that start
# shorter where it cannot: a signal then is an error to Python, and to make.
BOOTSTRAP = @$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 7))' 2>/dev/null \
	|| { echo "This needs Python 3.12 or later as $(PYTHON): install it and try again." >&2; exit 1; }; \
	exec 3>&2 2>/dev/null; held=; \
	env --block-signal=INT true && held='env --block-signal=INT,TERM,HUP,TSTP'; \
	exec $$held $(PYTHON) -S tools/enter.py
COMPILE = uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header \
	--no-emit-index-url

export PYTHONUNBUFFERED = 1
# Whatever the locale: the site's words, and perhaps the folder's name, are in many scripts.
export PYTHONUTF8 = 1

.PHONY: help run test check drill bench pictures messages lock
.DEFAULT_GOAL := help

help: ## List the targets
	@sed -n 's/^\([a-z]*\): .*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r target text; \
	do printf '%-16s%s\n' "$$target" "$$text"; done

run: ## Serve the site at http://127.0.0.1:8000/ (PORT=8080 make run changes the port)
	$(BOOTSTRAP) run

test: ## Run all tests; ARGS go to pytest (make test ARGS="-k chapters")
	$(BOOTSTRAP) test $(ARGS)

check: ## Lint, types, import contracts, migrations, translations, deployment, vulnerabilities
	$(BOOTSTRAP) check $(ARGS)

drill: ## The long runs: random programs by the thousand, and mutants (hours); ARGS go to pytest
	$(BOOTSTRAP) drill $(ARGS)

bench: ## Measure the zine and hostile uploads against their goals (minutes; ARGS=uploads: a part)
	$(BOOTSTRAP) bench $(ARGS)

pictures: ## Make the pictures of the documents anew from a running site (needs Chromium; minutes)
	$(BOOTSTRAP) pictures

messages: ## Collect the site's own words into locale/ (needs gettext)
	$(BOOTSTRAP) catalogues update

lock: ## Compile the requirement files from pyproject.toml (needs uv)
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(COMPILE) --group dev --group bench -c requirements-dev.txt pyproject.toml \
		-o requirements-bench.txt
