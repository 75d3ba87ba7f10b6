package api_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"parley/internal/desk"
)

// addVariety adds conversations that differ in every property.
func addVariety(w *world) {
	for _, c := range []struct{ body, update string }{
		{`{"subject":"Alpha","customerId":"{maya}","priority":"urgent","channel":"chat"}`, `{"status":"closed"}`},
		{`{"subject":"Beta","customerId":"{leo}","inboxId":"{billing}","priority":"low","channel":"phone"}`, `{"status":"pending"}`},
		{`{"subject":"Gamma","customerId":"{leo}","priority":"high","channel":"whatsapp"}`, `{"assignedTo":"{ana}"}`},
	} {
		r := w.do(call{"POST", "/api/conversations", "all", c.body, nil}).is(201)
		w.do(call{"PUT", "/api/conversations/" + r.at("data._id").(string), "all", c.update, nil}).is(200)
	}
}

// subjects returns the first words of the subjects in a list's answer.
func subjects(r reply) string {
	var list []string
	for _, item := range r.at("data").([]any) {
		subject, _, _ := strings.Cut(item.(map[string]any)["subject"].(string), " ")
		list = append(list, subject)
	}
	return strings.Join(list, " ")
}

func TestListConversationsFilters(t *testing.T) {
	w := newWorld(t)
	addVariety(w)
	for query, want := range map[string]string{
		"":                                "Refund Invoice Alpha Beta Gamma",
		"status=open":                     "Refund Invoice Gamma",
		"status=closed":                   "Alpha",
		"status=pending":                  "Beta",
		"status=pending,closed":           "Alpha Beta",
		"status=closed,closed":            "Alpha",
		"priority=low":                    "Beta",
		"priority=medium":                 "Refund Invoice",
		"priority=high":                   "Gamma",
		"priority=urgent":                 "Alpha",
		"priority=urgent,low":             "Alpha Beta",
		"assignedTo={ana}":                "Gamma",
		"assignedTo={ivo}":                "",
		"assignedTo=none":                 "Refund Invoice Alpha Beta",
		"assignedTo=none,{ana}":           "Refund Invoice Alpha Beta Gamma",
		"inboxId={billing}":               "Invoice Beta",
		"inboxId={support}":               "Refund Alpha Gamma",
		"inboxId={support},{billing}":     "Refund Invoice Alpha Beta Gamma",
		"inboxId=987654":                  "",
		"customerId={maya}":               "Refund Alpha",
		"customerId={lone}":               "",
		"customerId=99999999999999999999": "",
		"channel=chat":                    "Alpha",
		"channel=email,whatsapp":          "Refund Invoice Gamma",
		"source=api":                      "Alpha Beta Gamma",
		"source=email,widget,phone":       "Refund Invoice",
		"status=open&priority=high":       "Gamma",
		"status=open&priority=low":        "",
		"customerId={leo}&status=%6Fpen":  "Invoice Gamma",
	} {
		if query != "" {
			query += "&"
		}
		r := w.do(call{"GET", "/api/conversations?" + query + "sort=createdAt", "reader", "", nil}).is(200)
		if got := subjects(r); got != want {
			t.Errorf("%s lists %q, want %q", query, got, want)
		}
		r.has("success", true).has("pagination.total", float64(len(strings.Fields(want))))
	}
}

func TestListConversationsOrders(t *testing.T) {
	w := newWorld(t)
	addVariety(w)
	for order, want := range map[string]string{
		"createdAt": "Refund Invoice Alpha Beta Gamma", "-createdAt": "Gamma Beta Alpha Invoice Refund",
		"-updatedAt": "Gamma Beta Alpha Refund Invoice", "updatedAt": "Invoice Refund Alpha Beta Gamma",
		"-priority": "Alpha Gamma Invoice Refund Beta", "priority": "Beta Refund Invoice Gamma Alpha",
	} {
		r := w.do(call{"GET", "/api/conversations?sort=" + order, "reader", "", nil}).is(200)
		if got := subjects(r); got != want {
			t.Errorf("%s lists %q, want %q", order, got, want)
		}
	}
	if got := subjects(w.do(call{"GET", "/api/conversations", "reader", "", nil})); got != "Gamma Beta Alpha Refund Invoice" {
		t.Errorf("by default %q", got)
	}
	first := subjects(w.do(call{"GET", "/api/conversations?sort=-waiting&limit=1", "reader", "", nil}))
	if first != "Refund" {
		t.Errorf("%s has waited longest", first)
	}
}

func TestListConversationsPages(t *testing.T) {
	w := newWorld(t)
	addVariety(w)
	r := w.do(call{"GET", "/api/conversations", "reader", "", nil}).is(200)
	r.has("pagination.total", 5.0).has("pagination.page", 1.0).has("pagination.limit", 50.0).has("pagination.totalPages", 1.0)
	var seen []string
	for page, size := range map[string]int{"1": 2, "2": 2, "3": 1, "4": 0, "2147483647": 0} {
		r := w.do(call{"GET", "/api/conversations?limit=2&page=" + page, "reader", "", nil}).is(200)
		r.has("pagination.total", 5.0).has("pagination.limit", 2.0).has("pagination.totalPages", 3.0)
		if got := len(r.at("data").([]any)); got != size {
			t.Errorf("page %s has %d items, want %d", page, got, size)
		}
		seen = append(seen, strings.Fields(subjects(r))...)
	}
	slices.Sort(seen)
	if strings.Join(seen, " ") != "Alpha Beta Gamma Invoice Refund" {
		t.Errorf("the pages together have %v", seen)
	}
	w.do(call{"GET", "/api/conversations?limit=100&page=1", "reader", "", nil}).is(200).has("pagination.limit", 100.0)
	empty := w.do(call{"GET", "/api/conversations?status=closed&priority=low", "reader", "", nil}).is(200)
	empty.has("pagination.total", 0.0).has("pagination.totalPages", 0.0)
	if !strings.Contains(empty.Body.String(), `"data":[]`) {
		t.Errorf("an empty list is %s", empty.Body)
	}
}

// lists are the paths that take page and limit, with the other parameters that
// they take.
func lists() map[string][]string {
	return map[string][]string{
		"/api/conversations":                    desk.ConversationParams(),
		"/api/conversations/{refund}/messages":  {"page", "limit"},
		"/api/conversations/{refund}/followers": {"page", "limit"},
		"/api/customers":                        desk.CustomerParams(),
		"/api/tags":                             {"page", "limit"},
		"/api/saved-replies":                    desk.SavedReplyParams(),
		"/api/users":                            {"page", "limit"},
		"/api/inboxes":                          {"page", "limit"},
	}
}

func TestListsRefuseBadParameters(t *testing.T) {
	w := newWorld(t)
	bad := map[string][]string{
		"page":       {"0", "-1", "1.5", "one", "2147483648", "99999999999999999999", "+1", "01", "1,2", "1e1", "%201", "0x1", "%D9%A1"},
		"limit":      {"0", "101", "-5", "ten", "100000", "1,2", "050"},
		"status":     {"opened", "Open", "open,", ",open", "open,opened", "open;closed", "open%00", "%FF", "all", "null", "true"},
		"priority":   {"highest", "HIGH", "low,,high", "1", "none"},
		"channel":    {"sms", "E-mail", "email, chat"},
		"source":     {"web", "API", "widget,"},
		"assignedTo": {"me", "nobody", "0", "-1", "1.0", "ana", "None", "1,", "null", "{ana},x", "me,none"},
		"inboxId":    {"none", "0", "x", "-2", "1 2", "007", "{billing},"},
		"customerId": {"maya", "0", "1.5", "01", "1,x", "%C2%B2"},
		"sort":       {"subject", "+createdAt", "-", "--createdAt", "createdAt,priority", "CreatedAt"},
		"q":          {"%00", "%0A", "%FF", "%E2%80%8B", strings.Repeat("a", desk.MaxSearch+1)},
	}
	for path, names := range lists() {
		for _, name := range names {
			for _, value := range append(bad[name], "", "%20", "%09") {
				refusesParameter(w, path+"?"+name+"="+strings.ReplaceAll(value, " ", "%20"), name)
			}
			refusesParameter(w, path+"?"+name, name)
			refusesParameter(w, path+"?"+name+"=1&"+name+"=1", name)
			refusesParameter(w, path+"?"+strings.ToUpper(name)+"=1", strings.ToUpper(name))
		}
		for _, unknown := range []string{"colour", "q[]", "_id", "cursor", "teamId", "page%00"} {
			plain, _ := url.QueryUnescape(unknown)
			refusesParameter(w, path+"?"+unknown+"=1", plain)
		}
	}
}

func refusesParameter(w *world, path, name string) {
	w.t.Helper()
	r := w.do(call{"GET", strings.ReplaceAll(path, ";", "%3B"), "reader", "", nil})
	entry, _ := r.json["errors"].([]any)
	if r.Code != 400 || len(entry) != 1 {
		w.t.Errorf("%s: %d %s", path, r.Code, r.Body)
		return
	}
	r.has("success", false).has("code", "bad_request").has("errors.0.field", name)
	if message := r.at("errors.0.message").(string); message == "" || !strings.Contains(r.at("detail").(string), message) {
		w.t.Errorf("%s: the detail does not say what is accepted: %s", path, r.Body)
	}
}

func TestQueriesThatDoNotParse(t *testing.T) {
	w := newWorld(t)
	many := strings.Repeat("a&", 5000)
	for _, path := range []string{"/api/conversations", "/api/conversations/{refund}", "/api/me", "/api/openapi.json", "/api/users/{ana}"} {
		for _, raw := range []string{";", "status=open;priority=low", "page=%", "page=%zz", "%=1", "a=1%2", many} {
			r := w.do(call{"GET", path + "?" + raw, "all", "", nil}).is(400)
			r.has("code", "bad_request")
		}
	}
	for _, raw := range []string{"", "&", "&&"} {
		w.do(call{"GET", "/api/conversations?" + raw, "all", "", nil}).is(200)
	}
}

func TestOperationsWithoutParametersRefuseThem(t *testing.T) {
	w := newWorld(t)
	for _, op := range w.api.Operations() {
		if _, isList := lists()[strings.Replace(op.Path, "{id}", "{refund}", 1)]; isList && op.Method == "GET" {
			continue
		}
		before := w.state()
		c := call{method: op.Method, path: strings.Replace(op.Path, "{id}", "1", 1) + "?page=1&Zed=2", key: "all"}
		if op.Method == "POST" || op.Method == "PUT" {
			c.body = `{}`
		}
		r := w.do(c.withFile(op)).is(400)
		if got := r.complaints(); got != "Zed:unknown_parameter page:unknown_parameter" {
			t.Errorf("%s %s: %s", op.Method, op.Path, got)
		}
		if w.state() != before {
			t.Errorf("%s %s changed something", op.Method, op.Path)
		}
	}
}
