package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

func TestSignIn(t *testing.T) {
	w := newWorld(t)
	const wrong = "The email address or the password is not right."
	w.play([]scenario{
		{
			name: "the form", open: "/sign-in", status: 200,
			shows: []string{"Sign in", "Email", "Password"}, hides: []string{"set-up address", "Log out"},
		},
		{
			name: "with the right password", open: "/sign-in", form: "/sign-in",
			fill: map[string]string{"email": "ANA.souza@example.com ", "password": storetest.Password}, status: 303, leads: "/conversations",
			then: func(_ *world, p *page) { p.follow().is(200).shows("Ana Souza") },
		},
		{
			name: "with a wrong password", open: "/sign-in?next=/customers", form: "/sign-in",
			fill: map[string]string{"email": "ana.souza@example.com", "password": "plum tractor violin 43"}, status: 422,
			shows: []string{wrong, "ana.souza@example.com"}, hides: []string{"plum tractor"},
			then: func(w *world, p *page) {
				// The page that one wanted is not forgotten.
				p.form("/sign-in").with("password", storetest.Password).submit().leadsTo("/customers")
			},
		},
		{
			name: "with an unknown address", open: "/sign-in", form: "/sign-in",
			fill: map[string]string{"email": "nobody@example.com", "password": storetest.Password}, status: 422, shows: []string{wrong},
		},
		{
			name: "as a disabled user", open: "/sign-in", form: "/sign-in",
			fill: map[string]string{"email": "gone.ruiz@example.com", "password": storetest.Password}, status: 422, shows: []string{wrong},
		},
		{name: "is there already", as: "ana", open: "/sign-in?next=/customers", status: 303, leads: "/customers"},
		{name: "is there already", as: "ana", open: "/sign-in", status: 303, leads: "/conversations"},
	})
}

// TestSignInLeadsOnlyToPagesHere: next= comes from the address, and so from
// whoever made a link.
func TestSignInLeadsOnlyToPagesHere(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	for next, want := range map[string]string{
		"/conversations?status=open&page=2": "/conversations?status=open&page=2",
		"/customers/{maya}":                 "/customers/{maya}",
		"/customers#top":                    "/customers",
		"/a//b":                             "/a//b",
		"":                                  "/conversations",
		"conversations":                     "/conversations",
		"//evil.example":                    "/conversations",
		"///evil.example":                   "/conversations",
		"/%2Fevil.example":                  "/conversations",
		"https://evil.example":              "/conversations",
		"https:evil.example":                "/conversations",
		`/\evil.example`:                    "/conversations",
		`\\evil.example`:                    "/conversations",
		"/\t/evil.example":                  "/conversations",
		"/\n/evil.example":                  "/conversations",
		" //evil.example":                   "/conversations",
		"javascript:alert(1)":               "/conversations",
		"data:text/html,x":                  "/conversations",
	} {
		ana.open("/sign-in?next=" + url.QueryEscape(w.expand(next))).leadsTo(want)
	}
	// What the form carries is looked at again.
	w.visitor().open("/sign-in?next=/customers").form("/sign-in").
		with("email", "ana.souza@example.com").with("password", storetest.Password).forced("next", "//evil.example").
		submit().leadsTo("/conversations")
}

func TestSignInBeginsUnderANewToken(t *testing.T) {
	w := newWorld(t)
	b := w.visitor()
	signIn := func(name string) string {
		b.at = ""
		b.do(http.MethodPost, "/sign-in", url.Values{"email": {storetest.Email(name)}, "password": {storetest.Password}}.Encode(), nil).leadsTo("/conversations")
		return b.token()
	}
	b.setCookie("parley", "chosen-by-somebody-else")
	first := signIn("Ana Souza")
	if first == "chosen-by-somebody-else" || len(first) < 26 {
		t.Fatalf("the token is %q", first)
	}
	// A notice that ana has not seen is not bo's.
	b.do(http.MethodPost, "/conversations/{kettle}/priority", "priority=urgent&was=medium", nil).is(303)
	second := signIn("Bo Lind")
	if second == first {
		t.Fatal("the token stayed the same")
	}
	b.open("/conversations").is(200).shows("Bo Lind").hides("has priority Urgent")
	old := w.visitor()
	old.setCookie("parley", first)
	old.open("/profile").leadsTo("/sign-in?next=%2Fprofile")
}

func TestSignOut(t *testing.T) {
	w := newWorld(t)
	b := w.as("ana")
	token := b.token()
	p := b.open("/conversations").form("/sign-out").submit().leadsTo("/sign-in")
	if cookie := p.Cookies(); len(cookie) != 1 || cookie[0].MaxAge >= 0 || b.token() != "" {
		t.Errorf("the cookie stays: %v", cookie)
	}
	b.setCookie("parley", token)
	b.open("/conversations").leadsTo("/sign-in?next=%2Fconversations")
	w.visitor().do(http.MethodPost, "/sign-out", "", nil).leadsTo("/sign-in")
	w.as("ana").do(http.MethodGet, "/sign-out", "", nil).is(405)
}

func TestTooManyAttemptsToSignIn(t *testing.T) {
	w := newWorld(t)
	attempt := func(email, forwarded string) *page {
		return w.visitor().do(http.MethodPost, "/sign-in", url.Values{"email": {email}, "password": {"wrong"}}.Encode(),
			map[string]string{"X-Forwarded-For": forwarded, "X-Real-Ip": forwarded, "Forwarded": "for=" + forwarded})
	}
	retryAfter := func(p *page) {
		t.Helper()
		seconds, err := strconv.Atoi(p.is(429).Header.Get("Retry-After"))
		if err != nil || seconds < 1 || seconds > int(desk.SignInWindow.Seconds()) {
			t.Errorf("Retry-After is %q", p.Header.Get("Retry-After"))
		}
	}
	// Failures are made up here but for the first and the last, since each takes a
	// while.
	fail := func(n int, account string) {
		t.Helper()
		for range n {
			_, err := w.db.ExecContext(t.Context(), "INSERT INTO sign_in_failures (account, address, at) VALUES ($1, '127.0.0.1', $2)", account, today.UnixMicro())
			w.must(err)
		}
	}
	attempt("ana.souza@example.com", "10.0.0.1").is(422)
	var ana string
	w.must(w.db.QueryRowContext(t.Context(), "SELECT account FROM sign_in_failures").Scan(&ana))
	fail(desk.MaxFailuresPerAccount-2, ana)
	attempt("ana.souza@example.com", "10.0.0.2").is(422)
	// Even the right password is refused then.
	p := w.visitor().open("/sign-in").form("/sign-in").with("email", "ana.souza@example.com").with("password", storetest.Password).submit()
	retryAfter(p.shows("too many failed attempts", "ana.souza@example.com"))
	attempt("bo.lind@example.com", "10.0.0.1").is(422)

	// An address is counted over all accounts.
	fail(desk.MaxFailuresPerAddress-w.rows("sign_in_failures"), "")
	for _, forwarded := range []string{"10.0.0.99", "127.0.0.2", "::1", ""} {
		retryAfter(attempt("mona.grant@example.com", forwarded))
	}
	if n := w.rows("sign_in_failures"); n != desk.MaxFailuresPerAddress {
		t.Errorf("%d failures", n)
	}
}

func TestSetUp(t *testing.T) {
	w := newEmptyWorld(t)
	token, err := w.store.BeginSetup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ada := map[string]string{"name": "Ada King", "email": "ada@example.com", "password": storetest.Password}
	with := func(changes ...string) map[string]string {
		fill := map[string]string{}
		for name, value := range ada {
			fill[name] = value
		}
		for i := 0; i < len(changes); i += 2 {
			fill[changes[i]] = changes[i+1]
		}
		return fill
	}
	w.play([]scenario{
		{name: "sign-in tells of it", open: "/sign-in", status: 200, shows: []string{"This workspace has no administrator yet."}},
		{name: "the address that the server prints fills in the token", open: "/setup?token=" + token, status: 200, shows: []string{token}},
		{
			name: "with a wrong token", open: "/setup?token=guess", form: "/setup", fill: with(), status: 422,
			shows: []string{"This is not the set-up token", "Ada King", "ada@example.com", "guess"}, hides: []string{"plum tractor"},
		},
		{name: "without a token", open: "/setup", form: "/setup", fill: with(), status: 422, shows: []string{"This is not the set-up token"}},
		{
			name: "with an easy password", open: "/setup?token=" + token, form: "/setup", fill: with("password", "password1234"), status: 422,
			shows: []string{"This password is easily guessed", "Ada King"},
		},
		{
			name: "with nothing right", open: "/setup?token=" + token, form: "/setup", fill: with("name", " ", "email", "ada", "password", "short"), status: 422,
			shows: []string{"There are 3 problems", "Name must not be empty", "Email must be an email address", "at least 12 characters"},
		},
		{
			name: "with everything right signs in", open: "/setup?token=" + token, form: "/setup", fill: with(), status: 303, leads: "/conversations",
			then: func(_ *world, p *page) { p.follow().is(200).shows("Welcome to Parley.", "Ada King", "Administrator") },
		},
		{name: "is over then", open: "/setup?token=" + token, status: 404},
		{name: "is over for the form too", method: "POST", open: "/setup", body: "token=" + token + "&name=Eve&email=eve@example.com&password=plum+tractor+violin+42", status: 404},
		{name: "is no word on the sign-in page", open: "/sign-in", status: 200, hides: []string{"no administrator"}},
	})
	if n := w.rows("users"); n != 1 {
		t.Errorf("%d users", n)
	}
}

func TestTheLogHasNoSecrets(t *testing.T) {
	w := newEmptyWorld(t)
	token, err := w.store.BeginSetup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	b := w.visitor()
	b.open("/setup?token="+token).form("/setup").with("name", "Ada King").with("email", "ada@example.com").
		with("password", storetest.Password).submit().follow().is(200)
	for what, secret := range map[string]string{"set-up token": token, "password": storetest.Password, "session": b.token()} {
		if strings.Contains(w.log.String(), secret) || strings.Contains(w.log.String(), url.QueryEscape(secret)) {
			t.Errorf("the %s is in the log", what)
		}
	}
}
