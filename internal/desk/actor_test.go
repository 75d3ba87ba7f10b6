package desk_test

import (
	"slices"
	"testing"
	"time"

	"parley/internal/desk"
)

func TestNobodyMayDoNothing(t *testing.T) {
	nobodies := map[string]desk.Actor{
		"the zero actor":          {},
		"one of no kind":          {Permissions: desk.NewPermissionSet(desk.Permissions()...), Reach: desk.Everything()},
		"a revoked key":           desk.Key{ID: 1, RevokedAt: &time.Time{}, Permissions: desk.RoleAdmin.Permissions()}.Actor(time.Now()),
		"a key that has ended":    endedKey(0),
		"one long since ended":    endedKey(time.Hour),
		"a revoked key, no limit": desk.Key{ID: 1, RevokedAt: &time.Time{}, Reach: desk.Everything()}.Actor(time.Now()),
	}
	for name, actor := range nobodies {
		for _, p := range desk.Permissions() {
			if err := actor.Require(p); actor.Can(p) || !desk.Is(err, desk.CodeUnauthenticated) {
				t.Errorf("%s, %s: can %v, %v", name, p, actor.Can(p), err)
			}
		}
		if !desk.Is(actor.RequireSomeone(), desk.CodeUnauthenticated) {
			t.Errorf("%s is someone", name)
		}
		if !actor.ConversationScope().Empty() || !actor.InboxScope().Empty() {
			t.Errorf("%s sees %v and %v", name, actor.ConversationScope(), actor.InboxScope())
		}
	}
}

func endedKey(ago time.Duration) desk.Actor {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	end := now.Add(-ago)
	return desk.Key{ID: 1, ExpiresAt: &end, Permissions: desk.RoleAdmin.Permissions(), Reach: desk.Everything()}.Actor(now)
}

func TestKeyActor(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	end := now.Add(time.Microsecond)
	key := desk.Key{
		ID: 9, Name: "sync", ExpiresAt: &end,
		Permissions: desk.NewPermissionSet(desk.ReadConversations), Reach: desk.Inboxes(3),
	}
	actor := key.Actor(now)
	if actor.Kind != desk.ActorKey || actor.ID != 9 || actor.Name != "sync" || actor.Via != desk.ViaAPI {
		t.Errorf("%+v", actor)
	}
	if actor.UserID() != 0 {
		t.Error("a key has no user id, even where a user has the same number")
	}
	if !actor.Can(desk.ReadConversations) || actor.Can(desk.WriteConversations) {
		t.Errorf("it may %v", actor.Permissions)
	}
	if !actor.ConversationScope().Reaches(3) || actor.ConversationScope().Reaches(4) {
		t.Errorf("it reaches %v", actor.ConversationScope())
	}
}

func TestUserActor(t *testing.T) {
	user := desk.User{ID: 4, Name: "Ana", Role: desk.RoleAgent, Active: true}
	actor := desk.UserActor(user, []desk.InboxID{1, 2}, desk.ViaPage)
	if actor.UserID() != 4 || actor.Role != desk.RoleAgent || actor.Via != desk.ViaPage {
		t.Errorf("%+v", actor)
	}
	if s := actor.ConversationScope(); s.All() || !slices.Equal(s.List(), []desk.InboxID{1, 2}) {
		t.Errorf("an agent reaches %v", s)
	}
	user.Role = desk.RoleManager
	if s := desk.UserActor(user, nil, desk.ViaPage).ConversationScope(); !s.All() {
		t.Errorf("a manager reaches %v", s)
	}
	user.Active = false
	disabled := desk.UserActor(user, []desk.InboxID{1}, desk.ViaPage)
	if !disabled.Reach.Empty() || len(disabled.Permissions) > 0 {
		t.Errorf("a disabled user may %v in %v", disabled.Permissions, disabled.Reach)
	}
}

func TestRequireNamesThePermission(t *testing.T) {
	viewer := desk.UserActor(desk.User{ID: 1, Role: desk.RoleViewer, Active: true}, nil, desk.ViaPage)
	if err := viewer.Require(desk.ReadConversations); err != nil {
		t.Error(err)
	}
	e := desk.As(viewer.Require(desk.WriteConversations))
	if e == nil || e.Code != desk.CodePermission || e.Required != desk.WriteConversations {
		t.Errorf("%+v", e)
	}
}

func TestSystemMayDoEverything(t *testing.T) {
	system := desk.System("import", desk.ViaCommand)
	for _, p := range desk.Permissions() {
		if err := system.Require(p); err != nil {
			t.Error(err)
		}
	}
	if !system.ConversationScope().All() || system.Name != "import" || system.Via != desk.ViaCommand || system.UserID() != 0 {
		t.Errorf("%+v", system)
	}
}

// Either permission about conversations gives the reach; none gives nothing.
func TestConversationScopeNeedsAPermission(t *testing.T) {
	for _, p := range desk.Permissions() {
		actor := desk.Actor{Kind: desk.ActorKey, Permissions: desk.NewPermissionSet(p), Reach: desk.Everything()}
		want := p == desk.ReadConversations || p == desk.WriteConversations
		if got := actor.ConversationScope().All(); got != want {
			t.Errorf("%s: conversations %v, want %v", p, got, want)
		}
		if got := actor.InboxScope().All(); got != (p == desk.ReadInboxes) {
			t.Errorf("%s: inboxes %v", p, got)
		}
	}
}

func TestScope(t *testing.T) {
	in := func(id desk.InboxID) desk.Conversation { return desk.Conversation{InboxID: id} }
	for _, test := range []struct {
		name       string
		scope      desk.Scope
		all, empty bool
		holds      []desk.InboxID
		lacks      []desk.InboxID
	}{
		{"zero", desk.Scope{}, false, true, nil, []desk.InboxID{0, 1}},
		{"no inbox", desk.Inboxes(), false, true, nil, []desk.InboxID{0, 1}},
		{"two", desk.Inboxes(1, 3), false, false, []desk.InboxID{1, 3}, []desk.InboxID{0, 2, 4}},
		{"everything", desk.Everything(), true, false, []desk.InboxID{1, 99}, nil},
	} {
		if test.scope.All() != test.all || test.scope.Empty() != test.empty {
			t.Errorf("%s: all %v, empty %v", test.name, test.scope.All(), test.scope.Empty())
		}
		for _, id := range test.holds {
			if !test.scope.Reaches(id) || !test.scope.Contains(in(id)) {
				t.Errorf("%s lacks %d", test.name, id)
			}
		}
		for _, id := range test.lacks {
			if test.scope.Reaches(id) || test.scope.Contains(in(id)) {
				t.Errorf("%s holds %d", test.name, id)
			}
		}
	}
}

func TestScopeKeepsItsOwnInboxes(t *testing.T) {
	ids := []desk.InboxID{1}
	scope := desk.Inboxes(ids...)
	ids[0] = 2
	if scope.Reaches(2) || !scope.Reaches(1) {
		t.Error("a change of the caller's list reached the scope")
	}
}

func TestCanBeAssigned(t *testing.T) {
	const inbox = desk.InboxID(1)
	mine, other := []desk.InboxID{inbox}, []desk.InboxID{2}
	for _, test := range []struct {
		role   desk.Role
		active bool
		member []desk.InboxID
		want   bool
	}{
		{desk.RoleViewer, true, mine, false},
		{desk.RoleAgent, true, mine, true},
		{desk.RoleAgent, true, other, false},
		{desk.RoleAgent, true, nil, false},
		{desk.RoleAgent, false, mine, false},
		{desk.RoleManager, true, nil, true},
		{desk.RoleManager, false, nil, false},
		{desk.RoleAdmin, true, nil, true},
		{"", true, mine, false},
	} {
		user := desk.User{Role: test.role, Active: test.active}
		if got := desk.CanBeAssigned(user, test.member, inbox); got != test.want {
			t.Errorf("%s, active %v, member of %v: %v", test.role, test.active, test.member, got)
		}
	}
}

func TestSourceOf(t *testing.T) {
	agent, key := desk.Actor{Kind: desk.ActorUser, Via: desk.ViaPage}, desk.Actor{Kind: desk.ActorKey, Via: desk.ViaAPI}
	widget := desk.System("widget", desk.ViaSystem)
	for _, test := range []struct {
		actor   desk.Actor
		channel desk.Channel
		want    desk.Source
	}{
		{key, desk.ChannelEmail, desk.SourceAPI},
		{key, desk.ChannelPhone, desk.SourceAPI},
		{agent, desk.ChannelPhone, desk.SourcePhone},
		{agent, desk.ChannelEmail, desk.SourceEmail},
		{agent, desk.ChannelChat, desk.SourceEmail},
		{agent, desk.ChannelWhatsApp, desk.SourceEmail},
		{widget, desk.ChannelChat, desk.SourceWidget},
		{widget, desk.ChannelEmail, desk.SourceEmail},
	} {
		if got := desk.SourceOf(test.actor, test.channel); got != test.want {
			t.Errorf("%s via %s on %s: %s, want %s", test.actor.Kind, test.actor.Via, test.channel, got, test.want)
		}
	}
}
