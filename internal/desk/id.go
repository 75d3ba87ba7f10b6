package desk

import (
	"math"
	"strconv"
)

// Ids are positive integers that clients treat as opaque decimal strings. A
// ConversationID is also the number people see: 1042 is shown as #1042.
type (
	ConversationID int64
	MessageID      int64
	CustomerID     int64
	UserID         int64
	InboxID        int64
	KeyID          int64
	EventID        int64
	AttachmentID   int64
	NotificationID int64
	BulkJobID      int64
)

func (id ConversationID) String() string { return strconv.FormatInt(int64(id), 10) }
func (id MessageID) String() string      { return strconv.FormatInt(int64(id), 10) }
func (id CustomerID) String() string     { return strconv.FormatInt(int64(id), 10) }
func (id UserID) String() string         { return strconv.FormatInt(int64(id), 10) }
func (id InboxID) String() string        { return strconv.FormatInt(int64(id), 10) }
func (id KeyID) String() string          { return strconv.FormatInt(int64(id), 10) }
func (id EventID) String() string        { return strconv.FormatInt(int64(id), 10) }
func (id AttachmentID) String() string   { return strconv.FormatInt(int64(id), 10) }
func (id NotificationID) String() string { return strconv.FormatInt(int64(id), 10) }
func (id BulkJobID) String() string      { return strconv.FormatInt(int64(id), 10) }

// ParseID reads the decimal form that String writes: ASCII digits without sign
// or leading zero, at least 1. A number too large to have been given out parses
// as the largest id, which never is: it is well formed and matches nothing.
func ParseID[T ~int64](s string) (id T, ok bool) {
	if s == "" || s[0] == '0' {
		return 0, false
	}
	var n int64
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		digit := int64(c - '0')
		if n > (math.MaxInt64-digit)/10 {
			n = math.MaxInt64
			continue
		}
		n = n*10 + digit
	}
	return T(n), true
}
