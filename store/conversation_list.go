package store

import (
	"context"
	"database/sql"
	"errors"

	"parley/internal/desk"
)

// waitingOrder sorts by how long a customer waits: descending means longest
// first. It is the text of an index, and reads the other way round since those
// who wait longest have waited since the smallest time.
const waitingOrder = "COALESCE(c.waiting_since, 9223372036854775807)"

// snoozedOrder sorts by when conversations wake. It is the text of an index, too, at
// whose beginning are those that do.
const (
	snoozedOrder = "COALESCE(c.snoozed_until, 9223372036854775807)"
	mayWake      = snoozedOrder + " < 9223372036854775807"
	asleep       = "c.status = 'pending' AND c.snoozed_until IS NOT NULL" // as Conversation.Snoozed
)

// orderOf returns the sort's column and its direction in SQL.
func orderOf(sort desk.Sort) (column string, descending bool) {
	switch sort.Key {
	case desk.SortCreated:
		return "c.created_at", sort.Descending
	case desk.SortPriority:
		return "c.priority", sort.Descending
	case desk.SortWaiting:
		return waitingOrder, !sort.Descending
	case desk.SortSnoozed:
		return snoozedOrder, sort.Descending
	}
	return "c.updated_at", sort.Descending
}

func direction(descending bool) string {
	if descending {
		return " DESC"
	}
	return ""
}

func orderBy(sort desk.Sort) string {
	column, descending := orderOf(sort)
	return column + direction(descending) + ", c.id" + direction(descending)
}

// matching returns the conditions of a filter within the actor's scope, for lists and
// neighbours; ofKind has all of them but whether it is snoozed.
//
// What is snoozed is at the beginning of an index. What is not is everything else
// but those: they are looked up there once, since no other index knows of it.
func matching(actor desk.Actor, f desk.ConversationFilter) *where {
	w := ofKind(actor, f)
	switch {
	case f.Snoozed == desk.Asleep && few(f):
		w.test(asleep)
	case f.Snoozed == desk.Asleep:
		w.add(mayWake)
		w.test(asleep)
	case f.Snoozed == desk.Awake && few(f):
		w.test("NOT (" + asleep + ")")
	case f.Snoozed == desk.Awake:
		w.test("c.id NOT IN (SELECT c.id FROM conversations c WHERE " + mayWake + " AND " + asleep + ")")
	}
	return w
}

// ofKind returns the conditions of a filter within the actor's scope by what the
// counts tell apart, and by customers and tags: the only place that turns them into
// SQL, for lists, counts and neighbours alike.
//
// A list is read from an index in its order, and what it leaves out is passed
// over there, until the page is full. Only a customer's conversations, those with a
// tag and those that are snoozed are few enough to be found first and sorted; and of
// a single status there is an index in every order but that of waking.
func ofKind(actor desk.Actor, f desk.ConversationFilter) *where {
	w := &where{}
	w.test(w.scope(actor.ConversationScope(), "c.inbox_id"))
	switch {
	case len(f.Customers) > 0:
		w.add(in(w, "c.customer_id", f.Customers))
		if len(f.Tags) > 0 {
			w.test(withTags(w, f.Tags))
		}
	case len(f.Tags) > 0:
		w.add(withTags(w, f.Tags))
	}
	switch {
	case len(f.Statuses) == 1 && !foundFirst(f) && f.Sort.Key != desk.SortSnoozed:
		w.add(in(w, "c.status", f.Statuses))
	case len(f.Statuses) > 0:
		w.test(in(w, "c.status", f.Statuses))
	}
	if len(f.Priorities) > 0 {
		ranks := make([]int, len(f.Priorities))
		for i, p := range f.Priorities {
			ranks[i] = rank(p)
		}
		w.test(in(w, "c.priority", ranks))
	}
	if len(f.Channels) > 0 {
		w.test(in(w, "c.channel", f.Channels))
	}
	if len(f.Sources) > 0 {
		w.test(in(w, "c.source", f.Sources))
	}
	if len(f.Inboxes) > 0 {
		w.test(in(w, "c.inbox_id", f.Inboxes))
	}
	w.testAssignees(actor, f)
	return w
}

// foundFirst tells whether the conversations of a filter are looked up by what
// they are, and sorted then.
func foundFirst(f desk.ConversationFilter) bool { return few(f) || f.Snoozed == desk.Asleep }

// few tells whether the conversations of a filter are a customer's or have a tag.
func few(f desk.ConversationFilter) bool { return len(f.Customers) > 0 || len(f.Tags) > 0 }

// sign stands before the column that a filter's conversations are sorted by. A plus
// makes it a value of its own, which no index is in the order of: by one, all
// conversations would be gone through for the few with a tag, or that are snoozed.
// Those are in the order that they wake in where they are found.
func sign(f desk.ConversationFilter) string {
	if len(f.Tags) > 0 || f.Snoozed == desk.Asleep && !few(f) && f.Sort.Key != desk.SortSnoozed {
		return "+"
	}
	return ""
}

func (w *where) testAssignees(actor desk.Actor, f desk.ConversationFilter) {
	ids := f.Assignees
	if f.Me {
		ids = append(ids[:len(ids):len(ids)], actor.UserID())
	}
	switch {
	case f.Unassigned && len(ids) > 0:
		w.test("(c.assigned_to IS NULL OR " + in(w, "c.assigned_to", ids) + ")")
	case f.Unassigned:
		w.test("c.assigned_to IS NULL")
	case len(ids) > 0:
		w.test(in(w, "c.assigned_to", ids))
	}
}

// ListConversations returns one page of the conversations that match the filter
// and that the actor may see. A page past the end is empty.
func (s *Store) ListConversations(ctx context.Context, actor desk.Actor, f desk.ConversationFilter) (desk.Listing[desk.Conversation], error) {
	listing := desk.Listing[desk.Conversation]{Page: f.Page, Items: []desk.Conversation{}}
	if err := actor.Require(desk.ReadConversations); err != nil {
		return listing, err
	}
	err := s.read(ctx, func(tx tx) error {
		w := matching(actor, f)
		of := counting(actor, f)
		err := tx.row(`SELECT `+of.all+` FROM `+of.from, of.args...).Scan(&listing.Total)
		if err != nil {
			return err
		}
		n, skip, order := cut(f, int64(listing.Total))
		if n <= 0 {
			return nil
		}
		// The page is cut from the index first and only its rows are joined, so
		// that skipping to a far page touches no other table.
		page := `SELECT c.id FROM conversations c WHERE ` + w.guided() +
			` ORDER BY ` + sign(f) + orderBy(order) +
			` LIMIT ` + w.arg(n) + ` OFFSET ` + w.arg(skip)
		listing.Items, err = collect(tx, scanConversation, `
			SELECT `+conversationColumns+`
			FROM (`+page+`) page JOIN conversations c ON c.id = page.id `+conversationJoins+`
			ORDER BY `+orderBy(f.Sort), w.args...)
		if err != nil {
			return err
		}
		return complete(tx, actor, listing.Items)
	})
	return listing, wrap(err, "list conversations")
}

// cut returns how many of the matches are on the page, and how many to skip in
// which order to get at them: from the end of the list if that is nearer. Nothing
// is looked for beyond the last match, where all the rest would be passed over.
func cut(f desk.ConversationFilter, total int64) (n, skip int64, order desk.Sort) {
	skip, order = f.Page.Offset(), f.Sort
	n = min(int64(f.Page.Limit), total-skip)
	if behind := total - skip - n; behind < skip {
		skip, order.Descending = behind, !order.Descending
	}
	return n, skip, order
}

// Neighbours are the conversations before and after one in a list; nil where
// there is none.
type Neighbours struct {
	Previous, Next *desk.ConversationID
}

// ConversationNeighbours returns what comes before and after a conversation in
// the order of the filter, whether or not it matches the filter itself: one that
// was just closed still has a next one in the queue it was opened from.
func (s *Store) ConversationNeighbours(ctx context.Context, actor desk.Actor, id desk.ConversationID, f desk.ConversationFilter) (n Neighbours, err error) {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return n, err
	}
	err = s.read(ctx, func(tx tx) error {
		if _, err := loadConversation(tx, actor, id); err != nil {
			return err
		}
		column, descending := orderOf(f.Sort)
		var key int64
		if err := tx.row(`SELECT `+column+` FROM conversations c WHERE c.id = $1`, id).Scan(&key); err != nil {
			return err
		}
		if n.Previous, err = beside(tx, actor, f, key, id, !descending); err != nil {
			return err
		}
		n.Next, err = beside(tx, actor, f, key, id, descending)
		return err
	})
	return n, wrap(err, "find neighbours of conversation %s", id)
}

// beside returns the first match after (key, id) in the given direction.
func beside(tx tx, actor desk.Actor, f desk.ConversationFilter, key int64, id desk.ConversationID, descending bool) (*desk.ConversationID, error) {
	column, _ := orderOf(f.Sort)
	beyond := " > "
	if descending {
		beyond = " < "
	}
	w := matching(actor, f)
	place := "(" + column + ", c.id)" + beyond + "(" + w.arg(key) + ", " + w.arg(id) + ")"
	if foundFirst(f) { // They are found by what they are, not by their place.
		w.test(place)
	} else {
		w.add(place)
	}
	var found desk.ConversationID
	err := tx.row(`
		SELECT c.id FROM conversations c
		WHERE `+w.guided()+`
		ORDER BY `+sign(f)+column+direction(descending)+`, c.id`+direction(descending)+`
		LIMIT 1`, w.args...).Scan(&found)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &found, err
}
