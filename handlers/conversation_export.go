package handlers

import (
	"encoding/csv"
	"mime"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"parley/internal/desk"
)

// exportConversations sends everything that a list shows on all its pages as CSV (RFC
// 4180), in the order of the list, to be saved. It is sent while it is read. What goes
// wrong after the beginning breaks the connection off, so that browsers say so: the end
// of a shorter file would look like any other.
func exportConversations(r *request) error {
	filter, err := r.conversationFilter()
	if err != nil {
		return err
	}
	file := &conversationFile{request: r}
	if r.Request().Method == http.MethodHead {
		return file.end()
	}
	err = r.store.ExportConversations(r.Request().Context(), r.actor, filter, file.add)
	if err == nil {
		err = file.end()
	}
	if err == nil || file.lines == nil {
		return err
	}
	if r.Request().Context().Err() == nil { // Who has left needs no word in the log.
		r.logFailure(r.Context, err)
	}
	panic(http.ErrAbortHandler)
}

// exportPatience is how long somebody may take to receive one lot.
const exportPatience = time.Minute

// byteOrderMark tells Excel that the text is UTF-8; without it, "Müller" is not.
const byteOrderMark = "\uFEFF"

// conversationFile is an export on its way.
type conversationFile struct {
	*request
	lines *csv.Writer // nil until something is sent
}

// begin sends what comes before the first conversation, once.
func (f *conversationFile) begin() error {
	if f.lines != nil {
		return nil
	}
	name := "conversations-" + f.now().Format(time.DateOnly) + ".csv"
	h := f.Response().Header()
	h.Set(echo.HeaderContentType, "text/csv; charset=utf-8; header=present")
	h.Set(echo.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	f.lines = csv.NewWriter(f.Response())
	f.lines.UseCRLF = true
	if _, err := f.Response().Write([]byte(byteOrderMark)); err != nil {
		return err
	}
	return f.lines.Write([]string{
		"id", "subject", "status", "priority", "channel", "inbox", "customerName", "customerEmail",
		"assignee", "tags", "createdAt", "updatedAt", "waitingSince", "snoozedUntil",
	})
}

// add sends some conversations. Who receives slowly gets them all, and who has stopped
// receiving is not waited for.
func (f *conversationFile) add(lot []desk.Conversation) error {
	if err := f.begin(); err != nil {
		return err
	}
	err := http.NewResponseController(f.Response()).SetWriteDeadline(time.Now().Add(exportPatience))
	if err != nil {
		return err
	}
	for _, c := range lot {
		assignee := ""
		if c.AssignedTo != nil {
			assignee = c.AssignedTo.Name
		}
		err := f.lines.Write(cells(
			c.ID.String(), c.Subject, string(c.Status), string(c.Priority), string(c.Channel), c.InboxName, c.Customer.Name, c.Customer.Email,
			assignee, strings.Join(c.TagNames(), ", "), written(&c.CreatedAt), written(&c.UpdatedAt), written(c.WaitingSince), written(c.SnoozedUntil)))
		if err != nil {
			return err
		}
	}
	return nil
}

// end sends what is left: of a list that holds nothing, the names of the columns.
func (f *conversationFile) end() error {
	if err := f.begin(); err != nil {
		return err
	}
	f.lines.Flush()
	return f.lines.Error()
}

// written returns a time as RFC 3339 in UTC has it, and nothing for none.
func written(t *time.Time) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// cells returns what is to stand in the cells of a row. Spreadsheets take a text that
// begins with one of these signs for a formula, and run it; customers write subjects
// and names. The apostrophe before it makes it a text (OWASP, CSV Injection).
func cells(texts ...string) []string {
	for i, text := range texts {
		if text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) {
			texts[i] = "'" + text
		}
	}
	return texts
}
