package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"
)

// client calls the API like an integration.
type client struct {
	base, key string
	http      *http.Client
}

// record is what the API says of a conversation, customer or message.
type record struct {
	ID       string `json:"_id"`
	Subject  string `json:"subject"`
	Version  int64  `json:"version"`
	Messages int    `json:"messageCount"`
}

// call makes one request. An error means that no whole answer came, as when the
// server dies; an answer that is a refusal is a fault of its own.
func (c *client) call(t *testing.T, method, path string, body any) (record, error) {
	text, err := json.Marshal(body)
	if err != nil {
		t.Error(err)
	}
	request, err := http.NewRequest(method, c.base+path, bytes.NewReader(text))
	if err != nil {
		t.Error(err)
		return record{}, err
	}
	request.Header.Set("Authorization", "Bearer "+c.key)
	request.Header.Set("Content-Type", "application/json")
	answer, err := c.http.Do(request)
	if err != nil {
		return record{}, err
	}
	defer answer.Body.Close()
	content, err := io.ReadAll(answer.Body)
	if err != nil {
		return record{}, err
	}
	var envelope struct {
		Success bool   `json:"success"`
		Data    record `json:"data"`
	}
	if err := json.Unmarshal(content, &envelope); err != nil || !envelope.Success {
		t.Errorf("%s %s: %s %s", method, path, answer.Status, content)
		return record{}, fmt.Errorf("refused: %s", answer.Status)
	}
	return envelope.Data, nil
}

func (c *client) addCustomer(t *testing.T) string {
	t.Helper()
	customer, err := c.call(t, http.MethodPost, "/api/customers", map[string]any{"name": "Maya Okafor"})
	if err != nil {
		t.Fatal(err)
	}
	return customer.ID
}

// converse creates a conversation, changes it and adds messages, and writes into
// the book what was acknowledged. It returns false once the server has died.
func (c *client) converse(t *testing.T, book *ledger, customer string) bool {
	created, err := c.call(t, http.MethodPost, "/api/conversations",
		map[string]any{"subject": "new", "customerId": customer, "message": "first"})
	if err != nil {
		return false
	}
	p := promise{subject: created.Subject, version: created.Version, messages: 1}
	book.acknowledge(created.ID, p)
	path := "/api/conversations/" + created.ID
	for round := range 3 {
		updated, err := c.call(t, http.MethodPut, path, map[string]any{"subject": fmt.Sprintf("changed %d times", round+1)})
		if err != nil {
			return false
		}
		p.subject, p.version = updated.Subject, updated.Version
		book.acknowledge(created.ID, p)
		if _, err := c.call(t, http.MethodPost, path+"/messages", map[string]any{"kind": "reply", "body": "and more"}); err != nil {
			return false
		}
		p.messages++
		book.acknowledge(created.ID, p)
	}
	return true
}
