# The portal's image: web, worker and beat are the same image with another command (compose.yaml).

FROM python:3.13-slim-trixie AS base
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PATH=/opt/venv/bin:$PATH

# ---- what needs the network and a package manager happens here, and is left here
FROM base AS build
WORKDIR /app
COPY requirements.txt constraints.txt ./
RUN python -m venv /opt/venv \
    && pip install --no-cache-dir --disable-pip-version-check --only-binary :all: -r requirements.txt
COPY . .
# Static files under names that change with their content, compressed once rather than at every request. The settings
# of the embedded default will do for that: no secret and no service is needed to build.
RUN python bin/messages.py compile \
    && VAR_DIR=/tmp/var STATIC_MANIFEST=1 STATIC_ROOT=/app/staticfiles python manage.py collectstatic --no-input \
    && python -m compileall -q -j 0 /opt/venv beijing_ngo members events delegations reports

# ---- what runs
FROM base
# pg_dump and pg_restore, for manage.py dbbackup; not older than the server in compose.yaml.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal -m 0750 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
WORKDIR /app
USER portal
ENV VAR_DIR=/data \
    STATIC_ROOT=/app/staticfiles \
    BIND=0.0.0.0:8000 \
    WEB_WORKERS=2
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=6s --start-period=40s --retries=3 CMD ["python", "bin/healthy.py"]
CMD ["gunicorn"]
