package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"parley/internal/desk"
)

// once runs a use case in one transaction like write. A request that is known by a
// key is written down in that transaction, with what the use case has put into
// result; when it comes again the result is that one, and nothing is done. What is
// refused, or fails, is not written down.
func (s *Store) once(ctx context.Context, actor desk.Actor, result any, fn func(tx) error) error {
	once := actor.Once
	if once == nil {
		return s.write(ctx, fn)
	}
	if !once.Waits {
		end, first := s.underWay.begin(requestName(actor))
		if !first {
			return desk.StillUnderWay()
		}
		defer end()
	}
	return s.write(ctx, func(tx tx) error {
		if err := oneAtATime(tx, actor); err != nil {
			return err
		}
		found, err := loadRequest(tx, actor, micros(s.now().Add(-desk.OnceLife)))
		if err != nil {
			return err
		}
		if found != nil {
			return found.replay(tx, actor, result)
		}
		if err := fn(tx); err != nil {
			return err
		}
		return keepRequest(tx, actor, result, micros(s.now()))
	})
}

// requestName is what those who make the same request wait for each other by.
func requestName(actor desk.Actor) string {
	return fmt.Sprintf("request %s %d %s", actor.Kind, actor.ID, actor.Once.Key)
}

// oneAtATime lets nobody else do the same until the commit, in no process.
func oneAtATime(tx tx, actor desk.Actor) error {
	if actor.Once.Waits {
		return tx.alone(requestName(actor))
	}
	free, err := tx.aloneNow(requestName(actor))
	if err == nil && !free {
		return desk.StillUnderWay()
	}
	return err
}

// request is one that was done.
type request struct {
	id           int64
	print, place string
	result       *string // nil: nobody is to see it any more
}

// loadRequest returns the actor's request of the same key, or nil where there is
// none that is young enough.
func loadRequest(tx tx, actor desk.Actor, since int64) (*request, error) {
	var r request
	err := tx.row(`
		SELECT r.id, r.print, r.place, r.result
		FROM requests r
		WHERE r.actor_type = $1 AND r.actor_id = $2 AND r.key = $3 AND r.created_at > $4`,
		actor.Kind, actor.ID, actor.Once.Key, since).Scan(&r.id, &r.print, &r.place, &r.result)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &r, wrap(err, "load request")
}

// replay gives the result that the request had, unless it was another request, or
// tells of conversations that the actor may not see any more.
func (r *request) replay(tx tx, actor desk.Actor, result any) error {
	if r.print != actor.Once.Print {
		return actor.Once.Reused()
	}
	w := &where{}
	w.add("rs.request_id = " + w.arg(r.id))
	w.add("rs.subject = " + w.arg(conversationNoun))
	w.add("NOT (" + w.scope(actor.ConversationScope(), "c.inbox_id") + ")")
	var hidden bool
	err := tx.row(`
		SELECT EXISTS (
			SELECT 1 FROM request_subjects rs JOIN conversations c ON c.id = rs.subject_id
			WHERE `+w.String()+`)`, w.args...).Scan(&hidden)
	switch {
	case err != nil:
		return wrap(err, "look who may see the request's result")
	case hidden || r.result == nil:
		return desk.NoLongerThere()
	}
	actor.Once.Replayed, actor.Once.Place = true, r.place
	return wrap(json.Unmarshal([]byte(*r.result), result), "decode the request's result")
}

// keepRequest writes down that the request is done, in the place of one of the same
// key that was too old to count.
func keepRequest(tx tx, actor desk.Actor, result any, now int64) error {
	text, err := json.Marshal(result)
	if err != nil {
		return fmt.Errorf("encode the request's result: %w", err)
	}
	once := actor.Once
	if _, err := tx.exec(`
		DELETE FROM requests
		WHERE actor_type = $1 AND actor_id = $2 AND key = $3`, actor.Kind, actor.ID, once.Key); err != nil {
		return wrap(err, "forget the older request")
	}
	var id int64
	err = tx.row(`
		INSERT INTO requests (actor_type, actor_id, key, print, place, result, created_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		RETURNING id`, actor.Kind, actor.ID, once.Key, once.Print, once.Place, string(text), now).Scan(&id)
	if err != nil {
		return wrap(err, "keep request")
	}
	for about := range tx.subjects {
		if _, err := tx.exec(`INSERT INTO request_subjects (subject, subject_id, request_id) VALUES ($1, $2, $3)`, about.noun, about.id, id); err != nil {
			return wrap(err, "keep the request's subject")
		}
	}
	return nil
}

// subject is a record that a transaction that writes has loaded or changed.
type subject struct {
	noun string
	id   int64
}

// about notes that what the transaction returns may tell of the record.
func (t tx) about(noun string, id int64) {
	if t.writes {
		t.subjects[subject{noun, id}] = true
	}
}

// forgetResults takes back what is kept to be shown again of a record that is being
// deleted. That the requests were done stays known.
func forgetResults(tx tx, noun string, id int64) error {
	_, err := tx.exec(`
		UPDATE requests SET result = NULL
		WHERE id IN (SELECT request_id FROM request_subjects WHERE subject = $1 AND subject_id = $2)`, noun, id)
	return wrap(err, "forget results")
}

// SweepRequests forgets requests that are too old to come again. Only the system
// does.
func (s *Store) SweepRequests(ctx context.Context, actor desk.Actor) error {
	if err := requireSystem(actor, "Requests are swept by the server."); err != nil {
		return err
	}
	for more := true; more; {
		err := s.write(ctx, func(tx tx) error {
			n, err := tx.exec(`
				DELETE FROM requests
				WHERE id IN (SELECT id FROM requests WHERE created_at <= $1 ORDER BY created_at LIMIT $2)`,
				micros(s.now().Add(-desk.OnceLife)), sweepBatch)
			more = n == sweepBatch
			return err
		})
		if err != nil {
			return wrap(err, "sweep requests")
		}
	}
	return nil
}

// underWay knows what requests this process is doing. On SQLite they would come one
// after the other, and never find each other under way.
type underWay struct {
	mutex sync.Mutex
	names map[string]bool
}

// begin tells whether nobody else is doing the request, and then how to end it.
func (u *underWay) begin(name string) (end func(), first bool) {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	if u.names[name] {
		return nil, false
	}
	u.names[name] = true
	return func() {
		u.mutex.Lock()
		defer u.mutex.Unlock()
		delete(u.names, name)
	}, true
}
