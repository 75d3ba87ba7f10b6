package store

import "sync"

// listeners are those of this process who are told of every commit, and of what
// is told all. They must not make anybody wait.
type listeners struct {
	mu   sync.Mutex
	last int
	all  map[int]func(text string)
}

// add has a listener be told from now on, until forget is called.
func (l *listeners) add(tell func(text string)) (forget func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.all == nil {
		l.all = map[int]func(string){}
	}
	l.last++
	id := l.last
	l.all[id] = tell
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.all, id)
	}
}

func (l *listeners) tell(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, tell := range l.all {
		tell(text)
	}
}
