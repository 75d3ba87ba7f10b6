package desk

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Mention is somebody whom a note names.
type Mention struct {
	User UserRef
	// Words are how the note names them, without the @: their name or their address,
	// as it was typed.
	Words string
}

// Mentions returns whom a text names as @Full Name or @address@host, whatever the
// case, in the order in which it does, each way to name somebody once:
//   - the longest name or address that fits is meant, and everybody who has it;
//   - an @ within a word, as in a mail address, names nobody, and neither does one
//     with a backslash before it;
//   - what stands in code of Markdown names nobody.
func Mentions(text string, people []UserRef) []Mention {
	if !strings.Contains(text, "@") {
		return nil
	}
	names := newRoll(people)
	typed, code := []rune(text), codeOf(text)
	folded := make([]rune, len(typed))
	for i, r := range typed {
		folded[i] = foldRune(r)
	}
	var found []Mention
	type naming struct {
		id    UserID
		words string
	}
	seen := map[naming]bool{}
	for i := 0; i < len(typed); i++ {
		if typed[i] != '@' || code[i] || (i > 0 && joinsBefore(typed[i-1])) {
			continue
		}
		named, length := names.at(folded[i+1:])
		for _, u := range named {
			m := Mention{User: u, Words: string(typed[i+1 : i+1+length])}
			if key := (naming{u.ID, strings.ToLower(m.Words)}); !seen[key] {
				seen[key] = true
				found = append(found, m)
			}
		}
		i += length
	}
	return found
}

// HandTo sets whom the message hands the conversation to: the one of people whom it
// names, and otherwise says what is wrong.
func (in *MessageCreate) HandTo(people []UserRef, errs *FieldErrors) {
	named := map[UserID]bool{}
	for _, m := range Mentions(in.Body.Value, people) {
		named[m.User.ID] = true
		in.AssignedTo = Value(m.User.ID)
	}
	if len(named) != 1 {
		in.AssignedTo = Field[UserID]{}
		errs.Add("assignedTo", "unclear", "assignedTo must be one colleague, whom the note names as @Full Name")
	}
}

// roll is everybody who can be named, by the first letter of what names them.
type roll map[rune][]entry

// entry is a name or an address, folded, and who has it.
type entry struct {
	words []rune
	users []UserRef
}

func newRoll(people []UserRef) roll {
	users := map[string][]UserRef{}
	for _, u := range people {
		for _, words := range []string{u.Name, u.Email} {
			folded := strings.Map(foldRune, words)
			if folded != "" && !slices.Contains(users[folded], u) {
				users[folded] = append(users[folded], u)
			}
		}
	}
	r := roll{}
	for words, who := range users {
		runes := []rune(words)
		r[runes[0]] = append(r[runes[0]], entry{runes, who})
	}
	for _, entries := range r {
		slices.SortFunc(entries, func(a, b entry) int { return cmp.Compare(len(b.words), len(a.words)) })
	}
	return r
}

// at returns who is named at the beginning of a text, and how long their name is.
func (r roll) at(text []rune) ([]UserRef, int) {
	if len(text) == 0 {
		return nil, 0
	}
	for _, e := range r[text[0]] {
		n := len(e.words)
		if n <= len(text) && slices.Equal(text[:n], e.words) && !joinsAfter(text[n:]) {
			return e.users, n
		}
	}
	return nil, 0
}

// foldRune returns what two spellings of one sign have in common. A name may be
// typed with any space, but not be torn by a line's end.
func foldRune(r rune) rune {
	if r != '\n' && unicode.IsSpace(r) {
		return ' '
	}
	return unicode.ToLower(unicode.ToUpper(r))
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// joinsBefore tells whether an @ after the sign is within a word, an address or a
// link, or is no more than itself.
func joinsBefore(r rune) bool { return isWord(r) || strings.ContainsRune(`_@+%-/\`, r) }

// joinsAfter tells whether a text goes on with the word that came before it.
func joinsAfter(text []rune) bool {
	switch {
	case len(text) == 0:
		return false
	case isWord(text[0]) || text[0] == '_':
		return true
	}
	return strings.ContainsRune("@.-", text[0]) && len(text) > 1 && isWord(text[1])
}
