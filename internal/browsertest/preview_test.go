package browsertest

import "testing"

// TestWalkPreviews shows a message before it is sent, with what was typed kept.
func TestWalkPreviews(t *testing.T) {
	eachWay(t, max_, func(w *walker) {
		w.goTo(w.site.fillIn(w.t, "{refund}"))
		w.write(field("Message"), "It is **found**.")
		w.step("previewed", func() {
			w.press(button("Preview"))
			w.until("the preview says so", "document.querySelector('#preview strong')?.textContent === 'found'")
			w.hasValue(field("Message"), "It is **found**.")
		})
		w.step("sent", func() {
			w.press(button("Send reply"))
			w.until("the thread says so", "document.querySelector('.thread-list strong')?.textContent === 'found'")
		})
	})
}
