package desk_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"parley/internal/desk"
)

func TestErrorsAreFoundInside(t *testing.T) {
	err := fmt.Errorf("get conversation 7: %w", desk.NotFound("conversation"))
	if !desk.Is(err, desk.CodeNotFound) || desk.Is(err, desk.CodeConflict) || desk.As(err).Code != desk.CodeNotFound {
		t.Errorf("%v", err)
	}
	for _, other := range []error{nil, errors.New("disk full")} {
		if desk.Is(other, desk.CodeNotFound) || desk.As(other) != nil {
			t.Errorf("%v is a refusal", other)
		}
	}
}

func TestFieldErrors(t *testing.T) {
	var errs desk.FieldErrors
	if errs.Err() != nil || errs.Has("name") || errs.On("name") != "" {
		t.Errorf("%v", errs)
	}
	errs.Add("name", "required", "name is required")
	errs.Add("name", "empty", "name must not be empty")
	if len(errs) != 1 || errs.On("name") != "name is required" {
		t.Errorf("the first of a field stands: %v", errs)
	}
	if err := desk.As(errs.Err()); err.Code != desk.CodeInvalid || err.Message != "1 field needs attention." {
		t.Errorf("%+v", err)
	}
	errs.Add("role", "not_in_list", "role must be viewer or admin", "viewer", "admin")
	want := "2 fields need attention. name is required. role must be viewer or admin."
	if err := errs.Err(); err.Error() != want {
		t.Errorf("%q, want %q", err, want)
	}
	text, err := json.Marshal(errs[1])
	if want := `{"field":"role","code":"not_in_list","message":"role must be viewer or admin","allowed":["viewer","admin"]}`; err != nil || string(text) != want {
		t.Errorf("%s %v", text, err)
	}
}

func TestStaleCarriesWhatIsThere(t *testing.T) {
	err := desk.As(desk.Stale("conversation", refund()))
	if current, ok := err.Current.(desk.Conversation); err.Code != desk.CodeStale || !ok || current.ID != 1042 {
		t.Errorf("%+v", err)
	}
}

func TestFieldsTellAbsentFromNull(t *testing.T) {
	var absent desk.Field[string]
	for name, test := range map[string]struct {
		field     desk.Field[string]
		set, null bool
		or        string
	}{
		"absent": {absent, false, false, "before"},
		"null":   {desk.Null[string](), true, true, "before"},
		"empty":  {desk.Value(""), true, false, ""},
		"value":  {desk.Value("after"), true, false, "after"},
	} {
		if test.field.Set != test.set || test.field.Null != test.null || test.field.Or("before") != test.or {
			t.Errorf("%s: %+v, or %q", name, test.field, test.field.Or("before"))
		}
	}
}

func TestRefs(t *testing.T) {
	customer := desk.Customer{ID: 7, Name: "Maya", Email: "m@example.com", Phone: "112"}
	if got := customer.Ref(); got != (desk.CustomerRef{ID: 7, Name: "Maya", Email: "m@example.com", Phone: "112"}) {
		t.Errorf("%+v", got)
	}
	user := desk.User{ID: 5, Name: "Ana", Email: "ana@example.com"}
	if got := user.Ref(); got != (desk.UserRef{ID: 5, Name: "Ana", Email: "ana@example.com"}) {
		t.Errorf("%+v", got)
	}
}
