package desk_test

import (
	"testing"

	"parley/internal/desk"
)

func TestClientNetwork(t *testing.T) {
	for address, want := range map[string]string{
		"192.0.2.7":                "192.0.2.7",
		"192.0.2.8":                "192.0.2.8",
		"::ffff:192.0.2.7":         "192.0.2.7",
		"::ffff:c000:207":          "192.0.2.7",
		"2001:db8:1:2::1":          "2001:db8:1:2::/64",
		"2001:DB8:1:2:a:b:c:d":     "2001:db8:1:2::/64",
		"2001:db8:1:3::1":          "2001:db8:1:3::/64",
		"fe80::1%eth0":             "fe80::/64",
		"::1":                      "::/64",
		"":                         "",
		"no address":               "no address",
		"192.0.2.7:443":            "192.0.2.7:443",
		"[2001:db8:1:2::1]:443":    "[2001:db8:1:2::1]:443",
		"2001:db8:1:2::1, 8.8.8.8": "2001:db8:1:2::1, 8.8.8.8",
	} {
		if got := desk.ClientNetwork(address); got != want {
			t.Errorf("%q counts as %q, want %q", address, got, want)
		}
	}
}
