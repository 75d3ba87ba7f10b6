package desk

import (
	_ "embed"
	"strings"
	"time"
	_ "time/tzdata" // Not every machine has the rules of the zones on its disk.
)

// zoneNames are the names that the time zone database gives to places, one a
// line: those of its table zone.tab, and UTC.
//
//go:embed time_zones.txt
var zoneNames string

// TimeZones returns the time zones to choose from, by name. There are more, for
// the database keeps old names too; ParseTimeZone takes them all.
func TimeZones() []string { return strings.Fields(zoneNames) }

// ParseTimeZone returns the time zone of a name in the IANA database, such as
// Europe/Lisbon, and whether there is one. The name may come from anywhere.
func ParseTimeZone(name string) (*time.Location, bool) {
	if name == "" || name == "Local" || len(name) > MaxTimeZone || strings.ContainsFunc(name, notOfZone) {
		return nil, false
	}
	location, err := time.LoadLocation(name)
	return location, err == nil
}

// notOfZone tells whether a letter stands in no name of a time zone. It keeps
// out whatever could make a path of one.
func notOfZone(r rune) bool {
	isLetter := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	return !isLetter && (r < '0' || r > '9') && !strings.ContainsRune("/_+-", r)
}
