# One image for web, worker and beat; compose.yaml says which command each runs.
FROM node:20-bookworm-slim AS assets
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY static static
RUN npm run --silent build

FROM python:3.11-slim-bookworm
RUN apt-get update \
  && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /service
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .
COPY --from=assets /build/static/build static/build
# Collecting static files needs no secret of the running service: the demonstration's settings do.
RUN DEMONSTRATION=1 STATIC_ROOT=/service/staticfiles python manage.py collectstatic --noinput -v0 \
  && useradd --system --uid 10001 --home-dir /service service \
  && mkdir -p /service/var /service/scorecards \
  && chown service /service/var /service/scorecards
ENV PYTHONUNBUFFERED=1 STATIC_ROOT=/service/staticfiles SCORECARD_DIR=/service/scorecards BIND=0.0.0.0:8000
USER service
CMD ["gunicorn", "-c", "python:councilmaturity.gunicorn", "councilmaturity.wsgi"]
