package handlers

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// refusal returns what became of a change in words that pages and the API have
// in common: "done", or the class of the refusal with every field and what is
// wrong with it.
func refusal(p *page) string {
	class := map[int]string{
		http.StatusSeeOther: "done", http.StatusOK: "done", http.StatusCreated: "done", http.StatusAccepted: "done",
		// A form that comes too late conflicts; a precondition that fails has a status of its own.
		http.StatusPreconditionFailed: "409",
	}[p.StatusCode]
	if class == "" {
		class = fmt.Sprint(p.StatusCode)
	}
	complaints := p.complaints()
	slices.Sort(complaints)
	return class + " " + strings.Join(complaints, "; ")
}

// complaints returns "field: what is wrong" for each field.
func (p *page) complaints() []string {
	if p.tree == nil {
		return p.jsonComplaints()
	}
	var list []string
	summary := first(p.tree, func(n *html.Node) bool { return attr(n, "class") == "summary-list" })
	for _, link := range all(summary, tag("a")) {
		control := first(p.tree, func(n *html.Node) bool { return "#"+attr(n, "id") == attr(link, "href") })
		list = append(list, apiField(attr(control, "name"))+": "+lastWords(textOf(link)))
		if said := attr(control, "aria-describedby"); !strings.Contains(said, "-error") && attr(control, "type") != "radio" {
			p.fault("the control %s does not tell what is wrong with it", attr(control, "name"))
		}
	}
	return list
}

func (p *page) jsonComplaints() []string {
	var problem struct {
		Errors []struct{ Field, Code, Message string }
	}
	if p.StatusCode < 400 {
		return nil
	}
	p.w.must(json.Unmarshal([]byte(p.body), &problem))
	var list []string
	for _, e := range problem.Errors {
		if e.Code == "" {
			p.fault("no code for %s", e.Field)
		}
		list = append(list, e.Field+": "+lastWords(strings.TrimPrefix(e.Message, e.Field+" ")))
	}
	return list
}

// apiField returns the API's name of a form's control.
func apiField(control string) string {
	switch control {
	case "customerQuery":
		return "customerId"
	case "add":
		return "tags"
	case "files":
		return "attachmentIds"
	}
	return control
}

// lastWords returns the message without the name of its field, which people are
// told in other words than programs.
func lastWords(message string) string {
	words := strings.ToLower(strings.TrimSuffix(message, "."))
	for _, verb := range []string{"must ", "is required", "another "} {
		if at := strings.Index(words, verb); at >= 0 {
			return words[at:]
		}
	}
	return words
}
