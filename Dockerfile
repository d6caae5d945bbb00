# odind in a container.
#
#   docker build -t odind .
#   docker run --read-only --cap-drop ALL --security-opt no-new-privileges \
#       -v odind-state:/var/lib/odind -v odind-run:/run/odind odind
#
# Programs reach it through the unix socket in /run/odind (group 7710: run them with --group-add 7710), or on
# 127.0.0.1:7710 where they share its network, as the containers of a Kubernetes pod do: there they send the cookie
# in /var/lib/odind/cookie, or ODIND_ACCESS__LOOPBACK=open asks for none. odind listens on loopback only, so a port
# published with -p leads nowhere, and none is exposed. compose.yaml shows a program beside it.
#
# Settings: ODIND_SECTION__KEY in the environment, or a file: docker run … odind serve --config FILE. Where they move
# the socket, ODIND_TARGET=unix:/path tells the health check.

# `--build-arg LOCK=servers` adds what PostgreSQL, S3 and OpenTelemetry need.
#
# Everything that comes from a package registry is checked against the hashes in locks/. The base image is not pinned
# here; `docker buildx imagetools inspect python:3.11-slim-bookworm` prints its digest, which
# --build-arg BASE=python:3.11-slim-bookworm@sha256:… pins.

ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
WORKDIR /src
RUN python3 -m venv /opt/build && python3 -m venv /opt/odind

# The dependencies are a layer of their own: they change less often than the code.
ARG LOCK=runtime
COPY locks locks
RUN /opt/build/bin/pip install --no-cache-dir --require-hashes --requirement locks/build.txt \
    && /opt/odind/bin/pip install --no-cache-dir --require-hashes --requirement "locks/${LOCK}.txt"
COPY . .
# Git is not sent here: the version is the fallback of pyproject.toml, unless --build-arg VERSION=0.1.0 names it.
ARG VERSION
RUN SETUPTOOLS_SCM_PRETEND_VERSION=${VERSION} /opt/build/bin/hatchling build --target wheel --directory /tmp/dist \
    && /opt/odind/bin/pip install --no-cache-dir --no-index --no-deps /tmp/dist/*.whl \
    && /opt/odind/bin/pip uninstall --yes pip

FROM ${BASE}
RUN groupadd --gid 7710 odind \
    && useradd --uid 7710 --gid odind --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin odind \
    && install --directory --owner odind --group odind --mode 0700 /var/lib/odind \
    && install --directory --owner odind --group odind --mode 0750 /run/odind
COPY --from=build /opt/odind /opt/odind

# The folders, by the names that systemd gives them; they are defaults that any setting overrules.
ENV PATH=/opt/odind/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    RUNTIME_DIRECTORY=/run/odind \
    STATE_DIRECTORY=/var/lib/odind
VOLUME ["/run/odind", "/var/lib/odind"]
USER 7710:7710
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["odindctl", "wait", "--timeout", "3"]
ENTRYPOINT ["odind"]
CMD ["serve"]
