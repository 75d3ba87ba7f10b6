package cli

import "testing"

func TestBase(t *testing.T) {
	for _, test := range []struct {
		flags addressFlags
		want  string // empty where it must be refused
	}{
		{addressFlags{Listen: "127.0.0.1:8080"}, "http://127.0.0.1:8080"},
		{addressFlags{Listen: "127.3.2.1:80"}, "http://127.3.2.1:80"},
		{addressFlags{Listen: "[::1]:8080"}, "http://[::1]:8080"},
		{addressFlags{Listen: "localhost:8080"}, "http://localhost:8080"},
		{addressFlags{Listen: "192.0.2.1:8080"}, ""},
		{addressFlags{Listen: "192.0.2.1:8080", InsecureHTTP: true}, "http://192.0.2.1:8080"},
		{addressFlags{Listen: "desk.example.com:8080"}, ""},
		{addressFlags{Listen: ":8080"}, ""},
		{addressFlags{Listen: ":8080", InsecureHTTP: true}, ""},
		{addressFlags{Listen: "127.0.0.1"}, ""},
		{addressFlags{Listen: ":8080", BaseURL: "https://desk.example.com"}, "https://desk.example.com"},
		{addressFlags{Listen: ":8080", BaseURL: "https://desk.example.com/"}, "https://desk.example.com"},
		{addressFlags{Listen: ":8080", BaseURL: "https://desk.example.com:8443"}, "https://desk.example.com:8443"},
		{addressFlags{Listen: ":8080", BaseURL: "http://desk.example.com"}, ""},
		{addressFlags{Listen: ":8080", BaseURL: "HTTP://desk.example.com"}, ""},
		{addressFlags{Listen: ":8080", BaseURL: "http://desk.example.com", InsecureHTTP: true}, "http://desk.example.com"},
		{addressFlags{Listen: ":8080", BaseURL: "http://LOCALHOST:9000"}, "http://LOCALHOST:9000"},
		{addressFlags{Listen: ":8080", BaseURL: "http://localhost.example.com"}, ""},
		{addressFlags{Listen: ":8080", BaseURL: "http://127.0.0.1.example.com"}, ""},
		{addressFlags{Listen: ":8080", BaseURL: "http://127.0.0.1@desk.example.com"}, ""},
		{addressFlags{Listen: ":8080", BaseURL: "ftp://desk.example.com"}, ""},
		{addressFlags{Listen: ":8080", BaseURL: "https://"}, ""},
		{addressFlags{Listen: ":8080", BaseURL: "https://:443"}, ""},
		{addressFlags{Listen: ":8080", BaseURL: "https://desk.example.com?x=1"}, ""},
		{addressFlags{Listen: ":8080", BaseURL: "https://desk.example.com#x"}, ""},
		{addressFlags{Listen: ":8080", BaseURL: "https://desk.example.com/desk"}, ""},
		{addressFlags{Listen: ":8080", BaseURL: "https://desk example.com"}, ""},
	} {
		base, err := test.flags.base()
		switch {
		case test.want == "" && err == nil:
			t.Errorf("%+v: got %s, want a refusal", test.flags, base)
		case test.want != "" && err != nil:
			t.Errorf("%+v: %v", test.flags, err)
		case test.want != "" && base.String() != test.want:
			t.Errorf("%+v: got %s, want %s", test.flags, base, test.want)
		}
	}
}

func TestListenFindsItsPort(t *testing.T) {
	for _, address := range []string{"127.0.0.1:0", "localhost:0"} {
		listener, base, err := addressFlags{Listen: address}.listen()
		if err != nil {
			t.Fatal(err)
		}
		listener.Close()
		if base.Port() == "0" || base.Port() == "" {
			t.Errorf("%s is served at %s", address, base)
		}
	}
}
