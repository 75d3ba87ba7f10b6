package store_test

import (
	"testing"

	"parley/internal/desk"
)

func (w *world) setFollower(actor desk.Actor, id desk.ConversationID, user desk.UserID, follows bool) {
	w.t.Helper()
	ok(w.t, w.SetFollower(w.t.Context(), actor, id, user, follows))
}

func TestFollowing(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	vera, asVera := w.user("Vera Lind", desk.RoleViewer, "Support")
	ana, asAna := w.user("Ana Souza", desk.RoleAgent, "Support")
	ben, asBen := w.user("Ben Ito", desk.RoleAgent, "Support")
	w.setFollower(asVera, conv.ID, vera.ID, true)
	w.setFollower(asVera, conv.ID, vera.ID, true)
	w.setFollower(w.key("sync", "write:conversations"), conv.ID, ana.ID, true)
	wantEqual(t, "who follows", "Ana Souza, Vera Lind", w.follow(conv.ID))
	second, err := w.ListFollowers(t.Context(), asVera, conv.ID, page(2, 1))
	ok(t, err)
	if second.Total != 2 || names(second.Items) != "Vera Lind" {
		t.Errorf("the second page is %+v", second)
	}
	third, err := w.ListFollowers(t.Context(), asVera, conv.ID, page(3, 1))
	ok(t, err)
	wantEqual(t, "a page past the end", []desk.UserRef{}, third.Items)

	w.update(conv.ID, func(in *desk.ConversationUpdate) { in.AssignedTo = desk.Value(ben.ID) })
	w.later(system(), conv.ID, desk.KindCustomer, "Hello?")
	w.later(asAna, conv.ID, desk.KindReply, "Yes.")
	w.later(asAna, conv.ID, desk.KindNote, "For us.")
	wantEqual(t, "Vera, who follows", "reply by Maya Okafor in Refund*, reply by Ana Souza in Refund*", w.told(asVera))
	wantEqual(t, "Ana, who wrote", "reply by Maya Okafor in Refund*", w.told(asAna))
	wantEqual(t, "Ben, who has it", "assignment by test in Refund*, reply by Maya Okafor in Refund*", w.told(asBen))

	w.setFollower(asVera, conv.ID, vera.ID, false)
	w.setFollower(asVera, conv.ID, vera.ID, false)
	w.later(system(), conv.ID, desk.KindCustomer, "Thanks.")
	wantEqual(t, "Vera, who has stopped", "reply by Maya Okafor in Refund*, reply by Ana Souza in Refund*", w.told(asVera))
	w.note(asAna, conv.ID, "@Vera Lind")
	wantEqual(t, "who is named follows again", "Ana Souza, Vera Lind", w.follow(conv.ID))
}

func TestFollowingNeedsTheRight(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.support)
	_, vera := w.user("Vera Lind", desk.RoleViewer, "Support")
	ana, _ := w.user("Ana Souza", desk.RoleAgent, "Support")
	out, _ := w.user("Cleo Marsh", desk.RoleAgent, "Sales")
	gone, _ := w.user("Gus Roe", desk.RoleAgent, "Support")
	_, err := w.DisableUser(t.Context(), system(), gone.Email)
	ok(t, err)
	program := w.key("sync", "write:conversations")
	set := func(actor desk.Actor, user desk.UserID, follows bool) func() error {
		return func() error { return w.SetFollower(t.Context(), actor, conv.ID, user, follows) }
	}
	for _, actor := range []desk.Actor{vera, w.key("reader", "read:conversations")} {
		w.refused("for another", desk.CodePermission, set(actor, ana.ID, true))
	}
	w.refused("nobody there is", desk.CodeNotFound, set(program, 999, true))
	w.invalid("who does not see it", "userId", "not_eligible", set(program, out.ID, true))
	w.invalid("who is disabled", "userId", "not_eligible", set(program, gone.ID, true))
	ok(t, set(program, out.ID, false)())
}

// Who no longer sees a conversation follows it no longer, until they do again.
func TestFollowersSeeWhatTheyFollow(t *testing.T) {
	w := newWorld(t)
	conv := w.conversation("Refund", w.sales)
	vera, asVera := w.user("Vera Lind", desk.RoleAgent, "Sales")
	w.setFollower(asVera, conv.ID, vera.ID, true)
	w.update(conv.ID, func(in *desk.ConversationUpdate) { in.AssignedTo = desk.Value(vera.ID) })
	ok(t, w.RemoveMember(t.Context(), system(), "Sales", vera.Email))
	w.later(system(), conv.ID, desk.KindCustomer, "Hello?")
	wantEqual(t, "who follows", "", w.follow(conv.ID))
	people, err := w.ConversationPeople(t.Context(), system(), conv.ID)
	ok(t, err)
	wantEqual(t, "who can be named", "", names(people.Readers)+names(people.Followers))
	ok(t, w.AddMember(t.Context(), system(), "Sales", vera.Email))
	wantEqual(t, "who follows again", "Vera Lind", w.follow(conv.ID))
	wantEqual(t, "what she was told", "assignment by test in Refund*", w.told(asVera))
}
