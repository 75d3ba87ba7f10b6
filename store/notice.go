package store

import (
	"context"
	"time"

	"parley/internal/desk"
)

// Notices returns what was committed since a mark, as far as it is within the
// actor's scope. Since 0 nothing was, and the mark to begin with is returned.
//
// Marks are not ids: on PostgreSQL a row may become visible after others with
// greater ids. Each row carries the number of its transaction instead, and the next
// mark is the oldest transaction that was under way while the rows were read. All
// before it have ended, so nothing can appear there any more; what has appeared
// after it is returned once more the next time.
//
// It is for those who work here: what is held, they see at once. For the outside
// there is Outgoing.
func (s *Store) Notices(ctx context.Context, actor desk.Actor, since desk.Mark) (desk.Notices, error) {
	return s.follow(ctx, actor, since, nil)
}

// follow returns what was committed since a mark and, where it says, is due by then.
func (s *Store) follow(ctx context.Context, actor desk.Actor, since desk.Mark, due *time.Time) (notices desk.Notices, err error) {
	if err := actor.Require(desk.ReadConversations); err != nil {
		return notices, err
	}
	err = s.read(ctx, func(tx tx) error {
		if err := tx.row(tx.db.horizon()).Scan(&notices.Next); err != nil {
			return err
		}
		if since > notices.Next { // It is of another database.
			notices.Gap = true
			return nil
		}
		if due != nil {
			if notices.Next, err = stillHeld(tx, since, notices.Next, *due); err != nil {
				return err
			}
		}
		if since > 0 {
			notices.List, err = readNotices(tx, actor.ConversationScope(), since, due)
		}
		return err
	})
	if len(notices.List) > desk.MaxNotices {
		notices.List, notices.Gap = nil, true
	}
	return notices, wrap(err, "follow what is committed")
}

// readNotices returns one notice too many where there are too many. An event that
// is gone was of a record that is, too, and nobody need know who changed it.
func readNotices(tx tx, scope desk.Scope, since desk.Mark, due *time.Time) ([]desk.Notice, error) {
	w := &where{}
	w.add("o.mark >= " + w.arg(since))
	if due != nil {
		w.add("o.due_at <= " + w.arg(micros(*due)))
	}
	w.add(w.scope(scope, "o.inbox_id"))
	return collect(tx, scanNotice, `
		SELECT o.event_id, o.subject, o.subject_id, o.action, COALESCE(o.inbox_id, 0),
		       COALESCE(e.actor_type, ''), COALESCE(e.actor_id, 0), COALESCE(e.actor_name, '')
		FROM outbox o LEFT JOIN events e ON e.id = o.event_id
		WHERE `+w.String()+`
		ORDER BY o.id LIMIT `+w.arg(desk.MaxNotices+1), w.args...)
}

func scanNotice(row scanner) (n desk.Notice, err error) {
	return n, row.Scan(&n.EventID, &n.Subject, &n.SubjectID, &n.Action, &n.InboxID, &n.By.Type, &n.By.ID, &n.By.Name)
}

const listenRefused = "Only Parley itself may listen to everything."

// relisten is how long Listen waits before it connects again.
const relisten = time.Second

// Listen calls tell with the empty text whenever something may have been committed,
// by whichever process, and with whatever was given to Tell, until ctx ends. A
// connection that is lost is made anew, and as something may have been missed, tell
// is called then. It must not block. Commands beside a SQLite server are not heard.
func (s *Store) Listen(ctx context.Context, actor desk.Actor, tell func(text string)) error {
	if err := requireSystem(actor, listenRefused); err != nil {
		return err
	}
	defer s.db.listeners.add(tell)()
	for ctx.Err() == nil {
		err := s.db.listen(ctx, tell)
		if ctx.Err() != nil {
			break
		}
		s.log.WarnContext(ctx, "listen to other processes", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(relisten):
		}
	}
	return nil
}

// Tell passes a text, of at most some thousand bytes, to all who listen now, in
// every process. It is kept nowhere.
func (s *Store) Tell(ctx context.Context, actor desk.Actor, text string) error {
	if err := requireSystem(actor, listenRefused); err != nil {
		return err
	}
	return wrap(s.db.tellAll(ctx, text), "tell all processes")
}

// ForgetNotices removes what was committed so long ago that nobody comes back for
// it.
func (s *Store) ForgetNotices(ctx context.Context, actor desk.Actor) error {
	if err := requireSystem(actor, listenRefused); err != nil {
		return err
	}
	err := s.write(ctx, func(tx tx) error {
		_, err := tx.exec(`DELETE FROM outbox WHERE created_at < $1`, micros(s.now().Add(-desk.NoticesKept)))
		return err
	})
	return wrap(err, "forget notices")
}
