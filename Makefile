# Everything runs in environments of its own; nothing is installed beside them, and nothing is made twice.
# What is installed is pinned with hashes in requirements/, wheels alone, so no new release of anything changes a build.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.made
SUPPLY := $(VENV)-supply
LOCKS := apj dev browser docs hosts fuzz supply web calendar lsp
WITH_browser := --extra dev
WITH_docs := --extra dev
DEMO := $(VENV)-apj
INSTALLER := requirements/install.py requirements/installing.py
LOCKED := $(PYTHON) requirements/install.py

# One lock for Linux, macOS and Windows and for Python 3.11 and newer; pip reads it on each of them.
UV := $(SUPPLY)/bin/uv --quiet --no-config
COMPILE := $(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--only-binary :all: --emit-build-options --no-strip-extras --custom-compile-command 'make lock' $(if $(NEW),--upgrade)

# Tests sync thousands of small files to disk; in memory they take a third of the time. Programs must be able to run there.
SHM := $(shell f=$$(mktemp -p /dev/shm 2>/dev/null) && chmod +x $$f && $$f 2>/dev/null && echo /dev/shm; rm -f $$f)
IN_MEMORY := $(if $(SHM),TMPDIR=$(SHM))

COVERAGE := --cov=apjournal.format --cov=apjournal.analysis --cov=apjournal.gitrepo --cov-branch \
	--cov-report=term-missing:skip-covered --cov-fail-under=100

PYTEST = $(IN_MEMORY) $(BIN)/pytest -n auto --dist worksteal -q $(if $(COVER),$(COVERAGE))
QUICK := not (machine or attacks or servers or terminal or slow)

.PHONY: demo test test-all test-browser lint check-host-files docs site-docs golden example pictures bench growth largest pairs mutants fuzz build lock audit sbom clean

demo: $(DEMO)/.made  ## the main job, on a journal of two example partners
	@rm -rf demo
	@$(DEMO)/bin/apj demo demo
	@echo; echo '$$ apj status'
	@$(DEMO)/bin/apj -C demo/ana status
	@echo; echo '$$ apj review'
	@$(DEMO)/bin/apj -C demo/ana review --no-keep
	@echo; echo '$$ apj insights'
	@$(DEMO)/bin/apj -C demo/ana insights
	@echo; echo 'To go on: cd demo/ana, then ../../$(DEMO)/bin/apj --help'

test: $(MADE)  ## the quick tests, in a few minutes on two cores; with COVER=1 they have to cover the core in full
	$(PYTEST) -m "$(QUICK)" $(ARGS)

test-all: $(MADE)  ## all tests, as CI runs them: also real terminals, real servers, attacks, crashes and long random stories
	$(PYTEST) $(ARGS)

test-browser: $(VENV)-browser/.made  ## the pages in a real browser: Chromium has to be here, such as Debian's package of that name
	$(IN_MEMORY) $(VENV)-browser/bin/python -m pytest -q $(or $(ARGS),tests/browser)

lint: $(MADE)  ## style, types, who may import whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	MYPYPATH=bench $(BIN)/mypy bench/*.py
	$(BIN)/lint-imports

check-host-files: $(VENV)-hosts/.made  ## the workflows and other files that git hosts and pre-commit read
	$(VENV)-hosts/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(VENV)-hosts/bin/check-jsonschema --builtin-schema vendor.github-actions action.yml
	$(VENV)-hosts/bin/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(VENV)-hosts/bin/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/[!c]*.yml
	$(VENV)-hosts/bin/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(VENV)-hosts/bin/check-jsonschema --builtin-schema vendor.gitlab-ci .gitlab/*.yml
	$(VENV)-hosts/bin/zizmor --offline --quiet .
	$(VENV)-hosts/bin/pre-commit validate-config .pre-commit-config.yaml
	$(VENV)-hosts/bin/pre-commit validate-manifest .pre-commit-hooks.yaml

docs: $(MADE)  ## write the generated pages anew
	$(BIN)/python -m tools.generate_docs

site-docs: $(VENV)-docs/.made  ## the documentation as a site, in build/site/; a warning, such as a dead link, is an error
	$(VENV)-docs/bin/python -m tools.docs_site

golden: $(MADE)  ## write the expected screens anew; look at the difference before it is committed
	UPDATE_GOLDEN=1 $(BIN)/pytest -q -n 0 tests/render/test_screens.py tests/render/test_summary.py tests/test_api.py -k "golden or colours or approved"

example: $(MADE)  ## replay the story of the example journal, and write its recorded history and its files
	$(BIN)/python -m tools.record_story

pictures: $(MADE)  ## make the pictures of the README anew from the example journal; needs chromium
	$(BIN)/python -m tools.make_pictures

bench: $(MADE)  ## measure speed and memory beside their limits and other programs, into bench/RESULTS.md; about ten minutes
	$(BIN)/python bench/bench.py

growth: $(MADE)  ## measure and draw how each command's cost grows with years and partners; TURNS=3 is steadier and takes longer
	$(BIN)/python bench/growth.py $(if $(TURNS),--turns $(TURNS))

largest: $(MADE)  ## measure each command in the largest journal: 50 partners, ten years
	$(BIN)/python bench/growth.py --largest

pairs: $(MADE)  ## simulate a Monday morning of 1,000 pairs with one server; PAIRS=100 and SECONDS=20 are fewer and shorter
	$(BIN)/python bench/many_pairs.py $(if $(PAIRS),--pairs $(PAIRS)) $(if $(SECONDS),--seconds $(SECONDS))

mutants: $(MADE)  ## what share of small wrong changes the tests notice; SAMPLE=200 draws as many of each group
	$(IN_MEMORY) nice $(BIN)/python bench/mutants.py $(if $(GROUP),--group "$(GROUP)") $(if $(SAMPLE),--sample $(SAMPLE)) \
		$(if $(SEED),--seed $(SEED))

fuzz: $(VENV)-fuzz/.made  ## a minute of hostile input for each reader and writer; TARGET=edits is one of them, SECONDS=600 is longer
	$(VENV)-fuzz/bin/python -m fuzz $(TARGET) $(if $(SECONDS),--seconds $(SECONDS))

build: $(MADE)  ## the wheel and the source archive, in dist/, always with the same bytes; APJ_URL is the address of the repository, if any
	rm -f dist/*.whl dist/*.tar.gz
	$(BIN)/python -m hatchling build -d dist

lock: $(SUPPLY)/.made  ## pin what pyproject.toml asks for and the locks have not; with NEW=1 the newest of everything
	$(COMPILE) --output-file requirements/apj.lock
	$(foreach extra,$(filter-out apj,$(LOCKS)),$(COMPILE) --extra $(extra) $(WITH_$(extra)) \
	    --constraint requirements/apj.lock --output-file requirements/$(extra).lock && ) true

# pip-audit says nothing of what another system or Python would install; so the conditions are taken off before.
audit: $(SUPPLY)/.made  ## known weaknesses of what is locked; takes the network, and is no success if anything was not looked up
	for lock in $(LOCKS); do sed 's/ ; [^\\]*/ /' requirements/$$lock.lock > $(SUPPLY)/$$lock.txt || exit; done
	$(SUPPLY)/bin/pip-audit --strict --disable-pip --progress-spinner off \
	    $(foreach lock,$(LOCKS),--requirement $(SUPPLY)/$(lock).txt)

sbom: $(SUPPLY)/.made  ## the bill of materials: what a user of apj gets, from whom, under which licence; CycloneDX, in dist/
	$(UV) venv --clear --python $(PYTHON) $(VENV)-sbom
	$(UV) pip sync --python $(VENV)-sbom --require-hashes requirements/apj.lock
	mkdir -p dist
	$(SUPPLY)/bin/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible --output-file dist/apj.cdx.json \
	    $(VENV)-sbom

$(MADE): pyproject.toml requirements/dev.lock $(INSTALLER)
	$(LOCKED) $(VENV) dev
	@touch $@

$(VENV)-browser/.made $(VENV)-docs/.made: $(VENV)-%/.made: requirements/%.lock $(MADE)  # only what $(VENV) does not contain
	$(LOCKED) $(@D) $* $(VENV)
	@touch $@

$(VENV)-%/.made: requirements/%.lock $(INSTALLER)
	$(LOCKED) $(@D) $*
	@touch $@

clean:  ## remove all that was made
	rm -rf $(VENV) $(VENV)-* demo dist build .bench .coverage .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
