package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"parley/internal/desk"
	"parley/internal/realtime"
)

// eventStream writes events as browsers read them (HTML, 9.2).
type eventStream struct {
	response http.ResponseWriter
	control  *http.ResponseController
}

func newEventStream(r *request) *eventStream {
	return &eventStream{response: r.Response(), control: http.NewResponseController(r.Response())}
}

// open begins the answer. The bounds of other answers are lifted: this one ends
// with the page, or when the browser no longer takes what is written.
func (s *eventStream) open() error {
	if err := s.control.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	h := s.response.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("X-Accel-Buffering", "no") // nginx would keep what is written to itself
	s.response.WriteHeader(http.StatusOK)
	if err := s.patience(); err != nil {
		return err
	}
	// Browsers that all lost the same server come back one after the other.
	if _, err := fmt.Fprintf(s.response, "retry: %d\n\n", 1000+time.Now().UnixMilli()%2000); err != nil {
		return err
	}
	return s.control.Flush()
}

func (s *eventStream) patience() error {
	return s.control.SetWriteDeadline(time.Now().Add(streamPatience))
}

// send writes an event. JSON has no line breaks, so it is one line.
func (s *eventStream) send(event string, content any) error {
	text, err := json.Marshal(content)
	if err != nil {
		return err
	}
	if err := s.patience(); err != nil {
		return err
	}
	_, err = fmt.Fprintf(s.response, "event: %s\ndata: %s\n\n", event, text)
	return err
}

// flush has the browser receive what was written, and know how far it has come.
func (s *eventStream) flush(id string) error {
	if err := s.patience(); err != nil {
		return err
	}
	line := ""
	if id != "" {
		line = "id: " + id + "\n"
	}
	// An event without data would be kept from the page.
	if _, err := fmt.Fprint(s.response, "event: mark\n", line, "data: {}\n\n"); err != nil {
		return err
	}
	return s.control.Flush()
}

// change is an event of the stream: what has happened to a conversation. User is
// the id of who did it, if they are one.
type change struct {
	Conversation string `json:"conversation"`
	What         string `json:"what"`
	By           string `json:"by"`
	User         string `json:"user,omitempty"`
}

func changeOf(n desk.Notice) change {
	c := change{Conversation: strconv.FormatInt(n.SubjectID, 10), What: string(n.Action), By: n.By.Name}
	switch n.By.Type {
	case string(desk.ActorUser):
		c.User = strconv.FormatInt(n.By.ID, 10)
	case string(desk.ActorSystem):
		c.By = "Parley"
	}
	return c
}

// present is an event of the stream: who is at a conversation now.
type present struct {
	Conversation string   `json:"conversation"`
	People       []person `json:"people"`
}

type person struct {
	Name  string         `json:"name"`
	Doing realtime.Doing `json:"doing"`
}

func presentOf(p realtime.Present) present {
	out := present{Conversation: p.Conversation.String(), People: []person{}}
	for _, who := range p.People {
		out.People = append(out.People, person{who.Name, who.Doing})
	}
	return out
}
