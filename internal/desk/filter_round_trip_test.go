package desk_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"parley/internal/desk"
)

func distinct[T comparable](t *rapid.T, name string, from *rapid.Generator[T], most int) []T {
	return rapid.SliceOfNDistinct(from, 0, most, rapid.ID[T]).Draw(t, name)
}

func id[T ~int64]() *rapid.Generator[T] {
	return rapid.Custom(func(t *rapid.T) T { return T(rapid.Int64Min(1).Draw(t, "id")) })
}

func page(t *rapid.T) desk.Page {
	return desk.Page{
		Number: rapid.IntRange(1, desk.MaxPage).Draw(t, "page"),
		Limit:  rapid.IntRange(1, desk.MaxLimit).Draw(t, "limit"),
	}
}

func anyFilter(t *rapid.T) desk.ConversationFilter {
	keys := []desk.SortKey{desk.SortUpdated, desk.SortCreated, desk.SortPriority, desk.SortWaiting, desk.SortSnoozed}
	return desk.ConversationFilter{
		Statuses:   distinct(t, "status", rapid.SampledFrom(desk.Statuses()), 3),
		Priorities: distinct(t, "priority", rapid.SampledFrom(desk.Priorities()), 4),
		Channels:   distinct(t, "channel", rapid.SampledFrom(desk.Channels()), 4),
		Sources:    distinct(t, "source", rapid.SampledFrom(desk.Sources()), 4),
		Assignees:  distinct(t, "assignedTo", id[desk.UserID](), 5),
		Inboxes:    distinct(t, "inboxId", id[desk.InboxID](), 5),
		Customers:  distinct(t, "customerId", id[desk.CustomerID](), 5),
		Tags:       distinct(t, "tag", rapid.StringMatching(`[a-zé0-9&=#+]([a-zé0-9 ]{0,8}[a-z])?`), 3),
		Snoozed:    rapid.SampledFrom(append(desk.Sleeps(), "")).Draw(t, "snoozed"),
		Unassigned: rapid.Bool().Draw(t, "none"),
		Me:         rapid.Bool().Draw(t, "me"),
		Sort:       desk.Sort{Key: rapid.SampledFrom(keys).Draw(t, "sort"), Descending: rapid.Bool().Draw(t, "descending")},
		Page:       page(t),
	}
}

// What a filter writes as a query is read as the same filter, and writing it
// again gives the same query: it is canonical.
func TestConversationFilterRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyFilter(t)
		raw := desk.EncodeQuery(want.Query())
		query, errs := desk.ParseQuery(raw)
		if len(errs) > 0 {
			t.Fatalf("?%s: %v", raw, errs)
		}
		got, errs := desk.ParseConversationFilter(query, person)
		if len(errs) > 0 {
			t.Fatalf("?%s: %v", raw, errs)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("?%s (-want +got):\n%s", raw, diff)
		}
		if again := desk.EncodeQuery(got.Query()); again != raw {
			t.Fatalf("?%s was written again as ?%s", raw, again)
		}
		if canonical := desk.CanonicalQuery(query, desk.ConversationParams()); desk.EncodeQuery(canonical) != raw {
			t.Fatalf("?%s is not its own canonical form ?%s", raw, desk.EncodeQuery(canonical))
		}
	})
}

func TestCustomerFilterRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := desk.CustomerFilter{
			Search: rapid.StringMatching(`(|[a-zé%_+&=;#/\\]([a-zé%_+&=;#/\\ ]{0,20}[a-zé])?)`).Draw(t, "q"),
			Page:   page(t),
		}
		query, errs := desk.ParseQuery(want.Query().Encode())
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		got, errs := desk.ParseCustomerFilter(query)
		if len(errs) > 0 || got != want {
			t.Fatalf("%+v became %+v %v", want, got, errs)
		}
	})
}

func TestDefaultsAreNotWritten(t *testing.T) {
	for name, query := range map[string]string{
		"the defaults": everything(nil).Query().Encode(),
		"nothing set":  desk.ConversationFilter{}.Query().Encode(),
		"customers":    desk.CustomerFilter{Page: desk.Page{Number: 1, Limit: desk.DefaultLimit}}.Query().Encode(),
	} {
		if query != "" {
			t.Errorf("%s: ?%s", name, query)
		}
	}
}

func TestNarrowed(t *testing.T) {
	for query, want := range map[string]bool{
		"": false, "sort=priority": false, "page=2&limit=5": false,
		"status=open": true, "assignedTo=none": true, "assignedTo=me": true, "customerId=3": true,
	} {
		if f, _ := parse(t, query, person); f.Narrowed() != want {
			t.Errorf("?%s: narrowed %v, want %v", query, f.Narrowed(), want)
		}
	}
}
