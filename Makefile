# Needs git, make, bash and Python 3.11 or newer with venv (on Debian: python3-venv). Everything else goes into
# .venv in the versions of constraints.txt, and again whenever pyproject.toml or constraints.txt change.

PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
# Empty files that say what the environment holds.
RUNTIME := $(VENV)/.runtime-installed
DEV := $(VENV)/.dev-installed
QUALITY := $(VENV)/.quality-installed
BENCH := $(VENV)/.bench-installed
RELEASE := $(VENV)/.release-installed

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
# Tests start Python some thousand times, and a daemon that is compiled anew takes half as long again to start.
unexport PYTHONDONTWRITEBYTECODE
.DELETE_ON_ERROR:
.ONESHELL:
.SUFFIXES:

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile
	echo
	echo 'PYTHON=python3.12 chooses the interpreter, ARGS="-k rooms -x" goes to pytest, or to the benchmark.'

.PHONY: venv
venv: $(RUNTIME) ## Install odind and odindctl into .venv

.PHONY: demo
demo: $(RUNTIME) ## Let two programs talk through a daemon of their own
	@$(BIN)/python examples/demo.py

.PHONY: quality
quality: $(QUALITY) ## Measure how well speech comes through, clean and with losses
	@$(BIN)/python bench/quality.py

.PHONY: test
test: debian-packages $(DEV) ## Run the tests on all cores, those of sound in real time after the others
	@$(BIN)/python -m pytest --numprocesses auto $(ARGS)

# What differs most between versions of Python: the pure parts, the client, the commands, the packages.
PURE := tests/core tests/client tests/conformance tests/cli tests/packaging tests/test_config.py tests/test_main.py

.PHONY: test-pure
test-pure: debian-packages $(DEV) ## Run the tests of the pure parts, the client and the commands, without real time
	@$(BIN)/python -m pytest --numprocesses auto -m 'not realtime' $(PURE) $(ARGS)

.PHONY: test-pythons
test-pythons: PYTHONS ?= python3.12 python3.13
test-pythons: ## Run those on other Pythons; PYTHONS="python3.12 python3.13" chooses
	@for python in $(PYTHONS); do
	    version=$$($$python -c 'import platform; print(platform.python_version())')
	    echo "tests of the pure parts on Python $$version"
	    $(MAKE) PYTHON="$$python" VENV="build/python-$$version" test-pure
	done

.PHONY: clients
clients: $(DEV) ## Run the tests of the clients of all languages, and print what conforms; ARGS="go" chooses
	@$(BIN)/python -m tools.clients $(ARGS)

GENERATED_CLIENTS := go typescript rust java
.PHONY: clients-generate
clients-generate: $(DEV) ## Generate what clients of all languages keep of proto/
	@for language in $(GENERATED_CLIENTS); do $(MAKE) --no-print-directory -C clients/$$language generate || exit 1; done

# Go builds helm, which takes a minute or two when it is new.
CHART_TOOLS := build/chart-tools
.PHONY: chart-tools
chart-tools: $(CHART_TOOLS)/helm $(CHART_TOOLS)/python ## Make what tests of the Helm chart need: helm, Kubernetes' schemas

$(CHART_TOOLS)/helm:
	@command -v go >/dev/null || { echo 'tests of the Helm chart will be skipped: go is not installed'; exit 0; }
	GOBIN=$(CURDIR)/$(CHART_TOOLS) go install helm.sh/helm/v3/cmd/helm@v3.19.0

$(CHART_TOOLS)/python: $(DEV)
	@$(PIP) install --target $@ kubernetes-validate==1.37.0

.PHONY: environment
environment: $(DEV) ## Install what tests and checks need, which they do by themselves

# Coverage guides it where atheris can be installed, which is on Linux alone.
.PHONY: fuzz
fuzz: MINUTES ?= 10
fuzz: $(DEV) ## Damage what strangers send, for MINUTES=10; TARGETS="grid_stream requests" chooses
	@$(INSTALL) --editable '.[fuzz]' || echo 'atheris cannot be installed here: nothing guides the fuzzing'
	$(BIN)/python -m tests.fuzz.run $(MINUTES) $(TARGETS)

.PHONY: soak
soak: HOURS ?= 1
soak: $(DEV) ## Use a daemon for HOURS=1 while things go wrong, and tell what that leaves behind
	@$(BIN)/python -m tests.chaos.soak $(HOURS) 2> >(grep -v ' grid\.' >&2)

.PHONY: soak-joins
soak-joins: MINUTES ?= 20
soak-joins: $(DEV) ## Join and leave for MINUTES=20, and tell what each join leaves behind
	@$(BIN)/python -m tests.hostile.soak $(MINUTES)

.PHONY: fleet-trial
fleet-trial: debian-packages $(DEV) ## Put a fleet on trial in network namespaces: kills, stalls, cuts, an upgrade; needs root, 7 minutes
	@$(BIN)/python -m tests.fleet.trial $(ARGS)

# What they cannot install is named, and what needs it is skipped.
.PHONY: debian-packages
debian-packages:
	@PYTHON=$(PYTHON) .ci/packages || true

.PHONY: bench
bench: $(BENCH) ## Measure what a stream costs, beside the bare core: CPU, latency, memory
	@$(BIN)/odindctl bench --output bench/results $(ARGS)

# On a quiet machine, at most eight minutes: the tables of the page are measured and written anew.
.PHONY: bench-figures
bench-figures: $(DEV) ## Measure the figures of docs/PERFORMANCE.md and write them there
	@$(BIN)/python -m bench.figures $(ARGS)

.PHONY: bench-starting
bench-starting: $(DEV) ## Measure what a start of the daemon and of odindctl takes, beside git
	@$(BIN)/python -m bench.starting

.PHONY: bench-doors
bench-doors: $(DEV) ## Measure what calls and streams cost the daemon over gRPC, HTTP, the audio socket and WebSockets
	@$(BIN)/python -m bench.doors 2> >(grep -v ' grid\.' >&2)

.PHONY: bench-grid
bench-grid: $(DEV) ## Measure what the grid costs, beside a bare QUIC echo
	@$(BIN)/python bench/grid.py

.PHONY: bench-store
bench-store: $(DEV) ## Measure what the store costs; ARGS=postgresql://… measures that database
	@$(BIN)/python bench/store.py $(ARGS)

.PHONY: bench-fleet
bench-fleet: $(DEV) ## Measure how far a fleet goes; ARGS="100 10000 3" are members, connections and the lease in seconds
	@$(BIN)/python -m bench.fleet $(ARGS)

.PHONY: bench-managed
bench-managed: $(DEV) ## Measure managed rooms with a past; ARGS="1000 10000" are rooms and sessions
	@$(BIN)/python bench/managed.py $(ARGS)

.PHONY: bench-webhooks
bench-webhooks: $(DEV) ## Measure webhooks beside endpoints that hang; ARGS="200 100 20" are events, endpoints and those that hang
	@$(BIN)/python bench/webhooks.py $(ARGS)

.PHONY: bench-returning
bench-returning: $(DEV) ## Measure how long connections are away after kill -9 and over an upgrade; ARGS=2 has two workers
	@$(BIN)/python -m bench.returning $(ARGS) 2> >(grep -v ' grid\.' >&2)

.PHONY: bench-metrics
bench-metrics: $(DEV) ## Measure what /metrics costs at 25 streams; ARGS=connections with series for each connection
	@$(BIN)/python -m bench.metrics $(ARGS)

.PHONY: bench-push
bench-push: $(DEV) ## Measure the CPU time that pushes take to encode a second of sound
	@$(BIN)/python bench/push.py

.PHONY: bench-captions
bench-captions: $(DEV) ## Measure the CPU time of a captioned stream: the daemon, and the embedded engine
	@$(BIN)/python -m bench.captions

.PHONY: bench-recording
bench-recording: $(DEV) ## Measure what recordings cost: a track, a mix, 50 rooms at once
	$(BIN)/odindctl bench --recordings --connections 50 --rounds 4 --seconds 8 $(ARGS)

.PHONY: bench-hls
bench-hls: $(DEV) ## Measure what HLS outputs cost: one, and each of four
	@$(BIN)/python -m bench.hls 2> >(grep -v ' grid\.' >&2)

# CPU time of the measuring thread, so that a busy machine disturbs little. ARGS=--benchmark-disable only checks what
# is measured.
.PHONY: bench-micro
bench-micro: $(DEV) ## Measure single steps of a frame in CPU time, beside the native codecs
	@mkdir -p bench/results
	$(BIN)/python -m pytest bench/micro --override-ini 'python_files=bench_*.py' --reruns 0 -q \
	    --benchmark-timer=time.thread_time --benchmark-max-time=0.5 \
	    --benchmark-warmup=on --benchmark-warmup-iterations=100 \
	    --benchmark-group-by=group --benchmark-sort=mean --benchmark-name=short \
	    --benchmark-columns=median,iqr,mean,ops,rounds --benchmark-json=bench/results/micro.json $(ARGS)


CHECKS := check-style check-types check-imports check-unused check-protos check-generated check-dockerfile check-unit
.PHONY: check $(CHECKS)
check: $(CHECKS) ## Check style, types, imports, unused code, protos, generated code, Dockerfile and systemd unit
	@echo 'check: all is well'

check-style: $(DEV)
	@echo 'check: style'
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --quiet --diff

check-types: $(DEV)
	@echo 'check: types'
	$(BIN)/mypy --no-error-summary odind examples

check-imports: $(DEV)
	@echo 'check: imports'
	report=$$($(BIN)/lint-imports --no-logo) || { echo "$$report"; exit 1; }

check-unused: $(DEV)
	@echo 'check: unused code'
	$(BIN)/vulture

check-protos: $(DEV)
	@echo 'check: protos'
	$(BIN)/buf lint
	$(BIN)/buf format --diff --exit-code
	if release=$$(git describe --tags --abbrev=0 --match 'v[0-9]*' 2>/dev/null); then
	    $(BIN)/buf breaking --against "$$(git rev-parse --git-common-dir)#tag=$$release"
	fi

check-generated: $(DEV)
	@echo 'check: generated code'
	fresh=$$(mktemp -d)
	trap 'rm -rf "$$fresh"' EXIT
	$(call generate,$$fresh)
	for package in $(PACKAGES); do
	    diff -r -x __init__.py -x __pycache__ "$$package" "$$fresh/$$package" \
	        || { echo "$$package is not what proto/ makes: run make protos"; exit 1; }
	done

check-dockerfile: $(DEV)
	@echo 'check: Dockerfile'
	$(BIN)/hadolint Dockerfile

check-unit: $(DEV)
	@echo 'check: systemd unit'
	systemd/verify systemd/odind.service $(BIN)/odind


PROTOS := $(wildcard proto/odind/*/*.proto)
PACKAGES := $(patsubst proto/%/,%,$(sort $(dir $(PROTOS))))
SERVICELESS = $(patsubst proto/%.proto,%_pb2_grpc.py*,$(shell grep -L '^service ' $(PROTOS) </dev/null))

# Generate the Python code of all protos into the folder $(1). protoc writes an empty module for a proto without a
# service; that one is not kept.
define generate
$(BIN)/python -m grpc_tools.protoc -I proto $(PROTOS) --python_out="$(1)" --grpc_python_out="$(1)" \
    --plugin=$(BIN)/protoc-gen-mypy --mypy_out=quiet:"$(1)" \
    --plugin=$(BIN)/protoc-gen-mypy_grpc --mypy_grpc_out=quiet:"$(1)"
(cd "$(1)" && rm -f $(SERVICELESS))
endef

.PHONY: protos
protos: $(DEV) ## Generate odind/v1 from proto/
	@rm -f $(PACKAGES:%=%/*_pb2*)
	$(call generate,.)

.PHONY: manual
manual: $(RUNTIME) ## Write man/odindctl.1, the manual page of the package, from the help of odindctl
	@$(BIN)/odindctl manual > man/odindctl.1

.PHONY: reasons
reasons: $(DEV) ## Collect all reasons of errors into odindctl's table and docs/REASONS.md
	@$(BIN)/python -m tools.reasons

.PHONY: fmt
fmt: $(DEV) ## Format code and protos, and repair what the linter can
	@$(BIN)/ruff check --quiet --fix-only
	$(BIN)/ruff format --quiet
	$(BIN)/buf format --write

.PHONY: clean
clean: ## Remove the environment and all that was made here
	@rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +


PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
INSTALL := $(PIP) install --constraint constraints.txt --build-constraint constraints.txt
BUILD_REQUIRES := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"])

$(RUNTIME): $(VENV)/pyvenv.cfg pyproject.toml constraints.txt locks/runtime.txt
	@echo 'odind: installing into $(VENV), which takes a minute when it is new'
	$(PIP) install --constraint constraints.txt --upgrade pip
	$(PIP) install --require-hashes --requirement locks/runtime.txt
	$(INSTALL) --editable .
	touch $@

$(DEV): $(RUNTIME)
	@echo 'odind: installing the tools for tests and checks'
	$(INSTALL) --editable '.[dev]'
	touch $@

$(QUALITY): $(RUNTIME)
	@echo 'odind: installing what measures quality, for which one package needs a C compiler'
	$(INSTALL) --editable '.[quality]'
	touch $@

$(BENCH): $(RUNTIME)
	@echo 'odind: installing what draws the plots of the benchmark'
	$(INSTALL) --editable '.[bench]'
	touch $@

$(RELEASE): $(DEV)
	@echo 'odind: installing what makes a release'
	$(INSTALL) --editable '.[release]'
	touch $@

# Looked at every time, made again only when it is broken or another Python's.
$(VENV)/pyvenv.cfg: FORCE
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("odind needs Python 3.11 or newer, and \
	$(PYTHON) is " + sys.version.split()[0] + ": name another with make PYTHON=...")'
	wanted=$$($(PYTHON) -c 'import sys; print(sys.version)')
	found=$$($(BIN)/python -c 'import pip, sys; print(sys.version)' 2>/dev/null || true)
	[ "$$found" = "$$wanted" ] || $(PYTHON) -m venv --clear $(VENV)

.PHONY: FORCE
FORCE:

.PHONY: constraints
constraints: $(DEV) ## Move constraints.txt and locks/ to the newest versions that pyproject.toml allows
	@fresh=$$(mktemp -d)
	trap 'rm -rf "$$fresh"' EXIT
	$(PYTHON) -m venv "$$fresh"
	"$$fresh/bin/pip" --quiet install --upgrade pip
	"$$fresh/bin/pip" --quiet install --editable '.[bench,dev,fuzz,quality,release]' $$($(PYTHON) -c '$(BUILD_REQUIRES)')
	{
	    echo '# What everything was tested with; written by make constraints.'
	    "$$fresh/bin/pip" freeze --all --exclude odind
	} > "$$fresh/constraints.txt"
	cp "$$fresh/constraints.txt" constraints.txt
	$(call lock,"$$fresh/bin/uv")

# Write what is installed into images and released, for every platform and Python, with the hashes of all its files.
# pip takes none for an editable installation, so that the tools of `make` are pinned by constraints.txt alone.
define lock
$(LOCK) --output-file locks/runtime.txt pyproject.toml
$(LOCK) --extra postgres --extra s3 --extra otel --output-file locks/servers.txt pyproject.toml
$(PYTHON) -c '$(BUILD_REQUIRES)' | tr ' ' '\n' | $(LOCK) --output-file locks/build.txt -
endef
LOCK = $(1) pip compile --quiet --universal --python-version 3.11 --generate-hashes --constraint constraints.txt \
    --custom-compile-command 'make constraints'

.PHONY: dist
dist: $(RELEASE) ## Build wheels and sdists of odind and odind-client, and a list of all that odind needs (SBOM), into dist/
	@rm -rf dist
	fresh=$$(mktemp -d)
	trap 'rm -rf "$$fresh"' EXIT
	for package in . clients/python; do $(BIN)/python -m build --no-isolation --outdir dist "$$package"; done
	$(PYTHON) -m venv --without-pip "$$fresh/client"
	$(PIP) --python "$$fresh/client/bin/python" install --constraint constraints.txt dist/odind_client-*.whl
	(cd "$$fresh" && client/bin/python -c 'import odind.client.sync; print("odind-client", odind.__version__)')
	$(PYTHON) -m venv --without-pip "$$fresh/odind"
	$(PIP) --python "$$fresh/odind/bin/python" install --require-hashes --requirement locks/runtime.txt
	$(PIP) --python "$$fresh/odind/bin/python" install --no-index --no-deps dist/odind-*.whl
	(cd "$$fresh" && odind/bin/odind --version)
	wheel=$$(echo dist/odind-*.whl)
	$(BIN)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
	    --output-file "$${wheel%-py3-*}.cdx.json" "$$fresh/odind/bin/python"
