package desk_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
)

var ana, ben = desk.UserRef{ID: 5, Name: "Ana"}, desk.UserRef{ID: 6, Name: "Ben"}

// refund is a conversation at version 3, assigned to Ana.
func refund() desk.Conversation {
	return desk.Conversation{
		ID: 1042, Subject: "Refund", Status: desk.StatusOpen, Priority: desk.PriorityMedium,
		AssignedTo: &ana, InboxID: 1, Version: 3,
	}
}

func change(set func(*desk.ConversationUpdate)) desk.ConversationUpdate {
	var in desk.ConversationUpdate
	set(&in)
	return in
}

func TestUpdateIsStale(t *testing.T) {
	type update = desk.ConversationUpdate
	for _, test := range []struct {
		name string
		in   update
		want bool
	}{
		{"nothing asked", update{}, false},
		{"its version", update{IfVersions: []int64{3}}, false},
		{"one of several versions", update{IfVersions: []int64{1, 3}}, false},
		{"an older version", update{IfVersions: []int64{2}}, true},
		{"a version to come", update{IfVersions: []int64{4}}, true},
		{"no version at all", update{IfVersions: []int64{}}, true},
		{"subject as shown", change(func(in *update) { in.Was.Subject, in.Subject = desk.Value("Refund"), desk.Value("New") }), false},
		{"subject changed since", change(func(in *update) { in.Was.Subject, in.Subject = desk.Value("Old"), desk.Value("New") }), true},
		{"subject changed to the same", change(func(in *update) { in.Was.Subject, in.Subject = desk.Value("Old"), desk.Value("Refund") }), false},
		{"status changed since", change(func(in *update) {
			in.Was.Status, in.Status = desk.Value(desk.StatusPending), desk.Value(desk.StatusClosed)
		}), true},
		{"status changed to the same", change(func(in *update) {
			in.Was.Status, in.Status = desk.Value(desk.StatusPending), desk.Value(desk.StatusOpen)
		}), false},
		{"priority changed since", change(func(in *update) {
			in.Was.Priority, in.Priority = desk.Value(desk.PriorityLow), desk.Value(desk.PriorityHigh)
		}), true},
		{"priority as shown", change(func(in *update) {
			in.Was.Priority, in.Priority = desk.Value(desk.PriorityMedium), desk.Value(desk.PriorityHigh)
		}), false},
		{"assignee as shown", change(func(in *update) { in.Was.AssignedTo, in.AssignedTo = desk.Value(ana.ID), desk.Value(ben.ID) }), false},
		{"assignee changed since", change(func(in *update) { in.Was.AssignedTo, in.AssignedTo = desk.Value(ben.ID), desk.Null[desk.UserID]() }), true},
		{"assigned since", change(func(in *update) { in.Was.AssignedTo, in.AssignedTo = desk.Null[desk.UserID](), desk.Value(ben.ID) }), true},
		{"assigned to the same since", change(func(in *update) { in.Was.AssignedTo, in.AssignedTo = desk.Null[desk.UserID](), desk.Value(ana.ID) }), false},
		{"only another property changed", change(func(in *update) {
			in.Was.Status, in.Status = desk.Value(desk.StatusOpen), desk.Value(desk.StatusClosed)
		}), false},
		{"shown as now, but another version", change(func(in *update) {
			in.Was.Subject, in.Subject, in.IfVersions = desk.Value("Refund"), desk.Value("New"), []int64{2}
		}), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.in.StaleFor(refund()); got != test.want {
				t.Errorf("stale: %v, want %v", got, test.want)
			}
		})
	}
}

func TestUnassignedIsNoReasonToStop(t *testing.T) {
	conv := refund()
	conv.AssignedTo = nil
	var in desk.ConversationUpdate
	in.Was.AssignedTo, in.AssignedTo = desk.Null[desk.UserID](), desk.Value(ben.ID)
	if in.StaleFor(conv) {
		t.Error("nobody was shown and nobody it is")
	}
	in.Was.AssignedTo, in.AssignedTo = desk.Value(ana.ID), desk.Null[desk.UserID]()
	if in.StaleFor(conv) {
		t.Error("nobody is asked for and nobody it is")
	}
}

func TestDeleteIsStale(t *testing.T) {
	for _, test := range []struct {
		versions []int64
		want     bool
	}{{nil, false}, {[]int64{3}, false}, {[]int64{1, 3}, false}, {[]int64{2}, true}, {[]int64{}, true}} {
		if got := (desk.ConversationDelete{IfVersions: test.versions}).StaleFor(refund()); got != test.want {
			t.Errorf("%v: stale %v, want %v", test.versions, got, test.want)
		}
	}
}

func TestApply(t *testing.T) {
	type update = desk.ConversationUpdate
	type changes = []desk.Change
	for _, test := range []struct {
		name     string
		in       update
		assignee *desk.UserRef
		want     func(*desk.Conversation)
		changes  changes
	}{
		{"nothing", update{}, nil, func(*desk.Conversation) {}, nil},
		{"what it is already", change(func(in *update) {
			in.Subject, in.Status, in.Priority = desk.Value("Refund"), desk.Value(desk.StatusOpen), desk.Value(desk.PriorityMedium)
			in.AssignedTo = desk.Value(ana.ID)
		}), &ana, func(*desk.Conversation) {}, nil},
		{
			"subject", change(func(in *update) { in.Subject = desk.Value("Invoice") }), nil,
			func(c *desk.Conversation) { c.Subject = "Invoice" },
			changes{{Field: "subject", Before: "Refund", After: "Invoice"}},
		},
		{
			"status", change(func(in *update) { in.Status = desk.Value(desk.StatusClosed) }), nil,
			func(c *desk.Conversation) { c.Status = desk.StatusClosed },
			changes{{Field: "status", Before: "open", After: "closed"}},
		},
		{
			"priority", change(func(in *update) { in.Priority = desk.Value(desk.PriorityUrgent) }), nil,
			func(c *desk.Conversation) { c.Priority = desk.PriorityUrgent },
			changes{{Field: "priority", Before: "medium", After: "urgent"}},
		},
		{
			"another assignee", change(func(in *update) { in.AssignedTo = desk.Value(ben.ID) }), &ben,
			func(c *desk.Conversation) { c.AssignedTo = &ben },
			changes{{Field: "assignedTo", Before: "5", After: "6", BeforeName: "Ana", AfterName: "Ben"}},
		},
		{
			"nobody", change(func(in *update) { in.AssignedTo = desk.Null[desk.UserID]() }), nil,
			func(c *desk.Conversation) { c.AssignedTo = nil },
			changes{{Field: "assignedTo", Before: "5", BeforeName: "Ana"}},
		},
		{"all at once", change(func(in *update) {
			in.Subject, in.Status, in.Priority = desk.Value("Invoice"), desk.Value(desk.StatusPending), desk.Value(desk.PriorityLow)
			in.AssignedTo = desk.Null[desk.UserID]()
		}), nil, func(c *desk.Conversation) {
			c.Subject, c.Status, c.Priority, c.AssignedTo = "Invoice", desk.StatusPending, desk.PriorityLow, nil
		}, changes{
			{Field: "subject", Before: "Refund", After: "Invoice"},
			{Field: "status", Before: "open", After: "pending"},
			{Field: "priority", Before: "medium", After: "low"},
			{Field: "assignedTo", Before: "5", BeforeName: "Ana"},
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := refund()
			test.want(&want)
			got, changes := test.in.Apply(refund(), test.assignee)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.changes, changes); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestApplyToACustomer(t *testing.T) {
	maya := desk.Customer{ID: 7, Name: "Maya", Email: "maya@example.com", Phone: "112", Version: 2}
	for _, test := range []struct {
		name    string
		in      desk.CustomerUpdate
		want    func(*desk.Customer)
		changes []desk.Change
	}{
		{"nothing", desk.CustomerUpdate{}, func(*desk.Customer) {}, nil},
		{
			"what it is already",
			desk.CustomerUpdate{Name: desk.Value("Maya"), Email: desk.Value("maya@example.com"), Phone: desk.Value("112")},
			func(*desk.Customer) {}, nil,
		},
		{
			"all",
			desk.CustomerUpdate{Name: desk.Value("M"), Email: desk.Value("m@example.com"), Phone: desk.Value("113")},
			func(c *desk.Customer) { c.Name, c.Email, c.Phone = "M", "m@example.com", "113" },
			[]desk.Change{{Field: "name", Before: "Maya", After: "M"}, {Field: "email", Before: "maya@example.com", After: "m@example.com"}, {Field: "phone", Before: "112", After: "113"}},
		},
		{
			"null clears",
			desk.CustomerUpdate{Email: desk.Null[string](), Phone: desk.Null[string]()},
			func(c *desk.Customer) { c.Email, c.Phone = "", "" },
			[]desk.Change{{Field: "email", Before: "maya@example.com"}, {Field: "phone", Before: "112"}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			want := maya
			test.want(&want)
			got, changes := test.in.Apply(maya)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.changes, changes); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}
