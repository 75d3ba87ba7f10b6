package store_test

import (
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"parley/internal/desk"
)

// Every number of a report is how many conversations the list has that it leads to,
// for whoever reads it, and all of them add up.
func TestScopeOfReportsIsTheLists(t *testing.T) {
	l := newLot(t)
	rapid.Check(t, func(t *rapid.T) {
		l.fill(t, 10)
		actor := l.actor(t)
		f := desk.ReportFilter{Inboxes: some(t, "inboxId", append(l.inboxes(), 999)...)}
		got, err := l.ReportQueue(l.t.Context(), actor, f)
		if !actor.Can(desk.ReadConversations) {
			if !desk.Is(err, desk.CodePermission) || len(got.Agents)+len(got.Inboxes) > 0 || got.Load != (desk.Load{}) {
				t.Fatalf("without the permission: %+v %v", got, err)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		l.checkReport(t, actor, f, got)
	})
}

func (l *lot) checkReport(t *rapid.T, actor desk.Actor, f desk.ReportFilter, got desk.Report) {
	same := func(what string, load desk.Load, unassigned desk.ConversationFilter, narrow func(desk.ConversationFilter) desk.ConversationFilter) {
		want := desk.Load{
			Open: l.total(t, actor, narrow(f.Open())), Unassigned: l.total(t, actor, unassigned), Urgent: l.total(t, actor, narrow(f.Urgent())),
			Pending: l.total(t, actor, narrow(f.Pending())), Snoozed: l.total(t, actor, narrow(f.Snoozed())),
		}
		if diff := gocmp.Diff(want, load); diff != "" {
			t.Fatalf("%s: the lists have (-), the report says (+):\n%s", what, diff)
		}
	}
	same("in all", got.Load, f.Unassigned(), func(list desk.ConversationFilter) desk.ConversationFilter { return list })
	var sum int
	for _, i := range got.Inboxes {
		if !actor.ConversationScope().Reaches(i.ID) {
			t.Fatalf("%s is named", i.Name)
		}
		only := desk.ReportFilter{Inboxes: []desk.InboxID{i.ID}}
		same(i.Name, i.Load, only.Unassigned(), func(list desk.ConversationFilter) desk.ConversationFilter {
			list.Inboxes = only.Inboxes
			return list
		})
		sum += i.Open + i.Pending
	}
	for _, a := range got.Agents {
		unassigned := desk.ConversationFilter{Customers: []desk.CustomerID{999}} // None: it is somebody's.
		if a.User.ID == 0 {
			unassigned = f.Unassigned()
		}
		same(a.User.Name, a.Load, unassigned, func(list desk.ConversationFilter) desk.ConversationFilter { return list.Of(a.User.ID) })
		sum -= a.Open + a.Pending
	}
	if sum != 0 {
		t.Fatalf("inboxes have %d more than agents: %+v", sum, got)
	}
	list := f.LongestWaiting()
	list.Page = page(1, 1)
	listing, err := l.ListConversations(l.t.Context(), actor, list)
	var want *time.Time
	for _, c := range listing.Items {
		want = c.WaitingSince
	}
	if diff := gocmp.Diff(want, got.LongestSince); diff != "" || err != nil {
		t.Fatalf("waiting longest: %v (-want +got):\n%s", err, diff)
	}
}

func (l *lot) total(t *rapid.T, actor desk.Actor, f desk.ConversationFilter) int {
	f.Page = page(1, 1)
	listing, err := l.ListConversations(l.t.Context(), actor, f)
	if err != nil {
		t.Fatal(err)
	}
	return listing.Total
}

func TestScopeOfReports(t *testing.T) {
	b := newBorders(t)
	b.update(b.hidden.ID, func(in *update) { in.Priority = desk.Value(desk.PriorityUrgent) })
	b.each(func(t *testing.T, actor desk.Actor) {
		load := desk.Load{Open: 1, Unassigned: 1}
		for _, f := range []desk.ReportFilter{{}, {Inboxes: []desk.InboxID{b.billing.ID, b.sales.ID}}} {
			report, err := b.ReportQueue(t.Context(), actor, f)
			ok(t, err)
			wantEqual(t, "the report", desk.Report{
				Load: load, Agents: []desk.AgentLoad{{Load: load}}, Inboxes: []desk.InboxLoad{{ID: b.billing.ID, Name: "Billing", Load: load}},
			}, report)
		}
		report, err := b.ReportQueue(t.Context(), actor, desk.ReportFilter{Inboxes: []desk.InboxID{b.sales.ID}})
		ok(t, err)
		wantEqual(t, "of the hidden inbox", desk.Report{Agents: []desk.AgentLoad{}, Inboxes: []desk.InboxLoad{}}, report)
	})
}

// Whoever has most comes first, behind nobody; also who cannot sign in any more.
func TestReportOfAgents(t *testing.T) {
	w := queue(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent, "Support")
	ben, _ := w.user("Ben Ito", desk.RoleAgent, "Support")
	for id, user := range map[desk.ConversationID]desk.User{1: ana, 2: ben, 3: ben} {
		w.update(id, func(in *update) { in.AssignedTo = desk.Value(user.ID) })
	}
	w.snoozed(3, time.Hour)
	w.update(4, func(in *update) { in.AssignedTo = desk.Value(ben.ID) })
	_, err := w.DisableUser(t.Context(), system(), ben.Email)
	ok(t, err)
	report, err := w.ReportQueue(t.Context(), system(), desk.ReportFilter{})
	ok(t, err)
	wantEqual(t, "agents", []desk.AgentLoad{
		{Load: desk.Load{Open: 1, Unassigned: 1}},
		{User: ben.Ref(), Load: desk.Load{Open: 2, Urgent: 1, Pending: 1, Snoozed: 1}},
		{User: ana.Ref(), Load: desk.Load{Open: 1}},
	}, report.Agents)
}
