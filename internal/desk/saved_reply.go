package desk

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SavedReplyID is the id of a SavedReply.
type SavedReplyID int64

func (id SavedReplyID) String() string { return strconv.FormatInt(int64(id), 10) }

// SavedReply is a text that is written again and again, kept to be inserted into
// messages. One with an Owner is theirs alone; one without is everybody's. Of those
// that one owner has, or everybody, no two share a name, whatever its case.
type SavedReply struct {
	ID        SavedReplyID
	Owner     UserID // 0: shared with all
	Name      string
	Body      string // Markdown, with variables
	CreatedAt time.Time
	UpdatedAt time.Time
	Version   int64
}

// Shared tells whether the saved reply is everybody's.
func (r SavedReply) Shared() bool { return r.Owner == 0 }

// SavedReplyKey is the form in which two names of saved replies are equal.
func SavedReplyKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// SavedReplyOwner returns whose personal saved replies there are for the actor:
// their own, of a person who may write messages, and otherwise nobody's, which is 0.
func (a Actor) SavedReplyOwner() UserID {
	if !a.Can(WriteConversations) {
		return 0
	}
	return a.UserID()
}

// RequireSavedReplies returns nil where there may be saved replies that the actor
// may write, be it their own or those of all.
func (a Actor) RequireSavedReplies() error {
	if a.SavedReplyOwner() != 0 {
		return nil
	}
	return a.Require(WriteSavedReplies)
}

// OwnerOfNewSavedReply returns whose a new one is, where the actor may add it. Keys
// and the system have none of their own.
func (a Actor) OwnerOfNewSavedReply(personal bool) (UserID, error) {
	if !personal {
		return 0, a.RequireSavedReply(0)
	}
	if err := a.Require(WriteConversations); err != nil {
		return 0, err
	}
	if a.UserID() == 0 {
		return 0, Actor{}.RequireSomeone()
	}
	return a.UserID(), nil
}

// RequireSavedReply returns nil where the actor may write a saved reply of the
// owner, 0 being one that is shared. Others' do not exist for the actor.
func (a Actor) RequireSavedReply(owner UserID) error {
	switch {
	case owner == 0:
		return a.Require(WriteSavedReplies)
	case owner != a.SavedReplyOwner():
		return NotFound("saved reply")
	}
	return nil
}

// SavedReplyCreate asks for a new saved reply.
type SavedReplyCreate struct {
	Name     Field[string]
	Body     Field[string]
	Personal bool // whoever asks is its owner
	Problems FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *SavedReplyCreate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "name", &in.Name, func(s *string) { line(&errs, "name", s, MaxSavedReplyName) })
	required(&errs, "body", &in.Body, func(s *string) { savedReplyBody(&errs, s) })
	return errs
}

// SavedReplyUpdate asks for changes of a saved reply; what is left out stays as it
// is. Whose it is never changes.
type SavedReplyUpdate struct {
	Name       Field[string]
	Body       Field[string]
	IfVersions []int64 // where not nil, the versions that the update is for
	Problems   FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *SavedReplyUpdate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	optional(&errs, "name", &in.Name, func(s *string) { line(&errs, "name", s, MaxSavedReplyName) })
	optional(&errs, "body", &in.Body, func(s *string) { savedReplyBody(&errs, s) })
	return errs
}

// Apply returns the saved reply with the update in it, and the changes that made.
func (in SavedReplyUpdate) Apply(r SavedReply) (SavedReply, []Change) {
	before := r
	r.Name, r.Body = in.Name.Or(r.Name), in.Body.Or(r.Body)
	return r, changesOf(
		Change{Field: "name", Before: before.Name, After: r.Name},
		Change{Field: "body", Before: before.Body, After: r.Body},
	)
}

// savedReplyBody checks a text with variables in place. One that nobody knows would
// go out as it stands.
func savedReplyBody(errs *FieldErrors, body *string) {
	paragraph(errs, "body", body, MaxSavedReply)
	if unknown := unknownVariables(*body); len(unknown) > 0 {
		known := Placeholders(Variables())
		errs.Add("body", "unknown_variable", "body must not have the variable "+unknown[0]+"; it takes "+oneOf(known), known...)
	}
}

// SavedReplyFilter selects saved replies. Search finds by name and text.
type SavedReplyFilter struct {
	Search string
	Page   Page
}

// SavedReplyParams are the names that a SavedReplyFilter reads.
func SavedReplyParams() []string { return []string{"q", "page", "limit"} }

// ParseSavedReplyFilter reads a query strictly.
func ParseSavedReplyFilter(query url.Values) (SavedReplyFilter, FieldErrors) {
	f, errs := ParseCustomerFilter(query) // The two take the same.
	return SavedReplyFilter(f), errs
}

// Query returns the canonical query of the filter, with the defaults dropped.
func (f SavedReplyFilter) Query() url.Values { return CustomerFilter(f).Query() }
