package cli

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"golang.org/x/term"
)

// The bounds of a connection. A slow client may hold one, and no more than one.
const (
	headerTimeout  = 10 * time.Second
	readTimeout    = time.Minute
	writeTimeout   = time.Minute // A live stream lifts it for itself.
	idleTimeout    = 2 * time.Minute
	maxHeaderBytes = 64 << 10
	shutdownGrace  = 10 * time.Second
)

// server answers requests until it is told to stop.
type server struct {
	handler http.Handler
	log     *slog.Logger
	grace   time.Duration // how long requests in flight may take at the end
}

// run serves until ctx ends, then lets requests in flight finish within the
// grace and cuts off the rest.
func (s server) run(ctx context.Context, listener net.Listener) error {
	web := &http.Server{
		Handler: s.handler, ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
		ReadHeaderTimeout: headerTimeout, ReadTimeout: readTimeout, WriteTimeout: writeTimeout,
		IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeaderBytes,
	}
	served := make(chan error, 1)
	go func() { served <- web.Serve(listener) }()
	select {
	case err := <-served:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	s.log.Info("stopping", "grace", s.grace.String())
	ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.grace)
	defer cancel()
	if err := web.Shutdown(ending); err != nil {
		s.log.Warn("requests were cut off", "error", err)
		_ = web.Close() // There is nothing left to do about its failure.
	}
	<-served
	s.log.Info("stopped")
	return nil
}

// newLog returns a log of sentences for a terminal and of JSON for anything
// else, which is a program.
func newLog(w io.Writer, level slog.Level) *slog.Logger {
	options := &slog.HandlerOptions{Level: level}
	if file, ok := w.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return slog.New(slog.NewTextHandler(w, options))
	}
	return slog.New(slog.NewJSONHandler(w, options))
}
