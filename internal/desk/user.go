package desk

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// User is a person who works in Parley.
type User struct {
	ID        UserID
	Name      string
	Email     string
	Role      Role
	Active    bool // false once disabled
	CreatedAt time.Time
	Version   int64
}

// Ref returns the user as a conversation shows them.
func (u User) Ref() UserRef { return UserRef{ID: u.ID, Name: u.Name, Email: u.Email} }

// reach returns the inboxes that the user sees, given those they belong to.
func (u User) reach(member []InboxID) Scope {
	if u.Role.ReachesAll() {
		return Everything()
	}
	return Inboxes(member...)
}

// CanBeAssigned tells whether conversations of the inbox may be assigned to the
// user, given the inboxes they belong to: they must be active, hold
// write:conversations and reach the inbox.
func CanBeAssigned(user User, member []InboxID, inbox InboxID) bool {
	return user.Active && user.Role.Permissions()[WriteConversations] && user.reach(member).Reaches(inbox)
}

// UserCreate asks for a new user.
type UserCreate struct {
	Name     Field[string]
	Email    Field[string]
	Role     Field[Role]
	Password Field[string]
	Problems FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *UserCreate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "name", &in.Name, func(s *string) { line(&errs, "name", s, MaxName) })
	required(&errs, "email", &in.Email, func(s *string) { email(&errs, "email", s) })
	required(&errs, "role", &in.Role, func(r *Role) { listed(&errs, "role", *r, Roles()) })
	required(&errs, "password", &in.Password, func(p *string) { checkPassword(&errs, "password", *p) })
	return errs
}

// ProfileUpdate asks for changes of one's own account.
type ProfileUpdate struct {
	Name     Field[string]
	Problems FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *ProfileUpdate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "name", &in.Name, func(s *string) { line(&errs, "name", s, MaxName) })
	return errs
}

// PasswordChange asks for a new password, proving knowledge of the current one.
type PasswordChange struct {
	Current string
	New     string
}

// Validate returns what is wrong with the request, whatever the current
// password is.
func (in PasswordChange) Validate() FieldErrors {
	var errs FieldErrors
	if in.Current == "" {
		errs.Add("current", "required", "current is required")
	}
	checkPassword(&errs, "new", in.New)
	if in.New == in.Current {
		errs.Add("new", "unchanged", "the new password must differ from the current one")
	}
	return errs
}

// ValidateRole returns what is wrong with a role that is given to someone.
func ValidateRole(role Role) FieldErrors {
	var errs FieldErrors
	listed(&errs, "role", role, Roles())
	return errs
}

// ValidatePassword returns what is wrong with a new password. Whether it is a
// common one is for the store to say.
func ValidatePassword(password string) FieldErrors {
	var errs FieldErrors
	checkPassword(&errs, "password", password)
	return errs
}

func checkPassword(errs *FieldErrors, field, password string) {
	n := utf8.RuneCountInString(password)
	switch {
	case !utf8.ValidString(password):
		errs.Add(field, "invalid", "the password must be valid UTF-8 text")
	case n < MinPassword:
		errs.Add(field, "too_short", fmt.Sprintf("the password must have at least %d characters", MinPassword))
	case n > MaxPassword:
		errs.Add(field, "too_long", fmt.Sprintf("the password must have at most %d characters", MaxPassword))
	}
}
