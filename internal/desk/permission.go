package desk

import (
	"sort"
	"strings"
)

// Permission allows one kind of access to one kind of record.
type Permission string

// The permissions.
const (
	ReadConversations  Permission = "read:conversations"
	WriteConversations Permission = "write:conversations"
	ReadCustomers      Permission = "read:customers"
	WriteCustomers     Permission = "write:customers"
	ReadUsers          Permission = "read:users"
	WriteUsers         Permission = "write:users"
	ReadInboxes        Permission = "read:inboxes"
	WriteInboxes       Permission = "write:inboxes"
	WriteTags          Permission = "write:tags"
	WriteSavedReplies  Permission = "write:saved-replies"
	ReadKeys           Permission = "read:keys"
	WriteKeys          Permission = "write:keys"
)

// Permissions lists every Permission.
func Permissions() []Permission {
	return []Permission{
		ReadConversations, WriteConversations, ReadCustomers, WriteCustomers, ReadUsers,
		WriteUsers, ReadInboxes, WriteInboxes, WriteTags, WriteSavedReplies, ReadKeys, WriteKeys,
	}
}

// PermissionSet is what an actor may do. The zero set allows nothing.
type PermissionSet map[Permission]bool

// NewPermissionSet returns the set of the given permissions.
func NewPermissionSet(permissions ...Permission) PermissionSet {
	set := make(PermissionSet, len(permissions))
	for _, p := range permissions {
		set[p] = true
	}
	return set
}

// ParsePermissions reads a comma list such as "read:conversations,write:conversations".
func ParsePermissions(list string) (PermissionSet, error) {
	set := PermissionSet{}
	known := NewPermissionSet(Permissions()...)
	for _, word := range strings.Split(list, ",") {
		p := Permission(strings.TrimSpace(word))
		if !known[p] {
			var errs FieldErrors
			errs.Add("permissions", "not_in_list",
				"permissions must be a comma list of "+oneOf(Words(Permissions())), Words(Permissions())...)
			return nil, errs.Err()
		}
		set[p] = true
	}
	return set, nil
}

// List returns the permissions in alphabetical order.
func (s PermissionSet) List() []Permission {
	list := make([]Permission, 0, len(s))
	for p, granted := range s {
		if granted {
			list = append(list, p)
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i] < list[j] })
	return list
}

// String returns the comma list that ParsePermissions reads.
func (s PermissionSet) String() string { return strings.Join(Words(s.List()), ",") }

// Role is a named set of permissions with a reach.
type Role string

// The built-in roles.
const (
	RoleViewer  Role = "viewer"
	RoleAgent   Role = "agent"
	RoleManager Role = "manager"
	RoleAdmin   Role = "admin"
)

// Roles lists the built-in roles from the least powerful to the most.
func Roles() []Role { return []Role{RoleViewer, RoleAgent, RoleManager, RoleAdmin} }

// Permissions returns what the role allows; an unknown role allows nothing.
func (r Role) Permissions() PermissionSet {
	switch r {
	case RoleViewer:
		return NewPermissionSet(ReadConversations, ReadCustomers, ReadUsers, ReadInboxes)
	case RoleAgent:
		return NewPermissionSet(ReadConversations, WriteConversations, ReadCustomers, WriteCustomers, ReadUsers, ReadInboxes)
	case RoleManager:
		return NewPermissionSet(ReadConversations, WriteConversations, ReadCustomers, WriteCustomers, ReadUsers, ReadInboxes, WriteTags, WriteSavedReplies)
	case RoleAdmin:
		return NewPermissionSet(Permissions()...)
	}
	return nil
}

// ReachesAll tells whether the role sees every inbox or only those its holder
// is a member of.
func (r Role) ReachesAll() bool { return r == RoleManager || r == RoleAdmin }
