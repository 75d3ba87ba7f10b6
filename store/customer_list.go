package store

import (
	"context"
	"strings"

	"parley/internal/desk"
)

// ListCustomers returns one page of the customers by name, each with how many
// of their conversations the actor may see.
func (s *Store) ListCustomers(ctx context.Context, actor desk.Actor, f desk.CustomerFilter) (desk.Listing[desk.Customer], error) {
	listing := desk.Listing[desk.Customer]{Page: f.Page}
	if err := actor.Require(desk.ReadCustomers); err != nil {
		return listing, err
	}
	err := s.read(ctx, func(tx tx) error {
		w := searching(f.Search)
		err := tx.row(`SELECT COUNT(*) FROM customers cu WHERE `+w.String(), w.args...).Scan(&listing.Total)
		if err != nil {
			return err
		}
		page := `SELECT cu.id FROM customers cu WHERE ` + w.String() +
			` ORDER BY cu.search, cu.id LIMIT ` + w.arg(f.Page.Limit) + ` OFFSET ` + w.arg(f.Page.Offset())
		seen := w.scope(actor.ConversationScope(), "c.inbox_id")
		listing.Items, err = collect(tx, scanCustomerWithCount, `
			SELECT `+customerColumns+`,
			       (SELECT COUNT(*) FROM conversations c WHERE c.customer_id = cu.id AND `+seen+`)
			FROM (`+page+`) page JOIN customers cu ON cu.id = page.id
			ORDER BY cu.search, cu.id`, w.args...)
		return err
	})
	return listing, wrap(err, "list customers")
}

func scanCustomerWithCount(row scanner) (desk.Customer, error) {
	var n int
	c, err := scanCustomer(appended{row, []any{&n}})
	c.Conversations = n
	return c, err
}

// appended is a row with further columns behind those that a scan knows.
type appended struct {
	row  scanner
	more []any
}

func (a appended) Scan(dest ...any) error { return a.row.Scan(append(dest, a.more...)...) }

// searching returns the condition that a customer's name, address or number
// contains every word of the text.
func searching(text string) *where {
	w := &where{}
	for _, word := range strings.Fields(strings.ToLower(text)) {
		w.add("cu.search LIKE " + w.arg("%"+escapeLike(word)+"%") + ` ESCAPE '\'`)
	}
	return w
}

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func escapeLike(word string) string { return likeEscaper.Replace(word) }
