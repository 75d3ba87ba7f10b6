package cli

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// serving runs a server until stop is called; ended gets what run returns.
func serving(t *testing.T, s server) (url string, stop func(), ended <-chan error) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.log = slog.New(slog.NewTextHandler(io.Discard, nil))
	ctx, cancel := context.WithCancel(t.Context())
	result := make(chan error, 1)
	go func() { result <- s.run(ctx, listener) }()
	return "http://" + listener.Addr().String(), cancel, result
}

func TestRunCutsOffAtTheEndOfTheGrace(t *testing.T) {
	const grace = 300 * time.Millisecond
	arrived := make(chan struct{})
	endless := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-r.Context().Done()
	})
	url, stop, ended := serving(t, server{handler: endless, grace: grace})
	asked := make(chan error, 1)
	go func() {
		answer, err := http.Get(url)
		if err == nil {
			answer.Body.Close()
		}
		asked <- err
	}()
	<-arrived
	begun := time.Now()
	stop()
	select {
	case err := <-ended:
		if err != nil || time.Since(begun) < grace {
			t.Errorf("ended after %v with %v", time.Since(begun), err)
		}
	case <-time.After(grace + 5*time.Second):
		t.Fatal("the grace has no end")
	}
	if err := <-asked; err == nil {
		t.Error("a request that never ends was answered")
	}
}

func TestRunFinishesWhatIsInFlight(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(arrived)
		<-release
		_, _ = io.WriteString(w, "finished")
	})
	url, stop, ended := serving(t, server{handler: slow, grace: time.Minute})
	bodies := make(chan string, 1)
	go func() {
		answer, err := http.Get(url)
		if err != nil {
			bodies <- err.Error()
			return
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		bodies <- string(body)
	}()
	<-arrived
	stop()
	select {
	case err := <-ended:
		t.Fatalf("ended with a request in flight: %v", err)
	case <-time.After(100 * time.Millisecond):
	}
	close(release)
	if body := <-bodies; body != "finished" {
		t.Errorf("the request in flight got %q", body)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestRunReportsAListenerThatFails(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener.Close()
	s := server{handler: http.NotFoundHandler(), log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	if err := s.run(t.Context(), listener); err == nil {
		t.Error("served on a closed listener")
	}
}

func TestNewLog(t *testing.T) {
	var text strings.Builder
	log := newLog(&text, slog.LevelWarn)
	log.Info("quiet")
	log.Warn("loud")
	if got := text.String(); strings.Contains(got, "quiet") || !strings.Contains(got, `"msg":"loud"`) {
		t.Errorf("the log says %s", got)
	}
}
