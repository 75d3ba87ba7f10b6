package handlers

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// Of two who take the same conversation at once one gets it, and the other is told
// who has it.
func TestOneOfTwoClaimsWins(t *testing.T) {
	w := newWorld(t)
	people := []string{"ana", "mona"}
	names := map[string]string{"ana": "Ana Souza", "mona": "Mona Grant"}
	for round := range 5 {
		w.addConversation("claimed", "support")
		address := w.expand("/conversations/{claimed}/assignee")
		answers, bodies := make([]int, len(people)), make([]string, len(people))
		var both sync.WaitGroup
		for i, who := range people {
			b := w.as(who)
			both.Go(func() {
				answers[i], bodies[i] = b.claim(address, w.names[who])
			})
		}
		both.Wait()
		winner := w.conversation("claimed").AssignedTo
		if winner == nil {
			t.Fatalf("round %d: nobody has it", round)
		}
		for i, who := range people {
			won := winner.Name == names[who]
			if want := map[bool]int{true: http.StatusSeeOther, false: http.StatusConflict}[won]; answers[i] != want {
				t.Errorf("round %d: %s is answered %d, want %d", round, who, answers[i], want)
			}
			if !won && !strings.Contains(bodies[i], winner.Name) {
				t.Errorf("round %d: %s is not told that %s has it", round, who, winner.Name)
			}
		}
	}
}

// claim takes a conversation that nobody has, beside others who do so.
func (b *browser) claim(address, user string) (status int, body string) {
	form := url.Values{"was": {""}, "assignedTo": {user}}
	answer, err := b.client.PostForm(b.w.server.URL+address, form)
	if err != nil {
		b.w.t.Error(err)
		return 0, ""
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		b.w.t.Error(err)
	}
	return answer.StatusCode, string(text)
}
