package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"parley/internal/desk"
)

const customerNoun = "customer"

const customerColumns = `cu.id, cu.name, cu.email, cu.phone, cu.created_at, cu.updated_at, cu.version`

func scanCustomer(row scanner) (desk.Customer, error) {
	var c desk.Customer
	var created, updated int64
	err := row.Scan(&c.ID, &c.Name, &c.Email, &c.Phone, &created, &updated, &c.Version)
	c.CreatedAt, c.UpdatedAt = fromMicros(created), fromMicros(updated)
	return c, err
}

// loadCustomer returns a customer, whose row lock, as forUpdate and forShare
// return it, holds for the rest of the transaction.
func loadCustomer(tx tx, id desk.CustomerID, lock string) (desk.Customer, error) {
	c, err := scanCustomer(tx.row(`SELECT `+customerColumns+` FROM customers cu WHERE cu.id = $1`+lock, id))
	if errors.Is(err, sql.ErrNoRows) {
		return c, desk.NotFound(customerNoun)
	}
	return c, err
}

// GetCustomer returns one customer.
func (s *Store) GetCustomer(ctx context.Context, actor desk.Actor, id desk.CustomerID) (c desk.Customer, err error) {
	if err := actor.Require(desk.ReadCustomers); err != nil {
		return c, err
	}
	err = s.read(ctx, func(tx tx) error {
		c, err = loadCustomer(tx, id, "")
		return err
	})
	return c, wrap(err, "get customer %s", id)
}

// CreateCustomer adds a customer. No two customers share an email address.
func (s *Store) CreateCustomer(ctx context.Context, actor desk.Actor, in desk.CustomerCreate) (c desk.Customer, err error) {
	if err := actor.Require(desk.WriteCustomers); err != nil {
		return c, err
	}
	err = s.once(ctx, actor, &c, func(tx tx) error {
		c, err = createCustomer(tx, actor, in, s.now())
		return err
	})
	return c, wrap(err, "create customer")
}

func createCustomer(tx tx, actor desk.Actor, in desk.CustomerCreate, now time.Time) (desk.Customer, error) {
	if err := in.Validate().Err(); err != nil {
		return desk.Customer{}, err
	}
	c := desk.Customer{
		Name: in.Name.Value, Email: in.Email.Value, Phone: in.Phone.Value,
		CreatedAt: now, UpdatedAt: now, Version: 1,
	}
	err := tx.row(`
		INSERT INTO customers (name, email, email_key, phone, search, created_at, updated_at, version)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		RETURNING id`,
		c.Name, c.Email, emailKeyOrNil(c.Email), c.Phone, searchText(c), micros(now), micros(now), c.Version).Scan(&c.ID)
	if isDuplicate(err) {
		return c, addressTaken(customerNoun)
	}
	if err != nil {
		return c, err
	}
	return c, record(tx, actor, change{customerNoun, int64(c.ID), desk.ActionCreated, []desk.Change{
		{Field: "name", After: c.Name}, {Field: "email", After: c.Email}, {Field: "phone", After: c.Phone},
	}, now})
}

// UpdateCustomer changes a customer; what changes nothing keeps the version and
// writes no event.
func (s *Store) UpdateCustomer(ctx context.Context, actor desk.Actor, id desk.CustomerID, in desk.CustomerUpdate) (c desk.Customer, err error) {
	if err := actor.Require(desk.WriteCustomers); err != nil {
		return c, err
	}
	err = s.write(ctx, func(tx tx) error {
		c, err = updateCustomer(tx, actor, id, in, s.now())
		return err
	})
	return c, wrap(err, "update customer %s", id)
}

func updateCustomer(tx tx, actor desk.Actor, id desk.CustomerID, in desk.CustomerUpdate, now time.Time) (desk.Customer, error) {
	c, err := loadCustomer(tx, id, tx.forUpdate("cu"))
	if err != nil {
		return c, err
	}
	if in.IfVersions != nil && !slices.Contains(in.IfVersions, c.Version) {
		return c, desk.Stale(customerNoun, c)
	}
	if err := in.Validate().Err(); err != nil {
		return c, err
	}
	next, changes := in.Apply(c)
	if len(changes) == 0 {
		return c, nil
	}
	next.UpdatedAt, next.Version = now, c.Version+1
	n, err := tx.exec(`
		UPDATE customers
		SET name = $1, email = $2, email_key = $3, phone = $4, search = $5, updated_at = $6, version = $7
		WHERE id = $8 AND version = $9`,
		next.Name, next.Email, emailKeyOrNil(next.Email), next.Phone, searchText(next), micros(now), next.Version, id, c.Version)
	switch {
	case isDuplicate(err):
		return c, addressTaken(customerNoun)
	case err != nil:
		return c, err
	case n == 0:
		return c, desk.Stale(customerNoun, c)
	}
	return next, record(tx, actor, change{customerNoun, int64(id), desk.ActionUpdated, changes, now})
}

// DeleteCustomer removes a customer who has no conversation at all. Whether
// there are some that the actor may not see is not told, nor how many.
func (s *Store) DeleteCustomer(ctx context.Context, actor desk.Actor, id desk.CustomerID, ifVersions []int64) error {
	if err := actor.Require(desk.WriteCustomers); err != nil {
		return err
	}
	err := s.write(ctx, func(tx tx) error {
		c, err := loadCustomer(tx, id, tx.forUpdate("cu"))
		if err != nil {
			return err
		}
		if ifVersions != nil && !slices.Contains(ifVersions, c.Version) {
			return desk.Stale(customerNoun, c)
		}
		n, err := tx.exec(`
			DELETE FROM customers
			WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM conversations c WHERE c.customer_id = $1)`, id)
		if err != nil && !isReferenced(err) {
			return err
		}
		if n == 0 {
			return &desk.Error{Code: desk.CodeConflict, Message: "This customer has conversations and cannot be deleted while they exist."}
		}
		if err := forget(tx, customerNoun, int64(id)); err != nil {
			return err
		}
		return record(tx, actor, change{customerNoun, int64(id), desk.ActionDeleted, nil, s.now()})
	})
	return wrap(err, "delete customer %s", id)
}

func addressTaken(noun string) error {
	var errs desk.FieldErrors
	errs.Add("email", "taken", "another "+noun+" has this email address")
	return errs.Err()
}

func emailKeyOrNil(address string) *string {
	if address == "" {
		return nil
	}
	key := desk.EmailKey(address)
	return &key
}

// searchText is what a search looks through: lower case, with the telephone
// number once as written and once as digits.
func searchText(c desk.Customer) string {
	return strings.ToLower(c.Name + "\n" + c.Email + "\n" + c.Phone + "\n" + digits(c.Phone))
}

func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text)
}
