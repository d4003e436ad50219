.DEFAULT_GOAL := help
.PHONY: help setup run test check lock bench soak screens worker

help: ## this list
	@sed -n 's/^\([a-z]*\): ## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

setup: ## install what the service needs, and nothing else
	@bin/setup

run: ## serve the demonstration on 127.0.0.1:8000, or on another port: PORT=8123 make run
	@bin/run

test: ## everything that CI runs: checks, then tests on SQLite, and on PostgreSQL and Redis where they answer
	@bin/test

check: ## format, lint, layers, types, templates, migrations, settings
	@bin/check

lock: ## pin requirements.txt and requirements-dev.txt anew, with hashes
	@bin/lock

bench: ## measure queries, renders, bytes, work and memory, and fail where something is over its bound
	@bin/measure tests/bench.py tests/bench_documents.py tests/soak.py tests/bench_scale.py

soak: ## make 200 scorecards with one worker, or SOAK=500 make soak, and fail where memory grows
	@bin/measure tests/soak.py

screens: ## walk the whole road in a browser and leave a picture of each page in var/screens
	@bin/measure tests/test_end_to_end.py -k sqlite

worker: ## run the Celery workers, for documents and for mail, with their beat, for a service with REDIS_URL
	@bin/worker
