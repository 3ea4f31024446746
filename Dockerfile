# syntax=docker/dockerfile:1

# The page to try the API on. Production does not serve it; demo and development do.
FROM node:22-bookworm-slim AS web
WORKDIR /src/web
COPY web/package.json web/package-lock.json ./
RUN npm ci
COPY web/ ./
RUN npm run build

FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
# Dependencies first, compiled against empty packages: they stay cached until Cargo.lock changes.
COPY Cargo.toml Cargo.lock ./
COPY api/Cargo.toml api/
COPY entity/Cargo.toml entity/
COPY migration/Cargo.toml migration/
COPY tests/Cargo.toml tests/
RUN mkdir -p api/src entity/src migration/src tests/it \
    && touch api/src/lib.rs entity/src/lib.rs migration/src/lib.rs \
    && echo 'fn main() {}' | tee api/src/main.rs tests/it/main.rs \
    && cargo build --release --locked --package api
COPY entity/ entity/
COPY migration/ migration/
COPY api/ api/
# The page's source stands in the binary too, for builds without the page.
COPY web/package.json web/
COPY web/src web/src
COPY --from=web /src/web/dist web/dist
# Cargo judges by time, and the files may be older than the empty ones.
RUN find api entity migration -name '*.rs' -exec touch {} + \
    && cargo build --release --locked --package api

FROM debian:bookworm-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin rapport \
    && install --directory --owner rapport --mode 700 /var/lib/rapport /var/lib/rapport/keys
COPY --from=build /src/target/release/rapport /usr/local/bin/rapport
USER rapport
WORKDIR /var/lib/rapport
VOLUME /var/lib/rapport
ENV RAPPORT_HTTP__LISTEN=0.0.0.0:8080 \
    RAPPORT_HTTP__METRICS_LISTEN=0.0.0.0:9090 \
    RAPPORT_LOG__FORMAT=json
EXPOSE 8080 9090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=10s CMD ["rapport", "healthcheck"]
ENTRYPOINT ["rapport"]
CMD ["serve"]
