package api_test

import (
	"strings"
	"testing"

	"parley/internal/desk"
)

// TestStaleMessageIsRefused where it says what its writer has seen, and others
// have written since.
func TestStaleMessageIsRefused(t *testing.T) {
	w := newWorld(t)
	at := refundPath + "/messages"
	_, err := w.store.AddMessage(t.Context(), desk.System("import", desk.ViaCommand), 1, desk.MessageCreate{
		Kind: desk.Value(desk.KindReply), Body: desk.Value("Faster."),
	})
	w.must(err)
	late := `{"kind":"reply","body":"Late.","lastSeenMessageId":"1"}`
	w.do(call{"POST", at, "all", late, nil}).is(409).has("code", "conflict").has("detail", "Somebody else wrote in this conversation in the meantime. Nothing was sent.")
	newest, _ := w.do(call{"GET", at, "all", "", nil}).is(200).at("data.1._id").(string)
	w.do(call{"POST", at, "all", strings.Replace(late, `"1"`, `"`+newest+`"`, 1), nil}).is(201)
	w.do(call{"POST", at, "all", `{"kind":"reply","body":"Not asked."}`, nil}).is(201)
	w.do(call{"POST", at, "all", `{"kind":"reply","body":"x","lastSeenMessageId":null}`, nil}).is(422).has("errors.0.field", "lastSeenMessageId")
	w.do(call{"POST", at, "all", `{"kind":"reply","body":"x","lastSeenMessageId":7}`, nil}).is(422).has("errors.0.field", "lastSeenMessageId")
}
