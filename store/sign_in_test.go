package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"parley/internal/desk"
	"parley/store/storetest"
)

const home, wrong = "192.0.2.1", "not the password"

func (w *world) signIn(email, password, address string) error {
	_, err := w.SignIn(w.t.Context(), email, password, address)
	return err
}

// wantCode checks the code of an error, and that there is none where it is empty.
func wantCode(t testing.TB, what string, code desk.Code, err error) {
	t.Helper()
	if (code == "" && err != nil) || (code != "" && !desk.Is(err, code)) {
		t.Errorf("%s: %v, want %q", what, err, code)
	}
}

func TestSignIn(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	for _, spelling := range []string{"ana.souza@example.com", " ANA.Souza@Example.COM "} {
		got, err := w.SignIn(t.Context(), spelling, storetest.Password, home)
		ok(t, err)
		wantEqual(t, spelling, ana, got)
	}
	for _, password := range []string{"", " " + storetest.Password, storetest.Password[1:], wrong, "\x00"} {
		wantCode(t, password, desk.CodeUnauthenticated, w.signIn(ana.Email, password, home))
	}
}

// A stranger cannot learn who has an account.
func TestSignInAnswersAllAlike(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	gone, _ := w.user("Gil Roth", desk.RoleAgent)
	_, err := w.DisableUser(t.Context(), system(), gone.Email)
	ok(t, err)
	want := desk.As(w.signIn(ana.Email, wrong, home))
	for name, email := range map[string]string{"unknown": "nobody@example.com", "disabled": gone.Email, "empty": "", "not an address": "x"} {
		for _, password := range []string{wrong, storetest.Password} {
			wantEqual(t, name, want, desk.As(w.signIn(email, password, home)))
		}
	}
	for i := range 2 * desk.MaxFailuresPerAccount { // The limit is met alike, too.
		known, unknown := desk.As(w.signIn(ana.Email, wrong, "a")), desk.As(w.signIn("other@example.com", wrong, "b"))
		if i < desk.MaxFailuresPerAccount-1 {
			wantEqual(t, fmt.Sprint("attempt ", i), known, unknown)
		}
	}
	wantCode(t, "known, too often", desk.CodeTooMany, w.signIn(ana.Email, wrong, "a"))
	wantCode(t, "unknown, too often", desk.CodeTooMany, w.signIn("other@example.com", wrong, "b"))
}

// The hash that stands for an unknown account costs as much as a real one.
func TestUnknownAccountsTakeAsLong(t *testing.T) {
	params, salt, key, err := argon2id.DecodeHash(realPasswords.NobodyHash)
	ok(t, err)
	real := realPasswords.Params
	params.SaltLength = real.SaltLength // Its length costs nothing.
	wantEqual(t, "parameters", real, *params)
	if len(salt) < 8 || len(key) != int(real.KeyLength) {
		t.Errorf("%d bytes of salt, %d of key", len(salt), len(key))
	}
	if real.Memory < 64*1024 || real.Iterations < 3 {
		t.Errorf("less than RFC 9106 recommends: %+v", real)
	}
}

func TestLimitPerAccount(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	ben, _ := w.user("Ben Ito", desk.RoleAgent)
	for i := range desk.MaxFailuresPerAccount {
		wantCode(t, fmt.Sprint("failure ", i), desk.CodeUnauthenticated, w.signIn(ana.Email, wrong, fmt.Sprint("address ", i)))
		w.clock.Advance(time.Minute)
	}
	refused := w.refused("the right password, from anywhere", desk.CodeTooMany, func() error {
		return w.signIn("ANA.souza@example.com", storetest.Password, "elsewhere")
	})
	if want := desk.SignInWindow - desk.MaxFailuresPerAccount*time.Minute; refused.RetryAfter != want {
		t.Errorf("retry after %v, want %v", refused.RetryAfter, want)
	}
	wantCode(t, "another account", "", w.signIn(ben.Email, storetest.Password, "address 1"))
	w.clock.Advance(refused.RetryAfter - time.Microsecond)
	wantCode(t, "a moment too early", desk.CodeTooMany, w.signIn(ana.Email, storetest.Password, home))
	w.clock.Advance(time.Microsecond)
	wantCode(t, "when told to", "", w.signIn(ana.Email, storetest.Password, home))
}

// Refused attempts are not counted, or nobody would ever get in again.
func TestRefusedAttemptsDoNotProlong(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	for range 3 * desk.MaxFailuresPerAccount {
		_ = w.signIn(ana.Email, wrong, home)
	}
	w.clock.Advance(desk.SignInWindow)
	wantCode(t, "after the window", "", w.signIn(ana.Email, storetest.Password, home))
}

func TestLimitPerAddress(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	for i := range desk.MaxFailuresPerAddress {
		wantCode(t, fmt.Sprint("failure ", i), desk.CodeUnauthenticated, w.signIn(fmt.Sprintf("user%d@example.com", i), wrong, home))
	}
	wantCode(t, "the right password", desk.CodeTooMany, w.signIn(ana.Email, storetest.Password, home))
	wantCode(t, "from elsewhere", "", w.signIn(ana.Email, storetest.Password, "198.51.100.7"))
	w.clock.Advance(desk.SignInWindow)
	wantCode(t, "after the window", "", w.signIn(ana.Email, storetest.Password, home))
}

// Who has an IPv6 address has billions of them, and an IPv4 one can be written as
// IPv6: neither buys more guesses.
func TestLimitPerNetwork(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	for i := range desk.MaxFailuresPerAddress {
		email := fmt.Sprintf("user%d@example.com", i)
		wantCode(t, fmt.Sprint("failure ", i), desk.CodeUnauthenticated, w.signIn(email, wrong, fmt.Sprintf("2001:db8:1:2::%x", i)))
		address := home
		if i%2 == 0 {
			address = "::ffff:" + home
		}
		wantCode(t, fmt.Sprint("another failure ", i), desk.CodeUnauthenticated, w.signIn(email, wrong, address))
	}
	for address, want := range map[string]desk.Code{
		"2001:db8:1:2:ffff:ffff:ffff:ffff": desk.CodeTooMany, "::ffff:" + home: desk.CodeTooMany, home: desk.CodeTooMany,
		"2001:db8:1:3::1": "", "::ffff:198.51.100.7": "",
	} {
		wantCode(t, "from "+address, want, w.signIn(ana.Email, storetest.Password, address))
	}
}

// A success clears the account, but not the address: one's own account must not
// buy more guesses at those of others.
func TestSuccessClearsTheAccountOnly(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	for range 4 {
		for range desk.MaxFailuresPerAccount - 1 {
			wantCode(t, "failure", desk.CodeUnauthenticated, w.signIn(ana.Email, wrong, home))
		}
		wantCode(t, "success", "", w.signIn(ana.Email, storetest.Password, home))
	}
	left := desk.MaxFailuresPerAddress - 4*(desk.MaxFailuresPerAccount-1)
	for i := range left {
		wantCode(t, "guesses at others", desk.CodeUnauthenticated, w.signIn(fmt.Sprintf("user%d@example.com", i), wrong, home))
	}
	wantCode(t, "one guess more", desk.CodeTooMany, w.signIn("last@example.com", wrong, home))
}

func TestManySuccessesAreNoFailures(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	for range 2 * desk.MaxFailuresPerAddress {
		wantCode(t, "success", "", w.signIn(ana.Email, storetest.Password, home))
	}
	wantEqual(t, "failures", []string{"0"}, w.rows(`SELECT COUNT(*) FROM sign_in_failures`))
}

// Many guesses at once pass the limit no more than one after the other.
func TestParallelGuessesMeetTheLimit(t *testing.T) {
	w := newWorld(t)
	ana, _ := w.user("Ana Souza", desk.RoleAgent)
	checked := 0
	for _, err := range together(50, func(i int) error { return w.signIn(ana.Email, fmt.Sprint(wrong, i), fmt.Sprint(i)) }) {
		if desk.Is(err, desk.CodeUnauthenticated) {
			checked++
		} else {
			wantCode(t, "beyond the limit", desk.CodeTooMany, err)
		}
	}
	if checked != desk.MaxFailuresPerAccount {
		t.Errorf("%d guesses were checked, want %d", checked, desk.MaxFailuresPerAccount)
	}
}

func TestAccountsAreNotNamedAmongTheFailures(t *testing.T) {
	w := newWorld(t)
	_ = w.signIn("ana.souza@example.com", wrong, home)
	for _, row := range w.rows(`SELECT account FROM sign_in_failures`) {
		if len(row) != 64 {
			t.Errorf("%q is no hash", row)
		}
	}
}
