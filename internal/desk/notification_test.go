package desk

import (
	"slices"
	"testing"
)

func TestAudience(t *testing.T) {
	const ana, vera, max, leo UserID = 1, 2, 3, 4
	audience := Audience{Mentioned: []UserID{vera, ana}, Followers: []UserID{ana, vera, max}, Assignee: leo}
	byAna := Actor{Kind: ActorUser, ID: int64(ana)}
	message := func(kind MessageKind) []Change {
		return []Change{{Field: "messageId", After: "7"}, {Field: "kind", After: string(kind)}}
	}
	to := func(id string) []Change {
		return []Change{{Field: "status", After: "open"}, {Field: "assignedTo", After: id}}
	}
	told := func(kind NotificationKind, users ...UserID) (list []Told) {
		for _, u := range users {
			list = append(list, Told{u, kind})
		}
		return list
	}
	for name, c := range map[string]struct {
		actor   Actor
		changes []Change
		want    []Told
	}{
		"a note":               {byAna, message(KindNote), told(NotifyMention, vera)},
		"a note by a key":      {Actor{Kind: ActorKey, ID: int64(vera)}, message(KindNote), told(NotifyMention, vera, ana)},
		"a reply":              {byAna, message(KindReply), told(NotifyReply, vera, max)},
		"what a customer says": {System("email", ViaSystem), message(KindCustomer), told(NotifyReply, ana, vera, max, leo)},
		"what she logs":        {byAna, message(KindCustomer), told(NotifyReply, vera, max, leo)},
		"an assignment":        {byAna, to("4"), told(NotifyAssignment, leo)},
		"to herself":           {byAna, to("1"), nil},
		"to nobody":            {byAna, to(""), nil},
		"another change":       {byAna, []Change{{Field: "status", After: "closed"}}, nil},
		"nothing":              {byAna, nil, nil},
	} {
		if got := audience.Tell(c.actor, c.changes); !slices.Equal(got, c.want) {
			t.Errorf("%s tells %v, want %v", name, got, c.want)
		}
	}
	twice := Audience{Followers: []UserID{leo}, Assignee: leo}
	if got := twice.Tell(byAna, message(KindCustomer)); !slices.Equal(got, told(NotifyReply, leo)) {
		t.Errorf("who follows and has it is told %v", got)
	}
	audience.Handed = vera
	if got := audience.Tell(byAna, message(KindNote)); len(got) > 0 {
		t.Errorf("who is about to be told that they have it is told %v", got)
	}
	if got := audience.Tell(byAna, to("2")); !slices.Equal(got, told(NotifyAssignment, vera)) {
		t.Errorf("who is given it is told %v", got)
	}
}

func TestCanRead(t *testing.T) {
	viewer := User{ID: 1, Role: RoleViewer, Active: true}
	for name, c := range map[string]struct {
		user   User
		member []InboxID
		want   bool
	}{
		"a member":               {viewer, []InboxID{7}, true},
		"a member of another":    {viewer, []InboxID{8}, false},
		"a manager":              {User{Role: RoleManager, Active: true}, nil, true},
		"one who is disabled":    {User{Role: RoleManager}, []InboxID{7}, false},
		"one whose role is none": {User{Active: true}, []InboxID{7}, false},
	} {
		if got := CanRead(c.user, c.member, 7); got != c.want {
			t.Errorf("%s can read: %v", name, got)
		}
	}
}
