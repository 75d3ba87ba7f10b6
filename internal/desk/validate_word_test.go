package desk_test

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/desk"
)

// wordField is one field that takes a word from a list.
type wordField struct {
	request, name string
	absence       absence
	allowed       []string
	send          func(desk.Field[string]) desk.FieldErrors
}

// as turns a field of text into one of a named word.
func as[T ~string](f desk.Field[string]) desk.Field[T] {
	return desk.Field[T]{Set: f.Set, Null: f.Null, Value: T(f.Value)}
}

func wordFields() []wordField {
	type field = desk.Field[string]
	return []wordField{
		{"ConversationCreate", "channel", optional, []string{"email", "chat", "phone", "whatsapp"}, func(f field) desk.FieldErrors {
			in := rightCreate()
			in.Channel = as[desk.Channel](f)
			return in.Validate()
		}},
		{"ConversationCreate", "priority", optional, []string{"low", "medium", "high", "urgent"}, func(f field) desk.FieldErrors {
			in := rightCreate()
			in.Priority = as[desk.Priority](f)
			return in.Validate()
		}},
		{"ConversationUpdate", "status", optional, []string{"open", "pending", "closed"}, func(f field) desk.FieldErrors {
			in := desk.ConversationUpdate{}
			in.Status = as[desk.Status](f)
			return in.Validate()
		}},
		{"ConversationUpdate", "priority", optional, []string{"low", "medium", "high", "urgent"}, func(f field) desk.FieldErrors {
			in := desk.ConversationUpdate{}
			in.Priority = as[desk.Priority](f)
			return in.Validate()
		}},
		{"MessageCreate", "kind", required, []string{"customer", "reply", "note"}, func(f field) desk.FieldErrors {
			in := desk.MessageCreate{Kind: as[desk.MessageKind](f), Body: desk.Value("Hello")}
			return in.Validate()
		}},
		{"InboxCreate", "channel", required, []string{"email", "chat", "phone", "whatsapp"}, func(f field) desk.FieldErrors {
			in := desk.InboxCreate{Name: desk.Value("Billing"), Channel: as[desk.Channel](f)}
			return in.Validate()
		}},
		{"UserCreate", "role", required, []string{"viewer", "agent", "manager", "admin"}, func(f field) desk.FieldErrors {
			in := rightUser()
			in.Role = as[desk.Role](f)
			return in.Validate()
		}},
	}
}

func TestEveryWordField(t *testing.T) {
	for _, field := range wordFields() {
		t.Run(field.request+"."+field.name, func(t *testing.T) {
			wantOnly(t, "absent", field.send(desk.Field[string]{}), field.name, field.absence.absent)
			wantOnly(t, "null", field.send(desk.Null[string]()), field.name, field.absence.null)
			for _, word := range field.allowed {
				wantOnly(t, word, field.send(desk.Value(word)), field.name, "")
			}
			for _, wrong := range []string{"", " ", "other", " " + field.allowed[0], strings.ToUpper(field.allowed[0]), field.allowed[0] + "\x00"} {
				errs := field.send(desk.Value(wrong))
				wantOnly(t, wrong, errs, field.name, "not_in_list")
				if !slices.Equal(errs[0].Allowed, field.allowed) {
					t.Errorf("%q: allowed %v, want %v", wrong, errs[0].Allowed, field.allowed)
				}
			}
		})
	}
}

func TestRefusedWordSaysWhatIsAccepted(t *testing.T) {
	in := desk.ConversationUpdate{}
	in.Priority = desk.Value(desk.Priority("top"))
	if got, want := in.Validate().On("priority"), "priority must be low, medium, high or urgent"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestIDFields(t *testing.T) {
	create := func(set func(*desk.ConversationCreate)) desk.FieldErrors {
		in := rightCreate()
		set(&in)
		return in.Validate()
	}
	customer := func(f desk.Field[desk.CustomerID]) desk.FieldErrors {
		return create(func(in *desk.ConversationCreate) { in.CustomerID = f })
	}
	inbox := func(f desk.Field[desk.InboxID]) desk.FieldErrors {
		return create(func(in *desk.ConversationCreate) { in.InboxID = f })
	}
	assignee := func(f desk.Field[desk.UserID]) desk.FieldErrors {
		in := desk.ConversationUpdate{}
		in.AssignedTo = f
		return in.Validate()
	}
	wantOnly(t, "customerId absent", customer(desk.Field[desk.CustomerID]{}), "customerId", "required")
	wantOnly(t, "customerId null", customer(desk.Null[desk.CustomerID]()), "customerId", "null")
	wantOnly(t, "customerId", customer(desk.Value(desk.CustomerID(1))), "customerId", "")
	wantOnly(t, "inboxId absent", inbox(desk.Field[desk.InboxID]{}), "inboxId", "")
	wantOnly(t, "inboxId null", inbox(desk.Null[desk.InboxID]()), "inboxId", "null")
	wantOnly(t, "inboxId", inbox(desk.Value(desk.InboxID(1))), "inboxId", "")
	wantOnly(t, "assignedTo absent", assignee(desk.Field[desk.UserID]{}), "assignedTo", "")
	wantOnly(t, "assignedTo null", assignee(desk.Null[desk.UserID]()), "assignedTo", "")
	wantOnly(t, "assignedTo", assignee(desk.Value(desk.UserID(1))), "assignedTo", "")
}

func TestKeyPermissions(t *testing.T) {
	for _, test := range []struct {
		name string
		set  desk.PermissionSet
		code string
	}{
		{"some", desk.NewPermissionSet(desk.ReadUsers), ""},
		{"all", desk.NewPermissionSet(desk.Permissions()...), ""},
		{"none", nil, "required"},
		{"only a withheld one", desk.PermissionSet{desk.ReadUsers: false}, "required"},
		{"an unknown one", desk.NewPermissionSet(desk.ReadUsers, "read:everything"), "not_in_list"},
	} {
		in := desk.KeyCreate{Name: desk.Value("k"), Permissions: test.set}
		wantOnly(t, test.name, in.Validate(), "permissions", test.code)
	}
}

// Whatever the decoder could not read is reported, once, and is not looked at
// again.
func TestProblemsOfTheDecoderComeFirst(t *testing.T) {
	problem := func(field string) desk.FieldErrors {
		return desk.FieldErrors{{Field: field, Code: "wrong_type"}}
	}
	create, update := rightCreate(), desk.ConversationUpdate{Problems: problem("status")}
	create.Subject, create.Problems = desk.Value(""), problem("subject")
	update.Status = desk.Value(desk.Status(""))
	requests := map[string]interface{ Validate() desk.FieldErrors }{
		"subject":  &create,
		"status":   &update,
		"body":     &desk.MessageCreate{Kind: desk.Value(desk.KindNote), Body: desk.Value(""), Problems: problem("body")},
		"email":    &desk.CustomerCreate{Name: desk.Value("Maya"), Email: desk.Value(""), Problems: problem("email")},
		"phone":    &desk.CustomerUpdate{Phone: desk.Value(""), Problems: problem("phone")},
		"channel":  &desk.InboxCreate{Name: desk.Value("B"), Channel: desk.Value(desk.Channel("")), Problems: problem("channel")},
		"name":     &desk.ProfileUpdate{Name: desk.Value(""), Problems: problem("name")},
		"password": &desk.UserCreate{Name: desk.Value("A"), Email: desk.Value("a@example.com"), Role: desk.Value(desk.RoleAgent), Password: desk.Value(""), Problems: problem("password")},
		"unknown":  &desk.KeyCreate{Name: desk.Value("k"), Permissions: desk.NewPermissionSet(desk.ReadUsers), Problems: problem("unknown")},
	}
	for field, request := range requests {
		wantOnly(t, field, request.Validate(), field, "wrong_type")
		wantOnly(t, field+" again", request.Validate(), field, "wrong_type")
	}
}

func TestEveryWrongFieldIsNamed(t *testing.T) {
	in := desk.ConversationCreate{
		Subject: desk.Value(""), Channel: desk.Value(desk.Channel("fax")), Priority: desk.Null[desk.Priority](),
		InboxID: desk.Null[desk.InboxID](), Message: desk.Value("\x00"),
	}
	var fields []string
	for _, e := range in.Validate() {
		fields = append(fields, e.Field)
	}
	want := []string{"subject", "customerId", "channel", "priority", "inboxId", "message"}
	if !slices.Equal(fields, want) {
		t.Errorf("errors on %v, want %v", fields, want)
	}
}
