package store_test

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

func newUser(name, email string) desk.UserCreate {
	return desk.UserCreate{
		Name: desk.Value(name), Email: desk.Value(email), Role: desk.Value(desk.RoleAgent), Password: desk.Value(storetest.Password),
	}
}

func TestAddUser(t *testing.T) {
	w := newWorld(t)
	got, err := w.AddUser(t.Context(), system(), newUser(" Ana Souza ", "Ana@Example.com"))
	ok(t, err)
	want := desk.User{ID: got.ID, Name: "Ana Souza", Email: "Ana@Example.com", Role: desk.RoleAgent, Active: true, CreatedAt: w.clock.Now(), Version: 1}
	wantEqual(t, "the answer", want, got)
	kept, err := w.GetUser(t.Context(), system(), got.ID)
	ok(t, err)
	wantEqual(t, "what is kept", want, kept)
	for _, row := range w.dump() {
		if strings.Contains(row, storetest.Password) {
			t.Errorf("the password is kept: %s", row)
		}
	}
}

func TestAddUserIsRefused(t *testing.T) {
	w := newWorld(t)
	w.user("Ana Souza", desk.RoleAgent)
	for _, test := range []struct {
		name, field, code string
		set               func(*desk.UserCreate)
	}{
		{"address taken", "email", "taken", func(in *desk.UserCreate) { in.Email = desk.Value("ANA.souza@example.com") }},
		{"no role", "role", "required", func(in *desk.UserCreate) { in.Role = desk.Field[desk.Role]{} }},
		{"unknown role", "role", "not_in_list", func(in *desk.UserCreate) { in.Role = desk.Value(desk.Role("root")) }},
		{"short password", "password", "too_short", func(in *desk.UserCreate) { in.Password = desk.Value("short") }},
		{"common password", "password", "too_common", func(in *desk.UserCreate) { in.Password = desk.Value("password1234") }},
		{"repeated password", "password", "too_common", func(in *desk.UserCreate) { in.Password = desk.Value("aaaaaaaaaaaaaaaa") }},
		{"keys in a row", "password", "too_common", func(in *desk.UserCreate) { in.Password = desk.Value("qwertyuiop123") }},
		{"made of their own name", "password", "too_common", func(in *desk.UserCreate) { in.Password = desk.Value("benedikta.ito") }},
	} {
		w.invalid(test.name, test.field, test.code, func() error {
			in := newUser("Benedikta Ito", "benedikta.ito@example.com")
			test.set(&in)
			_, err := w.AddUser(t.Context(), system(), in)
			return err
		})
	}
}

func TestListUsers(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"Cleo Marsh", "Ana Souza", "Ben Ito"} {
		w.user(name, desk.RoleAgent)
	}
	_, err := w.DisableUser(t.Context(), system(), storetest.Email("Ben Ito"))
	ok(t, err)
	var names []string
	for number := 1; number <= 3; number++ {
		listing, err := w.ListUsers(t.Context(), system(), page(number, 2))
		ok(t, err)
		if listing.Total != 3 || listing.Items == nil {
			t.Errorf("page %d: %+v", number, listing)
		}
		for _, u := range listing.Items {
			names = append(names, u.Name)
		}
	}
	wantEqual(t, "by name, the disabled too", []string{"Ana Souza", "Ben Ito", "Cleo Marsh"}, names)
}

// There is always someone who can administer the workspace.
func TestLastAdministratorIsKept(t *testing.T) {
	w := newWorld(t)
	ada, admin := w.user("Ada Quist", desk.RoleAdmin)
	w.user("Ana Souza", desk.RoleManager)
	demote := func() error { _, err := w.SetRole(t.Context(), admin, ada.Email, desk.RoleManager); return err }
	disable := func() error { _, err := w.DisableUser(t.Context(), admin, ada.Email); return err }
	w.refused("demoting the only one", desk.CodeConflict, demote)
	w.refused("disabling the only one", desk.CodeConflict, disable)
	second, _ := w.user("Bo Lindt", desk.RoleAdmin)
	_, err := w.DisableUser(t.Context(), system(), second.Email)
	ok(t, err)
	w.refused("demoting the only active one", desk.CodeConflict, demote)
	w.refused("disabling the only active one", desk.CodeConflict, disable)
	w.user("Cy Young", desk.RoleAdmin)
	ok(t, demote())
}

func TestLastAdministratorIsKeptFromTwoAtOnce(t *testing.T) {
	w := newWorld(t)
	names := []string{"Ada Quist", "Bo Lindt", "Cy Young"}
	for _, name := range names {
		w.user(name, desk.RoleAdmin)
	}
	errs := together(len(names), func(i int) error {
		_, err := w.DisableUser(t.Context(), system(), storetest.Email(names[i]))
		return err
	})
	refused := slices.DeleteFunc(errs, func(err error) bool { return err == nil })
	if len(refused) != 1 || !desk.Is(refused[0], desk.CodeConflict) {
		t.Errorf("refused: %v", refused)
	}
}

// What changes rights or the password ends every session; what does not, none.
func TestSessionsEndWithTheRights(t *testing.T) {
	w := newWorld(t)
	for name, test := range map[string]struct {
		ends bool
		call func(ana desk.User) error
	}{
		"another role": {true, func(u desk.User) error {
			_, err := w.SetRole(t.Context(), system(), u.Email, desk.RoleManager)
			return err
		}},
		"the same role": {false, func(u desk.User) error {
			_, err := w.SetRole(t.Context(), system(), u.Email, desk.RoleAgent)
			return err
		}},
		"disable": {true, func(u desk.User) error { _, err := w.DisableUser(t.Context(), system(), u.Email); return err }},
		"set password": {true, func(u desk.User) error {
			_, err := w.SetPassword(t.Context(), system(), u.Email, "ochre lantern 81 bridge")
			return err
		}},
		"sign out everywhere": {true, func(u desk.User) error {
			return w.SignOutEverywhere(t.Context(), desk.UserActor(u, nil, desk.ViaPage))
		}},
		"rename": {false, func(u desk.User) error {
			_, err := w.UpdateProfile(t.Context(), desk.UserActor(u, nil, desk.ViaPage), desk.ProfileUpdate{Name: desk.Value("Ana")})
			return err
		}},
		"membership": {false, func(u desk.User) error { return w.AddMember(t.Context(), system(), "Sales", u.Email) }},
	} {
		user := storetest.AddUser(t, w.Store, "Ana "+name, desk.RoleAgent)
		other := storetest.AddUser(t, w.Store, "Ben "+name, desk.RoleAgent)
		tokens := []string{storetest.Token(t, w.Store, user), storetest.Token(t, w.Store, user)}
		others := storetest.Token(t, w.Store, other)
		ok(t, test.call(user))
		for _, token := range tokens {
			if _, err := w.SessionByToken(t.Context(), token); test.ends != desk.Is(err, desk.CodeUnauthenticated) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if _, err := w.SessionByToken(t.Context(), others); err != nil {
			t.Errorf("%s ended somebody else's session: %v", name, err)
		}
	}
}

func TestChangesOfNobodyAreNotFound(t *testing.T) {
	w := newWorld(t)
	for name, call := range map[string]func() error{
		"role":    func() error { _, err := w.SetRole(t.Context(), system(), "x@example.com", desk.RoleAgent); return err },
		"disable": func() error { _, err := w.DisableUser(t.Context(), system(), "x@example.com"); return err },
		"password": func() error {
			_, err := w.SetPassword(t.Context(), system(), "x@example.com", "ochre lantern 81 bridge")
			return err
		},
		"get":    func() error { _, err := w.GetUser(t.Context(), system(), 999); return err },
		"member": func() error { return w.AddMember(t.Context(), system(), "Billing", "x@example.com") },
		"inbox":  func() error { return w.AddMember(t.Context(), system(), "None", "x@example.com") },
	} {
		w.refused(name, desk.CodeNotFound, call)
	}
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	w.invalid("unknown role", "role", "not_in_list", func() error {
		_, err := w.SetRole(t.Context(), system(), ana.Email, "root")
		return err
	})
	w.invalid("common password", "password", "too_common", func() error {
		_, err := w.SetPassword(t.Context(), system(), ana.Email, "password1234")
		return err
	})
}

func (w *world) assignees(actor desk.Actor, inbox desk.InboxID) string {
	w.t.Helper()
	refs, err := w.ListAssignees(w.t.Context(), actor, inbox)
	ok(w.t, err)
	var names []string
	for _, ref := range refs {
		names = append(names, strings.Fields(ref.Name)[0])
	}
	return strings.Join(names, " ")
}

func TestListAssignees(t *testing.T) {
	w := newWorld(t)
	w.user("Ada Quist", desk.RoleAdmin)
	w.user("Ben Ito", desk.RoleAgent, "Billing")
	w.user("Cleo Marsh", desk.RoleAgent, "Sales")
	w.user("Dan Moss", desk.RoleAgent, "Billing")
	w.user("Eve Park", desk.RoleManager)
	w.user("Flo Reed", desk.RoleViewer, "Billing")
	_, err := w.DisableUser(t.Context(), system(), storetest.Email("Dan Moss"))
	ok(t, err)
	for inbox, want := range map[desk.InboxID]string{
		w.billing.ID: "Ada Ben Eve", w.sales.ID: "Ada Cleo Eve", w.support.ID: "Ada Eve", 0: "Ada Ben Cleo Eve",
	} {
		if got := w.assignees(system(), inbox); got != want {
			t.Errorf("inbox %d: %s, want %s", inbox, got, want)
		}
	}
}
