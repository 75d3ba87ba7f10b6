package desk

import "slices"

// ActorKind says what an Actor is.
type ActorKind string

// The kinds of actor. The empty kind is nobody.
const (
	ActorUser   ActorKind = "user"
	ActorKey    ActorKind = "key"
	ActorSystem ActorKind = "system"
)

// Via is the face a change came through, as history names it.
type Via string

// The ways in.
const (
	ViaPage    Via = "page"
	ViaAPI     Via = "api"
	ViaCommand Via = "command"
	ViaSystem  Via = "system"
)

// Actor is whoever reads or writes. Every store method takes one. The zero
// Actor is nobody and may do nothing.
type Actor struct {
	Kind        ActorKind
	ID          int64  // a UserID or a KeyID; 0 for the system
	Name        string // as history shows it
	Via         Via
	Permissions PermissionSet
	Reach       Scope
	Role        Role // of a user; empty otherwise
	// Once is what the request is known by that the actor makes; nil: each time it
	// comes it is done.
	Once *Once
}

// System returns the actor of work that no person or key asked for, or that
// came through the command line; cause is what history names.
func System(cause string, via Via) Actor {
	return Actor{
		Kind: ActorSystem, Name: cause, Via: via,
		Permissions: NewPermissionSet(Permissions()...), Reach: Everything(),
	}
}

// UserActor returns the actor of a signed-in user who is a member of inboxes.
// A user who is not active may do nothing.
func UserActor(user User, inboxes []InboxID, via Via) Actor {
	actor := Actor{Kind: ActorUser, ID: int64(user.ID), Name: user.Name, Via: via, Role: user.Role}
	if !user.Active {
		return actor
	}
	actor.Permissions = user.Role.Permissions()
	actor.Reach = user.reach(inboxes)
	return actor
}

// UserID returns the user's id, or 0 for an actor who is not a user.
func (a Actor) UserID() UserID {
	if a.Kind == ActorUser {
		return UserID(a.ID)
	}
	return 0
}

// Can tells whether the actor holds the permission.
func (a Actor) Can(p Permission) bool { return a.Kind != "" && a.Permissions[p] }

// Making returns the actor as the one who makes a request that is known by once.
func (a Actor) Making(once *Once) Actor {
	a.Once = once
	return a
}

// RequireSomeone returns CodeUnauthenticated for nobody, and nil for everyone else.
func (a Actor) RequireSomeone() error {
	if a.Kind == "" {
		return &Error{Code: CodeUnauthenticated, Message: "Sign in first."}
	}
	return nil
}

// Require returns nil where the actor holds the permission, CodeUnauthenticated
// for nobody and CodePermission for everyone else.
func (a Actor) Require(p Permission) error {
	if err := a.RequireSomeone(); err != nil {
		return err
	}
	if !a.Can(p) {
		return &Error{Code: CodePermission, Required: p, Message: "You do not have the permission " + string(p) + ", which this needs."}
	}
	return nil
}

// ConversationScope returns which conversations there are for the actor: those
// of the inboxes within reach, and none for who may neither read nor write any.
func (a Actor) ConversationScope() Scope {
	if !a.Can(ReadConversations) && !a.Can(WriteConversations) {
		return Scope{}
	}
	return a.Reach
}

// InboxScope returns which inboxes the actor may see.
func (a Actor) InboxScope() Scope {
	if !a.Can(ReadInboxes) {
		return Scope{}
	}
	return a.Reach
}

// Scope is a set of inboxes, used as a predicate (Contains) and by the store as
// the WHERE clause of lists, counts and look-ups. The zero Scope is empty.
type Scope struct {
	all     bool
	inboxes []InboxID
}

// Everything returns the scope that holds every inbox, those to come included.
func Everything() Scope { return Scope{all: true} }

// Inboxes returns the scope of the given inboxes only.
func Inboxes(ids ...InboxID) Scope { return Scope{inboxes: slices.Clone(ids)} }

// All tells whether the scope holds every inbox.
func (s Scope) All() bool { return s.all }

// List returns the inboxes of a scope that does not hold them all.
func (s Scope) List() []InboxID { return s.inboxes }

// Empty tells whether nothing can be in the scope.
func (s Scope) Empty() bool { return !s.all && len(s.inboxes) == 0 }

// Reaches tells whether the inbox is in the scope.
func (s Scope) Reaches(id InboxID) bool { return s.all || slices.Contains(s.inboxes, id) }

// Contains tells whether the conversation is in the scope.
func (s Scope) Contains(c Conversation) bool { return s.Reaches(c.InboxID) }
