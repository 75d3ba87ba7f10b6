package desk

import (
	"slices"
	"time"
)

// Key lets a program call the API. Its secret is shown once and only its hash
// is kept.
type Key struct {
	ID          KeyID
	Name        string
	Permissions PermissionSet
	Reach       Scope
	InboxNames  []string   // of a key that reaches some inboxes only
	ExpiresAt   *time.Time // nil: never
	LastUsedAt  *time.Time // to the minute
	RevokedAt   *time.Time
	CreatedAt   time.Time
}

// Actor returns the actor of a request that carries the key at the given time;
// a key that is revoked or has ended is nobody.
func (k Key) Actor(at time.Time) Actor {
	if k.RevokedAt != nil || (k.ExpiresAt != nil && !at.Before(*k.ExpiresAt)) {
		return Actor{}
	}
	return Actor{
		Kind: ActorKey, ID: int64(k.ID), Name: k.Name, Via: ViaAPI,
		Permissions: k.Permissions, Reach: k.Reach,
	}
}

// KeyCreate asks for a new key. Without inboxes it reaches them all.
type KeyCreate struct {
	Name        Field[string]
	Permissions PermissionSet
	Inboxes     []string // names
	ExpiresAt   *time.Time
	Problems    FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *KeyCreate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "name", &in.Name, func(s *string) { line(&errs, "name", s, MaxName) })
	granted := in.Permissions.List()
	if len(granted) == 0 {
		errs.Add("permissions", "required", "permissions are required")
	}
	for _, p := range granted {
		listed(&errs, "permissions", p, Permissions())
	}
	return errs
}
