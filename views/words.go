package views

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/internal/desk"
	"parley/views/ui"
)

// StatusName returns a status as people write it.
func StatusName(s desk.Status) string { return capitalised(string(s)) }

// PriorityName returns a priority as people write it.
func PriorityName(p desk.Priority) string { return capitalised(string(p)) }

// ChannelName returns a channel as people write it.
func ChannelName(c desk.Channel) string {
	if c == desk.ChannelWhatsApp {
		return "WhatsApp"
	}
	return capitalised(string(c))
}

func sourceName(s desk.Source) string {
	if s == desk.SourceAPI {
		return "API"
	}
	return capitalised(string(s))
}

func channelIcon(c desk.Channel) string {
	switch c {
	case desk.ChannelChat:
		return "message-circle"
	case desk.ChannelPhone:
		return "phone"
	case desk.ChannelWhatsApp:
		return "message-circle-more"
	}
	return "mail"
}

func sortName(s desk.Sort) string {
	switch s.String() {
	case "updatedAt":
		return "Updated, oldest first"
	case "createdAt":
		return "Created, oldest first"
	case "-createdAt":
		return "Created, newest first"
	case "priority":
		return "Priority, lowest first"
	case "-priority":
		return "Priority, highest first"
	case "waiting":
		return "Waiting, shortest first"
	case "-waiting":
		return "Waiting, longest first"
	case "snoozedUntil":
		return "Snoozed, soonest first"
	case "-snoozedUntil":
		return "Snoozed, latest first"
	}
	return "Updated, newest first"
}

// sorts lists the orders as the menu shows them, the more useful way first.
func sorts() []desk.Sort {
	var list []desk.Sort
	for _, key := range []desk.SortKey{desk.SortUpdated, desk.SortCreated, desk.SortPriority, desk.SortWaiting} {
		list = append(list, desk.Sort{Key: key, Descending: true}, desk.Sort{Key: key})
	}
	return append(list, desk.SoonestFirst, desk.Sort{Key: desk.SortSnoozed, Descending: true})
}

// sleepName says whether conversations are snoozed.
func sleepName(s desk.Sleep) string {
	if s == desk.Asleep {
		return "Yes"
	}
	return "No"
}

func capitalised(word string) string {
	r, size := utf8.DecodeRuneInString(word)
	if size == 0 {
		return word
	}
	return string(unicode.ToUpper(r)) + word[size:]
}

// fieldLabel returns the name of a field as forms show it: where it is not given here,
// the field's own name with a capital.
func fieldLabel(field string) string {
	switch field {
	case "assignedTo":
		return "Assignee"
	case "customerId":
		return "Customer"
	case "inboxId":
		return "Inbox"
	case "body":
		return "Message"
	case "attachmentIds":
		return "Files"
	case "into":
		return "The other conversation"
	case "messageIds":
		return "Messages"
	case "kind":
		return "Kind of message"
	case "savedReplyId":
		return "Saved reply"
	case "afterSend":
		return "After a reply"
	case "holdSeconds":
		return "Undo send"
	case "timeZone":
		return "Time zone"
	case "pageSize":
		return "Page size"
	case "current":
		return "Current password"
	case "new":
		return "New password"
	}
	return capitalised(field)
}

// said turns the message about a field, which begins with the field's name in
// the API, into a sentence that begins with the name people see.
func said(errs desk.FieldErrors, field string) string {
	message := errs.On(field)
	if rest, ok := strings.CutPrefix(message, field+" "); ok {
		return fieldLabel(field) + " " + rest + "."
	}
	if message == "" {
		return ""
	}
	return strings.TrimSuffix(capitalised(message), ".") + "."
}

// problems lists the errors of a form for its summary. ids gives the control's
// id where it is not the field's name.
func problems(errs desk.FieldErrors, ids map[string]string) []ui.Problem {
	list := make([]ui.Problem, 0, len(errs))
	for _, e := range errs {
		id, ok := ids[e.Field]
		switch {
		case e.Field == "version" || e.Field == "was" || e.Field == desk.OnceField:
			id = "" // They have no control that one could be led to.
		case !ok:
			id = "field-" + e.Field
		}
		list = append(list, ui.Problem{FieldID: id, Message: said(errs, e.Field)})
	}
	return list
}
