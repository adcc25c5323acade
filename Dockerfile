# One node of the desk. The MySQL driver is built in the first stage; the second has no compiler.
FROM python:3.12-slim-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc pkg-config default-libmysqlclient-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/helpdesk
COPY requirements/base.txt requirements/mysql.txt requirements/s3.txt requirements/
RUN python -m venv .venv \
 && .venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes \
    -r requirements/base.txt -r requirements/mysql.txt -r requirements/s3.txt

FROM python:3.12-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends libmariadb3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/helpdesk --create-home helpdesk \
 && install -d -o helpdesk -g helpdesk /srv/files /srv/secrets
WORKDIR /opt/helpdesk
COPY --from=build /opt/helpdesk/.venv .venv
COPY . .
RUN .venv/bin/python -m compileall -q -j 0 .
ENV HOST=0.0.0.0 PORT=8000 VAR_DIR=/var/lib/helpdesk PYTHONUNBUFFERED=1
USER helpdesk
VOLUME /var/lib/helpdesk
EXPOSE 8000
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s \
  CMD [".venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
STOPSIGNAL SIGTERM
# `upgrade` does its work once, however many nodes start together; the others wait for it.
CMD ["/bin/sh", "-c", ".venv/bin/python manage.py upgrade && exec .venv/bin/python manage.py serve"]
