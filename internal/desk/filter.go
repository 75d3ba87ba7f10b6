package desk

import (
	"net/url"
	"slices"
	"strings"
)

// SortKey is a property that lists of conversations can be ordered by.
type SortKey string

// The sort keys. Waiting orders by how long a customer has been waiting: those
// who do not wait count as zero. Snoozed orders by when a conversation wakes: those
// that are not snoozed come after all that are.
const (
	SortUpdated  SortKey = "updatedAt"
	SortCreated  SortKey = "createdAt"
	SortPriority SortKey = "priority"
	SortWaiting  SortKey = "waiting"
	SortSnoozed  SortKey = "snoozedUntil"
)

// Sort is an order. Ties are broken by id, so that pages never overlap.
type Sort struct {
	Key        SortKey
	Descending bool
}

// DefaultSort puts what changed last first.
var DefaultSort = Sort{Key: SortUpdated, Descending: true}

// String returns the order as the query writes it, such as "-updatedAt".
func (s Sort) String() string {
	if s.Descending {
		return "-" + string(s.Key)
	}
	return string(s.Key)
}

// SoonestFirst puts what wakes first first.
var SoonestFirst = Sort{Key: SortSnoozed}

// Sorts lists every order as the query writes it.
func Sorts() []string {
	var words []string
	for _, key := range []SortKey{SortUpdated, SortCreated, SortPriority, SortWaiting, SortSnoozed} {
		words = append(words, string(key), "-"+string(key))
	}
	return words
}

// ConversationFilter selects and orders conversations. Within one property the
// values are alternatives; between properties all must hold. Empty means all.
type ConversationFilter struct {
	Statuses   []Status
	Priorities []Priority
	Channels   []Channel
	Sources    []Source
	Assignees  []UserID
	Unassigned bool // assignedTo=none, as one more alternative
	Me         bool // assignedTo=me, as one more alternative
	Inboxes    []InboxID
	Customers  []CustomerID
	Tags       []string // keys of names, see TagKey
	Snoozed    Sleep
	Sort       Sort
	Page       Page
}

// ConversationParams are the names that a ConversationFilter reads.
func ConversationParams() []string {
	return []string{"status", "priority", "assignedTo", "inboxId", "customerId", "channel", "source", "tag", "snoozed", "sort", "page", "limit"}
}

// ParseConversationFilter reads a query strictly; each error names the
// parameter and what it accepts. The actor decides whether "me" means someone.
func ParseConversationFilter(query url.Values, actor Actor) (ConversationFilter, FieldErrors) {
	var errs FieldErrors
	knownOnly(query, &errs, ConversationParams()...)
	f := ConversationFilter{
		Statuses:   parseWords(query, "status", Statuses(), &errs),
		Priorities: parseWords(query, "priority", Priorities(), &errs),
		Channels:   parseWords(query, "channel", Channels(), &errs),
		Sources:    parseWords(query, "source", Sources(), &errs),
		Inboxes:    parseIDs[InboxID](query, "inboxId", &errs),
		Customers:  parseIDs[CustomerID](query, "customerId", &errs),
		Tags:       parseTags(query, &errs),
		Snoozed:    parseSleep(query, &errs),
		Sort:       parseSort(query, &errs),
		Page:       ParsePage(query, &errs),
	}
	f.parseAssignees(query, actor, &errs)
	return f, errs
}

func parseTags(query url.Values, errs *FieldErrors) []string {
	var keys []string
	for _, name := range list(query, "tag", errs) {
		tagName(errs, "tag", &name)
		if errs.Has("tag") {
			return nil
		}
		if key := TagKey(name); !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

func parseSleep(query url.Values, errs *FieldErrors) Sleep {
	text, sent := single(query, "snoozed", errs)
	if sent && !slices.Contains(Sleeps(), Sleep(text)) {
		errs.Add("snoozed", "not_in_list", "snoozed must be "+oneOf(Words(Sleeps())), Words(Sleeps())...)
		return ""
	}
	return Sleep(text)
}

func parseSort(query url.Values, errs *FieldErrors) Sort {
	text, sent := single(query, "sort", errs)
	if !sent {
		return DefaultSort
	}
	if !slices.Contains(Sorts(), text) {
		errs.Add("sort", "not_in_list", "sort must be "+oneOf(Sorts()), Sorts()...)
		return DefaultSort
	}
	key, descending := strings.CutPrefix(text, "-")
	return Sort{Key: SortKey(key), Descending: descending}
}

func (f *ConversationFilter) parseAssignees(query url.Values, actor Actor, errs *FieldErrors) {
	accepts := "assignedTo must be a user's id, none"
	if actor.Kind == ActorUser {
		accepts += " or me"
	}
	for _, v := range list(query, "assignedTo", errs) {
		id, ok := ParseID[UserID](v)
		switch {
		case v == "none":
			f.Unassigned = true
		case v == "me" && actor.Kind == ActorUser:
			f.Me = true
		case ok:
			f.Assignees = append(f.Assignees, id)
		default:
			errs.Add("assignedTo", "invalid", accepts+", or several of them joined by commas")
			return
		}
	}
}

// Query returns the canonical query of the filter, with the defaults dropped.
func (f ConversationFilter) Query() url.Values {
	query := url.Values{}
	set := func(name string, words []string) {
		if len(words) > 0 {
			query.Set(name, strings.Join(words, ","))
		}
	}
	var assigned []string
	if f.Me {
		assigned = append(assigned, "me")
	}
	if f.Unassigned {
		assigned = append(assigned, "none")
	}
	set("status", Words(f.Statuses))
	set("priority", Words(f.Priorities))
	set("channel", Words(f.Channels))
	set("source", Words(f.Sources))
	set("assignedTo", append(assigned, idWords(f.Assignees)...))
	set("inboxId", idWords(f.Inboxes))
	set("customerId", idWords(f.Customers))
	set("tag", f.Tags)
	if f.Snoozed != "" {
		query.Set("snoozed", string(f.Snoozed))
	}
	if f.Sort != DefaultSort && f.Sort.Key != "" {
		query.Set("sort", f.Sort.String())
	}
	f.Page.encode(query)
	return query
}

func idWords[T interface{ String() string }](ids []T) []string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = id.String()
	}
	return words
}

// Narrowed tells whether the filter leaves out anything.
func (f ConversationFilter) Narrowed() bool {
	f.Sort, f.Page = Sort{}, Page{}
	return len(f.Query()) > 0
}

// CustomerParams are the names that a CustomerFilter reads.
func CustomerParams() []string { return []string{"q", "page", "limit"} }

// ParseCustomerFilter reads a query strictly.
func ParseCustomerFilter(query url.Values) (CustomerFilter, FieldErrors) {
	var errs FieldErrors
	knownOnly(query, &errs, CustomerParams()...)
	f := CustomerFilter{Page: ParsePage(query, &errs)}
	if text, sent := single(query, "q", &errs); sent {
		line(&errs, "q", &text, MaxSearch)
		f.Search = text
	}
	return f, errs
}

// Query returns the canonical query of the filter, with the defaults dropped.
func (f CustomerFilter) Query() url.Values {
	query := url.Values{}
	if f.Search != "" {
		query.Set("q", f.Search)
	}
	f.Page.encode(query)
	return query
}

// ParsePageOnly reads the query of a list that has pages and nothing else.
func ParsePageOnly(query url.Values) (Page, FieldErrors) {
	var errs FieldErrors
	knownOnly(query, &errs, "page", "limit")
	return ParsePage(query, &errs), errs
}
