package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"parley/internal/desk"
)

// notify tells people of a change in a conversation, as desk.Audience says whom.
func notify(tx tx, actor desk.Actor, c change) error {
	concerns := func(c desk.Change) bool { return c.Field == "assignedTo" || c.Field == "kind" }
	if c.subject != conversationNoun || !slices.ContainsFunc(c.changes, concerns) {
		return nil
	}
	audience, place, err := audienceOf(tx, c)
	if err != nil {
		return wrap(err, "find whom to notify")
	}
	by := desk.Author{Type: string(actor.Kind), ID: actor.ID, Name: actor.Name}
	if slices.Contains(c.changes, desk.Change{Field: "kind", After: string(desk.KindCustomer)}) {
		by = place.customer
	}
	audience.Handed = tx.hands
	for _, told := range audience.Tell(actor, c.changes) {
		var id desk.NotificationID
		err := tx.row(`
			INSERT INTO notifications (user_id, conversation_id, message_id, kind, actor_type, actor_id, actor_name, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			RETURNING id`,
			told.User, c.id, place.message, told.Kind, by.Type, by.ID, by.Name, micros(c.at)).Scan(&id)
		if err != nil {
			return wrap(err, "notify user %s", told.User)
		}
		if err := tellUser(tx, told.User, arrived, id, c.at); err != nil {
			return err
		}
	}
	return nil
}

// handing returns the transaction as one that adds a message and then gives the
// conversation to somebody. Of the two they are told the second, with the message.
func (t tx) handing(conv desk.Conversation, to *desk.UserRef) tx {
	if to != nil && (conv.AssignedTo == nil || conv.AssignedTo.ID != to.ID) {
		t.hands = to.ID
	}
	return t
}

// place is where a conversation stands when somebody is told of it.
type place struct {
	inbox    desk.InboxID
	customer desk.Author
	message  *desk.MessageID // the newest
}

// audienceOf returns whom a change may concern, of those who see the conversation.
func audienceOf(tx tx, c change) (a desk.Audience, p place, err error) {
	p.customer.Type = "customer"
	err = tx.row(`
		SELECT c.inbox_id, COALESCE(c.assigned_to, 0), cu.id, cu.name, (SELECT MAX(m.id) FROM messages m WHERE m.conversation_id = c.id)
		FROM conversations c JOIN customers cu ON cu.id = c.customer_id
		WHERE c.id = $1`, c.id).Scan(&p.inbox, &a.Assignee, &p.customer.ID, &p.customer.Name, &p.message)
	if err != nil || c.action != desk.ActionMessage {
		return a, p, err
	}
	a.Mentioned, err = collect(tx, scanOne[desk.UserID],
		`SELECT DISTINCT me.user_id FROM mentions me WHERE me.message_id = $1 ORDER BY me.user_id`, p.message)
	if err != nil {
		return a, p, err
	}
	follow, err := readers(colleagues(tx, p.inbox, following, c.id))
	if err != nil {
		return a, p, err
	}
	for _, u := range follow {
		a.Followers = append(a.Followers, u.ID)
	}
	has, err := readers(colleagues(tx, p.inbox, "u.id = $2", a.Assignee))
	if len(has) == 0 {
		a.Assignee = 0
	}
	return a, p, err
}

// notificationNoun is what the outbox calls it that somebody's notifications have
// changed: subject_id is whose.
const notificationNoun = "notification"

// What has become of a notification. As no event says so, the outbox has a number
// below zero in the place of one, which nothing else has.
const (
	arrived = iota
	wasRead
)

// tellUser has the pages that somebody has open know of it.
func tellUser(tx tx, user desk.UserID, what int64, id desk.NotificationID, at time.Time) error {
	_, err := tx.exec(`
		INSERT INTO outbox (event_id, subject, subject_id, action, created_at, mark)
		VALUES ($1, $2, $3, $4, $5, `+tx.db.mark()+`)`+tx.db.tell(),
		-(2*int64(id) + what), notificationNoun, user, desk.ActionUpdated, micros(at))
	return wrap(err, "tell user %s", user)
}

// readNotifications runs an UPDATE whose first values are the time and the user, and
// which returns the ids of the notifications that it has marked.
func (s *Store) readNotifications(tx tx, user desk.UserID, statement string, args ...any) error {
	now := s.now()
	read, err := collect(tx, scanOne[desk.NotificationID], statement, append([]any{micros(now), user}, args...)...)
	if err != nil || len(read) == 0 {
		return err
	}
	return tellUser(tx, user, wasRead, slices.Max(read), now)
}

// notificationsOf begins the conditions on n, the notifications of what the actor sees.
// They leave the database no choice but to read them in order, and to look whether
// each may be seen: it would otherwise begin with every conversation there is.
func notificationsOf(actor desk.Actor) *where {
	w := &where{}
	w.add("n.user_id = " + w.arg(actor.UserID()))
	w.test("EXISTS (SELECT 1 FROM conversations c WHERE c.id = n.conversation_id AND " + w.scope(actor.ConversationScope(), "c.inbox_id") + ")")
	return w
}

// CountNotifications returns how many unread notifications the actor has of what they
// see, or one more than desk.MaxUnreadShown where there are more. Only people have
// any.
func (s *Store) CountNotifications(ctx context.Context, actor desk.Actor) (n int, err error) {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return 0, err
	}
	err = s.read(ctx, func(tx tx) error {
		w := notificationsOf(actor)
		return tx.row(`
			SELECT COUNT(*) FROM (
				SELECT n.id FROM notifications n
				WHERE n.read_at IS NULL AND `+w.guided()+`
				ORDER BY n.id DESC LIMIT `+w.arg(desk.MaxUnreadShown+1)+`) unread`, w.args...).Scan(&n)
	})
	return n, wrap(err, "count notifications")
}

// ListNotifications returns the actor's notifications of what they see, newest first:
// at most limit of those that came before one, or of all where before is 0; and
// whether there are more.
func (s *Store) ListNotifications(ctx context.Context, actor desk.Actor, before desk.NotificationID, limit int) (list []desk.Notification, more bool, err error) {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return nil, false, err
	}
	err = s.read(ctx, func(tx tx) error {
		w := notificationsOf(actor)
		if before != 0 {
			w.add("n.id < " + w.arg(before))
		}
		list, err = collect(tx, scanNotification, `
			SELECT p.id, p.kind, p.conversation_id, c.subject, i.name, COALESCE(p.message_id, 0), COALESCE(SUBSTR(m.body, 1, 1000), ''),
			       p.actor_type, p.actor_id, COALESCE(u.name, k.name, cu.name, p.actor_name), p.created_at, p.read_at IS NOT NULL
			FROM (SELECT n.* FROM notifications n WHERE `+w.guided()+` ORDER BY n.id DESC LIMIT `+w.arg(limit+1)+`) p
			JOIN conversations c ON c.id = p.conversation_id
			JOIN inboxes i ON i.id = c.inbox_id
			LEFT JOIN messages m ON m.id = p.message_id
			LEFT JOIN users u ON p.actor_type = 'user' AND u.id = p.actor_id
			LEFT JOIN api_keys k ON p.actor_type = 'key' AND k.id = p.actor_id
			LEFT JOIN customers cu ON p.actor_type = 'customer' AND cu.id = p.actor_id`, w.args...)
		return err
	})
	slices.SortFunc(list, func(a, b desk.Notification) int { return cmp.Compare(b.ID, a.ID) })
	if len(list) > limit {
		list, more = list[:limit], true
	}
	return list, more, wrap(err, "list notifications")
}

func scanNotification(row scanner) (desk.Notification, error) {
	var n desk.Notification
	var at int64
	err := row.Scan(&n.ID, &n.Kind, &n.Conversation, &n.Subject, &n.InboxName, &n.Message, &n.Preview,
		&n.By.Type, &n.By.ID, &n.By.Name, &at, &n.Read)
	n.At, n.Preview = fromMicros(at), desk.Preview(n.Preview)
	return n, err
}

// ReadNotifications marks the actor's notifications of what they see as read, up to
// the newest that they know of.
func (s *Store) ReadNotifications(ctx context.Context, actor desk.Actor, upTo desk.NotificationID) error {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return err
	}
	err := s.write(ctx, func(tx tx) error {
		user, err := loadSelf(tx, actor)
		if err != nil {
			return err
		}
		w := &where{args: []any{micros(s.now()), user.ID, upTo}}
		scope := w.scope(actor.ConversationScope(), "c.inbox_id")
		return s.readNotifications(tx, user.ID, `
			UPDATE notifications SET read_at = $1
			WHERE user_id = $2 AND read_at IS NULL AND id <= $3
			  AND EXISTS (SELECT 1 FROM conversations c WHERE c.id = notifications.conversation_id AND `+scope+`)
			RETURNING id`, w.args[2:]...)
	})
	return wrap(err, "mark notifications read")
}

// notificationBatch is how many notifications one transaction of a sweep removes.
const notificationBatch = 1000

// SweepNotifications removes notifications that were read and are old. Only the
// system does.
func (s *Store) SweepNotifications(ctx context.Context, actor desk.Actor) error {
	if err := requireSystem(actor, "Notifications are swept by the server."); err != nil {
		return err
	}
	for more := true; more; {
		err := s.write(ctx, func(tx tx) error {
			gone, err := tx.exec(`
				DELETE FROM notifications WHERE id IN (
					SELECT n.id FROM notifications n WHERE n.read_at IS NOT NULL AND n.created_at < $1
					ORDER BY n.created_at LIMIT $2)`,
				micros(s.now().Add(-desk.NotificationsKept)), notificationBatch)
			more = gone > 0
			return err
		})
		if err != nil {
			return wrap(err, "sweep notifications")
		}
	}
	return nil
}
