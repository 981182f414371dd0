FROM python:3.13-slim AS build
COPY . /source
RUN pip wheel --no-cache-dir --wheel-dir /wheels "/source[gateway]"

FROM python:3.13-slim
RUN --mount=from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels "pyvenice[gateway]" \
    && useradd --create-home --uid 10001 pyvenice \
    && install -d -o pyvenice /data
USER pyvenice
VOLUME /data
EXPOSE 8790
# Outside the container only a key of the gateway opens it: see docs/gateway.md.
ENTRYPOINT ["pyvenice", "serve", "--host", "0.0.0.0", "--data", "/data"]
