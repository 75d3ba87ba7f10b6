package desk

import (
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"
)

// TagID is the id of a Tag.
type TagID int64

func (id TagID) String() string { return strconv.FormatInt(int64(id), 10) }

// Tag is a word that conversations are sorted by. Tags belong to the whole
// workspace; no two share a name, whatever its case.
type Tag struct {
	ID        TagID
	Name      string
	Hue       Hue
	CreatedAt time.Time
	Version   int64
	// Conversations is how many conversations have it that the reader may see,
	// where that was asked for.
	Conversations int
}

// Ref returns the tag as a conversation shows it.
func (t Tag) Ref() TagRef { return TagRef{ID: t.ID, Name: t.Name, Hue: t.Hue} }

// TagRef is a tag as a conversation shows it.
type TagRef struct {
	ID   TagID
	Name string
	Hue  Hue
}

// Hue is all that is kept of a tag's colour, so that pages can draw each of them
// light or dark enough to be read.
type Hue string

// Hues lists every Hue, once round the circle.
func Hues() []Hue {
	return []Hue{"red", "orange", "yellow", "lime", "green", "teal", "cyan", "blue", "indigo", "violet", "purple", "pink"}
}

// HueOf returns the hue of a tag for which nobody has chosen one: always the same
// for a name, and for most names another.
func HueOf(name string) Hue {
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(TagKey(name))) // A hash takes everything.
	return Hues()[sum.Sum32()%uint32(len(Hues()))]
}

// TagKey is the form in which two names of one tag are equal.
func TagKey(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

// tagName checks the name of a tag in place. Lists of names are written with
// commas, which therefore no name has.
func tagName(errs *FieldErrors, field string, name *string) {
	line(errs, field, name, MaxTag)
	if strings.Contains(*name, ",") {
		errs.Add(field, "comma", field+" must not contain a comma")
	}
}

// TagCreate asks for a new tag.
type TagCreate struct {
	Name     Field[string]
	Hue      Field[Hue] // the one of HueOf where left out
	Problems FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *TagCreate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	required(&errs, "name", &in.Name, func(s *string) { tagName(&errs, "name", s) })
	optional(&errs, "hue", &in.Hue, func(h *Hue) { listed(&errs, "hue", *h, Hues()) })
	return errs
}

// TagUpdate asks for changes of a tag; what is left out stays as it is.
type TagUpdate struct {
	Name       Field[string]
	Hue        Field[Hue]
	IfVersions []int64 // where not nil, the versions that the update is for
	Problems   FieldErrors
}

// Validate cleans the request in place and returns what is wrong with it.
func (in *TagUpdate) Validate() FieldErrors {
	errs := slices.Clone(in.Problems)
	optional(&errs, "name", &in.Name, func(s *string) { tagName(&errs, "name", s) })
	optional(&errs, "hue", &in.Hue, func(h *Hue) { listed(&errs, "hue", *h, Hues()) })
	return errs
}

// Apply returns the tag with the update in it, and the changes that made.
func (in TagUpdate) Apply(t Tag) (Tag, []Change) {
	before := t
	t.Name, t.Hue = in.Name.Or(t.Name), in.Hue.Or(t.Hue)
	return t, changesOf(
		Change{Field: "name", Before: before.Name, After: t.Name},
		Change{Field: "hue", Before: string(before.Hue), After: string(t.Hue)},
	)
}
