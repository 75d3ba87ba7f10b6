package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"parley/internal/desk"
)

func TestDecodeTellsAbsentNullAndValueApart(t *testing.T) {
	for text, want := range map[string]desk.Field[desk.UserID]{
		`{}`:                             {},
		`{"assignedTo":null}`:            desk.Null[desk.UserID](),
		`{"assignedTo":"7"}`:             desk.Value(desk.UserID(7)),
		` { "assignedTo":null}`:          desk.Null[desk.UserID](),
		`{"\u0061ssignedTo":"7"}` + "\n": desk.Value(desk.UserID(7)),
		`{"assignedTo":7}`:               {},
		`{"assignedTo":"x"}`:             {},
	} {
		var in desk.ConversationUpdate
		if err := conversationUpdateBody(&in).decode([]byte(text), &in.Problems); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if in.AssignedTo != want {
			t.Errorf("%s: %+v", text, in.AssignedTo)
		}
		if complained := in.Problems.Has("assignedTo"); complained != (text == `{"assignedTo":7}` || text == `{"assignedTo":"x"}`) {
			t.Errorf("%s: problems %v", text, in.Problems)
		}
	}
}

func TestDecodeHelpsWithIds(t *testing.T) {
	for text, want := range map[string]string{
		`{"inboxId":7}`:    `inboxId must be a string, an id such as "7"`,
		`{"inboxId":"#7"}`: `inboxId must be a decimal number in a string, an id such as "7"`,
		`{"subject":7}`:    `subject must be a string`,
		`{"Subject":"x"}`:  ``,
	} {
		var in desk.ConversationCreate
		if err := conversationCreateBody(&in).decode([]byte(text), &in.Problems); err != nil {
			t.Fatal(err)
		}
		if got := in.Problems.On("inboxId") + in.Problems.On("subject"); got != want {
			t.Errorf("%s: %q", text, got)
		}
	}
}

func TestLoneSurrogates(t *testing.T) {
	for text, want := range map[string]bool{
		`"\ud83d\ude00"`: false, `"\uD83D\uDE00x"`: false, `"plain 😀"`: false, `"\\ud83d"`: false, `"\\\\ud83d"`: false, `"\ud7ff\ue000"`: false,
		`"\ud83d"`: true, `"\ude00"`: true, `"\ud83dx\ude00"`: true, `"\ud83d\ud83d\ude00"`: true, `"\ude00\ud83d"`: true, `"\ud83d\n"`: true,
		`"\\\ud83d"`: true, `{"a":"\udfff"}`: true, `"\ud83d\\ude00"`: true,
	} {
		if loneSurrogate([]byte(text)) != want {
			t.Errorf("%s: %v", text, !want)
		}
	}
}

func TestBearer(t *testing.T) {
	for _, row := range []struct {
		headers []string
		want    string
	}{
		{nil, ""},
		{[]string{""}, ""},
		{[]string{"Bearer"}, ""},
		{[]string{"Bearer  "}, ""},
		{[]string{"Bearer a b"}, ""},
		{[]string{"Bearer a,b"}, ""},
		{[]string{"Basic a"}, ""},
		{[]string{"Bearer\ta"}, ""},
		{[]string{"Bearer a", "Bearer b"}, ""},
		{[]string{"Bearer a"}, "a"},
		{[]string{"bEARER  a "}, "a"},
	} {
		if got, ok := bearer(row.headers); got != row.want && ok || ok != (row.want != "") {
			t.Errorf("%q: %q %v", row.headers, got, ok)
		}
	}
}

// FuzzDecode holds the strict decoder against the lenient one of the standard
// library: what it accepts is one object in good UTF-8, and what it found in it
// is what stands there.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"subject":"a","status":"open","priority":null,"assignedTo":"7"}`, `{"subject":7}`, `{"x":{"y":[1,2]}}`, `{"subject":"a","subject":"b"}`,
		`[]`, `null`, ``, `{"subject":"\ud83d\ude00"}`, `{"subject":"\ud83d"}`, "{\"subject\":\"\xff\"}", `{"Subject":"a"}`, `{"subject":"a"} {}`, `{"\u0073ubject":"a"}`,
		strings.Repeat("[", 20000), `{"assignedTo":"99999999999999999999"}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var in desk.ConversationUpdate
		if err := conversationUpdateBody(&in).decode(text, &in.Problems); err != nil {
			var refused *problem
			if !errors.As(err, &refused) || refused.Status != 400 || refused.Detail == "" {
				t.Fatalf("%q: refused by %v", text, err)
			}
			return
		}
		var lenient map[string]any
		if err := json.Unmarshal(text, &lenient); err != nil || !utf8.Valid(text) || bytes.TrimSpace(text)[0] != '{' {
			t.Fatalf("%q: accepted, and is not one object: %v", text, err)
		}
		for name, value := range lenient {
			if _, known := conversationUpdateBody(&in).property(name); !known && !in.Problems.Has(name) {
				t.Fatalf("%q: no word about %q", text, name)
			}
			_, isText := value.(string)
			if name == "subject" && isText && (!in.Subject.Set || in.Subject.Value != value) {
				t.Fatalf("%q: subject is %+v", text, in.Subject)
			}
		}
		if _, named := lenient["subject"]; in.Subject.Set && !named {
			t.Fatalf("%q: subject from nowhere", text)
		}
		_ = in.Validate()
	})
}
