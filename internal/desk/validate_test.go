package desk_test

import (
	"slices"
	"testing"

	"parley/internal/desk"
)

// absence says what a field makes of being left out and of null.
type absence struct{ absent, null string }

var (
	required = absence{absent: "required", null: "null"}
	optional = absence{absent: "", null: "null"}
	nullable = absence{absent: "", null: ""}
)

// textField is one text of one request: how to send it, alone, in a request that
// is right otherwise.
type textField struct {
	request, name string
	absence       absence
	cases         []textCase
	send          func(desk.Field[string]) (desk.FieldErrors, string)
}

func textFields() []textField {
	return slices.Concat(conversationTexts(), customerTexts(), otherTexts())
}

func conversationTexts() []textField {
	type field = desk.Field[string]
	return []textField{
		{"ConversationCreate", "subject", required, lineCases(desk.MaxSubject), func(f field) (desk.FieldErrors, string) {
			in := rightCreate()
			in.Subject = f
			return in.Validate(), in.Subject.Value
		}},
		{"ConversationCreate", "message", optional, paragraphCases(desk.MaxBody), func(f field) (desk.FieldErrors, string) {
			in := rightCreate()
			in.Message = f
			return in.Validate(), in.Message.Value
		}},
		{"ConversationUpdate", "subject", optional, lineCases(desk.MaxSubject), func(f field) (desk.FieldErrors, string) {
			in := desk.ConversationUpdate{}
			in.Subject = f
			return in.Validate(), in.Subject.Value
		}},
		{"MessageCreate", "body", required, paragraphCases(desk.MaxBody), func(f field) (desk.FieldErrors, string) {
			in := desk.MessageCreate{Kind: desk.Value(desk.KindReply), Body: f}
			return in.Validate(), in.Body.Value
		}},
	}
}

func customerTexts() []textField {
	type field = desk.Field[string]
	create := func(set func(*desk.CustomerCreate)) (desk.FieldErrors, desk.CustomerCreate) {
		in := desk.CustomerCreate{Name: desk.Value("Maya")}
		set(&in)
		return in.Validate(), in
	}
	update := func(set func(*desk.CustomerUpdate)) (desk.FieldErrors, desk.CustomerUpdate) {
		in := desk.CustomerUpdate{}
		set(&in)
		return in.Validate(), in
	}
	return []textField{
		{"CustomerCreate", "name", required, lineCases(desk.MaxName), func(f field) (desk.FieldErrors, string) {
			errs, in := create(func(in *desk.CustomerCreate) { in.Name = f })
			return errs, in.Name.Value
		}},
		{"CustomerCreate", "email", nullable, emailCases(), func(f field) (desk.FieldErrors, string) {
			errs, in := create(func(in *desk.CustomerCreate) { in.Email = f })
			return errs, in.Email.Value
		}},
		{"CustomerCreate", "phone", nullable, phoneCases(), func(f field) (desk.FieldErrors, string) {
			errs, in := create(func(in *desk.CustomerCreate) { in.Phone = f })
			return errs, in.Phone.Value
		}},
		{"CustomerUpdate", "name", optional, lineCases(desk.MaxName), func(f field) (desk.FieldErrors, string) {
			errs, in := update(func(in *desk.CustomerUpdate) { in.Name = f })
			return errs, in.Name.Value
		}},
		{"CustomerUpdate", "email", nullable, emailCases(), func(f field) (desk.FieldErrors, string) {
			errs, in := update(func(in *desk.CustomerUpdate) { in.Email = f })
			return errs, in.Email.Value
		}},
		{"CustomerUpdate", "phone", nullable, phoneCases(), func(f field) (desk.FieldErrors, string) {
			errs, in := update(func(in *desk.CustomerUpdate) { in.Phone = f })
			return errs, in.Phone.Value
		}},
		{"ConversationCreate with a customer", "name", required, lineCases(desk.MaxName), func(f field) (desk.FieldErrors, string) {
			in := rightCreate()
			in.CustomerID = desk.Field[desk.CustomerID]{}
			in.Customer = desk.Value(desk.CustomerCreate{Name: f})
			return in.Validate(), in.Customer.Value.Name.Value
		}},
	}
}

func otherTexts() []textField {
	type field = desk.Field[string]
	return []textField{
		{"InboxCreate", "name", required, lineCases(desk.MaxName), func(f field) (desk.FieldErrors, string) {
			in := desk.InboxCreate{Name: f, Channel: desk.Value(desk.ChannelEmail)}
			return in.Validate(), in.Name.Value
		}},
		{"KeyCreate", "name", required, lineCases(desk.MaxName), func(f field) (desk.FieldErrors, string) {
			in := desk.KeyCreate{Name: f, Permissions: desk.NewPermissionSet(desk.ReadUsers)}
			return in.Validate(), in.Name.Value
		}},
		{"UserCreate", "name", required, lineCases(desk.MaxName), func(f field) (desk.FieldErrors, string) {
			in := rightUser()
			in.Name = f
			return in.Validate(), in.Name.Value
		}},
		{"UserCreate", "email", required, emailCases(), func(f field) (desk.FieldErrors, string) {
			in := rightUser()
			in.Email = f
			return in.Validate(), in.Email.Value
		}},
		{"ProfileUpdate", "name", required, lineCases(desk.MaxName), func(f field) (desk.FieldErrors, string) {
			in := desk.ProfileUpdate{Name: f}
			return in.Validate(), in.Name.Value
		}},
	}
}

func rightCreate() desk.ConversationCreate {
	return desk.ConversationCreate{Subject: desk.Value("Refund"), CustomerID: desk.Value(desk.CustomerID(7))}
}

func rightUser() desk.UserCreate {
	return desk.UserCreate{
		Name: desk.Value("Ana Souza"), Email: desk.Value("ana@example.com"),
		Role: desk.Value(desk.RoleAgent), Password: desk.Value("plum tractor violin"),
	}
}

func TestEveryTextField(t *testing.T) {
	for _, field := range textFields() {
		t.Run(field.request+"."+field.name, func(t *testing.T) {
			absent, _ := field.send(desk.Field[string]{})
			wantOnly(t, "absent", absent, field.name, field.absence.absent)
			null, _ := field.send(desk.Null[string]())
			wantOnly(t, "null", null, field.name, field.absence.null)
			for _, c := range field.cases {
				errs, cleaned := field.send(desk.Value(c.in))
				wantOnly(t, c.name, errs, field.name, c.code)
				if c.code == "" && cleaned != c.want {
					t.Errorf("%s: %q became %q, want %q", c.name, c.in, cleaned, c.want)
				}
			}
		})
	}
}

// wantOnly checks that the one error is on field with the code, or that there
// is none where the code is empty.
func wantOnly(t *testing.T, what string, errs desk.FieldErrors, field, code string) {
	t.Helper()
	switch {
	case code == "" && len(errs) > 0:
		t.Errorf("%s: %v, want no error", what, errs)
	case code != "" && (len(errs) != 1 || errs[0].Field != field || errs[0].Code != code):
		t.Errorf("%s: %v, want only %s on %s", what, errs, code, field)
	}
}
