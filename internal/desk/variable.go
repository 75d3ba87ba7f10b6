package desk

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Variable is what stands in a saved reply for something about the conversation
// that it is inserted into, written {{customer.name}}.
type Variable string

// The variables.
const (
	VariableCustomerName        Variable = "customer.name"
	VariableCustomerFirstName   Variable = "customer.firstName"
	VariableCustomerEmail       Variable = "customer.email"
	VariableConversationNumber  Variable = "conversation.number"
	VariableConversationSubject Variable = "conversation.subject"
	VariableInboxName           Variable = "inbox.name"
	VariableAgentName           Variable = "agent.name"
	VariableAgentFirstName      Variable = "agent.firstName"
)

// Variables lists every Variable.
func Variables() []Variable {
	return []Variable{
		VariableCustomerName, VariableCustomerFirstName, VariableCustomerEmail, VariableConversationNumber,
		VariableConversationSubject, VariableInboxName, VariableAgentName, VariableAgentFirstName,
	}
}

// Placeholder returns the variable as it is written in a text.
func (v Variable) Placeholder() string { return "{{" + string(v) + "}}" }

// Placeholders returns variables as they are written in a text.
func Placeholders(variables []Variable) []string {
	list := make([]string, len(variables))
	for i, v := range variables {
		list[i] = v.Placeholder()
	}
	return list
}

// placeholders returns the pattern of everything that is written like a variable.
// There may be blank space around the name.
var placeholders = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{\{([^{}\n]*)\}\}`) })

func variableIn(placeholder string) Variable {
	return Variable(strings.TrimSpace(strings.Trim(placeholder, "{}")))
}

// unknownVariables returns what is written like a variable and is none.
func unknownVariables(text string) []string {
	var list []string
	for _, p := range placeholders().FindAllString(text, -1) {
		if !slices.Contains(Variables(), variableIn(p)) {
			list = append(list, p)
		}
	}
	return list
}

// UnfilledVariables returns the variables that a text still has, each once and in
// the order of the text.
func UnfilledVariables(text string) []Variable {
	var list []Variable
	for _, p := range placeholders().FindAllString(text, -1) {
		if v := variableIn(p); slices.Contains(Variables(), v) && !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}

// FillVariables puts values in the place of variables, written so that Markdown
// shows them as they are. A variable without a value stays.
func FillVariables(text string, values map[Variable]string) string {
	return placeholders().ReplaceAllStringFunc(text, func(p string) string {
		v := variableIn(p)
		if value := oneLine(values[v]); value != "" {
			return literal(value, v == VariableCustomerEmail)
		}
		return p
	})
}

// VariableValues returns what the variables are in a conversation that the agent of
// the given name writes in.
func VariableValues(c Conversation, agent string) map[Variable]string {
	return map[Variable]string{
		VariableCustomerName:        c.Customer.Name,
		VariableCustomerFirstName:   firstWord(c.Customer.Name),
		VariableCustomerEmail:       c.Customer.Email,
		VariableConversationNumber:  c.ID.String(),
		VariableConversationSubject: c.Subject,
		VariableInboxName:           c.InboxName,
		VariableAgentName:           agent,
		VariableAgentFirstName:      firstWord(agent),
	}
}

func firstWord(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return ""
	}
	return words[0]
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// literal writes a value in Markdown so that it shows as it is, wherever it stands:
// no emphasis, code, quote, list, entity or link comes of it, and no variable. An
// address may become a link to itself. What means nothing is not escaped, since
// people go on writing in the text.
func literal(value string, address bool) string {
	var out strings.Builder
	for at := 0; at < len(value); {
		sign, size := utf8.DecodeRuneInString(value[at:])
		if special(sign, value[:at], value[at+size:], address) {
			out.WriteByte('\\')
		}
		out.WriteString(value[at : at+size])
		at += size
	}
	return out.String()
}

// special tells whether Markdown could take the sign between two texts for its own.
func special(sign rune, before, after string, address bool) bool {
	switch sign {
	case '\\', '`', '*', '[', ']', '<', '{', '}':
		return true
	case '_': // Within a word it is a sign like any other.
		return !endsInWord(before) || !startsWithWord(after)
	case '>', '-', '+', '~': // They mean something at the beginning of a line only.
		return strings.Trim(before, "~") == ""
	case '.', ')': // So do numbers: 1. and 1) begin lists; www. begins a link.
		return before != "" && strings.Trim(before, "0123456789") == "" || sign == '.' && strings.HasSuffix(strings.ToLower(before), "www")
	case '&':
		return strings.Contains(after, ";")
	case ':':
		return strings.HasPrefix(after, "//")
	case '@':
		return !address
	}
	return false
}

func isWordSign(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func endsInWord(text string) bool { return text != "" && isWordSign(text[len(text)-1]) }

func startsWithWord(text string) bool { return text != "" && isWordSign(text[0]) }
