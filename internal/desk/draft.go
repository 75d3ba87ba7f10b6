package desk

import (
	"slices"
	"time"
)

// Draft is a message that somebody has begun to write and has not sent; nobody
// else sees it. Version is opaque: no two texts of a draft have the same, and 0 is
// that of none.
type Draft struct {
	Kind      MessageKind
	Body      string
	UpdatedAt time.Time
	Version   int64
	// Sent tells that it was not kept: the form that it is from was sent, with this
	// text in it.
	Sent bool
}

// DraftSave asks for a draft to be kept, in the place of the one with the version
// that its writer saw. An empty body leaves none.
type DraftSave struct {
	Kind Field[MessageKind]
	Body Field[string]
	DraftSeen
	// Discards says that there is to be no draft, whatever the same form has asked for
	// before, and whichever of the two comes first.
	Discards bool
	Problems FieldErrors
}

// DraftSeen is what the writer of a draft knows of it. Began are the texts that their
// form may have asked to keep without having heard of it.
type DraftSeen struct {
	Version int64
	Began   []string
}

// Knows tells whether a draft holds nothing that was typed elsewhere.
func (s DraftSeen) Knows(d Draft) bool {
	return d.Version == 0 || d.Version == s.Version || slices.Contains(s.Began, d.Body)
}

func (s *DraftSeen) clean() {
	for i := range s.Began {
		lines(&FieldErrors{}, "began", &s.Began[i], MaxBody) // One that was refused is no draft.
	}
}

// Validate cleans the request in place and returns what is wrong with it. A draft
// is kept as it is typed, blank space at its ends included.
func (in *DraftSave) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "kind", &in.Kind, func(k *MessageKind) { listed(&errs, "kind", *k, MessageKinds()) })
	required(&errs, "body", &in.Body, func(b *string) { lines(&errs, "body", b, MaxBody) })
	in.clean()
	return errs
}
