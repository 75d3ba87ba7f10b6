package desk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func colleagues() []UserRef {
	return []UserRef{
		{ID: 1, Name: "Vera Lind", Email: "vera@example.com"},
		{ID: 2, Name: "Vera Lindqvist", Email: "v.lindqvist@example.com"},
		{ID: 3, Name: "José Öberg", Email: "jose@example.com"},
		{ID: 4, Name: "Vera", Email: "other@example.com"},
		{ID: 5, Name: "Max Weber", Email: "max.a@example.com"},
		{ID: 6, Name: "Max Weber", Email: "max.b@example.com"},
	}
}

func TestMentions(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "",
		"Nobody at all":                  "",
		"@Vera Lind":                     "1 Vera Lind",
		"Ask @vera lind, please":         "1 vera lind",
		"(@VERA LIND)":                   "1 VERA LIND",
		"@Vera Lindqvist":                "2 Vera Lindqvist",
		"@Vera Lindq":                    "4 Vera",
		"@Vera Lind's":                   "1 Vera Lind",
		"@Vera: look":                    "4 Vera",
		"@Veranda":                       "",
		"@Vera_":                         "",
		"@josé öberg":                    "3 josé öberg",
		"@JOSÉ ÖBERG.":                   "3 JOSÉ ÖBERG",
		"@Vera\u00a0Lind":                "1 Vera\u00a0Lind",
		"@Vera\nLind":                    "4 Vera",
		"@vera@example.com":              "1 vera@example.com",
		"@Vera@Example.COM, and":         "1 Vera@Example.COM",
		"@vera@example.com.":             "1 vera@example.com",
		"@vera@example.com.au":           "",
		"@vera@elsewhere.example":        "",
		"mail vera@example.com":          "",
		"joe@Vera Lind":                  "",
		"joe+@Vera Lind":                 "",
		"@@Vera Lind":                    "",
		"\\@Vera Lind":                   "",
		"https://social.example/@Vera":   "",
		"@Vera Lind @Vera Lind":          "1 Vera Lind",
		"@Vera Lind @vera@example.com":   "1 Vera Lind, 1 vera@example.com",
		"@José Öberg and @Vera Lind":     "3 José Öberg, 1 Vera Lind",
		"@Max Weber":                     "5 Max Weber, 6 Max Weber",
		"@max.b@example.com":             "6 max.b@example.com",
		"**@Vera Lind**":                 "1 Vera Lind",
		"- @Vera Lind\n- @José Öberg":    "1 Vera Lind, 3 José Öberg",
		"> @Vera Lind":                   "1 Vera Lind",
		"`@Vera Lind`":                   "",
		"`` ` @Vera Lind ``":             "",
		"`@Vera Lind":                    "1 Vera Lind",
		"`\n\n@Vera Lind`":               "1 Vera Lind",
		"\\`@Vera Lind`":                 "1 Vera Lind",
		"`a` @Vera Lind `b`":             "1 Vera Lind",
		"```\n@Vera Lind\n```":           "",
		"```\n@Vera Lind\n```\n@Vera":    "4 Vera",
		"~~~ go\n@Vera Lind\n```\n@Vera": "",
		"> ```\n> @Vera Lind\n> ```\nx":  "",
		"```@Vera Lind``` and @Vera":     "4 Vera",
		"    @Vera Lind":                 "",
		"\t@Vera Lind":                   "",
		"Text\n    @Vera Lind":           "1 Vera Lind",
		"Text\n\n    @Vera Lind\n@Vera":  "4 Vera",
		"- one\n\n    @Vera Lind":        "1 Vera Lind",
		"1. one\n\n    @Vera Lind":       "1 Vera Lind",
		"@\u0000 @":                      "",
		"\xff@Vera Lind\xff":             "1 Vera Lind",
	} {
		var got []string
		for _, m := range Mentions(text, colleagues()) {
			got = append(got, fmt.Sprint(m.User.ID, " ", m.Words))
		}
		if is := strings.Join(got, ", "); is != want {
			t.Errorf("%q names %q, want %q", text, is, want)
		}
	}
}

// Nobody waits for a note that is made to be slow to read.
func TestMentionsOfWhatIsLong(t *testing.T) {
	people := colleagues()
	for i := range 500 {
		people = append(people, UserRef{ID: UserID(10 + i), Name: fmt.Sprintf("Vera %0100d", i), Email: fmt.Sprintf("vera%d@example.com", i)})
	}
	ticks := ""
	for n := range 400 {
		ticks += strings.Repeat("`", n+1) + " "
	}
	for _, text := range []string{strings.Repeat("@vera ", 15_000), ticks + "@Vera Lind", strings.Repeat("> ", 50_000) + "@Vera Lind"} {
		if len(Mentions(text, people)) != 1 {
			t.Error("not one is named")
		}
	}
}

func FuzzMentions(f *testing.F) {
	for _, text := range []string{"@Vera Lind", "`@Vera`", "```\n@Vera\n```", "a@vera@example.com", "> \t`` @VERA ```"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(codeOf(text)) != utf8.RuneCountInString(text) {
			t.Fatalf("%d signs of %q were looked at", len(codeOf(text)), text)
		}
		for _, m := range Mentions(text, colleagues()) {
			is := func(name string) bool { return strings.Map(foldRune, name) == strings.Map(foldRune, m.Words) }
			if !slices.Contains(colleagues(), m.User) || !(is(m.User.Name) || is(m.User.Email)) {
				t.Errorf("%q names %+v", text, m)
			}
			if !strings.Contains(strings.ToValidUTF8(text, "\ufffd"), "@"+m.Words) {
				t.Errorf("%q has no %q", text, m.Words)
			}
		}
		if code := Mentions("`"+strings.NewReplacer("`", "", "\n", " ", "\r", " ").Replace(text)+"`", colleagues()); code != nil {
			t.Errorf("code names %+v", code)
		}
	})
}
