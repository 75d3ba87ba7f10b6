package seed

import (
	"embed"
	"fmt"
	"io/fs"
	"time"

	"github.com/BurntSushi/toml"

	"parley/internal/desk"
)

//go:embed workspace/*.toml
var files embed.FS

// workspace is what the files say, all of them together.
type workspace struct {
	Inboxes       []inbox
	People        []Person
	Customers     []customer
	Conversations []conversation
	SavedReplies  []savedReply
}

// savedReply is a text to insert. By is the first name of whose own it is; without,
// it is everybody's.
type savedReply struct {
	Name string
	By   string
	Text string
}

// inbox is one to add, unless it is the one that each workspace begins with.
type inbox struct {
	Name    string
	Channel desk.Channel
}

// customer is somebody who asks.
type customer struct {
	Name  string
	Email string
	Phone string
}

// conversation is a thread. It begins some time ago with the customer's message;
// By is the first name of who wrote it down, where it did not come in by itself.
type conversation struct {
	Subject  string
	Customer string // by name
	Inbox    string // by name
	Channel  desk.Channel
	Priority desk.Priority
	Tags     []string
	Ago      time.Duration
	By       string
	Message  string
	Steps    []step
}

// step is what happens next, some time after the step before it: a message, or
// a change of the conversation's own properties. By is a first name; what
// customers write comes in by itself.
type step struct {
	After      time.Duration
	By         string
	Customer   string
	Reply      string
	Note       string
	Subject    string
	Status     desk.Status
	Priority   desk.Priority
	AssignedTo string // a first name, or nobody
}

// load reads the files; a name in them that is not known is an error.
func load() (workspace, error) {
	var all workspace
	names, err := fs.Glob(files, "workspace/*.toml")
	if err != nil {
		return all, fmt.Errorf("list workspace: %w", err)
	}
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return all, fmt.Errorf("read workspace: %w", err)
		}
		part, err := parse(string(text))
		if err != nil {
			return all, fmt.Errorf("read %s: %w", name, err)
		}
		all.Inboxes = append(all.Inboxes, part.Inboxes...)
		all.People = append(all.People, part.People...)
		all.Customers = append(all.Customers, part.Customers...)
		all.Conversations = append(all.Conversations, part.Conversations...)
		all.SavedReplies = append(all.SavedReplies, part.SavedReplies...)
	}
	return all, nil
}

func parse(text string) (workspace, error) {
	var w workspace
	meta, err := toml.Decode(text, &w)
	if err != nil {
		return w, err
	}
	if unknown := meta.Undecoded(); len(unknown) > 0 {
		return w, fmt.Errorf("unknown name %s", unknown[0])
	}
	return w, nil
}
