FROM python:3.13-slim-bookworm AS build
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --constraint constraints.txt --wheel-dir /wheels ".[gateway,postgres,sandbox]"

FROM python:3.13-slim-bookworm
# The wheels are those that constraints.txt pins.
# hadolint ignore=DL3013
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels "pyvenice[gateway,postgres,sandbox]" \
    && useradd --create-home --uid 10001 pyvenice \
    && install -d -o pyvenice /data
USER 10001
# The usage ledger stays in the volume, too.
ENV PYVENICE_STATE_DIR=/data
VOLUME /data
EXPOSE 8790
HEALTHCHECK --interval=30s --timeout=3s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8790/health')"]
# Outside the container only a key of the gateway opens it: see docs/gateway.md.
ENTRYPOINT ["pyvenice", "serve", "--host", "0.0.0.0", "--data", "/data"]
