package desk_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/desk"
)

func TestVariableValues(t *testing.T) {
	conv := desk.Conversation{ID: 1042, Subject: "Refund", InboxName: "Billing", Customer: desk.CustomerRef{Name: "Maya Okafor"}}
	values := desk.VariableValues(conv, "Ana Lima Souza")
	if len(values) != len(desk.Variables()) {
		t.Errorf("%d of %d variables have a value", len(values), len(desk.Variables()))
	}
	text := strings.Join(desk.Placeholders(desk.Variables()), "; ")
	want := "Maya Okafor; Maya; {{customer.email}}; 1042; Refund; Billing; Ana Lima Souza; Ana"
	if diff := cmp.Diff(want, desk.FillVariables(text, values)); diff != "" {
		t.Error(diff)
	}
}

func TestFillVariables(t *testing.T) {
	values := map[desk.Variable]string{desk.VariableCustomerName: "Zoë", desk.VariableConversationSubject: "{{customer.name}}", desk.VariableInboxName: " \t"}
	for text, want := range map[string]string{
		"": "",
		"Hello {{customer.name}}, {{customer.name}}": "Hello Zoë, Zoë",
		"{{ customer.name }}":                        "Zoë",
		"{{{customer.name}}}":                        "{Zoë}",
		"{{Customer.Name}} {{customer.x}} {{}}":      "{{Customer.Name}} {{customer.x}} {{}}",
		"{{customer.\nname}} {customer.name} {{":     "{{customer.\nname}} {customer.name} {{",
		"{{inbox.name}} {{agent.name}}":              "{{inbox.name}} {{agent.name}}",
		"{{conversation.subject}}":                   `\{\{customer.name\}\}`,
	} {
		if got := desk.FillVariables(text, values); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}

func TestUnfilledVariables(t *testing.T) {
	got := desk.UnfilledVariables("{{agent.name}} {{nothing}} {{ customer.email }} {{agent.name}} {agent.name}")
	if diff := cmp.Diff([]desk.Variable{desk.VariableAgentName, desk.VariableCustomerEmail}, got); diff != "" {
		t.Error(diff)
	}
}

// Names and addresses stay readable: only what means something is escaped.
func TestValuesStayReadable(t *testing.T) {
	for value, want := range map[string]string{
		"Friederike Graf-Öztürk": "Friederike Graf-Öztürk", "Order 8812: which size?": "Order 8812: which size?", "R&D": "R&D", "Mr. O'Neil (Jr.)": "Mr. O'Neil (Jr.)",
		"snake_case": "snake_case", "_x_": `\_x\_`, "*x*": `\*x\*`, "[a](b)": `\[a\](b)`, "1. One": `1\. One`, "1) One": `1\) One`, "2.5 km": `2\.5 km`, "- x": `\- x`,
		"> x": `\> x`, "a > b": "a > b", "&amp;": `\&amp;`, "https://x.example": `https\://x.example`, "WWW.x.example": `WWW\.x.example`, "a@b.example": `a\@b.example`,
		"<b>": `\<b>`, "`x`": "\\`x\\`", `\`: `\\`, "~~~": `\~\~\~`, "two\n\nlines": "two lines",
	} {
		if got := desk.FillVariables("{{customer.name}}", map[desk.Variable]string{desk.VariableCustomerName: value}); got != want {
			t.Errorf("%q became %q, want %q", value, got, want)
		}
	}
	address := map[desk.Variable]string{desk.VariableCustomerEmail: "maya_o.okafor@example.com"}
	if got := desk.FillVariables("{{customer.email}}", address); got != "maya_o.okafor@example.com" {
		t.Errorf("the address became %q", got)
	}
}

// What is filled has no variable that it had not, and what had none stays.
func FuzzFillVariables(f *testing.F) {
	f.Add("Hello {{customer.name}}, {{ agent.name }}{{x}}", "Maya {{agent.name}}")
	f.Add("{{{{customer.name}}}}", "}}{{")
	f.Add("{{customer.name}", "")
	f.Fuzz(func(t *testing.T, text, name string) {
		filled := desk.FillVariables(text, map[desk.Variable]string{desk.VariableCustomerName: name})
		before, after := desk.UnfilledVariables(text), desk.UnfilledVariables(filled)
		if len(before) == 0 && filled != text {
			t.Errorf("%q became %q", text, filled)
		}
		if strings.TrimSpace(name) != "" && strings.Contains(text, "{{customer.name}}") && strings.Contains(name, "{{agent.name}}") && len(after) > len(before) {
			t.Errorf("%q and %q became %q, which has %v", text, name, filled, after)
		}
	})
}
