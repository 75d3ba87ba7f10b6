package desk_test

import (
	"strings"
	"testing"

	"parley/internal/desk"
)

// passwordCases are the rules of every new password, by code. Characters are
// counted, not bytes, and nothing is trimmed.
func passwordCases() map[string]string {
	return map[string]string{
		"plum tractor violin":                        "",
		strings.Repeat("é", desk.MinPassword):        "",
		strings.Repeat("é", desk.MinPassword-1):      "too_short",
		strings.Repeat("é", desk.MaxPassword):        "",
		strings.Repeat("é", desk.MaxPassword+1):      "too_long",
		"":                                           "too_short",
		"\xff" + strings.Repeat("a", 20):             "invalid",
		strings.Repeat(" ", desk.MinPassword) + "ab": "",
	}
}

func TestNewPasswords(t *testing.T) {
	for password, code := range passwordCases() {
		wantOnly(t, password, desk.ValidatePassword(password), "password", code)
		in := rightUser()
		in.Password = desk.Value(password)
		wantOnly(t, password, in.Validate(), "password", code)
		if in.Password.Value != password {
			t.Errorf("%q became %q", password, in.Password.Value)
		}
		change := desk.PasswordChange{Current: "the old one", New: password}
		wantOnly(t, password, change.Validate(), "new", code)
	}
	in := rightUser()
	in.Password = desk.Field[string]{}
	wantOnly(t, "absent", in.Validate(), "password", "required")
	in.Password = desk.Null[string]()
	wantOnly(t, "null", in.Validate(), "password", "null")
}

func TestPasswordChange(t *testing.T) {
	const good = "plum tractor violin"
	wantOnly(t, "no current", desk.PasswordChange{New: good}.Validate(), "current", "required")
	wantOnly(t, "unchanged", desk.PasswordChange{Current: good, New: good}.Validate(), "new", "unchanged")
}

func TestValidateRole(t *testing.T) {
	for _, role := range desk.Roles() {
		wantOnly(t, string(role), desk.ValidateRole(role), "role", "")
	}
	for _, role := range []desk.Role{"", "Admin", "owner"} {
		wantOnly(t, string(role), desk.ValidateRole(role), "role", "not_in_list")
	}
}
