package seed

import (
	"embed"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/internal/desk"
)

//go:embed words
var wordFiles embed.FS

// vocabulary is what bulk data is written with. Every list begins with what is
// used most.
type vocabulary struct {
	words, subjects, first, last, inboxes []string
	skew                                  []uint16 // words by how often they are used
}

// rareWords is how many invented words, such as names of products, follow the
// ordinary ones, so that some words are nearly everywhere and most in a few
// places only.
const rareWords = 4000

func loadVocabulary() (vocabulary, error) {
	var v vocabulary
	for name, list := range map[string]*[]string{
		"words": &v.words, "subjects": &v.subjects, "first": &v.first, "last": &v.last, "inboxes": &v.inboxes,
	} {
		text, err := wordFiles.ReadFile("words/" + name + ".txt")
		if err != nil {
			return v, fmt.Errorf("read vocabulary: %w", err)
		}
		if name == "subjects" || name == "inboxes" {
			*list = strings.Split(strings.TrimSpace(string(text)), "\n")
		} else {
			*list = strings.Fields(string(text))
		}
	}
	v.words = append(v.words, invented(rareWords)...)
	v.skew = zipfTable(len(v.words), 1<<15)
	return v, nil
}

// invented returns words that are nobody's, the same ones every time.
func invented(n int) []string {
	r := rand.New(rand.NewPCG(7, 7))
	begin := strings.Fields("bra cor del fen gal hol jun kes lum mar nor pel quo ras sten tor ul ver wex yor zan")
	end := strings.Fields("bo da dor ex ia ilo ka lan mex na nix ora pax rin so tek tis uma vel via wyn")
	words := make([]string, n)
	for i := range words {
		words[i] = begin[r.IntN(len(begin))] + end[r.IntN(len(end))] + end[r.IntN(len(end))]
	}
	return words
}

// zipfTable returns places in a list of n, of which the one at rank k stands in
// the table about 1/k as often as the first.
func zipfTable(n, size int) []uint16 {
	table := make([]uint16, size)
	for i := range table {
		share := (float64(i) + 0.5) / float64(size)
		table[i] = uint16(math.Pow(float64(n), share)) - 1
	}
	return table
}

// skewed returns a place in a list of n, the first ones much more often than the
// last.
func skewed(r *rand.Rand, n int) int {
	return min(int(math.Pow(float64(n+1), r.Float64()))-1, n-1)
}

func (v vocabulary) word(r *rand.Rand) string { return v.words[v.skew[r.Uint32()&(1<<15-1)]] }

func (v vocabulary) name(r *rand.Rand) string {
	return v.first[skewed(r, len(v.first))] + " " + v.last[skewed(r, len(v.last))]
}

// subject fills a pattern: %w is a word and %n a number.
func (v vocabulary) subject(r *rand.Rand) string {
	text := v.subjects[skewed(r, len(v.subjects))]
	for strings.Contains(text, "%w") {
		text = strings.Replace(text, "%w", v.noun(r), 1)
	}
	return strings.ReplaceAll(text, "%n", fmt.Sprint(10_000+r.IntN(90_000)))
}

// noun returns a word that is longer than those that only join others.
func (v vocabulary) noun(r *rand.Rand) string {
	for {
		if word := v.word(r); len(word) > 4 {
			return word
		}
	}
}

// body returns one to a few sentences.
func (v vocabulary) body(r *rand.Rand) string {
	var text strings.Builder
	text.Grow(256)
	for n := 1 + skewed(r, 8); n > 0; n-- {
		v.sentence(r, &text)
		switch {
		case n == 1:
		case r.IntN(5) == 0:
			text.WriteString("\n\n")
		default:
			text.WriteByte(' ')
		}
	}
	return text.String()
}

func (v vocabulary) sentence(r *rand.Rand, text *strings.Builder) {
	first := v.word(r)
	letter, width := utf8.DecodeRuneInString(first)
	text.WriteRune(unicode.ToUpper(letter))
	text.WriteString(first[width:])
	for n := 4 + r.IntN(12); n > 0; n-- {
		text.WriteByte(' ')
		text.WriteString(v.word(r))
	}
	text.WriteByte(".?!."[r.IntN(4)])
}

// weighted returns one of the values, each as often as its weight says.
func weighted[T any](r *rand.Rand, values []T, weights ...int) T {
	total := 0
	for _, w := range weights {
		total += w
	}
	at := r.IntN(total)
	for i, w := range weights {
		if at -= w; at < 0 {
			return values[i]
		}
	}
	return values[0]
}

// mainly returns the channel itself most of the time, and any other now and then.
func mainly(r *rand.Rand, channel desk.Channel) desk.Channel {
	if r.IntN(5) > 0 {
		return channel
	}
	return weighted(r, desk.Channels(), 50, 25, 15, 10)
}
