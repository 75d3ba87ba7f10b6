package bench_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"parley/internal/desk"
	"parley/store/storetest"
)

// BenchmarkBulk assigns fifty conversations in one request, to one user and to
// another by turns, so that each of them is changed each time.
func BenchmarkBulk(b *testing.B) {
	const rows = 50
	for _, engine := range engines() {
		b.Run(fmt.Sprintf("engine=%s/rows=%d", engine.name, rows), func(b *testing.B) {
			d := newDesk(b, engine, 10_000)
			key := storetest.AddKey(b, d.store, "Bulk", string(desk.WriteConversations))
			users := []desk.User{storetest.AddUser(b, d.store, "Rui Cole", desk.RoleManager), storetest.AddUser(b, d.store, "Sol Ek", desk.RoleManager)}
			var took durations
			for n := 0; b.Loop(); n++ {
				request, err := http.NewRequestWithContext(b.Context(), http.MethodPost, d.site.URL+"/api/conversations/bulk",
					strings.NewReader(bulkBody(rows, users[n%2])))
				if err != nil {
					b.Fatal(err)
				}
				request.Header.Set("Authorization", "Bearer "+key)
				request.Header.Set("Content-Type", "application/json")
				took.time(func() { changes(b, request, rows) })
			}
			b.ReportMetric(took.at(0.50), "p50-ms")
			b.ReportMetric(took.at(0.99), "p99-ms")
		})
	}
}

func bulkBody(rows int, to desk.User) string {
	var body strings.Builder
	fmt.Fprintf(&body, `{"assignedTo":"%s","conversations":[`, to.ID)
	for i := range rows {
		fmt.Fprintf(&body, `%s{"_id":"%d"}`, strings.Repeat(",", min(i, 1)), 1+i*17)
	}
	return body.String() + "]}"
}

// changes sends the request, which must change every row.
func changes(b *testing.B, request *http.Request, rows int) {
	b.Helper()
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		b.Fatal(err)
	}
	var outcome struct{ Data struct{ Changed []any } }
	if err := json.Unmarshal(text, &outcome); err != nil || len(outcome.Data.Changed) != rows {
		b.Fatalf("%d rows were changed, %v: %s", len(outcome.Data.Changed), err, text)
	}
}
