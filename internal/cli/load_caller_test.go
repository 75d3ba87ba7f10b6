package cli_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
)

// caller is an agent who also has a program: it changes conversations at random,
// on pages and over the API, one request after the other, and keeps what it was
// told.
type caller struct {
	id, name, key, session string
	servers                []string            // any of which may be asked anything
	conversations          []string            // ids
	words                  map[string][]string // the values that a property may have
	random                 *rand.Rand
	http                   *http.Client
	told                   []promised // in the order of the requests
	drafts                 map[string]draft
	faults                 []string
	tally
}

// tally is how many requests came to what.
type tally struct{ requests, changes, conflicts int }

func (t *tally) add(other tally) {
	t.requests += other.requests
	t.changes += other.changes
	t.conflicts += other.conflicts
}

// promised is a change that was acknowledged.
type promised struct {
	conversation string
	message      string            // the id of the message that was added, or ""
	seen         string            // the message after which nobody else was to have written, or ""
	sent         map[string]string // the properties that were asked for
	must         string            // the property that has certainly changed, or ""
	before       string            // what the one property that was asked for had to be until then
	version      int64             // of the conversation afterwards, or 0 where it was not told
}

// act makes one change of a random kind.
func (c *caller) act() {
	id := c.conversations[c.random.IntN(len(c.conversations))]
	field := []string{"status", "priority", "assignedTo"}[c.random.IntN(3)]
	switch c.random.IntN(6) {
	case 0:
		c.overwrite(id, field)
	case 1:
		c.changeWhatWasRead(id, field)
	case 2:
		c.sendForm(id, field, "version")
	case 3:
		c.sendForm(id, field, "was")
	case 4:
		c.write(id)
	case 5:
		c.writeOnPage(id)
	}
}

// overwrite changes the subject and a property, whatever they are now. Nothing
// can be late, so nothing may be refused.
func (c *caller) overwrite(id, field string) {
	values := c.words[field]
	p := promised{conversation: id, must: "subject", sent: map[string]string{
		"subject": fmt.Sprintf("%s, %d", c.name, c.requests), field: values[c.random.IntN(len(values))],
	}}
	answer := c.api(http.MethodPut, "/api/conversations/"+id, properties(p.sent), "")
	if answer.status == http.StatusOK {
		p.version = answer.conversation(c).Version
		c.keep(p)
		return
	}
	c.fault(answer)
}

// changeWhatWasRead changes one property if nobody has changed anything since.
func (c *caller) changeWhatWasRead(id, field string) {
	read, value := c.read(id, field)
	p := promised{conversation: id, must: field, before: read.property(field), sent: map[string]string{field: value}}
	answer := c.api(http.MethodPut, "/api/conversations/"+id, properties(p.sent), read.tag)
	switch answer.status {
	case http.StatusOK:
		if p.version = answer.conversation(c).Version; p.version != read.Version+1 {
			c.faults = append(c.faults, fmt.Sprintf("version %d became %d by one change", read.Version, p.version))
		}
		c.keep(p)
	case http.StatusPreconditionFailed:
		c.conflicts++
	default:
		c.fault(answer)
	}
}

// sendForm sends a page's form for one property, which says what it showed: the
// version, or the property's value. In the latter case somebody else may have
// made the very same change, and then there was nothing to do; a message right
// behind it tells it from the caller's next change.
func (c *caller) sendForm(id, field, shows string) {
	read, value := c.read(id, field)
	p := promised{conversation: id, before: read.property(field), sent: map[string]string{field: value}}
	form := url.Values{field: {value}, "was": {p.before}}
	if shows == "version" {
		form = url.Values{field: {value}, "version": {fmt.Sprint(read.Version)}}
		p.must, p.version = field, read.Version+1
	}
	path := map[string]string{"status": "/status", "priority": "/priority", "assignedTo": "/assignee"}[field]
	answer := c.page("/conversations/"+id+path, form)
	switch answer.status {
	case http.StatusSeeOther:
		if c.keep(p); shows == "was" {
			c.writeOnPage(id)
		}
	case http.StatusConflict:
		c.conflicts++
	default:
		c.fault(answer)
	}
}

// write adds a message over the API.
func (c *caller) write(id string) {
	body := map[string]any{"kind": c.kind(), "body": fmt.Sprintf("%s, %d", c.name, c.requests)}
	answer := c.api(http.MethodPost, "/api/conversations/"+id+"/messages", body, "")
	if answer.status == http.StatusCreated {
		c.keep(promised{conversation: id, message: answer.conversation(c).ID})
		return
	}
	c.fault(answer)
}

func (c *caller) writeOnPage(id string) {
	c.send(id, c.kind(), url.Values{})
}

// send sends the composer with a message. It takes the place of its writer's draft
// of the kind.
func (c *caller) send(id, kind string, form url.Values) {
	form.Set("kind", kind)
	form.Set("body", fmt.Sprintf("%s, %d", c.name, c.requests))
	form.Set("draftVersion", c.drafts[kind].version)
	answer := c.page("/conversations/"+id+"/messages", form)
	_, message, found := strings.Cut(answer.location, "#m-")
	switch {
	case answer.status == http.StatusSeeOther && found:
		c.keep(promised{conversation: id, message: message, seen: form.Get("lastSeenMessageId")})
		delete(c.drafts, kind)
	case answer.status == http.StatusConflict && form.Has("lastSeenMessageId"):
		c.conflicts++
	default:
		c.fault(answer)
	}
}

func (c *caller) kind() string { return []string{"customer", "reply", "note"}[c.random.IntN(3)] }

// read returns a conversation and a value that its property does not have.
func (c *caller) read(id, field string) (seen, string) {
	answer := c.api(http.MethodGet, "/api/conversations/"+id, nil, "")
	if answer.status != http.StatusOK {
		c.fault(answer)
	}
	read := answer.conversation(c)
	for {
		values := c.words[field]
		if value := values[c.random.IntN(len(values))]; value != read.property(field) {
			return read, value
		}
	}
}

func (c *caller) keep(p promised) {
	c.changes++
	c.told = append(c.told, p)
}
