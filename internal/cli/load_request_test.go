package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"parley/internal/desk"
)

// seen is a conversation as the API answers.
type seen struct {
	ID         string   `json:"_id"`
	Subject    string   `json:"subject"`
	Status     string   `json:"status"`
	Priority   string   `json:"priority"`
	AssignedTo *user    `json:"assignedTo"`
	Tags       []string `json:"tags"`
	Messages   int      `json:"messageCount"`
	Version    int64    `json:"version"`
	tag        string   // the answer's ETag
}

type user struct {
	ID string `json:"_id"`
}

func (s seen) property(field string) string {
	switch field {
	case "subject":
		return s.Subject
	case "status":
		return s.Status
	case "priority":
		return s.Priority
	case "tags":
		return desk.JoinTags(s.Tags)
	}
	if s.AssignedTo == nil {
		return ""
	}
	return s.AssignedTo.ID
}

// set changes a property, or leaves alone what is none of those that callers change.
func (s *seen) set(field, value string) {
	switch field {
	case "subject":
		s.Subject = value
	case "status":
		s.Status = value
	case "priority":
		s.Priority = value
	case "assignedTo":
		s.AssignedTo = &user{ID: value}
	case "tags":
		s.Tags = desk.SplitTags(value)
	}
}

func properties(sent map[string]string) map[string]any {
	body := map[string]any{}
	for field, value := range sent {
		if body[field] = value; value == "" {
			body[field] = nil
		}
	}
	return body
}

// reply is an answer, or why none came.
type reply struct {
	request, location, tag string
	draft                  string // the version of the draft that was saved
	status                 int
	content                []byte
}

func (c *caller) fault(r reply) {
	c.faults = append(c.faults, fmt.Sprintf("%s: %d %.600s", r.request, r.status, r.content))
}

func (r reply) conversation(c *caller) seen {
	var envelope struct{ Data seen }
	if err := json.Unmarshal(r.content, &envelope); err != nil {
		c.fault(r)
	}
	envelope.Data.tag = r.tag
	return envelope.Data
}

func (c *caller) api(method, path string, body map[string]any, match string) reply {
	text, err := json.Marshal(body)
	if err != nil || method == http.MethodGet {
		text = nil
	}
	header := http.Header{"Authorization": {"Bearer " + c.key}, "Content-Type": {"application/json"}}
	if match != "" {
		header.Set("If-Match", match)
	}
	return c.do(method, path, text, header)
}

func (c *caller) page(path string, form url.Values) reply {
	return c.do(http.MethodPost, path, []byte(form.Encode()), http.Header{
		"Content-Type": {"application/x-www-form-urlencoded"}, "Cookie": {"parley=" + c.session},
		"Sec-Fetch-Site": {"same-origin"}, "Prefer": {"return=minimal"},
	})
}

func (c *caller) do(method, path string, body []byte, header http.Header) reply {
	c.requests++
	r := reply{request: method + " " + path}
	request, err := http.NewRequest(method, c.servers[c.random.IntN(len(c.servers))]+path, bytes.NewReader(body))
	if err != nil {
		r.content = []byte(err.Error())
		return r
	}
	request.Header = header
	answer, err := c.http.Do(request)
	if err != nil {
		r.content = []byte(err.Error())
		return r
	}
	defer answer.Body.Close()
	r.status, r.location, r.tag = answer.StatusCode, answer.Header.Get("Location"), answer.Header.Get("ETag")
	r.draft = answer.Header.Get("Draft-Version")
	if r.content, err = io.ReadAll(answer.Body); err != nil {
		r.status, r.content = 0, []byte(err.Error())
	}
	return r
}
