package handlers

import "testing"

// What scripts had begun to save does not outlive a discard, and does not stop it.
func TestDiscardingWhatIsBeingSaved(t *testing.T) {
	w := newWorld(t)
	ana := w.as("ana")
	send := func(fields string) *page {
		return ana.do("POST", kettleThread+"/drafts", "kind=reply&draftVersion=0"+fields, map[string]string{"Prefer": "return=minimal"})
	}
	nonce := "&nonce=" + ana.typed("reply", "").values["nonce"]
	send(nonce + "&body=Half&discard=draft").is(204)
	send(nonce + "&body=Half").is(409).shows("sent or discarded elsewhere")
	ana.open(kettleThread).is(200).holds("reply", "")
	nonce = "&nonce=" + ana.typed("reply", "").values["nonce"]
	send(nonce + "&body=Half%0Aof+it").is(204)
	send(nonce + "&body=Half%0D%0Aof+it+all&began=Half%0D%0Aof+it&discard=draft").is(204)
	send(nonce + "&body=Half").is(409)
	send("&nonce=" + ana.typed("reply", "").values["nonce"] + "&body=Elsewhere").is(204)
	send(nonce + "&body=Half&discard=draft").is(409).shows("Elsewhere")
	if w.rows("drafts") != 1 {
		t.Errorf("%d drafts", w.rows("drafts"))
	}
}
