package desk_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
)

// roleTable is the table of the built-in roles, as the API's contract has it.
const roleTable = `
                     viewer agent manager admin
reach                own    own   all     all
read:conversations   yes    yes   yes     yes
write:conversations  -      yes   yes     yes
read:customers       yes    yes   yes     yes
write:customers      -      yes   yes     yes
read:users           yes    yes   yes     yes
write:users          -      -     -       yes
read:inboxes         yes    yes   yes     yes
write:inboxes        -      -     -       yes
write:tags           -      -     yes     yes
write:saved-replies  -      -     yes     yes
read:keys            -      -     -       yes
write:keys           -      -     -       yes
`

func TestBuiltInRoles(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(roleTable), "\n")
	roles := strings.Fields(lines[0])
	if diff := cmp.Diff(roles, desk.Words(desk.Roles())); diff != "" {
		t.Error(diff)
	}
	seen := map[desk.Permission]bool{}
	for _, line := range lines[1:] {
		cells := strings.Fields(line)
		for i, role := range roles {
			cell, role := cells[i+1], desk.Role(role)
			if cells[0] == "reach" {
				if got := role.ReachesAll(); got != (cell == "all") {
					t.Errorf("%s reaches all: %v", role, got)
				}
				continue
			}
			permission := desk.Permission(cells[0])
			seen[permission] = true
			if got := role.Permissions()[permission]; got != (cell == "yes") {
				t.Errorf("%s has %s: %v", role, permission, got)
			}
		}
	}
	if len(seen) != len(desk.Permissions()) {
		t.Errorf("the table has %d permissions of %d", len(seen), len(desk.Permissions()))
	}
	for _, p := range desk.Permissions() {
		if !seen[p] {
			t.Errorf("%s is not in the table", p)
		}
	}
}

func TestUnknownRoleMayDoNothing(t *testing.T) {
	for _, role := range []desk.Role{"", "Admin", "owner"} {
		if len(role.Permissions()) > 0 || role.ReachesAll() {
			t.Errorf("%q: %v, reaches all %v", role, role.Permissions(), role.ReachesAll())
		}
	}
}

func TestRolesDoNotShareTheirSets(t *testing.T) {
	desk.RoleViewer.Permissions()[desk.WriteKeys] = true
	if desk.RoleViewer.Permissions()[desk.WriteKeys] {
		t.Error("a change of one set reached the role")
	}
}

func TestParsePermissions(t *testing.T) {
	set, err := desk.ParsePermissions(" write:conversations, read:conversations,read:conversations")
	if err != nil || set.String() != "read:conversations,write:conversations" {
		t.Errorf("%q %v", set, err)
	}
	for _, list := range []string{"", ",", "read:conversations,", "Read:conversations", "read:everything", "*"} {
		if set, err := desk.ParsePermissions(list); !desk.Is(err, desk.CodeInvalid) || set != nil {
			t.Errorf("%q: %v %v", list, set, err)
		}
	}
	withheld := desk.PermissionSet{desk.ReadKeys: false, desk.ReadUsers: true}
	if got := withheld.String(); got != "read:users" {
		t.Errorf("a withheld permission is listed: %q", got)
	}
}
