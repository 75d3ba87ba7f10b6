package cli_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// draft is what a caller has begun to write, as they were told that it is kept.
type draft struct{ version, body string }

// work does one of the things that agents do in a thread, at random.
func (c *caller) work() {
	id := c.conversations[c.random.IntN(len(c.conversations))]
	switch c.random.IntN(7) {
	case 0:
		c.retag(id)
	case 1:
		c.saveDraft(id)
	case 2:
		c.claim(id)
	case 3:
		c.changeAndUndo(id)
	case 4:
		c.answerWhatWasRead(id)
	default:
		c.act()
	}
}

// retag sets the tags if nobody has changed anything since they were read.
func (c *caller) retag(id string) {
	read, value := c.read(id, "tags")
	p := promised{
		conversation: id, must: "tags", before: read.property("tags"), sent: map[string]string{"tags": value}, version: read.Version + 1,
	}
	answer := c.page("/conversations/"+id+"/tags", url.Values{"tags": {value}, "version": {strconv.FormatInt(read.Version, 10)}})
	c.keepUnlessLate(answer, p)
}

// keepUnlessLate keeps a change that was made, and counts one that was refused.
func (c *caller) keepUnlessLate(answer reply, p promised) (made bool) {
	switch answer.status {
	case http.StatusSeeOther:
		c.keep(p)
		return true
	case http.StatusConflict:
		c.conflicts++
	default:
		c.fault(answer)
	}
	return false
}

// saveDraft has the server keep what the caller writes, or tries to overwrite
// what another tab of theirs would have saved.
func (c *caller) saveDraft(id string) {
	kind := c.kind()
	next := draft{body: fmt.Sprintf("%s writes, %d", c.name, c.requests)}
	now := c.drafts[kind]
	late := c.random.IntN(4) == 0
	form := url.Values{"kind": {kind}, "body": {next.body}, "draftVersion": {now.version}}
	if late {
		form.Set("draftVersion", "7")
	}
	answer := c.page("/conversations/"+id+"/drafts", form)
	switch {
	case answer.status == http.StatusNoContent && !late:
		next.version = answer.draft
		c.drafts[kind] = next
	case answer.status == http.StatusConflict && late:
		c.conflicts++
	default:
		c.fault(answer)
	}
}

// claim takes the conversation if nobody has it. Where the caller has it already,
// there is nothing to do.
func (c *caller) claim(id string) {
	p := promised{conversation: id, before: "", sent: map[string]string{"assignedTo": c.id}}
	if c.keepUnlessLate(c.page("/conversations/"+id+"/assignee", url.Values{"was": {""}, "assignedTo": {c.id}}), p) {
		c.writeOnPage(id) // which tells it from the next change
	}
}

// changeAndUndo changes a property and takes that back, unless somebody has changed
// something meanwhile. Whether it was taken back, the notice on the next page says.
func (c *caller) changeAndUndo(id string) {
	field := []string{"status", "priority", "tags"}[c.random.IntN(3)]
	read, value := c.read(id, field)
	version := strconv.FormatInt(read.Version, 10)
	p := promised{
		conversation: id, must: field, before: read.property(field), sent: map[string]string{field: value}, version: read.Version + 1,
	}
	if !c.keepUnlessLate(c.page("/conversations/"+id+"/"+field, url.Values{field: {value}, "version": {version}}), p) {
		return
	}
	c.notices()
	undone := promised{
		conversation: id, must: field, before: value, sent: map[string]string{field: p.before}, version: read.Version + 2,
	}
	answer := c.page("/conversations/undo", url.Values{"conversation": {fmt.Sprintf("%s@%d", id, p.version)}})
	notices := c.notices()
	switch {
	case answer.status == http.StatusSeeOther && strings.Contains(notices, "Undone: #"+id+" is as before."):
		c.keep(undone)
	case answer.status == http.StatusSeeOther && strings.Contains(notices, "could not be undone"):
		c.conflicts++
	default:
		c.fault(answer)
	}
}

// notices returns a small page, with what it says of what was done.
func (c *caller) notices() string {
	answer := c.do(http.MethodGet, "/tags", nil, http.Header{"Cookie": {"parley=" + c.session}})
	if answer.status != http.StatusOK {
		c.fault(answer)
	}
	return string(answer.content)
}

// answerWhatWasRead sends a reply unless somebody else has written since the caller
// last did. Other kinds of messages are not stopped by that.
func (c *caller) answerWhatWasRead(id string) {
	for i := len(c.told) - 1; i >= 0; i-- {
		if c.told[i].conversation == id && c.told[i].message != "" {
			c.send(id, "reply", url.Values{"lastSeenMessageId": {c.told[i].message}})
			return
		}
	}
	c.writeOnPage(id)
}
