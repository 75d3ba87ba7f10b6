package desk

import "time"

// Notice tells that something was committed: which record, what was done to it
// and who did it. It has no content; whoever is told reads that for themselves.
type Notice struct {
	EventID   EventID
	Subject   string // the noun, as in Event
	SubjectID int64
	Action    Action
	InboxID   InboxID // of a conversation; 0 for everything else
	By        Author
}

// Mark is how far somebody has followed what is committed. Who comes back with
// one is told everything that they were not told, and perhaps some of it again.
type Mark int64

// Notices are what was committed since a mark, and the mark to come back with.
type Notices struct {
	List []Notice
	Next Mark
	// Gap: there is too much to tell, or nobody knows any more what there was.
	// Whoever shows something has to read it anew.
	Gap bool
}

// Limits of what is told while it happens.
const (
	MaxNotices     = 2000             // that are told at once
	NoticesKept    = time.Hour        // for those who come back
	MaxStreams     = 20               // that one user has open at a time
	MaxTabs        = 50               // in which one user is present at a time
	PresenceBeat   = 3 * time.Second  // how often a page says that it is there
	PresenceLapses = 7 * time.Second  // after the last time that it did
	StreamTrust    = time.Second / 2  // how long a session is taken for what it was
	StreamBeat     = 15 * time.Second // how often a stream says that it is there
)
