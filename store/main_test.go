package store_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"

	"parley/store"
)

// openerEnv names a database that a second process of this test binary opens.
const openerEnv = "PARLEY_TEST_OPEN"

// realPasswords is how passwords are hashed outside of tests.
var realPasswords store.RealPasswords

func TestMain(m *testing.M) {
	if name := os.Getenv(openerEnv); name != "" {
		os.Exit(openOnce(name))
	}
	var err error
	if realPasswords, err = store.CheapPasswords(); err == nil {
		err = flag.Set("rapid.checks", "200") // The command line can still say otherwise.
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if err := everyStatementRan(); err != nil && code == 0 {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
		os.Exit(code)
	}))
}

func openOnce(name string) int {
	s, err := store.Open(context.Background(), name, store.Options{})
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
