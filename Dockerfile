# Daftar in a container: runs as nobody in particular, keeps everything in /data.
#   docker build -t daftar .
#   docker run --rm -it daftar demo
#   docker compose up -d            (compose.yaml; tokens in secrets.env)
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY adapters adapters
COPY core core
RUN python -m venv /opt/daftar \
 && /opt/daftar/bin/pip install --no-cache-dir --disable-pip-version-check -c constraints.txt ".[postgres,xlsx]"

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin daftar \
 && install -d -m 700 -o daftar -g daftar /data
COPY --from=build /opt/daftar /opt/daftar
ENV PATH=/opt/daftar/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DAFTAR_DATABASE__URL=sqlite:////data/daftar.db \
    DAFTAR_HTTP__ENABLED=true
USER daftar
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["daftar", "healthcheck"]
ENTRYPOINT ["daftar"]
CMD ["run"]
