package bench_test

import (
	"fmt"
	"testing"
	"time"

	"parley/internal/desk"
	"parley/store/storetest"
)

// BenchmarkWake wakes a thousand conversations that are due at one moment, which forty
// people may have read. That they are snoozed anew is not measured.
func BenchmarkWake(b *testing.B) {
	const rows = 1000
	for _, engine := range engines() {
		b.Run(fmt.Sprintf("engine=%s/rows=%d", engine.name, rows), func(b *testing.B) {
			d := newDesk(b, engine, 10_000)
			now := time.Now()
			before := d.store.WithClock(func() time.Time { return now.Add(-time.Hour) })
			in := desk.ConversationSnooze{Until: desk.Value(now.Add(-time.Minute))}
			var took durations
			for b.Loop() {
				b.StopTimer()
				for i := range rows {
					if _, err := before.SnoozeConversation(b.Context(), storetest.System(), desk.ConversationID(1+i*7), in); err != nil {
						b.Fatal(err)
					}
				}
				b.StartTimer()
				took.time(func() {
					if _, err := d.store.WakeConversations(b.Context(), desk.System("snooze", desk.ViaSystem)); err != nil {
						b.Fatal(err)
					}
				})
			}
			b.ReportMetric(took.at(0.50), "p50-ms")
		})
	}
}
