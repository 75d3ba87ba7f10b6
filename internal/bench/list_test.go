package bench_test

import (
	"fmt"
	"testing"
)

// lists are the lists that are measured, as queries by which both faces know
// them; %d is a page in the middle of all conversations.
var lists = []struct{ name, query string }{
	{"first", ""},
	{"open", "status=open"},
	{"open-urgent", "priority=urgent&status=open"},
	{"open-waiting", "sort=-waiting&status=open"},
	{"phone", "channel=phone"},
	{"middle", "page=%d"},
	{"middle-closed", "page=%d&status=closed"},
	{"middle-email", "channel=email&page=%d"},
	{"middle-priority", "page=%d&sort=-priority"},
}

// BenchmarkList measures pages of the queue and of the API's list, and beside
// each the same number of bytes served from memory. The last of its names says who
// asks: a manager sees all forty inboxes and an agent three.
func BenchmarkList(b *testing.B) {
	for _, engine := range engines() {
		for _, rows := range []int{10_000, 100_000} {
			b.Run(fmt.Sprintf("engine=%s/rows=%d", engine.name, rows), func(b *testing.B) {
				d := newDesk(b, engine, rows)
				for _, face := range []face{pages, api} {
					for _, list := range lists {
						query := list.query
						if list.name[0] == 'm' {
							query = fmt.Sprintf(query, rows/100)
						}
						b.Run(fmt.Sprintf("face=%s/list=%s/by=manager", face, list.name), func(b *testing.B) {
							d.measure(b, d.manager, face, query)
						})
					}
					b.Run(fmt.Sprintf("face=%s/list=first/by=agent", face), func(b *testing.B) {
						d.measure(b, d.agent, face, "")
					})
				}
			})
		}
	}
}
