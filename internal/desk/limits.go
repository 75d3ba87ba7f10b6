package desk

import "time"

// Every limit on what people and programs may send or keep. Lengths are in
// characters (Unicode code points) unless the name says otherwise.
const (
	MaxSubject  = 255
	MaxBody     = 100_000
	MaxName     = 120
	MaxEmail    = 254 // RFC 5321, 4.5.3.1.3 less the angle brackets
	MaxPhone    = 40
	MaxTimeZone = 64
	MaxSearch   = 200
	MaxTag      = 40   // of a tag's name
	MaxTags     = 20   // that one conversation has
	MaxOffered  = 500  // tags, or saved replies, that a page offers to choose from
	MaxListed   = 100  // values in one comma list of a query
	MaxBulk     = 100  // conversations that one request changes at once
	MaxSplit    = 100  // messages that one request names to split off
	PreviewLen  = 140  // characters of a message that lists show
	MaxTimeline = 200  // messages that a thread shows at first
	MaxThread   = 5000 // messages that it shows at most
	MaxPage     = 1<<31 - 1
	MaxLimit    = 100
	MinPassword = 12
	MaxPassword = 256

	// MaxRequestBytes bounds a JSON body or a form.
	MaxRequestBytes = 1 << 20

	// A request that comes again is known by its key for this long.
	OnceLife   = 24 * time.Hour
	MaxOnceKey = 255
)

// Limits of saved replies.
const (
	MaxSavedReplyName = 80
	MaxSavedReply     = 10_000 // of its text
)

// Limits of files. One that is larger than MaxAttachmentBytes is refused while it
// comes in; of an image with more pixels than MaxImagePixels no thumbnail is made.
const (
	MaxAttachmentBytes  = 25 << 20
	MaxAttachments      = 20        // files of one message
	MaxAttachmentsBytes = 100 << 20 // of them together
	MaxUnsent           = 100       // uploads of one person or key that are in no message yet
	MaxFileName         = 200
	MaxExtension        = 16 // what is longer is no extension but part of the name
	UnsentLife          = 24 * time.Hour
	UploadTime          = 10 * time.Minute // for all files of one request, and for one download
	ThumbnailWidth      = 480
	ThumbnailHeight     = 320
	MaxImagePixels      = 32_000_000
	MaxConcurrentImages = 1 // decoded at once: each takes up to eight bytes a pixel
)

// Limits of changing everything that matches.
const (
	BulkChunk       = 200 // conversations that one transaction changes
	MaxBulkFailures = 200 // that one answer lists
	BulkUndo        = 10 * time.Minute
	BulkJobLife     = 30 * 24 * time.Hour
)

// MaxSnooze is how far ahead a conversation can be snoozed, about five years.
const MaxSnooze = 5 * 366 * 24 * time.Hour

// Limits of signing in. Failures are counted in a sliding window; at the limit
// further attempts are refused until the oldest leaves the window.
const (
	SignInWindow          = 15 * time.Minute
	MaxFailuresPerAccount = 10
	MaxFailuresPerAddress = 50
	SessionIdle           = 7 * 24 * time.Hour
	SessionLife           = 30 * 24 * time.Hour
	KeyLastUseEvery       = time.Minute
	SessionSeenEvery      = time.Minute
	MaxConcurrentHashes   = 2
	MaxSessionBytes       = 16 << 10
)
