package browsertest

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"parley/internal/desk"
	"parley/internal/payloads"
	"parley/store/storetest"
)

const (
	// perThread is how many of the payloads are messages of one conversation: as
	// many as its page shows at once.
	perThread = desk.MaxTimeline
	// naughty is a list that others know and keep: bodies, names and addresses that
	// have broken something somewhere.
	naughty = "../../node_modules/big-list-of-naughty-strings/blns.json"
)

// attack is a workspace in which every text that people can write is a payload.
type attack struct {
	*site
	t       *testing.T
	texts   []string // by number; what one alerts is its number
	by      desk.User
	threads []desk.ConversationID // whose messages are payloads, and files' names
	tags    []desk.TagID
}

// numbered returns every payload. One that ran would say which it is.
func numbered(t *testing.T) (texts []string) {
	t.Helper()
	source, err := os.ReadFile(naughty)
	if err != nil {
		t.Fatalf("these tests need a list of strings: run npm ci, or make test, which does: %v", err)
	}
	var others []string
	if err := json.Unmarshal(source, &others); err != nil {
		t.Fatal(err)
	}
	for n, text := range slices.Concat(payloads.List(), others) {
		texts = append(texts, strings.NewReplacer("alert(1)", fmt.Sprintf("alert(%d)", n), "alert(123)", fmt.Sprintf("alert(%d)", n)).Replace(text))
	}
	return slices.DeleteFunc(texts, func(text string) bool { return asLine(text, desk.MaxSubject) == "" })
}

// asLine returns what of a payload can be the value of a field of one line.
func asLine(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	text = strings.TrimSpace(string([]rune(text)[:min(most, len([]rune(text)))]))
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsGraphic(r) && !unicode.IsSpace(r) && r < 0x2000 }) {
		return "" // Nobody would see anything, and it would be refused.
	}
	return text
}

// asText returns what of a payload can be a text of several lines.
func asText(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// newAttack writes the payloads through the store wherever it takes a text.
func newAttack(t *testing.T) *attack {
	t.Helper()
	a := &attack{site: newEmptySite(t), t: t, texts: numbered(t)}
	a.by = storetest.AddUser(t, a.store, "Max Weber", desk.RoleManager)
	storetest.AddUser(t, a.store, ana, desk.RoleAgent, "Support")
	for n := range a.texts {
		a.addConversation(n)
	}
	a.speak()
	a.retag()
	a.saveReplies()
	a.tell()
	return a
}

// at returns a payload of another number, so that no record has but one.
func (a *attack) at(n int) string { return a.texts[n%len(a.texts)] }

// must fails the test where the store has refused what is a text like any other.
func (a *attack) must(err error) {
	a.t.Helper()
	if err != nil {
		a.t.Fatal(err)
	}
}

func (a *attack) addConversation(n int) {
	a.t.Helper()
	ctx, system := a.t.Context(), storetest.System()
	customer, err := a.store.CreateCustomer(ctx, system, desk.CustomerCreate{
		Name: desk.Value(asLine(a.at(n+700), desk.MaxName)), Email: desk.Value(fmt.Sprintf("person%d@example.com", n)),
	})
	a.must(err)
	conv, err := a.store.CreateConversation(ctx, system, desk.ConversationCreate{
		Subject: desk.Value(asLine(a.at(n), desk.MaxSubject)), CustomerID: desk.Value(customer.ID),
		InboxID: desk.Value(desk.InboxID(1)),
	})
	a.must(err)
	if n%perThread == 0 {
		a.threads = append(a.threads, conv.ID)
	}
}

// rename gives the person who works a payload for a name. It is shown with all
// that they have written, and history keeps what they were called.
func (a *attack) rename(n int) desk.Actor {
	a.t.Helper()
	user, err := a.store.UpdateProfile(a.t.Context(), storetest.Actor(a.t, a.store, a.by), desk.ProfileUpdate{Name: desk.Value(asLine(a.at(n), desk.MaxName))})
	a.must(err)
	a.by = user
	return storetest.Actor(a.t, a.store, user)
}

// speak has the threads say everything, each message with a file that is called
// by another payload, and has somebody of many names change their subjects.
func (a *attack) speak() {
	a.t.Helper()
	kinds := []desk.MessageKind{desk.KindCustomer, desk.KindReply, desk.KindNote}
	actor := a.rename(0)
	for n := range a.texts {
		id := a.threads[n/perThread]
		if n%16 == 0 {
			actor = a.rename(n)
			_, err := a.store.UpdateConversation(a.t.Context(), actor, id, desk.ConversationUpdate{ConversationProperties: desk.ConversationProperties{
				Subject: desk.Value(asLine(a.at(n+1), desk.MaxSubject)), AssignedTo: desk.Value(a.by.ID),
			}})
			a.must(err)
		}
		file, err := a.store.UploadAttachment(a.t.Context(), actor, id, desk.AttachmentCreate{Name: asLine(a.at(n+300), desk.MaxFileName), Content: strings.NewReader("<script>alert(1)</script>")})
		a.must(err)
		_, err = a.store.AddMessage(a.t.Context(), actor, id, desk.MessageCreate{
			Kind: desk.Value(kinds[n%3]), Body: desk.Value(asText(a.texts[n])), AttachmentIDs: desk.Value([]desk.AttachmentID{file.ID}),
		})
		a.must(err)
	}
	_, err := a.store.SaveDraft(a.t.Context(), actor, a.threads[0], desk.DraftSave{Kind: desk.Value(desk.KindReply), Body: desk.Value(a.all())})
	a.must(err)
}

// all is every payload in one text.
func (a *attack) all() string { return asText("</textarea>" + strings.Join(a.texts, "\n\n")) }

// retag makes a tag of each payload and hangs some on every thread.
func (a *attack) retag() {
	a.t.Helper()
	for n, text := range a.texts {
		number := fmt.Sprintf(" %d", n)
		name := asLine(strings.ReplaceAll(text, ",", " "), desk.MaxTag-len(number)) + number
		tag := storetest.AddTag(a.t, a.store, name)
		if a.tags = append(a.tags, tag.ID); n < len(a.threads)*desk.MaxTags && n%desk.MaxTags == 0 {
			storetest.SetTags(a.t, a.store, a.threads[n/desk.MaxTags], name)
		}
	}
}

// saveReplies makes a saved reply of each payload, called by another. What is written
// like a variable would be refused.
func (a *attack) saveReplies() {
	a.t.Helper()
	for n, text := range a.texts {
		number := fmt.Sprintf(" %d", n)
		_, err := a.store.CreateSavedReply(a.t.Context(), storetest.System(), desk.SavedReplyCreate{
			Name: desk.Value(asLine(a.at(n+900), desk.MaxSavedReplyName-len(number)) + number),
			Body: desk.Value(strings.ReplaceAll(asText(text), "{{", "{ {")),
		})
		a.must(err)
	}
}

// tell has the person who works follow the threads, and hear of what customers say.
func (a *attack) tell() {
	a.t.Helper()
	actor := storetest.Actor(a.t, a.store, a.by)
	for n, id := range a.threads {
		a.must(a.store.SetFollower(a.t.Context(), actor, id, a.by.ID, true))
		for i := range 20 {
			storetest.AddMessage(a.t, a.store, storetest.System(), id, desk.KindCustomer, asText(a.at(n*20+i)))
		}
	}
}
