package desk_test

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
)

var (
	person  = desk.Actor{Kind: desk.ActorUser, ID: 5}
	program = desk.Actor{Kind: desk.ActorKey, ID: 5}
)

func parse(t *testing.T, raw string, actor desk.Actor) (desk.ConversationFilter, desk.FieldErrors) {
	t.Helper()
	query, errs := desk.ParseQuery(raw)
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return desk.ParseConversationFilter(query, actor)
}

// everything is the filter of the empty query.
func everything(change func(*desk.ConversationFilter)) desk.ConversationFilter {
	f := desk.ConversationFilter{Sort: desk.DefaultSort, Page: desk.Page{Number: 1, Limit: 50}}
	if change != nil {
		change(&f)
	}
	return f
}

func TestConversationFilterAccepts(t *testing.T) {
	type filter = desk.ConversationFilter
	for query, change := range map[string]func(*filter){
		"":                                nil,
		"status=open":                     func(f *filter) { f.Statuses = []desk.Status{"open"} },
		"status=open,pending":             func(f *filter) { f.Statuses = []desk.Status{"open", "pending"} },
		"status=open,open":                func(f *filter) { f.Statuses = []desk.Status{"open"} },
		"status=closed%2Copen":            func(f *filter) { f.Statuses = []desk.Status{"closed", "open"} },
		"priority=urgent,low":             func(f *filter) { f.Priorities = []desk.Priority{"urgent", "low"} },
		"channel=whatsapp":                func(f *filter) { f.Channels = []desk.Channel{"whatsapp"} },
		"source=widget,api":               func(f *filter) { f.Sources = []desk.Source{"widget", "api"} },
		"assignedTo=12":                   func(f *filter) { f.Assignees = []desk.UserID{12} },
		"assignedTo=none":                 func(f *filter) { f.Unassigned = true },
		"assignedTo=me":                   func(f *filter) { f.Me = true },
		"assignedTo=none,me,12":           func(f *filter) { f.Me, f.Unassigned, f.Assignees = true, true, []desk.UserID{12} },
		"inboxId=1,2":                     func(f *filter) { f.Inboxes = []desk.InboxID{1, 2} },
		"customerId=9":                    func(f *filter) { f.Customers = []desk.CustomerID{9} },
		"customerId=99999999999999999999": func(f *filter) { f.Customers = []desk.CustomerID{1<<63 - 1} },
		"tag=refund":                      func(f *filter) { f.Tags = []string{"refund"} },
		"tag=Refund,LOGIN,refund":         func(f *filter) { f.Tags = []string{"refund", "login"} },
		"tag=two+words":                   func(f *filter) { f.Tags = []string{"two words"} },
		"sort=waiting":                    func(f *filter) { f.Sort = desk.Sort{Key: desk.SortWaiting} },
		"sort=-priority":                  func(f *filter) { f.Sort = desk.Sort{Key: desk.SortPriority, Descending: true} },
		"sort=snoozedUntil":               func(f *filter) { f.Sort = desk.SoonestFirst },
		"snoozed=true":                    func(f *filter) { f.Snoozed = desk.Asleep },
		"snoozed=false":                   func(f *filter) { f.Snoozed = desk.Awake },
		"page=2147483647":                 func(f *filter) { f.Page.Number = 1<<31 - 1 },
		"limit=1":                         func(f *filter) { f.Page.Limit = 1 },
		"limit=100":                       func(f *filter) { f.Page.Limit = 100 },
	} {
		got, errs := parse(t, query, person)
		if len(errs) > 0 {
			t.Errorf("?%s: %v", query, errs)
			continue
		}
		if diff := cmp.Diff(everything(change), got); diff != "" {
			t.Errorf("?%s (-want +got):\n%s", query, diff)
		}
	}
}

// refusals lists a query, and the parameter and the code that it is refused by.
var refusals = [][3]string{
	{"page=0", "page", "invalid"},
	{"page=-1", "page", "invalid"},
	{"page=01", "page", "invalid"},
	{"page=1.0", "page", "invalid"},
	{"page=one", "page", "invalid"},
	{"page=%2B1", "page", "invalid"},
	{"page=+1", "page", "invalid"},
	{"page=1,2", "page", "invalid"},
	{"page=2147483648", "page", "invalid"},
	{"page=99999999999999999999", "page", "invalid"},
	{"page=", "page", "empty"},
	{"page", "page", "empty"},
	{"page=1&page=1", "page", "repeated"},
	{"limit=0", "limit", "invalid"},
	{"limit=101", "limit", "invalid"},
	{"limit=ten", "limit", "invalid"},
	{"limit=", "limit", "empty"},
	{"limit=1&limit=2", "limit", "repeated"},
	{"status=opened", "status", "not_in_list"},
	{"status=Open", "status", "not_in_list"},
	{"status=open,", "status", "not_in_list"},
	{"status=,", "status", "not_in_list"},
	{"status=open,+pending", "status", "not_in_list"},
	{"status=", "status", "empty"},
	{"status=+", "status", "empty"},
	{"status=open&status=closed", "status", "repeated"},
	{"priority=top", "priority", "not_in_list"},
	{"priority=", "priority", "empty"},
	{"priority=low&priority=low", "priority", "repeated"},
	{"channel=fax", "channel", "not_in_list"},
	{"channel=", "channel", "empty"},
	{"source=web", "source", "not_in_list"},
	{"source=", "source", "empty"},
	{"sort=status", "sort", "not_in_list"},
	{"sort=+createdAt", "sort", "not_in_list"},
	{"sort=--createdAt", "sort", "not_in_list"},
	{"sort=createdAt,priority", "sort", "not_in_list"},
	{"sort=", "sort", "empty"},
	{"sort=createdAt&sort=createdAt", "sort", "repeated"},
	{"assignedTo=ana", "assignedTo", "invalid"},
	{"assignedTo=0", "assignedTo", "invalid"},
	{"assignedTo=-1", "assignedTo", "invalid"},
	{"assignedTo=None", "assignedTo", "invalid"},
	{"assignedTo=", "assignedTo", "empty"},
	{"assignedTo=1&assignedTo=2", "assignedTo", "repeated"},
	{"inboxId=0x1", "inboxId", "invalid"},
	{"inboxId=1,,2", "inboxId", "invalid"},
	{"inboxId=", "inboxId", "empty"},
	{"customerId=1e3", "customerId", "invalid"},
	{"customerId=١", "customerId", "invalid"},
	{"customerId=", "customerId", "empty"},
	{"snoozed=yes", "snoozed", "not_in_list"},
	{"snoozed=True", "snoozed", "not_in_list"},
	{"snoozed=true,false", "snoozed", "not_in_list"},
	{"snoozed=", "snoozed", "empty"},
	{"snoozed=true&snoozed=false", "snoozed", "repeated"},
	{"tag=", "tag", "empty"},
	{"tag=refund,", "tag", "empty"},
	{"tag=a%0Ab", "tag", "control_character"},
	{"tag=%ff", "tag", "invalid"},
	{"tag=" + strings.Repeat("x", 41), "tag", "too_long"},
	{"tag=refund&tag=login", "tag", "repeated"},
	{"customerid=1", "customerid", "unknown_parameter"},
	{"q=refund", "q", "unknown_parameter"},
	{"=1", "", "unknown_parameter"},
	{"utm_source=x&status=open", "utm_source", "unknown_parameter"},
}

func TestConversationFilterRefuses(t *testing.T) {
	for _, refusal := range refusals {
		_, errs := parse(t, refusal[0], person)
		wantOnly(t, "?"+refusal[0], errs, refusal[1], refusal[2])
	}
}

func TestEveryWrongParameterIsNamed(t *testing.T) {
	_, errs := parse(t, "page=0&status=opened&inboxId=x&colour=red", person)
	for _, name := range []string{"page", "status", "inboxId", "colour"} {
		if !errs.Has(name) {
			t.Errorf("no error on %s in %v", name, errs)
		}
	}
}

func TestMeIsForPeople(t *testing.T) {
	for name, actor := range map[string]desk.Actor{"a key": program, "nobody": {}, "the system": desk.System("test", desk.ViaSystem)} {
		f, errs := parse(t, "assignedTo=me", actor)
		wantOnly(t, name, errs, "assignedTo", "invalid")
		if f.Me || strings.Contains(errs.On("assignedTo"), "me") {
			t.Errorf("%s: %+v %v", name, f, errs)
		}
	}
}

// A list that is far too long must be refused at little cost, too.
func TestCommaListsAreBounded(t *testing.T) {
	list := func(n int) string {
		ids := make([]desk.InboxID, n)
		words := make([]string, n)
		for i := range ids {
			words[i] = desk.InboxID(i + 1).String()
		}
		return strings.Join(words, ",")
	}
	if f, errs := parse(t, "inboxId="+list(desk.MaxListed), person); len(errs) > 0 || len(f.Inboxes) != desk.MaxListed {
		t.Errorf("%d values: %d read, %v", desk.MaxListed, len(f.Inboxes), errs)
	}
	_, errs := parse(t, "inboxId="+list(desk.MaxListed+1), person)
	wantOnly(t, "one too many", errs, "inboxId", "too_many")
	begun := time.Now()
	_, errs = parse(t, "inboxId="+list(100_000), person)
	wantOnly(t, "far too many", errs, "inboxId", "too_many")
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("refusing it took %v", took)
	}
}

// A query of nothing but unknown names is refused without naming them all.
func TestUnknownParametersAreBounded(t *testing.T) {
	query := url.Values{}
	for i := range 9000 {
		query.Set("x"+strconv.Itoa(i), "1")
	}
	if _, errs := desk.ParseConversationFilter(query, person); len(errs) != desk.MaxListed {
		t.Errorf("%d errors, want %d", len(errs), desk.MaxListed)
	}
}

func TestCustomerFilter(t *testing.T) {
	long := strings.Repeat("é", desk.MaxSearch)
	for query, want := range map[string]desk.CustomerFilter{
		"":                      {Page: desk.Page{Number: 1, Limit: 50}},
		"q=maya":                {Search: "maya", Page: desk.Page{Number: 1, Limit: 50}},
		"q=+maya++okafor+":      {Search: "maya  okafor", Page: desk.Page{Number: 1, Limit: 50}},
		"q=100%25_%5C":          {Search: `100%_\`, Page: desk.Page{Number: 1, Limit: 50}},
		"q=" + long:             {Search: long, Page: desk.Page{Number: 1, Limit: 50}},
		"page=3&limit=7&q=maya": {Search: "maya", Page: desk.Page{Number: 3, Limit: 7}},
	} {
		values, _ := desk.ParseQuery(query)
		got, errs := desk.ParseCustomerFilter(values)
		if len(errs) > 0 || got != want {
			t.Errorf("?%s: %+v %v, want %+v", query, got, errs, want)
		}
	}
	for _, refusal := range [][3]string{
		{"q=", "q", "empty"},
		{"q=+", "q", "empty"},
		{"q=%E2%80%8B", "q", "empty"},
		{"q=a&q=b", "q", "repeated"},
		{"q=a%00b", "q", "control_character"},
		{"q=a%0Ab", "q", "control_character"},
		{"q=%FF", "q", "invalid"},
		{"q=" + long + "x", "q", "too_long"},
		{"page=0", "page", "invalid"},
		{"limit=101", "limit", "invalid"},
		{"status=open", "status", "unknown_parameter"},
	} {
		values, _ := desk.ParseQuery(refusal[0])
		_, errs := desk.ParseCustomerFilter(values)
		wantOnly(t, "?"+refusal[0], errs, refusal[1], refusal[2])
	}
}

func TestParsePageOnly(t *testing.T) {
	page, errs := desk.ParsePageOnly(url.Values{"page": {"2"}, "limit": {"10"}})
	if len(errs) > 0 || page != (desk.Page{Number: 2, Limit: 10}) {
		t.Errorf("%+v %v", page, errs)
	}
	_, errs = desk.ParsePageOnly(url.Values{"q": {"x"}})
	wantOnly(t, "?q=x", errs, "q", "unknown_parameter")
}
