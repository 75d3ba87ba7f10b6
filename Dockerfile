FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN make build && install -d -m 0700 /out/data

FROM gcr.io/distroless/base-debian12:nonroot
COPY --from=build /src/bin/parley /usr/local/bin/parley
COPY --from=build --chown=nonroot:nonroot /out/data /data
ENV PARLEY_DATABASE=/data/parley.db PARLEY_LISTEN=0.0.0.0:8080
WORKDIR /data
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["/usr/local/bin/parley"]
CMD ["serve"]
