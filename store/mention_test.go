package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// note adds a note.
func (w *world) note(actor desk.Actor, id desk.ConversationID, body string) desk.Message {
	w.t.Helper()
	return w.later(actor, id, desk.KindNote, body)
}

// told returns what somebody was told, oldest first, with a star where it is unread.
func (w *world) told(actor desk.Actor) string {
	w.t.Helper()
	list, _, err := w.ListNotifications(w.t.Context(), actor, 0, 100)
	ok(w.t, err)
	slices.Reverse(list)
	var lines []string
	unread := 0
	for _, n := range list {
		line := fmt.Sprintf("%s by %s in %s", n.Kind, n.By.Name, n.Subject)
		if !n.Read {
			line += "*"
			unread++
		}
		lines = append(lines, line)
	}
	count, err := w.CountNotifications(w.t.Context(), actor)
	ok(w.t, err)
	if count != unread {
		w.t.Errorf("%d are counted, %d are unread of %v", count, unread, lines)
	}
	return strings.Join(lines, ", ")
}

// follow returns who follows a conversation.
func (w *world) follow(id desk.ConversationID) string {
	w.t.Helper()
	listing, err := w.ListFollowers(w.t.Context(), system(), id, page(1, 100))
	ok(w.t, err)
	wantEqual(w.t, "total", len(listing.Items), listing.Total)
	return names(listing.Items)
}

func names(users []desk.UserRef) string {
	var list []string
	for _, u := range users {
		list = append(list, u.Name)
	}
	return strings.Join(list, ", ")
}

func TestMentions(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	vera, asVera := w.user("Vera Lind", desk.RoleViewer, "Support")
	out, _ := w.user("Cleo Marsh", desk.RoleAgent, "Sales")
	max, _ := w.user("Max Weber", desk.RoleManager)
	gone, _ := w.user("Gus Roe", desk.RoleAgent, "Support")
	_, err := w.DisableUser(t.Context(), system(), gone.Email)
	ok(t, err)

	m := w.note(ana, conv.ID, "@vera lind and @"+vera.Email+", ask @Cleo Marsh, @Cleo Marsh, @Gus Roe or `@Max Weber`. @Ana Souza")
	wantEqual(t, "untold", []desk.UserRef{out.Ref()}, m.Untold)
	wantEqual(t, "who follows", "Ana Souza, Vera Lind", w.follow(conv.ID))
	wantEqual(t, "what Vera was told", "mention by Ana Souza in Refund*", w.told(asVera))
	wantEqual(t, "what Ana was told", "", w.told(ana))
	timeline, err := w.ConversationTimeline(t.Context(), asVera, conv.ID, 10)
	ok(t, err)
	var words []string
	for _, named := range timeline.Messages[0].Mentions {
		words = append(words, named.User.Name+" as "+named.Words)
	}
	slices.Sort(words)
	wantEqual(t, "whom it names", []string{"Ana Souza as Ana Souza", "Vera Lind as vera lind", "Vera Lind as " + vera.Email}, words)

	list, _, err := w.ListNotifications(t.Context(), asVera, 0, 1)
	ok(t, err)
	want := desk.Notification{
		ID: list[0].ID, Kind: desk.NotifyMention, Conversation: conv.ID, Subject: "Refund", InboxName: "Support", Message: m.ID,
		Preview: desk.Preview(m.Body), By: m.Author, At: m.CreatedAt,
	}
	wantEqual(t, "the notification", want, list[0])
	if w.note(ana, conv.ID, "@Max Weber"); w.follow(conv.ID) != "Ana Souza, "+max.Name+", Vera Lind" {
		t.Error("who reaches every inbox cannot be mentioned")
	}
}

// Only notes name people: the others go outside.
func TestRepliesMentionNobody(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	_, vera := w.user("Vera Lind", desk.RoleAgent, "Support")
	for _, kind := range []desk.MessageKind{desk.KindReply, desk.KindCustomer} {
		m := storetest.AddMessage(t, w.Store, ana, conv.ID, kind, "@Vera Lind")
		if len(m.Mentions)+len(m.Untold) > 0 {
			t.Errorf("a %s names %v", kind, m.Mentions)
		}
	}
	wantEqual(t, "what Vera was told", "", w.told(vera))
	wantEqual(t, "who follows", "", w.follow(conv.ID))
}

// A note that is refused tells nobody.
func TestMentionsAreOfTheNote(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	_, vera := w.user("Vera Lind", desk.RoleAgent, "Support")
	_, ana := w.user("Ana Souza", desk.RoleAgent, "Support")
	in := desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value("@Vera Lind"), AttachmentIDs: desk.Value([]desk.AttachmentID{99})}
	w.refused("with a file that is not there", desk.CodeInvalid, func() error {
		_, err := w.AddMessage(t.Context(), ana, conv.ID, in)
		return err
	})
	in.AttachmentIDs = desk.Field[[]desk.AttachmentID]{}
	in.AssignedTo = desk.Value(vera.UserID())
	_, err := w.AddMessage(t.Context(), ana, conv.ID, in)
	ok(t, err)
	wantEqual(t, "what Vera was told", "assignment by Ana Souza in Refund*", w.told(vera))
	list, _, err := w.ListNotifications(t.Context(), vera, 0, 1)
	ok(t, err)
	if list[0].Message == 0 {
		t.Error("the assignment leads to no message")
	}
}
